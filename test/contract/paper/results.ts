import type { Vendor } from "../../../shared/core/vendor.ts";
import type { Check } from "./compare.ts";
import { type Entry, entriesOf } from "./entries.ts";
import { type Explained, explanations } from "./explained.ts";
import { checksOfEntry } from "./read-entry.ts";

export interface Difference extends Check {
  readonly entry: Entry;
}
export interface Result {
  readonly entries: number;
  readonly fields: number;
  readonly right: number;
  /** Differences with a reason. */
  readonly explained: readonly (Difference & { readonly by: Explained })[];
  readonly wrong: readonly Difference[];
  /** Reasons for differences that do not exist. */
  readonly idle: readonly Explained[];
}

/** All entries of one vendor. */
export const resultOf = (vendor: Vendor): Result => {
  const entries = entriesOf(vendor.id);
  const reasons = explanations.filter((one) => one.vendor === vendor.id);
  const used = new Set<Explained>();
  const explained: (Difference & { by: Explained })[] = [];
  const wrong: Difference[] = [];
  let fields = 0;
  for (const entry of entries) {
    for (const check of checksOfEntry(vendor, entry)) {
      fields += 1;
      if (check.right) continue;
      const by = reasons.find((one) => explains(one, entry, check));
      if (by) {
        used.add(by);
        explained.push({ ...check, entry, by });
      } else wrong.push({ ...check, entry });
    }
  }
  return {
    entries: entries.length,
    fields,
    right: fields - explained.length - wrong.length,
    explained,
    wrong,
    idle: reasons.filter((one) => !used.has(one)),
  };
};

export const explains = (one: Explained, entry: Entry, { path, found }: Check): boolean =>
  (one.entries === undefined || one.entries.includes(entry.id)) &&
  one.path === path.replace(/\.\d+(?=\.|$)/g, ".*") &&
  one.reads.some((value) => JSON.stringify(value) === JSON.stringify(found ?? null));
