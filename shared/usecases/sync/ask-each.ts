import { RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import { refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { ask, evidenceOf, isForbidden } from "./ask.ts";
import type { JobDeps } from "./job-deps.ts";
import { askAgain, waitForAnswer } from "./pull-message.ts";

const ASKED_TOGETHER = 4;
/** A vendor that answers about none of the first ones is left alone for so long, where it names no time. */
const OUTAGE = 2 * MINUTE;
/** Our own table asks for a pause. */
const REST = 5 * SECOND;

export interface Asked {
  /**
   * Those that need not be asked for here any more. Where a limit ends the round, one that was refused may stand between
   * them.
   */
  readonly tried: readonly string[];
  /** A limit or an outage: not before this, unix milliseconds. */
  readonly retryAt?: number;
}

/**
 * Asks for each record and stores what the vendor shows. A record that it does not show is a candidate for deletion, no
 * more. One about which its answer says nothing (an outage, a gateway's page, a stranger's refusal) is asked for again
 * later, with the others of its kind: one such answer proves nothing, and nobody else may ask until the next day. Where the
 * vendor says nothing about the first ones, no more are asked for now.
 */
export const askEach = async (
  open: OpenShop,
  resource: Resource,
  ids: readonly string[],
  { priority, deadline }: { readonly priority: Priority; readonly deadline: number },
  deps: JobDeps,
): Promise<Asked> => {
  const ref = refOf(open.shop);
  const tried: string[] = [];
  const untold: string[] = [];
  let retryAt: number | undefined;
  for (let at = 0; at < ids.length && retryAt === undefined && deps.clock() < deadline; at += ASKED_TOGETHER) {
    const together = ids.slice(at, at + ASKED_TOGETHER);
    try {
      await inParallel(together, ASKED_TOGETHER, async (id) => {
        if (!(await askAndStore(open, resource, id, priority, deps))) untold.push(id);
        // At once: where a limit refuses one of them, the others were answered all the same, and must not be asked again.
        tried.push(id);
      });
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      retryAt = error.retryAt ?? deps.clock() + REST;
    }
    if (tried.length === ASKED_TOGETHER && untold.length === ASKED_TOGETHER) retryAt ??= deps.clock() + OUTAGE;
  }
  await waitForAnswer(ref, resource.name, untold, deps);
  return { tried, ...(retryAt === undefined ? {} : { retryAt }) };
};

/** @returns whether the vendor has said something about the record. @throws RetryLater when a limit is used up */
const askAndStore = async (
  open: OpenShop,
  resource: Resource,
  id: string,
  priority: Priority,
  deps: JobDeps,
): Promise<boolean> => {
  const { shop, grants } = open;
  const ref = refOf(shop);
  const { name } = resource;
  const askedAt = deps.clock();
  const current = await deps.records.get(ref, name, id);
  const like = current ?? (resource.get?.like ? await deps.records.get(ref, resource.get.like, id) : undefined);
  const settings = { ...shop.settings, grants };
  const told = await ask({ resource, id, current: like?.raw, call: open.call(priority), settings });
  if (told.said === "here") {
    const { refused } = await deps.records.upsert(ref, name, [told.seen], askedAt);
    await askAgain(ref, resource, refused, deps);
    return true;
  }
  if (told.said === "cannot-tell") return isForbidden(told) || told.unasked === true;
  const evidence = evidenceOf(told, askedAt);
  if (evidence && current && !current.deleted) await deps.candidates.note(ref, name, [{ id, evidence }]);
  return true;
};
