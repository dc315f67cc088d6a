import { BadRequest, Rejected } from "../../core/errors.ts";
import type { CanonicalRecord } from "../../core/records.ts";
import type { Call, Resource, ShopAccess, Vendor } from "../../core/vendor.ts";
import type { Observation, RecordStore } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { observationOf } from "../sync/observation.ts";
import { businessOf } from "../webhooks/route-shop.ts";

interface Proven {
  readonly access: ShopAccess;
  readonly account: string;
  /** Calls the vendor with the new credentials. */
  readonly call: Call;
}

/** A shop as it is known. */
interface KnownShop {
  readonly shop: Shop;
  readonly vendor: Vendor;
  readonly stored: ShopAccess | undefined;
}

interface SameShopDeps {
  readonly records: RecordStore;
}

/**
 * New credentials of a shop must open the same shop: its records, feed and writes are that one's.
 * @throws BadRequest 409 `other-account`
 */
export const requireSameShop = async (known: KnownShop, proven: Proven, deps: SameShopDeps): Promise<void> => {
  if (await isSameShop(known, proven, deps)) return;
  throw new BadRequest(
    409,
    "other-account",
    "These credentials open another shop at the vendor. Register that one as a shop of its own.",
    [{ field: "credentials", message: "of another account" }],
  );
};

const isSameShop = async (
  { shop, vendor, stored }: KnownShop,
  proven: Proven,
  deps: SameShopDeps,
): Promise<boolean> => {
  // Nothing was proven before: there is no other shop that it could have been.
  if (shop.health === "authorizing") return true;
  // A business may be opened by another app of the same vendor.
  const business = businessOf(proven.access);
  if (business !== undefined) return business === ((stored && businessOf(stored)) ?? shop.accountDetails?.businessId);
  if (proven.account === shop.account) return true;
  return vendor.accountIsKey === true && knowsOurRecords({ shop, vendor, call: proven.call }, deps);
};

/** What a shop makes itself, so that no two shops have it alike. */
const OWN = ["products", "customers", "orders"] as const;
/** What the vendor creates with each shop: it tells two shops apart only where there is nothing else. */
const GIVEN = ["locations"] as const;

/**
 * A new key says nothing about whose it is. It is this shop's where, in one of the collections that a shop makes itself,
 * most of the records that both its list and the copy have are as they were. What staff has removed or made since tells
 * nothing. An empty copy fits every key.
 */
const knowsOurRecords = async (asked: AskedShop, deps: SameShopDeps): Promise<boolean> => {
  const own = await compared(OWN, asked, deps);
  return (own === "nothing to compare" ? await compared(GIVEN, asked, deps) : own) !== "others";
};

interface AskedShop extends Pick<KnownShop, "shop" | "vendor"> {
  readonly call: Call;
}

const compared = async (
  names: readonly string[],
  { shop, vendor, call }: AskedShop,
  { records }: SameShopDeps,
): Promise<"same" | "others" | "nothing to compare"> => {
  let isKnown = false;
  for (const resource of vendor.resources.filter(({ name }) => names.includes(name))) {
    const shown = await shownBy(resource, call, shop);
    const both = await records.getMany(refOf(shop), resource.name, [...shown.keys()]);
    const same = both.filter(({ id, record }) => {
      const marks = marksKeptOf(record);
      return marksOf(shown.get(id)!, marks) === marksOf(record, marks);
    });
    if (same.length * 2 > both.length) return "same";
    isKnown ||= both.length > 0 || (await isStored(resource, shop, records));
  }
  return isKnown ? "others" : "nothing to compare";
};

const isStored = async ({ name }: Resource, shop: Shop, records: SameShopDeps["records"]): Promise<boolean> =>
  (await records.page(refOf(shop), name, { limit: 1 })).records.length > 0;

/** The first page of the list, by id. Empty where the key may not read it. */
const shownBy = async (
  resource: Resource,
  call: Call,
  { settings }: Shop,
): Promise<ReadonlyMap<string, CanonicalRecord>> => {
  const { listing } = resource;
  const ask = { size: listing.pageSize };
  try {
    const { rows } = listing.read(await call(listing.operation, listing.call(ask)), ask);
    return new Map(rows.flatMap((row) => readable(resource, row, settings)).map(({ id, record }) => [id, record]));
  } catch (error) {
    if (error instanceof Rejected) return new Map();
    throw error;
  }
};

const readable = (...given: Parameters<typeof observationOf>): readonly Observation[] => {
  try {
    return [observationOf(...given)];
  } catch {
    // One odd row tells nothing.
    return [];
  }
};

/** What a record seldom changes. Two shops may number alike, so the code alone tells nothing. */
const MARKS = ["createdAt", "code", "name", "phone", "total"] as const;

/** What the copy leaves out cannot be compared. */
const marksKeptOf = ({ _meta }: CanonicalRecord): readonly string[] =>
  MARKS.filter((name) => !_meta?.leftOut?.some((left) => left === name || left === "*"));

const marksOf = (record: CanonicalRecord, marks: readonly string[]): string =>
  JSON.stringify(marks.map((name) => (record as Readonly<Record<string, unknown>>)[name]));
