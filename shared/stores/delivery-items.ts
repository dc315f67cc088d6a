import { inflateRawSync } from "node:zlib";
import { timeId, timeOfId } from "../core/ids.ts";
import type { Item } from "../core/table.ts";
import { SECOND } from "../core/time.ts";

/** Deliveries and what became of them, as the table holds them. */

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

export const OUTCOME = "#outcome";
/**
 * Outcomes of deliveries that were worked off together stand before all deliveries, under the newest of them: who looks for them reads
 * no delivery. The oldest of them came at most so long before.
 */
export const TOGETHER = "#";
export const TOGETHER_WITHIN = 15 * SECOND;
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
export const FIRST = "0";

export const pieceKey = (id: string, index: number): string => `${id}#${String(index).padStart(3, "0")}`;

interface Gathered {
  readonly head: Item;
  readonly pieces: Uint8Array[];
}

/** One that cannot be read does not stop the others: it goes on its own. */
export const readable = ({ head, pieces }: Gathered): Delivery | undefined => {
  try {
    return toDelivery(head, pieces);
  } catch {
    return undefined;
  }
};

/** Puts deliveries together from their items, as many as a worker holds. One with an outcome right behind it is none. */
export const createGathering = (isKnown: (id: string) => boolean) => {
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
export const toDelivery = (head: Item, pieces: readonly Uint8Array[]): Delivery | undefined =>
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

export const outcomeOf = (item: Item): DeliveryOutcome => JSON.parse(String(item.outcome)) as DeliveryOutcome;

/** What an item tells of deliveries, by their ids. */
export const outcomesOf = (item: Item): ReadonlyMap<string, DeliveryOutcome> => {
  if (item.outcome !== undefined) return new Map([[item.sk.slice(0, -OUTCOME.length), outcomeOf(item)]]);
  if (item.outcomes === undefined) return new Map();
  return new Map(Object.entries(JSON.parse(String(item.outcomes)) as Record<string, DeliveryOutcome>));
};

/** Outcomes that fit one item: of deliveries that came within seconds, in their order. */
export const portionsOf = (
  outcomes: ReadonlyMap<string, DeliveryOutcome>,
): (readonly [string, DeliveryOutcome])[][] => {
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
export const listedOf = (items: readonly Item[], before: Item | undefined) => {
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
