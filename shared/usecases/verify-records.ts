import { contentHash, withoutVolatile } from "../core/content.ts";
import type { Resource } from "../core/vendor.ts";
import type { ShopRef } from "../stores/keys.ts";
import { isPaused, type JobDeps, tracksOf, withShop } from "./run-job.ts";
import { askFor, observationOf } from "./sync-slice.ts";

/** What a verification found; readable by the tenant. */
export interface Verification {
  readonly startedAt: string;
  readonly endedAt: string;
  /** Records alive in the store. */
  readonly stored: number;
  /** Rows by the vendor's own count, where it gives one. */
  readonly vendorTotal?: number | undefined;
  readonly checked: number;
  readonly equal: number;
  /** Ids whose content differed, and that were repaired. */
  readonly different: readonly string[];
  /** Ids that are gone at the vendor, and were removed. */
  readonly gone: readonly string[];
  /** A full comparison was started instead, because rows of this resource cannot be asked for singly. */
  readonly fullCycle: boolean;
}

const MOST_NAMED = 100;

/**
 * Reads a sample of the records (or all, without `sample`) again at the vendor, repairs differences and keeps a
 * report. Also starts a full cycle, which finds what the store lacks.
 */
export const verifyRecords = async (
  ref: ShopRef,
  name: string,
  sample: number | undefined,
  deadline: number,
  deps: JobDeps,
): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return;
  const resource = deps.vendor(shop.vendor).resources.find((one) => one.name === name);
  if (!resource) return;
  const startedAt = deps.clock();
  await withShop(shop, deps, async (open) => {
    const call = open.call("passthrough");
    const ids = await storedIds(ref, name, deps);
    const chosen = resource.get ? pick(ids, sample, deps.random) : [];
    const different: string[] = [];
    const gone: string[] = [];
    let equal = 0;
    for (const id of chosen) {
      if (deps.clock() >= deadline) break;
      const askedAt = deps.clock();
      const stored = await deps.records.get(ref, name, id);
      const row = await askFor(resource, id, call, stored?.raw);
      if (row === "unknown") continue;
      if (row === undefined) {
        if (await deps.records.remove(ref, name, id, askedAt)) gone.push(id);
        continue;
      }
      const seen = observationOf(resource, row, { ...shop.settings, grants: open.grants });
      const same =
        stored &&
        contentHash(stored.record, withoutVolatile(stored.raw, resource.volatile)) ===
          contentHash(seen.record, withoutVolatile(seen.raw, resource.volatile));
      if (same) equal += 1;
      else {
        different.push(id);
        await deps.records.upsert(ref, name, [seen], askedAt);
      }
    }
    for (const track of tracksOf(resource)) await deps.states.schedule(ref, name, track, deps.clock());
    await deps.states.saveVerification(ref, name, {
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(deps.clock()).toISOString(),
      stored: ids.length,
      vendorTotal: await vendorTotal(resource, call),
      checked: equal + different.length + gone.length,
      equal,
      different: different.slice(0, MOST_NAMED),
      gone: gone.slice(0, MOST_NAMED),
      fullCycle: true,
    } satisfies Verification);
  });
};

const storedIds = async (ref: ShopRef, name: string, deps: JobDeps): Promise<string[]> => {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await deps.records.livingIds(ref, name, after);
    ids.push(...page.ids.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
};

const pick = (ids: readonly string[], sample: number | undefined, random: () => number): readonly string[] => {
  if (sample === undefined || sample >= ids.length) return ids;
  const rest = [...ids];
  return Array.from({ length: sample }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]!);
};

/** The vendor's own count: the total on the first page of the whole listing. */
const vendorTotal = async (resource: Resource, call: Parameters<typeof askFor>[2]): Promise<number | undefined> => {
  const { listing } = resource;
  if (listing.partitions || listing.strategy === "window" || listing.paging === "token" || listing.paging === "none")
    return undefined;
  const ask = { size: listing.pageSize, ...(listing.paging === "page" ? { page: 1 } : { offset: 0 }) };
  return listing.read(await call(listing.operation, listing.call(ask)), ask).total;
};
