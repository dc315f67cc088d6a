import { NotNow, Rejected, RetryLater, VendorChanged } from "../../core/errors.ts";
import { lateLook } from "../../core/proofs.ts";
import { idOrNone } from "../../core/rows.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Cycle, SyncState, SyncWarning } from "../../stores/sync-states.ts";
import { firstPosition, readPage } from "../../sync/reader.ts";
import { overlapOf } from "../../sync/spans.ts";
import { noteAgainst } from "./note-against.ts";
import { keepAnswer, type Slice, type SliceJob, type Step, withWarning } from "./slice.ts";
import { nextDeletions } from "./stretches.ts";

/**
 * A list of deletions costs a call whether there were any or not. Webhooks tell most of them at once, so not every cycle
 * asks for it.
 */
const DELETED_EVERY = 5 * MINUTE;
/**
 * A list may be empty for a while, and a deletion may show late: as the poll's `late` look does it for rows, every so often
 * the last hours are read again.
 */
const WIDE_EVERY = lateLook.everySeconds * SECOND;
const WIDE = lateLook.backSeconds! * SECOND;
/** A list that ignores its filter is asked again from the same place, but not for more than a day. */
const MOST_AGAIN = DAY;
/** A refusal is not cured by asking again soon. */
export const REFUSED_WAIT = HOUR;

/** Lower end of a live cycle's list of deletions. Nothing: there is none, or it was asked for a moment ago. */
export const deletedFrom = (
  { resource }: SliceJob,
  { deleted }: SyncState,
  from: number,
  now: number,
): Pick<Cycle, "deletedFrom"> => {
  const list = resource.deletions?.listing;
  if (!list || (deleted && now - deleted.askedAt < DELETED_EVERY)) return {};
  if (!deleted) return { deletedFrom: from };
  const isWide = now - (deleted.wideAt ?? 0) >= WIDE_EVERY;
  return { deletedFrom: deleted.cursor - Math.max(overlapOf(list), isWide ? WIDE : 0) };
};

export const hasDeletedListing = ({ resource, track }: SliceJob, cycle: Cycle): boolean =>
  resource.deletions?.listing !== undefined &&
  (track === "live" ? cycle.deletedFrom !== undefined : resource.listing.strategy === "snapshot");

/** One page of the vendor's list of what was deleted. Its rows become candidates. */
export const readDeleted = async (slice: Slice, cycle: Cycle): Promise<Step> => {
  const { job, deps } = slice;
  const { deletions } = job.resource;
  const listing = deletions!.listing!;
  const ended: Cycle = { ...cycle, phase: "sweep", span: 0, position: undefined };
  const span = nextDeletions(job, cycle, listing);
  if (!span) return { cycle: ended };
  const askedAt = deps.clock();
  const id = (row: unknown): string => deletions?.id?.(row) ?? job.resource.id(row);
  const position = cycle.position ?? firstPosition(listing, span);
  const reading = await readPage({ listing, id, span }, position, async (ask) =>
    listing.read(await job.call(listing.operation, listing.call(ask)), ask),
  ).catch((error: unknown) => troubleWith(slice, error));
  // Rows are one thing, and what was deleted another: the cycle ends without the second.
  if (typeof reading === "string") return { cycle: { ...ended, warnings: withWarning(cycle.warnings, reading) } };
  const odd = reading.rows.filter((row) => idOrNone(id, row) === undefined);
  for (const row of odd)
    await deps.states.keepUnreadable(
      job.ref,
      job.resource.name,
      { body: JSON.stringify(row) ?? "", reason: "no id" },
      deps.clock(),
    );
  const named = reading.rows.filter((row) => idOrNone(id, row) !== undefined);
  const told = named.filter((row) => saysDeleted(job.resource, row));
  const evidence = { way: "deleted-list", said: "gone", at: askedAt } as const;
  const noted = await noteAgainst(slice, told.map(id), evidence);
  // Living rows: the vendor shows another list than the one that was asked for, and what was deleted may not be on it.
  const isIgnored = told.length < named.length;
  if (isIgnored && told.length === 0)
    return { cycle: { ...ended, warnings: withWarning(cycle.warnings, "filter-ignored"), deletedIgnored: true } };
  return {
    cycle: {
      ...cycle,
      ...noted,
      unreadable: cycle.unreadable + odd.length,
      span: reading.next ? cycle.span : cycle.span + 1,
      position: reading.next,
      warnings: withWarning(cycle.warnings, isIgnored ? "filter-ignored" : reading.warning),
      ...(isIgnored ? { deletedIgnored: true } : {}),
    },
  };
};

/** Whether a row of a list of deleted ones is no evidence against itself: where such rows say what they are, it has to. */
export const saysDeleted = ({ ended }: Resource, row: unknown): boolean => !ended || ended(row) !== undefined;

/**
 * What the cycle says where the list cannot be read: a key may lack the permission for it, or it alone is out of order.
 * @throws what is not about this list: a limit, an access that has ended, a worker that leaves, a defect of ours
 */
const troubleWith = async ({ job, deps }: Slice, error: unknown): Promise<SyncWarning> => {
  if (error instanceof Rejected) return "deletions-refused";
  const isOutage = error instanceof RetryLater && !error.limited && !(error instanceof NotNow);
  if (!isOutage && !(error instanceof VendorChanged)) throw error;
  if (error instanceof VendorChanged) await keepAnswer(job, deps, error);
  return "deletions-unread";
};

/**
 * Where the list of deletions is taken up next; at once when a new candidate has to be seen in it again, and from the same
 * place where the vendor refused it or gave no answer.
 */
export const deletedAfter = (state: SyncState, cycle: Cycle, again: boolean): SyncState["deleted"] => {
  const { deletedFrom, vendorMark, mark, startedAt, warnings } = cycle;
  if (deletedFrom !== undefined && warnings.includes("deletions-refused")) {
    const cursor = state.deleted?.cursor ?? deletedFrom;
    return { cursor, askedAt: startedAt + REFUSED_WAIT - DELETED_EVERY, refused: true };
  }
  if (deletedFrom !== undefined && warnings.includes("deletions-unread"))
    return { ...wideOf(state), cursor: state.deleted?.cursor ?? deletedFrom, askedAt: startedAt, unread: true };
  if (deletedFrom !== undefined && cycle.deletedIgnored) {
    const cursor = Math.max(state.deleted?.cursor ?? deletedFrom, startedAt - MOST_AGAIN);
    return { ...wideOf(state), cursor, askedAt: startedAt };
  }
  const deleted =
    deletedFrom === undefined ? state.deleted : readUntil(state, deletedFrom, vendorMark ?? mark, startedAt);
  return deleted && again ? { ...deleted, askedAt: 0 } : deleted;
};

const wideOf = ({ deleted }: SyncState) => (deleted?.wideAt === undefined ? {} : { wideAt: deleted.wideAt });

const readUntil = ({ deleted }: SyncState, from: number, cursor: number, startedAt: number): SyncState["deleted"] => {
  const isWide = !deleted || from <= deleted.cursor - WIDE;
  const wideAt = isWide ? startedAt : deleted.wideAt;
  return { cursor, askedAt: startedAt, ...(wideAt === undefined ? {} : { wideAt }) };
};
