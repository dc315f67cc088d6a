import { BadRequest } from "../core/errors.ts";
import type { Condition, Item, Table, TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

export type ChangeType = "added" | "updated" | "deleted";

/** A change before it has its place. */
export interface ChangeDraft {
  readonly resource: string;
  readonly id: string;
  /** The record's version after the change; with resource and id it names the change. */
  readonly version: number;
  readonly type: ChangeType;
  /** Top-level fields of the canonical record that differ. */
  readonly fields: readonly string[];
  /** Id of our own write that caused it. */
  readonly origin?: string | undefined;
  /** The record was there before the shop was registered: nothing has happened at the vendor. */
  readonly backfill?: true | undefined;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface Change extends ChangeDraft {
  /** Place in the resource's feed: 1, 2, 3, ... without gaps. */
  readonly seq: number;
}

/** `orders.added`: how a change is called in the feed and in events. */
export const changeName = ({ resource, type }: Pick<ChangeDraft, "resource" | "type">): string => `${resource}.${type}`;

/** Where a reader stands in the feed of a resource: behind the change with this place, which happened then. */
export interface FeedPlace {
  readonly seq: number;
  /** Unix milliseconds; 0: nothing was read yet, or the feed does not know. */
  readonly at: number;
}

/** Names one change of a tenant. */
export interface ChangePlace {
  readonly shop: string;
  readonly resource: string;
  readonly seq: number;
}

/** A change as it is stored, with the time at which it got its place, unix milliseconds. */
export interface PublishedChange extends Change {
  readonly shop: string;
  readonly publishedAt: number;
}

export const FEED_RETENTION = 90 * DAY;
const COUNTER = "!counter";
/** A transaction holds 100 items; one is the counter. */
const MOST = 99;

/** The cursor cannot be used any more: 410, and a fresh start. */
export class FeedGone extends BadRequest {
  readonly why: keyof typeof goneBecause;

  constructor(why: keyof typeof goneBecause, where: string) {
    const message = `${goneBecause[why]} Read the records again and go on from a new cursor.`;
    super(410, "cursor-expired", message, [{ field: "cursor", message: where }]);
    this.why = why;
  }
}
export const feedGone = (why: FeedGone["why"], where: string): FeedGone => new FeedGone(why, where);

const goneBecause = {
  "no-longer-kept": "Changes behind this cursor are no longer kept.",
  "begun-anew": "The feed has begun anew since this cursor was given out.",
  /** It holds less than the reader has read: the table was restored from a backup. */
  "went-back": "The feed was restored from an earlier time since this cursor was given out.",
} as const;

/** Functions that publish have clocks of their own, and the feed counts whole seconds. */
const CLOCKS_APART = 5_000;
/** Changes of others that are looked through behind the time at which a version was seen. */
const MOST_LOOKED = 300;
/** By one request; a batch that failed has no more than these. */
const LOOKED_TOGETHER = 100;
const NOTHING = { count: 0, seq: 0 } as const;

const publishedAt = (item: Item): number => Number(item.ttl) * 1_000 - FEED_RETENTION;

/** Items of one transaction that gives all of them their places: the changes, and a counter for each feed. */
const itemsOf = (feeds: readonly FeedDrafts[]): number => feeds.reduce((sum, { drafts }) => sum + drafts.length + 1, 0);

const sequenceKey = (seq: number): string => `#${String(seq).padStart(15, "0")}`;

/** Changes of one feed that are to get their places, in their order. */
export interface FeedDrafts {
  readonly ref: ShopRef;
  readonly resource: string;
  readonly drafts: readonly ChangeDraft[];
}

export interface Appended {
  readonly changes: readonly Change[];
  /** Some of the changes had their places before. */
  readonly isRepeated: boolean;
}

/** The last change of a feed, as its counter names it. */
interface Counter {
  readonly seq: number;
  readonly id?: string | undefined;
  readonly version?: number | undefined;
  /** When it got its place, unix milliseconds. Absent: the counter is of a time that did not note it. */
  readonly placedAt?: number | undefined;
}

type Placed = Pick<Change, "id" | "version" | "at" | "seq">;

/** What an instance knows of the end of a feed. */
interface FeedEnd {
  readonly counter: Counter;
  /** What this instance has appended last, up to the counter. Absent: another one has. */
  readonly appended?: readonly Placed[] | undefined;
}

/** Feeds whose counters an instance remembers. */
const MOST_REMEMBERED = 5_000;

/**
 * The change feed: one gapless sequence per shop and resource, appended in one transaction with its counter. A reader
 * that asks for what came after n can therefore never miss a change that appears later.
 */
export const createFeedStore = (table: Table) => {
  /** As this instance has left them. The condition of each append says whether that still holds. */
  const ends = new Map<string, FeedEnd>();
  const remember = (pk: string, counter: Counter, appended?: readonly Change[]): void => {
    if (ends.size > MOST_REMEMBERED) ends.clear();
    ends.set(pk, { counter, appended: appended?.map(({ id, version, at, seq }) => ({ id, version, at, seq })) });
  };

  /** The place of a change among the last ones of a feed: places are given out behind the time at which a change was seen. */
  const placeOf = async (pk: string, draft: ChangeDraft, { seq, placedAt }: Counter): Promise<number | undefined> => {
    const since = Date.parse(draft.at) - CLOCKS_APART;
    if (seq === 0 || (placedAt ?? since) < since) return undefined;
    let after: string | undefined;
    for (let looked = 0; looked < MOST_LOOKED; ) {
      const page = await table.query({ pk, from: sequenceKey(1), descending: true, after, limit: LOOKED_TOGETHER });
      const found = page.items.find((item) => item.again !== true && isSameChange(toChange(item), draft));
      if (found) return toChange(found).seq;
      const oldest = page.items.at(-1);
      if (page.next === undefined || !oldest || publishedAt(oldest) < since) return undefined;
      looked += page.items.length;
      after = page.next;
    }
    return undefined;
  };

  /**
   * How many of the drafts have their places already, and that of the last of these. All changes of a resource come here in
   * one order: what stands before a change that has its place has its own right before that. The publisher's batches may be
   * cut anew, so the feed's last change may stand behind all of these.
   */
  const standing = async (
    pk: string,
    drafts: readonly ChangeDraft[],
    { counter, appended }: FeedEnd,
  ): Promise<{ readonly count: number; readonly seq: number }> => {
    const count = placesKnown(drafts, counter);
    if (count > 0) return { count, seq: counter.seq };
    const last = drafts.at(-1);
    if (!last) return NOTHING;
    const seq = appended ? appended.find((one) => isSameChange(one, last))?.seq : await placeOf(pk, last, counter);
    return seq === undefined ? NOTHING : { count: drafts.length, seq };
  };

  /** The changes that follow the counter, with the write that moves it on. */
  const placed = (pk: string, drafts: readonly ChangeDraft[], before: Counter, now: number) => {
    const { seq } = before;
    const changes: Change[] = drafts.map((draft, index) => ({ ...draft, seq: seq + index + 1 }));
    const { id, version, at } = changes.at(-1)!;
    const after: Counter = { seq: seq + changes.length, id, version, placedAt: now };
    const writes: TableWrite[] = [
      ...changes.map((change) => ({ put: toItem(pk, change, now) })),
      {
        update: { pk, sk: COUNTER },
        change: { set: { seq: after.seq, id, v: version, at: Date.parse(at), placedAt: now } },
        when: isStill(before),
      },
    ];
    return { changes, after, writes };
  };

  /** Of several feeds by one transaction. Undefined: they are to be appended one by one. */
  const appendTogether = async (
    feeds: readonly FeedDrafts[],
    now: number,
  ): Promise<readonly Appended[] | undefined> => {
    const keysOf = feeds.map(({ ref, resource }) => keys.feed(ref, resource));
    if (itemsOf(feeds) > MOST + 1) return undefined;
    const unknown = keysOf.filter((pk) => !ends.has(pk));
    if (unknown.length > 0) {
      const items = await table.getMany(unknown.map((pk) => ({ pk, sk: COUNTER })));
      const found = new Map(items.map((item) => [item.pk, item]));
      for (const pk of unknown) remember(pk, toCounter(found.get(pk)));
    }
    const parts = await Promise.all(
      feeds.map(async ({ drafts }, index) => {
        const pk = keysOf[index]!;
        const end = ends.get(pk) ?? { counter: toCounter(undefined) };
        const { count } = await standing(pk, drafts, end);
        return { pk, isRepeated: count > 0, ...placed(pk, drafts, end.counter, now) };
      }),
    );
    if (parts.some(({ isRepeated }) => isRepeated)) return undefined;
    for (const pk of keysOf) ends.delete(pk);
    if (!(await table.transact(parts.flatMap(({ writes }) => writes)))) return undefined;
    for (const { pk, after, changes } of parts) remember(pk, after, changes);
    return parts.map(({ changes }) => ({ changes, isRepeated: false }));
  };

  const last = async (ref: ShopRef, resource: string): Promise<number> =>
    Number((await table.get({ pk: keys.feed(ref, resource), sk: COUNTER }))?.seq ?? 0);

  /** The first place that was given out at or after a time, among these; behind the last one where there is none. */
  const firstSince = async (pk: string, at: number, first: number, last: number): Promise<number> => {
    let [from, to] = [first, last + 1];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const item = await table.get({ pk, sk: sequenceKey(middle) });
      // One that is not there any more is older than all that are.
      if (item !== undefined && publishedAt(item) >= at) to = middle;
      else from = middle + 1;
    }
    return from;
  };

  return {
    last,

    /**
     * How many changes of a resource got their places between these times, one count for each stretch: some twelve read units
     * a time, and two for a resource without changes.
     * @param times unix milliseconds, the earliest first
     */
    async countBetween(ref: ShopRef, resource: string, times: readonly number[]): Promise<number[]> {
      const end = await last(ref, resource);
      const pk = keys.feed(ref, resource);
      const [oldest, newest] = await Promise.all([1, end].map((seq) => table.get({ pk, sk: sequenceKey(seq) })));
      const places: number[] = [];
      for (const at of times) {
        // Most times lie before or behind all changes of a feed.
        if (!newest || publishedAt(newest) < at) places.push(end + 1);
        else if (oldest && publishedAt(oldest) >= at) places.push(1);
        else places.push(await firstSince(pk, at, places.at(-1) ?? 1, end));
      }
      return places.slice(1).map((place, index) => place - places[index]!);
    },

    /** The last places of several feeds, in one read. */
    async lastOf(ref: ShopRef, resources: readonly string[]): Promise<Map<string, FeedPlace>> {
      const items = await table.getMany(resources.map((resource) => ({ pk: keys.feed(ref, resource), sk: COUNTER })));
      const places = new Map(items.map((item) => [item.pk, { seq: Number(item.seq ?? 0), at: Number(item.at ?? 0) }]));
      return new Map(
        resources.map((resource) => [resource, places.get(keys.feed(ref, resource)) ?? { seq: 0, at: 0 }]),
      );
    },

    /**
     * The changes that brought these versions of one record, as far as the feed still holds them. Places are given out in
     * the order of time, so each is looked for from the time at which its version was seen.
     * @param versions `at`: unix milliseconds
     */
    async changesOf(
      ref: ShopRef,
      { resource, id }: Pick<Change, "resource" | "id">,
      versions: readonly { readonly version: number; readonly at: number }[],
      now: number,
    ): Promise<ReadonlyMap<number, Change>> {
      const pk = keys.feed(ref, resource);
      const end = await last(ref, resource);
      const wanted = versions.filter(({ at }) => at > now - FEED_RETENTION);
      const found = await Promise.all(
        wanted.map(async ({ version, at }) => {
          const from = sequenceKey(await firstSince(pk, at - CLOCKS_APART, 1, end));
          const { items } = await table.query({ pk, from, limit: MOST_LOOKED });
          return items.map(toChange).find((change) => change.id === id && change.version === version);
        }),
      );
      return new Map(found.flatMap((change) => (change ? [[change.version, change] as const] : [])));
    },

    /** Changes of any shops of a tenant, in no order; those that are no longer kept are left out. */
    async readMany(tenant: string, places: readonly ChangePlace[], now: number): Promise<PublishedChange[]> {
      const shops = new Map(places.map(({ shop, resource }) => [keys.feed({ tenant, shop }, resource), shop]));
      const items = await table.getMany(
        places.map(({ shop, resource, seq }) => ({ pk: keys.feed({ tenant, shop }, resource), sk: sequenceKey(seq) })),
      );
      return items
        .filter((item) => Number(item.ttl) * 1_000 > now)
        .map((item) => ({
          ...toChange(item),
          shop: shops.get(item.pk)!,
          publishedAt: publishedAt(item),
        }));
    },

    /**
     * Appends in the given order and returns the changes with their places. A repeated call, after nobody heard the
     * answer of the first, returns the places that the changes have already, also when it has only a part of them.
     * `isRepeated`: some of the changes had their places before.
     */
    async append(ref: ShopRef, resource: string, drafts: readonly ChangeDraft[], now: number): Promise<Appended> {
      const pk = keys.feed(ref, resource);
      const changes: Change[] = [];
      let isRepeated = false;
      while (changes.length < drafts.length) {
        const rest = drafts.slice(changes.length);
        const counter = toCounter(await table.get({ pk, sk: COUNTER }));
        const end = ends.get(pk);
        const { count, seq } = await standing(pk, rest, end && isSameEnd(end.counter, counter) ? end : { counter });
        if (count > 0) {
          isRepeated ||= changes.length === 0;
          changes.push(...rest.slice(0, count).map((draft, index) => ({ ...draft, seq: seq - count + 1 + index })));
          continue;
        }
        const next = placed(pk, rest.slice(0, MOST), counter, now);
        if (!(await table.transact(next.writes))) continue;
        changes.push(...next.changes);
        remember(pk, next.after, changes);
      }
      return { changes, isRepeated };
    },

    /** The same for several feeds, each named once: by one transaction and without a read where nothing stands in the way. */
    async appendMany(feeds: readonly FeedDrafts[], now: number): Promise<readonly Appended[]> {
      if (feeds.length === 0) return [];
      const together = await appendTogether(feeds, now);
      if (together) return together;
      const appended: Appended[] = [];
      for (const { ref, resource, drafts } of feeds) appended.push(await this.append(ref, resource, drafts, now));
      return appended;
    },

    /**
     * Appends changes that the feed may hold already, at its end. None of these is a change that `append` has placed: a batch
     * that is repeated behind this has the places that it had before, or new ones, and is told twice rather than never.
     */
    async appendAgain(
      ref: ShopRef,
      resource: string,
      drafts: readonly ChangeDraft[],
      now: number,
    ): Promise<readonly Change[]> {
      const pk = keys.feed(ref, resource);
      const changes: Change[] = [];
      while (changes.length < drafts.length) {
        const seq = await last(ref, resource);
        const placed = drafts
          .slice(changes.length, changes.length + MOST)
          .map((draft, index) => ({ ...draft, seq: seq + index + 1 }));
        const writes: TableWrite[] = placed.map((change) => ({ put: { ...toItem(pk, change, now), again: true } }));
        writes.push({
          update: { pk, sk: COUNTER },
          change: {
            set: { seq: seq + placed.length, at: Date.parse(placed.at(-1)!.at), placedAt: now },
            remove: ["id", "v"],
          },
          when: seq === 0 ? { absent: "seq" } : { equal: ["seq", seq] },
        });
        if (await table.transact(writes)) changes.push(...placed);
      }
      return changes;
    },

    /**
     * What came after `seq`.
     * @throws BadRequest 410 when a change behind `seq` is no longer kept: start again from the records.
     */
    async after(
      ref: ShopRef,
      resource: string,
      seq: number,
      { limit, now }: { readonly limit: number; readonly now: number },
    ): Promise<Change[]> {
      const page = await table.query({ pk: keys.feed(ref, resource), from: sequenceKey(seq + 1), limit });
      const kept = page.items.filter((item) => Number(item.ttl) * 1_000 > now).map(toChange);
      const first = kept[0];
      const expired = first ? first.seq > seq + 1 : page.items.length > 0 || (await last(ref, resource)) > seq;
      if (expired) throw feedGone("no-longer-kept", `resource ${resource}`);
      return kept;
    },
  };
};

export type FeedStore = ReturnType<typeof createFeedStore>;

const toCounter = (item: Item | undefined): Counter => ({
  seq: Number(item?.seq ?? 0),
  id: item?.id as string | undefined,
  version: item?.v as number | undefined,
  placedAt: item?.placedAt as number | undefined,
});

const isSameEnd = (one: Counter, other: Counter): boolean =>
  one.seq === other.seq && one.id === other.id && one.version === other.version;

const isSameChange = (one: Omit<Placed, "seq">, other: Omit<Placed, "seq">): boolean =>
  one.id === other.id && one.version === other.version && one.at === other.at;

/** The last change as well: the feed of a shop that got the id of a removed one counts the same places anew. */
const isStill = ({ seq, id, version }: Counter): Condition =>
  seq === 0
    ? { absent: "seq" }
    : {
        all: [
          { equal: ["seq", seq] },
          ...(id === undefined ? [] : [{ equal: ["id", id] } as const]),
          ...(version === undefined ? [] : [{ equal: ["v", version] } as const]),
        ],
      };

/** How many of the drafts have their places already: all up to the one that the counter names. */
const placesKnown = (drafts: readonly ChangeDraft[], counter: Counter): number =>
  drafts.findLastIndex(({ id, version }) => id === counter.id && version === counter.version) + 1;

const toItem = (pk: string, change: Change, now: number): Item => ({
  pk,
  sk: sequenceKey(change.seq),
  resource: change.resource,
  id: change.id,
  v: change.version,
  type: change.type,
  fields: [...change.fields],
  origin: change.origin,
  backfill: change.backfill,
  at: change.at,
  ttl: Math.ceil((now + FEED_RETENTION) / 1_000),
});

const toChange = (item: Item): Change => ({
  seq: Number(item.sk.slice(1)),
  resource: String(item.resource),
  id: String(item.id),
  version: Number(item.v),
  type: item.type as ChangeType,
  fields: item.fields as string[],
  ...(item.origin === undefined ? {} : { origin: String(item.origin) }),
  ...(item.backfill === true ? { backfill: true } : {}),
  at: String(item.at),
});
