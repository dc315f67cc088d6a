import type { operations } from "./document.ts";
import { isPassing, retryAfterIn, type TillbridgeProblem, type TillbridgeUnreachable } from "./problem.ts";
import type { Surroundings } from "./retry.ts";
import type { Change, TenantChange } from "./types.ts";

type ShopQuery = NonNullable<operations["listChanges"]["parameters"]["query"]>;
type TenantQuery = NonNullable<operations["listAllChanges"]["parameters"]["query"]>;

/**
 * Changes, and the place behind them: a program that keeps `next` when the changes are done loses nothing. Without changes:
 * a filter has left out all that was looked at, and the place has moved all the same.
 */
export interface FeedPage<One = Change> {
  readonly changes: readonly One[];
  readonly next: string;
}
export type TenantFeedPage = FeedPage<TenantChange>;

export interface FollowOptions<Query = ShopQuery> {
  /** Where to go on: the last `next` that you kept. `latest`: from now on. Absent: from the beginning of the feed. */
  readonly from?: string | undefined;
  /** The feed's own parameters. */
  readonly query?: Omit<Query, "cursor" | "wait">;
  /** Ends where the feed says that nothing more is there, instead of waiting. */
  readonly once?: boolean;
  readonly signal?: AbortSignal;
  /** Hears of an outage, and after how many seconds the feed is asked again. */
  readonly onTrouble?: (error: TillbridgeProblem | TillbridgeUnreachable, seconds: number) => void;
}

export type FollowAllOptions = FollowOptions<TenantQuery>;

/** Asks for one page of the feed. @throws TillbridgeProblem, TillbridgeUnreachable */
export type AskFeed<Query, One> = (
  query: Query,
  signal: AbortSignal | undefined,
) => Promise<{ data: One[]; next: string; pauseSeconds: number }>;

const LONGEST_PAUSE = 30;
/** Seconds, where an answer names no pause and brings nothing either. */
const USUAL_PAUSE = 4;

/**
 * Pages of the feed, one after the other, through outages. Where nothing more is there, the feed is asked again after the
 * pause that it names. An aborted signal ends it without an error.
 */
export async function* followFeed<Query, One>(
  ask: AskFeed<Query, One>,
  { from, query, once = false, signal, onTrouble }: FollowOptions<Query>,
  sleep: Surroundings["sleep"],
): AsyncGenerator<FeedPage<One>, void, undefined> {
  let cursor = from;
  let failures = 0;
  while (!signal?.aborted) {
    try {
      const page = await ask({ ...query, cursor } as Query, signal);
      failures = 0;
      const isNews = page.data.length > 0 || page.next !== cursor;
      cursor = page.next;
      if (isNews) yield { changes: page.data, next: page.next };
      const pause = pauseOf(page, isNews);
      if (once && pause > 0) return;
      if (pause > 0) await sleep(pause, signal).catch(() => undefined);
    } catch (error) {
      if (signal?.aborted) return;
      failures += 1;
      const seconds = secondsAfter(error, failures, onTrouble);
      await sleep(seconds, signal).catch(() => undefined);
    }
  }
}

/** 0: more is there. An answer without changes does not say otherwise: a rare filter is looked through by parts. */
const pauseOf = ({ pauseSeconds }: { readonly pauseSeconds: number }, isNews: boolean): number =>
  pauseSeconds || (isNews ? 0 : USUAL_PAUSE);

/** How long an outage is waited out. @throws what does not pass by itself */
const secondsAfter = (error: unknown, failures: number, onTrouble: FollowOptions["onTrouble"]): number => {
  if (!isPassing(error)) throw error;
  const seconds = retryAfterIn(error) || Math.min(LONGEST_PAUSE, 2 ** failures);
  onTrouble?.(error, seconds);
  return seconds;
};
