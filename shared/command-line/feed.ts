import { setTimeout as sleep } from "node:timers/promises";
import { type Api, ApiRefused, isPassing } from "./api.ts";
import { pathPart } from "./path-part.ts";
import type { Settings } from "./settings.ts";
import { Trouble } from "./trouble.ts";

export interface FeedChange {
  readonly changeId: string;
  /** In the feed of all shops. */
  readonly shop?: string;
  readonly resource: string;
  readonly id: string;
  readonly version: number;
  readonly seq: number;
  /** `orders.added` */
  readonly type: string;
  readonly fields: readonly string[];
  readonly origin?: string;
  readonly backfill?: true;
  readonly at: string;
  /** As it is now, where it was asked for. */
  readonly record?: CurrentRecord;
}

/** A record as the API shows it. */
export interface CurrentRecord {
  readonly deleted?: true;
  readonly metadata?: unknown;
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface FollowOptions {
  /** The feed of one shop, of some, or (undefined) of all shops of the tenant. */
  readonly shop?: string | readonly string[] | undefined;
  readonly resources?: string | undefined;
  /** Each change brings its record, as it is now. */
  readonly records?: boolean | undefined;
  /** Where to begin: `next` of an answer, `latest`, or undefined for the beginning. */
  readonly from: string | undefined;
  /** Ends where nothing is new. */
  readonly once?: boolean | undefined;
  readonly signal: AbortSignal;
  /** What the person is told of an outage. */
  readonly say: (text: string) => void;
}

/** The page, which may be empty, and the place behind it: a program that keeps it when the page is done loses nothing. */
export interface FeedPage {
  readonly changes: readonly FeedChange[];
  readonly next: string;
}

const LONGEST_PAUSE = 30;
/** Seconds, where an answer names no pause and brings nothing either. */
const USUAL_PAUSE = 4;
const GONE = 410;

/**
 * Pages of a feed, one after the other, through outages of ours. Asks again after the pause that the answer names: a held
 * request costs more than all of these.
 * @throws Trouble when the place is worth nothing any more: a program that went on would miss something
 */
export async function* followFeed(api: Api, options: FollowOptions): AsyncGenerator<FeedPage> {
  const { once, signal } = options;
  const { path, query } = feedOf(options);
  let cursor = options.from;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const page = await api.call<{ data: FeedChange[]; next: string; pauseSeconds: number }>("GET", path, {
        query: { cursor, ...query },
        signal,
      });
      failures = 0;
      const isNews = page.data.length > 0 || page.next !== cursor;
      cursor = page.next;
      yield { changes: page.data, next: page.next };
      const rest = restOf(page, isNews);
      if (once && rest > 0) return;
      if (rest > 0) await pause(rest, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      await sitOut(error, failures, options);
    }
  }
}

/** 0: more is there. An answer without changes does not say otherwise: a rare filter is looked through by parts. */
const restOf = ({ pauseSeconds }: { readonly pauseSeconds: number }, isNews: boolean): number =>
  pauseSeconds || (isNews ? 0 : USUAL_PAUSE);

/** The route of the feed, and what it is asked beside the place. */
const feedOf = ({ shop, resources, records }: FollowOptions) => {
  const query = { resources, include: records ? "record" : undefined, limit: 500 };
  return typeof shop === "string"
    ? { path: `/v1/shops/${pathPart("shop", shop)}/changes`, query }
    : { path: "/v1/changes", query: { ...query, shops: shop?.join(",") } };
};

/** Waits until it is worth asking again. @throws Trouble, and whatever does not pass by itself */
const sitOut = async (error: unknown, failures: number, { once, signal, say }: FollowOptions): Promise<void> => {
  if (error instanceof ApiRefused && error.status === GONE)
    throw new Trouble(`${error.message} Start again with --from beginning, or with --from latest.`);
  if (!isPassing(error) || once) throw error;
  const named = error instanceof ApiRefused ? error.retryAfter : undefined;
  const seconds = named || Math.min(LONGEST_PAUSE, 2 ** failures);
  say(`${error.message} Again in ${seconds} s.`);
  await pause(seconds, signal);
};

/** Ends early and without an error when the signal is aborted. */
export const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  sleep(seconds * 1_000, undefined, { signal }).catch(() => undefined);

/** What a command follows: each choice has a place of its own. */
export interface FeedChoice {
  readonly shop?: FollowOptions["shop"];
  readonly resources?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** Where a command left off, for each choice of the deployment. */
export const createPlaces = (settings: Settings, api: Api, purpose: string) => {
  const name = `places-${purpose}.json`;
  const keyOf = ({ shop, resources, types }: FeedChoice) =>
    [api.url, shop?.toString() ?? "*", resources ?? "*", ...(types ? [types.toString()] : [])].join(" ");
  return {
    get: (choice: FeedChoice): string | undefined => settings.read<Record<string, string>>(name)?.[keyOf(choice)],
    set: (choice: FeedChoice, next: string): void =>
      settings.write(name, { ...settings.read<Record<string, string>>(name), [keyOf(choice)]: next }),
  };
};
