import { Dice, seededRandom } from "../../../infra/sandbox/simulator.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { tracksOf } from "../../../shared/usecases/sync/tracks.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { compare, type Difference, noDifference, pastCursor } from "./compare.ts";
import { Liar } from "./lies/liar.ts";
import { openLive, settleLive } from "./live.ts";
import { naiveCycle } from "./naive.ts";
import { decideHeld } from "./tenant.ts";
import { noWrongs, Watch, type Wrongs } from "./watch.ts";
import { type Unkindness, World } from "./world.ts";

/**
 * How a run ends. `full`: after one more full cycle of everything, which repairs what the live track lost. `live`: there
 * is one full cycle at the start and none after it, so the copy must be right by live operation alone.
 */
export const forms = ["live", "full"] as const;
export type Form = (typeof forms)[number];

export interface RunResult extends Difference, Readonly<Wrongs> {
  readonly vendor: VendorId;
  readonly seed: number;
  readonly form: Form;
  readonly faults: number;
  /** Answers of the lying vendor, all of them and by kind. */
  readonly lies: number;
  readonly liesByKind: Readonly<Record<string, number>>;
  readonly limitBroken: number;
  /** Faults of the product that no figure above names: unknown errors, work that never ends. */
  readonly problems: readonly string[];
}

const BUSY: readonly string[] = ["products", "inventory", "customers", "orders", "invoices", "returns"];

/** Rows of a collection. iSale cuts its answers at 50 rows, whatever is asked for, and shows all of them in each cycle. */
const sizeOf = (vendor: VendorId, dice: Dice): number => {
  const isLarge = dice.chance(0.1);
  if (vendor === "isale") return isLarge ? dice.integer(70, 120) : dice.integer(40, 65);
  return isLarge ? dice.integer(55, 120) : dice.integer(8, 30);
};

/** What a seed decides before anything happens. */
const planOf = (vendor: VendorId, seed: number, long: boolean) => {
  const dice = new Dice(seededRandom(seed * 2_654_435_761 + 17));
  const names = vendors[vendor].resources.map(({ name }) => name);
  const wanted = new Set<string>();
  const few = dice.chance(0.2) ? 3 : dice.integer(1, 2);
  // The collections that are never quiet, and at times one of the small ones.
  const busy = vendors[vendor].resources
    .filter(({ name, listing }) => BUSY.includes(name) && (listing.strategy !== "snapshot" || dice.chance(0.3)))
    .map(({ name }) => name);
  while (wanted.size < few) wanted.add(wanted.size === 0 || dice.chance(0.6) ? dice.pick(busy) : dice.pick(names));
  return {
    dice,
    resources: names.filter((name) => wanted.has(name)),
    size: sizeOf(vendor, dice),
    pageSize: dice.integer(7, 15),
    everySeconds: dice.pick([60, 120, 240]),
    vendorSkew: dice.integer(-4 * MINUTE, 4 * MINUTE),
    timeout: dice.pick([20, 60, 300]) * SECOND,
    fullEverySeconds: dice.pick([600, 1_200, 3_600]),
    workers: dice.integer(1, 5),
    rounds: dice.integer(2, 3) + (long ? 1 : 0),
    mostBursts: long ? 5 : 3,
  };
};

/** From mild to wild, and each kind of trouble is sometimes absent, so that the others show. */
const unkindness = (dice: Dice): Unkindness => {
  const often = (most: number) => (dice.chance(0.3) ? 0 : dice.random() * most);
  return {
    worker: {
      kill: often(0.01),
      throttle: often(0.02),
      lost: often(0.02),
      conflict: often(0.01),
      repeated: often(0.02),
      slow: often(0.03),
    },
    queue: { duplicate: often(0.15), delay: often(0.15), dropped: often(0.05) },
    vendor: {
      limit: often(0.02),
      serverError: often(0.04),
      cut: often(0.03),
      timeout: often(0.01),
      html: often(0.02),
      empty: often(0.02),
      slow: often(0.03),
      malformed: often(0.02),
      expired: often(0.004),
    },
    replay: often(0.2),
    oldReads: often(0.7),
    changeAfterCall: often(0.6),
    lostWebhook: often(0.3),
    doubledWebhook: often(0.2),
    forgedWebhook: often(0.2),
  };
};

/** `on`: the seed draws some kinds. Names: these kinds alone. `off`: the vendor tells the truth. */
export type Lies = "on" | "off" | readonly string[];

/** More calls of one operation within ten minutes than any shop of a run's size needs that is read every minute. */
const MOST_CALLS = 600;

/**
 * One seeded run: trouble, then quiet, then (in the full form) one more cycle; and what is wrong after it. `long`: with a
 * round and some bursts of changes more.
 */
export const syncRun = async (
  vendor: VendorId,
  seed: number,
  options: { naive?: boolean; form?: Form; lies?: Lies; long?: boolean } = {},
): Promise<RunResult> => {
  const { naive = false, form = "full", lies = "off", long = false } = options;
  const { fullEverySeconds, mostBursts, ...plan } = planOf(vendor, seed, long);
  const { dice } = plan;
  const live = form === "live" && !naive;
  const world = new World({ vendor, seed, ...plan, ...(live ? {} : { fullEverySeconds }) });
  await world.open();
  const problems: string[] = [];
  if (naive) runNaively(world, plan.everySeconds);
  else if (live) problems.push(...(await openLive(world)));
  const watch = new Watch(world, MOST_CALLS);
  if (!naive) {
    world.watch = watch;
    watch.history.look();
    watch.begin();
  }
  if (lies !== "off" && !naive) world.liar = liarOf(world, seed, lies);
  const outages = new Dice(seededRandom(seed * 2_246_822_519 + 29));
  for (let round = 0; round < plan.rounds; round += 1) {
    const unkind = unkindness(dice);
    world.suffer(unkind);
    if ((live || world.liar) && outages.chance(0.3)) await suffersOutage(world, outages, unkind);
    const bursts = Math.min(dice.integer(2, 5), mostBursts);
    for (let burst = 0; burst < bursts; burst += 1) {
      for (let changes = dice.integer(1, 24); changes > 0; changes -= 1) world.change();
      await world.pass(dice.integer(SECOND, 3 * MINUTE));
    }
    if (!naive && !world.liar) problems.push(...(await pastCursor(world)).map((line) => `past the cursor: ${line}`));
    if (dice.chance(0.1)) {
      world.count("purged queue");
      world.loseSyncMessages();
    }
  }
  await outlive(world, outages);
  world.suffer({});
  if (naive) await world.pass(10 * MINUTE);
  else if (live) problems.push(...(await settleLive(world)));
  else problems.push(...(await settle(world)));
  for (const defect of world.defects) problems.push(`defect: ${(defect as Error).stack ?? String(defect)}`);
  const difference = await compare(world, { feed: !naive, live });
  await world.watch?.compareVersions();
  if (world.liar) difference.details.push(`lies: ${world.liar.names.join(", ")}`);
  const liesByKind = Object.fromEntries(world.liar?.counts ?? []);
  return {
    vendor,
    seed,
    form,
    faults: world.faultCount,
    lies: Object.values(liesByKind).reduce((count, number) => count + number, 0),
    liesByKind,
    limitBroken: world.simulator.limitBroken,
    ...difference,
    ...(world.watch?.wrongs ?? noWrongs()),
    details: [...(world.watch?.details ?? []), ...difference.details],
    problems: naive ? [] : problems,
  };
};

/** A run that an error of the harness ended: it counts as one that failed. */
export const brokenRun = (vendor: VendorId, seed: number, form: Form, error: unknown): RunResult => ({
  ...noDifference(),
  ...noWrongs(),
  vendor,
  seed,
  form,
  faults: 0,
  lies: 0,
  liesByKind: {},
  limitBroken: 0,
  problems: [`the run broke off: ${error instanceof Error ? error.stack : String(error)}`],
});

/**
 * The vendor is away in the middle of cycles, for longer than every cycle reads again, and the shop goes on selling. So
 * cycles last longer than the overlap: a cursor that stands too far ahead shows.
 */
const suffersOutage = async (world: World, dice: Dice, unkind: Unkindness): Promise<void> => {
  world.count("outage");
  const kinds = ["serverError", "limit", "cut", "html"] as const;
  for (let changes = dice.integer(5, 40); changes > 0; changes -= 1) world.change();
  await world.pass(dice.integer(1, 90) * SECOND);
  world.suffer({ ...unkind, vendor: { [dice.pick(kinds)]: 0.97 } });
  for (let part = dice.integer(3, 6); part > 0; part -= 1) {
    await world.pass(dice.integer(3, 10) * MINUTE);
    for (let changes = dice.integer(0, 6); changes > 0; changes -= 1) world.change();
  }
  world.suffer(unkind);
};

const liarOf = (world: World, seed: number, lies: "on" | readonly string[]): Liar => {
  const { vendor, simulator, time } = world;
  const dice = new Dice(seededRandom(seed * 3_266_489_917 + 41));
  return new Liar({
    vendor,
    simulator,
    ask: (request) => world.askVendor(request),
    dice,
    now: time.now,
    only: lies === "on" ? undefined : lies,
  });
};

/** The shop goes on selling until the vendor has stopped lying. */
const outlive = async (world: World, dice: Dice): Promise<void> => {
  while (world.liar && world.liar.until > world.time.now()) {
    for (let changes = dice.integer(0, 5); changes > 0; changes -= 1) world.change();
    await world.pass(Math.min(5 * MINUTE, world.liar.until - world.time.now()));
  }
  world.liar?.look();
};

/** In place of the connector: its ticks stay away, and the naive loop comes by in the same rhythm. */
const runNaively = (world: World, everySeconds: number): void => {
  world.ticks(false);
  world.loseSyncMessages();
  const again = (): void => {
    void world
      .invoke("naive", 300 * SECOND, (deps) => naiveCycle(world, deps))
      .then(() => world.time.after(everySeconds * SECOND, again));
  };
  world.time.after(SECOND, again);
};

/** Late commits, leases, locks and hidden messages are over after this. */
const QUIET = 40 * MINUTE;
const MOST_SETTLING = 12;

/** The vendor is quiet. What was under way ends, the tenant decides on held deletions, and one more cycle runs. */
const settle = async (world: World): Promise<string[]> => {
  world.ticks(false);
  await world.pass(QUIET);
  await world.pass(2 * HOUR, () => world.idle);
  const quietSince = world.time.now();
  for (let attempt = 0; attempt < MOST_SETTLING; attempt += 1) {
    let open = 0;
    await decideHeld(world);
    for (const resource of world.vendor.resources) {
      for (const { state } of (await world.deps.candidates.list(world.ref, resource.name)).candidates) {
        if (state !== "dismissed" && state !== "removed") open += 1;
      }
      for (const track of tracksOf(resource)) {
        const state = await world.deps.states.get(world.ref, resource.name, track);
        if ((state.lastCycle?.startedAt ?? 0) < quietSince || open > 0) {
          open += 1;
          await world.deps.states.schedule(world.ref, resource.name, track, world.time.now());
        }
      }
    }
    if (open === 0) return [];
    // One more cycle, and nothing besides: what tick would send, a silent shop to those who have the time for its probe.
    const isSilent = (await world.deps.shops.get(world.ref))?.silence !== undefined;
    const body = { type: "cycle", ...world.ref, ...(isSilent ? { patient: true } : {}) };
    world.queues[isSilent ? "slow" : "sync"].add({ body, group: world.ref.tenant });
    await world.pass(2 * HOUR, () => world.idle);
    // Two listings prove nothing when one follows the other at once.
    await world.pass(5 * MINUTE);
  }
  const lines: string[] = [];
  const states = await world.deps.states.all(world.ref, world.time.now());
  for (const resource of world.vendor.resources) {
    for (const track of tracksOf(resource)) {
      const state = states.get(`${resource.name}#${track}`);
      if ((state?.lastCycle?.startedAt ?? 0) < quietSince)
        lines.push(
          `${resource.name} ${track} never completes: ${JSON.stringify({ ...state, cycle: state?.cycle?.phase })}`,
        );
    }
    const { candidates } = await world.deps.candidates.list(world.ref, resource.name);
    const open = candidates.find(({ state }) => state !== "dismissed" && state !== "removed");
    if (open) lines.push(`${resource.name}: a candidate stays open: ${JSON.stringify(open)}`);
  }
  const shop = await world.deps.shops.get(world.ref);
  if (shop?.health !== "healthy" && !world.liar?.isOddForGood)
    lines.push(`the shop is ${shop?.health}: ${shop?.reason}`);
  if (!world.idle) lines.push(`work is left: ${world.leftOver}`);
  return lines;
};
