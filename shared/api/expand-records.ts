import type { CanonicalRecord, Order } from "../core/records.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { RecordStore, StoredRecord } from "../stores/records.ts";
import type { Expansion } from "./finding-query.ts";

const collections = { customer: "customers", products: "products", location: "locations" } as const;

/** Ids of the records that a document names. */
const named: Readonly<Record<Expansion, (document: Order) => readonly (string | undefined)[]>> = {
  customer: ({ customerId }) => [customerId],
  location: ({ locationId }) => [locationId],
  products: ({ lines = [] }) => [...new Set(lines.map(({ productId }) => productId))],
};

const idsOf = (expansion: Expansion, record: CanonicalRecord): string[] =>
  named[expansion](record as Order).filter((id) => id !== undefined && id !== "") as string[];

/** Reads what the documents of one shop name, each record once, and answers it for each of them. */
export const expandRecords = async <Shown>(
  ref: ShopRef,
  documents: readonly StoredRecord[],
  wanted: readonly Expansion[],
  deps: { readonly records: RecordStore; readonly show: (stored: StoredRecord) => Shown },
): Promise<(record: CanonicalRecord) => Readonly<Record<string, unknown>>> => {
  const known = new Map<string, Shown>();
  for (const expansion of wanted) {
    const collection = collections[expansion];
    const ids = [...new Set(documents.flatMap(({ record }) => idsOf(expansion, record)))];
    for (const stored of ids.length > 0 ? await deps.records.getMany(ref, collection, ids) : [])
      if (!stored.deleted) known.set(`${expansion} ${stored.id}`, deps.show(stored));
  }
  return (record) =>
    Object.fromEntries(
      wanted.flatMap((expansion): [string, unknown][] => {
        const found = idsOf(expansion, record).flatMap((id) => known.get(`${expansion} ${id}`) ?? []);
        if (expansion === "products") return [[expansion, found]];
        return found.length > 0 ? [[expansion, found[0]]] : [];
      }),
    );
};
