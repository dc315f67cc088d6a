import type { Queues } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { holdCourt, type Ruling } from "./court.ts";
import { askAgain, type SomeRecords } from "./pull-message.ts";
import { type CourtJob, isSuspect } from "./sitting.ts";
import type { SliceDeps } from "./slice.ts";

export interface CourtNowDeps extends SliceDeps {
  readonly queues: Queues;
}

/** Two sightings this far apart are a proof. */
const APART = MINUTE + 5 * SECOND;
/** Questions after which a candidate is left to the next cycle. */
const MOST_QUESTIONS = 6;

/**
 * Holds court outside a cycle. The vendor is asked again in a minute about those of the ids that are still undecided,
 * however rarely the tenant has the resource read: a deletion arrives within minutes.
 */
export const holdCourtNow = async (job: CourtJob, ids: readonly string[], deps: CourtNowDeps): Promise<Ruling> => {
  const ruling = await holdCourt(job, deps);
  // Another worker may sit at this moment, and not know of the newest evidence.
  const open = await deps.candidates.open(job.ref, job.resource.name);
  const undecided = open.filter(
    (one) => ids.includes(one.id) && one.state === "pending" && isSuspect(one) && one.asks < MOST_QUESTIONS,
  );
  const waits = undecided.map(({ askAt }) => askAt - deps.clock());
  const named = undecided.map(({ id }) => id);
  await askLater({ ref: job.ref, resource: job.resource, ids: named }, deps, Math.max(APART, ...waits));
  return ruling;
};

/** Has the vendor asked about these records, when a second answer proves something. */
export const askLater = (records: SomeRecords, deps: { readonly queues: Queues }, wait = APART): Promise<void> =>
  // If the queue does not take it, the next cycle asks.
  askAgain(records, deps, wait / SECOND).catch(() => undefined);
