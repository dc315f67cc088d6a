import { functionNamed } from "../../infra/topology.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import { findDueWork } from "../../shared/usecases/sync/find-due-work.ts";
import { MINUTES_PER_MONTH, prices, SECONDS_PER_MONTH } from "./prices.ts";
import { type QuietCycle, quietCycles } from "./quiet.ts";
import type { Benchmark } from "./report.ts";
import { startEngineTable } from "./world.ts";

/** Milliseconds of a vendor's answer: what a worker mostly does is to wait for it, and Lambda bills waiting. */
const VENDOR_LATENCY = 300;
/** Milliseconds that a warm invocation takes beside that, on Lambda's fraction of a core. */
const OVERHEAD = 100;
/** The same of a tick that finds nothing: it asks its shards side by side, once. */
const EMPTY_TICK = 25;
/** Bytes of Lambda's own lines per invocation. */
const LOG_BYTES = 400;
/** infra/alarms.ts makes so many. */
const ALARMS = 33;
/** A shop of 20,000 records of 1 kB. */
const STORED_GIGABYTES = 0.02;

interface Units {
  readonly read: number;
  readonly write: number;
}

/** What `tick` reads and writes when so many shops are due. */
const tickUnits = async (shops: number): Promise<Units> => {
  await using table = await startEngineTable();
  const stores = createStores(table.table);
  for (let shop = 0; shop < shops; shop += 1)
    await stores.shops.schedule({ kind: "shop", tenant: "bench", id: `shop${shop}`, dueAt: 1 });
  const before = { ...table.used };
  const deps = { ...stores, queues: { send: async () => undefined }, clock: Date.now, randomId: () => "id" };
  await findDueWork({ part: 0, parts: 1 }, Number.POSITIVE_INFINITY, deps);
  return { read: table.used.readUnits - before.readUnits, write: table.used.writeUnits - before.writeUnits };
};

/** What a shop whose data rests costs per month, by kind of cost. */
export const monthOfShop = (cycles: readonly QuietCycle[]) => {
  let calls = 0;
  let read = 0;
  let write = 0;
  for (const { usage, everySeconds } of cycles) {
    const times = SECONDS_PER_MONTH / everySeconds;
    calls += usage.calls * times;
    read += usage.readUnits * times;
    write += usage.writeUnits * times;
  }
  // Per minute: one message, the shop's item, its states (some kB) and the take of its place among the due.
  write += MINUTES_PER_MONTH;
  read += 6 * MINUTES_PER_MONTH;
  const { memory } = functionNamed("sync");
  const seconds = (calls * VENDOR_LATENCY + MINUTES_PER_MONTH * OVERHEAD) / 1_000;
  return {
    calls,
    read,
    write,
    table: (write * prices.writeUnits + read * prices.readUnits) / 1e6 + STORED_GIGABYTES * prices.storage,
    lambda: (MINUTES_PER_MONTH * prices.invocations) / 1e6 + seconds * (memory / 1_024) * prices.gigabyteSeconds,
    // Sent, received, deleted.
    queues: (3 * MINUTES_PER_MONTH * prices.queueRequests) / 1e6,
    // Cached in memory for minutes.
    secrets: prices.secret + ((MINUTES_PER_MONTH / 5) * prices.secretCalls) / 1e4,
    logs: ((MINUTES_PER_MONTH * LOG_BYTES) / 1e9) * prices.logs,
  };
};

/** What the deployment costs per month without any shop. */
const monthOfNothing = (tick: Units) => {
  const { memory, startedBy } = functionNamed("tick");
  const runs = MINUTES_PER_MONTH * startedBy.reduce((sum, one) => sum + (one.type === "schedule" ? one.parts : 0), 0);
  return {
    table: ((tick.write * prices.writeUnits + tick.read * prices.readUnits) * MINUTES_PER_MONTH) / 1e6,
    lambda: runs * (prices.invocations / 1e6 + (EMPTY_TICK / 1_000) * (memory / 1_024) * prices.gigabyteSeconds),
    // Two queues are asked for messages every 20 seconds by five pollers each, as AWS does for an idle Lambda trigger.
    queues: (3 * 5 * 3 * MINUTES_PER_MONTH * prices.queueRequests) / 1e6,
    secrets: 2 * prices.secret,
    logs: ((runs * LOG_BYTES) / 1e9) * prices.logs,
    alarms: ALARMS * prices.alarm,
  };
};

const sum = (costs: Readonly<Record<string, number>>): number =>
  Object.values(costs).reduce((total, cost) => total + cost, 0);

export const idle: Benchmark = {
  name: "idle",
  title: "monthly cost of an idle deployment, of one shop and of a hundred",
  async run({ vendors, quick, log }) {
    const tick = await tickUnits(0);
    const nothing = monthOfNothing(tick);
    const months: { vendor: VendorId; cycles: readonly QuietCycle[]; month: ReturnType<typeof monthOfShop> }[] = [];
    for (const vendor of quick ? vendors.slice(0, 1) : vendors) {
      log(vendor);
      const cycles = await quietCycles(vendor, ["live", "full"]);
      months.push({ vendor, cycles, month: monthOfShop(cycles) });
    }
    const money = (dollars: number) => `$${dollars.toFixed(2)}`;
    const base = sum(nothing);
    return {
      tables: [
        {
          title: `Per month without any shop, ${prices.region}, list prices of ${prices.asOf}`,
          columns: [...Object.keys(nothing), "together"],
          rows: [[...Object.values(nothing).map(money), money(base)]],
        },
        {
          title: `A resting shop per month (polled as always, ${VENDOR_LATENCY} ms per call), beside the ${money(base)} above`,
          columns: [
            "vendor",
            "calls",
            "write units",
            "read units",
            "table",
            "lambda",
            "queues",
            "secrets",
            "logs",
            "1 shop",
            "100 shops",
          ],
          rows: months.map(({ vendor, month }) => {
            const { calls, write, read, ...costs } = month;
            return [
              vendor,
              calls,
              write,
              read,
              money(costs.table),
              money(costs.lambda),
              money(costs.queues),
              money(costs.secrets),
              money(costs.logs),
              money(sum(costs)),
              money(100 * sum(costs)),
            ];
          }),
        },
      ],
      figures: {
        prices,
        assumed: { VENDOR_LATENCY, OVERHEAD, EMPTY_TICK, LOG_BYTES, ALARMS, STORED_GIGABYTES },
        tick,
        nothing: { ...nothing, together: base },
        shops: Object.fromEntries(
          months.map(({ vendor, month }) => {
            const { calls, write, read, ...costs } = month;
            return [vendor, { calls, write, read, ...costs, oneShop: sum(costs), hundredShops: 100 * sum(costs) }];
          }),
        ),
      },
      bars: [],
      notes: ["Measured: calls and units of every cycle. Computed: everything that has a price."],
    };
  },
};
