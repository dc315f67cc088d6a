import { contentHash, withoutVolatile } from "../core/content.ts";
import type { Call, Resource } from "../core/vendor.ts";
import type { ShopRef } from "../stores/keys.ts";
import { askFor, observationOf } from "./observation.ts";
import type { OpenShop } from "./open-shop.ts";
import { isPaused, type JobDeps, tracksOf, withShop } from "./run-job.ts";

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
  /** Ids that are gone at the vendor: candidates for deletion now. */
  readonly gone: readonly string[];
  /** A full comparison was started instead, because rows of this resource cannot be asked for singly. */
  readonly fullCycle: boolean;
}

const MOST_NAMED = 100;

interface Findings {
  checked: number;
  equal: number;
  readonly different: string[];
  readonly gone: string[];
}

/**
 * Reads a sample of the records (or all, without `sample`) again at the vendor, repairs differences and keeps a
 * report. Records that are gone become candidates for deletion, under the same brake as any others. Also starts a
 * full cycle, which finds what the store lacks.
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
    const findings: Findings = { checked: 0, equal: 0, different: [], gone: [] };
    let stored = 0;
    const chosen: string[] = [];
    for await (const ids of pagesOfIds(ref, name, deps)) {
      for (const id of ids) {
        stored += 1;
        if (sample !== undefined) keepSample(chosen, id, stored, sample, deps.random);
        else if (resource.get && deps.clock() < deadline) await checkOne(ref, resource, id, open, findings, deps);
      }
    }
    for (const id of resource.get ? chosen : []) {
      if (deps.clock() < deadline) await checkOne(ref, resource, id, open, findings, deps);
    }
    for (const track of tracksOf(resource)) await deps.states.schedule(ref, name, track, deps.clock());
    await deps.states.saveVerification(ref, name, {
      ...findings,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(deps.clock()).toISOString(),
      stored,
      vendorTotal: await vendorTotal(resource, open.call("passthrough")),
      different: findings.different.slice(0, MOST_NAMED),
      gone: findings.gone.slice(0, MOST_NAMED),
      fullCycle: true,
    } satisfies Verification);
  });
};

/** Asks for one record again and repairs what differs. */
const checkOne = async (
  ref: ShopRef,
  resource: Resource,
  id: string,
  open: OpenShop,
  findings: Findings,
  deps: JobDeps,
): Promise<void> => {
  const { name } = resource;
  const askedAt = deps.clock();
  const stored = await deps.records.get(ref, name, id);
  const row = await askFor(resource, id, open.call("passthrough"), stored?.raw);
  if (row === "unknown") return;
  findings.checked += 1;
  if (row === undefined) {
    findings.gone.push(id);
    await deps.candidates.add(ref, name, [{ id, source: "reported", observedAt: askedAt, cycle: `verify-${askedAt}` }]);
    return;
  }
  const seen = observationOf(resource, row, { ...open.shop.settings, grants: open.grants });
  if (stored && hashOf(stored, resource) === hashOf(seen, resource)) {
    findings.equal += 1;
    return;
  }
  findings.different.push(id);
  await deps.records.upsert(ref, name, [seen], askedAt);
};

const hashOf = ({ record, raw }: { record: unknown; raw: unknown }, resource: Resource): string =>
  contentHash(record, withoutVolatile(raw, resource.volatile));

async function* pagesOfIds(ref: ShopRef, name: string, deps: JobDeps): AsyncGenerator<string[]> {
  let after: string | undefined;
  do {
    const page = await deps.records.livingIds(ref, name, after);
    yield page.ids.map(({ id }) => id);
    after = page.next;
  } while (after !== undefined);
}

/** Reservoir sampling: every id has the same chance, and memory stays at the sample's size. */
const keepSample = (chosen: string[], id: string, count: number, sample: number, random: () => number): void => {
  if (chosen.length < sample) chosen.push(id);
  else {
    const place = Math.floor(random() * count);
    if (place < sample) chosen[place] = id;
  }
};

/** The vendor's own count: the total on the first page of the whole listing. */
const vendorTotal = async (resource: Resource, call: Call): Promise<number | undefined> => {
  const { listing } = resource;
  const countable = listing.paging === "page" || listing.paging === "offset";
  if (!countable || listing.partitions || listing.strategy === "window") return undefined;
  const ask = { size: listing.pageSize, ...(listing.paging === "page" ? { page: 1 } : { offset: 0 }) };
  return listing.read(await call(listing.operation, listing.call(ask)), ask).total;
};
