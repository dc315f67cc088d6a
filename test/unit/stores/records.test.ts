import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const seen = (total: number, modified: number | undefined, id = "1") => ({
  id,
  modified,
  record: { id, status: "pending" as const },
  raw: { id, total },
});
const open = () => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const total = async (id = "1"): Promise<unknown> =>
    ((await records.get(ref, "orders", id))?.raw as { total: number } | undefined)?.total;
  return { table, records, total };
};

test("the newest records are the living ones of the highest ids, behind whatever number of deleted ones", async () => {
  const { records } = open();
  const ids = Array.from({ length: 60 }, (_, index) => String(100 + index));
  const rows = ids.map((id) => seen(1, NOW, id));
  await records.upsert(ref, "orders", rows, NOW);
  for (const id of ids.slice(10)) await records.remove(ref, "orders", id, { observedAt: NOW + 1 });
  expect((await records.newest(ref, "orders")).map(({ id }) => id)).toEqual(ids.slice(0, 10).reverse());
  expect(await records.newest(ref, "invoices")).toEqual([]);
});

describe("a record", () => {
  test("keeps the newer version, whichever comes first", async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const { records, total } = open();
      for (const version of order)
        await records.upsert(ref, "orders", [seen(version, NOW + version)], NOW + MINUTE * order.indexOf(version));
      expect(await total()).toBe(2);
    }
  });

  test("takes an older stamp that is still shown a quarter of an hour later: the vendor was set back", async () => {
    const { records, total } = open();
    await records.upsert(ref, "orders", [seen(2, NOW)], NOW);
    expect(await records.upsert(ref, "orders", [seen(1, NOW - 5)], NOW + MINUTE)).toMatchObject({ stale: 1 });
    expect(await total()).toBe(2);
    expect(await records.upsert(ref, "orders", [seen(1, NOW - 5)], NOW + 20 * MINUTE)).toMatchObject({ updated: 1 });
    expect(await total()).toBe(1);
  });

  test("without a stamp, the last reading is right", async () => {
    const { records, total } = open();
    await records.upsert(ref, "orders", [seen(2, undefined)], NOW + 2);
    await records.upsert(ref, "orders", [seen(1, undefined)], NOW + 1);
    expect(await total()).toBe(2);
  });

  test("is not deleted over a version that came between the look and the deletion", async () => {
    const { table, records, total } = open();
    await records.upsert(ref, "orders", [seen(1, NOW)], NOW);
    const slow = createRecordStore(
      Object.assign(Object.create(table) as MemoryTable, {
        get: async (...given: Parameters<MemoryTable["get"]>) => {
          const item = await table.get(...given);
          // Another worker stores what it has just been shown.
          await records.upsert(ref, "orders", [seen(2, NOW + 9)], NOW + MINUTE);
          return item;
        },
        update: (...given: Parameters<MemoryTable["update"]>) => table.update(...given),
      }),
    );
    expect(await slow.remove(ref, "orders", "1", { observedAt: NOW + 5 })).toBe(false);
    expect((await records.get(ref, "orders", "1"))?.deleted).toBe(false);
    expect(await total()).toBe(2);
  });

  test("keeps what its detail has shown when a list shows a newer version without it", async () => {
    const { records } = open();
    const unlisted = { raw: ["lines"], record: ["note"] };
    const detail = { ...seen(1, NOW), record: { id: "1", note: "by hand" }, raw: { id: "1", total: 1, lines: [7] } };
    await records.upsert(ref, "orders", [{ ...detail, unlisted, detailed: true }], NOW);
    await records.upsert(ref, "orders", [{ ...seen(2, NOW + 9), unlisted }], NOW + MINUTE);
    expect(await records.get(ref, "orders", "1")).toMatchObject({
      version: 2,
      record: { note: "by hand" },
      raw: { total: 2, lines: [7] },
    });
  });

  test("keeps what only its list shows when that was stored while its detail was asked for", async () => {
    const detail = (stored: any) => ({
      ...seen(1, NOW),
      record: { id: "1", customer: { code: stored?.customerCode } },
      raw: { id: "1", total: 1, customerCode: stored?.customerCode },
      detailed: true,
    });
    const listed = { ...seen(1, NOW), record: { id: "1", customer: { code: "KH1" } } };
    const asked = { ...detail(undefined), beside: { version: undefined, read: detail } };
    for (const keep of [true, false]) {
      const { records } = open();
      await records.upsert(ref, "orders", [{ ...listed, raw: { id: "1", total: 1, customerCode: "KH1" } }], NOW);
      if (keep) await records.keep(ref, "orders", asked, { observedAt: NOW + 1, known: undefined });
      else await records.upsert(ref, "orders", [asked], NOW + 1);
      expect(await records.get(ref, "orders", "1")).toMatchObject({
        version: 1,
        record: { customer: { code: "KH1" } },
        raw: { customerCode: "KH1" },
      });
    }
  });

  test("costs no write while it is unchanged", async () => {
    const { table, records } = open();
    await records.upsert(ref, "orders", [seen(1, NOW), seen(1, NOW, "2")], NOW);
    const writes = table.stream.length;
    const counts = await records.upsert(ref, "orders", [seen(1, NOW), seen(1, NOW, "2")], NOW + MINUTE);
    expect(counts).toEqual({ added: 0, updated: 0, unchanged: 2, stale: 0, refused: [], blank: [] });
    expect(table.stream.length).toBe(writes);
  });

  test("a deleted one comes back only by an answer that was asked for later", async () => {
    const { records } = open();
    await records.upsert(ref, "orders", [seen(1, NOW)], NOW);
    expect(await records.remove(ref, "orders", "1", { observedAt: NOW - 1 })).toBe(false);
    expect(await records.remove(ref, "orders", "1", { observedAt: NOW + 10 })).toBe(true);
    expect(await records.remove(ref, "orders", "1", { observedAt: NOW + 20 })).toBe(false);
    await records.upsert(ref, "orders", [seen(2, NOW + 100)], NOW + 5);
    expect((await records.get(ref, "orders", "1"))?.deleted).toBe(true);
    await records.upsert(ref, "orders", [seen(2, NOW + 100)], NOW + 30);
    expect(await records.get(ref, "orders", "1")).toMatchObject({ deleted: false, version: 3 });
  });

  test("versions count up by one and the newest stays, in whatever order many workers bring what they saw", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(1_000), id: fc.constantFrom("1", "2", "3") }), { minLength: 1, maxLength: 30 }),
        async (sightings) => {
          const { table, records, total } = open();
          await Promise.all(
            sightings.map(({ at, id }) => records.upsert(ref, "orders", [seen(at, NOW + at, id)], NOW + at)),
          );
          const versions = new Map<string, number>();
          for (const { key, new: item } of table.stream) {
            expect(item?.v).toBe((versions.get(key.sk) ?? 0) + 1);
            versions.set(key.sk, Number(item?.v));
          }
          for (const id of versions.keys())
            expect(await total(id)).toBe(Math.max(...sightings.filter((one) => one.id === id).map(({ at }) => at)));
        },
      ),
      { numRuns: 100 },
    );
  });
});
