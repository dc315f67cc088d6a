import { alarmTable, sourcesOf } from "../../infra/alarm-table.ts";
import { MINUTES_PER_MONTH, prices, SECONDS_PER_MONTH } from "../../infra/prices.ts";
import { functionNamed, queues } from "../../infra/topology.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import { HALTS_CACHED } from "../../shared/stores/halts.ts";
import { findDueWork } from "../../shared/usecases/sync/find-due-work.ts";
import { vendors as registry } from "../../shared/vendors/registry.ts";
import { measureFollowers } from "./idle-followers.ts";
import { type Costs, INSTANCES, LOG_BYTES, monthOf, STORED_GIGABYTES, sumOf } from "./idle-month.ts";
import { IdleWorld, OVERHEAD, TABLE_LATENCY, type Used, VENDOR_LATENCY } from "./idle-world.ts";
import { atMost, type Benchmark } from "./report.ts";
import { startEngineTable } from "./world.ts";

/** Milliseconds of a tick that finds nothing: it asks its shards side by side, once. */
const EMPTY_TICK = 25;
/** Metrics that alarms look at: each is paid for. */
const ALARMS = alarmTable.reduce((sum, { signal }) => sum + sourcesOf(signal).length, 0);
/** 2,000 orders a day, each changed eight times: so many records have changed at its end. */
const CHANGES_A_DAY = 16_000;
const FLEETS = [100, 1_000, 100_000] as const;
/** The figures by vendor are those of a shop in this fleet. */
const FLEET = 1_000;

const states = ["restWebhooks", "rest", "busy", "paused"] as const;
type State = (typeof states)[number];

interface Measured {
  readonly used: Used;
  readonly minutes: number;
}
/** A vendor without webhooks has no `restWebhooks`. */
type OfVendor = Readonly<Record<State, Measured | undefined>>;

interface Windows {
  readonly rest: number;
  readonly busy: number;
  readonly paused: number;
}

const measured = async (world: IdleWorld, length: number): Promise<Measured> => ({
  used: await world.measure(length),
  minutes: length / MINUTE,
});

/**
 * The staff acts whenever fewer records have changed than should have by then: one act changes one record or twenty, and
 * acts that follow one another change the same ones.
 */
const measuredBusy = async (world: IdleWorld, length: number): Promise<Measured> => {
  const began = world.time.now();
  const act = (): void => {
    if (world.used.changes < (CHANGES_A_DAY * (world.time.now() - began)) / DAY) world.simulator.change();
  };
  return { used: await world.measure(length, { every: 5 * SECOND, act }), minutes: length / MINUTE };
};

const ACT_EVERY = 2 * MINUTE;

/**
 * Lets the first reading end, the watchdog see webhooks that arrive, and a person decide on what the brake holds. Then two
 * days pass in which nothing happens: for a day a change that a poll found first counts against the webhooks.
 */
const settle = async (world: IdleWorld): Promise<void> => {
  await world.begin();
  await world.measure(HOUR);
  await world.measure(2 * HOUR, { every: ACT_EVERY, act: () => world.simulator.change() });
  await world.measure(HOUR / 2);
  await world.decideDeletions();
  await world.measure(DAY);
  // The comparisons of that day have found what had been deleted before, which counts against the webhooks as well.
  await world.decideDeletions();
  await world.measure(DAY);
};

const measureVendor = async (vendor: VendorId, windows: Windows, metrics: Set<string>): Promise<OfVendor> => {
  const open = (webhooks: boolean): Promise<IdleWorld> => IdleWorld.open(vendor, { size: 20, webhooks });
  const polled = await open(false);
  await settle(polled);
  const rest = await measured(polled, windows.rest);
  const hasWebhooks = registry[vendor].webhooks !== undefined;
  const world = hasWebhooks ? await open(true) : polled;
  if (hasWebhooks) await settle(world);
  const restWebhooks = hasWebhooks ? await measured(world, windows.rest) : undefined;
  const busy = await measuredBusy(world, windows.busy);
  await world.ask("POST", "/v1/shops/shop/pause");
  // What was under way ends.
  await world.measure(HOUR);
  const paused = await measured(world, windows.paused);
  for (const name of [...polled.metrics, ...world.metrics]) metrics.add(name);
  return { rest, restWebhooks, busy, paused };
};

/** What `tick` reads and writes when nothing is due. */
const emptyTick = async (): Promise<{ readonly read: number; readonly write: number }> => {
  await using table = await startEngineTable();
  const stores = createStores(table.table);
  const before = { ...table.used };
  const deps = { ...stores, queues: { send: async () => undefined }, clock: Date.now, randomId: () => "id" };
  await findDueWork({ part: 0, parts: 1 }, Number.POSITIVE_INFINITY, deps);
  return { read: table.used.readUnits - before.readUnits, write: table.used.writeUnits - before.writeUnits };
};

/** What the deployment costs per month without any shop. */
const monthOfNothing = (tick: { readonly read: number; readonly write: number }, metrics: number) => {
  const { memory, startedBy } = functionNamed("tick");
  const halts = (INSTANCES * SECONDS_PER_MONTH) / (HALTS_CACHED / 1_000);
  const runs = MINUTES_PER_MONTH * startedBy.reduce((sum, one) => sum + (one.type === "schedule" ? one.parts : 0), 0);
  return {
    table:
      ((tick.write * prices.writeUnits + tick.read * prices.readUnits) * MINUTES_PER_MONTH + halts * prices.readUnits) /
      1e6,
    lambda: runs * (prices.invocations / 1e6 + (EMPTY_TICK / 1_000) * (memory / 1_024) * prices.gigabyteSeconds),
    // Each queue is asked for messages every 20 seconds by five pollers, as AWS does for an idle Lambda trigger.
    queues: (queues.length * 5 * 3 * MINUTES_PER_MONTH * prices.queueRequests) / 1e6,
    secrets: 2 * prices.secret,
    logs: ((runs * LOG_BYTES) / 1e9) * prices.logs,
    alarms: ALARMS * prices.alarm,
    metrics: metrics * prices.metric,
    dashboard: prices.dashboard,
  };
};

/** Switches, dollars a month for the deployment, whatever it does beside. */
const switches = {
  "egress=fixed": (prices.natHour + prices.addressHour) * (SECONDS_PER_MONTH / 3_600),
  "encryption=customer": prices.key,
};

const money = (dollars: number | undefined): string | undefined =>
  dollars === undefined ? undefined : `$${dollars.toFixed(dollars < 1 ? 3 : 2)}`;

export const idle: Benchmark = {
  name: "idle",
  title: "monthly cost of a shop: at rest, busy, paused; of a deployment, and of who follows it",
  async run({ vendors, quick, log }) {
    const windows = quick
      ? { rest: HOUR, busy: 5 * MINUTE, paused: HOUR }
      : { rest: 24 * HOUR, busy: 6 * HOUR, paused: 24 * HOUR };
    const metrics = new Set<string>();
    const all = new Map<VendorId, OfVendor>();
    for (const vendor of quick ? vendors.slice(0, 1) : vendors) {
      log(vendor);
      all.set(vendor, await measureVendor(vendor, windows, metrics));
    }
    log("followers");
    const follower = await measureFollowers(quick);
    const tick = await emptyTick();
    const nothing = monthOfNothing(tick, metrics.size);
    const base = Object.values(nothing).reduce((sum, one) => sum + one, 0);
    const monthsOf = (of: OfVendor, fleet: number, layout: "tenant" | "shop" = "tenant") =>
      Object.fromEntries(
        states.map((state) => {
          const one = of[state];
          return [state, one && monthOf(one.used, one.minutes, { fleet, layout })];
        }),
      ) as Record<State, ReturnType<typeof monthOf> | undefined>;
    const dollarsOf = (of: OfVendor, fleet: number, layout?: "tenant" | "shop") =>
      Object.fromEntries(
        Object.entries(monthsOf(of, fleet, layout)).map(([state, month]) => [state, month ? sumOf(month.costs) : null]),
      ) as Record<State, number | null>;
    const perVendor = Object.fromEntries([...all].map(([vendor, of]) => [vendor, dollarsOf(of, FLEET)]));
    const detail = [...all].flatMap(([vendor, of]) =>
      Object.entries(monthsOf(of, FLEET)).flatMap(([state, month]) => (month ? [{ vendor, state, month }] : [])),
    );
    const kinds = Object.keys(detail[0]!.month.costs) as (keyof Costs)[];
    const fleets = Object.fromEntries(
      FLEETS.map((fleet) => [
        fleet,
        Object.fromEntries(
          [...all].map(([vendor, of]) => {
            const { rest, restWebhooks } = dollarsOf(of, fleet);
            return [vendor, { rest: fleet * rest! + base, restWebhooks: fleet * (restWebhooks ?? rest!) + base }];
          }),
        ),
      ]),
    );
    return {
      tables: [
        {
          title: `A deployment without any shop, per month, ${prices.region}, list prices of ${prices.asOf}`,
          columns: [...Object.keys(nothing), "together"],
          rows: [[...Object.values(nothing).map(money), money(base)]],
        },
        {
          title: `A shop per month, in a fleet of ${FLEET.toLocaleString("en")} (${VENDOR_LATENCY} ms per call of the vendor)`,
          columns: [
            "vendor",
            "state",
            "changes",
            "calls",
            "write units",
            "read units",
            "GB-seconds",
            ...kinds,
            "together",
          ],
          rows: detail.map(({ vendor, state, month: { costs, units } }) => [
            vendor,
            state,
            units.changes,
            units.calls,
            units.write,
            units.read,
            units.gigabyteSeconds,
            ...kinds.map((kind) => money(costs[kind])),
            money(sumOf(costs)),
          ]),
        },
        {
          title: "All shops at rest, with the deployment, per month",
          columns: ["vendor", ...FLEETS.flatMap((fleet) => [`${fleet} behind webhooks`, `${fleet} polled`])],
          rows: [...all.keys()].map((vendor) => [
            vendor,
            ...FLEETS.flatMap((fleet) => [
              money(fleets[fleet]![vendor]!.restWebhooks),
              money(fleets[fleet]![vendor]!.rest),
            ]),
          ]),
        },
        {
          title: "Who follows all shops of a tenant (GET /v1/changes)",
          columns: ["follower", "requests an hour", "read units an hour", "seconds of api", "of wait", "a month"],
          rows: Object.entries(follower).map(([name, one]) => [
            name,
            one.requestsPerHour,
            one.readUnitsPerHour,
            one.secondsPerHour.api,
            one.secondsPerHour.wait,
            money(one.month),
          ]),
        },
      ],
      figures: {
        ...perVendor,
        prices,
        assumed: { VENDOR_LATENCY, TABLE_LATENCY, OVERHEAD, EMPTY_TICK, LOG_BYTES, ALARMS, STORED_GIGABYTES, FLEET },
        windows,
        tick,
        nothing: { ...nothing, together: base },
        metrics: [...metrics].sort(),
        follower,
        fleets,
        secretOfItsOwn: Object.fromEntries([...all].map(([vendor, of]) => [vendor, dollarsOf(of, FLEET, "shop")])),
        switches,
        shops: Object.fromEntries(
          [...all].map(([vendor, of]) => [
            vendor,
            Object.fromEntries(
              Object.entries(monthsOf(of, FLEET)).map(([state, month]) => [
                state,
                month && { ...month.units, ...month.costs },
              ]),
            ),
          ]),
        ),
      },
      bars: [
        ...detail.map(({ vendor, state, month }) =>
          atMost(`${vendor} ${state}`, sumOf(month.costs), BARS[state as State], " dollars a month"),
        ),
        atMost("a follower of all shops at rest", follower.rest!.month, 2, " dollars a month"),
        atMost("a follower of all shops that are busy", follower.busy!.month, 2, " dollars a month"),
        atMost("the same who waits, at rest", follower.waitingRest!.month, 2, " dollars a month"),
        atMost("the same who waits, busy", follower.waitingBusy!.month, 2, " dollars a month"),
      ],
      notes: [
        "Measured in virtual time over the real functions: units, calls, requests, waits, log bytes, custom metrics.",
        "Computed: everything that has a price. Vendors' answers take as long as assumed; the first 100 GB out are free.",
      ],
    };
  },
};

const BARS: Readonly<Record<State, number>> = { restWebhooks: 0.06, rest: 0.45, busy: 5, paused: 0.02 };
