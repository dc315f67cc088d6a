import type { Clock, Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import { type ChangeRange, settled, type TenantFeedStore } from "../../stores/tenant-feed.ts";

export interface WaitDeps {
  readonly tenantFeed: TenantFeedStore;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

export interface Wait {
  /** The place in the tenant's log behind which something is news. */
  readonly from: number;
  readonly concerns: (range: ChangeRange) => boolean;
  /** Unix milliseconds. */
  readonly until: number;
}

const FIRST_PAUSE = SECOND / 4;
const LONGEST_PAUSE = 2 * SECOND;
const GROWTH = 1.5;
const ENTRIES = 100;

/** Looks at one small item, after pauses that grow, whatever the number of shops. False: there was no news until then. */
export const waitForNews = async (tenant: string, wait: Wait, deps: WaitDeps): Promise<boolean> => {
  let seen = wait.from;
  let pause = FIRST_PAUSE;
  for (;;) {
    const left = wait.until - deps.clock();
    if (left <= 0) return false;
    await deps.sleep(Math.min(pause, left));
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
    if ((await deps.tenantFeed.peek(tenant)) <= seen) continue;
    const now = deps.clock();
    const news = settled(await deps.tenantFeed.entries(tenant, seen + 1, ENTRIES, now), seen, now);
    if (news.some(({ ranges }) => ranges.some(wait.concerns))) return true;
    seen = news.at(-1)?.place ?? seen;
  }
};
