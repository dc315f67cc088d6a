import { createHash } from "node:crypto";
import type { ProblemCode } from "../core/problems.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import { DAY, MINUTE } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/* What the idempotency keys of a shop stand for: an entry of the ledger, a list of them, or a refusal. */

const KEPT = 30 * DAY;
/** Two requests with one key that are under way together have both ended by then. */
const REFUSAL_KEPT = MINUTE;
/** Fields at fault that are kept of a refusal, and characters of each. */
const MOST_ERRORS = 100;
const LONGEST_ERROR = 1_000;

const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Why a request was not taken, in the words of the answer. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly message: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** `requestHash`: of the body that came with the key. `asked`: of all that was asked for, by which a refusal is known. */
export type KnownKey =
  | { readonly id: string; readonly requestHash: string }
  | { readonly asked: string; readonly refusal: Refusal };

const keyOf = (ref: ShopRef, key: string) => ({ pk: keys.idempotency(ref), sk: hash(key) });

const free = (now: number): Condition => ({ any: [{ absent: "pk" }, { below: ["ttl", now / 1_000] }] });

interface Kept {
  readonly key: string;
  readonly id: string;
  readonly requestHash: string;
  /** Absent: no refusal of it is ever kept. */
  readonly asked?: string | undefined;
}

/** The item that keeps a key for an entry. A refusal of another request under the same key gives way. */
export const keyItem = (ref: ShopRef, { key, id, requestHash, asked }: Kept, now: number) => ({
  put: { ...keyOf(ref, key), write: id, requestHash, ttl: Math.ceil((now + KEPT) / 1_000) },
  when:
    asked === undefined
      ? free(now)
      : { any: [free(now), { all: [{ present: "asked" }, { notEqual: ["asked", asked] }] }] as const },
});

export const createWriteKeys = (table: Table) => {
  const read = async (ref: ShopRef, key: string, now: number): Promise<Item | undefined> => {
    const item = await table.get(keyOf(ref, key));
    return item && Number(item.ttl) * 1_000 >= now ? item : undefined;
  };

  return {
    /** What a key already stands for. */
    async byKey(ref: ShopRef, key: string, now: number): Promise<KnownKey | undefined> {
      const item = await read(ref, key, now);
      if (!item) return undefined;
      if (item.asked !== undefined)
        return { asked: String(item.asked), refusal: JSON.parse(String(item.refusal)) as Refusal };
      return { id: String(item.write), requestHash: String(item.requestHash) };
    },

    /** Keeps a key for something that is no single write: a request with many. `taken`: it stands for something else. */
    async keep(ref: ShopRef, kept: Kept, now: number): Promise<"new" | "known" | "taken"> {
      const stands = (item: Item | undefined) =>
        item?.write === kept.id && item.requestHash === kept.requestHash ? "known" : "taken";
      const item = await read(ref, kept.key, now);
      if (item) return stands(item);
      const { put, when } = keyItem(ref, kept, now);
      if (await table.put(put, when)) return "new";
      return stands(await table.get({ pk: put.pk, sk: put.sk }));
    },

    /**
     * Keeps a refusal for a minute, so that two requests with one key that are under way together have one answer: what
     * the copy holds may change between them. False: the key stands for an entry by now.
     */
    refuse(
      ref: ShopRef,
      { key, asked }: { readonly key: string; readonly asked: string },
      { code, message, errors }: Refusal,
      now: number,
    ): Promise<boolean> {
      const kept = errors.slice(0, MOST_ERRORS).map((error) => ({
        field: error.field.slice(0, LONGEST_ERROR),
        message: error.message.slice(0, LONGEST_ERROR),
      }));
      const put = {
        ...keyOf(ref, key),
        asked,
        refusal: JSON.stringify({ code, message, errors: kept }),
        ttl: Math.ceil((now + REFUSAL_KEPT) / 1_000),
      };
      return table.put(put, { any: [free(now), { present: "asked" }] });
    },
  };
};
