import { DAY, HOUR, MINUTE, SECOND } from "./time.ts";

/**
 * Bounds on what a vendor names: waits, clocks, lifetimes, counts and sizes. A vendor's number is a hint. It must not
 * stop a shop for a year, start a storm of calls, or carry a cursor past rows that were not read. Each bound says why.
 */

// ---- waits ---------------------------------------------------------------------------------------------------------

/** No wait is shorter: `Retry-After: 0` or `-5` would mean a call in each round trip. */
export const SHORTEST_WAIT = 1 * SECOND;
/** An ordinary wait ends here: one call every 15 minutes harms no vendor, and a shop comes back soon after the vendor. */
export const LONGEST_WAIT = 15 * MINUTE;
/**
 * Nhanh locks an app and URL, lengthens the lock for every call that ignores it, and has nobody who unlocks it by hand
 * (Open API, rate limit). So its word counts for hours, and not for days.
 */
export const LONGEST_LOCK = 6 * HOUR;
/** A time of the vendor's clock counts for so much more than the seconds that it names beside it. */
const CLOCKS_DIFFER = 5 * MINUTE;

/** What a refusing answer names. Every field may hold anything. */
export interface NamedWait {
  /** Seconds from now: `retryAfterSeconds`, `lockedSeconds`. */
  readonly seconds?: unknown;
  /** Unix seconds of the vendor's clock: `unlockedAt`. */
  readonly unixSeconds?: unknown;
  /** The answer's headers, lower case: `retry-after` (seconds or a date) and `date`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WaitRule {
  /** Milliseconds to wait where the vendor names nothing that can be read. */
  readonly otherwise: number;
  /** For what the vendor itself names in its answer's body. Default: `LONGEST_WAIT`. */
  readonly longest?: number;
}

/** A number of seconds, zero and below included; undefined for anything else. */
const secondsOf = (value: unknown): number | undefined => {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return undefined;
  const seconds = Number(value);
  return Number.isNaN(seconds) ? undefined : seconds;
};

/** Milliseconds that `Retry-After` asks for. A date is measured by the vendor's own `Date`, where the answer has one. */
const retryAfter = (headers: Readonly<Record<string, string>>, now: number): number | undefined => {
  const text = headers["retry-after"]?.trim();
  if (!text) return undefined;
  const seconds = secondsOf(text);
  if (seconds !== undefined) return seconds * SECOND;
  const until = Date.parse(text);
  const theirs = Date.parse(headers.date ?? "");
  return Number.isNaN(until) ? undefined : until - (Number.isNaN(theirs) ? now : theirs);
};

/**
 * Until when to wait, unix milliseconds: the longest of the waits that the vendor names, between `SHORTEST_WAIT` and
 * the rule's longest. A header is often a gateway's: it knows nothing of a vendor's locks, and counts for `LONGEST_WAIT`.
 * @param now our clock when the answer came
 */
export const waitUntil = (named: NamedWait, now: number, { otherwise, longest = LONGEST_WAIT }: WaitRule): number => {
  const seconds = secondsOf(named.seconds);
  const after = retryAfter(named.headers ?? {}, now);
  const header = after === undefined ? undefined : Math.min(after, LONGEST_WAIT);
  const waits = [seconds === undefined ? undefined : seconds * SECOND, header].filter((wait) => wait !== undefined);
  const unix = secondsOf(named.unixSeconds);
  if (unix !== undefined) {
    const wait = unix * SECOND - now;
    waits.push(waits.length === 0 ? wait : Math.min(wait, Math.max(...waits) + CLOCKS_DIFFER));
  }
  // Zero and below are no waits: who names them has none to name.
  const asked = Math.max(...waits.filter((wait) => wait > 0));
  const wait = asked > 0 ? asked : otherwise;
  return now + Math.ceil(Math.min(longest, Math.max(SHORTEST_WAIT, wait)));
};

/**
 * Until when a vendor that is out of order asks to wait, for an error that carries a `retryAt`. Empty where its answer
 * has no `Retry-After` that can be read: the queue's own pauses decide.
 */
export const askedToWait = (answer: {
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: number;
}): { readonly retryAt?: number } => {
  const wait = retryAfter(answer.headers, answer.receivedAt);
  return wait === undefined
    ? {}
    : { retryAt: waitUntil({ headers: answer.headers }, answer.receivedAt, { otherwise: SHORTEST_WAIT }) };
};

/**
 * Milliseconds to wait after the `refusals`-th refusal in a row: what the vendor asks for, doubled with each refusal up
 * to `LONGEST_WAIT`. A vendor that goes on refusing has named its waits wrongly. Never less than it asks for.
 */
export const grownWait = (asked: number, refusals: number): number => {
  const first = Math.max(SHORTEST_WAIT, asked);
  return Math.max(first, Math.min(LONGEST_WAIT, first * 2 ** Math.min(Math.max(0, refusals - 1), 20)));
};

// ---- clocks --------------------------------------------------------------------------------------------------------

/** A clock that is further behind is none: the cursor would fall back to the year 1970 and each cycle read everything. */
const MOST_BEHIND = DAY;

/**
 * Where a cursor may stand: by the vendor's clock, where it told one that is not ahead of ours. A clock ahead would
 * carry the cursor past changes that are stamped truly; one behind costs rows that are read again.
 * @param vendorNow the vendor's clock at the start of the cycle
 * @param ours our clock before its first request
 */
export const cursorAt = (vendorNow: number | undefined, ours: number): number =>
  vendorNow === undefined || !(vendorNow >= ours - MOST_BEHIND) ? ours : Math.min(vendorNow, ours);

/**
 * Vendors that name lifetimes give an hour or a day. Less would renew the session with each job; a token that dies sooner is
 * refused by the vendor, and renewed then.
 */
const SHORTEST_SESSION = HOUR;
/** The part of its lifetime after which a session is renewed, so that a call under way does not outlive it. */
const RENEWED_AFTER = 0.9;
/** Dates of JavaScript end at 8.64e15; nobody means more than this. */
const LONGEST_SESSION = 366 * DAY;

/**
 * When a session is to be renewed and when it ends, unix milliseconds. `seconds`: what the vendor names; anything that is no
 * number above zero counts as `otherwise`.
 */
export const sessionTimes = (
  seconds: unknown,
  now: number,
  otherwise: number,
): { readonly renewAt: number; readonly expiresAt: number } => {
  const told = secondsOf(seconds) ?? 0;
  const named = told > 0 ? told : otherwise;
  const lifetime = Math.min(LONGEST_SESSION, Math.max(SHORTEST_SESSION, named * SECOND));
  return { renewAt: now + lifetime * RENEWED_AFTER, expiresAt: now + lifetime };
};

/**
 * When access ends that a person has to renew, unix milliseconds, by the vendor's word. The vendor has just granted or accepted
 * it: a time that is past, or none, says nothing.
 */
export const endOfAccess = (told: number | undefined, now: number): { readonly expiresAt?: number } =>
  told === undefined || told <= now ? {} : { expiresAt: told };

// ---- sizes ----------------------------------------------------------------------------------------------

/** The table's keys end at 1,024 bytes; no vendor's id has more than some dozens. */
const MOST_ID_BYTES = 500;

/** Whether a record can be kept and asked for under this id. */
export const isUsableId = (id: string): boolean =>
  id !== "" && id !== "undefined" && Buffer.byteLength(id) <= MOST_ID_BYTES;

/** Lists and objects within each other: a vendor's answer has some ten. Thousands overflow a stack. */
export const MOST_DEPTH = 200;

/** A vendor's sentence, in an item beside others: a page of HTML is none. */
export const MOST_LETTERS = 1_000;

/** Parts of a listing that a checkpoint can hold; a shop has some dozens of price lists or campaigns. */
export const MOST_PARTS = 5_000;

/**
 * Most bytes of an answer, after decompression. A page of 250 orders has about 1 MB; a function has 512 MB of memory,
 * and text and its parsed form take several times an answer's bytes.
 */
export const MOST_ANSWER_BYTES = 20_000_000;
