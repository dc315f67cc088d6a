import { stableJson } from "../core/content.ts";
import type { Metadata } from "../core/metadata.ts";
import type { Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";
import { type StoredRecord, toStored } from "./stored-record.ts";
import { withStep } from "./trail.ts";

/**
 * Metadata stands in the record's own item, so that reading it costs nothing. A change is a version of the record: a worker that
 * stores a row at the same moment fails on the version, and takes the metadata over.
 */
export const createMetadataStore = (table: Table) => ({
  /**
   * Changes a record's metadata; what is empty is taken away. An unchanged one costs no write.
   * @param next is asked again where the record changed meanwhile
   * @returns the record as it is now; undefined where there is none
   */
  async change(
    { ref, resource, id }: { readonly ref: ShopRef; readonly resource: string; readonly id: string },
    next: (stored: StoredRecord) => Metadata | undefined,
    now: number,
  ): Promise<StoredRecord | undefined> {
    const key = { pk: keys.records(ref, resource), sk: id };
    for (;;) {
      const item = await table.get(key);
      if (!item) return undefined;
      const stored = toStored(item);
      const wanted = next(stored);
      const metadata = isEmpty(wanted) ? undefined : wanted;
      if (stableJson(metadata) === stableJson(stored.metadata)) return stored;
      const version = stored.version + 1;
      const trail = withStep(stored.trail, { version, at: now, way: "metadata" });
      const meta = metadata && JSON.stringify(metadata);
      if (await table.update(key, changeTo({ version, trail, meta, now }), { equal: ["v", stored.version] }))
        return { ...stored, version, metadata, metadataAt: now, trail, origin: undefined, backfill: undefined };
    }
  },
});

const isEmpty = (metadata: Metadata | undefined): boolean =>
  metadata === undefined || Object.keys(metadata).length === 0;

const changeTo = (to: {
  readonly version: number;
  readonly trail: string | undefined;
  readonly meta: string | undefined;
  readonly now: number;
}) => ({
  set: { v: to.version, metaAt: to.now, trail: to.trail, ...(to.meta === undefined ? {} : { meta: to.meta }) },
  // This version is no work of a write of ours.
  remove: ["origin", "backfill", ...(to.meta === undefined ? ["meta"] : [])],
});
