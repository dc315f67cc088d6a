import { deflateRawSync, inflateRawSync } from "node:zlib";
import { isUsableId } from "../core/bounds.ts";
import { contentHash, withoutVolatile } from "../core/content.ts";
import { cutDown } from "../core/cut.ts";
import type { Metadata } from "../core/metadata.ts";
import { inParallel } from "../core/parallel.ts";
import { type Whole, withoutPersonal } from "../core/personal.ts";
import type { CanonicalRecord } from "../core/records.ts";
import { isObject } from "../core/rows.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import { MINUTE } from "../core/time.ts";
import type { Unlisted } from "../core/vendor.ts";
import type { Way } from "../sync/evidence.ts";
import { keys, type ShopRef } from "./keys.ts";
import { withStep } from "./trail.ts";

/** A row as it was seen at the vendor. */
export interface Observation {
  readonly id: string;
  /** The vendor's time of the last change, unix milliseconds; undefined where the vendor does not say. */
  readonly modified: number | undefined;
  readonly record: CanonicalRecord;
  /** The vendor's row, without credentials. */
  readonly raw: unknown;
  /** Raw fields that change without meaning. */
  readonly volatile?: readonly string[] | undefined;
  readonly unlisted?: Unlisted | undefined;
  /** Raw fields that say who a customer is; see `PersonalRaw`. */
  readonly personal?: readonly string[] | undefined;
  /** What says who a customer is, is not stored. */
  readonly seal?: Seal | undefined;
  /** The shop has moved to another version of its vendor, which draws records otherwise than what is stored. */
  readonly redrawn?: Redrawn | undefined;
  /** The first reading of everything shows it: it was there before the shop was registered. */
  readonly backfill?: boolean | undefined;
  /** It was asked for by itself, so that the unlisted fields are as the vendor has them, the absent ones too. */
  readonly detailed?: boolean | undefined;
  /** A webhook made us ask for it. */
  readonly hooked?: boolean | undefined;
}

/** A hash that only the deployment can compute: nobody finds out by trying which phone it was made of. */
export type Seal = (hash: string) => string;

/** Marks those rows of which what says who a customer is must not be stored. */
export type SealPersonal = (
  ref: ShopRef,
  resource: string,
  rows: readonly Observation[],
) => Promise<readonly Observation[]>;

export interface Redrawn {
  /** What was observed before this is drawn by the version before. Unix milliseconds. */
  readonly before: number;
  /** The stored one shows the same state of the record. */
  isSame(stored: StoredRecord): boolean;
}

export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly modified: number | undefined;
  /** When we began to ask for what is stored here, unix milliseconds. */
  readonly observedAt: number;
  readonly deleted: boolean;
  readonly record: CanonicalRecord;
  readonly raw: unknown;
  /** Id of our own write, if this version is its result. */
  readonly origin: string | undefined;
  /** What is stored came with the first reading of everything: nothing has happened at the vendor. */
  readonly backfill?: boolean | undefined;
  readonly hash: string;
  /** What the tenant has put on it, and when that changed last, unix milliseconds. */
  readonly metadata?: Metadata | undefined;
  readonly metadataAt?: number | undefined;
  /** Its last versions and what each came by: see `stepsOf`. */
  readonly trail?: string | undefined;
}

/** Which of these rows show the work of a write of ours: its id, by the row's. */
export type OriginsOf = (
  rows: readonly (Observation & { readonly isNew: boolean })[],
) => Promise<ReadonlyMap<string, string>>;

/** What a stored version is compared by. */
type Known = Pick<
  StoredRecord,
  "backfill" | "version" | "modified" | "observedAt" | "deleted" | "hash" | "metadata" | "metadataAt" | "trail"
> & {
  /** Hash of the unlisted fields as the detail of this state of the row has shown them; absent: nobody has asked. */
  readonly detail?: string | undefined;
  /** An older version that the vendor has shown since, by its time, and our clock when it showed it first. */
  readonly older?: { readonly modified: number; readonly at: number } | undefined;
};

export interface UpsertCounts {
  added: number;
  updated: number;
  unchanged: number;
  /** Older than what is stored. */
  stale: number;
}

/** What became of the rows. */
export interface Upserted extends UpsertCounts {
  /**
   * Ids of rows that the vendor shows with an older time than they were stored with, though it was asked later: a
   * replica that is behind, or the vendor's last word. They are to be asked for again after `SIGHTINGS_APART`.
   */
  readonly refused: readonly string[];
}

/** DynamoDB holds 400 KB per item; a body above this is cut down, and says so. */
const MOST_BYTES = 380_000;
/** What is left of a record and of its raw row then, in bytes of JSON. Compressed they are hardly ever larger. */
const CUT_RECORD = 120_000;
const CUT_RAW = 220_000;
/** Bytes that compression takes at a time: the usual 16 KB cost more to allocate than a row to compress. */
const CHUNK = 4_096;
const COMPARED = [
  "hash",
  "v",
  "modified",
  "observed",
  "deleted",
  "detail",
  "older",
  "olderAt",
  "meta",
  "metaAt",
  "backfill",
  "trail",
];
const PARALLEL = 24;
/** As many as go into one request. */
const INSERTED = 25;
/**
 * A vendor's replicas may show an older version for a moment. One that is still shown after this is what the vendor
 * holds now, whatever its stamp says: a shop restored from a backup, a clock that was set back.
 */
const SETTLED = 15 * MINUTE;
/**
 * So is one that is shown twice with this between, and the stored one never meanwhile: two clocks stamped two edits, and
 * the later edit has the earlier time.
 */
export const SIGHTINGS_APART = 3 * MINUTE;
/** From so many rows on, a range is read instead of single items. */
const RANGE = 3;
/** Other rows that a range may hold before the rest is read singly. */
const SPARE = 8;
/** After a range that held other rows, so many times single items are read before the next try. */
const RANGE_PAUSE = 15;

/** The copy of a shop's data: one item per record, changed only when its content changed. */
export const createRecordStore = (table: Table, personal: SealPersonal = async (_ref, _resource, rows) => rows) => {
  const toItem = (
    ref: ShopRef,
    resource: string,
    seen: Observation,
    hash: string,
    observedAt: number,
    version: number,
    origin: string | undefined,
    kept: Partial<Known> | undefined,
    detail = detailHashOf(seen),
  ): Item => ({
    pk: keys.records(ref, resource),
    sk: seen.id,
    kind: "record",
    v: version,
    hash,
    modified: seen.modified,
    observed: observedAt,
    origin,
    backfill: isOfBackfill(seen, kept) || undefined,
    detail,
    // Beside the body, so that a sweep counts them without opening one.
    off: isOff(seen.record) || undefined,
    sealed: seen.seal !== undefined || undefined,
    meta: kept?.metadata && JSON.stringify(kept.metadata),
    metaAt: kept?.metadataAt,
    trail: trailOf(seen, observedAt, version, origin, kept),
    body: packed(resource, seen),
  });

  /**
   * A list does not show every field: what the detail has shown stays, until the detail is asked for again. It is known
   * to be of this state of the row only while the row has the same time of change.
   */
  const withUnlisted = async (
    ref: ShopRef,
    resource: string,
    seen: Observation,
    current: Known | undefined,
  ): Promise<{ readonly seen: Observation; readonly detail: string | undefined }> => {
    if (!seen.unlisted || seen.detailed || !current || current.deleted) return { seen, detail: detailHashOf(seen) };
    const item = await table.get({ pk: keys.records(ref, resource), sk: seen.id });
    if (!item || item.v !== current.version) return { seen, detail: undefined };
    const stored = toStored(item);
    const isOfThisState = seen.modified !== undefined && seen.modified === current.modified;
    return {
      seen: {
        ...seen,
        record: withFields(seen.record, stored.record, seen.unlisted.record),
        raw: withFields(seen.raw, stored.raw, seen.unlisted.raw),
      },
      detail: isOfThisState ? current.detail : undefined,
    };
  };

  /**
   * The row is as it was, and its detail has just been asked for. Where that shows what is stored, the item only says
   * so: no new version, nothing to tell. False: it shows more, or something else.
   */
  const noteDetail = async (ref: ShopRef, resource: string, seen: Observation, version: number): Promise<boolean> => {
    const key = { pk: keys.records(ref, resource), sk: seen.id };
    const item = await table.get(key);
    if (!item || item.v !== version) return false;
    const { record, raw } = toStored(item);
    const detail = detailHashOf(seen);
    if (detailHashOf({ ...seen, record, raw }) !== detailHashOf({ ...seen, ...storedForm(resource, seen) }))
      return false;
    return (await table.update(key, { set: { detail } }, { equal: ["v", version] })) !== undefined;
  };

  /** Remembers that the vendor shows an older version, or forgets it when it shows the stored one again. */
  const noteSighting = async (
    ref: ShopRef,
    resource: string,
    seen: Observation,
    observedAt: number,
    current: Known,
    decision: "unchanged" | "stale",
  ): Promise<void> => {
    const key = { pk: keys.records(ref, resource), sk: seen.id };
    const when: Condition = { equal: ["v", current.version] };
    const { older } = current;
    if (decision === "stale" && isRefused(current, seen, observedAt) && older?.modified !== seen.modified)
      await table.update(key, { set: { older: seen.modified, olderAt: observedAt } }, when);
    if (decision === "unchanged" && older && observedAt > older.at)
      await table.update(key, { remove: ["older", "olderAt"] }, when);
  };

  /** Stores one row, unless it is unchanged or older than what is there. `known` may be out of date. */
  const upsertOne = async (
    ref: ShopRef,
    resource: string,
    seen: Observation,
    observedAt: number,
    known: Known | undefined,
    origin?: string,
  ): Promise<{ outcome: keyof UpsertCounts; version: number }> => {
    const hash = hashOf(seen);
    let current = known;
    for (;;) {
      const decision = compare(current, seen, hash, observedAt);
      const shows = decision === "unchanged" && seen.detailed && current!.detail !== detailHashOf(seen);
      if (decision !== "write" && (!shows || (await noteDetail(ref, resource, seen, current!.version)))) {
        await noteSighting(ref, resource, seen, observedAt, current!, decision);
        return { outcome: decision, version: current!.version };
      }
      const version = (current?.version ?? 0) + 1;
      const when: Condition = current ? { equal: ["v", current.version] } : { absent: "pk" };
      const whole = await withUnlisted(ref, resource, seen, current);
      const item = toItem(ref, resource, whole.seen, hash, observedAt, version, origin, current, whole.detail);
      if (await table.put(item, when)) return { outcome: current && !current.deleted ? "updated" : "added", version };
      const now = await table.get({ pk: keys.records(ref, resource), sk: seen.id }, COMPARED);
      current = now && knownOf(now);
    }
  };

  /**
   * Rows that say in another version's words what is stored take its place, under the same version: nothing has changed,
   * and nobody is told.
   * @returns their ids
   */
  const adoptRedrawn = async (
    ref: ShopRef,
    resource: string,
    rows: readonly Observation[],
    observedAt: number,
    stored: ReadonlyMap<string, Item>,
  ): Promise<ReadonlySet<string>> => {
    const adopted = new Set<string>();
    const old = rows.filter(({ id, redrawn }) => {
      const item = redrawn && stored.get(id);
      return item && !item.deleted && Number(item.observed) < redrawn.before;
    });
    if (old.length === 0) return adopted;
    const items = await table.getMany(old.map(({ id }) => ({ pk: keys.records(ref, resource), sk: id })));
    const whole = new Map(items.map((item) => [item.sk, toStored(item)]));
    await inParallel(old, PARALLEL, async (row) => {
      const known = whole.get(row.id);
      if (!known || known.deleted || known.observedAt >= row.redrawn!.before || !row.redrawn!.isSame(known)) return;
      const item = toItem(ref, resource, row, hashOf(row), observedAt, known.version, known.origin, known);
      if (await table.put(item, { equal: ["v", known.version] })) adopted.add(row.id);
    });
    return adopted;
  };

  /** By partition: how often single items are still to be read. A guess about costs, no more. */
  const pauses = new Map<string, number>();

  /**
   * What is stored under these ids, as far as it is compared. A single item costs a read unit however small it is; a
   * range costs its bytes. Vendors list in the order in which they gave ids out, so a page is mostly a range of ours.
   *
   * A version that is a moment old is good enough: what is written next carries a condition on it, and is compared
   * again with the newest if that fails. A row that looks unchanged beside a version that another worker is replacing
   * at this very moment would look so to a consistent read a moment earlier as well; the overlap reads it again.
   */
  const readCompared = async (pk: string, ids: readonly string[]): Promise<ReadonlyMap<string, Item>> => {
    const singly = (some: readonly string[]) =>
      table.getMany(
        some.map((sk) => ({ pk, sk })),
        COMPARED,
        { eventual: true },
      );
    const pause = pauses.get(pk) ?? 0;
    // JavaScript and DynamoDB sort other letters differently.
    if (ids.length < RANGE || pause > 0 || !ids.every((id) => /^[\x21-\x7e]+$/.test(id))) {
      if (pause > 0) pauses.set(pk, pause - 1);
      return bySortKey(await singly(ids));
    }
    const sorted = [...ids].sort();
    // An old row among new ones would stretch the range over everything between.
    const edge = Math.floor(sorted.length / 20);
    const from = sorted[edge]!;
    const to = sorted[sorted.length - 1 - edge]!;
    const limit = Math.ceil(sorted.length * 1.25) + SPARE;
    const range = await table.query({ pk, from, to, fields: COMPARED, limit, eventual: true });
    const looked = range.next ?? to;
    const others = sorted.filter((id) => id < from || id > looked);
    if (others.length > sorted.length / 2) {
      if (pauses.size > 1_000) pauses.clear();
      pauses.set(pk, RANGE_PAUSE);
    }
    return bySortKey([...range.items, ...(others.length > 0 ? await singly(others) : [])]);
  };

  /** Stores the rows that nobody has seen before, together; returns what is left to be compared one by one. */
  const insertNew = async (
    ref: ShopRef,
    resource: string,
    rows: readonly Observation[],
    observedAt: number,
    stored: ReadonlyMap<string, Item>,
    counts: UpsertCounts,
    originOf: (id: string) => string | undefined,
  ): Promise<readonly Observation[]> => {
    const fresh = rows.filter(({ id }) => !stored.has(id));
    if (!table.insert || fresh.length < 2) return rows;
    const chunks: (readonly Observation[])[] = [];
    for (let at = 0; at < fresh.length; at += INSERTED) chunks.push(fresh.slice(at, at + INSERTED));
    const ours = new Set<Observation>();
    // Two at a time: the next rows are packed while the engine stores the last ones.
    await inParallel(chunks, 2, async (chunk) => {
      const items = chunk.map((row) =>
        toItem(ref, resource, row, hashOf(row), observedAt, 1, originOf(row.id), undefined),
      );
      for (const [index, stored] of (await table.insert!(items)).entries()) if (stored) ours.add(chunk[index]!);
    });
    counts.added += ours.size;
    return rows.filter((row) => !ours.has(row));
  };

  return {
    /**
     * Stores what was seen. Unchanged rows cost no write; an older version never overwrites a newer one, whichever of
     * poll, webhook and read-back comes first.
     * @param observedAt our clock before the vendor was asked, unix milliseconds
     * @param originsOf is asked for whose work the rows are that are new or have changed, if there are any
     */
    async upsert(
      ref: ShopRef,
      resource: string,
      rows: readonly Observation[],
      observedAt: number,
      originsOf?: OriginsOf,
    ): Promise<Upserted> {
      const counts: UpsertCounts = { added: 0, updated: 0, unchanged: 0, stale: 0 };
      const refused: string[] = [];
      // The last of several rows with one id is the one the vendor answered last.
      const last = [...new Map(rows.map((row) => [row.id, row])).values()];
      const ids = last.map(({ id }) => id);
      const [all, stored] = await Promise.all([
        personal(ref, resource, last),
        readCompared(keys.records(ref, resource), ids),
      ]);
      const adopted = await adoptRedrawn(ref, resource, all, observedAt, stored);
      counts.unchanged += adopted.size;
      const distinct = adopted.size === 0 ? all : all.filter(({ id }) => !adopted.has(id));
      const changed = originsOf
        ? distinct.flatMap((row) => {
            const item = stored.get(row.id);
            const isWritten = compare(item && knownOf(item), row, hashOf(row), observedAt) === "write";
            return isWritten ? [{ ...row, isNew: !item }] : [];
          })
        : [];
      const origins = changed.length > 0 ? await originsOf?.(changed) : undefined;
      const originOf = (id: string) => origins?.get(id);
      const others = await insertNew(ref, resource, distinct, observedAt, stored, counts, originOf);
      await inParallel(others, PARALLEL, async (row) => {
        const item = stored.get(row.id);
        const { outcome } = await upsertOne(ref, resource, row, observedAt, item && knownOf(item), originOf(row.id));
        counts[outcome] += 1;
        if (outcome === "stale" && item && isRefused(knownOf(item), row, observedAt)) refused.push(row.id);
      });
      return { ...counts, refused };
    },

    /**
     * Stores one row as `upsert` does, by somebody who has just read what is stored.
     * @returns the version that is stored now
     */
    async keep(
      ref: ShopRef,
      resource: string,
      row: Observation,
      observedAt: number,
      known: StoredRecord | undefined,
      origin?: string,
    ): Promise<number> {
      const [seen] = await personal(ref, resource, [row]);
      return (await upsertOne(ref, resource, seen!, observedAt, known, origin)).version;
    },

    /** Whether the vendor shows what is stored. */
    async isAsStored(ref: ShopRef, resource: string, row: Observation, stored: StoredRecord): Promise<boolean> {
      const [seen] = await personal(ref, resource, [row]);
      // Of a record that is not stored whole only the hash tells what it was.
      const { cut, leftOut } = stored.record._meta ?? {};
      const known = cut || leftOut ? stored.hash : hashOf({ ...seen!, record: stored.record, raw: stored.raw });
      return known === hashOf(seen!);
    },

    /**
     * Marks a record as deleted. False when it is not there, already deleted, or was seen alive later.
     * @param observedAt our clock before the vendor told that it is gone
     * @param by the write of ours that removed it, or else how we learnt of it
     */
    async remove(
      ref: ShopRef,
      resource: string,
      id: string,
      observedAt: number,
      { origin, way = "absence" }: { readonly origin?: string | undefined; readonly way?: Way | undefined } = {},
    ): Promise<boolean> {
      const key = { pk: keys.records(ref, resource), sk: id };
      for (;;) {
        const current = await table.get(key);
        if (!current || current.deleted || Number(current.observed) > observedAt) return false;
        const version = Number(current.v) + 1;
        const step = { version, at: observedAt, way: origin === undefined ? way : ("own-write" as const) };
        const change = {
          set: {
            deleted: true,
            observed: observedAt,
            v: version,
            hash: "",
            trail: withStep(current.trail as string | undefined, step),
            ...(origin === undefined ? {} : { origin }),
          },
          remove: [...(origin === undefined ? ["origin"] : []), "backfill"],
        };
        if (await table.update(key, change, { equal: ["v", current.v as number] })) return true;
      }
    },

    async get(ref: ShopRef, resource: string, id: string): Promise<StoredRecord | undefined> {
      const item = await table.get({ pk: keys.records(ref, resource), sk: id });
      return item && toStored(item);
    },

    async getMany(ref: ShopRef, resource: string, ids: readonly string[]): Promise<StoredRecord[]> {
      const pk = keys.records(ref, resource);
      return (await table.getMany([...new Set(ids)].map((sk) => ({ pk, sk })))).map(toStored);
    },

    /** One page in the order of ids. `changedSince`: observed at or after, unix milliseconds. */
    async page(
      ref: ShopRef,
      resource: string,
      options: { after?: string | undefined; limit: number; changedSince?: number | undefined; deleted?: boolean },
    ): Promise<{ records: StoredRecord[]; next: string | undefined }> {
      const filters: Condition[] = [];
      if (!options.deleted) filters.push({ absent: "deleted" });
      const { changedSince } = options;
      if (changedSince !== undefined)
        filters.push({ any: [{ atLeast: ["observed", changedSince] }, { atLeast: ["metaAt", changedSince] }] });
      const page = await table.query({
        pk: keys.records(ref, resource),
        after: options.after,
        limit: options.limit,
        ...(filters.length > 0 ? { filter: { all: filters } } : {}),
      });
      return { records: page.items.map(toStored), next: page.next };
    },

    /**
     * Ids of living records with the time of their last write, in pages; for comparing with a complete listing. `off`: the
     * document does not add up.
     */
    async livingIds(
      ref: ShopRef,
      resource: string,
      after: string | undefined,
    ): Promise<{ ids: { id: string; observedAt: number; off: boolean }[]; next: string | undefined }> {
      const page = await table.query({
        pk: keys.records(ref, resource),
        after,
        fields: ["observed", "off"],
        filter: { absent: "deleted" },
      });
      const ids = page.items.map((item) => ({
        id: item.sk,
        observedAt: Number(item.observed),
        off: item.off === true,
      }));
      return { ids, next: page.next };
    },

    /** Ids of living records, the highest first, whose detail nobody has asked for since the row changed. */
    async withoutDetail(
      ref: ShopRef,
      resource: string,
      after: string | undefined,
    ): Promise<{ ids: string[]; next: string | undefined }> {
      const page = await table.query({
        pk: keys.records(ref, resource),
        after,
        descending: true,
        fields: [],
        filter: { all: [{ absent: "deleted" }, { absent: "detail" }] },
      });
      return { ids: page.items.map((item) => item.sk), next: page.next };
    },

    /** Which of these ids of several collections were never stored: the deleted ones are known as well. One read. */
    async unknown<Resource extends string>(
      ref: ShopRef,
      named: ReadonlyMap<Resource, ReadonlySet<string>>,
    ): Promise<ReadonlyMap<Resource, readonly string[]>> {
      const sought = [...named].flatMap(([resource, ids]) =>
        // A vendor may report anything as an id.
        [...ids].filter(isUsableId).map((sk) => ({ pk: keys.records(ref, resource), sk })),
      );
      const found = sought.length === 0 ? [] : await table.getMany(sought, ["deleted"], { eventual: true });
      const known = new Set(found.map(({ pk, sk }) => `${pk}\n${sk}`));
      return new Map(
        [...named].map(([resource, ids]) => [
          resource,
          [...ids].filter((id) => !known.has(`${keys.records(ref, resource)}\n${id}`)),
        ]),
      );
    },

    /** Which of these ids are stored and alive. */
    async living(ref: ShopRef, resource: string, ids: readonly string[]): Promise<string[]> {
      const pk = keys.records(ref, resource);
      const items = await table.getMany(
        // A vendor may report anything as an id.
        [...new Set(ids)].filter(isUsableId).map((sk) => ({ pk, sk })),
        ["deleted"],
      );
      return items.filter((item) => !item.deleted).map((item) => item.sk);
    },
  };
};

export type RecordStore = ReturnType<typeof createRecordStore>;

const bySortKey = (items: readonly Item[]): ReadonlyMap<string, Item> => new Map(items.map((item) => [item.sk, item]));

type Content = Pick<Observation, "record" | "raw" | "volatile" | "unlisted" | "seal">;

/** Without what says who a customer is, where that is not to be stored. */
const storedForm = (resource: string, { record, raw, personal, seal }: Observation): Whole =>
  seal ? withoutPersonal(resource, { record, raw }, personal) : { record, raw };

const packed = (resource: string, seen: Observation): Uint8Array => {
  const { record, raw } = storedForm(resource, seen);
  return pack(record, raw);
};

/** A row that has changed is asked for its hash at every step of its way. */
const hashes = new WeakMap<object, { readonly raw: unknown; readonly seal: Seal | undefined; readonly hash: string }>();

/** What two versions of a row are told apart by. */
export const hashOf = (seen: Content): string => {
  const known = hashes.get(seen.record);
  if (known && known.raw === seen.raw && known.seal === seen.seal) return known.hash;
  const hash = hashOfContent(seen);
  hashes.set(seen.record, { raw: seen.raw, seal: seen.seal, hash });
  return hash;
};

const hashOfContent = ({ record, raw, volatile, unlisted, seal }: Content): string => {
  const plain = unlisted
    ? contentHash(
        withoutVolatile(record, unlisted.record),
        withoutVolatile(raw, [...(volatile ?? []), ...unlisted.raw]),
      )
    : contentHash(record, withoutVolatile(raw, volatile));
  return seal ? seal(plain) : plain;
};

const isOff = (record: CanonicalRecord): boolean => "unreconciled" in record && record.unreconciled !== undefined;

/** What only the detail shows, as one value to compare; undefined where nobody asked for it. */
const detailHashOf = ({ record, raw, unlisted, detailed, seal }: Observation): string | undefined => {
  if (!unlisted || !detailed) return undefined;
  const plain = contentHash(only(record, unlisted.record), only(raw, unlisted.raw));
  return seal ? seal(plain) : plain;
};

const only = (row: unknown, names: readonly string[]): unknown =>
  Object.fromEntries(
    names
      .map((name) => [name, (row as Readonly<Record<string, unknown>>)[name]] as const)
      // Where a list leaves a field out, a detail may have it empty: neither says anything.
      .filter(([, value]) => !isEmpty(value)),
  );

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** What `seen` has, and of these fields what only `stored` has. */
const withFields = <Row>(seen: Row, stored: unknown, names: readonly string[]): Row => {
  const old = stored as Readonly<Record<string, unknown>>;
  return { ...Object.fromEntries(names.filter((name) => name in old).map((name) => [name, old[name]])), ...seen };
};

const compare = (
  current: Known | undefined,
  seen: Observation,
  hash: string,
  observedAt: number,
): "write" | "unchanged" | "stale" => {
  if (!current) return "write";
  if (current.deleted) return observedAt > current.observedAt ? "write" : "stale";
  if (current.hash === hash) return "unchanged";
  const known = current.modified;
  const later = observedAt - current.observedAt;
  if (known !== undefined && seen.modified !== undefined && known !== seen.modified) {
    const { older } = current;
    const isSecond = older?.modified === seen.modified && observedAt - older.at >= SIGHTINGS_APART;
    return seen.modified > known || isSecond || later > SETTLED ? "write" : "stale";
  }
  return later >= 0 ? "write" : "stale";
};

/** The vendor was asked later, and shows an older version. */
const isRefused = (current: Known, { modified }: Observation, observedAt: number): boolean =>
  !current.deleted &&
  observedAt > current.observedAt &&
  modified !== undefined &&
  current.modified !== undefined &&
  modified < current.modified;

const knownOf = (item: Item): Known => ({
  version: Number(item.v),
  modified: item.modified as number | undefined,
  observedAt: Number(item.observed),
  deleted: item.deleted === true,
  hash: String(item.hash),
  detail: item.detail as string | undefined,
  older: item.older === undefined ? undefined : { modified: Number(item.older), at: Number(item.olderAt) },
  metadata: item.meta === undefined ? undefined : (JSON.parse(String(item.meta)) as Metadata),
  metadataAt: item.metaAt as number | undefined,
  backfill: item.backfill === true || undefined,
  trail: item.trail as string | undefined,
});

/**
 * The trail with this version. The first copy leaves none: its rows came with the first reading, which `backfill` says
 * already. So does a row that is stored anew under the version that it has.
 */
const trailOf = (
  seen: Observation,
  observedAt: number,
  version: number,
  origin: string | undefined,
  kept: Partial<Known> | undefined,
): string | undefined => {
  if (kept?.version === version || (!kept && seen.backfill)) return kept?.trail;
  const asked: Way = seen.hooked ? "webhook" : seen.detailed ? "detail" : "list-page";
  return withStep(kept?.trail, { version, at: observedAt, way: origin === undefined ? asked : "own-write" });
};

/** Details of a record that has not changed since the first reading belong to that reading as well. */
const isOfBackfill = (seen: Observation, known: Partial<Known> | undefined): boolean =>
  seen.backfill === true ||
  (seen.detailed === true &&
    known?.backfill === true &&
    !known.deleted &&
    seen.modified !== undefined &&
    seen.modified === known.modified);

export const pack = (record: CanonicalRecord, raw: unknown): Uint8Array => {
  const body = deflateRawSync(JSON.stringify([record, raw]), { level: 3, chunkSize: CHUNK });
  return body.length <= MOST_BYTES ? body : deflateRawSync(JSON.stringify(cutToFit(record, raw)));
};

/** The cut parts are named: they are short, and not what the vendor shows. */
const cutToFit = (record: CanonicalRecord, raw: unknown): [CanonicalRecord, unknown] => {
  const shorter = cutDown(record, CUT_RECORD);
  const row = isObject(raw) ? cutDown(raw, CUT_RAW) : { value: undefined, fields: ["*"] };
  const cut = [...shorter.fields, ...row.fields.map((name) => `_raw.${name}`)];
  return [{ ...shorter.value, _meta: { ...record._meta, cut } }, row.value];
};

export const toStored = (item: Item): StoredRecord => {
  const [record, raw] = unpack(item.body as Uint8Array);
  return { id: item.sk, ...knownOf(item), record, raw, origin: item.origin as string | undefined };
};

/** When what is stored last changed, by the vendor or by the tenant, unix milliseconds. */
export const changedAt = ({ observedAt, metadataAt = 0 }: StoredRecord): number => Math.max(observedAt, metadataAt);

const unpack = (body: Uint8Array): [CanonicalRecord, unknown] =>
  JSON.parse(inflateRawSync(body).toString("utf8")) as [CanonicalRecord, unknown];
