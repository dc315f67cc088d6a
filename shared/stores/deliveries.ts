import { deflateRawSync, inflateRawSync } from "node:zlib";
import { timeId, timeOfId } from "../core/ids.ts";
import { inParallel } from "../core/parallel.ts";
import { type Item, queryAll, type Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** A webhook as it came, but for secrets: those were replaced before it was stored. */
export interface Delivery {
  readonly id: string;
  /** Our clock when it came, unix milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Bytes of the body as it came. */
  readonly bytes: number;
  /** Digest of the token or signature that it showed; see core/webhook-proof.ts. */
  readonly print?: string | undefined;
  /** The sender has proven when it came that it is the vendor. */
  readonly proven: boolean;
}

/**
 * `processed`: what it names was pulled. `quarantined`: the sender could not prove who it is. `ignored`: nobody is
 * there to be told. `failed`: it could not be read; it can be replayed.
 */
export type DeliveryState = "processed" | "quarantined" | "ignored" | "failed";

export interface DeliveryOutcome {
  readonly state: DeliveryState;
  readonly at: number;
  readonly reason?: string | undefined;
  /** `resource: ids`, as they were pulled. */
  readonly pulled?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly events?: readonly string[] | undefined;
  /** The delivery that said the same before. */
  readonly duplicateOf?: string | undefined;
}

export interface ListedDelivery {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly bytes: number;
  /** Absent: not worked off yet. */
  readonly outcome?: DeliveryOutcome | undefined;
}

const KEPT = 30 * DAY;
/** How long a repetition is recognised. Vendors repeat within the hour. */
const REMEMBERED = 3 * DAY;
/** DynamoDB holds 400 KB per item. A longer body (compressed) is spilled into further items, so that nothing is lost. */
const PIECE = 340_000;
const OUTCOME = "#outcome";

/** When the deliveries came that are among these sort keys, unix milliseconds. */
export const deliveryTimes = (sortKeys: readonly string[]): number[] =>
  sortKeys.filter((key) => !key.includes("#")).map(timeOfId);

/** Ids of the records of one resource that an outcome names at most. More of them are as good as all. */
export const MOST_SHOWN = 50;

/** Sort keys of what came from this time on, and until then. Nothing in an id sorts behind `~`. */
export const firstKey = (at: number): string => timeId(at, () => 0).slice(0, 10);
export const lastKey = (at: number): string => `${timeId(at, () => 0).slice(0, 10)}~`;

const pieceKey = (id: string, index: number): string => `${id}#${String(index).padStart(3, "0")}`;

/**
 * Incoming webhooks. A delivery is written once and never touched again; what became of it is an item of its own right
 * behind it, so that working it off costs one small write whatever its size.
 */
export const createDeliveryStore = (table: Table) => {
  const find = async (
    partition: string,
    id: string,
  ): Promise<{ delivery: Delivery | undefined; outcome: DeliveryOutcome | undefined }> => {
    let head: Item | undefined;
    let outcome: DeliveryOutcome | undefined;
    const pieces: Uint8Array[] = [];
    for await (const item of queryAll(table, { pk: partition, from: id, to: `${id}${OUTCOME}` })) {
      if (item.sk === id) head = item;
      else if (item.outcome !== undefined) outcome = outcomeOf(item);
      else pieces.push(item.bytes as Uint8Array);
    }
    if (head?.headers === undefined) return { delivery: undefined, outcome };
    const delivery = {
      id,
      at: Number(head.at),
      method: String(head.method),
      path: String(head.path),
      query: String(head.query),
      headers: JSON.parse(String(head.headers)) as Record<string, string>,
      body: inflateRawSync(Buffer.concat([head.body as Uint8Array, ...pieces])),
      bytes: Number(head.bytes),
      proven: head.proven === true,
      ...(head.print === undefined ? {} : { print: String(head.print) }),
    };
    return { delivery, outcome };
  };

  return {
    async add(partition: string, delivery: Delivery, keptFor = KEPT): Promise<void> {
      const { id, at, method, path, query, bytes, proven, print } = delivery;
      const ttl = Math.ceil((at + keptFor) / 1_000);
      const packed = deflateRawSync(delivery.body, { level: 1 });
      const pieces = Math.ceil(packed.length / PIECE);
      // The head comes last: a delivery that can be seen is complete.
      await inParallel(
        Array.from({ length: Math.max(0, pieces - 1) }, (_, index) => index + 1),
        8,
        async (index) => {
          const piece = packed.subarray(index * PIECE, (index + 1) * PIECE);
          await table.put({ pk: partition, sk: pieceKey(id, index), bytes: piece, ttl });
        },
      );
      await table.put({
        pk: partition,
        sk: id,
        at,
        method,
        path,
        query,
        headers: JSON.stringify(delivery.headers),
        body: packed.subarray(0, PIECE),
        bytes,
        proven,
        print,
        pieces,
        ttl,
      });
    },

    async get(partition: string, id: string): Promise<Delivery | undefined> {
      return (await find(partition, id)).delivery;
    },

    /** The delivery and what became of it, in one read. */
    find,

    async outcome(partition: string, id: string): Promise<DeliveryOutcome | undefined> {
      const item = await table.get({ pk: partition, sk: `${id}${OUTCOME}` });
      return item && outcomeOf(item);
    },

    /** False when another worker was first. */
    finish(partition: string, id: string, outcome: DeliveryOutcome, keptFor = KEPT): Promise<boolean> {
      const item = {
        pk: partition,
        sk: `${id}${OUTCOME}`,
        outcome: JSON.stringify(outcome),
        ttl: Math.ceil((outcome.at + keptFor) / 1_000),
      };
      return table.put(item, { absent: "pk" });
    },

    /** That it came, and what became of it, stays; what it said goes. */
    async empty(partition: string, id: string): Promise<void> {
      const head = await table.get({ pk: partition, sk: id }, ["pieces"]);
      if (!head) return;
      const set = { body: deflateRawSync(""), headers: "{}", query: "", pieces: 0 };
      await table.update({ pk: partition, sk: id }, { set }, { present: "pk" });
      for (let piece = 1; piece < Number(head.pieces); piece += 1)
        await table.delete({ pk: partition, sk: pieceKey(id, piece) });
    },

    /** Takes it away whole, the head last: until then another worker can find it and go on. */
    async drop(partition: string, id: string): Promise<void> {
      const names: string[] = [];
      for await (const { sk } of queryAll(table, { pk: partition, from: id, to: `${id}${OUTCOME}`, fields: [] }))
        names.push(sk);
      for (const sk of names.reverse()) await table.delete({ pk: partition, sk });
    },

    /** So that a replay is worked off like a new delivery. */
    async reopen(partition: string, id: string): Promise<void> {
      await table.delete({ pk: partition, sk: `${id}${OUTCOME}` });
    },

    /** Newest first. */
    async list(
      partition: string,
      after: string | undefined,
      limit: number,
    ): Promise<{ deliveries: ListedDelivery[]; next: string | undefined }> {
      const deliveries: ListedDelivery[] = [];
      let outcome: Item | undefined;
      let next = after;
      do {
        const page = await table.query({
          pk: partition,
          descending: true,
          after: next,
          limit: limit * 2,
          fields: ["at", "method", "bytes", "pieces", "outcome"],
        });
        const found = listedOf(page.items, outcome);
        deliveries.push(...found.deliveries.slice(0, limit - deliveries.length));
        if (deliveries.length === limit) return { deliveries, next: deliveries.at(-1)!.id };
        outcome = found.outcome;
        next = page.next;
      } while (next !== undefined);
      return { deliveries, next: undefined };
    },

    /** Deliveries between two ids that nobody has worked off. */
    async open(partition: string, from: string, to: string): Promise<string[]> {
      const waiting = new Set<string>();
      for await (const item of queryAll(table, { pk: partition, from, to, fields: ["method"] })) {
        if (item.sk.endsWith(OUTCOME)) waiting.delete(item.sk.slice(0, -OUTCOME.length));
        else if (item.method !== undefined) waiting.add(item.sk);
      }
      return [...waiting];
    },

    /**
     * What deliveries that came between two times have had pulled of a resource. Unix milliseconds.
     * @returns whether a record was among it; undefined while one of them is not worked off
     */
    async named(
      partition: string,
      resource: string,
      { from, to }: { readonly from: number; readonly to: number },
    ): Promise<((id: string) => boolean) | undefined> {
      const between = { from: firstKey(from), to: lastKey(to), fields: ["method", "outcome"] };
      const items: Item[] = [];
      for await (const item of queryAll(table, { pk: partition, ...between, eventual: true })) items.push(item);
      const outcomes = items.filter(({ outcome }) => outcome !== undefined);
      if (items.filter(({ method }) => method !== undefined).length > outcomes.length) return undefined;
      const pulled = outcomes.map((item) => outcomeOf(item).pulled?.[resource]).filter((ids) => ids !== undefined);
      const isWhole = pulled.some(({ length }) => length === 0 || length >= MOST_SHOWN);
      const named = new Set(pulled.flat());
      return (id) => isWhole || named.has(id);
    },

    /** Notes that this was said; the id of the delivery that said it first, and whether that was noted before. */
    async firstToSay(
      ref: ShopRef,
      what: string,
      id: string,
      now: number,
    ): Promise<{ readonly id: string; readonly noted: boolean }> {
      const key = { pk: keys.seenDeliveries(ref), sk: what };
      const ttl = Math.ceil((now + REMEMBERED) / 1_000);
      for (;;) {
        if (
          await table.put(
            { ...key, id, until: now + REMEMBERED, ttl },
            { any: [{ absent: "until" }, { below: ["until", now] }] },
          )
        )
          return { id, noted: false };
        const known = await table.get(key);
        if (known) return { id: String(known.id), noted: true };
      }
    },
  };
};

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

const outcomeOf = (item: Item): DeliveryOutcome => JSON.parse(String(item.outcome)) as DeliveryOutcome;

/**
 * The deliveries of a page. Descending: the outcome comes before its delivery.
 * @param before the outcome that the page before ended with
 * @returns also the one that the next page begins with
 */
const listedOf = (items: readonly Item[], before: Item | undefined) => {
  let outcome = before;
  const deliveries: ListedDelivery[] = [];
  for (const item of items) {
    if (item.outcome !== undefined) outcome = item;
    if (item.method !== undefined) deliveries.push(toListed(item, outcome));
  }
  return { deliveries, outcome };
};

/** @param outcome the last one that was read, perhaps another delivery's */
const toListed = (item: Item, outcome: Item | undefined): ListedDelivery => ({
  id: item.sk,
  at: Number(item.at),
  method: String(item.method),
  bytes: Number(item.bytes),
  ...(outcome?.sk === `${item.sk}${OUTCOME}` ? { outcome: outcomeOf(outcome) } : {}),
});
