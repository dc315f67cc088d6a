import { deflateRawSync } from "node:zlib";
import { timeOfId } from "../core/ids.ts";
import { inParallel } from "../core/parallel.ts";
import { type Item, type Key, queryAll, type Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import {
  createGathering,
  type Delivery,
  type DeliveryOutcome,
  FIRST,
  firstKey,
  type ListedDelivery,
  lastKey,
  listedOf,
  MOST_SHOWN,
  OUTCOME,
  outcomeOf,
  outcomesOf,
  pieceKey,
  portionsOf,
  readable,
  TOGETHER,
  TOGETHER_WITHIN,
  toDelivery,
} from "./delivery-items.ts";
import { createDeliveryLeases } from "./delivery-leases.ts";

const KEPT = 30 * DAY;
/** DynamoDB holds 400 KB per item. A longer body (compressed) is spilled into further items, so that nothing is lost. */
const PIECE = 340_000;

/**
 * Incoming webhooks. A delivery is written once and never touched again; what became of it is an item of its own right
 * behind it, so that working it off costs one small write whatever its size.
 */
export const createDeliveryStore = (table: Table) => {
  /** A delivery, and its outcome where that stands behind it. */
  const read = async (
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
    return { delivery: head && toDelivery(head, pieces), outcome };
  };

  /** Items with outcomes of deliveries between two sort keys. */
  const toldTogether = (partition: string, from: string, to: string, eventual = false) =>
    queryAll(table, {
      pk: partition,
      from: `${TOGETHER}${from}`,
      to: `${TOGETHER}${lastKey(timeOfId(to) + TOGETHER_WITHIN)}`,
      eventual,
    });

  /** The same, put together. */
  const outcomesBetween = async (
    partition: string,
    [from, to]: readonly [string, string],
    eventual = false,
  ): Promise<Map<string, DeliveryOutcome>> => {
    const outcomes = new Map<string, DeliveryOutcome>();
    for await (const item of toldTogether(partition, from, to, eventual))
      for (const [id, outcome] of outcomesOf(item)) outcomes.set(id, outcome);
    return outcomes;
  };

  const toldOf = async (partition: string, id: string): Promise<DeliveryOutcome | undefined> =>
    (await outcomesBetween(partition, [id, id])).get(id);

  /** False when another worker was first, and worked it off by itself as well. */
  const finish = (partition: string, id: string, outcome: DeliveryOutcome, keptFor = KEPT): Promise<boolean> => {
    const item = {
      pk: partition,
      sk: `${id}${OUTCOME}`,
      outcome: JSON.stringify(outcome),
      ttl: Math.ceil((outcome.at + keptFor) / 1_000),
    };
    return table.put(item, { absent: "pk" });
  };

  /** Takes what became of one delivery off the item that tells it of several. */
  const reopenTogether = async (key: Key, id: string): Promise<void> => {
    for (;;) {
      const item = await table.get(key);
      const known = item && outcomesOf(item);
      if (!known?.has(id)) return;
      const others = [...known].filter(([one]) => one !== id);
      const same = { equal: ["outcomes", String(item?.outcomes)] } as const;
      const set = { outcomes: JSON.stringify(Object.fromEntries(others)) };
      if (others.length === 0 ? await table.delete(key, same) : await table.update(key, { set }, same)) return;
    }
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
      return (await read(partition, id)).delivery;
    },

    /** The delivery and what became of it. */
    async find(partition: string, id: string): ReturnType<typeof read> {
      const { delivery, outcome } = await read(partition, id);
      return { delivery, outcome: outcome ?? (delivery && (await toldOf(partition, id))) };
    },

    async outcome(partition: string, id: string): Promise<DeliveryOutcome | undefined> {
      const item = await table.get({ pk: partition, sk: `${id}${OUTCOME}` });
      return item ? outcomeOf(item) : toldOf(partition, id);
    },

    finish,

    /**
     * The same of several: one small item tells it of those that came within seconds.
     * @returns the ids of those that no other worker was first with, as far as that shows
     */
    async finishTogether(
      partition: string,
      outcomes: ReadonlyMap<string, DeliveryOutcome>,
    ): Promise<readonly string[]> {
      const first: string[] = [];
      for (const some of portionsOf(outcomes)) {
        const [last, { at }] = some.at(-1)!;
        const item = {
          pk: partition,
          sk: `${TOGETHER}${last}`,
          outcomes: JSON.stringify(Object.fromEntries(some)),
          ttl: Math.ceil((at + KEPT) / 1_000),
        };
        if (await table.put(item, { absent: "pk" })) first.push(...some.map(([id]) => id));
        // Another worker was at some of them as well, and at others not.
        else for (const [id, outcome] of some) if (await finish(partition, id, outcome)) first.push(id);
      }
      return first;
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
      for await (const { sk } of toldTogether(partition, id, id)) await reopenTogether({ pk: partition, sk }, id);
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
          from: FIRST,
          descending: true,
          after: next,
          limit: limit * 2,
          fields: ["at", "method", "bytes", "pieces", "outcome"],
        });
        const found = listedOf(page.items, outcome);
        deliveries.push(...found.deliveries.slice(0, limit - deliveries.length));
        outcome = found.outcome;
        next = page.next;
      } while (next !== undefined && deliveries.length < limit);
      const open = deliveries.filter((one) => !one.outcome);
      const told = open.length === 0 ? undefined : await outcomesBetween(partition, [open.at(-1)!.id, open[0]!.id]);
      return {
        deliveries: deliveries.map((one) => ({ ...one, outcome: one.outcome ?? told?.get(one.id) })),
        next: deliveries.length === limit ? deliveries.at(-1)!.id : undefined,
      };
    },

    /** Deliveries between two ids that nobody has worked off. */
    async open(partition: string, from: string, to: string): Promise<string[]> {
      const waiting = new Set<string>();
      for await (const item of queryAll(table, { pk: partition, from, to, fields: ["method"] })) {
        if (item.sk.endsWith(OUTCOME)) waiting.delete(item.sk.slice(0, -OUTCOME.length));
        else if (item.method !== undefined) waiting.add(item.sk);
      }
      if (waiting.size === 0) return [];
      const told = await outcomesBetween(partition, [from, to]);
      return [...waiting].filter((id) => !told.has(id));
    },

    /**
     * Those that came since then with what they say, the oldest first: other clocks may be ahead of ours. Unix milliseconds.
     * @param isKnown of no interest to the caller
     * @returns `isCut`: there are more of them than a worker holds
     */
    async waiting(
      partition: string,
      since: number,
      isKnown: (id: string) => boolean = () => false,
    ): Promise<{ readonly found: readonly Delivery[]; readonly isCut: boolean }> {
      const gathered = createGathering(isKnown);
      const leaveOutDone = async (): Promise<void> => {
        const ids = gathered.ids();
        if (ids.length === 0) return;
        const told = await outcomesBetween(partition, [ids[0]!, ids.at(-1)!]);
        for (const id of told.keys()) gathered.remove(id);
      };
      let isCut = false;
      for await (const item of queryAll(table, { pk: partition, from: firstKey(since) })) {
        if (gathered.isFull() && !item.sk.includes("#")) await leaveOutDone();
        isCut = gathered.isFull() && !item.sk.includes("#");
        if (isCut) break;
        gathered.add(item);
      }
      if (!isCut) await leaveOutDone();
      return { found: gathered.whole().flatMap((one) => readable(one) ?? []), isCut };
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
      const [first, last] = [firstKey(from), lastKey(to)];
      const came: string[] = [];
      const outcomes = await outcomesBetween(partition, [first, last], true);
      const between = { from: first, to: last, fields: ["method", "outcome"] };
      for await (const item of queryAll(table, { pk: partition, ...between, eventual: true })) {
        if (item.method !== undefined) came.push(item.sk);
        for (const [id, outcome] of outcomesOf(item)) outcomes.set(id, outcome);
      }
      if (came.some((id) => !outcomes.has(id))) return undefined;
      const pulled = [...outcomes].flatMap(([id, one]) => (id >= first && id <= last ? [one.pulled?.[resource]] : []));
      const isWhole = pulled.some((ids) => ids && (ids.length === 0 || ids.length >= MOST_SHOWN));
      const named = new Set(pulled.flat());
      return (id) => isWhole || named.has(id);
    },

    ...createDeliveryLeases(table),
  };
};

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;
