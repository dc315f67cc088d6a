import { deflateRawSync, inflateRawSync } from "node:zlib";
import { timeId, timeOfId } from "../core/ids.ts";
import { inParallel } from "../core/parallel.ts";
import { type Item, type Key, queryAll, type Table } from "../core/table.ts";
import { DAY, SECOND } from "../core/time.ts";
import { createDeliveryLeases } from "./delivery-leases.ts";

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
/** DynamoDB holds 400 KB per item. A longer body (compressed) is spilled into further items, so that nothing is lost. */
const PIECE = 340_000;
const OUTCOME = "#outcome";
/**
 * Outcomes of deliveries that were worked off together stand before all deliveries, under the newest of them: who looks for them reads
 * no delivery. The oldest of them came at most so long before.
 */
const TOGETHER = "#";
const TOGETHER_WITHIN = 15 * SECOND;
const MOST_TOGETHER = 100;
const MOST_TOGETHER_CHARACTERS = 200_000;
/** Deliveries that a worker has in its memory at once, and bytes of their compressed bodies. */
const MOST_WAITING = 300;
const MOST_WAITING_BYTES = 8_000_000;

/** When the delivery came that an item belongs to, by its sort key; of several the newest. Unix milliseconds. */
export const timeOfDelivery = (sortKey: string): number =>
  timeOfId(sortKey.startsWith(TOGETHER) ? sortKey.slice(TOGETHER.length) : sortKey);

/** When the deliveries came that are among these sort keys, unix milliseconds. */
export const deliveryTimes = (sortKeys: readonly string[]): number[] =>
  sortKeys.filter((key) => !key.includes("#")).map(timeOfId);

/** Ids of the records of one resource that an outcome names at most. More of them are as good as all. */
export const MOST_SHOWN = 50;

/** Sort keys of what came from this time on, and until then. Nothing in an id sorts behind `~`. */
export const firstKey = (at: number): string => timeId(at, () => 0).slice(0, 10);
export const lastKey = (at: number): string => `${timeId(at, () => 0).slice(0, 10)}~`;

/** No delivery stands before it. */
const FIRST = "0";

const pieceKey = (id: string, index: number): string => `${id}#${String(index).padStart(3, "0")}`;

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

interface Gathered {
  readonly head: Item;
  readonly pieces: Uint8Array[];
}

/** One that cannot be read does not stop the others: it goes on its own. */
const readable = ({ head, pieces }: Gathered): Delivery | undefined => {
  try {
    return toDelivery(head, pieces);
  } catch {
    return undefined;
  }
};

/** Puts deliveries together from their items, as many as a worker holds. One with an outcome right behind it is none. */
const createGathering = (isKnown: (id: string) => boolean) => {
  const found = new Map<string, Gathered>();
  const sizeOf = ({ head, pieces }: Gathered): number =>
    pieces.reduce((sum, { length }) => sum + length, (head.body as Uint8Array | undefined)?.length ?? 0);
  let bytes = 0;
  const remove = (id: string): void => {
    const known = found.get(id);
    if (known) bytes -= sizeOf(known);
    found.delete(id);
  };
  return {
    remove,
    isFull: (): boolean => found.size >= MOST_WAITING || bytes > MOST_WAITING_BYTES,
    add(item: Item): void {
      const [id = "", part] = item.sk.split("#");
      if (part === undefined && !isKnown(id)) {
        found.set(id, { head: item, pieces: [] });
        bytes += sizeOf(found.get(id)!);
      } else if (item.outcome !== undefined) remove(id);
      else if (part !== undefined && found.has(id)) {
        const piece = item.bytes as Uint8Array;
        found.get(id)!.pieces.push(piece);
        bytes += piece.length;
      }
    },
    /** In their order. */
    ids: (): readonly string[] => [...found.keys()],
    whole: (): readonly Gathered[] => [...found.values()],
  };
};

/** Undefined: it is not stored whole. */
const toDelivery = (head: Item, pieces: readonly Uint8Array[]): Delivery | undefined =>
  head.headers === undefined
    ? undefined
    : {
        id: head.sk,
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

const outcomeOf = (item: Item): DeliveryOutcome => JSON.parse(String(item.outcome)) as DeliveryOutcome;

/** What an item tells of deliveries, by their ids. */
export const outcomesOf = (item: Item): ReadonlyMap<string, DeliveryOutcome> => {
  if (item.outcome !== undefined) return new Map([[item.sk.slice(0, -OUTCOME.length), outcomeOf(item)]]);
  if (item.outcomes === undefined) return new Map();
  return new Map(Object.entries(JSON.parse(String(item.outcomes)) as Record<string, DeliveryOutcome>));
};

/** Outcomes that fit one item: of deliveries that came within seconds, in their order. */
const portionsOf = (outcomes: ReadonlyMap<string, DeliveryOutcome>): (readonly [string, DeliveryOutcome])[][] => {
  const portions: (readonly [string, DeliveryOutcome])[][] = [];
  let characters = 0;
  for (const one of [...outcomes].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const portion = portions.at(-1);
    const length = JSON.stringify(one).length;
    const isNear = portion !== undefined && timeOfId(one[0]) - timeOfId(portion[0]![0]) <= TOGETHER_WITHIN;
    if (isNear && portion.length < MOST_TOGETHER && characters + length <= MOST_TOGETHER_CHARACTERS) {
      portion.push(one);
      characters += length;
    } else {
      portions.push([one]);
      characters = length;
    }
  }
  return portions;
};

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
