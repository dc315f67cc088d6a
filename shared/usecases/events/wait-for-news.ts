import type { FeedHold } from "../../core/holds.ts";
import type { Clock, Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import { type ChangeRange, settled, type TenantFeedStore } from "../../stores/tenant-feed.ts";

export interface WaitDeps {
  readonly tenantFeed: Pick<TenantFeedStore, "peek" | "entries">;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

const FIRST_PAUSE = SECOND / 4;
const LONGEST_PAUSE = 2 * SECOND;
const GROWTH = 1.5;
const ENTRIES = 100;

/** Whether a change is of these shops and resources. */
export const concernsOf =
  ({ shops, resources }: Pick<FeedHold, "shops" | "resources">) =>
  (one: Pick<ChangeRange, "shop" | "resource">): boolean =>
    (shops?.includes(one.shop) ?? true) && (resources?.includes(one.resource) ?? true);

/** Looks at one small item, after pauses that grow, whatever the number of shops. False: there was no news until then. */
export const waitForNews = async (hold: FeedHold, deps: WaitDeps): Promise<boolean> => {
  const concerns = concernsOf(hold);
  let seen = hold.from;
  let pause = FIRST_PAUSE;
  for (;;) {
    const left = hold.until - deps.clock();
    if (left <= 0) return false;
    await deps.sleep(Math.min(pause, left));
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
    if ((await deps.tenantFeed.peek(hold.tenant)) <= seen) continue;
    const now = deps.clock();
    const news = settled(await deps.tenantFeed.entries(hold.tenant, seen + 1, ENTRIES, now), seen, now);
    if (news.some(({ ranges }) => ranges.some(concerns))) return true;
    seen = news.at(-1)?.place ?? seen;
  }
};
