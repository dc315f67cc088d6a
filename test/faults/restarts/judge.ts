import type { Client } from "../../../infra/local/client.ts";
import { withoutVolatile } from "../../../shared/core/content.ts";
import type { Resource, Vendor } from "../../../shared/core/vendor.ts";
import { LISTINGS_APART } from "../../../shared/sync/evidence.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { firstDifference } from "../runs/compare.ts";
import type { Truth } from "./vendor-process.ts";

/** A change as the tenant's software read it from the feed. */
export interface ReadChange {
  readonly changeId: string;
  readonly resource: string;
  readonly id: string;
  /** `orders.added`, `orders.updated`, `orders.deleted`. */
  readonly type: string;
  readonly seq: number;
}

type Answered = Readonly<Record<string, unknown>> & { readonly id: string };

/** The API's records of a resource, by id. */
const readAll = async (client: Client, shop: string, resource: string): Promise<Map<string, Answered>> => {
  const records = new Map<string, Answered>();
  let from = "";
  for (;;) {
    const page = await client.get<{ data: readonly Answered[]; next: string | null }>(
      `/v1/shops/${shop}/${resource}?limit=200&raw=true${from}`,
    );
    for (const record of page.data) records.set(record.id, record);
    if (page.next === null) return records;
    from = `&cursor=${encodeURIComponent(page.next)}`;
  }
};

/** No list tells of its deletions: what is missing from listings is what is gone. */
const isMissed = ({ deletions }: Resource): boolean => !deletions?.reported && !deletions?.listing;

/** Where neither a list nor a webhook tells of a deletion, only the next comparison of everything can. */
const isOnlyMissed = (resource: Resource): boolean => resource.listing.strategy !== "snapshot" && isMissed(resource);

/** A place where the copy is not what the vendor has. */
export interface CopyError {
  readonly resource: string;
  readonly id: string;
  readonly line: string;
  /** A deletion that the engine may believe only when two listings have missed the record. */
  readonly needsTwoListings: boolean;
}

/** Milliseconds in which something must become better, or what is wrong is an error. */
export const patienceFor = (errors: readonly CopyError[], patience: number): number =>
  errors.every(({ needsTwoListings }) => needsTwoListings) ? LISTINGS_APART + patience : patience;

/** Ids of the rows that the vendor has, as our records have them. */
export const idsAtVendor = (resource: Resource, { rows, settings }: Truth): ReadonlySet<string> =>
  new Set((rows[resource.name] ?? []).map((row) => observationOf(resource, row, settings).id));

export const copyErrors = async (
  client: Client,
  shop: string,
  { resources }: Pick<Vendor, "resources">,
  truth: Pick<Truth, "rows" | "settings">,
): Promise<CopyError[]> => {
  const { settings } = truth;
  const errors: CopyError[] = [];
  for (const resource of resources) {
    const note = (id: string, what: string, needsTwoListings = false) =>
      errors.push({ resource: resource.name, id, line: `${resource.name} ${id}: ${what}`, needsTwoListings });
    const records = await readAll(client, shop, resource.name);
    const ids = new Set<string>();
    for (const row of truth.rows[resource.name] ?? []) {
      const { id, raw } = observationOf(resource, row, settings);
      ids.add(id);
      const ours = records.get(id);
      if (!ours) note(id, "lost");
      else {
        const wrong = firstDifference(
          withoutVolatile(ours._raw, resource.volatile),
          withoutVolatile(raw, resource.volatile),
        );
        if (wrong) note(id, wrong);
      }
    }
    if (isOnlyMissed(resource)) continue;
    for (const id of records.keys()) if (!ids.has(id)) note(id, "not at the vendor", isMissed(resource));
  }
  return errors;
};

/** What the feed says twice, and what it leaves out. */
export const feedErrors = (changes: readonly ReadChange[]): { readonly gaps: string[]; readonly twice: string[] } => {
  const gaps: string[] = [];
  const twice: string[] = [];
  const seen = new Set<string>();
  const last = new Map<string, number>();
  for (const { changeId, resource, seq } of changes) {
    if (seen.has(changeId)) twice.push(changeId);
    seen.add(changeId);
    const before = last.get(resource) ?? 0;
    if (seq !== before + 1) gaps.push(`${resource}: ${seq} after ${before}`);
    last.set(resource, seq);
  }
  return { gaps, twice };
};

/** Records that the copy has and the feed does not, or the other way round. */
export const feedMismatches = async (
  client: Client,
  shop: string,
  vendor: Vendor,
  changes: readonly ReadChange[],
): Promise<string[]> => {
  const alive = new Set<string>();
  for (const { resource, id, type } of changes)
    if (type.endsWith(".deleted")) alive.delete(`${resource} ${id}`);
    else alive.add(`${resource} ${id}`);
  const stored = new Set<string>();
  for (const { name } of vendor.resources)
    for (const id of (await readAll(client, shop, name)).keys()) stored.add(`${name} ${id}`);
  return [
    ...[...stored].filter((name) => !alive.has(name)).map((name) => `${name}: not in the feed`),
    ...[...alive].filter((name) => !stored.has(name)).map((name) => `${name}: in the feed alone`),
  ];
};
