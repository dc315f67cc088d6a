import { isUsableId } from "../core/bounds.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import type { Way } from "../sync/evidence.ts";
import { hashOf } from "./content-hashes.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { Observation, SealPersonal } from "./observation.ts";
import { createRecordUpserts, type LivingRecord, toLiving } from "./record-upserts.ts";
import { type StoredRecord, toStored } from "./stored-record.ts";
import { withStep } from "./trail.ts";

export type { ChangedRow, Observation, OriginsOf } from "./observation.ts";
export type { LivingRecord } from "./record-upserts.ts";
export { SIGHTINGS_APART } from "./sightings.ts";
export { changedAt, type StoredRecord, toStored } from "./stored-record.ts";

/** A record is gone from the vendor. */
interface Gone {
  /** Our clock before the vendor told that it is gone. */
  readonly observedAt: number;
  /** The write of ours that removed it, or else how we learnt of it. */
  readonly origin?: string | undefined;
  readonly way?: Way | undefined;
}

/** Records that are looked at for living ones: in one page, and pages at most where they have all been deleted. */
const NEWEST = 20;
const MOST_LOOKED_THROUGH = 10;

/** The copy of a shop's data: one item per record, changed only when its content changed. */
export const createRecordStore = (table: Table, personal: SealPersonal = async (_ref, _resource, rows) => rows) => {
  return {
    ...createRecordUpserts(table, personal),

    /** Whether the vendor shows what is stored. */
    async isAsStored(ref: ShopRef, resource: string, row: Observation, stored: StoredRecord): Promise<boolean> {
      const [seen] = await personal(ref, resource, [row]);
      // Of a record that is not stored whole only the hash tells what it was.
      const { cut, leftOut } = stored.record._meta ?? {};
      const known = cut || leftOut ? stored.hash : hashOf({ ...seen!, record: stored.record, raw: stored.raw });
      return known === hashOf(seen!);
    },

    /** Marks a record as deleted. False when it is not there, already deleted, or was seen alive later. */
    async remove(ref: ShopRef, resource: string, id: string, gone: Gone): Promise<boolean> {
      const key = { pk: keys.records(ref, resource), sk: id };
      for (;;) {
        const current = await table.get(key);
        if (!current || current.deleted || Number(current.observed) > gone.observedAt) return false;
        const change = removalOf(current, gone);
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

    /** Some living records, those with the highest ids, which are the newest at most vendors. */
    async newest(
      ref: ShopRef,
      resource: string,
      { limit = NEWEST, pages = MOST_LOOKED_THROUGH, eventual = false } = {},
    ): Promise<StoredRecord[]> {
      const pk = keys.records(ref, resource);
      let after: string | undefined;
      for (let looked = 0; looked < pages; looked += 1) {
        const filter = { absent: "deleted" } as const;
        const page = await table.query({ pk, after, descending: true, limit, filter, eventual });
        if (page.items.length > 0 || page.next === undefined) return page.items.map(toStored);
        after = page.next;
      }
      return [];
    },

    /** Living records in pages; for comparing with a complete listing. */
    async livingIds(
      ref: ShopRef,
      resource: string,
      after: string | undefined,
      { eventual = false } = {},
    ): Promise<{ ids: readonly LivingRecord[]; next: string | undefined }> {
      const page = await table.query({
        pk: keys.records(ref, resource),
        after,
        eventual,
        fields: ["observed", "off"],
        filter: { absent: "deleted" },
      });
      return { ids: page.items.map(toLiving), next: page.next };
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

const removalOf = (current: Item, { observedAt, origin, way = "absence" }: Gone) => {
  const version = Number(current.v) + 1;
  const step = { version, at: observedAt, way: origin === undefined ? way : ("own-write" as const) };
  return {
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
};
