import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import type { Table } from "../../shared/core/table.ts";
import { HOUR, SECOND, toHanoiLocal } from "../../shared/core/time.ts";
import type { Call } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import { parseRecordKey } from "../../shared/stores/keys.ts";
import { syncSlice } from "../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { atMost, type Benchmark } from "./report.ts";
import { openBenchShop, resourceOf, startEngineTable, startSimulator, type Usage } from "./world.ts";

/** What grows is asked of one vendor and one resource: pages, writes and comparisons are the same code for all. */
const VENDOR = "kiotviet";
const RESOURCE = "orders";
const START = Date.UTC(2026, 0, 1);

export const growth: Benchmark = {
  name: "growth",
  title: "from 1 to 100 shops, from 1,000 to 1,000,000 records, and the memory of a slice",
  async run({ quick, log }) {
    log("records");
    const records = await growRecords(quick ? [100, 300] : [1_000, 3_000, 10_000]);
    log("shops");
    const shops = await growShops(quick ? [1, 2] : [1, 3, 10]);
    log("memory");
    const memory: { rows: number; megabytes: number }[] = [];
    for (const rows of quick ? [500, 1_000] : [1_000, 10_000, 50_000])
      memory.push({ rows, megabytes: await sliceMemory(rows) });
    const largest = records.at(-1)!;
    const computed = (quick ? [] : [100_000, 1_000_000]).map((count) => ({
      records: count,
      first: scaled(largest.first, count / largest.records),
      again: scaled(largest.again, count / largest.records),
    }));
    const perShop = shops.at(-1)!;
    const manyShops = { shops: 100, ...scaledShops(perShop, 100 / perShop.shops) };
    return {
      tables: [
        {
          title: `${VENDOR} ${RESOURCE}: a first full cycle and one that finds nothing new`,
          columns: [
            "records",
            "",
            "calls",
            "write units",
            "read units",
            "MB from vendor",
            "again: calls",
            "write units",
            "read units",
          ],
          rows: [
            ...records.map((row) => ({ ...row, how: "measured" })),
            ...computed.map((row) => ({ ...row, how: "computed" })),
          ].map(({ records: count, how, first, again }) => [
            count,
            how,
            first.calls,
            first.writeUnits,
            first.readUnits,
            first.received / 1e6,
            again.calls,
            again.writeUnits,
            again.readUnits,
          ]),
        },
        {
          title: `${VENDOR}: one round of incremental cycles of all resources that finds nothing`,
          columns: ["shops", "", "calls", "write units", "read units", "kB from vendors"],
          rows: [...shops.map((row) => ({ ...row, how: "measured" })), { ...manyShops, how: "computed" }].map(
            ({ shops: count, how, calls, writeUnits, readUnits, received }) => [
              count,
              how,
              calls,
              writeUnits,
              readUnits,
              received / 1_000,
            ],
          ),
        },
        {
          title:
            "Memory of a worker during one slice of a full cycle (heap after garbage collection, most of many looks)",
          columns: ["rows", "MB"],
          rows: memory.map(({ rows, megabytes }) => [rows, megabytes]),
        },
      ],
      figures: {
        records: [...records, ...computed.map((row) => ({ ...row, computed: true }))],
        shops: [...shops, { ...manyShops, computed: true }],
        memory,
      },
      bars: [
        atMost(
          "calls per record with ten times the records, times those with few",
          largest.first.calls / largest.records / (records[0]!.first.calls / records[0]!.records),
          1.1,
        ),
        atMost(
          "write units per record with ten times the records, times those with few",
          largest.first.writeUnits / largest.records / (records[0]!.first.writeUnits / records[0]!.records),
          1.1,
        ),
        atMost(
          "write units per shop with many shops, times those of one",
          perShop.writeUnits / perShop.shops / shops[0]!.writeUnits,
          1.05,
        ),
        atMost(
          "memory of a slice with fifty times the rows, MB more than with few",
          Math.max(0, memory.at(-1)!.megabytes - memory[0]!.megabytes),
          8,
        ),
      ],
      notes: [
        "Records from 100,000 on and 100 shops are computed from the largest measurement.",
        "The ids that a complete listing has shown are the one thing that a slice keeps; they end at 200,000 in each part of a comparison.",
      ],
    };
  },
};

interface RecordGrowth {
  readonly records: number;
  readonly first: Usage;
  readonly again: Usage;
}

const scaled = (usage: Usage, times: number): Usage =>
  Object.fromEntries(
    Object.entries(usage).map(([name, value]) => [name, typeof value === "number" ? value * times : value]),
  ) as unknown as Usage;

export const growRecords = async (sizes: readonly number[]): Promise<RecordGrowth[]> => {
  const grown: RecordGrowth[] = [];
  for (const size of sizes) {
    await using simulator = await startSimulator(VENDOR, size);
    await using table = await startEngineTable();
    const shop = await openBenchShop(simulator, VENDOR, table);
    const first = await shop.measure(() => shop.cycle(RESOURCE, "full"));
    const again = await shop.measure(() => shop.cycle(RESOURCE, "full"));
    grown.push({ records: size, first, again });
  }
  return grown;
};

interface ShopGrowth {
  readonly shops: number;
  readonly calls: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly received: number;
}

const scaledShops = ({ calls, writeUnits, readUnits, received }: ShopGrowth, times: number) => ({
  calls: calls * times,
  writeUnits: writeUnits * times,
  readUnits: readUnits * times,
  received: received * times,
});

const growShops = async (counts: readonly number[]): Promise<ShopGrowth[]> => {
  const grown: ShopGrowth[] = [];
  await using simulator = await startSimulator(VENDOR, 20);
  for (const count of counts) {
    await using table = await startEngineTable();
    const sum = { calls: 0, writeUnits: 0, readUnits: 0, received: 0 };
    for (let index = 0; index < count; index += 1) {
      const shop = await openBenchShop(simulator, VENDOR, table, { id: `shop${index}`, unlimited: false });
      const live = shop.vendor.resources.filter(({ listing }) => listing.strategy !== "snapshot");
      for (const { name } of live) {
        await shop.cycle(name, "live");
        await shop.cycle(name, "live");
      }
      await shop.refill();
      const usage = await shop.measure(async () => {
        for (const { name } of live) await shop.slice(name, "live");
      });
      sum.calls += usage.calls;
      sum.writeUnits += usage.writeUnits;
      sum.readUnits += usage.readUnits;
      sum.received += usage.received;
    }
    grown.push({ shops: count, ...sum });
  }
  return grown;
};

/** Keeps checkpoints and drops records: what is left in memory is the slice's. */
const forgetfulTable = (): Table => {
  const memory = new MemoryTable();
  const isRecord = (pk: string) => parseRecordKey(pk) !== undefined;
  return {
    get: (key, fields) => memory.get(key, fields),
    getMany: (keys, fields) =>
      memory.getMany(
        keys.filter(({ pk }) => !isRecord(pk)),
        fields,
      ),
    put: async (item, when) => {
      memory.stream.length = 0;
      return isRecord(item.pk) || item.pk.includes("#SEEN#") ? true : memory.put(item, when);
    },
    insert: async (items) => items.map(() => true),
    update: async (key, change, when) => {
      memory.stream.length = 0;
      return memory.update(key, change, when);
    },
    delete: (key, when) => memory.delete(key, when),
    query: (query) => memory.query(query),
    transact: (writes) => memory.transact(writes),
  };
};

const collectGarbage = (): (() => void) => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
};

/** Megabytes of heap that a worker holds at most during a full cycle over so many rows, in one slice. */
export const sliceMemory = async (rows: number): Promise<number> => {
  const gc = collectGarbage();
  const vendor = vendors[VENDOR];
  const resource = resourceOf(vendor, RESOURCE);
  const simulator = (await simulators[VENDOR]!())({ now: () => START, random: seededRandom(1), limits: false });
  simulator.seed(5);
  const template = simulator.rows(RESOURCE)[0] as object;
  const heap = (): number => {
    gc();
    return process.memoryUsage().heapUsed / 1e6;
  };
  let most = 0;
  let pages = 0;
  /** An endless pile of orders, one a second, that nobody holds in memory. */
  const call: Call = async (_operation, { params = {} }) => {
    const from = params.lastModifiedFrom === undefined ? START : Date.parse(`${params.lastModifiedFrom}+07:00`);
    const first = Math.max(0, Math.ceil((from - START) / SECOND)) + Number(params.currentItem ?? 0);
    const count = Math.max(0, Math.min(Number(params.pageSize), rows - first));
    pages += 1;
    if (pages % Math.max(1, Math.floor(rows / 1_000)) === 0) most = Math.max(most, heap());
    const data = Array.from({ length: count }, (_, index) => {
      const at = toHanoiLocal(START + (first + index) * SECOND);
      return { ...template, id: 1_000_000 + first + index, modifiedDate: at, createdDate: at };
    });
    return { total: Math.max(0, rows - Math.max(0, Math.ceil((from - START) / SECOND))), data };
  };
  const stores = createStores(forgetfulTable());
  const { outcome } = await syncSlice(
    {
      ref: { tenant: "bench", shop: "shop" },
      resource,
      track: "full",
      settings: {},
      call,
      deadline: Number.MAX_SAFE_INTEGER,
      lease: HOUR,
    },
    { ...stores, clock: () => START + rows * SECOND, random: Math.random, metric: () => undefined },
  );
  if (outcome !== "done") throw new Error(`the slice ended ${outcome}`);
  return most;
};
