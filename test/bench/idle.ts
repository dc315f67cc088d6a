import { alarmTable, sourcesOf } from "../../infra/alarm-table.ts";
import { functionNamed } from "../../infra/topology.ts";
import { HOUR, MINUTE, SECOND } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import { findDueWork } from "../../shared/usecases/sync/find-due-work.ts";
import { vendors as registry } from "../../shared/vendors/registry.ts";
import { ACCESS_LOG_BYTES, type Costs, LOG_BYTES, monthOf, STORED_GIGABYTES, sumOf } from "./idle-month.ts";
import { IdleWorld, OVERHEAD, TABLE_LATENCY, type Used, VENDOR_LATENCY } from "./idle-world.ts";
import { MINUTES_PER_MONTH, prices, SECONDS_PER_MONTH } from "./prices.ts";
import { atMost, type Benchmark } from "./report.ts";
import { startEngineTable } from "./world.ts";

/** Milliseconds of a tick that finds nothing: it asks its shards side by side, once. */
const EMPTY_TICK = 25;
/** Metrics that alarms look at: each is paid for. */
const ALARMS = alarmTable.reduce((sum, { signal }) => sum + sourcesOf(signal).length, 0);
/** 2,000 orders a day, each changed eight times: so many records have changed at its end. */
const CHANGES_A_DAY = 16_000;
/** An act of the staff so often, for who follows a busy shop. */
const BUSY_ACT = 15 * SECOND;
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

const measured = async (world: IdleWorld, length: number, every?: number): Promise<Measured> => {
  const meanwhile = every === undefined ? undefined : { every, act: () => world.simulator.change() };
  return { used: await world.measure(length, meanwhile), minutes: length / MINUTE };
};

const ACT_EVERY = 2 * MINUTE;

/** Lets the first reading end, and the watchdog see webhooks that arrive. Returns how many records an act of the staff changes. */
const settle = async (world: IdleWorld): Promise<number> => {
  await world.begin();
  await world.measure(HOUR);
  const { changes } = await world.measure(2 * HOUR, { every: ACT_EVERY, act: () => world.simulator.change() });
  await world.measure(HOUR);
  return changes / ((2 * HOUR) / ACT_EVERY);
};

const measureVendor = async (vendor: VendorId, windows: Windows, metrics: Set<string>): Promise<OfVendor> => {
  const open = (webhooks: boolean): Promise<IdleWorld> => IdleWorld.open(vendor, { size: 20, webhooks });
  const polled = await open(false);
  let changesOfAct = await settle(polled);
  const rest = await measured(polled, windows.rest);
  const hasWebhooks = registry[vendor].webhooks !== undefined;
  const world = hasWebhooks ? await open(true) : polled;
  if (hasWebhooks) changesOfAct = await settle(world);
  const restWebhooks = hasWebhooks ? await measured(world, windows.rest) : undefined;
  const busy = await measured(world, windows.busy, ((24 * HOUR) / CHANGES_A_DAY) * changesOfAct);
  await world.ask("POST", "/v1/shops/shop/pause");
  // What was under way ends.
  await world.measure(HOUR);
  const paused = await measured(world, windows.paused);
  for (const name of [...polled.metrics, ...world.metrics]) metrics.add(name);
  return { rest, restWebhooks, busy, paused };
};

/** A follower of the feed of all shops, who asks again after `pauseSeconds`. */
const follow = async (world: IdleWorld, length: number, every?: number): Promise<Measured & { asked: number }> => {
  await world.measure(MINUTE);
  let { next } = await world.ask("GET", "/v1/changes?cursor=latest");
  const began = world.time.now();
  // The shop's own use is not the follower's.
  const own: Used = { ...world.used, invocations: {}, milliseconds: {} };
  let [read, milliseconds, asked, changedAt] = [0, 0, 0, began];
  while (world.time.now() < began + length) {
    const before = { read: world.used.read, took: world.used.milliseconds.api ?? 0 };
    const page = await world.ask("GET", `/v1/changes?limit=500&cursor=${next}`);
    read += world.used.read - before.read;
    milliseconds += (world.used.milliseconds.api ?? 0) - before.took;
    asked += 1;
    next = page.next;
    const until = world.time.now() + Math.max(1, page.pauseSeconds) * SECOND;
    while (world.time.now() < until) {
      await world.time.pass(SECOND);
      if (every !== undefined && world.time.now() - changedAt >= every) {
        changedAt = world.time.now();
        world.simulator.change();
      }
    }
  }
  const used = { ...own, read, milliseconds: { api: milliseconds }, invocations: { api: asked } };
  return { used, minutes: length / MINUTE, asked };
};

const followerOf = ({ used, minutes, asked }: Measured & { readonly asked: number }) => {
  const perHour = 60 / minutes;
  const hours = MINUTES_PER_MONTH / 60;
  const { memory } = functionNamed("api");
  const seconds = ((used.milliseconds.api ?? 0) / 1_000) * perHour;
  const requests = asked * perHour;
  const month =
    (requests * hours * (prices.httpRequests + prices.invocations)) / 1e6 +
    seconds * hours * (memory / 1_024) * prices.gigabyteSeconds +
    (used.read * perHour * hours * prices.readUnits) / 1e6 +
    (requests * hours * (LOG_BYTES + ACCESS_LOG_BYTES + 300) * prices.logs) / 1e9;
  return {
    requestsPerHour: requests,
    readUnitsPerHour: used.read * perHour,
    functionSecondsPerHour: seconds,
    memory,
    month,
  };
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
  const runs = MINUTES_PER_MONTH * startedBy.reduce((sum, one) => sum + (one.type === "schedule" ? one.parts : 0), 0);
  return {
    table: ((tick.write * prices.writeUnits + tick.read * prices.readUnits) * MINUTES_PER_MONTH) / 1e6,
    lambda: runs * (prices.invocations / 1e6 + (EMPTY_TICK / 1_000) * (memory / 1_024) * prices.gigabyteSeconds),
    // Five queues are asked for messages every 20 seconds by five pollers each, as AWS does for an idle Lambda trigger.
    queues: (5 * 5 * 3 * MINUTES_PER_MONTH * prices.queueRequests) / 1e6,
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
      : { rest: 24 * HOUR, busy: HOUR / 2, paused: 24 * HOUR };
    const metrics = new Set<string>();
    const all = new Map<VendorId, OfVendor>();
    for (const vendor of quick ? vendors.slice(0, 1) : vendors) {
      log(vendor);
      all.set(vendor, await measureVendor(vendor, windows, metrics));
    }
    log("a follower");
    const followed = await IdleWorld.open("kiotviet", { size: 5, webhooks: false });
    await followed.begin();
    await followed.measure(quick ? 10 * MINUTE : HOUR);
    const length = quick ? 5 * MINUTE : HOUR;
    const follower = {
      rest: followerOf(await follow(followed, length)),
      busy: followerOf(await follow(followed, length, BUSY_ACT)),
      heldMonth: SECONDS_PER_MONTH * (functionNamed("api").memory / 1_024) * prices.gigabyteSeconds,
    };
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
          columns: ["vendor", "state", "calls", "write units", "read units", "GB-seconds", ...kinds, "together"],
          rows: detail.map(({ vendor, state, month: { costs, units } }) => [
            vendor,
            state,
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
          title: "Who follows all shops of a tenant (GET /v1/changes, asked again after pauseSeconds)",
          columns: ["feed", "requests an hour", "read units an hour", "function seconds an hour", "a month"],
          rows: (["rest", "busy"] as const).map((state) => {
            const one = follower[state];
            return [state, one.requestsPerHour, one.readUnitsPerHour, one.functionSecondsPerHour, money(one.month)];
          }),
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
        atMost("a follower of all shops at rest", follower.rest.month, 2, " dollars a month"),
        atMost("a follower of all shops that are busy", follower.busy.month, 2, " dollars a month"),
      ],
      notes: [
        "Measured in virtual time over the real functions: units, calls, requests, waits, log bytes, custom metrics.",
        "Computed: everything that has a price. Vendors' answers take as long as assumed; the first 100 GB out are free.",
      ],
    };
  },
};

const BARS: Readonly<Record<State, number>> = { restWebhooks: 0.06, rest: 0.45, busy: 5, paused: 0.02 };
