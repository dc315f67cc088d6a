import { NotNow } from "../../core/errors.ts";
import { INDEX_FORM } from "../../core/finding.ts";
import { minuteOf } from "../../core/grid.ts";
import type { PatientJob, SyncJob } from "../../core/jobs.ts";
import { inParallel } from "../../core/parallel.ts";
import { isQuiet, quietUntil } from "../../core/quiet-hours.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import { isLook } from "../../core/tracks.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isMoving, isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { ListedState } from "../../stores/sync-states.ts";
import { askForIndex } from "../finding/build-index.ts";
import { beginTidy, isTidyDue } from "../privacy/tidy-shop.ts";
import { LONG_CALL } from "../shops/breaker.ts";
import { endClaim } from "../shops/claim.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { probeAccess } from "../shops/probe-access.ts";
import { provenNow } from "../shops/proven-webhooks.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { signOfLife } from "../shops/sign-of-life.ts";
import { withShop } from "../shops/with-shop.ts";
import { type DueSlice, dueSlices, UNDER_WAY } from "./due-slices.ts";
import type { JobDeps } from "./job-deps.ts";
import { beginRound, type Round } from "./round.ts";
import { isUnchanged, runSlice } from "./run-slice.ts";
import { sendSlices } from "./slice-message.ts";
import { listedBy } from "./tracks.ts";

/** A shop is looked at so often at least: a due time that nobody has noted in the index is found then. */
const MOST_REST = 15 * MINUTE;
/** A shop that its tenant has paused: resuming it wakes it. */
const PAUSED_REST = 6 * HOUR;
/** Resources of one shop that are read at the same time, under its budgets. */
const SIDE_BY_SIDE = 6;

/** When a shop of which nothing is read is looked at again, unix milliseconds. */
const restOf = async (shop: Shop | undefined, now: number, deps: JobDeps): Promise<number> => {
  const latest = minuteOf(now) + MOST_REST;
  if (shop?.health === "paused") return minuteOf(now) + PAUSED_REST;
  return shop?.health === "needs-reauth" ? Math.min((await probeAccess(shop, deps)) ?? now, latest) : latest;
};

type CycleJob = Extract<SyncJob, { type: "cycle" }>;

interface Ended {
  /** When the shop is due again, unix milliseconds; undefined: in the next minute. */
  readonly dueAt: number | undefined;
  /** A call was given up because others wait for this worker. */
  readonly left: boolean;
}

/** One round of a shop: what is due is read, and the shop rests until something is due again. */
export const runCycle = async (job: CycleJob, deadline: number, deps: JobDeps): Promise<void> => {
  const { dueAt, left } = await readDue(job, deadline, deps);
  const silence = await deps.breaker?.settle();
  if (left && !silence) return leave(job, deps);
  const { again } = job;
  if (again === undefined) return;
  const work = { kind: "shop", tenant: job.tenant, id: job.shop, dueAt: again } as const;
  const soon = minuteOf(deps.clock()) + MINUTE;
  if (silence) return deps.shops.putOff(work, Math.max(silence.probeAt, soon), true);
  if (dueAt === undefined) return;
  const slow = (deps.breaker?.slowest() ?? 0) >= LONG_CALL;
  // What is unfinished goes on by its own message: the index brings the shop up soon enough by itself.
  const next = dueAt <= deps.clock() ? Math.min(again, soon) : dueAt;
  if (next !== again || slow !== (deps.patient ?? false)) await deps.shops.putOff(work, next, slow);
};

/** The shop goes on where nobody waits for it. */
const leave = async ({ again, ...job }: CycleJob, { shops, queues, clock }: JobDeps): Promise<void> => {
  const next = minuteOf(clock()) + UNDER_WAY;
  if (again !== undefined)
    await shops.putOff({ kind: "shop", tenant: job.tenant, id: job.shop, dueAt: again }, next, true);
  const body = { ...job, ...(again === undefined ? {} : { again: next }), patient: true } satisfies PatientJob;
  await queues.send("slow", [{ body, group: job.tenant }]);
};

const readDue = async (ref: ShopRef, deadline: number, deps: JobDeps): Promise<Ended> => {
  const now = deps.clock();
  const latest = minuteOf(now) + MOST_REST;
  const at = (dueAt?: number): Ended => ({ dueAt, left: false });
  const shop = await deps.shops.get(ref);
  // The message that removes it was lost, or the vendor could not be asked to end its webhooks.
  if (shop?.health === "removing") {
    await hand({ type: "remove", tenant: ref.tenant, shop: ref.shop }, deps);
    // A large shop goes by one message after the other: each look of the index would begin one more chain of them.
    return at(now + UNDER_WAY);
  }
  if (shop?.health === "authorizing") return endClaim(shop, deps).then(() => at());
  if (shop && isMoving(shop)) return hand({ type: "migrate", tenant: ref.tenant, shop: ref.shop }, deps).then(at);
  if (shop && isTidyDue(shop, now)) await beginTidy(shop, deps);
  // Its data stays readable while it is paused.
  if (shop && shop.indexed !== INDEX_FORM) await askForIndex(ref, deps);
  if (!shop || isPaused(shop)) return at(await restOf(shop, now, deps));
  if (isQuiet(shop.quietHours, now)) return at(Math.min(quietUntil(shop.quietHours!, now), latest));
  const resources = copiedBy(shop, deps.vendor(shop.vendor));
  const told = await provenNow(shop, deps);
  const look = async (eventual: boolean) => {
    const states = await deps.states.all(ref, now, { eventual });
    return { states, ...dueSlices(resources, shop, { states, told }, now) };
  };
  // What another worker saves at this moment, it holds: the claim finds out.
  const before = await look(true);
  if (before.due.length === 0) return at(Math.min(before.nextAt, latest));
  deps.tallies?.of(ref).counted(recordsIn(before.states), now);
  const left = await readSlices(shop, before.due, deadline, deps);
  if (left) return { dueAt: undefined, left };
  const { due, nextAt } = await look(false);
  return at(Math.min(nextAt, latest, ...due.map(({ alone }) => (alone ? now + UNDER_WAY : now))));
};

/**
 * The slices side by side; what does not fit in the time goes on by messages of its own.
 * @returns true: the server takes longer than others can wait
 */
const readSlices = async (shop: Shop, due: readonly DueSlice[], deadline: number, deps: JobDeps): Promise<boolean> => {
  const ref = refOf(shop);
  let left = false;
  let found = false;
  const { late, polls, looks } = divide(due, deps.patient);
  const unchanged: string[] = [];
  const read = async (open: OpenShop, slice: DueSlice, { states }: Round): Promise<void> => {
    if (left || deps.breaker?.isOpen()) return;
    if (deps.clock() >= deadline) {
      late.push(slice);
      return;
    }
    const { resource, track, standing } = slice;
    try {
      const outcome = await runSlice(open, { resource, track, deadline, standing, inRound: true }, { ...deps, states });
      if (isUnchanged(outcome)) unchanged.push(isLook(track) ? `${resource.name}#${track}` : resource.name);
      found ||= outcome.outcome === "done" && outcome.found === true && !isLook(track);
    } catch (error) {
      left = isGivenUp(error);
    }
  };
  const together = async (open: OpenShop, slices: readonly DueSlice[]): Promise<void> => {
    if (slices.length === 0) return;
    const tracks = slices.map(({ resource, track }) => ({ resource: resource.name, track }));
    const round = await beginRound(ref, tracks, deps);
    // Where nobody waits the shop is slow, or silent: one call finds out, of what has failed least.
    const first = deps.patient ? 1 : 0;
    try {
      for (const slice of slices.slice(0, first)) await read(open, slice, round);
      await inParallel(slices.slice(first), SIDE_BY_SIDE, (slice) => read(open, slice, round));
    } finally {
      await round.end();
    }
  };
  const readAll = async (open: OpenShop): Promise<void> => {
    open.expect("poll", polls.flatMap(operationsIn));
    open.expect("backfill", looks.flatMap(operationsIn));
    await together(open, polls);
    // What happens in one resource shows in others as well: a sale is an order, an invoice and less stock.
    if (found) await signOfLife(shop, deps);
    if (!left) await together(open, looks);
  };
  try {
    if (polls.length + looks.length > 0) await withShop(shop, deps, readAll);
  } catch (error) {
    left = isGivenUp(error);
  }
  if (unchanged.length > 0) deps.log("info", "round-ended", { ...ref, unchanged: unchanged.join(" ") });
  // Nothing of a silent shop is worth a worker.
  if (deps.breaker?.isOpen() || (left && shop.silence)) return left;
  await sendSlices(ref, late, deps);
  return left;
};

/** The server takes longer than others can wait. @throws any other error */
const isGivenUp = (error: unknown): true => {
  if (error instanceof NotNow) return true;
  throw error;
};

/** Those that go by messages of their own, and those that are read in this round; with a patient worker what failed least comes first. */
const divide = (due: readonly DueSlice[], patient = false) => {
  const here = due.filter(({ alone }) => !alone);
  if (patient) here.sort((one, other) => one.failures - other.failures);
  // What takes several calls, one after the other, begins first: the others go on beside it.
  const byLength = here.toSorted((one, other) => operationsIn(other).length - operationsIn(one).length);
  return {
    late: due.filter(({ alone }) => alone),
    polls: (patient ? here : byLength).filter(({ track }) => !isLook(track)),
    looks: here.filter(({ track }) => isLook(track)),
  };
};

/** Records of the copy, as the last full reading of each collection counted them. */
const recordsIn = (states: ReadonlyMap<string, ListedState>): number =>
  [...states.values()].reduce((sum, { lastCycle }) => sum + (lastCycle?.stored ?? 0), 0);

/** The listing; where the vendor lists what was deleted, that list comes along often enough. */
const operationsIn = ({ resource, track }: DueSlice): readonly string[] => {
  const { listing, deletions } = listedBy(resource, track);
  const deleted = track === "live" ? deletions?.listing : undefined;
  const listed = Array<string>(listing.leastCalls ?? 1).fill(listing.operation);
  return deleted ? [...listed, deleted.operation] : listed;
};

/** Work of another kind goes on with the shop; the next minute asks whether it was lost. */
const hand = async (job: SyncJob, { queues }: JobDeps): Promise<undefined> => {
  await queues.send("sync", [{ body: job, group: job.tenant }]);
};
