import { changedFields } from "../../core/content.ts";
import type { Clock, Log, Metric } from "../../core/ports.ts";
import type { Item } from "../../core/table.ts";
import type { ChangeDraft, FeedDrafts, FeedStore } from "../../stores/feed.ts";
import { type FindChanges, type FindStore, findChanges } from "../../stores/finds.ts";
import { parseRecordKey } from "../../stores/keys.ts";
import { changedAt, type StoredRecord, toStored } from "../../stores/records.ts";
import type { ChangeRange, TenantFeedStore } from "../../stores/tenant-feed.ts";
import type { PlacedChanges } from "./fan-out-events.ts";

/** One entry of the table's stream: a record before and after. */
export interface RecordChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface PublishDeps {
  readonly feed: FeedStore;
  readonly tenantFeed: TenantFeedStore;
  readonly finds: FindStore;
  readonly clock: Clock;
  readonly metric: Metric;
  readonly log: Log;
  /** Hands the changes on to the tenants' endpoints. */
  readonly fanOut: (placed: readonly PlacedChanges[]) => Promise<void>;
}

/** Shops that one line of the log names. */
const MOST_NAMED = 5;

/**
 * Gives each change its place in its resource's feed, in the stream's order. The index of records comes first: who hears of a
 * change can find it.
 */
export const publishChanges = async (batch: readonly RecordChange[], deps: PublishDeps): Promise<number> => {
  const groups = new Map<string, FeedDrafts & { readonly drafts: ChangeDraft[] }>();
  const found: FindChanges[] = [];
  for (const { before, after } of batch) {
    // A removed item is a removed shop's: nobody is left to be told.
    if (!after) continue;
    const place = parseRecordKey(after.pk);
    if (!place) continue;
    const next = toStored(after);
    const old = before && toStored(before);
    found.push(findChanges(place, place.resource, old, next));
    const draft = draftOf(place.resource, old, next);
    if (!draft) continue;
    const group = groups.get(after.pk) ?? {
      ref: { tenant: place.tenant, shop: place.shop },
      resource: place.resource,
      drafts: [],
    };
    group.drafts.push(draft);
    groups.set(after.pk, group);
  }
  await deps.finds.apply(found);
  const placed: PlacedChanges[] = [];
  const repeated = new Set<string>();
  const feeds = [...groups.values()];
  for (const [index, { changes, isRepeated }] of (await deps.feed.appendMany(feeds, deps.clock())).entries()) {
    const { ref } = feeds[index]!;
    placed.push({ ref, changes });
    if (isRepeated) repeated.add(ref.tenant);
  }
  // After the shops' feeds: a follower that hears of a change here finds it there.
  for (const [tenant, ranges] of rangesByTenant(placed))
    await deps.tenantFeed.append(tenant, ranges, deps.clock(), repeated.has(tenant));
  // All at once and after the last has its place: so a tenant's endpoints are read once per batch, and never too early.
  await deps.fanOut(placed);
  const published = placed.reduce((sum, { changes }) => sum + changes.length, 0);
  if (published > 0) {
    deps.metric("ChangesPublished", published);
    const shops = [...new Set(placed.map(({ ref }) => `${ref.tenant}/${ref.shop}`))];
    deps.log("info", "changes-published", { published, shops: shops.slice(0, MOST_NAMED) });
  }
  return published;
};

/** Each group's changes have places without gaps. */
export const rangesByTenant = (placed: readonly PlacedChanges[]): Map<string, ChangeRange[]> => {
  const tenants = new Map<string, ChangeRange[]>();
  for (const { ref, changes } of placed) {
    const [first] = changes;
    if (!first) continue;
    const range = { shop: ref.shop, resource: first.resource, from: first.seq, to: changes.at(-1)!.seq };
    tenants.set(ref.tenant, [...(tenants.get(ref.tenant) ?? []), range]);
  }
  return tenants;
};

const draftOf = (resource: string, old: StoredRecord | undefined, next: StoredRecord): ChangeDraft | undefined => {
  if (old && old.version === next.version) return undefined;
  const gone = !old || old.deleted;
  if (next.deleted && gone) return undefined;
  const type = next.deleted ? "deleted" : gone ? "added" : "updated";
  return {
    resource,
    id: next.id,
    version: next.version,
    type,
    // Changes in the raw row alone have no canonical field to name.
    fields: type === "deleted" ? [] : changedFields(old && !gone ? shownOf(old) : undefined, shownOf(next)),
    ...(next.origin === undefined ? {} : { origin: next.origin }),
    ...(next.backfill && type !== "deleted" ? { backfill: true } : {}),
    at: new Date(changedAt(next)).toISOString(),
  };
};

/** What a tenant put on a record counts as a field of it: the tenant's other systems are to hear of it as well. */
export const shownOf = ({ record, metadata }: StoredRecord): object => (metadata ? { ...record, metadata } : record);
