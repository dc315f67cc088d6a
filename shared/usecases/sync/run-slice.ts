import { isDefect, logged, nameOf, reportDefect } from "../../core/defects.ts";
import { isDue } from "../../core/grid.ts";
import { isoTime } from "../../core/time.ts";
import { isLook, type Track } from "../../core/tracks.ts";
import type { Resource, VendorId } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { isPaused, refOf } from "../../stores/shops.ts";
import type { SyncState } from "../../stores/sync-states.ts";
import { countFailure } from "../shops/count-reading.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { provenNow } from "../shops/proven-webhooks.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { soundOut } from "../shops/sound-out.ts";
import { withShop } from "../shops/with-shop.ts";
import { ownRemoval, ownWrites } from "../writing/own-writes.ts";
import { followEnd, followUps } from "./follow-ups.ts";
import type { JobDeps } from "./job-deps.ts";
import { lookNamed } from "./looks.ts";
import { passOver } from "./pass-over.ts";
import { askAgain } from "./pull-message.ts";
import type { SliceJob } from "./slice.ts";
import { LIMIT_MARGIN } from "./slice-errors.ts";
import { sendSlices } from "./slice-message.ts";
import { dueTimeOf, type Standing, standingOf } from "./standing.ts";
import { type SliceOutcome, syncSlice } from "./sync-slice.ts";
import { isBackfill, listedBy } from "./tracks.ts";

interface SliceToRun {
  readonly resource: Resource;
  readonly track: Track;
  /** Our clock at which the slice hands over, unix milliseconds. */
  readonly deadline: number;
  /** Absent: nothing is known of it, so it is read as often as it may be. */
  readonly standing?: Standing;
  /** Slices that go on together: one that finds nothing is told of with the others. */
  readonly inRound?: boolean;
  /** A backfill calls as `backfill`, whatever this says. */
  readonly priority?: Priority;
  /** Webhooks ask for it. */
  readonly hooked?: boolean;
}

/** One slice, and a message for what is left of the cycle. */
export const runSlice = async (open: OpenShop, slice: SliceToRun, deps: JobDeps): Promise<SliceOutcome> => {
  const job = jobOf(open, slice, deps);
  const { ref, resource, track } = job;
  const outcome = await syncSlice(job, deps).catch((error: unknown): SliceOutcome => {
    if (!isDefect(error)) throw error;
    return { outcome: "defect", error };
  });
  tell(job, outcome, { vendor: open.shop.vendor, inRound: slice.inRound }, deps);
  // A live cycle reads them again by itself.
  const refused = "refused" in outcome ? (outcome.refused ?? []) : [];
  if (track === "full") await askAgain({ ref, resource, ids: refused }, deps);
  if (outcome.outcome === "more") await sendSlices(ref, [slice], deps);
  // In a round the calls for the other resources tell.
  if (outcome.outcome === "later" && !slice.inRound) await hearServer(open, job, deps);
  // Of a server that answers nothing a probe finds out when it does.
  if (outcome.outcome === "later" && !deps.breaker?.isOpen()) {
    const delay = Math.ceil((outcome.retryAt - deps.clock()) / 1_000);
    await sendSlices(ref, [{ ...slice, delaySeconds: Math.max(1, delay) }], deps);
  }
  if (outcome.outcome === "defect")
    reportDefect("resource-unreadable", outcome.error, { ...ref, resource: resource.name, track }, deps);
  return outcome;
};

/** A slice that goes on by itself has one call to go by. Of a silent server the shop's next round sees to the probes. */
const hearServer = async (
  open: OpenShop,
  { ref, resource, track, deadline }: SliceJob,
  deps: JobDeps,
): Promise<void> => {
  if (deps.clock() >= deadline) return;
  try {
    await soundOut(open, resource.listing.operation, deps.breaker);
    if (deps.breaker?.isOpen()) await deps.shops.wake(ref, deps.clock());
  } catch (error) {
    reportDefect("silence-not-noted", error, { ...ref, resource: resource.name, track }, deps);
  }
};

const jobOf = (open: OpenShop, slice: SliceToRun, deps: JobDeps): SliceJob => {
  const { shop } = open;
  const ref = refOf(shop);
  const { track, deadline, priority = "poll" } = slice;
  const resource = listedBy(slice.resource, track);
  const backfill = isBackfill(resource, track);
  return {
    ref,
    resource,
    track,
    look: lookNamed(slice.resource, track),
    settings: { ...shop.settings, grants: open.grants },
    leavesOut: shop.personalData === "left-out" && resource.personal !== undefined,
    call: open.call(backfill ? "backfill" : priority),
    deadline,
    lease: deps.lease,
    schedule: shop.schedule,
    hooked: slice.hooked,
    ...slice.standing,
    named: namedBy(open, resource, deps),
    earliest: shop.since === undefined ? undefined : Date.parse(shop.since),
    // What was there before we came is nobody's work of today.
    ownWrites: backfill ? undefined : ownWrites(open, resource, deps),
    ownRemoval: ownRemoval(open, resource, deps),
    followUps: track === "full" && backfill ? undefined : followUps(open, resource, deps),
    followEnd: followEnd(open, resource, deps),
  };
};

/** Whether webhooks have named a record. How often the resource is read depends on it, and nothing fails by it. */
const namedBy = ({ shop, vendor }: OpenShop, { name }: Resource, { deliveries, log }: JobDeps): SliceJob["named"] => {
  const ref = refOf(shop);
  if (!Object.values(vendor.webhooks?.events ?? {}).some((names) => names.includes(name))) return undefined;
  return (minutes) =>
    deliveries.named(keys.deliveries(ref), name, minutes).catch((error: unknown) => {
      log("warn", "webhooks-not-looked-at", { ...ref, resource: name, ...logged(error) });
      return undefined;
    });
};

/** Counts and logs how a slice has ended. */
const tell = (
  { ref, resource, track }: SliceJob,
  outcome: SliceOutcome,
  { vendor, inRound = false }: { readonly vendor: VendorId; readonly inRound?: boolean | undefined },
  { metric, log }: JobDeps,
): void => {
  if (outcome.outcome === "done" || outcome.outcome === "more") metric("ReadsDone", 1, { vendor });
  if ("error" in outcome) countFailure(vendor, outcome.error, metric);
  if (outcome.outcome !== "busy" && !(inRound && isUnchanged(outcome)))
    log("info", "slice-ended", { ...ref, resource: resource.name, track, ...toldOf(outcome) });
};

/** It is complete, and found nothing. */
export const isUnchanged = (outcome: SliceOutcome): boolean => outcome.outcome === "done" && outcome.found !== true;

const toldOf = (outcome: SliceOutcome) => ({
  outcome: outcome.outcome,
  ...("cycle" in outcome && outcome.cycle !== undefined ? { cycle: isoTime(outcome.cycle) } : {}),
  ...("error" in outcome ? { error: nameOf(outcome.error) } : {}),
});

/** Goes on with one resource of a shop. */
export const continueSlice = async (
  { ref, resource: name, track }: { readonly ref: ShopRef; readonly resource: string; readonly track: Track },
  deadline: number,
  deps: JobDeps,
): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return;
  const resource = copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === name);
  if (!resource) return;
  await withShop(shop, deps, async (open) => {
    const now = deps.clock();
    if (track === "details" || track === "names") {
      if (isWanted(await deps.states.get(ref, name, track), now))
        await passOver(open, { resource, track, deadline }, deps);
      return;
    }
    const states = await statesFor(ref, resource, track, deps);
    const told = await provenNow(shop, deps);
    const standing = standingOf(resource, { states, told, schedule: shop.schedule, resumedAt: shop.resumedAt, now });
    const state = states.get(`${name}#${track}`);
    if (state && !isWanted({ ...state, nextAt: dueTimeOf(resource, track, state, standing) }, now)) return;
    await runSlice(open, { resource, track, deadline, standing }, deps);
  });
};

/** How often a second look comes depends on what the resource's other tracks have found. */
const statesFor = async (
  ref: ShopRef,
  { name }: Resource,
  track: Track,
  { states, clock }: JobDeps,
): Promise<ReadonlyMap<string, SyncState>> =>
  isLook(track) ? states.all(ref, clock()) : new Map([[`${name}#${track}`, await states.get(ref, name, track)]]);

/**
 * A queue that is behind holds a message for each minute in which `tick` found the track due, and each of them may come
 * twice. The first one reads it, and the others come for nothing: also while the track waits, where each would send one
 * more. What waits for a limit has its message come before its time in the index; if it is dropped, the index is there.
 */
const isWanted = ({ nextAt, limitedUntil }: SyncState, now: number): boolean =>
  isDue(limitedUntil === undefined ? nextAt : nextAt - LIMIT_MARGIN, now);
