import { isDeepStrictEqual } from "node:util";
import { inParallel } from "../../shared/core/parallel.ts";
import type { Item, Key, Table } from "../../shared/core/table.ts";
import { keys } from "../../shared/stores/keys.ts";
import type { Write } from "../../shared/stores/ledger.ts";
import { kindOf } from "../../shared/stores/partitions.ts";
import { type Fate, fates } from "./kinds.ts";

/** A table that can be read from one end to the other. */
export interface WholeTable extends Pick<Table, "getMany" | "put" | "delete"> {
  /** All items, or their keys alone, in pages of at most 100. */
  pages(only?: "keys"): AsyncIterable<readonly Item[]>;
}

/** `records` and `feeds` bring a part back into a table that has lived on; `everything` fills one that is empty. */
export type Part = "records" | "feeds" | "everything";

export interface BroughtBack {
  readonly written: number;
  readonly deleted: number;
  /** Open writes of which nobody knows whether they were sent since: the vendor is asked before any of them is sent. */
  readonly doubtful: number;
  /** Feeds of tenants that begin a new epoch. */
  readonly epochs: number;
}

interface Options {
  readonly from: WholeTable;
  readonly to: WholeTable;
  readonly part: Part;
  /** Unix milliseconds. */
  readonly now: number;
  /** Of the feeds from here on: every cursor of before is answered 410. */
  readonly epoch: string;
}

const PARALLEL = 16;

/**
 * Brings what a backup holds into the stack's own table, so that its name, stream, time to live and roles stay what they are. It
 * may be repeated at any time: what is there already costs no write.
 * @throws where `everything` meets a table that holds shops
 */
export const bringBack = async (options: Options): Promise<BroughtBack> => {
  const { from, to, part } = options;
  const [then, now] = [await shopsOf(from), await shopsOf(to)];
  if (part === "everything") {
    if (now.size > 0) throw new Error("The table holds shops: everything can be brought back into an empty one alone.");
    return putBack(options, () => true);
  }
  /** A shop that was removed or registered since stays as it is. */
  const isMeant = (key: Key): boolean => {
    if (fateOf(key) !== part) return false;
    const shop = placeOf(key);
    if (shop === undefined)
      return [...now.keys()].some((name) => name.startsWith(`${tenantOf(key)}/`) && then.has(name));
    return then.has(shop) && then.get(shop) === now.get(shop);
  };
  const put = await putBack(options, isMeant);
  return { ...put, deleted: await deleteNewer(options, isMeant) };
};

/** Deletes what was meant to be brought back and is not in the backup. */
const deleteNewer = async ({ from, to }: Options, isMeant: (key: Key) => boolean): Promise<number> => {
  let deleted = 0;
  for await (const page of to.pages("keys")) {
    const meant = page.filter(isMeant);
    const kept = new Set((await from.getMany(meant.map(keyOf))).map(nameOf));
    const gone = meant.filter((key) => !kept.has(nameOf(key)));
    await inParallel(gone, PARALLEL, async (key) => void (await to.delete(keyOf(key))));
    deleted += gone.length;
  }
  return deleted;
};

const isHead = ({ pk, sk }: Key): boolean => kindOf(pk) === "tenantFeed" && sk === "!head";

const restored = (item: Item, { part, now, epoch }: Options): Item => {
  if (isHead(item)) return { ...item, epoch };
  return part === "everything" ? asDoubtful(item, now) : item;
};

const putBack = async (options: Options, isMeant: (key: Key) => boolean): Promise<BroughtBack> => {
  const { from, to } = options;
  const count = { written: 0, doubtful: 0, epochs: 0 };
  for await (const page of from.pages()) {
    const meant = page.filter((item) => isMeant(item) && fateOf(item) !== "passing");
    const there = new Map((await to.getMany(meant.map(keyOf))).map((item) => [nameOf(item), item]));
    await inParallel(meant, PARALLEL, async (item) => {
      const made = restored(item, options);
      if (isHead(item)) count.epochs += 1;
      else if (made !== item) count.doubtful += 1;
      if (isDeepStrictEqual(there.get(nameOf(item)), made)) return;
      await to.put(made);
      count.written += 1;
    });
  }
  return { ...count, deleted: 0 };
};

/**
 * A write that waited when the backup was made may have been sent since, and its entry would not know. It counts as a try whose
 * answer was lost: the vendor is asked first, and where it cannot be asked a person decides.
 */
export const asDoubtful = (item: Item, now: number): Item => {
  if (kindOf(item.pk) !== "writes" || typeof item.write !== "string") return item;
  const write = JSON.parse(item.write) as Write;
  if (write.state !== "queued" && write.state !== "sending") return item;
  const lost: Write = {
    ...write,
    state: "unknown",
    attempts: Math.max(1, write.attempts),
    firstAttemptAt: write.firstAttemptAt ?? write.createdAt,
    lastAttemptAt: write.lastAttemptAt ?? now,
    startedAt: write.startedAt ?? now,
    lostAt: now,
    leaseUntil: undefined,
    notBefore: undefined,
  };
  return { ...item, state: lost.state, write: JSON.stringify(lost) };
};

/** Each shop by `tenant/shop`, and when it was registered: another one may have its id by now. */
const shopsOf = async (table: WholeTable): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  const names: { tenant: string; shop: string }[] = [];
  for await (const page of table.pages("keys"))
    for (const { pk, sk } of page)
      if (kindOf(pk) === "tenant" && sk.startsWith("SHOP#"))
        names.push({ tenant: pk.slice("T#".length), shop: sk.slice("SHOP#".length) });
  const items = await table.getMany(names.map((ref) => keys.shop(ref)));
  for (const { shop } of items) {
    const { tenant, id, createdAt } = JSON.parse(String(shop)) as { tenant: string; id: string; createdAt: string };
    found.set(`${tenant}/${id}`, createdAt);
  }
  return found;
};

const fateOf = ({ pk }: Key): Fate | undefined => {
  const kind = kindOf(pk);
  return kind && fates[kind];
};

/** `tenant/shop` of what belongs to one shop; undefined: it is the tenant's. */
const placeOf = ({ pk, sk }: Key): string | undefined => {
  const shop = /^T#([^#]+)#S#([^#]+)#/.exec(pk);
  if (shop) return `${shop[1]}/${shop[2]}`;
  // An entry of the index stands in the tenant's partition, and names its shop behind the time.
  return kindOf(pk) === "finds" ? `${tenantOf({ pk, sk })}/${sk.split("#")[1]}` : undefined;
};

const tenantOf = ({ pk }: Key): string => pk.split("#")[1] ?? "";
const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });
const nameOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);
