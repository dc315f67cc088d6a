import type { ResourceName } from "../../core/records.ts";
import type { Resource } from "../../core/vendor.ts";
import { refOf } from "../../stores/shops.ts";
import { askFor, detailOf } from "../sync/observation.ts";
import type { WriteWorker } from "./worker.ts";

/** Asks for one record and stores it. Undefined: it is not there, or the vendor will not tell. */
export const observe = async (
  resource: Resource,
  id: string,
  worker: WriteWorker,
  { origin, current }: { origin?: string; current?: unknown } = {},
) => {
  const { records, clock } = worker.deps;
  const { shop } = worker.shop;
  const ref = refOf(shop);
  const askedAt = clock();
  const storedIn = async (name: ResourceName | undefined) => name && (await records.get(ref, name, id));
  const stored = await storedIn(resource.name);
  const known = current ?? stored?.raw ?? (await storedIn(resource.get?.like))?.raw;
  const row = await askFor(resource, id, worker.shop.call("write"), known);
  if (row === undefined || row === "unknown") return undefined;
  const seen = detailOf(resource, row, { ...shop.settings, grants: worker.shop.grants });
  const same = seen.id === id ? stored : undefined;
  const version = await records.keep(ref, resource.name, seen, askedAt, same, origin);
  return { id: seen.id, record: seen.record, raw: row, modified: seen.modified, version };
};
