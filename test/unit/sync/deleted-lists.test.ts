import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Call, OperationCall, Vendor } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";
import { ref } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 0, 5, 3);

const open = (
  vendor: Vendor,
  name: string,
  answer: (operation: string, call: OperationCall, now: number) => object,
) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const candidates = createCandidateStore(table);
  const resource = vendor.resources.find((one) => one.name === name)!;
  const asked: OperationCall[] = [];
  let now = START;
  const call: Call = async (id, input) => {
    asked.push(input);
    return goodAnswer(vendor, id, JSON.stringify(answer(id, input, now)), now);
  };
  const deps = { states, records, candidates, clock: () => now, random: () => 0.5, metric: () => undefined };
  return {
    asked,
    isAlive: async (id: string) => (await records.get(ref, name, id))?.deleted === false,
    /** One live cycle. */
    async poll(later: number) {
      now += later;
      asked.length = 0;
      const job = { ref, resource, track: "live", settings: {}, call, deadline: now + MINUTE, lease: 90_000 } as const;
      expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
      const { warnings = [], deleted } = await states.get(ref, name, "live");
      const suspects = (await candidates.open(ref, name)).map(({ id, state }) => `${id} ${state}`);
      return { warnings, deleted, suspects };
    },
  };
};

const iso = (time: number): string => new Date(time).toISOString().slice(0, 19);

describe("Pancake's list of deleted orders", () => {
  /** Sixty orders of the last minutes; some were deleted. The list of deleted ones may ignore what it is asked for. */
  const orders = () => {
    const world = { ignores: false, deleted: new Map<number, number>() };
    const rows = Array.from({ length: 60 }, (_, n) => ({ id: 100 + n, at: START - 10 * MINUTE + n * 1_000 }));
    const shop = open(vendors.pancake, "orders", (operation, { params }) => {
      const drawn = rows.map(({ id, at }) => ({
        id,
        status: world.deleted.has(id) ? 7 : 1,
        items: [],
        updated_at: iso(world.deleted.get(id) ?? at),
        inserted_at: iso(START - HOUR),
      }));
      if (operation === "orders.get") return { success: true, data: drawn.find(({ id }) => id === params!.order_id) };
      const isDeleted = params!.status === 7 && !world.ignores;
      const [from, to] = [Number(params!.startDateTime) * 1_000, Number(params!.endDateTime) * 1_000];
      const fits = drawn
        .filter(({ status }) => (status === 7) === isDeleted)
        .filter(({ updated_at: at }) => Date.parse(`${at}Z`) >= from && Date.parse(`${at}Z`) <= to);
      const [page, size] = [Number(params!.page_number), Number(params!.page_size)];
      const data = fits.slice((page - 1) * size, page * size);
      return { success: true, data, total_entries: fits.length, page_number: page, page_size: size };
    });
    return { world, ...shop };
  };

  test("believes only rows that say themselves that they were deleted", async () => {
    const { world, poll, isAlive } = orders();
    await poll(MINUTE);
    world.ignores = true;
    const { deleted } = await poll(6 * MINUTE);
    for (let times = 0; times < 3; times += 1)
      expect(await poll(6 * MINUTE)).toMatchObject({ warnings: ["filter-ignored"], suspects: [] });
    expect(await isAlive("107")).toBe(true);
    world.ignores = false;
    expect(await poll(6 * MINUTE)).toMatchObject({ warnings: [], suspects: [] });
    expect(deleted).toBeDefined();
  });

  test("is asked again from the same place, for a day, once it has ignored its filter", async () => {
    const { world, poll, asked } = orders();
    const { deleted } = await poll(MINUTE);
    world.ignores = true;
    for (let times = 0; times < 10; times += 1) expect((await poll(HOUR)).deleted?.cursor).toBe(deleted?.cursor);
    world.deleted.set(130, START + HOUR);
    world.ignores = false;
    expect(await poll(6 * MINUTE)).toMatchObject({ warnings: [], suspects: ["130 pending"] });
    const from = asked.find(({ params }) => params!.status === 7)!.params!.startDateTime;
    expect(Number(from) * 1_000).toBeLessThanOrEqual(deleted!.cursor);
    world.ignores = true;
    const late = await poll(2 * DAY);
    expect(late.deleted!.cursor).toBeGreaterThan(START + DAY);
  });
});

describe("an id that KiotViet reports as removed", () => {
  const product = (id: number, now: number) => ({ id, code: `c${id}`, name: "n", modifiedDate: iso(now + 7 * HOUR) });

  test.each(["products", "inventory"])("is no evidence where its row stands on the same page: %s", async (name) => {
    let told: readonly number[] = [];
    const shop = open(vendors.kiotviet, name, (operation, _call, now) => {
      const data = [1, 2, 3].map((id) => product(id, now - MINUTE));
      if (operation === "products.get") return product(1, now);
      return { total: 3, pageSize: 100, data, ...(operation === "products.list" ? { removeIds: told } : {}) };
    });
    await shop.poll(MINUTE);
    told = [1, 2, 3];
    expect(await shop.poll(6 * MINUTE)).toMatchObject({ suspects: [] });
    told = [1, 2, 3, 4];
    expect(await shop.poll(6 * MINUTE)).toMatchObject({ suspects: [] });
  });
});
