import { BadRequest } from "../../core/errors.ts";
import { type Findable, matches, mayMatch, traitsOf, type Wanted } from "../../core/finding.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Field, FindStore, Place, Stretch } from "../../stores/finds.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { changedAt, type RecordStore, type StoredRecord } from "../../stores/records.ts";
import type { ShopStore } from "../../stores/shops.ts";

export interface FindDeps {
  readonly records: RecordStore;
  readonly finds: FindStore;
  readonly shops: Pick<ShopStore, "get">;
}

export interface Finding {
  readonly tenant: string;
  /** Shops that are looked through. Undefined: all of the tenant; only for what `isFoundStraight`. */
  readonly shops: readonly string[] | undefined;
  readonly resource: Findable;
  readonly wanted: Wanted;
  readonly newestFirst: boolean;
  /** The place behind which to go on. */
  readonly after?: Place | undefined;
  /** Most records. */
  readonly limit: number;
}

export interface FoundRecord {
  readonly place: Place;
  readonly stored: StoredRecord;
}

/** Entries of the index that one request looks at, about. */
const MOST_LOOKED = 20_000;
/** Of the first look, in all shops together; the next ones share what is left of the request. */
const FIRST_LOOK = 1_000;
/** Of one shop, at least and at most. */
const LEAST_LOOK = 10;
const LONGEST_LOOK = 2_000;
const SHOPS_AT_ONCE = 16;
/** Candidates whose records are read together. */
const TOGETHER = 100;
/** Products of one SKU, in all shops of the tenant. */
const MOST_PRODUCTS = 20_000;

/** Fields of which few records have the same value, the rarest first. */
const rare: readonly Field[] = ["code", "barcode", "phone", "customer"];
const rareOf = ({ resource, wanted }: Pick<Finding, "resource" | "wanted">): Field | undefined =>
  rare.find((name) => wanted[name] !== undefined && (name !== "barcode" || resource === "products"));

/** One query leads to it in all shops of the tenant, however many these are. */
export const isFoundStraight = (finding: Pick<Finding, "resource" | "wanted">): boolean => {
  const field = rareOf(finding);
  if (field !== undefined) return field !== "customer";
  return finding.resource === "products" && finding.wanted.sku !== undefined;
};

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const comparePlaces = (one: Place, other: Place): number =>
  compareText(one.time, other.time) || compareText(one.shop, other.shop) || compareText(one.id, other.id);
const isSame = (one: Place, other: Place | undefined): boolean =>
  other !== undefined && comparePlaces(one, other) === 0;

/** Places in order, read on demand. */
interface Source {
  /** Places that were read and not taken yet. */
  readonly ahead: Place[];
  /** Up to where was looked, the last entry whether it matched or not; undefined: nothing yet. */
  reached: Place | undefined;
  isDone: boolean;
  /** @returns how many of at most so many entries were looked at */
  readMore(most: number): Promise<number>;
}

type Look = (options: { after: string | undefined; limit: number }) => Promise<{
  readonly matching: readonly Place[];
  readonly last: Place | undefined;
  readonly looked: number;
  readonly next: string | undefined;
}>;

const sourceOf = (look: Look, first: number): Source => {
  let next: string | undefined;
  let isFirst = true;
  const source: Source = {
    ahead: [],
    reached: undefined,
    isDone: false,
    readMore: async (most) => {
      const page = await look({ after: next, limit: isFirst ? first : most });
      isFirst = false;
      source.ahead.push(...page.matching);
      source.reached = page.last ?? source.reached;
      next = page.next;
      source.isDone = next === undefined;
      return page.looked;
    },
  };
  return source;
};

/**
 * Merges sources into one order, and hands the places out in portions until `take` has enough.
 * @param take answers the place at which it has enough
 * @returns the place to go on behind; undefined: there is no more
 */
const merge = async (
  sources: readonly Source[],
  { newestFirst, portion }: { readonly newestFirst: boolean; readonly portion: number },
  take: (places: readonly Place[]) => Promise<Place | undefined>,
): Promise<Place | undefined> => {
  const order: Order = newestFirst ? (one, other) => comparePlaces(other, one) : comparePlaces;
  let looked = 0;
  let last: Place | undefined;
  for (;;) {
    const dry = sources.filter(isDry);
    const isSpent = looked >= MOST_LOOKED && dry.length > 0;
    if (!isSpent) {
      looked += await readAhead(dry, MOST_LOOKED - looked);
      if (sources.some(isDry)) continue;
    }
    const horizon = horizonOf(sources.filter(isDry), order);
    const places = takeAhead(sources, { order, portion, isSpent, horizon, last });
    const end = await handOut(sources, places, take);
    if (end !== "more") return end;
    last = places.at(-1) ?? last;
    if (isSpent && places.length < portion) return horizon ?? last;
  }
};

type Order = (one: Place, other: Place) => number;

/** Reads on in these sources, a share of what is left in each. @returns how many entries were looked at */
const readAhead = async (dry: readonly Source[], left: number): Promise<number> => {
  const share = Math.ceil(left / Math.max(1, dry.length));
  const most = Math.min(LONGEST_LOOK, Math.max(LEAST_LOOK, share));
  let looked = 0;
  await inParallel(dry, SHOPS_AT_ONCE, async (source) => {
    const read = await source.readMore(most);
    // Behind the wait: others add theirs meanwhile.
    looked += read;
  });
  return looked;
};

/** A source that is not read on hides what lies behind its end. */
const horizonOf = (dry: readonly Source[], order: Order): Place | undefined =>
  dry.flatMap(({ reached }) => reached ?? []).sort(order)[0];

interface Portion {
  readonly order: Order;
  /** Most places. */
  readonly portion: number;
  /** No source is read on. */
  readonly isSpent: boolean;
  readonly horizon: Place | undefined;
  /** The last place of the portion before. */
  readonly last: Place | undefined;
}

/** The next places of all sources in their order, as far as it is known what comes next. */
const takeAhead = (sources: readonly Source[], { order, portion, isSpent, horizon, last }: Portion): Place[] => {
  const places: Place[] = [];
  while (places.length < portion) {
    const best = foremost(sources, order);
    if (!best || (horizon && order(best.ahead[0]!, horizon) > 0)) break;
    const place = best.ahead.shift()!;
    // Two values of one record lead to it twice.
    if (!isSame(place, places.at(-1) ?? last)) places.push(place);
    if (!isSpent && isDry(best)) break;
  }
  return places;
};

const foremost = (sources: readonly Source[], order: Order): Source | undefined =>
  sources
    .filter(({ ahead }) => ahead.length > 0)
    .reduce<Source | undefined>(
      (one, other) => (one && order(one.ahead[0]!, other.ahead[0]!) <= 0 ? one : other),
      undefined,
    );

/** @returns the place to go on behind, undefined when there is no more; `more`: `take` has not enough yet */
const handOut = async (
  sources: readonly Source[],
  places: readonly Place[],
  take: (places: readonly Place[]) => Promise<Place | undefined>,
): Promise<Place | undefined | "more"> => {
  const end = places.length > 0 ? await take(places) : undefined;
  const isAll = sources.every(({ ahead, isDone }) => ahead.length === 0 && isDone);
  if (end) return isAll && isSame(end, places.at(-1)) ? undefined : end;
  return isAll ? undefined : "more";
};

const isDry = ({ ahead, isDone }: Source): boolean => ahead.length === 0 && !isDone;

/** Products, by shop, whose code or bar code this is. @throws BadRequest 400 when they are too many to be looked at */
const productsOf = async (
  sku: string,
  { tenant, shops }: Finding,
  { finds }: FindDeps,
): Promise<ReadonlyMap<string, Set<string>>> => {
  const wanted = shops && new Set(shops);
  const byShop = new Map<string, Set<string>>();
  for (const field of ["code", "barcode"] as const)
    for await (const { shop, id } of productPlaces(tenant, { field, value: sku }, finds))
      if (wanted?.has(shop) ?? true) byShop.set(shop, (byShop.get(shop) ?? new Set()).add(id));
  return byShop;
};

const productPlaces = async function* (
  tenant: string,
  named: { readonly field: "code" | "barcode"; readonly value: string },
  finds: FindStore,
): AsyncGenerator<Place> {
  const stretch: Stretch = { newestFirst: true };
  let looked = 0;
  let after: string | undefined;
  do {
    const page = await finds.places(tenant, "products", named, { stretch, after, limit: LONGEST_LOOK });
    yield* page.found;
    looked += page.found.length;
    after = page.next;
    if (after !== undefined && looked >= MOST_PRODUCTS) throw tooManyProducts();
  } while (after !== undefined);
};

const tooManyProducts = (): BadRequest => {
  const message = `more than ${MOST_PRODUCTS} products of the tenant have it: use the product's code in the lines`;
  return new BadRequest(400, "invalid-query", "The query is not what this route takes.", [{ field: "sku", message }]);
};

/** Remembers for one request which shops are there: what is left of a removed one is not shown. */
const createIsThere = (tenant: string, shops: Pick<ShopStore, "get">) => {
  const known = new Map<string, Promise<boolean>>();
  return (shop: string): Promise<boolean> => {
    const told =
      known.get(shop) ?? shops.get({ tenant, shop }).then((one) => one !== undefined && one.health !== "removing");
    known.set(shop, told);
    return told;
  };
};

const none: ReadonlySet<string> = new Set();

/**
 * Records that are what is asked for, in the order of their creation. What the index finds is read from the records and judged
 * again, so a record that has just changed is never shown as what it was.
 * @param isEnough is told each record, and whether it was the last that may be shown
 * @returns where to go on behind; undefined: these are all
 */
export const findRecords = async (
  finding: Finding,
  deps: FindDeps,
  isEnough: (found: FoundRecord) => boolean,
): Promise<Place | undefined> => {
  const { tenant, resource, wanted, newestFirst, after, limit } = finding;
  const isOfLines = wanted.sku !== undefined && resource !== "products";
  const products = isOfLines ? await productsOf(wanted.sku!, finding, deps) : new Map<string, Set<string>>();
  const isThere = createIsThere(tenant, deps.shops);
  const stretch: Stretch = { newestFirst, from: after, since: wanted.created?.since, until: wanted.created?.until };
  const sources = sourcesOf(finding, stretch, products, deps);
  const knowShop = async (shop: string): Promise<void> => void (await isThere(shop));
  const isWanted = ({ shop }: Place, stored: StoredRecord): boolean => {
    const standing = { updatedAt: changedAt(stored), deleted: stored.deleted };
    return matches(traitsOf(resource, stored.record), standing, wanted, products.get(shop) ?? none);
  };
  let count = 0;
  return merge(sources, { newestFirst, portion: Math.min(TOGETHER, limit) }, async (places) => {
    const stored = await readAll(tenant, resource, places, deps);
    if (finding.shops === undefined) await inParallel(shopsIn(places), SHOPS_AT_ONCE, knowShop);
    for (const place of places) {
      const record = stored.get(`${place.shop} ${place.id}`);
      if (!record || (finding.shops === undefined && !(await isThere(place.shop))) || !isWanted(place, record))
        continue;
      count += 1;
      if (isEnough({ place, stored: record }) || count >= limit) return place;
    }
    return undefined;
  });
};

const shopsIn = (places: readonly Place[]): readonly string[] => [...new Set(places.map(({ shop }) => shop))];

const readAll = async (
  tenant: string,
  resource: Findable,
  places: readonly Place[],
  { records }: FindDeps,
): Promise<ReadonlyMap<string, StoredRecord>> => {
  const byShop = Map.groupBy(places, ({ shop }) => shop);
  const stored = new Map<string, StoredRecord>();
  await inParallel([...byShop], SHOPS_AT_ONCE, async ([shop, own]) => {
    const ids = own.map(({ id }) => id);
    for (const record of await records.getMany({ tenant, shop }, resource, ids))
      stored.set(`${shop} ${record.id}`, record);
  });
  return stored;
};

const sourcesOf = (
  finding: Finding,
  stretch: Stretch,
  products: ReadonlyMap<string, ReadonlySet<string>>,
  { finds }: FindDeps,
): Source[] => {
  const { tenant, shops, resource, wanted, after, limit } = finding;
  const wantedShops = shops && new Set(shops);
  const field = rareOf(finding);
  const places = (name: Field, value: string, shop?: string): Source =>
    sourceOf(async (options) => {
      const { found, next } = await finds.places(
        tenant,
        resource,
        { field: name, value, shop },
        { stretch, ...options },
      );
      const isWanted = (place: Place) => (wantedShops?.has(place.shop) ?? true) && !isSame(place, after);
      return { matching: found.filter(isWanted), last: found.at(-1), looked: found.length, next };
    }, FIRST_LOOK);
  if (field && field !== "customer") return [places(field, wanted[field]!)];
  // A product's code or bar code leads to it, and nothing else can.
  if (resource === "products" && wanted.sku !== undefined)
    return [places("code", wanted.sku), places("barcode", wanted.sku)];
  if (!shops) throw new Error("a list of cards is of shops that are named");
  if (field === "customer") return shops.map((shop) => places(field, wanted.customer!, shop));
  const { deleted: _, created: __, ...selective } = wanted;
  const first = Object.keys(selective).length > 0 ? FIRST_LOOK : limit + 1;
  return shops.map((shop) =>
    sourceOf(
      async (options) => {
        const ref: ShopRef = { tenant, shop };
        const { found, next } = await finds.cards(ref, resource, stretch, options);
        const matching = found
          .filter(({ told, mayHold }) => {
            const mayHoldIt = wanted.sku === undefined || mayHold(wanted.sku, products.get(shop) ?? none);
            return mayHoldIt && mayMatch(told, wanted);
          })
          .map(({ place }) => place)
          .filter((place) => !isSame(place, after));
        return { matching, last: found.at(-1)?.place, looked: found.length, next };
      },
      Math.min(first, Math.max(LEAST_LOOK, Math.ceil(FIRST_LOOK / shops.length))),
    ),
  );
};
