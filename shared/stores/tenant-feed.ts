import type { Item, Table, TableWrite } from "../core/table.ts";
import { MINUTE } from "../core/time.ts";
import { FEED_RETENTION } from "./feed.ts";
import { keys, type ShopRef } from "./keys.ts";

/** Changes of one resource that got their places together: `from` to `to`, both in it. */
export interface ChangeRange {
  readonly shop: string;
  readonly resource: string;
  readonly from: number;
  readonly to: number;
}

/** One entry of a tenant's log: what was published together. */
export interface LogEntry {
  /** 1, 2, 3, ... */
  readonly place: number;
  /** When it was published, unix milliseconds. */
  readonly at: number;
  readonly ranges: readonly ChangeRange[];
}

/** The one small item that says how far a tenant's log has come. */
export interface LogHead {
  /** A cursor of another epoch is worth nothing any more. */
  readonly epoch: string;
  /** The last place that was given away; its entry may still be under way. */
  readonly place: number;
  /** When it was given away, unix milliseconds; 0: never. */
  readonly at: number;
  /** When the first place was given away, unix milliseconds; 0: never. */
  readonly since: number;
}

const HEAD = "!head";
/**
 * A publisher that has a place and has stored nothing in it for so long never will: `publish` is ended after a minute. Its changes come
 * again in a later entry, because the stream repeats what failed.
 */
export const ABANDONED = 2 * MINUTE;
/** Entries looked through for changes that a repeated batch has told already. */
const RECENT = 50;

const placeKey = (place: number): string => `#${String(place).padStart(15, "0")}`;
const formerKey = ({ tenant, shop }: ShopRef) => ({ pk: keys.tenantFeed(tenant), sk: `!former#${shop}` });
/** Up to which place the log tells of the shop that had the id before. */
const begunKey = ({ tenant, shop }: ShopRef) => ({ pk: keys.tenantFeed(tenant), sk: `!begun#${shop}` });

/**
 * The log of a tenant: in which order the changes of all its shops got their places in the shops' feeds. It names ranges
 * and no records. A place is given away by one addition, which never collides however many publish at once; so a place may
 * stay empty for a moment, and readers stop before it.
 */
export const createTenantFeedStore = (table: Table) => {
  const headKey = (tenant: string) => ({ pk: keys.tenantFeed(tenant), sk: HEAD });

  const untold = async (tenant: string, ranges: readonly ChangeRange[]): Promise<ChangeRange[]> => {
    const shops = [...new Set(ranges.map(({ shop }) => shop))];
    const [page, begun] = await Promise.all([
      table.query({ pk: keys.tenantFeed(tenant), from: placeKey(0), descending: true, limit: RECENT }),
      table.getMany(shops.map((shop) => begunKey({ tenant, shop }))),
    ]);
    // A removed shop's feed has counted the same places as that of the shop that has its id now.
    const since = new Map(begun.map(({ sk, place }) => [sk, Number(place)]));
    const told = new Map<string, number>();
    for (const { place, ranges: before } of page.items.map(toEntry))
      for (const { shop, resource, to } of before) {
        if (place <= (since.get(begunKey({ tenant, shop }).sk) ?? 0)) continue;
        told.set(`${shop} ${resource}`, Math.max(to, told.get(`${shop} ${resource}`) ?? 0));
      }
    return ranges.flatMap((range) => {
      const from = Math.max(range.from, (told.get(`${range.shop} ${range.resource}`) ?? 0) + 1);
      return from > range.to ? [] : [{ ...range, from }];
    });
  };

  return {
    async head(tenant: string): Promise<LogHead> {
      const item = await table.get(headKey(tenant));
      return {
        epoch: String(item?.epoch ?? ""),
        place: Number(item?.place ?? 0),
        at: Number(item?.at ?? 0),
        since: Number(item?.since ?? 0),
      };
    },

    /** How far the log has come, for a request that waits: it may be late by a moment, and costs half. */
    async peek(tenant: string): Promise<number> {
      const [item] = await table.getMany([headKey(tenant)], ["place"], { eventual: true });
      return Number(item?.place ?? 0);
    },

    /** @param isRepeated some of it may have been told before */
    async append(tenant: string, ranges: readonly ChangeRange[], now: number, isRepeated = false): Promise<void> {
      const news = isRepeated ? await untold(tenant, ranges) : ranges;
      if (news.length === 0) return;
      const head = await table.update(headKey(tenant), { add: { place: 1 }, set: { at: now } });
      const place = Number(head?.place);
      await table.put({
        pk: keys.tenantFeed(tenant),
        sk: placeKey(place),
        at: now,
        ranges: news.map(({ shop, resource, from, to }) => [shop, resource, from, to]),
        ttl: Math.ceil((now + FEED_RETENTION) / 1_000),
      });
      if (head?.since === undefined) await table.update(headKey(tenant), { set: { since: now } }, { absent: "since" });
    },

    /** Entries that are kept, from a place on, in order. */
    async entries(tenant: string, from: number, limit: number, now: number): Promise<LogEntry[]> {
      const page = await table.query({ pk: keys.tenantFeed(tenant), from: placeKey(from), limit });
      return page.items.filter((item) => Number(item.ttl) * 1_000 > now).map(toEntry);
    },

    /** A shop gets an id that another one had: cursors of before are worth nothing, because its feed begins anew. */
    async beginAnew(ref: ShopRef, epoch: string): Promise<void> {
      const former = await table.get(formerKey(ref));
      if (!former) return;
      // The epoch first: whatever happens to us, no cursor of before meets the new shop's feed.
      const head = await table.update(headKey(ref.tenant), { set: { epoch } });
      const begun = { ...begunKey(ref), place: Number(head?.place ?? 0), ttl: former.ttl };
      await table.transact([{ put: begun }, { delete: formerKey(ref) }]);
    },
  };
};

export type TenantFeedStore = ReturnType<typeof createTenantFeedStore>;

/** Remembers that the id was a shop's, as long as a cursor may remember it. */
export const rememberFormer = (ref: ShopRef, now: number): TableWrite => ({
  put: { ...formerKey(ref), ttl: Math.ceil((now + FEED_RETENTION) / 1_000) },
});

/** Entries behind a place, up to one that may still be filled. */
export const settled = (entries: readonly LogEntry[], place: number, now: number): LogEntry[] => {
  const found: LogEntry[] = [];
  let last = place;
  for (const entry of entries) {
    if (entry.place > last + 1 && now - entry.at < ABANDONED) break;
    found.push(entry);
    last = entry.place;
  }
  return found;
};

const toEntry = (item: Item): LogEntry => ({
  place: Number(item.sk.slice(1)),
  at: Number(item.at),
  ranges: (item.ranges as readonly (readonly [string, string, number, number])[]).map(([shop, resource, from, to]) => ({
    shop,
    resource,
    from,
    to,
  })),
});
