import type { Findable } from "../core/finding.ts";
import type { Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";

/** How far the building of a shop's index has come. */
export interface IndexBuild {
  /** `INDEX_FORM` that is built; another one begins from the beginning. */
  readonly form: number;
  /** Whatever the index says. */
  readonly isAnew: boolean;
  /** `records`: each gets its items. `cards`: those that stand for no record go. */
  readonly step: "records" | "cards";
  readonly resource: Findable;
  /** Goes on behind this sort key. */
  readonly after?: string | undefined;
  /** Records so far. */
  readonly records: number;
}

/** One worker at a time builds a shop's index; the next one goes on where it ended, or died. */
export const createIndexBuildStore = (table: Table) => ({
  /** The place where it stands. Undefined: another worker is at it. `none`: nothing was begun. */
  async take(ref: ShopRef, now: number, until: number): Promise<IndexBuild | "none" | undefined> {
    const free = { any: [{ absent: "until" }, { below: ["until", now] }] } as const;
    const item = await table.update(keys.indexBuild(ref), { set: { until } }, free);
    if (!item) return undefined;
    return item.build === undefined ? "none" : (JSON.parse(String(item.build)) as IndexBuild);
  },

  async save(ref: ShopRef, build: IndexBuild): Promise<void> {
    await table.update(keys.indexBuild(ref), { set: { build: JSON.stringify(build) } });
  },

  async release(ref: ShopRef): Promise<void> {
    await table.update(keys.indexBuild(ref), { remove: ["until"] });
  },

  async end(ref: ShopRef): Promise<void> {
    await table.delete(keys.indexBuild(ref));
  },
});

export type IndexBuildStore = ReturnType<typeof createIndexBuildStore>;
