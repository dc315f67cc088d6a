import { SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import { refOf } from "../../stores/shops.ts";
import type { Evidence } from "../../sync/evidence.ts";
import { ask, evidenceOf } from "../sync/ask.ts";
import { askLater, holdCourtNow } from "../sync/court-now.ts";
import { followEnd } from "../sync/follow-ups.ts";
import type { WriteWorker } from "./worker.ts";

/** The court asks for the record and for another one, and must leave the worker time to tell the outcome. */
const SITTING = 20 * SECOND;

/**
 * Asks for a record that the vendor was told to remove. What is gone by the vendor's own words ends in the copy by the
 * court that judges all deletions; what is unclear stays a candidate there.
 */
export const readDeletion = async (
  resource: Resource,
  id: string,
  write: string,
  worker: WriteWorker,
): Promise<{ readonly isGone: boolean; readonly isShown: boolean }> => {
  const { records, candidates, clock } = worker.deps;
  const { shop, grants } = worker.shop;
  const ref = refOf(shop);
  const askedAt = clock();
  const call = worker.shop.call("write");
  const settings = { ...shop.settings, grants };
  const stored = await records.get(ref, resource.name, id);
  const own: Evidence = {
    way: "own-write",
    said: "gone",
    at: askedAt,
    words: "the vendor said yes to our deletion",
    write,
  };
  const noteAll = async (...evidence: readonly Evidence[]): Promise<void> => {
    for (const one of evidence) await candidates.note(ref, resource.name, [{ id, evidence: one }]);
  };
  const isKnown = stored !== undefined && !stored.deleted;
  /** Nothing is proven yet: the vendor is asked again in a minute. */
  const leaveOpen = async (): Promise<void> => {
    await noteAll(own);
    await askLater({ ref, resource, ids: [id] }, worker.deps);
  };
  const told = await ask({ resource, id, current: stored?.raw, call, settings }).catch(async (error: unknown) => {
    if (isKnown) await leaveOpen();
    throw error;
  });
  if (told.said === "here") {
    await records.upsert(ref, resource.name, [told.seen], askedAt);
    // The vendor's reads may be behind its writes.
    await leaveOpen();
    return { isGone: false, isShown: true };
  }
  const isGone = told.said === "gone" || told.said === "not-shown";
  if (!isKnown) return { isGone, isShown: false };
  const answer = evidenceOf(told, askedAt);
  await noteAll(own, ...(answer ? [answer] : []));
  const deadline = Math.min(worker.leaseUntil, clock() + SITTING);
  const follow = followEnd(worker.shop, resource, worker.deps);
  await holdCourtNow({ ref, resource, settings, call, deadline, followEnd: follow }, [id], worker.deps);
  return { isGone, isShown: false };
};
