import { Rejected, RetryLater } from "../../core/errors.ts";
import { recordIdOf, referenceOf } from "../../core/ids.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Call, CanonicalWrite, WriteContext } from "../../core/vendor.ts";
import type { Write } from "../../stores/ledger.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import { areaReachOf } from "./area-reach.ts";
import { canObserve, observe, observeNamed } from "./observe.ts";
import { LONGEST_LAG } from "./waits.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

/** `beforeCall`: what the record has now matters more than what we know of it. */
export const contextOf = async (write: Write, worker: WriteWorker, beforeCall: boolean): Promise<WriteContext> => {
  const { shop, grants } = worker.shop;
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  const stored = async () =>
    resource && id !== undefined ? worker.deps.records.get(refOf(shop), resource.name, id) : undefined;
  const needsFresh = declared?.fresh || (beforeCall && isPartial(await stored()));
  let shown: unknown;
  if (beforeCall && needsFresh && resource && declared && canObserve(resource, declared) && id !== undefined) {
    const seen = await observeNamed({ resource, declared, command: write.command, id }, worker);
    if (!seen) notShown(write, worker);
    // What the copy leaves out must not be blanked at the vendor.
    shown = seen?.raw;
  }
  const current = await stored();
  const raw = isPartial(current) ? (shown ?? current?.raw) : current?.raw;
  // Fields that our copy holds in part would replace the vendor's whole ones.
  if (declared?.fresh && current?.record._meta?.cut?.some((field) => field.startsWith("_raw.")))
    throw new Rejected("the record is too large to be repeated to the vendor", { code: "record-too-large" });
  if (beforeCall && current && !current.deleted) worker.before.set(write.id, current.version);
  return {
    writeId: write.id,
    reference: referenceOf(write.id),
    settings: shop.settings,
    grants,
    current: beforeCall && current ? await withListed(declared, raw, worker) : raw,
    ...(await readFor(write, worker, beforeCall)),
    found: beforeCall ? await declared?.lookUp?.(write.command, listsOf(worker)) : undefined,
    firstAttemptAt: write.firstAttemptAt,
    lastAttemptAt: write.lastAttemptAt,
  };
};

/** The copy leaves out what says who a customer is. */
const isPartial = (stored: StoredRecord | undefined): boolean => stored?.record._meta?.leftOut !== undefined;

const withListed = async (declared: CanonicalWrite | undefined, raw: unknown, { shop }: WriteWorker) => {
  const listed = await declared?.listed?.(raw, shop.call("write"));
  return listed ? { ...(raw as object), ...listed } : raw;
};

/**
 * A call that repeats what the record has would blank it, or set it to what an older copy says. One that is guarded by a
 * version would be guarded by that of the copy.
 * @throws RetryLater at first, and Rejected where the vendor does not show the record for long
 */
export const notShown = ({ startedAt }: Write, { deps }: WriteWorker): never => {
  const message = "the vendor does not show the record now";
  if (startedAt !== undefined && deps.clock() - startedAt < LONGEST_LAG)
    throw new RetryLater(message, { delivered: "no" });
  throw new Rejected(message, { code: "record-unreadable", notFound: true });
};

/** The vendor's lists, each read once by a process. */
const listsOf = ({ shop, deps }: WriteWorker): Call => areaReachOf(shop.shop, shop.call("write"), deps).call;

/** Records that are asked for at once. */
const TOGETHER = 4;

/**
 * The records that the call is made from beside its own. Made from an older one, the call would be a wrong one.
 * @throws as `notShown` where the vendor does not show one
 */
const readFor = async (write: Write, worker: WriteWorker, beforeCall: boolean): Promise<Read | undefined> => {
  const reading = canonical(write, worker.shop)?.reads?.(write.command);
  const resource = worker.shop.vendor.resources.find(({ name }) => name === reading?.resource);
  if (!reading || !resource) return undefined;
  const shown = new Map<string, Awaited<ReturnType<typeof observe>>>();
  if (beforeCall)
    await inParallel(reading.ids, TOGETHER, async (id) => {
      const seen = await observe(resource, id, worker);
      if (!seen) notShown(write, worker);
      shown.set(id, seen);
    });
  const stored = await worker.deps.records.getMany(refOf(worker.shop.shop), resource.name, reading.ids);
  return readOf(stored.map((one) => ({ ...one, ...(isPartial(one) ? wholeOf(shown.get(one.id)) : {}) })));
};

const wholeOf = (seen: Awaited<ReturnType<typeof observe>>): Partial<Pick<StoredRecord, "record" | "raw">> =>
  seen ? { record: seen.record, raw: seen.raw } : {};

type Read = Pick<WriteContext, "read" | "readRows">;

/** What of the copy exists, by id: as records, and as the vendor's rows. */
export const readOf = (stored: readonly StoredRecord[]): Read => {
  const living = stored.filter(({ deleted }) => !deleted);
  return {
    read: new Map(living.map(({ id, record }) => [id, record])),
    readRows: new Map(living.map(({ id, raw }) => [id, raw])),
  };
};
