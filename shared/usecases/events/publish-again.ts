import { changedFields } from "../../core/content.ts";
import type { PatientJob, SyncJob } from "../../core/jobs.ts";
import type { Clock, Log, Metric, Queues } from "../../core/ports.ts";
import type { ChangeDraft, FeedStore } from "../../stores/feed.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { changedAt, type RecordStore, type StoredRecord } from "../../stores/records.ts";
import type { ShopStore } from "../../stores/shops.ts";
import type { TenantFeedStore } from "../../stores/tenant-feed.ts";
import type { PlacedChanges } from "./fan-out-events.ts";
import { rangesByTenant, shownOf } from "./publish-changes.ts";

interface PublishAgainDeps {
  readonly shops: Pick<ShopStore, "get">;
  readonly records: Pick<RecordStore, "page">;
  readonly feed: Pick<FeedStore, "appendAgain">;
  readonly tenantFeed: Pick<TenantFeedStore, "append">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly metric: Metric;
  readonly log: Log;
  readonly fanOut: (placed: readonly PlacedChanges[]) => Promise<void>;
}

type PublishJob = Extract<SyncJob, { type: "publish" }>;

/** Records of one step: they have their places, are told, and the next message begins behind them. */
const PAGE = 200;

/**
 * Tells the records of a resource once more, each as it is now: for followers whose feed lacks something. A follower that has heard of a
 * version knows it by its id and version; its event has the id that it had. A crash between two steps tells one of them twice.
 */
export const publishAgain = async (job: PublishJob, deadline: number, deps: PublishAgainDeps): Promise<void> => {
  const { tenant, shop, resource, since } = job;
  const ref: ShopRef = { tenant, shop };
  let { after, told = 0 } = job;
  do {
    const found = await deps.shops.get(ref);
    if (!found || found.health === "removing") return;
    const page = await deps.records.page(ref, resource, { after, limit: PAGE, deleted: true, changedSince: since });
    told += await tell(ref, resource, page.records, deps);
    after = page.next;
  } while (after !== undefined && deps.clock() < deadline);
  if (after === undefined) return deps.log("info", "feed-published-again", { ...ref, resource, published: told });
  const body = { ...job, after, told, patient: true } satisfies PatientJob;
  await deps.queues.send("backfill", [{ body, group: tenant }]);
};

const tell = async (
  ref: ShopRef,
  resource: string,
  records: readonly StoredRecord[],
  deps: PublishAgainDeps,
): Promise<number> => {
  if (records.length === 0) return 0;
  const drafts = records.map((record) => draftOf(resource, record));
  const placed: readonly PlacedChanges[] = [
    { ref, changes: await deps.feed.appendAgain(ref, resource, drafts, deps.clock()) },
  ];
  for (const [tenant, ranges] of rangesByTenant(placed)) await deps.tenantFeed.append(tenant, ranges, deps.clock());
  await deps.fanOut(placed);
  deps.metric("ChangesPublished", drafts.length);
  return drafts.length;
};

/** What differs from what a follower knows nobody can tell: every field is named. */
const draftOf = (resource: string, stored: StoredRecord): ChangeDraft => ({
  resource,
  id: stored.id,
  version: stored.version,
  type: stored.deleted ? "deleted" : "updated",
  fields: stored.deleted ? [] : changedFields(undefined, shownOf(stored)),
  ...(stored.origin === undefined ? {} : { origin: stored.origin }),
  ...(stored.backfill && !stored.deleted ? { backfill: true } : {}),
  at: new Date(changedAt(stored)).toISOString(),
});
