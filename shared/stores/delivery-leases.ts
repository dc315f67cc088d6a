import type { Condition, Item, Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** Deliveries of which a repetition is recognised: with these the item is one write unit. And how long one is. */
const MOST_REMEMBERED = 20;
const REMEMBERED = 3 * DAY;

/** What was said, as a digest without a comma or a space, and the delivery that was worked off for it. The newest comes last. */
export type LatelySaid = ReadonlyMap<string, Said>;
export interface Said {
  /** Id of the delivery. */
  readonly id: string;
  /** Our clock before the vendor was asked about it, unix milliseconds. */
  readonly at: number;
}

/** What one worker of a shop's deliveries tells the next one. */
export interface LeaseNotes {
  readonly said: LatelySaid;
  /** Ids of deliveries that come by themselves. */
  readonly alone: ReadonlySet<string>;
}

/** One worker at a time has a shop's new deliveries. */
export const createDeliveryLeases = (table: Table) => ({
  /**
   * Takes a shop's new deliveries over until then, unix milliseconds.
   * @returns what the worker before has left; undefined: another one is at them
   */
  async lease(ref: ShopRef, now: number, until: number): Promise<LeaseNotes | undefined> {
    const item = await table.update(
      keys.deliveryLease(ref),
      { set: { until, ttl: Math.ceil((now + REMEMBERED) / 1_000) } },
      // Its own: the answer to the first try was lost, and it is tried again.
      { any: [{ absent: "until" }, { below: ["until", now] }, { equal: ["until", until] }] },
    );
    return item && notesOf(item);
  },

  /** Until when a worker is at them, unix milliseconds; 0: nobody is. And what the last one has left. */
  async leased(ref: ShopRef, now: number): Promise<LeaseNotes & { readonly until: number }> {
    const item = await table.get(keys.deliveryLease(ref));
    const until = Number(item?.until ?? 0);
    return { until: until < now ? 0 : until, ...notesOf(item) };
  },

  /** Keeps what was taken over until then for longer. False: another worker has it by now. */
  async extend(ref: ShopRef, until: number, longer: number): Promise<boolean> {
    const key = keys.deliveryLease(ref);
    return (await table.update(key, { set: { until: longer } }, { equal: ["until", until] })) !== undefined;
  },

  /** What was said by one that went by itself. The lease stays as it is. */
  async noteSaid(ref: ShopRef, words: string, last: Said): Promise<void> {
    const item = await table.get(keys.deliveryLease(ref));
    const { said, alone } = notesOf(item);
    const same: Condition = item?.said === undefined ? { absent: "said" } : { equal: ["said", String(item.said)] };
    await table.update(
      keys.deliveryLease(ref),
      {
        set: {
          said: printsOf({ said: new Map(said).set(words, last), alone }).said,
          ttl: Math.ceil((last.at + REMEMBERED) / 1_000),
        },
      },
      same,
    );
  },

  /** Lets go of what was taken over until then. Of the notes the newest are kept; absent: those of before. */
  async release(ref: ShopRef, until: number, notes?: LeaseNotes): Promise<void> {
    const set = { until: 0, ...(notes ? printsOf(notes) : {}) };
    await table.update(keys.deliveryLease(ref), { set }, { equal: ["until", until] });
  },
});

const printsOf = ({ said, alone }: LeaseNotes): { readonly said: string; readonly alone: string } => ({
  said: [...said]
    .slice(-MOST_REMEMBERED)
    .map(([what, { id, at }]) => `${what},${id},${at.toString(36)}`)
    .join(" "),
  alone: [...alone].slice(-MOST_REMEMBERED).join(" "),
});

const wordsOf = (text: unknown): readonly string[] =>
  String(text ?? "")
    .split(" ")
    .filter((word) => word !== "");

const notesOf = (item: Item | undefined): LeaseNotes => ({
  said: new Map(
    wordsOf(item?.said).map((print) => {
      const [what = "", id = "", at = ""] = print.split(",");
      return [what, { id, at: Number.parseInt(at, 36) }];
    }),
  ),
  alone: new Set(wordsOf(item?.alone)),
});
