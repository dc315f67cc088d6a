import { DAY, HOUR, MINUTE, SECOND } from "../../core/time.ts";
import { isDoubtful, type Write, type WriteResult } from "../../stores/ledger.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { canonical, type WriteWorker } from "./worker.ts";

/** Tries that certainly did not reach the vendor, before a write is dead. */
export const MOST_ATTEMPTS = 12;

/** A write with an unknown outcome keeps its line closed no longer than this. */
const LONGEST_BLOCK = 15 * MINUTE;

/** It is looked for no longer than this. */
export const LONGEST_SEARCH = 3 * DAY;

/** A vendor's reads may be behind its writes for so long. */
export const LONGEST_LAG = MINUTE;

/** A write that later ones have passed is not sent again. That the vendor's lists do not show it is believed after this time only. */
export const LONGEST_LAG_ASIDE = 30 * MINUTE;

const DEFAULT_SETTLE_SECONDS = 60;

/** When the write may be touched, if not now. */
export const waitFor = (write: Write, now: number): number | undefined => {
  const until = Math.max(write.notBefore ?? 0, write.leaseUntil ?? 0);
  return until > now ? until : undefined;
};

/** When a look at the vendor tells the truth about a lost try, unix milliseconds. */
export const settledAt = (write: Write, shop: OpenShop): number => {
  if (!isDoubtful(write)) return 0;
  return write.lostAt! + (canonical(write, shop)?.settleSeconds ?? DEFAULT_SETTLE_SECONDS) * SECOND;
};

/** The writes behind it have waited long enough. With none behind it, a write that can be sent again keeps its line. */
export const mustStepAside = async (write: Write, worker: WriteWorker): Promise<boolean> => {
  const now = worker.deps.clock();
  if (write.aside || now - (write.startedAt ?? now) <= LONGEST_BLOCK) return false;
  const declared = canonical(write, worker.shop);
  if (declared?.probe) return true;
  return declared?.repeatable === true && (await worker.deps.ledger.behind(write)) !== undefined;
};

/**
 * When a write with an unknown outcome has to leave its line: at most 15 minutes after its first try. Its next look is never
 * later. A write that keeps its line beyond that is looked at again within the same time, for the writes that come now.
 */
export const endOfBlock = (write: Write, now: number): number => {
  if (write.aside) return Number.POSITIVE_INFINITY;
  const end = (write.startedAt ?? now) + LONGEST_BLOCK + 1;
  return end > now ? end : now + LONGEST_BLOCK;
};

/**
 * When a record is looked at once more that is as it was before its call, although the vendor said yes: its reads may be
 * behind its writes, and the next write of the line would repeat what this one has replaced. A product's record moves for
 * other reasons as well, so a stock that is not the one that was set counts as before. So does a record that could not be read
 * just then. Undefined: it has been long enough, or the record shows something of the write.
 * @param isReadable the vendor can be asked for the record
 */
export const behindUntil = (
  { kind, dropped = {}, lastAttemptAt, recordBefore }: Write,
  result: WriteResult | undefined,
  now: number,
  isReadable = false,
): number | undefined => {
  const isUnmoved = recordBefore !== undefined && result?.version === recordBefore;
  const isMissing = (result?.notTaken ?? []).some((field) => !Object.hasOwn(dropped, field));
  // No row shows a difference: that the record has not moved says the same.
  const isAsBefore = kind === "stock.move" ? isUnmoved || isMissing : isMissing && (isUnmoved || kind === "stock.set");
  const isUnread = isReadable && recordBefore !== undefined && result?.readBack !== true;
  const since = now - (lastAttemptAt ?? 0);
  if (result?.by !== "answer" || !(isAsBefore || isUnread) || since >= LONGEST_LAG) return undefined;
  return now + Math.min(Math.max(SECOND, since), LONGEST_LAG - since);
};

export const backOff = (attempts: number, random: () => number): number =>
  Math.min(HOUR / 4, SECOND * 2 ** Math.min(attempts, 10)) * (0.5 + random() / 2);
