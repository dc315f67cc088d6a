import { stableJson } from "../core/content.ts";
import type { Metadata } from "../core/metadata.ts";
import type { Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";
import { type StoredRecord, toStored } from "./stored-record.ts";
import { withStep } from "./trail.ts";

/**
 * Metadata stands in the record's own item, so that reading it costs nothing. A change is a version of the record: whoever
 * stores a row at the same moment fails on the version, and takes the metadata over.
 */
export const createMetadataStore = (table: Table) => ({
  /**
   * Changes a record's metadata; what is empty is taken away. An unchanged one costs no write.
   * @param next is asked again where the record changed meanwhile
   * @returns the record as it is now; undefined where there is none
   */
  async change(
    ref: ShopRef,
    resource: string,
    id: string,
    next: (stored: StoredRecord) => Metadata | undefined,
    now: number,
  ): Promise<StoredRecord | undefined> {
    const key = { pk: keys.records(ref, resource), sk: id };
    for (;;) {
      const item = await table.get(key);
      if (!item) return undefined;
      const stored = toStored(item);
      const wanted = next(stored);
      const metadata = wanted && Object.keys(wanted).length > 0 ? wanted : undefined;
      if (stableJson(metadata) === stableJson(stored.metadata)) return stored;
      const version = stored.version + 1;
      const trail = withStep(stored.trail, { version, at: now, way: "metadata" });
      const set = { v: version, metaAt: now, trail, ...(metadata ? { meta: JSON.stringify(metadata) } : {}) };
      // This version is no work of a write of ours.
      const remove = ["origin", "backfill", ...(metadata ? [] : ["meta"])];
      if (await table.update(key, { set, remove }, { equal: ["v", stored.version] }))
        return { ...stored, version, metadata, metadataAt: now, trail, origin: undefined, backfill: undefined };
    }
  },
});
