import { inParallel } from "../core/parallel.ts";
import type { CanonicalRecord } from "../core/records.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import type { Way } from "../sync/evidence.ts";
import { bySortKey, createComparedReads } from "./compared-reads.ts";
import { type BlankRow, completedBy, createCompletion, isBlank } from "./completed-rows.ts";
import { detailHashOf, hashOf, storedForm } from "./content-hashes.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { ChangedRow, Observation, OriginsOf, SealPersonal } from "./observation.ts";
import { compare, isRefused, type Verdict } from "./sightings.ts";
import { COMPARED, type Known, knownOf, pack, type StoredRecord, toStored } from "./stored-record.ts";
import { withStep } from "./trail.ts";

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
  /** Rows that have lost what they said before; what is stored of them stays. */
  readonly blank: readonly BlankRow[];
  /** The living records of the whole collection, as they were before; see `Upserting.few`. */
  readonly all?: readonly LivingRecord[] | undefined;
}

/** What a sweep looks at. */
export interface LivingRecord {
  readonly id: string;
  /** Our clock before the vendor was asked for it, unix milliseconds. */
  readonly observedAt: number;
  /** The document does not add up. */
  readonly off: boolean;
}

export const toLiving = (item: Item): LivingRecord => ({
  id: item.sk,
  observedAt: Number(item.observed),
  off: item.off === true,
});

export interface Upserting {
  /** Is asked for whose work the rows are that are new or have changed, if there are any. */
  readonly originsOf?: OriginsOf | undefined;
  /** The collection holds hardly more than these rows: all of it is read, and said. */
  readonly few?: boolean | undefined;
}

/** The collection that the vendor was asked for. */
interface Asking {
  readonly ref: ShopRef;
  readonly resource: string;
  /** Our clock before it was asked, unix milliseconds. */
  readonly observedAt: number;
}

/** What an item says of a row beside the row itself. */
interface NextVersion {
  readonly version: number;
  readonly hash: string;
  readonly detail?: string | undefined;
  /** Id of our own write whose result it is. */
  readonly origin: string | undefined;
  /** What it takes the place of. */
  readonly kept: Partial<Known> | undefined;
}

const PARALLEL = 24;
/** As many as go into one request. */
const INSERTED = 25;

/** Stores rows as the vendor shows them, where they are new or other than what is stored. */
export const createRecordUpserts = (table: Table, personal: SealPersonal) => {
  const stored = createComparedReads(table);
  const complete = createCompletion(table);

  /**
   * A list does not show every field: what the detail has shown stays, until the detail is asked for again. It is known
   * to be of this state of the row only while the row has the same time of change.
   */
  const withUnlisted = async (
    { ref, resource }: Asking,
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
  const noteDetail = async ({ ref, resource }: Asking, seen: Observation, version: number): Promise<boolean> => {
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
    { ref, resource, observedAt }: Asking,
    seen: Observation,
    current: Known,
    verdict: Exclude<Verdict, "write">,
  ): Promise<void> => {
    const key = { pk: keys.records(ref, resource), sk: seen.id };
    const when: Condition = { equal: ["v", current.version] };
    const { older } = current;
    if (verdict === "stale" && isRefused(current, seen, observedAt) && older?.modified !== seen.modified)
      await table.update(key, { set: { older: seen.modified, olderAt: observedAt } }, when);
    if (verdict === "unchanged" && older && observedAt > older.at)
      await table.update(key, { remove: ["older", "olderAt"] }, when);
  };

  /** What another worker has stored, and what was shown beside it. */
  const storedMeanwhile = async (
    { ref, resource }: Asking,
    shown: Observation,
  ): Promise<{ readonly current: Known | undefined; readonly seen: Observation }> => {
    const item = await table.get(
      { pk: keys.records(ref, resource), sk: shown.id },
      shown.beside ? undefined : COMPARED,
    );
    const current = item && knownOf(item);
    if (!item || !current || current.deleted || !shown.beside) return { current, seen: shown };
    return { current, seen: { ...shown, ...shown.beside.read(toStored(item).raw) } };
  };

  /** Stores one row, unless it is unchanged or older than what is there. `known` may be out of date. */
  const upsertOne = async (
    asking: Asking,
    shown: Observation,
    known: Known | undefined,
    origin?: string,
  ): Promise<{ outcome: keyof UpsertCounts; version: number }> => {
    let { current, seen } = isBesideAnother(shown, known)
      ? await storedMeanwhile(asking, shown)
      : { current: known, seen: shown };
    for (;;) {
      const hash = hashOf(seen);
      const verdict = compare(current, seen, hash, asking.observedAt);
      const isShown = verdict === "unchanged" && isDetailNew(current!, seen);
      if (verdict !== "write" && (!isShown || (await noteDetail(asking, seen, current!.version)))) {
        await noteSighting(asking, seen, current!, verdict);
        return { outcome: verdict, version: current!.version };
      }
      const version = (current?.version ?? 0) + 1;
      const whole = await withUnlisted(asking, seen, current);
      const item = toItem(asking, whole.seen, { version, hash, detail: whole.detail, origin, kept: current });
      if (await table.put(item, whileStill(current))) return { outcome: outcomeOf(current), version };
      ({ current, seen } = await storedMeanwhile(asking, shown));
    }
  };

  /**
   * Rows that say in another version's words what is stored take its place, under the same version: nothing has changed,
   * and nobody is told.
   * @returns their ids
   */
  const adoptRedrawn = async (
    asking: Asking,
    rows: readonly Observation[],
    stored: ReadonlyMap<string, Item>,
  ): Promise<ReadonlySet<string>> => {
    const adopted = new Set<string>();
    const old = rows.filter(({ id, redrawn }) => {
      const item = redrawn && stored.get(id);
      return item && !item.deleted && Number(item.observed) < redrawn.before;
    });
    if (old.length === 0) return adopted;
    const pk = keys.records(asking.ref, asking.resource);
    const items = await table.getMany(old.map(({ id }) => ({ pk, sk: id })));
    const whole = new Map(items.map((item) => [item.sk, toStored(item)]));
    await inParallel(old, PARALLEL, async (row) => {
      const kept = whole.get(row.id);
      if (!kept || kept.deleted || kept.observedAt >= row.redrawn!.before || !row.redrawn!.isSame(kept)) return;
      const { version, origin } = kept;
      const item = toItem(asking, row, { version, hash: hashOf(row), origin, kept });
      if (await table.put(item, { equal: ["v", version] })) adopted.add(row.id);
    });
    return adopted;
  };

  /** Stores the rows that nobody has seen before, together. What is left is to be compared one by one. */
  const insertNew = async (
    asking: Asking,
    rows: readonly Observation[],
    stored: ReadonlyMap<string, Item>,
    originOf: (id: string) => string | undefined,
  ): Promise<{ readonly added: number; readonly left: readonly Observation[] }> => {
    const fresh = rows.filter(({ id }) => !stored.has(id));
    if (!table.insert || fresh.length < 2) return { added: 0, left: rows };
    const chunks: (readonly Observation[])[] = [];
    for (let at = 0; at < fresh.length; at += INSERTED) chunks.push(fresh.slice(at, at + INSERTED));
    const ours = new Set<Observation>();
    // Two at a time: the next rows are packed while the engine stores the last ones.
    await inParallel(chunks, 2, async (chunk) => {
      const items = chunk.map((row) =>
        toItem(asking, row, { version: 1, hash: hashOf(row), origin: originOf(row.id), kept: undefined }),
      );
      for (const [index, stored] of (await table.insert!(items)).entries()) if (stored) ours.add(chunk[index]!);
    });
    return { added: ours.size, left: rows.filter((row) => !ours.has(row)) };
  };

  return {
    /**
     * Stores what was seen. Unchanged rows cost no write; an older version never overwrites a newer one, whichever of
     * poll, webhook and read-back comes first.
     * @param observedAt our clock before the vendor was asked, unix milliseconds
     */
    // biome-ignore lint/complexity/useMaxParams: the fifth is left out by nearly all callers.
    async upsert(
      ref: ShopRef,
      resource: string,
      rows: readonly Observation[],
      observedAt: number,
      { originsOf, few = false }: Upserting = {},
    ): Promise<Upserted> {
      const asking = { ref, resource, observedAt };
      const counts: UpsertCounts = { added: 0, updated: 0, unchanged: 0, stale: 0 };
      const refused: string[] = [];
      // The last of several rows with one id is the one the vendor answered last.
      const last = [...new Map(rows.map((row) => [row.id, row])).values()];
      const ids = last.map(({ id }) => id);
      const pk = keys.records(ref, resource);
      const [sealed, all] = await Promise.all([
        personal(ref, resource, last),
        few ? stored.readAll(pk, ids.length) : undefined,
      ]);
      const found = all ? bySortKey(all) : await stored.read(pk, ids);
      const adopted = await adoptRedrawn(asking, sealed, found);
      counts.unchanged += adopted.size;
      const others = adopted.size === 0 ? sealed : sealed.filter(({ id }) => !adopted.has(id));
      const { rows: distinct, blank } = await complete(asking, others, found);
      counts.stale += blank.length;
      const changed = originsOf ? changedRows(distinct, found, observedAt) : [];
      const origins = changed.length > 0 ? await originsOf?.(changed) : undefined;
      const originOf = (id: string) => origins?.get(id);
      const { added, left } = await insertNew(asking, distinct, found, originOf);
      counts.added += added;
      await inParallel(left, PARALLEL, async (row) => {
        const item = found.get(row.id);
        const known = item && knownOf(item);
        const { outcome } = await upsertOne(asking, row, known, originOf(row.id));
        counts[outcome] += 1;
        if (outcome === "stale" && known && isRefused(known, row, observedAt)) refused.push(row.id);
      });
      return { ...counts, refused, blank, all: all?.filter(({ deleted }) => !deleted).map(toLiving) };
    },

    /**
     * Stores one row as `upsert` does, by a worker that has just read what is stored.
     * @param known what is stored; `origin`: the write of ours that the row shows
     * @returns the version that is stored now
     */
    async keep(
      ref: ShopRef,
      resource: string,
      row: Observation,
      {
        observedAt,
        known,
        origin,
      }: {
        readonly observedAt: number;
        readonly known: StoredRecord | undefined;
        readonly origin?: string | undefined;
      },
    ): Promise<number> {
      const [shown] = await personal(ref, resource, [row]);
      const seen = known ? completedBy(resource, shown!, known) : shown!;
      if (isBlank(seen)) return known!.version;
      return (await upsertOne({ ref, resource, observedAt }, seen, known, origin)).version;
    },
  };
};

/** What a list shows of the stored row was not there when the answer was read. */
const isBesideAnother = ({ beside }: Observation, known: Known | undefined): boolean =>
  beside !== undefined && known !== undefined && !known.deleted && known.version !== beside.version;

/** Nobody has stored another version meanwhile. */
const whileStill = (current: Known | undefined): Condition =>
  current ? { equal: ["v", current.version] } : { absent: "pk" };

const outcomeOf = (current: Known | undefined): "added" | "updated" =>
  current && !current.deleted ? "updated" : "added";

/** The row was asked for by itself, and its unlisted fields are not known to be stored. */
const isDetailNew = (current: Known, seen: Observation): boolean =>
  seen.detailed === true && current.detail !== detailHashOf(seen);

/** The rows that will be written. */
const changedRows = (
  rows: readonly Observation[],
  stored: ReadonlyMap<string, Item>,
  observedAt: number,
): readonly ChangedRow[] =>
  rows.flatMap((row) => {
    const item = stored.get(row.id);
    const known = item && knownOf(item);
    if (compare(known, row, hashOf(row), observedAt) !== "write") return [];
    return [{ ...row, isNew: !item, changedAt: row.modified === known?.modified ? undefined : row.modified }];
  });

const toItem = ({ ref, resource, observedAt }: Asking, seen: Observation, next: NextVersion): Item => ({
  pk: keys.records(ref, resource),
  sk: seen.id,
  kind: "record",
  v: next.version,
  hash: next.hash,
  modified: seen.modified,
  observed: observedAt,
  origin: next.origin,
  backfill: isOfBackfill(seen, next.kept) || undefined,
  detail: next.detail ?? detailHashOf(seen),
  form: seen.mixed ? "mixed" : seen.detailed ? "detail" : undefined,
  // Beside the body, so that a sweep counts them without opening one.
  off: isOff(seen.record) || undefined,
  sealed: seen.seal !== undefined || undefined,
  meta: next.kept?.metadata && JSON.stringify(next.kept.metadata),
  metaAt: next.kept?.metadataAt,
  trail: trailOf(observedAt, seen, next),
  body: packed(resource, seen),
});

const packed = (resource: string, seen: Observation): Uint8Array => {
  const { record, raw } = storedForm(resource, seen);
  return pack(record, raw);
};

const isOff = (record: CanonicalRecord): boolean => "unreconciled" in record && record.unreconciled !== undefined;

/** What `seen` has, and of these fields what only `stored` has. */
const withFields = <Row>(seen: Row, stored: unknown, names: readonly string[]): Row => {
  const old = stored as Readonly<Record<string, unknown>>;
  return { ...Object.fromEntries(names.filter((name) => name in old).map((name) => [name, old[name]])), ...seen };
};

/**
 * The trail with this version. The first copy leaves none: its rows came with the first reading, which `backfill` says
 * already. So does a row that is stored anew under the version that it has.
 */
const trailOf = (observedAt: number, seen: Observation, { version, origin, kept }: NextVersion): string | undefined => {
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
