import { describe, expect, test, vi } from "vitest";
import { INDEX_FORM } from "../../../shared/core/finding.ts";
import type { SyncJob } from "../../../shared/core/jobs.ts";
import type { Item } from "../../../shared/core/table.ts";
import { createFindStore, findChanges } from "../../../shared/stores/finds.ts";
import { createRecordStore, toStored } from "../../../shared/stores/records.ts";
import { type BuildIndexDeps, buildIndex } from "../../../shared/usecases/finding/build-index.ts";
import { runCycle } from "../../../shared/usecases/sync/run-cycle.ts";
import { billTable, type TableUse } from "../../bench/billed-table.ts";
import { NOW, openFindingWorld, order } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const ref = { tenant: "acme", shop: "one" };
const list = "/v1/shops/one/orders";

/** A shop whose records were stored by a version without the index. */
const openOld = async (orders: readonly object[]) => {
  const w = await openFindingWorld();
  const { deps, table } = w.stack;
  const rows = orders.map((record) => ({
    ...{ id: (record as { id: string }).id, modified: undefined, raw: record, record: record as never },
  }));
  await deps.records.upsert(ref, "orders", rows, NOW);
  const sent: SyncJob[] = [];
  const job: BuildIndexDeps = {
    ...deps,
    ...{ clock: () => NOW, lease: 1_000, log: () => undefined },
    queues: { send: async (_, messages) => void sent.push(...messages.map(({ body }) => body as SyncJob)) },
  };
  /** The stream goes on from here. */
  const skipStream = () => table.stream.splice(0);
  skipStream();
  return { ...w, job, sent, table };
};

const index = (w: Awaited<ReturnType<typeof openOld>>) =>
  w.table.stream.filter(({ old, new: next }) => /#(CARDS|FIND)#/.test((next ?? old)!.pk));

const phone = (number: number) => `09${String(10_000_000 + number)}`;
const many = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    order(String(number), { customerId: `c${number}`, customer: { name: "Ân", phone: phone(number) } }),
  );

describe("records that are older than the index", () => {
  test("are found when it was built, gone ones included; the shop says so until then", async () => {
    const w = await openOld(many(450));
    await w.stack.deps.records.remove(ref, "orders", "7", { observedAt: NOW + 1 });
    w.table.stream.splice(0);
    expect(await w.idsOf(`${list}?phone=${phone(449)}`)).toEqual([]);
    expect((await w.ask("/v1/shops/one")).body.index).toBe("building");
    await buildIndex(ref, NOW + 1, w.job);
    expect(w.sent).toEqual([]);
    expect(await w.idsOf(`${list}?phone=${phone(449)}`)).toEqual(["449"]);
    expect(await w.idsOf(`${list}?customer=c7`)).toEqual([]);
    expect(await w.idsOf(`${list}?customer=c7&deleted=true`)).toEqual(["7"]);
    expect(await w.idsOf(`${list}?status=pending`)).toHaveLength(449);
    expect((await w.ask("/v1/shops/one")).body.index).toBeUndefined();
    expect((await w.stack.deps.shops.find(ref)).indexed).toBe(INDEX_FORM);
  });

  test("are put in piece by piece: the next worker goes on where the time was up, or where one died", async () => {
    const w = await openOld(many(450));
    let looks = 0;
    // Each look at the clock takes half a second.
    const slow = { ...w.job, clock: () => NOW + 500 * looks++ };
    const put = vi.fn(w.job.finds.put);
    const dying: typeof put = vi.fn(async (...input) => {
      if (put.mock.calls.length === 1) throw new Error("the worker dies");
      await put(...input);
    });
    await expect(buildIndex(ref, NOW + 60_000, { ...w.job, finds: { ...w.job.finds, put: dying } })).rejects.toThrow();
    expect(put).toHaveBeenCalledTimes(1);
    // Its lease holds: whoever comes now leaves it alone.
    await buildIndex(ref, NOW + 60_000, { ...w.job, finds: { ...w.job.finds, put } });
    expect(put).toHaveBeenCalledTimes(1);
    looks = 4;
    for (let times = 0; times < 20; times += 1) {
      await buildIndex(ref, NOW + 500 * (looks + 3), { ...slow, finds: { ...w.job.finds, put } });
      looks += 10;
      if (!w.sent.pop()) break;
    }
    // 200, 200 and 50, each page once, and one look at each of the other four collections.
    expect(
      put.mock.calls.filter(([, resource]) => resource === "orders").map(([, , records]) => records.length),
    ).toEqual([200, 200, 50]);
    expect(await w.idsOf(`${list}?status=pending`)).toHaveLength(450);
  });

  test("what the stream has written since is newer and stays, and a change in the middle is not lost", async () => {
    const w = await openOld([order("1"), order("2", { customer: { phone: phone(2) } }), order("3")]);
    const { records } = w.stack.deps;
    const change = async (id: string, more: object) => {
      const record = order(id, more);
      await records.upsert(ref, "orders", [{ id, modified: undefined, raw: record, record: record as never }], NOW + 5);
    };
    /** What the table's stream does, of what has changed so far. */
    const streamPasses = async () => {
      for (const { old, new: next } of w.table.stream.splice(0)) {
        if (!next?.pk.includes("#R#")) continue;
        const before = old && toStored(old as Item);
        await w.job.finds.apply([findChanges(ref, "orders", before, toStored(next as Item))]);
      }
    };
    let isFirst = true;
    const finds = {
      ...w.job.finds,
      put: async (...input: Parameters<typeof w.job.finds.put>) => {
        // Between the look at the records and the writing: 1 is completed, 2 gets another phone and another time.
        if (isFirst) {
          isFirst = false;
          await change("1", { status: "completed" });
          await change("2", { customer: { phone: phone(9) }, createdAt: "2026-11-09T00:00:00.000Z" });
          await streamPasses();
        }
        await w.job.finds.put(...input);
      },
    };
    await buildIndex(ref, NOW + 1, { ...w.job, finds });
    expect(await w.idsOf(`${list}?status=completed`)).toEqual(["1"]);
    expect(await w.idsOf(`${list}?phone=${phone(2)}`)).toEqual([]);
    expect(await w.idsOf(`${list}?phone=${phone(9)}`)).toEqual(["2"]);
    expect((await w.idsOf(`${list}?sort=newest`)).sort()).toEqual(["1", "2", "3"]);
  });

  test("are asked for by the shop's next round, paused ones' too, and by nobody once they stand there", async () => {
    const w = await openOld(many(1));
    const { deps } = w.stack;
    const round = async () => {
      const sent: unknown[] = [];
      const queues = { send: async (_: string, messages: readonly { body: unknown }[]) => void sent.push(...messages) };
      const job = { ...deps, queues, lease: 1_000, notifyShop: async () => undefined } as never;
      await runCycle({ type: "cycle", ...ref }, NOW, job);
      return sent.map((one) => (one as { body: SyncJob }).body.type);
    };
    await deps.shops.change(ref, { health: "paused" });
    expect(await round()).toEqual(["index"]);
    await buildIndex(ref, NOW + 1, w.job);
    expect(await round()).toEqual([]);
  });
});

describe("an index that is built anew", () => {
  test("writes nothing where it is right, and takes out what stands for no record when it is asked for", async () => {
    const w = await openOld(many(3));
    await buildIndex(ref, NOW + 1, w.job);
    const stale = { ...order("2", { createdAt: "2025-01-01T00:00:00.000Z", customer: { phone: phone(77) } }) };
    const ghost = { id: "2", modified: undefined, raw: {}, record: stale as never };
    await w.stack.deps.records.upsert({ tenant: "acme", shop: "two" }, "orders", [ghost], NOW);
    const [item] = w.table.stream
      .filter(({ new: next }) => next?.pk.includes("#S#two#R#"))
      .map(({ new: next }) => next!);
    await w.job.finds.apply([findChanges(ref, "orders", undefined, toStored(item as Item))]);
    expect(await w.idsOf(`${list}?sort=newest`)).toHaveLength(4);
    await w.stack.deps.shops.change(ref, { indexed: undefined });
    w.table.stream.splice(0);
    await buildIndex(ref, NOW + 1, w.job);
    expect(index(w)).toEqual([]);
    const { status } = await w.stack.request("POST", "/v1/operator/tenants/acme/shops/one/index", {
      key: "operator-key-of-the-tests",
    });
    expect([status, w.stack.queues.backfill.map(({ body }) => body)]).toEqual([
      202,
      [{ type: "index", ...ref, anew: true }],
    ]);
    await buildIndex({ ...ref, anew: true }, NOW + 1, w.job);
    expect((await w.idsOf(`${list}?sort=newest`)).sort()).toEqual(["0", "1", "2"]);
    // Its card, and the entries of its code and its phone.
    const gone = index(w).flatMap(({ old, new: next }) => (next === undefined ? old!.pk.split("#")[2]! : []));
    expect(gone.sort()).toEqual(["FIND", "FIND", "S"]);
  });

  test("costs what docs/finding.md says", async () => {
    const w = await openOld(many(100));
    const use: TableUse = { read: 0, write: 0, requests: 0 };
    const billed = billTable(w.table, use);
    await buildIndex(ref, NOW + 1, { ...w.job, records: createRecordStore(billed), finds: createFindStore(billed) });
    // Card, code, phone, customer.
    expect(use.write).toBe(400);
    expect(use.read).toBeLessThanOrEqual(250);
  });
});
