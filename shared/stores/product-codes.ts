import { deflateRawSync, inflateRawSync } from "node:zlib";
import { BadRequest } from "../core/errors.ts";
import type { CanonicalRecord, Product } from "../core/records.ts";
import type { Table } from "../core/table.ts";
import type { FeedStore } from "./feed.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { RecordStore } from "./records.ts";

/** What a command needs to know of a product that it names by its code. */
export interface CodedProduct {
  readonly id: string;
  readonly code: string;
}

/** Products by code as of a place in their feed. */
interface Index {
  readonly seq: number;
  readonly byCode: Map<string, CodedProduct[]>;
  readonly codeOf: Map<string, string>;
  /** The place that is stored. */
  savedSeq: number | undefined;
}

/** Shops whose index an instance keeps in memory. */
const MOST_KEPT = 50;
/** Bytes of one stored part; the table holds 400 KB per item. */
const PART = 300_000;
/** So many changes are worth a stored index; fewer are read again from the feed. */
const WORTH_SAVING = 100;
const PAGE = 1_000;

const keyOf = (code: string): string => code.normalize("NFC").trim().toUpperCase();

/**
 * Finds products by their code. The copy itself is kept by id alone: an entry for each code would cost every shop a write
 * for every product, and most shops never ask. So the index is made when a shop first asks, is kept in a few items, and
 * follows the feed of its products from there.
 */
export const createProductCodeStore = (table: Table, records: RecordStore, feed: FeedStore) => {
  const kept = new Map<string, Index>();

  const build = async (ref: ShopRef): Promise<Index> => {
    const index: Index = {
      seq: await feed.last(ref, "products"),
      byCode: new Map(),
      codeOf: new Map(),
      savedSeq: undefined,
    };
    for (let after: string | undefined; ; ) {
      const page = await records.page(ref, "products", { after, limit: PAGE });
      for (const { id, record } of page.records) put(index, id, record);
      if (page.next === undefined) return index;
      after = page.next;
    }
  };

  const load = async (ref: ShopRef): Promise<Index | undefined> => {
    const { items } = await table.query({ pk: keys.productCodes(ref) });
    const [first] = items;
    if (!first || items.length !== Number(first.parts) || items.some(({ seq }) => seq !== first.seq)) return undefined;
    const bytes = Buffer.concat(items.map(({ bytes }) => bytes as Uint8Array));
    const entries = JSON.parse(inflateRawSync(bytes).toString("utf8")) as readonly (readonly [string, string])[];
    const seq = Number(first.seq);
    const index: Index = { seq, byCode: new Map(), codeOf: new Map(), savedSeq: seq };
    for (const [id, code] of entries) putCode(index, id, code);
    return index;
  };

  /** Parts of two saves side by side do not fit together, which `load` notices. */
  const save = async (ref: ShopRef, index: Index): Promise<void> => {
    const bytes = deflateRawSync(JSON.stringify([...index.codeOf]));
    const parts = Math.max(1, Math.ceil(bytes.length / PART));
    for (let part = 0; part < parts; part += 1) {
      const piece = bytes.subarray(part * PART, (part + 1) * PART);
      const sk = String(part).padStart(4, "0");
      await table.put({ pk: keys.productCodes(ref), sk, seq: index.seq, parts, bytes: piece });
    }
    for (let part = parts; ; part += 1) {
      const sk = String(part).padStart(4, "0");
      if (!(await table.get({ pk: keys.productCodes(ref), sk }))) break;
      await table.delete({ pk: keys.productCodes(ref), sk });
    }
    index.savedSeq = index.seq;
  };

  /** The index with all that the feed tells since. */
  const follow = async (ref: ShopRef, index: Index, now: number): Promise<Index> => {
    let { seq } = index;
    // A shop that was registered anew under its id counts from nought again.
    if ((await feed.last(ref, "products")) < seq) return build(ref);
    for (;;) {
      const changes = await feed.after(ref, "products", seq, { limit: PAGE, now: now });
      if (changes.length === 0) return { ...index, seq };
      const ids = [...new Set(changes.map(({ id }) => id))];
      const stored = new Map((await records.getMany(ref, "products", ids)).map((record) => [record.id, record]));
      for (const id of ids) {
        remove(index, id);
        const record = stored.get(id);
        if (record && !record.deleted) put(index, id, record.record);
      }
      seq = changes.at(-1)!.seq;
    }
  };

  const current = async (ref: ShopRef, now: number): Promise<Index> => {
    const name = `${ref.tenant}#${ref.shop}`;
    const known = kept.get(name) ?? (await load(ref));
    const index = await (known ? follow(ref, known, now) : build(ref)).catch((error: unknown) => {
      // The feed keeps ninety days: an older index is made anew.
      if (error instanceof BadRequest && error.status === 410) return build(ref);
      throw error;
    });
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(name, index);
    if (index.savedSeq === undefined || index.seq - index.savedSeq >= WORTH_SAVING) await save(ref, index);
    return index;
  };

  return {
    /**
     * Products by the codes that are asked for: those with the very same code, else those whose code differs in case or
     * blanks alone. A code that nobody has is not in the answer.
     */
    async find(ref: ShopRef, codes: readonly string[], now: number): Promise<ReadonlyMap<string, CodedProduct[]>> {
      const index = await current(ref, now);
      return new Map(
        codes.flatMap((code) => {
          const alike = index.byCode.get(keyOf(code)) ?? [];
          const same = alike.filter((product) => product.code === code);
          const found = same.length > 0 ? same : alike;
          return found.length > 0 ? [[code, found] as const] : [];
        }),
      );
    },
  };
};

export type ProductCodeStore = ReturnType<typeof createProductCodeStore>;

const put = (index: Index, id: string, record: CanonicalRecord): void => {
  const { code } = record as Product;
  if (code !== undefined) putCode(index, id, code);
};

const putCode = (index: Index, id: string, code: string): void => {
  index.codeOf.set(id, code);
  const key = keyOf(code);
  index.byCode.set(key, [...(index.byCode.get(key) ?? []), { id, code }]);
};

const remove = (index: Index, id: string): void => {
  const code = index.codeOf.get(id);
  if (code === undefined) return;
  index.codeOf.delete(id);
  const key = keyOf(code);
  const rest = (index.byCode.get(key) ?? []).filter((product) => product.id !== id);
  if (rest.length > 0) index.byCode.set(key, rest);
  else index.byCode.delete(key);
};
