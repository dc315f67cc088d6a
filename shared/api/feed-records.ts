import type { RecordStore } from "../stores/records.ts";
import { shown } from "./list-records.ts";

/** Of records in one answer, in JSON as UTF-8: it passes through the function that waits, which has little memory. */
const MOST_BYTES = 1_000_000;

interface OfRecord {
  readonly shop: string;
  readonly resource: string;
  readonly id: string;
}

/**
 * The records of changes as they are now, each once, until the answer is full: the changes behind that come with the next
 * page. A record that is gone shows its tombstone.
 */
export const withRecords = async <One extends OfRecord>(
  tenant: string,
  changes: readonly One[],
  records: Pick<RecordStore, "getMany">,
): Promise<(One & { readonly record?: ReturnType<typeof shown> })[]> => {
  const nameOf = ({ shop, resource, id }: OfRecord): string => `${shop} ${resource} ${id}`;
  const groups = Map.groupBy(changes, ({ shop, resource }) => `${shop} ${resource}`);
  const known = new Map<string, ReturnType<typeof shown>>();
  for (const group of groups.values()) {
    const { shop, resource } = group[0]!;
    const ids = [...new Set(group.map(({ id }) => id))];
    for (const stored of await records.getMany({ tenant, shop }, resource, ids))
      known.set(nameOf({ shop, resource, id: stored.id }), shown(stored, false));
  }
  let bytes = 0;
  const made: (One & { readonly record?: ReturnType<typeof shown> })[] = [];
  for (const change of changes) {
    const record = known.get(nameOf(change));
    bytes += record ? Buffer.byteLength(JSON.stringify(record)) : 0;
    if (bytes > MOST_BYTES && made.length > 0) break;
    made.push(record ? { ...change, record } : change);
  }
  return made;
};
