import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createRecordStore, type Observation } from "../../../shared/stores/records.ts";

const ref = { tenant: "acme", shop: "one" };
const NOW = Date.UTC(2026, 10, 20);

const version = (note: string, modified: number): Observation => ({
  id: "1",
  modified,
  record: { id: "1", code: "DH1", status: "confirmed", note } as unknown as Observation["record"],
  raw: { id: 1, note },
});

const open = () => {
  const store = createRecordStore(new MemoryTable());
  return {
    see: (seen: Observation, at: number) => store.upsert(ref, "orders", [seen], at),
    note: async () => ((await store.get(ref, "orders", "1"))!.record as { note?: string }).note,
    version: async () => (await store.get(ref, "orders", "1"))!.version,
  };
};

describe("a row that the vendor shows with an older time than it is stored with", () => {
  test("is the vendor's last word when it is shown again three minutes later, and never the stored one meanwhile", async () => {
    const shop = open();
    // Two machines of the vendor: the first edit is stamped half a minute ahead, the second one five seconds later truly.
    const first = version("first", NOW + 30 * SECOND);
    const second = version("second", NOW + 5 * SECOND);
    await shop.see(first, NOW + SECOND);
    for (let minute = 1; minute <= 3; minute += 1) {
      expect(await shop.see(second, NOW + minute * MINUTE)).toMatchObject({ stale: 1, refused: ["1"] });
      expect(await shop.note()).toBe("first");
    }
    expect(await shop.see(second, NOW + 4 * MINUTE)).toMatchObject({ updated: 1, refused: [] });
    expect(await shop.note()).toBe("second");
  });

  test("is a replica that is behind while the stored version is shown in between: no change is told", async () => {
    const shop = open();
    const old = version("old", NOW);
    const current = version("current", NOW + MINUTE);
    await shop.see(current, NOW + 2 * MINUTE);
    for (let half = 0; half < 24; half += 1)
      await shop.see(half % 2 === 0 ? old : current, NOW + 2 * MINUTE + (half + 1) * 30 * SECOND);
    expect([await shop.note(), await shop.version()]).toEqual(["current", 1]);
  });

  test("is a replica that is behind when it is shown for less than three minutes", async () => {
    const shop = open();
    await shop.see(version("current", NOW + MINUTE), NOW + MINUTE);
    for (let at = 0; at < 170; at += 10) await shop.see(version("old", NOW), NOW + 2 * MINUTE + at * SECOND);
    await shop.see(version("current", NOW + MINUTE), NOW + 6 * MINUTE);
    expect([await shop.note(), await shop.version()]).toEqual(["current", 1]);
  });

  test("counts from its own first sight: a third version does not confirm the second", async () => {
    const shop = open();
    await shop.see(version("a", NOW + 60 * SECOND), NOW);
    await shop.see(version("b", NOW + 10 * SECOND), NOW + MINUTE);
    await shop.see(version("c", NOW + 20 * SECOND), NOW + 4.5 * MINUTE);
    expect(await shop.note()).toBe("a");
    await shop.see(version("c", NOW + 20 * SECOND), NOW + 8 * MINUTE);
    expect(await shop.note()).toBe("c");
  });

  test("is not refused for good where it was asked for before the stored one: that one is simply newer", async () => {
    const shop = open();
    await shop.see(version("new", NOW + MINUTE), NOW + 2 * MINUTE);
    expect(await shop.see(version("old", NOW), NOW + MINUTE)).toMatchObject({ stale: 1, refused: [] });
  });
});
