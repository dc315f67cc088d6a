import { setTimeout as sleep } from "node:timers/promises";
import { type Api, ApiRefused, Unreachable } from "./api.ts";
import type { Settings } from "./settings.ts";

export interface FeedChange {
  readonly changeId: string;
  readonly resource: string;
  readonly id: string;
  readonly version: number;
  readonly seq: number;
  /** `orders.added` */
  readonly type: string;
  readonly fields: readonly string[];
  readonly origin?: string;
  readonly at: string;
}

export interface FollowOptions {
  readonly shop: string;
  readonly resources?: string | undefined;
  /** Where to begin: `next` of an answer, `latest`, or undefined for the beginning. */
  readonly from: string | undefined;
  /** Ends where nothing is new. */
  readonly once?: boolean | undefined;
  readonly signal: AbortSignal;
  /** What the person is told of an outage. */
  readonly say: (text: string) => void;
}

/** The page, and the place behind it: whoever keeps it when the page is done loses nothing. */
export interface FeedPage {
  readonly changes: readonly FeedChange[];
  readonly next: string;
}

const WAIT = 20;
const LONGEST_PAUSE = 30;

/** Pages of a shop's feed, one after the other, through outages of ours. */
export async function* followFeed(api: Api, options: FollowOptions): AsyncGenerator<FeedPage> {
  const { shop, resources, once, signal, say } = options;
  let cursor = options.from;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const query = { cursor, resources, wait: once ? 0 : WAIT, limit: 500 };
      const path = `/v1/shops/${encodeURIComponent(shop)}/changes`;
      const page = await api.call<{ data: FeedChange[]; next: string }>("GET", path, { query, signal });
      failures = 0;
      cursor = page.next;
      yield { changes: page.data, next: page.next };
      if (once && page.data.length === 0) return;
    } catch (error) {
      if (signal.aborted) return;
      const passes =
        error instanceof Unreachable || (error instanceof ApiRefused && (error.status >= 500 || error.status === 429));
      if (!passes || once) throw error;
      failures += 1;
      const seconds =
        error instanceof ApiRefused && error.retryAfter !== undefined
          ? error.retryAfter
          : Math.min(LONGEST_PAUSE, 2 ** failures);
      say(`${error.message} Again in ${seconds} s.`);
      await sleep(seconds * 1_000, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Where a command left off, for each shop and selection of the deployment. */
export const createPlaces = (settings: Settings, api: Api, purpose: string) => {
  const name = `places-${purpose}.json`;
  const keyOf = (shop: string, resources: string | undefined) => `${api.url} ${shop} ${resources ?? "*"}`;
  return {
    get: (shop: string, resources?: string): string | undefined =>
      settings.read<Record<string, string>>(name)?.[keyOf(shop, resources)],
    set: (shop: string, resources: string | undefined, next: string): void =>
      settings.write(name, { ...settings.read<Record<string, string>>(name), [keyOf(shop, resources)]: next }),
  };
};
