import type { ResourceName } from "../../shared/core/records.ts";
import { SECOND } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { naiveCycle } from "./naive.ts";
import { type QuietCycle, quietCycles } from "./quiet.ts";
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

/** Of each resource: the naive loop is slow, and as fast at its first rows as later. */
const NAIVE_ROWS = 1_000;

/** Milliseconds after which a vendor's first reading is repeated no more. */
const REPEATED = 12 * SECOND;

/** One cycle over the main resources, and what it used. */
interface Measured extends Usage {
  rows: number;
  written: number;
  /** Different records among the rows: a vendor without pages shows the same ones again and again. */
  records: number;
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
  readonly nothing: readonly QuietCycle[];
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
  return { ...usage, ...counts, records: await storedRecords(shop) };
};

const storedRecords = async (shop: BenchShop): Promise<number> => {
  let records = 0;
  for (const name of main) {
    let after: string | undefined;
    do {
      const page = await shop.deps.records.livingIds(shop.ref, name, after);
      records += page.ids.length;
      after = page.next;
    } while (after !== undefined);
  }
  return records;
};

const naiveCycles = async (shop: BenchShop): Promise<Measured> => {
  const counts = { rows: 0, records: 0 };
  const usage = await shop.measure(async () => {
    for (const name of main) {
      const cycle = await naiveCycle(shop, name, { most: NAIVE_ROWS });
      counts.rows += cycle.rows;
      counts.records += cycle.records;
    }
  });
  return { ...usage, ...counts, written: counts.rows };
};

export const measureVendor = async (vendor: VendorId, size: number, runs: number): Promise<VendorResult> => {
  await using simulator = await startSimulator(vendor, size);
  const first: Measured[] = [];
  const naiveFirst: Measured[] = [];
  // The first cycle of all warms the code up; what is measured is the second one.
  await withoutEngine(simulator, vendor);
  const noEngine = await withoutEngine(simulator, vendor);
  // Alternating, so that a busy moment of the machine meets both. A slow machine repeats less often, and still comes to the end.
  const began = performance.now();
  for (let run = 1; run < runs && performance.now() - began < REPEATED; run += 1) {
    await using table = await startEngineTable();
    const shop = await openBenchShop(simulator, vendor, table);
    first.push(await cycles(shop));
    naiveFirst.push(await naiveCycles(shop));
  }
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table);
  first.push(await cycles(shop));
  naiveFirst.push(await naiveCycles(shop));
  const unchanged = await cycles(shop);
  const nothing = await quietCycles(vendor, ["live"]);
  await simulator.change(main, 0.05);
  const few = await cycles(shop);
  const naiveFew = await naiveCycles(shop);
  return { vendor, first, naiveFirst, noEngine, unchanged, few, naiveFew, nothing };
};

const withoutEngine = async (simulator: SimulatorProcess, vendor: VendorId): Promise<Measured> => {
  await using table = memoryTable();
  return cycles(await openBenchShop(simulator, vendor, table));
};

const perSecond = ({ records, wall }: Measured): number => (records / wall) * 1_000;
const speed = (runs: readonly Measured[]): number => median(runs.map(perSecond));
/** By rows: both are shown the same ones again where a vendor has no pages. */
const timesNaive = (first: readonly Measured[], naive: readonly Measured[]): number =>
  median(first.map(({ rows, wall }) => rows / wall)) / median(naive.map(({ rows, wall }) => rows / wall));
/** CPU time of worker and engine per row: steadier than speed where the machine has other work. */
const cpuPerRow = (runs: readonly Measured[]): number =>
  median(runs.map(({ workerCpu, engineCpu, rows }) => (workerCpu + (engineCpu ?? 0)) / rows));
const cpuTimes = (first: readonly Measured[], naive: readonly Measured[]): number =>
  cpuPerRow(naive) / cpuPerRow(first);
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
      "CPU times",
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
        last.records,
        speed(first),
        speed(naiveFirst),
        timesNaive(first, naiveFirst),
        cpuTimes(first, naiveFirst),
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
    columns: ["vendor", "resources", "calls", "most", "write units", "most", "read units", "more than one call"],
    rows: results.map(({ vendor, nothing }) => [
      vendor,
      nothing.length,
      medianOf(nothing, "calls"),
      mostOf(nothing, "calls"),
      medianOf(nothing, "writeUnits"),
      mostOf(nothing, "writeUnits"),
      medianOf(nothing, "readUnits"),
      nothing
        .filter(({ usage }) => usage.calls > 1)
        .map(({ resource }) => resource)
        .join(", ") || undefined,
    ]),
  },
];

type Nothing = VendorResult["nothing"];
const medianOf = (nothing: Nothing, what: "calls" | "writeUnits" | "readUnits"): number | undefined =>
  nothing.length === 0 ? undefined : median(nothing.map(({ usage }) => usage[what]));
const mostOf = (nothing: Nothing, what: "calls" | "writeUnits"): number =>
  Math.max(0, ...nothing.map(({ usage }) => usage[what]));

const perThousand = (measured: Measured) => {
  const share = 1_000 / Math.max(1, measured.records);
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
    records: last.records,
    rows: last.rows,
    recordsPerSecond: speed(result.first),
    naivePerSecond: speed(result.naiveFirst),
    cpuMillisecondsPer1000: {
      ours: cpuPerRow(result.first) * 1_000,
      naive: cpuPerRow(result.naiveFirst) * 1_000,
    },
    withoutEnginePerSecond: perSecond(result.noEngine),
    busy: sharesOf(last),
    limitedBy: limitOf(last),
    perThousand: {
      new: perThousand(last),
      unchanged: perThousand(result.unchanged),
      fewChanged: { ...perThousand(result.few), changedShare: result.few.written / result.few.records },
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
  atLeast(`${vendor}: rows per second, times the naive loop`, timesNaive(first, naiveFirst), 3),
  atMost(
    `${vendor}: capacity units with 95 % unchanged, share of the naive loop's`,
    units(few) / few.rows / (units(naiveFew) / naiveFew.rows),
    0.5,
  ),
  atMost(
    `${vendor}: record writes among 1,000 unchanged records`,
    (unchanged.written / Math.max(1, unchanged.records)) * 1_000,
    0,
  ),
  ...(nothing.length > 0
    ? [
        atMost(`${vendor}: calls of a cycle that finds nothing, median`, medianOf(nothing, "calls")!, 1),
        atMost(`${vendor}: write units of a cycle that finds nothing, median`, medianOf(nothing, "writeUnits")!, 3),
      ]
    : []),
];
