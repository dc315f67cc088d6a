import type { Item, Change as ItemChange, Table } from "../core/table.ts";
import { type FeedEntry, type Page, sequenceKey, toPage, unpackEntries } from "./feed-pages.ts";

export const COUNTER = "!counter";

/** The end of a feed: its last place, and the changes that are in no page yet. */
export interface Counter {
  readonly seq: number;
  /** When the last change happened, unix milliseconds; 0: never, or it was not noted. */
  readonly at: number;
  /** The last change. Absent: an operator had it published once more. */
  readonly id?: string | undefined;
  readonly version?: number | undefined;
  /** When it got its place, unix milliseconds. Absent: the counter is of a time that did not note it. */
  readonly placedAt?: number | undefined;
  /** The changes up to the last place, packed. */
  readonly tail?: Uint8Array | undefined;
}

export const BEGINNING: Counter = { seq: 0, at: 0 };

interface Feed {
  readonly pk: string;
  readonly resource: string;
}

interface Wanted {
  /** The first place. */
  readonly from: number;
  readonly limit: number;
  /** Unix milliseconds: without what is no longer kept then. */
  readonly keptAt?: number;
}

/** The change at a place, or undefined where it is no longer kept. */
export type FindEntry = (seq: number) => Promise<FeedEntry | undefined>;

/** Pages of one request to the table. */
const PAGES = 8;
/** Changes that an ordinary page holds: a guess, by which the size of a request is chosen. */
const USUAL = 16;

/**
 * Reads feeds. The counter is always read first: what stands with it then is not looked for in the pages, and everything before it
 * is in a page already.
 */
export const createFeedReader = (table: Table, retention: number) => {
  const pagesFrom = async function* (
    { pk, resource }: Feed,
    query: { readonly from: number; readonly descending?: boolean; readonly pages?: number },
  ): AsyncGenerator<Page> {
    const { from, descending = false, pages = PAGES } = query;
    let after: string | undefined;
    do {
      const read = await table.query({ pk, from: sequenceKey(from), descending, after, limit: pages });
      for (const item of read.items) yield toPage(item, resource, retention);
      after = read.next;
    } while (after !== undefined);
  };

  const onward = async function* (
    feed: Feed,
    counter: Counter,
    from: number,
    limit: number,
  ): AsyncGenerator<FeedEntry> {
    const tail = entriesOf(counter, feed.resource);
    const begin = tail[0]?.seq ?? counter.seq + 1;
    if (from < begin)
      for await (const page of pagesFrom(feed, { from, pages: Math.ceil(limit / USUAL) + 1 })) {
        yield* page.entries.filter(({ seq }) => seq >= from && seq < begin);
        if (page.last >= begin - 1) break;
      }
    yield* tail.filter(({ seq }) => seq >= from);
  };

  return {
    async counter(pk: string): Promise<Counter> {
      return toCounter(await table.get({ pk, sk: COUNTER }));
    },

    /** Of several feeds, by one request; those that have none are left out. */
    async counters(pks: readonly string[]): Promise<Map<string, Counter>> {
      const items = await table.getMany(pks.map((pk) => ({ pk, sk: COUNTER })));
      return new Map(items.map((item) => [item.pk, toCounter(item)]));
    },

    /** The changes from a place on, in their order. */
    async take(feed: Feed, counter: Counter, { from, limit, keptAt }: Wanted): Promise<FeedEntry[]> {
      const found: FeedEntry[] = [];
      for await (const entry of onward(feed, counter, from, limit)) {
        if (keptAt !== undefined && entry.placedAt * 1_000 + retention <= keptAt) continue;
        found.push(entry);
        if (found.length === limit) break;
      }
      return found;
    },

    /** The changes at these places. */
    async pick(feed: Feed, counter: Counter, seqs: readonly number[]): Promise<FeedEntry[]> {
      const find = finderOf(feed, counter, pagesFrom);
      const found: FeedEntry[] = [];
      for (const seq of [...seqs].sort((one, other) => one - other)) {
        const entry = await find(seq);
        if (entry) found.push(entry);
      }
      return found;
    },

    /** The changes from the last one back. */
    async *backwards(feed: Feed, counter: Counter): AsyncGenerator<FeedEntry> {
      const tail = entriesOf(counter, feed.resource);
      const begin = tail[0]?.seq ?? counter.seq + 1;
      yield* tail.reverse();
      for await (const page of pagesFrom(feed, { from: 1, descending: true }))
        yield* page.entries.filter(({ seq }) => seq < begin).reverse();
    },

    /** Finds changes by their places; a page that was read is not read again. */
    finder: (feed: Feed, counter: Counter): FindEntry => finderOf(feed, counter, pagesFrom),
  };
};

type ReadPages = (feed: Feed, query: { readonly from: number; readonly pages?: number }) => AsyncGenerator<Page>;

const finderOf = (feed: Feed, counter: Counter, pagesFrom: ReadPages): FindEntry => {
  const tail = entriesOf(counter, feed.resource);
  const pages: Page[] = [];
  if (tail[0]) pages.push({ first: tail[0].seq, last: counter.seq, entries: tail });
  return async (seq) => {
    if (seq < 1 || seq > counter.seq) return undefined;
    let page = pages.find(({ first, last }) => seq >= first && seq <= last);
    if (!page) {
      for await (const next of pagesFrom(feed, { from: seq, pages: 1 })) {
        page = next;
        break;
      }
      if (page) pages.push(page);
    }
    return page?.entries.find((entry) => entry.seq === seq);
  };
};

const toCounter = (item: Item | undefined): Counter => ({
  seq: Number(item?.seq ?? 0),
  at: Number(item?.at ?? 0),
  id: item?.id as string | undefined,
  version: item?.v as number | undefined,
  placedAt: item?.placedAt as number | undefined,
  tail: item?.tail as Uint8Array | undefined,
});

export const counterChange = ({ seq, at, id, version, placedAt, tail }: Counter): ItemChange => {
  const fields = { seq, at, id, v: version, placedAt, tail };
  const absent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [name] : []));
  return { set: Object.fromEntries(Object.entries(fields).filter(([name]) => !absent.includes(name))), remove: absent };
};

/** The changes that stand with a counter. */
export const entriesOf = ({ tail, seq }: Counter, resource: string): FeedEntry[] =>
  tail ? unpackEntries(tail, resource, seq) : [];
