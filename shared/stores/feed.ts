import { BadRequest } from "../core/errors.ts";
import { inParallel } from "../core/parallel.ts";
import type { Condition, Table, TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { type FeedEntry, packEntries, pageItem } from "./feed-pages.ts";
import {
  BEGINNING,
  COUNTER,
  type Counter,
  counterChange,
  createFeedReader,
  entriesOf,
  type FindEntry,
} from "./feed-reader.ts";
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

/** A change with the time at which it got its place, unix milliseconds. */
export interface PublishedChange extends Change {
  readonly shop: string;
  readonly publishedAt: number;
}

export const FEED_RETENTION = 90 * DAY;

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
const NOTHING = { count: 0, seq: 0 } as const;

/** Changes that get their places by one transaction. */
const MOST = 500;
/** Changes of one page. */
const PAGE = 100;
/** A write of an item up to 1 kB costs one unit. */
const SMALL = 1_000;
/** Names and numbers of a counter. */
const COUNTER_BYTES = 80;
const SIDE_BY_SIDE = 24;

const publishedAt = ({ placedAt }: FeedEntry): number => placedAt * 1_000;
const isKept = (entry: FeedEntry, now: number): boolean => publishedAt(entry) + FEED_RETENTION > now;

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

type Placed = Pick<Change, "id" | "version" | "at" | "seq">;

/** What an instance knows of the end of a feed. */
interface FeedEnd {
  readonly counter: Counter;
  /** What this instance has appended last, up to the counter. Absent: another one has. */
  readonly appended?: readonly Placed[] | undefined;
}

/** A feed as a writer names it. */
interface Feed {
  readonly pk: string;
  readonly resource: string;
}

/** Feeds whose counters an instance remembers. */
const MOST_REMEMBERED = 5_000;

/**
 * The change feed: one gapless sequence per shop and resource. Its last changes stand in the item of its counter, so that a change
 * gets its place by one small write; when that item is full, they go into a page by one transaction with the counter. A reader
 * that asks for what came after n can therefore never miss a change that appears later.
 */
export const createFeedStore = (table: Table) => {
  const reader = createFeedReader(table, FEED_RETENTION);
  /** As this instance has left them. The condition of each append says whether that still holds. */
  const ends = new Map<string, FeedEnd>();
  const remember = (pk: string, counter: Counter, appended?: readonly Change[]): void => {
    if (ends.size > MOST_REMEMBERED) ends.clear();
    ends.set(pk, { counter, appended: appended?.map(({ id, version, at, seq }) => ({ id, version, at, seq })) });
  };

  /** The place of a change among the last ones of a feed: places are given out behind the time at which a change was seen. */
  const placeOf = async (feed: Feed, draft: ChangeDraft, counter: Counter): Promise<number | undefined> => {
    const since = Date.parse(draft.at) - CLOCKS_APART;
    if (counter.seq === 0 || (counter.placedAt ?? since) < since) return undefined;
    let looked = 0;
    for await (const entry of reader.backwards(feed, counter)) {
      if (entry.again !== true && isSameChange(entry, draft)) return entry.seq;
      looked += 1;
      if (publishedAt(entry) < since || looked >= MOST_LOOKED) return undefined;
    }
    return undefined;
  };

  /**
   * How many of the drafts have their places already, and that of the last of these. All changes of a resource come here in
   * one order: what stands before a change that has its place has its own right before that. The publisher's batches may be
   * cut anew, so the feed's last change may stand behind all of these.
   */
  const standing = async (
    feed: Feed,
    drafts: readonly ChangeDraft[],
    { counter, appended }: FeedEnd,
  ): Promise<{ readonly count: number; readonly seq: number }> => {
    const count = placesKnown(drafts, counter);
    if (count > 0) return { count, seq: counter.seq };
    const last = drafts.at(-1);
    if (!last) return NOTHING;
    const seq = appended ? appended.find((one) => isSameChange(one, last))?.seq : await placeOf(feed, last, counter);
    return seq === undefined ? NOTHING : { count: drafts.length, seq };
  };

  /** Moves the counter on if it is still the same. False: another publisher was faster. */
  const store = async (writes: readonly TableWrite[]): Promise<boolean> => {
    const [first] = writes;
    if (writes.length === 1 && first && "update" in first)
      return (await table.update(first.update, first.change, first.when)) !== undefined;
    return table.transact(writes);
  };

  /** Of a feed whose end is known, without a read of its counter. Undefined: that end has to be read. */
  const appendKnown = async ({ ref, resource, drafts }: FeedDrafts, now: number): Promise<Appended | undefined> => {
    const feed = { pk: keys.feed(ref, resource), resource };
    const end = ends.get(feed.pk);
    if (!end || drafts.length > MOST) return undefined;
    if ((await standing(feed, drafts, end)).count > 0) return undefined;
    const { changes, after, writes } = placed(feed, drafts, end.counter, { now });
    ends.delete(feed.pk);
    if (!(await store(writes))) return undefined;
    remember(feed.pk, after, changes);
    return { changes, isRepeated: false };
  };

  /** Reads the counters of feeds that this instance does not know, by one request. */
  const learn = async (feeds: readonly FeedDrafts[]): Promise<void> => {
    const unknown = feeds.map(({ ref, resource }) => keys.feed(ref, resource)).filter((pk) => !ends.has(pk));
    if (unknown.length === 0) return;
    const counters = await reader.counters(unknown);
    for (const pk of unknown) remember(pk, counters.get(pk) ?? BEGINNING);
  };

  return {
    /** The last place of a feed; 0: nothing has changed yet. */
    async last(ref: ShopRef, resource: string): Promise<number> {
      return (await reader.counter(keys.feed(ref, resource))).seq;
    },

    /**
     * How many changes of a resource got their places between these times, one count for each stretch: a few read units
     * a time, and one for a resource without changes.
     * @param times unix milliseconds, the earliest first
     */
    async countBetween(ref: ShopRef, resource: string, times: readonly number[]): Promise<number[]> {
      const feed = { pk: keys.feed(ref, resource), resource };
      const counter = await reader.counter(feed.pk);
      const find = reader.finder(feed, counter);
      const [oldest, newest] = await Promise.all([find(1), find(counter.seq)]);
      const places: number[] = [];
      for (const at of times) {
        // Most times lie before or behind all changes of a feed.
        if (!newest || publishedAt(newest) < at) places.push(counter.seq + 1);
        else if (oldest && publishedAt(oldest) >= at) places.push(1);
        else places.push(await firstSince(find, at, places.at(-1) ?? 1, counter.seq));
      }
      return places.slice(1).map((place, index) => place - places[index]!);
    },

    /** The last places of several feeds, in one read. */
    async lastOf(ref: ShopRef, resources: readonly string[]): Promise<Map<string, FeedPlace>> {
      const counters = await reader.counters(resources.map((resource) => keys.feed(ref, resource)));
      return new Map(
        resources.map((resource) => {
          const { seq, at } = counters.get(keys.feed(ref, resource)) ?? BEGINNING;
          return [resource, { seq, at }];
        }),
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
      const feed = { pk: keys.feed(ref, resource), resource };
      const counter = await reader.counter(feed.pk);
      const find = reader.finder(feed, counter);
      const wanted = versions.filter(({ at }) => at > now - FEED_RETENTION);
      const found = await Promise.all(
        wanted.map(async ({ version, at }) => {
          const from = await firstSince(find, at - CLOCKS_APART, 1, counter.seq);
          const entries = await reader.take(feed, counter, { from, limit: MOST_LOOKED });
          return entries.find((change) => change.id === id && change.version === version);
        }),
      );
      return new Map(found.flatMap((entry) => (entry ? [[entry.version, toChange(entry)] as const] : [])));
    },

    /** Changes of any shops of a tenant, in no order; those that are no longer kept are left out. */
    async readMany(tenant: string, places: readonly ChangePlace[], now: number): Promise<PublishedChange[]> {
      const feeds = new Map<string, Feed & { readonly shop: string; readonly seqs: number[] }>();
      for (const { shop, resource, seq } of places) {
        const pk = keys.feed({ tenant, shop }, resource);
        const feed = feeds.get(pk) ?? { pk, resource, shop, seqs: [] };
        feed.seqs.push(seq);
        feeds.set(pk, feed);
      }
      const counters = await reader.counters([...feeds.keys()]);
      const found: PublishedChange[] = [];
      await inParallel([...feeds.values()], SIDE_BY_SIDE, async (feed) => {
        const entries = await reader.pick(feed, counters.get(feed.pk) ?? BEGINNING, feed.seqs);
        for (const entry of entries.filter((one) => isKept(one, now)))
          found.push({ ...toChange(entry), shop: feed.shop, publishedAt: publishedAt(entry) });
      });
      return found;
    },

    /**
     * Appends in the given order and returns the changes with their places. A repeated call, after nobody heard the
     * answer of the first, returns the places that the changes have already, also when it has only a part of them.
     * `isRepeated`: some of the changes had their places before.
     */
    async append(ref: ShopRef, resource: string, drafts: readonly ChangeDraft[], now: number): Promise<Appended> {
      const feed = { pk: keys.feed(ref, resource), resource };
      const changes: Change[] = [];
      let isRepeated = false;
      while (changes.length < drafts.length) {
        const rest = drafts.slice(changes.length);
        const counter = await reader.counter(feed.pk);
        const end = ends.get(feed.pk);
        const { count, seq } = await standing(feed, rest, end && isSameEnd(end.counter, counter) ? end : { counter });
        if (count > 0) {
          isRepeated ||= changes.length === 0;
          changes.push(...rest.slice(0, count).map((draft, index) => ({ ...draft, seq: seq - count + 1 + index })));
          continue;
        }
        const next = placed(feed, rest.slice(0, MOST), counter, { now });
        if (!(await store(next.writes))) continue;
        changes.push(...next.changes);
        remember(feed.pk, next.after, changes);
      }
      return { changes, isRepeated };
    },

    /** The same for several feeds, each named once: side by side, and without a read where nothing stands in the way. */
    async appendMany(feeds: readonly FeedDrafts[], now: number): Promise<readonly Appended[]> {
      await learn(feeds);
      const appended = new Map<FeedDrafts, Appended>();
      await inParallel(feeds, SIDE_BY_SIDE, async (feed) => {
        const known = await appendKnown(feed, now);
        appended.set(feed, known ?? (await this.append(feed.ref, feed.resource, feed.drafts, now)));
      });
      return feeds.map((feed) => appended.get(feed)!);
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
      const feed = { pk: keys.feed(ref, resource), resource };
      const changes: Change[] = [];
      while (changes.length < drafts.length) {
        const counter = await reader.counter(feed.pk);
        const next = placed(feed, drafts.slice(changes.length, changes.length + MOST), counter, { now, again: true });
        if (await store(next.writes)) changes.push(...next.changes);
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
      const feed = { pk: keys.feed(ref, resource), resource };
      const counter = await reader.counter(feed.pk);
      if (counter.seq <= seq) return [];
      const entries = await reader.take(feed, counter, { from: seq + 1, limit, keptAt: now });
      const expired = entries[0]?.seq !== seq + 1;
      if (expired) throw feedGone("no-longer-kept", `resource ${resource}`);
      return entries.map(toChange);
    },
  };
};

export type FeedStore = ReturnType<typeof createFeedStore>;

const toChange = ({ placedAt: _, again: __, ...change }: FeedEntry): Change => change;

/** The first place that was given out at or after a time, among these; behind the last one where there is none. */
const firstSince = async (find: FindEntry, at: number, first: number, last: number): Promise<number> => {
  let [from, to] = [first, last + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const entry = await find(middle);
    // One that is not there any more is older than all that are.
    if (entry !== undefined && publishedAt(entry) >= at) to = middle;
    else from = middle + 1;
  }
  return from;
};

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

/** The changes that follow the counter, with the writes that store them and move it on. */
const placed = (
  { pk, resource }: Feed,
  drafts: readonly ChangeDraft[],
  before: Counter,
  { now, again }: { readonly now: number; readonly again?: true },
) => {
  const mark = again ? { again } : {};
  const placedAt = Math.ceil(now / 1_000);
  const changes: Change[] = drafts.map((draft, index) => ({ ...draft, seq: before.seq + index + 1 }));
  const { seq, id, version, at } = changes.at(-1)!;
  const { full, tail } = room(
    pk,
    entriesOf(before, resource),
    changes.map((one) => ({ ...one, placedAt, ...mark })),
  );
  const named = again ? {} : { id, version };
  const after: Counter = { seq, at: Date.parse(at), placedAt: now, tail, ...named };
  const writes: TableWrite[] = [
    ...full.map((entries) => ({ put: pageItem(pk, entries, FEED_RETENTION) })),
    { update: { pk, sk: COUNTER }, change: counterChange(after), when: isStill(before) },
  ];
  return { changes, after, writes };
};

/** What goes into pages, and what stays with the counter: all of it, the new changes alone, or nothing. */
const room = (pk: string, stored: readonly FeedEntry[], news: readonly FeedEntry[]) => {
  const bytesLeft = SMALL - COUNTER_BYTES - pk.length - Buffer.byteLength(news.at(-1)!.id);
  for (const [full, kept] of [
    [[], [...stored, ...news]],
    [stored, news],
  ] as const) {
    const tail = kept.length > PAGE ? undefined : packEntries(kept);
    if (tail && tail.byteLength <= bytesLeft) return { full: full.length > 0 ? [full] : [], tail };
  }
  const all = [...stored, ...news];
  const pages = Array.from({ length: Math.ceil(all.length / PAGE) }, (_, index) =>
    all.slice(index * PAGE, (index + 1) * PAGE),
  );
  return { full: pages, tail: undefined };
};
