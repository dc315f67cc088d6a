import { BadRequest } from "../core/errors.ts";
import { codeKey, type Findable } from "../core/finding.ts";
import { isoTime } from "../core/time.ts";
import type { ShopRef } from "../stores/keys.ts";
import { changedAt, type RecordStore, type StoredRecord } from "../stores/records.ts";
import { type FindInShopsDeps, findInShops, type ShopChoice } from "../usecases/finding/find-in-shops.ts";
import type { FoundRecord } from "../usecases/finding/find-records.ts";
import { expandRecords } from "./expand-records.ts";
import {
  CursorId,
  createQueryCursor,
  type Expansion,
  type FilterQuery,
  invalidQuery,
  ShopsCursor,
  wantedOf,
} from "./finding-query.ts";

/* How lists of records are answered: by ids, in the order of ids, or by what the records hold. */

export interface ListQuery extends FilterQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly id?: string | undefined;
  readonly sort?: "newest" | "oldest" | undefined;
  readonly deleted: boolean;
  readonly raw: boolean;
}

/** A record that is gone says so at the top, where nobody takes it for one that is there. */
export const shown = (stored: StoredRecord, raw: boolean, shop?: string) => ({
  ...(stored.deleted ? { deleted: true as const } : {}),
  ...stored.record,
  ...(stored.metadata ? { metadata: stored.metadata } : {}),
  _meta: {
    ...stored.record._meta,
    ...(shop === undefined ? {} : { shop }),
    version: stored.version,
    updatedAt: isoTime(changedAt(stored)),
    ...(stored.modified === undefined ? {} : { vendorModifiedAt: isoTime(stored.modified) }),
    ...(stored.deleted ? { deleted: true as const } : {}),
    ...(stored.origin === undefined ? {} : { origin: stored.origin }),
  },
  ...(raw ? { _raw: stored.raw } : {}),
});

export const MOST_IDS = 100;

/** Of records in one answer, in JSON as UTF-8. Lambda's answers end at 6 MB. */
const MOST_BYTES = 3_500_000;
/** With `expand` each record brings others along. */
const MOST_BYTES_EXPANDED = 1_000_000;

/** Pages of the table looked at for one answer, so that a rare filter cannot hold a request for long. */
const MOST_LOOKED_AT = 20;
/** Of such a page, where a filter leaves most of it out. */
const LOOKED_THROUGH = 1_000;

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** @throws BadRequest 400 for an empty id, and for more than can be answered */
const idsOf = (text: string): string[] => {
  const ids = [...new Set(text.split(","))];
  if (ids.some((id) => id === "" || Buffer.byteLength(id) > 1_000))
    throw invalidQuery([{ field: "id", message: "ids with commas between, none empty, each of at most 1,000 bytes" }]);
  if (ids.length > MOST_IDS)
    throw invalidQuery([{ field: "id", message: `at most ${MOST_IDS} ids; these are ${ids.length}` }]);
  return ids;
};

/** Ids name the whole answer: a filter beside them would leave records out without a word. */
const goesWithIds: readonly string[] = ["id", "limit", "deleted", "raw", "expand"];

/** @throws BadRequest 404 that names each id that is not in the answer */
export const listById = async (query: ListQuery, ref: ShopRef, resource: string, deps: FindInShopsDeps) => {
  const others = Object.entries(query).filter(([name, value]) => value !== undefined && !goesWithIds.includes(name));
  if (others.length > 0)
    throw invalidQuery(others.map(([field]) => ({ field, message: "does not go together with id" })));
  const ids = idsOf(query.id!);
  const stored = new Map((await deps.records.getMany(ref, resource, ids)).map((one) => [one.id, one]));
  const missing = ids.flatMap((id) => {
    const one = stored.get(id);
    if (one && (query.deleted || !one.deleted)) return [];
    return [{ field: "id", message: one ? `${id} is deleted: deleted=true shows it` : `there is no ${id}` }];
  });
  if (missing.length > 0)
    throw new BadRequest(
      404,
      "unknown-record",
      `${missing.length} of ${ids.length} records of ${resource} are not here.`,
      missing,
    );
  const found = ids.map((id) => stored.get(id)!);
  return { data: await withExpanded(found, query, { ref, namesShop: false }, deps), next: null };
};

const expansionsOf = ({ expand }: ListQuery): readonly Expansion[] =>
  expand === undefined ? [] : (expand.split(",") as Expansion[]);

/** Records of one shop as they are answered, with what they refer to. */
const withExpanded = async (
  found: readonly StoredRecord[],
  query: ListQuery,
  { ref, namesShop }: { readonly ref: ShopRef; readonly namesShop: boolean },
  { records }: { readonly records: RecordStore },
) => {
  const shop = namesShop ? ref.shop : undefined;
  const wanted = expansionsOf(query);
  if (wanted.length === 0) return found.map((one) => shown(one, query.raw, shop));
  const show = (one: StoredRecord) => shown(one, false);
  const expandedOf = await expandRecords(ref, found, wanted, { records, show });
  return found.map((one) => ({ ...shown(one, query.raw, shop), _expanded: expandedOf(one.record) }));
};

/** Takes records for an answer until one does not fit any more. */
const createAnswer = (limit: number, raw: boolean) => {
  const data: ReturnType<typeof shown>[] = [];
  let bytes = 0;
  return {
    data,
    room: () => limit - data.length,
    /** False: the rest comes with the next page. One record is smaller than the bound. */
    take(stored: StoredRecord): boolean {
      if (data.length >= limit) return false;
      const record = shown(stored, raw);
      bytes += sizeOf(record);
      if (bytes > MOST_BYTES && data.length > 0) return false;
      data.push(record);
      return true;
    },
  };
};

/** What the table is asked for, and what of its answer is wanted. */
const filterOf = ({ code, updatedSince }: ListQuery) => {
  const wanted = code === undefined ? undefined : codeKey(code);
  return {
    isFiltered: code !== undefined || updatedSince !== undefined,
    changedSince: updatedSince === undefined ? undefined : Date.parse(updatedSince),
    isWanted: ({ record }: StoredRecord): boolean => {
      const own = (record as { code?: string }).code;
      return wanted === undefined || (own !== undefined && codeKey(own) === wanted);
    },
  };
};

/** In the order of ids. A code is compared with each record. */
export const listInOrderOfIds = async (
  query: ListQuery,
  ref: ShopRef,
  resource: string,
  { records }: { readonly records: RecordStore },
) => {
  const { code, updatedSince, deleted, limit } = query;
  const cursor = createQueryCursor(CursorId, {
    ...{ tenant: ref.tenant, shop: ref.shop, resource, deleted },
    ...{ code, updatedSince },
  });
  const { isFiltered, changedSince, isWanted } = filterOf(query);
  const { data, room, take } = createAnswer(limit, query.raw);
  let last = "";
  let after = cursor.read(query.cursor);
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
    const page = await records.page(ref, resource, {
      ...{ after, deleted },
      limit: isFiltered ? LOOKED_THROUGH : room(),
      changedSince,
    });
    for (const one of page.records.filter(isWanted)) {
      if (!take(one)) return { data, next: cursor.write(last) };
      last = one.id;
    }
    after = page.next;
    if (after === undefined) break;
    if (room() === 0) return { data, next: cursor.write(isFiltered ? last : after) };
  }
  return { data, next: cursor.write(after) };
};

export interface FoundIn {
  readonly tenant: string;
  readonly choice: ShopChoice;
  readonly resource: Findable;
  /** The answer names each record's shop. */
  readonly namesShops: boolean;
}

/** By what the records hold, in the order of their creation. */
export const listFound = async (
  query: ListQuery,
  { tenant, choice, resource, namesShops }: FoundIn,
  deps: FindInShopsDeps,
) => {
  const { cursor: given, limit, raw, deleted, expand: _, ...rest } = query;
  const newestFirst = query.sort !== "oldest";
  const wanted = wantedOf(rest, deleted);
  const cursor = createQueryCursor(ShopsCursor, { tenant, resource, wanted, newestFirst, choice, namesShops });
  const most = query.expand === undefined ? MOST_BYTES : MOST_BYTES_EXPANDED;
  const found: FoundRecord[] = [];
  let bytes = 0;
  const search = { tenant, resource, wanted, newestFirst, limit };
  const { next, block } = await findInShops(search, { choice, place: cursor.read(given) }, deps, (one) => {
    found.push(one);
    bytes += sizeOf(shown(one.stored, raw));
    return bytes > most;
  });
  const byShop = Map.groupBy(found, ({ place }) => place.shop);
  const answers = new Map<FoundRecord, unknown>();
  for (const [shop, own] of byShop) {
    const stored = own.map((one) => one.stored);
    const data = await withExpanded(stored, query, { ref: { tenant, shop }, namesShop: namesShops }, deps);
    for (const [index, one] of own.entries()) answers.set(one, data[index]);
  }
  return {
    data: found.map((one) => answers.get(one) as Awaited<ReturnType<typeof withExpanded>>[number]),
    next: cursor.write(next),
    ...(block ? { block } : {}),
  };
};
