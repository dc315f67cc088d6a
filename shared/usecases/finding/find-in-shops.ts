import { SHOPS_OF_A_BLOCK } from "../../core/finding.ts";
import type { Place } from "../../stores/finds.ts";
import type { ShopStore } from "../../stores/shops.ts";
import { type FindDeps, type Finding, type FoundRecord, findRecords, isFoundStraight } from "./find-records.ts";

export interface FindInShopsDeps extends FindDeps {
  readonly shops: Pick<ShopStore, "get" | "ids">;
}

/** Shops that a query names, or all of the tenant. */
export type ShopChoice = readonly string[] | "all";

/** Where a list over shops goes on. */
export interface ShopsPlace {
  /** The block: shops behind this id, and up to `to`. Neither: the first block. */
  readonly after?: string | undefined;
  readonly to?: string | undefined;
  /** In the block; absent: at its beginning. */
  readonly at?: Place | undefined;
}

/** The part of a tenant's shops that a page is of. */
export interface Block {
  readonly first: string;
  readonly last: string;
}

export interface FoundInShops {
  /** Undefined: there is no more. */
  readonly next: ShopsPlace | undefined;
  /** Absent: all shops that were asked for. */
  readonly block?: Block | undefined;
}

/** Like `findRecords`, over any number of shops. At most one block of them is looked through. */
export const findInShops = async (
  search: Omit<Finding, "shops" | "after">,
  { choice, place = {} }: { readonly choice: ShopChoice; readonly place: ShopsPlace | undefined },
  deps: FindInShopsDeps,
  isEnough: (found: FoundRecord) => boolean,
): Promise<FoundInShops> => {
  const { after, to, at } = place;
  if (choice !== "all" || isFoundStraight(search)) {
    const shops = choice === "all" ? undefined : choice;
    const end = await findRecords({ ...search, shops, after: at }, deps, isEnough);
    return { next: end && { at: end } };
  }
  const found = await deps.shops.ids(search.tenant, { after, to, limit: SHOPS_OF_A_BLOCK });
  const end = await findRecords({ ...search, shops: found.ids, after: at }, deps, isEnough);
  const isWhole = after === undefined && found.isAll;
  const block = isWhole || found.ids.length === 0 ? undefined : { first: found.ids[0]!, last: found.ids.at(-1)! };
  if (end) return { next: { after, to: found.last, at: end }, block };
  return { next: found.isAll ? undefined : { after: found.last }, block };
};
