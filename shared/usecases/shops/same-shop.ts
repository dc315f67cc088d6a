import { BadRequest, RetryLater } from "../../core/errors.ts";
import type { Call, ShopAccess, Vendor } from "../../core/vendor.ts";
import type { RecordStore, StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { ask } from "../sync/ask.ts";
import { businessOf } from "../webhooks/route-shop.ts";

/** Records of the copy that are asked for, of each resource and in all. */
const OF_EACH = 3;
const ASKED = 8;

interface Proven {
  readonly access: ShopAccess;
  readonly account: string;
  /** Calls the vendor with the new credentials. */
  readonly call: Call;
}

interface SameShopDeps {
  readonly records: RecordStore;
}

/**
 * New credentials of a shop must open the same shop: its records, feed and writes are that one's.
 * @throws BadRequest 409 `other-account`
 */
export const requireSameShop = async (
  shop: Shop,
  vendor: Vendor,
  stored: ShopAccess | undefined,
  proven: Proven,
  deps: SameShopDeps,
): Promise<void> => {
  if (await isSameShop(shop, vendor, stored, proven, deps)) return;
  throw new BadRequest(
    409,
    "other-account",
    "These credentials open another shop at the vendor. Register that one as a shop of its own.",
    [{ field: "credentials", message: "of another account" }],
  );
};

const isSameShop = async (
  shop: Shop,
  vendor: Vendor,
  stored: ShopAccess | undefined,
  proven: Proven,
  deps: SameShopDeps,
): Promise<boolean> => {
  // Nothing was proven before: there is no other shop that it could have been.
  if (shop.health === "authorizing") return true;
  // A business may be opened by another app of the same vendor.
  const business = businessOf(proven.access);
  if (business !== undefined) return business === ((stored && businessOf(stored)) ?? shop.accountDetails?.businessId);
  if (proven.account === shop.account) return true;
  return vendor.accountIsKey === true && knowsOurRecords(shop, vendor, proven.call, deps);
};

/**
 * A new key says nothing about whose it is: it must show most of the records that the copy has and that are asked for. Two
 * shops may have a few alike, such as the stores that the vendor creates. An empty copy fits every key.
 */
const knowsOurRecords = async (shop: Shop, vendor: Vendor, call: Call, { records }: SameShopDeps): Promise<boolean> => {
  let asked = 0;
  let found = 0;
  // Stock is a part of its product, and a product that staff removed would count twice.
  const own = vendor.resources.filter(({ name, get }) => get !== undefined && name !== "inventory");
  for (const resource of own) {
    const { records: known } = await records.page(refOf(shop), resource.name, { limit: OF_EACH });
    for (const record of known.slice(0, ASKED - asked)) {
      const told = await ask({ resource, id: record.id, current: record.raw, call, settings: shop.settings });
      if (told.said === "cannot-tell" && told.error instanceof RetryLater) throw told.error;
      asked += 1;
      if (told.said === "here" && marksOf(told.seen) === marksOf(record)) found += 1;
    }
  }
  return found * 2 > asked || asked === 0;
};

/** What a record seldom changes. Two shops may number alike, so the code alone tells nothing. */
const MARKS = ["createdAt", "code", "name", "phone", "total"] as const;

const marksOf = ({ record }: Pick<StoredRecord, "record">): string =>
  JSON.stringify(MARKS.map((name) => (record as Readonly<Record<string, unknown>>)[name]));
