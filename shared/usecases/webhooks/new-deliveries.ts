import { reportFailure } from "../../core/defects.ts";
import { timeOfId } from "../../core/ids.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Delivery } from "../../stores/delivery-items.ts";
import type { LeaseNotes } from "../../stores/delivery-leases.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { leaseEnd } from "./accept-delivery.ts";
import type { DeliveryDeps } from "./judge-delivery.ts";
import { comeAgain, type DeliveryJob, workOffAlone, workOffTogether } from "./work-off.ts";

/**
 * A worker looks at those that came since the one that it was sent for, and so long before: `intake` stores them by then. So one that
 * came no longer ago than the shorter time is seen by whichever worker has the lease now.
 */
const LOOKS_BACK = 7 * SECOND;
const COVERED = 5 * SECOND;
/** A message that comes so late may find its delivery worked off. */
const LATE = SECOND / 2;
/** What comes with the first one comes within this; later in a burst it is waited longer. */
const GATHER = [SECOND / 5, SECOND / 2, SECOND];
/** A worker has the deliveries of one shop so many times in a row. */
const MOST_ROUNDS = 10;
/** After a failure. */
const REST = 5 * SECOND;
const MOST_REST = MINUTE;
const POSTPONED_AT_MOST = 10 * MINUTE;
/** `tick` has found what is older. */
const LOOKS_BACK_AT_MOST = 2 * MINUTE;

/** A shop's new deliveries are ours until then, unix milliseconds. */
interface Lease {
  readonly until: number;
  readonly notes: LeaseNotes;
}

/**
 * Works off a shop's new deliveries under a lease. A worker that finds the lease taken may go, because the one that has it looks
 * once more when it has let go: what was stored before the lease was seen is found by that look.
 */
export const workOffNew = async (job: DeliveryJob, deadline: number, deps: DeliveryDeps): Promise<void> => {
  const ref = { tenant: job.tenant, shop: job.shop };
  let isAnothers = false;
  try {
    const lease = await firstLease(ref, job, deps);
    if (lease !== "another's") await (lease && takeTurns(ref, job, { lease, deadline }, deps));
    // Others were left to this worker: it comes when the lease is free.
    else if (job.leasedUntil !== undefined) await comeLater(ref, job, deps);
    else isAnothers = true;
  } catch (error) {
    // Others rely on this worker. If no message goes out, `tick` finds them.
    if (!(await comeLater(ref, job, deps))) throw error;
    reportFailure({ defect: "deliveries-postponed", other: "deliveries-postponed" }, error, { ...ref }, deps);
  }
  if (isAnothers) await workOffAlone(job, deadline, deps);
};

/**
 * For the worker of a lease, whether or not it still holds: it looks back to the same delivery. The older, the later.
 * @returns false: it is so old that `tick` comes alone
 */
const comeLater = async (ref: ShopRef, { id, leasedUntil }: DeliveryJob, deps: DeliveryDeps): Promise<boolean> => {
  if (ageOf(id, deps) >= POSTPONED_AT_MOST) return false;
  const now = deps.clock();
  const at = now + Math.min(MOST_REST, Math.max(REST, ageOf(id, deps) / 2));
  await comeAgain(ref, [{ id, at, leasedUntil: leasedUntil ?? now }], deps);
  return true;
};

interface Turns {
  readonly lease: Lease;
  readonly deadline: number;
}

const takeTurns = async (
  ref: ShopRef,
  { id }: DeliveryJob,
  { lease: first, deadline }: Turns,
  deps: DeliveryDeps,
): Promise<void> => {
  const sight = createSight(ref, id, deps);
  let lease: Lease | undefined = first;
  for (let round = 1; ; round += 1) {
    await takeTurn({ ref, id, lease, deadline, sight, round }, deps);
    const left = await sight.look();
    if (left.length === 0) return;
    lease = await takeLease(ref, deps);
    if (!lease) return sendOld(ref, left, deps);
    if (round === MOST_ROUNDS || deps.clock() >= deadline) return handOver({ ref, id: left[0]!.id, lease }, deps);
  }
};

const ageOf = (id: string, { clock }: DeliveryDeps): number => clock() - timeOfId(id);

const takeLease = async (ref: ShopRef, deps: DeliveryDeps): Promise<Lease | undefined> => {
  const until = leaseEnd(deps);
  try {
    const notes = await deps.deliveries.lease(ref, deps.clock(), until);
    return notes && { until, notes };
  } catch (error) {
    // It may have been taken.
    await deps.deliveries.release(ref, until);
    throw error;
  }
};

/**
 * The one that was taken for this message, or a new one. Undefined: there is nothing to do, or the worker that has it sees this
 * delivery. `another's`: it may not see it.
 */
const firstLease = async (
  ref: ShopRef,
  { id, leasedUntil }: DeliveryJob,
  deps: DeliveryDeps,
): Promise<Lease | "another's" | undefined> => {
  const { until, ...notes } = await deps.deliveries.leased(ref, deps.clock());
  if (until > 0 && until === leasedUntil) return { until, notes };
  // Others were left to the worker of a lease, which has lapsed since.
  const isSentForOthers = leasedUntil !== undefined;
  const isDone = async () => (await deps.deliveries.outcome(keys.deliveries(ref), id)) !== undefined;
  if (!isSentForOthers && ageOf(id, deps) >= LATE && (await isDone())) return undefined;
  const lease = until > 0 ? undefined : await takeLease(ref, deps);
  return lease || ageOf(id, deps) < COVERED ? lease : "another's";
};

/** What a worker sees of a shop's new deliveries. */
interface Sight {
  /** Those that are open and not taken yet. One that comes on its own is none of them. */
  look(): Promise<readonly Delivery[]>;
  /** The same, and they are taken. @param notes what the worker before has left */
  take(notes: LeaseNotes): Promise<readonly Delivery[]>;
}

const createSight = (ref: ShopRef, id: string, { deliveries, clock }: DeliveryDeps): Sight => {
  const known = new Set<string>();
  let since = Math.max(Math.min(clock(), timeOfId(id)), clock() - LOOKS_BACK_AT_MOST) - LOOKS_BACK;
  const waiting = () => deliveries.waiting(keys.deliveries(ref), since, (one) => known.has(one));
  return {
    look: async () => (await waiting()).found,
    async take({ alone }) {
      for (const one of alone) known.add(one);
      const now = clock();
      const { found, isCut } = await waiting();
      for (const one of found) known.add(one.id);
      // What came before is stored by now.
      if (!isCut) since = Math.max(since, now - LOOKS_BACK);
      return found;
    },
  };
};

interface Turn {
  readonly ref: ShopRef;
  /** The delivery that the message is about. */
  readonly id: string;
  readonly lease: Lease;
  readonly deadline: number;
  readonly sight: Sight;
  readonly round: number;
}

const takeTurn = async (turn: Turn, deps: DeliveryDeps): Promise<void> => {
  const { ref, id, lease, deadline, sight, round } = turn;
  let notes: LeaseNotes | undefined;
  try {
    const gather = GATHER[Math.min(round, GATHER.length) - 1]!;
    const wait = round > 1 ? gather : gather - ageOf(id, deps);
    if (wait > 0) await deps.sleep(Math.min(wait, gather));
    const found = await sight.take(lease.notes);
    const { said, alone } = await workOffTogether({ ref, found, notes: lease.notes, deadline }, deps);
    // No worker looks back as far as to the others.
    const isSeen = (one: string): boolean => ageOf(one, deps) < LOOKS_BACK_AT_MOST + LOOKS_BACK;
    notes = { said, alone: new Set([...alone].filter(isSeen)) };
  } finally {
    await deps.deliveries.release(ref, lease.until, notes);
  }
};

/** Another worker goes on under our lease. */
const handOver = async ({ ref, id, lease }: Pick<Turn, "ref" | "id" | "lease">, deps: DeliveryDeps): Promise<void> => {
  const leasedUntil = leaseEnd(deps);
  try {
    await deps.deliveries.extend(ref, lease.until, leasedUntil);
    await comeAgain(ref, [{ id, at: deps.clock(), leasedUntil }], deps);
  } catch (error) {
    for (const until of [lease.until, leasedUntil]) await deps.deliveries.release(ref, until);
    throw error;
  }
};

/** The worker that has the lease now may not look back as far as these. */
const sendOld = async (ref: ShopRef, left: readonly Delivery[], deps: DeliveryDeps): Promise<void> => {
  const old = left.filter(({ id }) => ageOf(id, deps) >= COVERED);
  const now = deps.clock();
  await comeAgain(
    ref,
    old.map(({ id }) => ({ id, at: now, alone: true })),
    deps,
  );
};
