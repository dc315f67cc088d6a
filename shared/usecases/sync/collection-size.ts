import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { RecordStore } from "../../stores/records.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";

/** Up to so many records are counted one by one: the brake is exact where a few records are a good part of all. */
const COUNTED = 60;

/**
 * Records of a collection at the beginning of the hour.
 * @param removed how many were removed within the hour
 */
export const sizeOf = async (
  { ref, resource, stored }: { ref: ShopRef; resource: Resource; stored?: number | undefined },
  removed: number,
  { records, states }: { records: RecordStore; states: SyncStateStore },
): Promise<number> => {
  if (stored !== undefined) return stored + removed;
  const known = (await states.get(ref, resource.name, "full")).lastCycle?.stored ?? 0;
  if (known > COUNTED) return known;
  let counted = 0;
  let after: string | undefined;
  do {
    const page = await records.page(ref, resource.name, { after, limit: COUNTED });
    counted += page.records.length;
    after = page.next;
  } while (after !== undefined && counted <= COUNTED);
  return counted + removed;
};
