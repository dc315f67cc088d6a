import { RetryLater } from "../../core/errors.ts";
import { idOrNone } from "../../core/rows.ts";
import { CLOCK_SLACK, SECOND } from "../../core/time.ts";
import type { Ask, Call, Partition, Resource } from "../../core/vendor.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import type { WriteWorker } from "./worker.ts";

/*
 * A list that shows nothing at all may be empty, or in a weak moment: then what is not in it may be there all the same. It is
 * believed where it shows a row, and where the copy has no living record that it could show. Else the same list is asked without
 * the filter of the search, for what the copy has.
 */

/** Parts of a listing that are asked for, until one shows a row. */
const MOST_PARTS = 20;

/** The vendor's lists that a search has asked, by their operations: whether any answer has shown a row. */
type ListsAsked = ReadonlyMap<string, boolean>;

const listedBy = (operation: string, { shop }: WriteWorker): readonly Resource[] =>
  shop.vendor.resources.filter(({ listing }) => listing.operation === operation);

/** The rows of an answer that can be told from one another. */
const showsRow = ({ listing, id }: Resource, answer: unknown, ask: Ask): boolean =>
  listing.read(answer, ask).rows.some((row) => idOrNone(id, row) !== undefined);

/** As `call`; what it asks of lists is remembered. */
const rememberLists = (call: Call, worker: WriteWorker): { readonly call: Call; readonly asked: ListsAsked } => {
  const asked = new Map<string, boolean>();
  return {
    asked,
    call: async (operation, input) => {
      const answer = await call(operation, input);
      const [resource] = listedBy(operation, worker);
      if (resource && !asked.get(operation))
        asked.set(operation, showsRow(resource, answer, { size: resource.listing.pageSize }));
      return answer;
    },
  };
};

/**
 * What a search in the vendor's lists finds; undefined: it is not there.
 * @throws RetryLater where a list that has shown nothing does not show either what the copy has
 */
export const searchLists = async <Found>(
  search: (call: Call) => Promise<Found | undefined>,
  worker: WriteWorker,
): Promise<Found | undefined> => {
  const call = worker.shop.call("write");
  const lists = rememberLists(call, worker);
  const found = await search(lists.call);
  if (found) return found;
  let isRecovered = false;
  for (const [operation, hasShown] of lists.asked)
    if (!hasShown && (await showsKnown(operation, worker))) isRecovered = true;
  // The weak moment may have ended between the two questions.
  return isRecovered ? search(call) : undefined;
};

/**
 * Whether the list shows what the copy has; false: the copy has nothing that it could show.
 * @throws RetryLater where it does not show it
 */
const showsKnown = async (operation: string, worker: WriteWorker): Promise<boolean> => {
  let isDenied = false;
  for (const resource of listedBy(operation, worker)) {
    const ask = await askOfKnown(resource, worker);
    if (!ask) continue;
    if (await isShown(resource, ask, worker)) return true;
    isDenied = true;
  }
  if (!isDenied) return false;
  const message = `${operation} shows nothing now, not even what is known to be there`;
  throw new RetryLater(message, { delivered: "no" });
};

/** What asks the list for records that the copy knows to be alive; undefined: it has none that could be asked for. */
const askOfKnown = async ({ name, listing }: Resource, worker: WriteWorker): Promise<Ask | undefined> => {
  const known = await worker.deps.records.newest(refOf(worker.shop.shop), name);
  if (known.length === 0) return undefined;
  const first: Ask = { size: listing.pageSize, offset: 0, page: 1 };
  if (listing.strategy === "snapshot" || listing.openEnded) return first;
  const times = known.flatMap((record) => filterTime(record, listing) ?? []);
  // Without a time, a list that takes intervals of limited length shows its last days alone.
  if (times.length === 0) return listing.maxWindowSeconds === undefined ? first : undefined;
  const from = Math.max(...times);
  // It may have changed since it was stored.
  const longest = (listing.maxWindowSeconds ?? Number.POSITIVE_INFINITY) * SECOND;
  const now = Math.max(from, worker.deps.clock()) + CLOCK_SLACK;
  return { ...first, from, to: Math.min(now, from + longest) };
};

const filterTime = ({ raw, modified }: StoredRecord, { time }: Resource["listing"]): number | undefined => {
  try {
    return time ? time(raw) : modified;
  } catch {
    return undefined;
  }
};

const isShown = async (resource: Resource, ask: Ask, { shop }: WriteWorker): Promise<boolean> => {
  const { listing } = resource;
  const call = shop.call("write");
  const parts: readonly (Partition | undefined)[] = listing.partitions
    ? (await listing.partitions(call)).parts.slice(0, MOST_PARTS)
    : [undefined];
  for (const partition of parts) {
    const part = { ...ask, partition };
    if (showsRow(resource, await call(listing.operation, listing.call(part)), part)) return true;
  }
  return false;
};
