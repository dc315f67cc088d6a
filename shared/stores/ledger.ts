import { BadRequest } from "../core/errors.ts";
import { type QueryResult, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { nextState, type WriteEvent, type WriteState } from "../core/write-states.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { UsageStore } from "./usage.ts";
import { nameOf, type Write, type WriteFields } from "./write.ts";
import {
  type Entry,
  entryWrite,
  type Line,
  type NewInLine,
  newWrites,
  placeBehind,
  placeItem,
  placeKey,
  type Tail,
  tailWrite,
  toTail,
  toWrite,
} from "./write-items.ts";
import { createWriteKeys } from "./write-keys.ts";

export {
  isDoubtful,
  laneOf,
  mayBeDone,
  type Write,
  type WriteError,
  type WriteFields,
  type WriteResult,
} from "./write.ts";
export { type Entry, type Line, type NewInLine, placeBehind, type Tail } from "./write-items.ts";
export { entryParts, lineParts } from "./write-parts.ts";

/** Entries that are looked at together by who looks for some, and how often for one page. */
const SOUGHT = 250;
const MOST_LOOKED = 8;
/** Places that are looked through for writes about a record. */
const MOST_ABOUT = 1_000;

/**
 * The ledger of writes. The entry and its place in the entity's line are stored together; queues only wake workers.
 * An entry stands in its line from the first moment until nothing is left to be done about it, and nobody can get in
 * before those that are there: so the first write stays first until it leaves.
 */
export const createLedgerStore = (table: Table, usage?: Pick<UsageStore, "leave">) => {
  const get = async (ref: ShopRef, id: string): Promise<Write | undefined> => {
    const item = await table.get({ pk: keys.writes(ref), sk: id });
    return item && toWrite(item);
  };

  const tail = async (ref: ShopRef, entity: string): Promise<Tail | undefined> => {
    const item = await table.get(keys.laneTail(ref, nameOf(entity)));
    return item && toTail(item);
  };

  return {
    ...createWriteKeys(table),
    get,
    tail,

    /** Who came last into each of these lines, by the entity. Absent: nobody did. */
    async tails(ref: ShopRef, entities: readonly string[]): Promise<ReadonlyMap<string, Tail>> {
      const items = await table.getMany(entities.map((entity) => keys.laneTail(ref, nameOf(entity))));
      const found = new Map(items.map((item) => [item.sk, toTail(item)]));
      return new Map(
        entities.flatMap((entity) => {
          const last = found.get(nameOf(entity));
          return last ? [[entity, last] as const] : [];
        }),
      );
    },

    /** @throws BadRequest 404 */
    async find(ref: ShopRef, id: string): Promise<Write> {
      const write = await get(ref, id);
      if (!write) throw new BadRequest(404, "unknown-write", `There is no write ${id}.`);
      return write;
    },

    async getMany(ref: ShopRef, ids: readonly string[]): Promise<Map<string, Write>> {
      const pk = keys.writes(ref);
      const items = await table.getMany([...new Set(ids)].map((sk) => ({ pk, sk })));
      return new Map(items.map((item) => [item.sk, toWrite(item)]));
    },

    /**
     * Stores new entries of one line with their places behind `last` and their idempotency keys: all or nothing. Their
     * places are in the order given. False: a key is taken, another write came into the line, or the superseded entry
     * has begun meanwhile: look again.
     * @param entries a part of `entryParts`
     */
    async add(entries: readonly Entry[], last: Tail | undefined, now: number, supersedes?: Write): Promise<boolean> {
      const { write: hindmost } = entries.at(-1)!;
      const ref = { tenant: hindmost.tenant, shop: hindmost.shop };
      const writes = newWrites({ entries, last }, now);
      if (supersedes) {
        const old: Write = { ...supersedes, state: "cancelled", supersededBy: hindmost.id, closed: true };
        writes.push(entryWrite(old, supersedes), { delete: placeKey(supersedes) });
      }
      const added = await table.transact(writes);
      if (added && supersedes) usage?.leave(ref.tenant, 1);
      return added;
    },

    /** The same for several lines at once: none of it, where it cannot be done for one of them. @param lines a part of `lineParts` */
    addTogether: (lines: readonly NewInLine[], now: number): Promise<boolean> =>
      table.transact(lines.flatMap((line) => newWrites(line, now))),

    /** The write that stands first in the line. */
    async head(ref: ShopRef, lane: string): Promise<Write | undefined> {
      for (;;) {
        const page = await table.query({ pk: keys.lanes(ref), prefix: `${lane}#`, limit: 1 });
        const place = page.items[0];
        if (!place) return undefined;
        const write = await get(ref, String(place.write));
        if (write) return write;
        // The entry's time to live has ended before its place's.
        await table.delete({ pk: place.pk, sk: place.sk });
        usage?.leave(ref.tenant, 1);
      }
    },

    /** The write that stands next behind it in the entity's line. */
    async behind(write: Write): Promise<Write | undefined> {
      const lane = nameOf(write.entity);
      const page = await table.query({
        pk: keys.lanes(write),
        prefix: `${lane}#`,
        after: `${lane}#${write.place}`,
        limit: 1,
      });
      const place = page.items[0];
      return place && get(write, String(place.write));
    },

    /** Entries in any line whose work may be seen in these records: each place tells what it is about. */
    async about(ref: ShopRef, mayShow: (kind: Write["kind"], record: string | undefined) => boolean): Promise<Write[]> {
      const page = await table.query({ pk: keys.lanes(ref), fields: ["write", "kind", "about"], limit: MOST_ABOUT });
      const ids = page.items
        .filter(({ kind, about }) => mayShow(kind as Write["kind"], about as string | undefined))
        .map(({ write }) => String(write));
      if (ids.length === 0) return [];
      const items = await table.getMany(ids.map((sk) => ({ pk: keys.writes(ref), sk })));
      return items.map(toWrite);
    },

    /** How many stand in the lines of the shop. */
    async waiting(ref: ShopRef): Promise<number> {
      let count = 0;
      for await (const _ of queryAll(table, { pk: keys.lanes(ref), fields: [] })) count += 1;
      return count;
    },

    /** Whether a write stands in any line of the shop. */
    async isWaiting(ref: ShopRef): Promise<boolean> {
      return (await table.query({ pk: keys.lanes(ref), limit: 1 })).items.length > 0;
    },

    /** The lines, each with its foremost writes, at most so many. */
    async *lines(ref: ShopRef, most: number): AsyncGenerator<Line> {
      let line: { lane: string; writes: string[] } | undefined;
      for await (const item of queryAll(table, { pk: keys.lanes(ref) })) {
        const lane = item.sk.slice(0, item.sk.indexOf("#"));
        if (lane !== line?.lane) {
          if (line) yield line;
          line = { lane, writes: [] };
        }
        if (line.writes.length < most) line.writes.push(String(item.write));
      }
      if (line) yield line;
    },

    /**
     * Moves a write on by an event of the table.
     * @returns the new entry, or undefined when another worker has moved it meanwhile or the event has no place
     */
    async move(write: Write, event: WriteEvent, fields: WriteFields): Promise<Write | undefined> {
      const state = nextState(write.state, event);
      return state === undefined ? undefined : store({ ...write, ...fields, state }, write);
    },

    /** Moves a write on and puts it behind all others in its (possibly new) entity's line. */
    async reenter(
      write: Write,
      event: WriteEvent,
      fields: WriteFields,
      { now, random }: { readonly now: number; readonly random: () => number },
    ): Promise<Write | undefined> {
      const state = nextState(write.state, event);
      if (state === undefined) return undefined;
      const moved = { ...write, ...fields, state, aside: undefined, closed: undefined };
      for (;;) {
        const last = await tail(write, moved.entity);
        const next = { ...moved, place: placeBehind(last, now, random) };
        if (await store(next, write, tailWrite(next, last, now))) return next;
        if (JSON.stringify(await get(write, write.id)) !== JSON.stringify(write)) return undefined;
      }
    },

    /** Changes fields without moving. */
    change: (write: Write, fields: WriteFields): Promise<Write | undefined> => store({ ...write, ...fields }, write),

    /** Newest first, unless told otherwise. */
    async list(
      ref: ShopRef,
      options: {
        state?: WriteState | undefined;
        batch?: string | undefined;
        after?: string | undefined;
        limit: number;
        oldestFirst?: boolean;
      },
    ): Promise<{ writes: Write[]; next: string | undefined }> {
      const { state, limit } = options;
      const isSought = state !== undefined || options.batch !== undefined;
      const writes: Write[] = [];
      let after = options.after;
      // The table counts what it looks at, a reader what it gets: a page without anything for it would look like the end.
      for (let looked = 0; looked < MOST_LOOKED; looked += 1) {
        const page = await table.query({
          pk: keys.writes(ref),
          descending: options.oldestFirst !== true,
          limit: isSought ? Math.max(limit, SOUGHT) : limit,
          after,
          ...(state === undefined ? {} : { filter: { equal: ["state", state] as const } }),
        });
        after = takeSought(page, options, writes);
        if (after === undefined || writes.length === limit) break;
      }
      return { writes, next: after };
    },
  };

  async function store(next: Write, current: Write, behind?: TableWrite): Promise<Write | undefined> {
    const entry = entryWrite(next, current);
    const moves = movesOf(next, current);
    if (behind) moves.push(behind);
    const stored =
      moves.length === 0
        ? (await table.update(entry.update, entry.change, entry.when)) !== undefined
        : await table.transact([entry, ...moves]);
    if (stored && next.closed && !current.closed) usage?.leave(next.tenant, 1);
    if (stored) return next;
    // The answer to our own move may have been lost, and what was repeated has met itself.
    const found = await get(next, next.id);
    return found && JSON.stringify(found) === JSON.stringify(next) ? next : undefined;
  }
};

export type LedgerStore = ReturnType<typeof createLedgerStore>;

/**
 * Takes those of a page that are sought, until there are enough.
 * @returns behind which id the next page begins
 */
const takeSought = (
  page: QueryResult,
  { batch, limit }: { readonly batch?: string | undefined; readonly limit: number },
  writes: Write[],
): string | undefined => {
  for (const [index, item] of page.items.entries()) {
    const write = toWrite(item);
    if (batch !== undefined && write.batch !== batch) continue;
    writes.push(write);
    if (writes.length === limit) return index === page.items.length - 1 ? page.next : write.id;
  }
  return page.next;
};

/** What its move changes of its place in the line. */
const movesOf = (next: Write, current: Write): TableWrite[] => {
  const before = current.closed ? undefined : placeKey(current);
  const after = next.closed ? undefined : placeItem(next);
  const moves: TableWrite[] = [];
  if (before && before.sk !== after?.sk) moves.push({ delete: before });
  if (after && after.sk !== before?.sk) moves.push({ put: after });
  return moves;
};
