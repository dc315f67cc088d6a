import { isDefect, logged, reportDefect, troubleOf } from "../../core/defects.ts";
import { NotNow, RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { MOST_DELAY_SECONDS } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Delivery, DeliveryOutcome } from "../../stores/delivery-items.ts";
import type { LatelySaid, LeaseNotes, Said } from "../../stores/delivery-leases.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import type { CollectedPull } from "../../stores/pulls.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { PULL_LEASE, pullCollected } from "../sync/pull-collected.ts";
import { mergeNamed, type NamedByWebhooks, pullNamed } from "../sync/pull-named.ts";
import { deliveryMessage, type MoreOfDelivery } from "./accept-delivery.ts";
import { noteLife } from "./hear-shop.ts";
import { type DeliveryDeps, type Judged, judgeDelivery } from "./judge-delivery.ts";

const TOGETHER = 8;
const COLLECTED_TOGETHER = 4;
/** A worker that takes a pull over takes all that was collected: after some minutes one has. */
const UNSURE_FOR = 10 * MINUTE;

/** Deliveries of one shop. */
interface Together {
  readonly ref: ShopRef;
  readonly found: readonly Delivery[];
  readonly notes: LeaseNotes;
  readonly deadline: number;
}

/**
 * Judges deliveries of a shop, fetches at once what they name, and tells what became of them. One that cannot be judged comes
 * again by itself; so does one of those that name what cannot be fetched now.
 * @returns the notes with these
 */
export const workOffTogether = async (
  { ref, found, notes, deadline }: Together,
  deps: DeliveryDeps,
): Promise<LeaseNotes> => {
  if (found.length === 0) return notes;
  // Before anything is asked of the vendor: what comes later than this is not covered by it.
  const at = deps.clock();
  const shop = await shopOf(ref, found, deps);
  if (!shop) return notes;
  const { works, unjudged } = await judgeAll(shop, { found, said: notes.said, at }, deps);
  const living = works.filter(({ judged }) => judged.isAlive);
  const events = living.flatMap(({ judged }) => judged.outcome.events ?? []);
  if (living.length > 0) await noteLife(shop, [...new Set(events)], deps);
  const unfetched = await pullNamed(shop, mergeNamed(works.flatMap(({ judged }) => [...judged.named])), deadline, deps);
  for (const [resource, ids] of unfetched.named) await deps.pulls.name(ref, resource, ids, deps.clock());
  const standing = standingFor(works, [...unfetched.named.keys()]);
  const later = [
    ...unjudged.map(([id, wanted]) => ({ id, at: wanted, alone: true })),
    ...[...standing].map(([id, resources]) => ({ id, at: unfetched.retryAt ?? at, alone: true, resources })),
  ];
  // Nothing is told to be done before there is a message for it.
  await comeAgain(ref, later, deps);
  const done = works.filter(({ delivery }) => !standing.has(delivery.id));
  await inParallel(done, TOGETHER, (work) => emptyWhereLeftOut(shop, work, deps));
  // Until the outcome is written, `tick` would begin all of this again.
  const outcomes = new Map(done.map(({ delivery, judged }) => [delivery.id, { ...judged.outcome, at }]));
  const first = new Set(await deps.deliveries.finishTogether(keys.deliveries(ref), outcomes));
  await inParallel(
    done.filter(({ delivery }) => first.has(delivery.id)),
    TOGETHER,
    ({ delivery, judged }) => count(ref, delivery, judged.outcome, deps),
  );
  const said = new Map(notes.said);
  for (const { delivery, judged } of done) remember(said, judged, { id: delivery.id, at });
  return { said, alone: new Set([...notes.alone, ...later.map(({ id }) => id)]) };
};

interface Judging {
  readonly found: readonly Delivery[];
  readonly said: LatelySaid;
  readonly at: number;
}

/** `unjudged`: when those come again of which nothing can be told now, by id, unix milliseconds. */
const judgeAll = async (shop: Shop, { found, said, at }: Judging, deps: DeliveryDeps) => {
  const lately = new Map(said);
  const works: Work[] = [];
  const unjudged: [id: string, at: number][] = [];
  for (const delivery of found) {
    const judged = await judge(shop, delivery, { said: lately }, deps);
    if (judged instanceof RetryLater) unjudged.push([delivery.id, nextTime(at, delivery, judged)]);
    else {
      works.push({ delivery, judged });
      remember(lately, judged, { id: delivery.id, at });
    }
  }
  return { works, unjudged };
};

/** One delivery for each of the collections stays open until a worker has fetched what was noted: its id, and which these are. */
const standingFor = (works: readonly Work[], resources: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const standing = new Map<string, readonly string[]>();
  for (const resource of resources) {
    const all = works.flatMap(({ delivery, judged }) => (judged.named.has(resource) ? [delivery.id] : []));
    const id = all.find((one) => standing.has(one)) ?? all[0]!;
    standing.set(id, [...(standing.get(id) ?? []), resource]);
  }
  return standing;
};

/** What becomes of a delivery. */
interface Work {
  readonly delivery: Delivery;
  readonly judged: Judged;
}

/** The same words later may be a second change: what was pulled last for them counts. */
const remember = (said: Map<string, Said>, { words, named, outcome }: Judged, last: Said): void => {
  if (words === undefined || (outcome.duplicateOf !== undefined && named.size === 0)) return;
  said.delete(words);
  said.set(words, outcome.duplicateOf === undefined ? last : { id: outcome.duplicateOf, at: last.at });
};

/** The older the delivery, the longer the wait: `tick` comes as well. */
const nextTime = (at: number, delivery: Delivery, { retryAt = at + 5 * SECOND }: RetryLater): number =>
  Math.max(retryAt, at + (at - delivery.at) / 2);

interface Again extends MoreOfDelivery {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Sends messages about deliveries, to come at their times. */
export const comeAgain = async (
  ref: ShopRef,
  all: readonly Again[],
  { queues, clock }: DeliveryDeps,
): Promise<void> => {
  const messages = all.map(({ id, at, ...more }) => {
    const delaySeconds = Math.min(MOST_DELAY_SECONDS, Math.ceil((at - clock()) / SECOND));
    return { ...deliveryMessage(ref, id, more), ...(delaySeconds > 0 ? { delaySeconds } : {}) };
  });
  if (messages.length > 0) await queues.send("news", messages);
};

/** Undefined: they came too late to go with the shop's data, and nobody may read them any more. */
const shopOf = async (
  ref: ShopRef,
  found: readonly Pick<Delivery, "id">[],
  deps: DeliveryDeps,
): Promise<Shop | undefined> => {
  const shop = await recentShop(ref, deps);
  if (shop && shop.health !== "removing") return shop;
  for (const { id } of found) await deps.deliveries.drop(keys.deliveries(ref), id);
  return undefined;
};

/** @returns RetryLater: it cannot be judged now */
const judge = async (
  shop: Shop,
  delivery: Delivery,
  lately: Parameters<typeof judgeDelivery>[2],
  deps: DeliveryDeps,
): Promise<Judged | RetryLater> => {
  try {
    return await judgeDelivery(shop, delivery, lately, deps);
  } catch (error) {
    if (error instanceof RetryLater) return error;
    if (isDefect(error)) reportDefect("delivery-unreadable", error, { ...refOf(shop), delivery: delivery.id }, deps);
    // No repetition cures it. The delivery can be replayed, and what it names is polled as well.
    return { outcome: { state: "failed", reason: troubleOf(error).message }, named: new Map(), isAlive: false };
  }
};

/** A message about one delivery. See `SyncJob`. */
export interface DeliveryJob extends ShopRef, MoreOfDelivery {
  readonly id: string;
  readonly patient?: boolean | undefined;
}

/**
 * One that is not new any more goes on its own. Its records are collected together with those of others: a hundred webhooks
 * about one order become few pulls.
 */
export const workOffAlone = async (job: DeliveryJob, deadline: number, deps: DeliveryDeps): Promise<void> => {
  const { tenant, shop: name, id, resources = [] } = job;
  const ref = { tenant, shop: name };
  const { delivery, outcome } = await deps.deliveries.find(keys.deliveries(ref), id);
  if (!delivery || outcome) {
    // Another worker was first, and knows nothing of what was noted for others, or taken over for this one.
    const lists = new Set([...resources, ...(await deps.pulls.takenBy(ref, id))]);
    await Promise.all([...lists].map((resource) => pullCollected({ ref, resource }, deadline, deps)));
    return;
  }
  // Before anything is asked of the vendor: what comes later than this is not covered by it.
  const at = deps.clock();
  const shop = await shopOf(ref, [delivery], deps);
  if (!shop) return;
  try {
    await workOffOne(shop, delivery, { job, at, deadline }, deps);
  } catch (error) {
    if (error instanceof NotNow || !(error instanceof RetryLater)) throw error;
    await comeAgain(ref, [{ ...moreOf(job), id, at: nextTime(at, delivery, error) }], deps);
  }
};

const moreOf = ({ again, resources }: DeliveryJob): MoreOfDelivery => (again ? { again } : { alone: true, resources });

interface One {
  readonly job: DeliveryJob;
  readonly at: number;
  readonly deadline: number;
}

const workOffOne = async (
  shop: Shop,
  delivery: Delivery,
  { job, at, deadline }: One,
  deps: DeliveryDeps,
): Promise<void> => {
  const ref = refOf(shop);
  const { said } = await deps.deliveries.leased(ref, at);
  const judged = await judge(shop, delivery, { said, isAlone: true }, deps);
  if (judged instanceof RetryLater) throw judged;
  const { start, isUnsure } = await collect(ref, job, judged.named, deps);
  const isJoined = judged.named.size > 0 && start.size === 0;
  // Another worker fetches what this one names: it has said a moment ago that the shop is alive.
  if (judged.isAlive && !isJoined) await noteLife(shop, judged.outcome.events ?? [], deps);
  await Promise.all(
    [...start].map(([resource, pull]) => pullCollected({ ref, resource, taken: pull }, deadline, deps)),
  );
  if (isUnsure && at - delivery.at < UNSURE_FOR)
    return comeAgain(ref, [{ ...moreOf(job), id: delivery.id, at: deps.clock() + PULL_LEASE }], deps);
  await finishAlone(shop, { delivery, judged }, { job, at, deadline }, deps);
};

const finishAlone = async (shop: Shop, work: Work, { at, job }: One, deps: DeliveryDeps): Promise<void> => {
  // It came with the others, among which a repetition is looked for.
  const isStanding = job.alone === true;
  const ref = refOf(shop);
  const { id } = work.delivery;
  const { outcome, words } = work.judged;
  await emptyWhereLeftOut(shop, work, deps);
  if (!(await deps.deliveries.finish(keys.deliveries(ref), id, { ...outcome, at }))) return;
  await count(ref, work.delivery, outcome, deps);
  if (isStanding && words !== undefined && outcome.duplicateOf === undefined)
    await beside(ref, deps, () => deps.deliveries.noteSaid(ref, words, { id, at }));
};

/**
 * What of it nobody fetches yet, taken over for this delivery. `isUnsure`: an earlier worker has done so for the very same one,
 * and may have died: nobody else sees to that. One that stands for others relies on no other one.
 */
const collect = async (ref: ShopRef, { id, resources }: DeliveryJob, named: NamedByWebhooks, deps: DeliveryDeps) => {
  const start = new Map<string, CollectedPull>();
  let isUnsure = false;
  await inParallel([...named], COLLECTED_TOGETHER, async ([resource, ids]) => {
    const now = deps.clock();
    const until = now + PULL_LEASE;
    const added = await deps.pulls.addFor(ref, resource, ids, { now, until, by: id });
    const isOwn = !added.pull && (added.by === id || resources?.includes(resource) === true);
    // It may have been given back.
    const pull = added.pull ?? (isOwn ? await deps.pulls.begin(ref, resource, now, until) : undefined);
    if (pull) start.set(resource, pull);
    else isUnsure ||= isOwn;
  });
  return { start, isUnsure };
};

/** Before the outcome: nobody comes again behind it. */
const emptyWhereLeftOut = async (shop: Shop, { delivery, judged }: Work, deps: DeliveryDeps): Promise<void> => {
  if (shop.personalData === "left-out" || judged.isLeftOut)
    await deps.deliveries.empty(keys.deliveries(refOf(shop)), delivery.id);
};

/** Its outcome is written: that this fails changes nothing of it. */
const count = async (
  ref: ShopRef,
  delivery: Delivery,
  { state, duplicateOf }: Omit<DeliveryOutcome, "at">,
  deps: DeliveryDeps,
): Promise<void> => {
  deps.metric("DeliveriesDone", 1, { state });
  if (duplicateOf !== undefined) {
    deps.metric("DuplicateDeliveries", 1);
    await beside(ref, deps, () => deps.watchReports.count(ref, "duplicates", delivery.at));
  }
  if (state === "quarantined") {
    deps.metric("QuarantinedDeliveries", 1);
    await beside(ref, deps, () => deps.watchReports.count(ref, "quarantined", delivery.at));
  }
};

const beside = async (ref: ShopRef, { log }: DeliveryDeps, note: () => Promise<unknown>): Promise<void> => {
  try {
    await note();
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    log("warn", "delivery-not-counted", { ...ref, ...logged(error) });
  }
};
