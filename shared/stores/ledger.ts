import { createHash } from "node:crypto";
import { BadRequest } from "../core/errors.ts";
import { timeId, timeOfId } from "../core/ids.ts";
import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import type { WriteKind } from "../core/vendor.ts";
import { nextState, openStates, type WriteEvent, type WriteState } from "../core/write-states.ts";
import { keys, type ShopRef } from "./keys.ts";

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
  readonly state: WriteState;
  readonly attempts: number;
  /** Probes since the last attempt. */
  readonly probes: number;
  readonly createdAt: number;
  readonly firstAttemptAt?: number | undefined;
  readonly lastAttemptAt?: number | undefined;
  /** Not before this, unix milliseconds. */
  readonly notBefore?: number | undefined;
  /** A worker is on it until then. */
  readonly leaseUntil?: number | undefined;
  readonly result?: WriteResult | undefined;
  readonly error?:
    | { readonly code: string; readonly message: string; readonly fields?: Readonly<Record<string, string>> }
    | undefined;
  readonly warnings?: readonly string[] | undefined;
  /** All writes of one bulk request. */
  readonly batch?: string | undefined;
  /** The write that carries this one's amount now (coalesced stock). */
  readonly supersededBy?: string | undefined;
  /** The caller's view of the record's version; the write is refused when the record has moved on. */
  readonly ifVersion?: number | undefined;
  readonly requestHash: string;
  /** The line has moved on although the outcome is unknown. */
  readonly released?: boolean | undefined;
}

export interface WriteResult {
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  /** How we know: the vendor's answer, a probe, or a person. */
  readonly by: "answer" | "probe" | "person";
  /** Fields that the vendor did not take. */
  readonly notTaken?: readonly string[] | undefined;
  /** The stored record's version after read-back. */
  readonly version?: number | undefined;
  /** The vendor's answer of a passthrough. */
  readonly answer?: unknown;
  readonly readBack?: boolean | undefined;
}

const KEPT = 30 * DAY;
const laneOf = (entity: string): string => createHash("sha256").update(entity).digest("base64url").slice(0, 16);

/** The ledger of writes. The entry and its place in the entity's line are stored together; queues only wake workers. */
export const createLedgerStore = (table: Table) => {
  const get = async (ref: ShopRef, id: string): Promise<Write | undefined> => {
    const item = await table.get({ pk: keys.writes(ref), sk: id });
    return item && read(item);
  };

  const entryItem = (write: Write, version: number, now: number): Item => ({
    pk: keys.writes({ tenant: write.tenant, shop: write.shop }),
    sk: write.id,
    v: version,
    state: write.state,
    write: JSON.stringify(write),
    ttl: Math.ceil((now + 3 * KEPT) / 1_000),
  });

  return {
    get,

    /** @throws BadRequest 404 */
    async find(ref: ShopRef, id: string): Promise<Write> {
      const write = await get(ref, id);
      if (!write) throw new BadRequest(404, "unknown-write", `There is no write ${id}.`);
      return write;
    },

    /** The entry that an idempotency key already stands for. */
    async byKey(ref: ShopRef, key: string, now: number): Promise<{ id: string; requestHash: string } | undefined> {
      const item = await table.get({ pk: keys.idempotency(ref), sk: hashKey(key) });
      if (!item || Number(item.ttl) * 1_000 <= now) return undefined;
      return { id: String(item.write), requestHash: String(item.requestHash) };
    },

    /** An id behind everything that stands in the entity's line, so that the line keeps the order of arrival. */
    async nextId(ref: ShopRef, entity: string, now: number, random: () => number): Promise<string> {
      const tail = await table.query({ pk: keys.lanes(ref), prefix: `${laneOf(entity)}#`, descending: true, limit: 1 });
      const last = tail.items[0]?.sk.slice(laneOf(entity).length + 1);
      return timeId(last === undefined ? now : Math.max(now, timeOfId(last) + 1), random);
    },

    /**
     * Stores a new entry, its place in the line and its idempotency key: all or nothing. False: the key is taken (or
     * the superseded entry has begun meanwhile): look again.
     */
    async add(write: Write, key: string, now: number, supersedes?: Write): Promise<boolean> {
      const ref = { tenant: write.tenant, shop: write.shop };
      const writes: TableWrite[] = [
        { put: entryItem(write, 1, now), when: { absent: "pk" } },
        { put: { pk: keys.lanes(ref), sk: `${laneOf(write.entity)}#${write.id}` } },
        {
          put: {
            pk: keys.idempotency(ref),
            sk: hashKey(key),
            write: write.id,
            requestHash: write.requestHash,
            ttl: Math.ceil((now + KEPT) / 1_000),
          },
          when: { any: [{ absent: "pk" }, { below: ["ttl", now / 1_000] }] },
        },
      ];
      if (supersedes) {
        const old: Write = { ...supersedes, state: "cancelled", supersededBy: write.id };
        writes.push(
          {
            update: { pk: keys.writes(ref), sk: old.id },
            change: { set: { state: old.state, write: JSON.stringify(old) }, add: { v: 1 } },
            when: { equal: ["write", JSON.stringify(supersedes)] },
          },
          { delete: { pk: keys.lanes(ref), sk: `${laneOf(old.entity)}#${old.id}` } },
        );
      }
      return table.transact(writes);
    },

    /** The last entry that waits in the entity's line. */
    async tail(ref: ShopRef, entity: string): Promise<Write | undefined> {
      const page = await table.query({ pk: keys.lanes(ref), prefix: `${laneOf(entity)}#`, descending: true, limit: 1 });
      const id = page.items[0]?.sk.slice(laneOf(entity).length + 1);
      return id === undefined ? undefined : get(ref, id);
    },

    /** Who stands first in the line. */
    async head(ref: ShopRef, lane: string): Promise<Write | undefined> {
      for (;;) {
        const page = await table.query({ pk: keys.lanes(ref), prefix: `${lane}#`, limit: 1 });
        const place = page.items[0];
        if (!place) return undefined;
        const write = await get(ref, place.sk.slice(lane.length + 1));
        if (write) return write;
        // The entry's time to live has ended before its place's.
        await table.delete({ pk: place.pk, sk: place.sk });
      }
    },

    lane: laneOf,

    /** Lines with somebody in them. */
    async *openLanes(ref: ShopRef): AsyncGenerator<string> {
      let last: string | undefined;
      for await (const item of queryAll(table, { pk: keys.lanes(ref) })) {
        const lane = item.sk.slice(0, item.sk.indexOf("#"));
        if (lane !== last) yield lane;
        last = lane;
      }
    },

    /**
     * Moves a write on by an event of the table. Leaves the line in the same transaction when the new state is final
     * (or `released` says so), enters it again when it is open again.
     * @returns the new entry, or undefined when somebody else has moved it meanwhile or the event has no place
     */
    async move(
      write: Write,
      event: WriteEvent,
      fields: Partial<Omit<Write, "id" | "state" | "tenant" | "shop">>,
    ): Promise<Write | undefined> {
      const state = nextState(write.state, event);
      return state === undefined ? undefined : store({ ...write, ...fields, state }, write);
    },

    /** Changes fields without moving. */
    change: (
      write: Write,
      fields: Partial<Omit<Write, "id" | "state" | "tenant" | "shop">>,
    ): Promise<Write | undefined> => store({ ...write, ...fields }, write),

    /** Newest first. */
    async list(
      ref: ShopRef,
      options: {
        state?: WriteState | undefined;
        batch?: string | undefined;
        after?: string | undefined;
        limit: number;
      },
    ): Promise<{ writes: Write[]; next: string | undefined }> {
      const page = await table.query({
        pk: keys.writes(ref),
        descending: true,
        limit: options.limit,
        after: options.after,
        ...(options.state === undefined ? {} : { filter: { equal: ["state", options.state] as const } }),
      });
      const writes = page.items
        .map(read)
        .filter((write) => options.batch === undefined || write.batch === options.batch);
      return { writes, next: page.next };
    },
  };

  async function store(next: Write, current: Write): Promise<Write | undefined> {
    const ref = { tenant: next.tenant, shop: next.shop };
    const entry: TableWrite = {
      update: { pk: keys.writes(ref), sk: next.id },
      change: { set: { state: next.state, write: JSON.stringify(next) }, add: { v: 1 } },
      // The whole entry as we knew it: no two workers can move it from the same state.
      when: { equal: ["write", JSON.stringify(current)] },
    };
    const inLine = (write: Write): boolean => openStates.includes(write.state) && !write.released;
    const place = { pk: keys.lanes(ref), sk: `${laneOf(next.entity)}#${next.id}` };
    if (inLine(current) === inLine(next)) {
      return (await table.update(entry.update, entry.change, entry.when)) === undefined ? undefined : next;
    }
    const line: TableWrite = inLine(next) ? { put: place } : { delete: place };
    return (await table.transact([entry, line])) ? next : undefined;
  }
};

export type LedgerStore = ReturnType<typeof createLedgerStore>;

const read = (item: Item): Write => JSON.parse(String(item.write)) as Write;
const hashKey = (key: string): string => createHash("sha256").update(key).digest("base64url");
