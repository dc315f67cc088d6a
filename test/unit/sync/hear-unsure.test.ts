import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { timeId } from "../../../shared/core/ids.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createDeliveryStore } from "../../../shared/stores/deliveries.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import type { SliceJob } from "../../../shared/usecases/sync/slice.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { pageOf, person, ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20, 3);

type Shop = Awaited<ReturnType<typeof restingList>>;

/** A list whose rows have no time of change, behind proven webhooks, and polled until it rests. */
const restingList = async () => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  const records = createRecordStore(table);
  const deliveries = createDeliveryStore(table);
  const rows = Array.from({ length: 30 }, (_, index) => person(index + 1));
  const partition = keys.deliveries(ref);
  const world = {
    now: START,
    proven: true as boolean | undefined,
    named: ((minutes) => deliveries.named(partition, "staff", minutes)) as SliceJob["named"],
  };
  const call: Call = async (_operation, { params = {} }) => pageOf(rows, params);
  const deps = {
    ...{ states, records, candidates: createCandidateStore(table) },
    ...{ clock: () => world.now, random: () => 0.5, metric: () => undefined },
  };
  let heard = 0;
  const shop = {
    world,
    state: () => states.get(ref, "staff", "full"),
    edit: (id: number) => void rows.splice(id - 1, 1, { id, name: `Person ${id}, ${world.now}` }),
    editAll: () => {
      for (const { id } of [...rows]) shop.edit(id);
    },
    /** A webhook came so long ago, and what it names was pulled. None: the whole list was. */
    hear: (ago: number, ...ids: string[]) => {
      const at = world.now - ago;
      heard += 1;
      const id = timeId(at, seededRandom(heard));
      return deliveries.finish(partition, id, { state: "processed", at, pulled: { staff: ids } });
    },
    /** A webhook has just come, and is worked off when the caller says so. */
    async receive(...ids: string[]) {
      const at = world.now;
      heard += 1;
      const id = timeId(at, seededRandom(heard));
      const request = { method: "POST", path: "/", query: "", headers: {}, body: new Uint8Array(), bytes: 0 };
      await deliveries.add(partition, { ...request, id, at, proven: true });
      return () => deliveries.finish(partition, id, { state: "processed", at, pulled: { staff: ids } });
    },
    async poll(later = 15 * MINUTE) {
      world.now += later;
      const resource = { ...staff(), everySeconds: 60 };
      const times = { deadline: world.now + MINUTE, lease: 90_000 };
      const { proven, named } = world;
      const job = { ref, resource, track: "full", settings: {}, call, proven, named, ...times } as const;
      expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
      return shop.state();
    },
  };
  for (let poll = 1; poll <= 6; poll += 1) await shop.poll();
  expect((await shop.state()).everySeconds).toBe(900);
  return shop;
};

describe("a change without a time of its own, found by a poll that rests behind proven webhooks", () => {
  test("does not count against them where a webhook has named the record since the poll before, or does within two minutes", async () => {
    for (const comesAfter of [-17 * MINUTE, 0, 2 * MINUTE]) {
      const shop = await restingList();
      shop.edit(7);
      await shop.poll();
      shop.world.now += 3 * MINUTE;
      await shop.hear(3 * MINUTE - comesAfter, "7");
      expect((await shop.poll(0)).doubtedAt).toBeUndefined();
    }
  });

  test("counts where none does, and where one does earlier, later or about another record", async () => {
    for (const hear of [
      () => undefined,
      (shop: Shop) => shop.hear(3 * MINUTE + 17 * MINUTE + SECOND, "7"),
      (shop: Shop) => shop.hear(3 * MINUTE - 2 * MINUTE - SECOND, "7"),
      (shop: Shop) => shop.hear(3 * MINUTE, "8"),
    ]) {
      const shop = await restingList();
      shop.edit(7);
      await shop.poll();
      shop.world.now += 3 * MINUTE;
      await hear(shop);
      expect((await shop.poll(0)).doubtedAt).toBe(shop.world.now);
    }
  });

  test("is judged when the webhooks have had two minutes to come, and only then", async () => {
    const shop = await restingList();
    shop.edit(7);
    expect((await shop.poll()).doubtedAt).toBeUndefined();
    expect((await shop.poll(2 * MINUTE)).doubtedAt).toBeUndefined();
    expect((await shop.poll(1)).doubtedAt).toBe(shop.world.now);
  });

  test("does not count where a webhook had the whole list pulled", async () => {
    const shop = await restingList();
    shop.edit(7);
    await shop.poll();
    await shop.hear(0);
    expect((await shop.poll(3 * MINUTE)).doubtedAt).toBeUndefined();
  });

  test("counts where webhooks name some of many such records and lack one", async () => {
    for (const lacking of [0, 1]) {
      const shop = await restingList();
      shop.editAll();
      await shop.poll();
      for (let id = 1; id <= 8 - lacking; id += 1) await shop.hear(0, String(id));
      expect((await shop.poll(3 * MINUTE)).doubtedAt !== undefined).toBe(lacking === 1);
    }
  });

  test("is judged once, and what comes after it by itself", async () => {
    const shop = await restingList();
    shop.edit(7);
    await shop.poll();
    await shop.hear(0, "7");
    expect((await shop.poll(3 * MINUTE)).unsure).toBeUndefined();
    for (let poll = 1; poll <= 5; poll += 1) await shop.poll();
    shop.edit(7);
    await shop.poll();
    expect((await shop.poll(3 * MINUTE)).doubtedAt).toBe(shop.world.now);
  });

  test("is judged when its webhooks are worked off", async () => {
    const shop = await restingList();
    shop.edit(7);
    await shop.poll();
    const finish = await shop.receive("7");
    expect((await shop.poll(3 * MINUTE)).doubtedAt).toBeUndefined();
    await finish();
    expect((await shop.poll(MINUTE)).doubtedAt).toBeUndefined();
    expect((await shop.state()).unsure).toBeUndefined();
  });

  test("waits where nobody knows whether the webhooks are proven, and is forgotten after a day, or when they are not", async () => {
    for (const [proven, later, isKept] of [
      [undefined, DAY / 2, true],
      [undefined, DAY + 1, false],
      [false, MINUTE, false],
    ] as const) {
      const shop = await restingList();
      shop.edit(7);
      await shop.poll();
      shop.world.proven = proven;
      expect((await shop.poll(later)).unsure !== undefined).toBe(isKept);
      expect((await shop.state()).doubtedAt).toBeUndefined();
    }
  });

  test("counts at once where no webhook names such records, and waits while nobody can say what they named", async () => {
    for (const named of [undefined, async () => undefined]) {
      const shop = await restingList();
      shop.edit(7);
      await shop.poll();
      shop.world.named = named;
      const { doubtedAt, unsure } = await shop.poll(3 * MINUTE);
      expect([doubtedAt !== undefined, unsure !== undefined]).toEqual(named ? [false, true] : [true, false]);
    }
  });
});

test("a change that a poll of every minute finds counts against nobody", async () => {
  const shop = await restingList();
  shop.edit(7);
  await shop.poll();
  await shop.hear(0, "7");
  await shop.poll(3 * MINUTE);
  // The list is read each minute since the first edit.
  shop.edit(8);
  expect((await shop.poll(MINUTE)).unsure).toBeUndefined();
});
