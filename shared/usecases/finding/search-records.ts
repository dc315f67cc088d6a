import {
  codeKey,
  type Findable,
  findable,
  folded,
  matches,
  phoneKey,
  traitsOf,
  type Wanted,
} from "../../core/finding.ts";
import { changedAt, type StoredRecord } from "../../stores/records.ts";
import { type Block, type FindInShopsDeps, findInShops, type ShopChoice, type ShopsPlace } from "./find-in-shops.ts";
import type { FoundRecord } from "./find-records.ts";

/** What of a record is what was typed. */
export const searchedBy = ["code", "barcode", "phone", "name"] as const;
export type SearchedBy = (typeof searchedBy)[number];

export interface Hit extends FoundRecord {
  readonly resource: Findable;
  readonly by: SearchedBy;
}

export interface SearchPlace {
  /** Number of the stage. */
  readonly stage: number;
  readonly in?: ShopsPlace | undefined;
}

export interface FoundBySearch {
  /** Undefined: there is no more. */
  readonly next: SearchPlace | undefined;
  /** The part of the tenant's shops that names were looked for in; absent: all that were asked for. */
  readonly block?: Block | undefined;
}

interface Stage {
  readonly resource: Findable;
  readonly by: SearchedBy;
  readonly wanted: Wanted;
}

/** Codes and phones first, then names; within each the collections in their order. */
const stagesOf = (text: string, resources: readonly Findable[]): Stage[] => {
  const phone = phoneKey(text);
  const stage = (by: SearchedBy, resource: Findable, wanted: Omit<Wanted, "deleted">): Stage => ({
    ...{ by, resource },
    wanted: { ...wanted, deleted: false },
  });
  const wanted = findable.filter((resource) => resources.includes(resource));
  const withPhone = wanted.filter((resource) => resource !== "products");
  return [
    ...wanted.map((resource) => stage("code", resource, { code: codeKey(text) })),
    ...(wanted.includes("products") ? [stage("barcode", "products", { barcode: codeKey(text) })] : []),
    ...(phone === undefined ? [] : withPhone.map((resource) => stage("phone", resource, { phone }))),
    ...wanted.map((resource) => stage("name", resource, { words: folded(text).split(" ") })),
  ];
};

const none: ReadonlySet<string> = new Set();
const isOf = ({ resource, wanted }: Stage, stored: StoredRecord): boolean =>
  matches(traitsOf(resource, stored.record), { updatedAt: changedAt(stored), deleted: stored.deleted }, wanted, none);

/**
 * What a person typed, in codes, bar codes, phones and names. Each record comes once, by the first that fits. Names come
 * with a page of their own, and are looked for in one block of shops at most.
 */
export const searchRecords = async (
  {
    tenant,
    choice,
    text,
    resources,
    from,
    limit,
  }: {
    readonly tenant: string;
    readonly choice: ShopChoice;
    readonly text: string;
    readonly resources: readonly Findable[];
    readonly from: SearchPlace | undefined;
    readonly limit: number;
  },
  deps: FindInShopsDeps,
  isEnough: (hit: Hit) => boolean,
): Promise<FoundBySearch> => {
  const stages = stagesOf(text, resources);
  let count = 0;
  for (let number = from?.stage ?? 0; number < stages.length; number += 1) {
    const stage = stages[number]!;
    const { resource, by, wanted } = stage;
    // A code or a phone that was typed has been found; names take a look into each shop.
    if (by === "name" && count > 0 && stages[number - 1]?.by !== "name") return { next: { stage: number } };
    const earlier = stages.slice(0, number).filter((one) => one.resource === resource);
    let isFull = false;
    const place = number === from?.stage ? from.in : undefined;
    const search = { tenant, resource, wanted, newestFirst: true, limit };
    const { next, block } = await findInShops(search, { choice, place }, deps, (found) => {
      if (earlier.some((one) => isOf(one, found.stored))) return false;
      count += 1;
      isFull = isEnough({ ...found, resource, by }) || count >= limit;
      return isFull;
    });
    if (next) return { next: { stage: number, in: next }, block };
    if (isFull || block) return { next: number + 1 < stages.length ? { stage: number + 1 } : undefined, block };
  }
  return { next: undefined };
};
