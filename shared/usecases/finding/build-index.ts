import { type Findable, findable, INDEX_FORM } from "../../core/finding.ts";
import type { SyncJob } from "../../core/jobs.ts";
import type { Clock, Log, Queues } from "../../core/ports.ts";
import { cardKeyOf, type FindStore } from "../../stores/finds.ts";
import type { IndexBuild, IndexBuildStore } from "../../stores/index-builds.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { changedAt, type RecordStore, type StoredRecord } from "../../stores/records.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";

export interface BuildIndexDeps {
  readonly shops: Pick<ShopStore, "get" | "change">;
  readonly records: Pick<RecordStore, "page" | "getMany">;
  readonly finds: FindStore;
  readonly indexBuilds: IndexBuildStore;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that a dead worker keeps others from the shop's index. */
  readonly lease: number;
}

/** Records, or cards, of one step. */
const PAGE = 200;

/** Puts records that are older than the index into it, in the background. */
export const askForIndex = async (
  { tenant, shop }: ShopRef,
  { queues }: { readonly queues: Queues },
  anew = false,
): Promise<void> => {
  const body: SyncJob = { type: "index", tenant, shop, ...(anew ? { anew } : {}) };
  await queues.send("backfill", [{ body, group: tenant }]);
};

/**
 * Goes on with the index of a shop until the deadline, and queues itself on while something is left. The stream writes the index at
 * the same time; what it has written is newer and stays.
 */
export const buildIndex = async (
  job: ShopRef & { readonly anew?: boolean | undefined },
  deadline: number,
  deps: BuildIndexDeps,
): Promise<void> => {
  const ref: ShopRef = { tenant: job.tenant, shop: job.shop };
  const shop = await deps.shops.get(ref);
  if (!shop || shop.health === "removing") return;
  const now = deps.clock();
  const taken = await deps.indexBuilds.take(ref, now, now + deps.lease);
  // Another worker is at it, and sends the message that goes on.
  if (taken === undefined) return;
  let build = buildFrom(taken, shop, job.anew);
  if (!build) return deps.indexBuilds.end(ref);
  let records = build.records;
  while (build && deps.clock() < deadline) {
    const next: IndexBuild | undefined = await (build.step === "records" ? putPage : sweepPage)(ref, build, deps);
    records = next?.records ?? records;
    if (next) await deps.indexBuilds.save(ref, next);
    build = next;
  }
  if (build) {
    await deps.indexBuilds.release(ref);
    return askForIndex(ref, deps);
  }
  await deps.shops.change(ref, { indexed: INDEX_FORM });
  await deps.indexBuilds.end(ref);
  deps.log("info", "index-built", { ...ref, records });
};

/** What is to be done; undefined: nothing, the index has its form. */
const buildFrom = (taken: IndexBuild | "none", { indexed }: Shop, anew = false): IndexBuild | undefined => {
  if (taken !== "none" && taken.form === INDEX_FORM && (taken.isAnew || !anew)) return taken;
  if (!anew && indexed === INDEX_FORM) return undefined;
  // A form that stood there before may have left items behind.
  return begin(anew || indexed !== undefined);
};

const begin = (isAnew: boolean): IndexBuild => ({
  ...{ form: INDEX_FORM, isAnew, step: "records", resource: findable[0], records: 0 },
});

const resourceBehind = (resource: Findable): Findable | undefined => findable[findable.indexOf(resource) + 1];

/** The next page, collection or step. */
const goOn = (build: IndexBuild, after: string | undefined, records: number): IndexBuild | undefined => {
  const { resource, ...rest } = { ...build, records };
  if (after !== undefined) return { ...rest, resource, after };
  const next = resourceBehind(resource);
  if (next) return { ...rest, resource: next, after: undefined };
  if (rest.step === "records" && rest.isAnew)
    return { ...rest, step: "cards", resource: findable[0], after: undefined };
  return undefined;
};

const putPage = async (ref: ShopRef, build: IndexBuild, deps: BuildIndexDeps): Promise<IndexBuild | undefined> => {
  const { resource, after } = build;
  const page = await deps.records.page(ref, resource, { after, limit: PAGE, deleted: true });
  await putSettled(ref, build, page.records, deps);
  return goOn(build, page.next, build.records + page.records.length);
};

/**
 * What changes between our look at a record and our writing is written by the stream before or behind us. So each record is read
 * again behind the writing: if it is the same, whatever the stream brings later comes after ours.
 */
const putSettled = async (
  ref: ShopRef,
  { resource, isAnew }: IndexBuild,
  records: readonly StoredRecord[],
  deps: BuildIndexDeps,
): Promise<void> => {
  for (let known = records; known.length > 0; ) {
    await deps.finds.put(ref, resource, known, isAnew);
    const before = new Map(known.map((one) => [one.id, one]));
    const now = await deps.records.getMany(ref, resource, [...before.keys()]);
    known = now.filter((one) => stateOf(one) !== stateOf(before.get(one.id)!));
    for (const one of known) await deps.finds.takeOut(ref, resource, before.get(one.id)!, one);
  }
};

const stateOf = (stored: StoredRecord): string => `${stored.version} ${changedAt(stored)} ${stored.deleted}`;

/** Cards that stand for no record as it is: an older form of the index has left them. */
const sweepPage = async (ref: ShopRef, build: IndexBuild, deps: BuildIndexDeps): Promise<IndexBuild | undefined> => {
  const { resource, after, records } = build;
  const { items, next } = await deps.finds.cardItems(ref, resource, after, PAGE);
  const ids = items.map(({ id }) => id);
  const stored = new Map((await deps.records.getMany(ref, resource, ids)).map((one) => [one.id, one]));
  for (const { id, item } of items) {
    const record = stored.get(id);
    if (record && cardKeyOf(ref, resource, record) === item.sk) continue;
    await deps.finds.removeCard(ref, resource, item);
  }
  return goOn(build, next, records);
};
