import type { operations } from "./document.ts";
import { TillbridgeProblem, TillbridgeUnreachable } from "./problem.ts";
import type { Surroundings } from "./retry.ts";
import type { Change } from "./types.ts";

type FeedQuery = NonNullable<operations["listChanges"]["parameters"]["query"]>;

/** Changes, and the place behind them: whoever keeps `next` when the changes are done loses nothing. */
export interface FeedPage {
  readonly changes: readonly Change[];
  readonly next: string;
}

export interface FollowOptions {
  /** Where to go on: the last `next` that you kept. `latest`: from now on. Absent: from the beginning of the feed. */
  readonly from?: string | undefined;
  /** The feed's own parameters. */
  readonly query?: Omit<FeedQuery, "cursor" | "wait">;
  /** Ends where nothing is new, instead of waiting. */
  readonly once?: boolean;
  readonly signal?: AbortSignal;
  /** Hears of an outage, and after how many seconds the feed is asked again. */
  readonly onTrouble?: (error: TillbridgeProblem | TillbridgeUnreachable, seconds: number) => void;
}

/** Asks for one page of the feed. @throws TillbridgeProblem, TillbridgeUnreachable */
export type AskFeed = (query: FeedQuery, signal: AbortSignal | undefined) => Promise<{ data: Change[]; next: string }>;

/** Seconds that the API waits for a change. */
const WAIT = 20;
const LONGEST_PAUSE = 30;

/** Pages of the feed, one after the other, through outages. An aborted signal ends it without an error. */
export async function* followFeed(
  ask: AskFeed,
  { from, query, once = false, signal, onTrouble }: FollowOptions,
  sleep: Surroundings["sleep"],
): AsyncGenerator<FeedPage, void, undefined> {
  let cursor = from;
  let failures = 0;
  while (!signal?.aborted) {
    try {
      const place = cursor === undefined ? {} : { cursor };
      const page = await ask({ ...query, ...place, wait: once ? 0 : WAIT }, signal);
      failures = 0;
      cursor = page.next;
      if (page.data.length > 0) yield { changes: page.data, next: page.next };
      else if (once) return;
    } catch (error) {
      if (signal?.aborted) return;
      if (!isPassing(error)) throw error;
      failures += 1;
      const seconds = retryAfterIn(error) ?? Math.min(LONGEST_PAUSE, 2 ** failures);
      onTrouble?.(error, seconds);
      await sleep(seconds, signal).catch(() => undefined);
    }
  }
}

const isPassing = (error: unknown): error is TillbridgeProblem | TillbridgeUnreachable =>
  error instanceof TillbridgeUnreachable ||
  (error instanceof TillbridgeProblem && (error.status >= 500 || error.status === 429));

const retryAfterIn = (error: TillbridgeProblem | TillbridgeUnreachable): number | undefined =>
  error instanceof TillbridgeProblem ? error.retryAfter : undefined;
