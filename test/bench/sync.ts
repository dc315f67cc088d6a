import type { ResourceName } from "../../shared/core/records.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { tracksOf } from "../../shared/usecases/run-job.ts";
import { naiveCycle } from "./naive.ts";
import { atLeast, atMost, type Bar, type Benchmark, type FigureTable, median } from "./report.ts";
import {
  type BenchShop,
  memoryTable,
  openBenchShop,
  type SimulatorProcess,
  startEngineTable,
  startSimulator,
  type Usage,
} from "./world.ts";

const main: readonly ResourceName[] = ["orders", "products", "customers"];

/** One cycle over the main resources, and what it used. */
interface Measured extends Usage {
  rows: number;
  written: number;
}

export const sync: Benchmark = {
  name: "sync",
  title: "records per second of one worker, and what 1,000 records cost",
  async run({ vendors, quick, log }) {
    const size = quick ? 120 : 2_000;
    const runs = quick ? 1 : 3;
    const results: VendorResult[] = [];
    for (const vendor of vendors) {
      log(`${vendor}, ${size} rows of each large resource`);
      results.push(await measureVendor(vendor, size, runs));
    }
    return {
      tables: tablesOf(results),
      figures: Object.fromEntries(results.map((result) => [result.vendor, figuresOf(result)])),
      bars: results.flatMap(barsOf),
    };
  },
};

interface VendorResult {
  readonly vendor: VendorId;
  /** First full cycles, each on an empty table. */
  readonly first: readonly Measured[];
  readonly naiveFirst: readonly Measured[];
  /** A first full cycle without an engine. */
  readonly noEngine: Measured;
  /** A full cycle in which nothing changed. */
  readonly unchanged: Measured;
  /** A full cycle in which one row of twenty changed, and the naive loop over the same rows. */
  readonly few: Measured;
  readonly naiveFew: Measured;
  /** Every incremental cycle that finds nothing, of all resources with such cycles. */
  readonly nothing: readonly { resource: ResourceName; usage: Usage }[];
}

const cycles = async (shop: BenchShop, track: "full" | "live" = "full"): Promise<Measured> => {
  const counts = { rows: 0, written: 0 };
  const usage = await shop.measure(async () => {
    for (const name of main) {
      const cycle = await shop.cycle(name, track);
      counts.rows += cycle.rows;
      counts.written += cycle.written;
    }
  });
  return { ...usage, ...counts };
};

const naiveCycles = async (shop: BenchShop): Promise<Measured> => {
  const counts = { rows: 0, written: 0 };
  const usage = await shop.measure(async () => {
    for (const name of main) counts.rows += (await naiveCycle(shop, name)).rows;
  });
  return { ...usage, ...counts, written: counts.rows };
};

export const measureVendor = async (vendor: VendorId, size: number, runs: number): Promise<VendorResult> => {
  await using simulator = await startSimulator(vendor, size);
  const first: Measured[] = [];
  const naiveFirst: Measured[] = [];
  // Alternating, so that a busy moment of the machine meets both.
  for (let run = 1; run < runs; run += 1) {
    await using table = await startEngineTable();
    const shop = await openBenchShop(simulator, vendor, table);
    first.push(await cycles(shop));
    naiveFirst.push(await naiveCycles(shop));
  }
  const noEngine = await withoutEngine(simulator, vendor);
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table);
  first.push(await cycles(shop));
  naiveFirst.push(await naiveCycles(shop));
  const unchanged = await cycles(shop);
  const nothing = await findNothing(simulator, vendor);
  await simulator.change(main, 0.05);
  const few = await cycles(shop);
  const naiveFew = await naiveCycles(shop);
  return { vendor, first, naiveFirst, noEngine, unchanged, few, naiveFew, nothing };
};

const withoutEngine = async (simulator: SimulatorProcess, vendor: VendorId): Promise<Measured> => {
  await using table = memoryTable();
  return cycles(await openBenchShop(simulator, vendor, table));
};

/** Under the vendor's own limits: the share of a budget that a call costs depends on them. */
const findNothing = async (simulator: SimulatorProcess, vendor: VendorId) => {
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table, { unlimited: false });
  const found: VendorResult["nothing"][number][] = [];
  for (const resource of shop.vendor.resources) {
    if (!tracksOf(resource).includes("live")) continue;
    // The overlap of the first cycle after registration may still find something.
    for (let warm = 0; warm < 4; warm += 1) if ((await shop.cycle(resource.name, "live")).written === 0) break;
    // A budget that is full again: waiting for it would be no part of the cycle.
    await shop.refill();
    const usage = await shop.measure(() => shop.slice(resource.name, "live"));
    found.push({ resource: resource.name, usage });
  }
  return found;
};

const perSecond = ({ rows, wall }: Measured): number => (rows / wall) * 1_000;
const speed = (runs: readonly Measured[]): number => median(runs.map(perSecond));
const units = ({ readUnits, writeUnits }: Usage): number => readUnits + writeUnits;

/** What kept the worker from being faster: the part that was busy for the largest share of the time. */
const limitOf = (usage: Usage): string => {
  const shares = sharesOf(usage);
  const [name] = Object.entries(shares).sort(([, left], [, right]) => (right ?? 0) - (left ?? 0))[0]!;
  return name;
};
const sharesOf = ({ wall, workerCpu, simulatorCpu, engineCpu }: Usage) => ({
  worker: workerCpu / wall,
  simulator: simulatorCpu / wall,
  engine: engineCpu === undefined ? undefined : engineCpu / wall,
});

const percent = (share: number | undefined): string | undefined =>
  share === undefined ? undefined : `${Math.round(share * 100)} %`;

const tablesOf = (results: readonly VendorResult[]): FigureTable[] => [
  {
    title: "First full cycle of one worker (orders, products, customers), median",
    columns: [
      "vendor",
      "records",
      "records/s",
      "naive/s",
      "times",
      "no engine/s",
      "worker",
      "engine",
      "simulator",
      "limited by",
    ],
    rows: results.map(({ vendor, first, naiveFirst, noEngine }) => {
      const last = first.at(-1)!;
      const shares = sharesOf(last);
      return [
        vendor,
        last.rows,
        speed(first),
        speed(naiveFirst),
        speed(first) / speed(naiveFirst),
        perSecond(noEngine),
        percent(shares.worker),
        percent(shares.engine),
        percent(shares.simulator),
        limitOf(last),
      ];
    }),
  },
  {
    title: "Cost of 1,000 records in a full cycle",
    columns: [
      "vendor",
      "records",
      "calls",
      "write units",
      "read units",
      "table requests",
      "kB from vendor",
      "kB table",
    ],
    rows: results.flatMap(({ vendor, first, naiveFirst, unchanged, few, naiveFew }) =>
      (
        [
          ["new", first.at(-1)!],
          ["new, naive", naiveFirst.at(-1)!],
          ["unchanged", unchanged],
          ["5 % changed", few],
          ["5 % changed, naive", naiveFew],
        ] as const
      ).map(([what, measured]) => {
        const cost = perThousand(measured);
        return [
          vendor,
          what,
          cost.calls,
          cost.writeUnits,
          cost.readUnits,
          cost.tableRequests,
          cost.receivedBytes / 1_000,
          cost.tableBytes / 1_000,
        ];
      }),
    ),
  },
  {
    title: "An incremental cycle that finds nothing, per resource",
    columns: ["vendor", "resources", "calls, most", "write units, most", "write units, mean", "read units, mean"],
    rows: results.map(({ vendor, nothing }) => [
      vendor,
      nothing.length,
      Math.max(0, ...nothing.map(({ usage }) => usage.calls)),
      Math.max(0, ...nothing.map(({ usage }) => usage.writeUnits)),
      mean(nothing.map(({ usage }) => usage.writeUnits)),
      mean(nothing.map(({ usage }) => usage.readUnits)),
    ]),
  },
];

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);

const perThousand = (measured: Measured) => {
  const share = 1_000 / Math.max(1, measured.rows);
  return {
    calls: measured.calls * share,
    writeUnits: measured.writeUnits * share,
    readUnits: measured.readUnits * share,
    tableRequests: measured.requests * share,
    receivedBytes: measured.received * share,
    tableBytes: measured.tableBytes * share,
  };
};

const figuresOf = (result: VendorResult) => {
  const last = result.first.at(-1)!;
  return {
    records: last.rows,
    recordsPerSecond: speed(result.first),
    naivePerSecond: speed(result.naiveFirst),
    withoutEnginePerSecond: perSecond(result.noEngine),
    busy: sharesOf(last),
    limitedBy: limitOf(last),
    perThousand: {
      new: perThousand(last),
      unchanged: perThousand(result.unchanged),
      fewChanged: { ...perThousand(result.few), changedShare: result.few.written / result.few.rows },
      naiveNew: perThousand(result.naiveFirst.at(-1)!),
      naiveFewChanged: perThousand(result.naiveFew),
    },
    nothing: result.nothing.map(({ resource, usage }) => ({
      resource,
      calls: usage.calls,
      writeUnits: usage.writeUnits,
      readUnits: usage.readUnits,
    })),
  };
};

const barsOf = ({ vendor, first, naiveFirst, unchanged, few, naiveFew, nothing }: VendorResult): Bar[] => [
  atLeast(`${vendor}: records per second, times the naive loop`, speed(first) / speed(naiveFirst), 3),
  atMost(`${vendor}: capacity units with 95 % unchanged, share of the naive loop's`, units(few) / units(naiveFew), 0.5),
  atMost(
    `${vendor}: record writes among 1,000 unchanged records`,
    (unchanged.written / Math.max(1, unchanged.rows)) * 1_000,
    0,
  ),
  ...(nothing.length > 0
    ? [
        atMost(
          `${vendor}: calls of a cycle that finds nothing`,
          Math.max(...nothing.map(({ usage }) => usage.calls)),
          1,
        ),
        atMost(
          `${vendor}: write units of a cycle that finds nothing`,
          Math.max(...nothing.map(({ usage }) => usage.writeUnits)),
          3,
        ),
      ]
    : []),
];
