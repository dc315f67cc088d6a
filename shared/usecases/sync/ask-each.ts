import { RetryLater } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { ask, evidenceOf, isForbidden } from "./ask.ts";
import { askTogether, FIRST_TOGETHER, portionsOf } from "./ask-together.ts";
import type { JobDeps } from "./job-deps.ts";
import { askAgain, waitForAnswer } from "./pull-message.ts";

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

/** What is asked for, and how urgently. */
export interface Asking {
  readonly resource: Resource;
  readonly ids: readonly string[];
  readonly priority: Priority;
  /** Our clock after which no more are asked for, unix milliseconds. */
  readonly deadline: number;
}

/**
 * Asks for each record and stores what the vendor shows. A record that it does not show is a candidate for deletion, no
 * more. One about which its answer says nothing (an outage, a gateway's page, a stranger's refusal) is asked for again
 * later, with the others of its kind: one such answer proves nothing, and nobody else may ask until the next day. Where the
 * vendor says nothing about the first ones, no more are asked for now.
 */
export const askEach = async (open: OpenShop, asking: Asking, deps: JobDeps): Promise<Asked> => {
  const { resource, ids, deadline } = asking;
  const ref = refOf(open.shop);
  const tried: string[] = [];
  const untold: string[] = [];
  let retryAt: number | undefined;
  const stored = await storedOf(ref, resource, ids, deps);
  for (const together of portionsOf(ids)) {
    if (retryAt !== undefined || deps.clock() >= deadline) break;
    try {
      const heard = await askAndStore(open, { ...asking, ids: together }, stored, deps);
      // Where a limit refuses one of them, the others were answered all the same, and must not be asked again.
      tried.push(...heard.tried);
      untold.push(...heard.untold);
      if (heard.failure !== undefined) throw heard.failure;
    } catch (error) {
      retryAt = timeToRetry(error, deps.clock);
    }
    if (tried.length === FIRST_TOGETHER && untold.length === FIRST_TOGETHER) retryAt ??= deps.clock() + OUTAGE;
  }
  await waitForAnswer(ref, resource.name, untold, deps);
  return { tried, ...(retryAt === undefined ? {} : { retryAt }) };
};

/** Unix milliseconds. @throws what is no refusal of the moment */
const timeToRetry = (error: unknown, clock: Clock): number => {
  if (!(error instanceof RetryLater)) throw error;
  return error.retryAt ?? clock() + REST;
};

interface Tried {
  readonly tried: readonly string[];
  /** Of those the ones about which the vendor has said nothing. */
  readonly untold: readonly string[];
  /** A limit that is used up, or an error that is about no record. */
  readonly failure?: unknown;
}

/** Records that are asked for side by side are stored together. */
const askAndStore = async (
  open: OpenShop,
  { resource, ids, priority }: Omit<Asking, "deadline">,
  stored: Stored,
  deps: JobDeps,
): Promise<Tried> => {
  const { shop, grants } = open;
  const ref = refOf(shop);
  const { name } = resource;
  const settings = { ...shop.settings, grants };
  const askedAt = deps.clock();
  const call = open.call(priority);
  const { told, failure } = await askTogether(ids, (id) =>
    ask({
      ...{ resource, id, call, settings },
      current: (stored.own.get(id) ?? stored.like.get(id))?.raw,
      version: stored.own.get(id)?.version,
    }),
  );
  const seen = [...told.values()].flatMap((one) => (one.said === "here" ? [one.seen] : []));
  if (seen.length > 0) {
    const { refused } = await deps.records.upsert(ref, name, seen, askedAt);
    await askAgain({ ref, resource, ids: refused }, deps);
  }
  const noted = [...told].flatMap(([id, one]) => {
    const evidence = one.said !== "cannot-tell" && stored.own.get(id)?.deleted === false && evidenceOf(one, askedAt);
    return evidence ? [{ id, evidence }] : [];
  });
  if (noted.length > 0) await deps.candidates.note(ref, name, noted);
  const untold = [...told].filter(([, one]) => one.said === "cannot-tell" && !isForbidden(one) && !one.unasked);
  return { tried: [...told.keys()], untold: untold.map(([id]) => id), failure };
};

/** What is stored of the records themselves, and of those that are like them, by id. */
interface Stored {
  readonly own: ReadonlyMap<string, StoredRecord>;
  readonly like: ReadonlyMap<string, StoredRecord>;
}

const storedOf = async (
  ref: ShopRef,
  { name, get }: Resource,
  ids: readonly string[],
  { records }: Pick<JobDeps, "records">,
): Promise<Stored> => {
  const read = async (resource: ResourceName, some: readonly string[]) =>
    new Map((some.length > 0 ? await records.getMany(ref, resource, some) : []).map((one) => [one.id, one]));
  const own = await read(name, ids);
  const others = ids.filter((id) => !own.has(id));
  return { own, like: get?.like ? await read(get.like, others) : new Map() };
};
