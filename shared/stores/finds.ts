import { createHash } from "node:crypto";
import { type Findable, isFindable, type Told, type Traits, traitsOf } from "../core/finding.ts";
import { inParallel } from "../core/parallel.ts";
import {
  type Item,
  type Key,
  type PlainWrite,
  type QueryResult,
  type Table,
  type Value,
  writeMany,
} from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";
import { changedAt, type StoredRecord } from "./stored-record.ts";

/*
 * The index of records: how a record is found by what it holds. It has two kinds of items:
 *
 * - a card for each record, in a partition of its shop and collection, in the order of creation: what lists are filtered by;
 * - an entry for each value that few records share (code, bar code, phone, customer), in a partition of the value and the
 *   tenant: one query finds it in all shops.
 *
 * The table's stream writes them, with the record as it was and as it is: a worker that dies between two writes leaves no gap,
 * because the stream comes again. An index is a hint. Whatever it finds is read from the record itself and judged again.
 */

export type Field = "code" | "barcode" | "phone" | "customer";

/** A record's place in the order of creation: time, shop, id. */
export interface Place {
  /** Unix milliseconds, 13 digits; zeroes where the vendor tells no time. */
  readonly time: string;
  readonly shop: string;
  readonly id: string;
}

export interface Card {
  readonly place: Place;
  readonly told: Told;
  /** False: none of its lines is of the product. */
  mayHold(sku: string, products: ReadonlySet<string>): boolean;
}

export interface FindChanges {
  readonly put: readonly Item[];
  readonly remove: readonly Key[];
}

/** Letters of a name that a card keeps. */
const MOST_NAME = 100;
/** Lines whose hashes a card keeps; with more the record itself is looked at. */
const MOST_LINES = 40;
const PARALLEL = 24;

const timeText = (time: number | undefined): string => String(time ?? 0).padStart(13, "0");
const hash = (text: string, letters: number): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, letters);

/** A customer's id means something in its shop alone. */
const valueIn = (field: Field, value: string, shop: string): string =>
  field === "customer" ? `${shop} ${value}` : value;

const entryKey = (tenant: string, resource: Findable, field: Field, hashed: string): string =>
  keys.finds(tenant, `${resource}#${field}#${hashed}`);

const valuesOf = ({ code, barcode, phones, customer }: Traits): readonly (readonly [Field, string])[] => [
  ...(code === undefined ? [] : [["code", code] as const]),
  ...(barcode === undefined ? [] : [["barcode", barcode] as const]),
  ...phones.map((phone) => ["phone", phone] as const),
  ...(customer === undefined ? [] : [["customer", customer] as const]),
];

const linesOf = ({ skus, products }: Traits): readonly string[] | boolean => {
  const all = [...skus.map((sku) => hash(`c${sku}`, 6)), ...products.map((id) => hash(`p${id}`, 6))];
  return all.length <= MOST_LINES * 2 ? all : true;
};

/** The items of one record. */
const itemsOf = (ref: ShopRef, resource: Findable, stored: StoredRecord): Item[] => {
  const traits = traitsOf(resource, stored.record);
  const time = timeText(traits.createdAt);
  const hashed = valuesOf(traits).map(([field, value]) => [field, hash(valueIn(field, value, ref.shop), 16)] as const);
  const lines = linesOf(traits);
  return [
    {
      pk: keys.cards(ref, resource),
      sk: `${time}#${stored.id}`,
      u: changedAt(stored),
      d: stored.deleted || undefined,
      cu: traits.customer,
      lo: traits.location,
      st: traits.status,
      ty: traits.type,
      n: traits.name === "" ? undefined : traits.name.slice(0, MOST_NAME),
      l: Array.isArray(lines) && lines.length === 0 ? undefined : lines,
      // What belongs to it elsewhere, for the worker that removes the shop.
      x: hashed.length === 0 ? undefined : hashed.map(([field, text]) => `${field}#${text}`),
    },
    ...hashed.map(([field, text]) => ({
      pk: entryKey(ref.tenant, resource, field, text),
      sk: `${time}#${ref.shop}#${stored.id}`,
    })),
  ];
};

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** What changes in the index when a record does. An unchanged record, or one that nobody finds so, changes nothing. */
export const findChanges = (
  ref: ShopRef,
  resource: string,
  before: StoredRecord | undefined,
  after: StoredRecord,
): FindChanges => {
  if (!isFindable(resource)) return { put: [], remove: [] };
  const old = new Map((before ? itemsOf(ref, resource, before) : []).map((item) => [nameOf(item), item]));
  const now = itemsOf(ref, resource, after);
  const kept = new Set(now.map(nameOf));
  return {
    put: now.filter((item) => JSON.stringify(item) !== JSON.stringify(old.get(nameOf(item)))),
    remove: [...old.values()].filter((item) => !kept.has(nameOf(item))).map(({ pk, sk }) => ({ pk, sk })),
  };
};

/** Attributes come back in any order. */
const isSameItem = (one: Item, other: Item): boolean => {
  const told = (item: Item) =>
    JSON.stringify(
      Object.entries(item)
        .filter(([, value]) => value !== undefined)
        .sort(),
    );
  return told(one) === told(other);
};

/** A card's place, and what belongs to it elsewhere. */
type CardKey = Key & { readonly x?: Value | undefined };

const idOf = (sk: string): string => sk.slice(sk.indexOf("#") + 1);
const valuesOn = (card: Item | CardKey | undefined): ReadonlySet<string> =>
  new Set((card?.x ?? []) as readonly string[]);

/** Sort key of a record's card. */
export const cardKeyOf = (ref: ShopRef, resource: Findable, stored: StoredRecord): string =>
  itemsOf(ref, resource, stored)[0]!.sk;

const toCard = (shop: string, item: Item): Card => {
  const [time = "", ...rest] = item.sk.split("#");
  const lines = item.l as readonly string[] | true | undefined;
  return {
    place: { time, shop, id: rest.join("#") },
    told: {
      createdAt: Number(time) === 0 ? undefined : Number(time),
      updatedAt: Number(item.u),
      deleted: item.d === true,
      customer: item.cu as string | undefined,
      location: item.lo as string | undefined,
      status: item.st as string | undefined,
      type: item.ty as string | undefined,
      name: (item.n as string | undefined) ?? "",
    },
    mayHold: (sku, products) =>
      lines === true ||
      (lines !== undefined &&
        (lines.includes(hash(`c${sku}`, 6)) || [...products].some((id) => lines.includes(hash(`p${id}`, 6))))),
  };
};

/** Where to read: from a place on (inclusive), in a direction, within times of creation. */
export interface Stretch {
  readonly newestFirst: boolean;
  readonly from?: Place | undefined;
  /** Unix milliseconds: at or after, and before. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Bounds of the sort key. Behind a place that is of another shop, `$` and `#` stand behind and before all of its time. */
const boundsOf = (
  { newestFirst, from, since, until }: Stretch,
  sortKeyOf: (place: Place) => string,
): { from: string; to: string } | undefined => {
  const start = from && sortKeyOf(from);
  const low = [since === undefined ? "0" : timeText(since), newestFirst ? undefined : start];
  const high = [until === undefined ? "~" : timeText(until), newestFirst ? start : undefined];
  const bounds = {
    from: low.reduce<string>((most, text) => (text !== undefined && text > most ? text : most), ""),
    to: high.reduce<string>((least, text) => (text !== undefined && text < least ? text : least), "~"),
  };
  return bounds.from > bounds.to ? undefined : bounds;
};

/** The place as a card's sort key, as seen from a shop whose records of the same moment come before or after it. */
const cardStart =
  (shop: string, newestFirst: boolean) =>
  ({ time, shop: other, id }: Place): string => {
    if (shop === other) return `${time}#${id}`;
    const isDone = newestFirst ? shop > other : shop < other;
    return isDone === newestFirst ? `${time}#` : `${time}$`;
  };

export const createFindStore = (table: Table) => {
  const read = async (
    pk: string,
    stretch: Stretch,
    sortKeyOf: (place: Place) => string,
    { after, limit }: PageOptions,
  ): Promise<QueryResult> => {
    const bounds = boundsOf(stretch, sortKeyOf);
    if (!bounds) return { items: [] };
    return table.query({ pk, ...bounds, descending: stretch.newestFirst, after, limit, eventual: true });
  };

  /** Entries that a card leads to, but for these. */
  const removeEntries = async (
    ref: ShopRef,
    resource: Findable,
    card: CardKey | undefined,
    kept: ReadonlySet<string>,
  ): Promise<void> => {
    for (const value of valuesOn(card)) {
      if (kept.has(value)) continue;
      const [time] = card!.sk.split("#");
      const pk = keys.finds(ref.tenant, `${resource}#${value}`);
      await table.delete({ pk, sk: `${time}#${ref.shop}#${idOf(card!.sk)}` });
    }
  };

  return {
    /** Writes what has changed. The last change of an item counts; doing it again does no harm. */
    async apply(changes: readonly FindChanges[]): Promise<void> {
      const last = new Map<string, PlainWrite>();
      for (const { put, remove } of changes) {
        for (const { pk, sk } of remove) last.set(nameOf({ pk, sk }), { delete: { pk, sk } });
        for (const item of put) last.set(nameOf(item), { put: item });
      }
      await writeMany(table, [...last.values()]);
    },

    /**
     * Cards and entries of records as they are, whatever the index says of them. What is newer there stays.
     * @param isAnew false: a card that is there as it should be has its entries as well
     */
    async put(ref: ShopRef, resource: Findable, stored: readonly StoredRecord[], isAnew: boolean): Promise<void> {
      const wanted = stored.map((one) => itemsOf(ref, resource, one));
      const kept = await table.getMany(
        wanted.map(([card]) => ({ pk: card!.pk, sk: card!.sk })),
        undefined,
        { eventual: true },
      );
      const cards = new Map(kept.map((card) => [card.sk, card]));
      await inParallel(wanted, PARALLEL, async ([card, ...entries]) => {
        const old = cards.get(card!.sk);
        if (old && isSameItem(old, card!) && !isAnew) return;
        const isOlder = { below: ["u", Number(card!.u) + 1] } as const;
        if (!(await table.put(card!, { any: [{ absent: "pk" }, isOlder] }))) return;
        for (const entry of entries) await table.put(entry);
        await removeEntries(ref, resource, old, valuesOn(card!));
      });
    },

    /** Takes out what a record had as it was, and does not have as it is. What is newer stays. */
    async takeOut(ref: ShopRef, resource: Findable, before: StoredRecord, after: StoredRecord): Promise<void> {
      for (const { pk, sk } of findChanges(ref, resource, before, after).remove) {
        const isCard = pk === keys.cards(ref, resource);
        await table.delete({ pk, sk }, isCard ? { below: ["u", changedAt(after)] } : undefined);
      }
    },

    /** A page of cards as they lie there, in the order of creation. */
    async cardItems(ref: ShopRef, resource: Findable, after: string | undefined, limit: number): Promise<CardItems> {
      const { items, next } = await table.query({ pk: keys.cards(ref, resource), fields: ["u", "x"], after, limit });
      return { items: items.map((item) => ({ id: idOf(item.sk), item })), next };
    },

    /** Takes out a card that stands for no record as it is, with its entries; not if it was written since. */
    async removeCard(ref: ShopRef, resource: Findable, { sk, u, x }: Item): Promise<void> {
      const pk = keys.cards(ref, resource);
      if (!(await table.delete({ pk, sk }, { equal: ["u", Number(u)] }))) return;
      await removeEntries(ref, resource, { pk, sk, x }, new Set());
    },

    /** A page of a collection's cards, in the order of creation. */
    async cards(ref: ShopRef, resource: Findable, stretch: Stretch, options: PageOptions): Promise<Page<Card>> {
      const start = cardStart(ref.shop, stretch.newestFirst);
      const page = await read(keys.cards(ref, resource), stretch, start, options);
      return { found: page.items.map((item) => toCard(ref.shop, item)), next: page.next };
    },

    /** A page of the places of records with a value, of all shops or (a customer) of one. */
    async places(
      tenant: string,
      resource: Findable,
      sought: { readonly field: Field; readonly value: string; readonly shop?: string | undefined },
      { stretch, ...options }: PageOptions & { readonly stretch: Stretch },
    ): Promise<Page<Place>> {
      const hashed = hash(valueIn(sought.field, sought.value, sought.shop ?? ""), 16);
      const start = ({ time, shop, id }: Place) => `${time}#${shop}#${id}`;
      const page = await read(entryKey(tenant, resource, sought.field, hashed), stretch, start, options);
      const found = page.items.map(({ sk }) => {
        const [time = "", shop = "", ...id] = sk.split("#");
        return { time, shop, id: id.join("#") };
      });
      return { found, next: page.next };
    },

    /**
     * Removes what belongs to a collection of a shop: entries first, so that each card leads to its entries until they are gone.
     * @returns whether all is gone; false: the time was up
     */
    async removeAll(ref: ShopRef, resource: Findable, isTimeUp: () => boolean): Promise<boolean> {
      const pk = keys.cards(ref, resource);
      for (;;) {
        const { items, next } = await table.query({ pk, fields: ["x"], limit: 200 });
        await inParallel(items, PARALLEL, async (card) => {
          await removeEntries(ref, resource, card, new Set());
          await table.delete({ pk, sk: card.sk });
        });
        if (next === undefined) return true;
        if (isTimeUp()) return false;
      }
    },
  };
};

export type FindStore = ReturnType<typeof createFindStore>;

export interface CardItems {
  readonly items: readonly { readonly id: string; readonly item: Item }[];
  readonly next?: string | undefined;
}

interface PageOptions {
  /** Goes on behind this sort key. */
  readonly after?: string | undefined;
  /** Most items looked at. */
  readonly limit: number;
}

export interface Page<Found> {
  readonly found: readonly Found[];
  readonly next?: string | undefined;
}
