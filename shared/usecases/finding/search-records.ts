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
import type { Place } from "../../stores/finds.ts";
import { changedAt, type StoredRecord } from "../../stores/records.ts";
import { type FindDeps, type FoundRecord, findRecords } from "./find-records.ts";

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
  readonly at?: Place | undefined;
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
 * What a person typed, in codes, bar codes, phones and names. Each record comes once, by the first that fits.
 * @returns where to go on; undefined: there is no more
 */
export const searchRecords = async (
  {
    tenant,
    shops,
    text,
    resources,
    from,
    limit,
  }: {
    readonly tenant: string;
    readonly shops: readonly string[];
    readonly text: string;
    readonly resources: readonly Findable[];
    readonly from: SearchPlace | undefined;
    readonly limit: number;
  },
  deps: FindDeps,
  isEnough: (hit: Hit) => boolean,
): Promise<SearchPlace | undefined> => {
  const stages = stagesOf(text, resources);
  let count = 0;
  for (let number = from?.stage ?? 0; number < stages.length; number += 1) {
    const stage = stages[number]!;
    const { resource, by, wanted } = stage;
    const earlier = stages.slice(0, number).filter((one) => one.resource === resource);
    let isFull = false;
    const after = number === from?.stage ? from.at : undefined;
    const finding = { tenant, shops, resource, wanted, newestFirst: true, after, limit };
    const at = await findRecords(finding, deps, (found) => {
      if (earlier.some((one) => isOf(one, found.stored))) return false;
      count += 1;
      isFull = isEnough({ ...found, resource, by }) || count >= limit;
      return isFull;
    });
    if (at) return { stage: number, at };
    if (isFull) return number + 1 < stages.length ? { stage: number + 1 } : undefined;
  }
  return undefined;
};
