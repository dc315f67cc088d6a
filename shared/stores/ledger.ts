import { createHash } from "node:crypto";
import { BadRequest } from "../core/errors.ts";
import { recordIdOf, timeId, timeOfId } from "../core/ids.ts";
import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import type { WriteKind } from "../core/vendor.ts";
import { nextState, type WriteEvent, type WriteState } from "../core/write-states.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { UsageStore } from "./usage.ts";
import { createWriteKeys, keyItem } from "./write-keys.ts";

export interface Write {
  readonly id: string;
  readonly tenant: string;
  readonly shop: string;
  /** A canonical command, or any write operation of the vendor's catalog. */
  readonly kind: WriteKind | "passthrough";
  /** The vendor's operation. */
  readonly operation: string;
  /** Canonical command, or `{ params, body }` of a passthrough. */
  readonly command: unknown;
  /** Writes with the same entity go one after the other. */
  readonly entity: string;
  /** Where it stands in the entity's line. Whoever comes later, or comes again, stands behind. */
  readonly place: string;
  readonly state: WriteState;
  readonly attempts: number;
  /** Probes since the last attempt. */
  readonly probes: number;
  readonly createdAt: number;
  /** Nothing of it can be older at the vendor. */
  readonly firstAttemptAt?: number | undefined;
  readonly lastAttemptAt?: number | undefined;
  /** First attempt since it last entered the line: the line waits for it no longer than a bounded time. */
  readonly startedAt?: number | undefined;
  /** Latest time at which a call can have been under way whose outcome nobody knows. */
  readonly lostAt?: number | undefined;
  /** The record's version as we knew it before the first try that was lost, or before the one that succeeded. */
  readonly recordBefore?: number | undefined;
  /** When a probe last found that the vendor does not have it. */
  readonly missedAt?: number | undefined;
  /** Not before this, unix milliseconds. */
  readonly notBefore?: number | undefined;
  /** A worker is on it until then. */
  readonly leaseUntil?: number | undefined;
  readonly result?: WriteResult | undefined;
  readonly error?: WriteError | undefined;
  readonly warnings?: readonly string[] | undefined;
  /** Fields of the caller's command that the vendor cannot hold, each with the reason. They were left out. */
  readonly dropped?: Readonly<Record<string, string>> | undefined;
  /** The areas of its addresses are still as the caller gave them: the vendor's lists could not be read. */
  readonly unlocated?: boolean | undefined;
  /** The key that sent it, by its id. */
  readonly by?: string | undefined;
  /** All writes of one bulk request. */
  readonly batch?: string | undefined;
  /** The write that carries this one's amount now (coalesced stock). */
  readonly supersededBy?: string | undefined;
  /** The write whose amount this one carries as well. */
  readonly supersedes?: string | undefined;
  /** The caller's view of the record's version; the write is refused when the record has moved on. */
  readonly ifVersion?: number | undefined;
  readonly requestHash: string;
  /** Says which worker claimed it, so that a worker whose answer was lost recognises its own claim. */
  readonly worker?: string | undefined;
  /** A bulk call with it in was refused: next it goes alone, and has a refusal of its own. */
  readonly alone?: boolean | undefined;
  /** The entity's line has moved on although the outcome is unknown; the search goes on in a line of its own. */
  readonly aside?: boolean | undefined;
  /** Nothing is left to be done: read back, told, out of the line. */
  readonly closed?: boolean | undefined;
}

/** Fields that a move may change. */
export type WriteFields = Partial<Omit<Write, "id" | "state" | "tenant" | "shop">>;

/** Who came last into a line. */
export interface Tail {
  readonly place: string;
  readonly write: string;
}

/** A line, and the writes that stand foremost in it. */
export interface Line {
  readonly lane: string;
  readonly writes: readonly string[];
}

/** New entries of one line, in their order, and who came last into the line before them. */
export interface NewInLine {
  readonly entries: readonly Entry[];
  readonly last: Tail | undefined;
}

/** A new entry and the key under which it was sent. */
export interface Entry {
  readonly write: Write;
  readonly key: string;
  /** Of all that was asked for: a refusal of it under the same key, of this minute, stands. */
  readonly asked?: string | undefined;
}

export interface WriteError {
  readonly code: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export interface WriteResult {
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  /** How we know: the vendor's answer, a probe, or a person. */
  readonly by: "answer" | "probe" | "person";
  /** Fields of the command that the record shows with another value. */
  readonly notTaken?: readonly string[] | undefined;
  /** Fields of the command that the vendor shows nowhere: whether it took them is not known. */
  readonly unseen?: readonly string[] | undefined;
  /** The stored record's version after read-back. */
  readonly version?: number | undefined;
  /** The vendor's answer of a passthrough; of a long one the beginning, as text. */
  readonly answer?: unknown;
  /** `answer` is not all of it. */
  readonly truncated?: boolean | undefined;
  readonly readBack?: boolean | undefined;
}

const KEPT = 30 * DAY;
/** Entries that are looked at together by who looks for some, and how often for one page. */
const SOUGHT = 250;
const MOST_LOOKED = 8;
/** Places that are looked through for writes about a record. */
const MOST_ABOUT = 1_000;
/** Items that a transaction may have, and bytes of the commands in it: all of it may have 4 MB. */
const MOST_ITEMS = 100;
const MOST_BYTES = 3_000_000;
/** Items of an entry, and of its line beside them. */
const ENTRY_ITEMS = 3;
const LINE_ITEMS = 1;
const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");
const nameOf = (entity: string): string => hash(entity).slice(0, 16);
/** The line that a write stands in. */
export const laneOf = (write: Pick<Write, "entity" | "aside" | "id">): string =>
  nameOf(write.aside ? `aside:${write.id}` : write.entity);

/** A try was lost, and no probe has cleared it up since: it may be at the vendor. */
export const isDoubtful = (write: Write): boolean =>
  write.lostAt !== undefined && write.lostAt > (write.missedAt ?? Number.NEGATIVE_INFINITY);

/** Behind the last one, whatever the clocks say. */
export const placeBehind = (tail: Tail | undefined, now: number, random: () => number): string =>
  timeId(tail === undefined ? now : Math.max(now, timeOfId(tail.place) + 1), random);

/**
 * The ledger of writes. The entry and its place in the entity's line are stored together; queues only wake workers.
 * An entry stands in its line from the first moment until nothing is left to be done about it, and nobody can get in
 * before those who are there: so whoever stands first stays first until he leaves.
 */
export const createLedgerStore = (table: Table, usage?: Pick<UsageStore, "leave">) => {
  const get = async (ref: ShopRef, id: string): Promise<Write | undefined> => {
    const item = await table.get({ pk: keys.writes(ref), sk: id });
    return item && read(item);
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
      return new Map(items.map((item) => [item.sk, read(item)]));
    },

    /**
     * Stores new entries of one line with their places behind `last` and their idempotency keys: all or nothing. Their
     * places are in the order given. False: a key is taken, somebody else came into the line, or the superseded entry
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

    /** Who stands first in the line. */
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

    /** Who stands next behind it in the entity's line. */
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
      return items.map(read);
    },

    /** How many stand in the lines of the shop. */
    async waiting(ref: ShopRef): Promise<number> {
      let count = 0;
      for await (const _ of queryAll(table, { pk: keys.lanes(ref), fields: [] })) count += 1;
      return count;
    },

    /** Whether anybody stands in any line of the shop. */
    async isWaiting(ref: ShopRef): Promise<boolean> {
      return (await table.query({ pk: keys.lanes(ref), limit: 1 })).items.length > 0;
    },

    /** The lines, each with those who stand foremost, at most so many. */
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
     * @returns the new entry, or undefined when somebody else has moved it meanwhile or the event has no place
     */
    async move(write: Write, event: WriteEvent, fields: WriteFields): Promise<Write | undefined> {
      const state = nextState(write.state, event);
      return state === undefined ? undefined : store({ ...write, ...fields, state }, write);
    },

    /** Moves a write on and puts it behind everybody in its (possibly new) entity's line. */
    async reenter(
      write: Write,
      event: WriteEvent,
      fields: WriteFields,
      now: number,
      random: () => number,
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
      const { state, batch, limit } = options;
      const isSought = state !== undefined || batch !== undefined;
      const writes: Write[] = [];
      let after = options.after;
      // The table counts what it looks at, a reader what he gets: a page without anything for him would look like the end.
      for (let looked = 0; looked < MOST_LOOKED; looked += 1) {
        const page = await table.query({
          pk: keys.writes(ref),
          descending: options.oldestFirst !== true,
          limit: isSought ? Math.max(limit, SOUGHT) : limit,
          after,
          ...(state === undefined ? {} : { filter: { equal: ["state", state] as const } }),
        });
        for (const [index, item] of page.items.entries()) {
          const write = read(item);
          if (batch !== undefined && write.batch !== batch) continue;
          writes.push(write);
          const isLast = index === page.items.length - 1;
          if (writes.length === limit) return { writes, next: isLast ? page.next : write.id };
        }
        after = page.next;
        if (after === undefined) break;
      }
      return { writes, next: after };
    },
  };

  async function store(next: Write, current: Write, behind?: TableWrite): Promise<Write | undefined> {
    const entry = entryWrite(next, current);
    const before = current.closed ? undefined : placeKey(current);
    const after = next.closed ? undefined : placeItem(next);
    const moves: TableWrite[] = [];
    if (before && before.sk !== after?.sk) moves.push({ delete: before });
    if (after && after.sk !== before?.sk) moves.push({ put: after });
    if (behind) moves.push(behind);
    const stored =
      moves.length === 0
        ? (await table.update(entry.update, entry.change, entry.when)) !== undefined
        : await table.transact([entry, ...moves]);
    if (stored && before && !after) usage?.leave(next.tenant, 1);
    if (stored) return next;
    // The answer to our own move may have been lost, and what was repeated has met itself.
    const found = await get(next, next.id);
    return found && JSON.stringify(found) === JSON.stringify(next) ? next : undefined;
  }
};

export type LedgerStore = ReturnType<typeof createLedgerStore>;

interface Sized {
  /** Of the commands, in JSON. */
  readonly bytes: number;
}

/** Entries of one line in parts that one transaction can take. */
export const entryParts = <One extends Sized>(entries: readonly One[]): One[][] =>
  partsOf(entries, MOST_ITEMS - LINE_ITEMS, () => ENTRY_ITEMS);

/** Whole lines, each of which would fit, in parts that one transaction can take. */
export const lineParts = <One extends Sized & { readonly entries: number }>(lines: readonly One[]): One[][] =>
  partsOf(lines, MOST_ITEMS, ({ entries }) => ENTRY_ITEMS * entries + LINE_ITEMS);

const partsOf = <One extends Sized>(all: readonly One[], most: number, itemsOf: (one: One) => number): One[][] => {
  const parts: One[][] = [];
  let items = 0;
  let bytes = 0;
  for (const one of all) {
    items += itemsOf(one);
    bytes += one.bytes;
    if (parts.length === 0 || items > most || bytes > MOST_BYTES) {
      parts.push([]);
      items = itemsOf(one);
      bytes = one.bytes;
    }
    parts.at(-1)!.push(one);
  }
  return parts;
};

const newWrites = ({ entries, last }: NewInLine, now: number): TableWrite[] => {
  const { write: hindmost } = entries.at(-1)!;
  const ref = { tenant: hindmost.tenant, shop: hindmost.shop };
  return [
    ...entries.flatMap(({ write, key, asked }): TableWrite[] => [
      {
        put: {
          pk: keys.writes(ref),
          sk: write.id,
          state: write.state,
          write: JSON.stringify(write),
          ttl: Math.ceil((now + 3 * KEPT) / 1_000),
        },
        when: { absent: "pk" },
      },
      { put: placeItem(write) },
      keyItem(ref, { key, id: write.id, requestHash: write.requestHash, asked }, now),
    ]),
    tailWrite(hindmost, last, now),
  ];
};

const toTail = (item: Item): Tail => ({ place: String(item.place), write: String(item.write) });

const read = (item: Item): Write => JSON.parse(String(item.write)) as Write;

const placeKey = (write: Write): { pk: string; sk: string } => ({
  pk: keys.lanes(write),
  sk: `${laneOf(write)}#${write.place}`,
});
const placeItem = (write: Write): Item => ({
  ...placeKey(write),
  write: write.id,
  kind: write.kind,
  about: recordIdOf(write.command),
});

const entryWrite = (next: Write, current: Write) => ({
  update: { pk: keys.writes(next), sk: next.id },
  change: { set: { state: next.state, write: JSON.stringify(next) } },
  // The whole entry as we knew it: no two workers can move it from the same state.
  when: { equal: ["write", JSON.stringify(current)] as const },
});

/** Nobody else may have come into the line since `last` was read. */
const tailWrite = (write: Write, last: Tail | undefined, now: number): TableWrite => ({
  put: {
    ...keys.laneTail(write, nameOf(write.entity)),
    place: write.place,
    write: write.id,
    ttl: Math.ceil((now + 3 * KEPT) / 1_000),
  },
  when: last === undefined ? { absent: "pk" } : { equal: ["place", last.place] },
});
