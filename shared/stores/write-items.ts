import { recordIdOf, timeId, timeOfId } from "../core/ids.ts";
import type { Item, TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys } from "./keys.ts";
import { laneOf, nameOf, type Write } from "./write.ts";
import { keyItem } from "./write-keys.ts";

/** The write that came last into a line. */
export interface Tail {
  readonly place: string;
  readonly write: string;
}

/** A line, and the writes that stand foremost in it. */
export interface Line {
  readonly lane: string;
  readonly writes: readonly string[];
}

/** New entries of one line, in their order, and the write that came last into the line before them. */
export interface NewInLine {
  readonly entries: readonly Entry[];
  readonly last: Tail | undefined;
}

/** A new entry and the key under which it was sent. */
export interface Entry {
  readonly write: Write;
  readonly key: string;
  /** Of all that was asked for: a refusal of it under the same key, of this minute, stands. */
  readonly asked?: string | undefined;
}

const KEPT = 30 * DAY;

/** Behind the last one, whatever the clocks say. */
export const placeBehind = (tail: Tail | undefined, now: number, random: () => number): string =>
  timeId(tail === undefined ? now : Math.max(now, timeOfId(tail.place) + 1), random);

/** New entries with their places and their keys, and the write that comes last into the line now. */
export const newWrites = ({ entries, last }: NewInLine, now: number): TableWrite[] => {
  const { write: hindmost } = entries.at(-1)!;
  const ref = { tenant: hindmost.tenant, shop: hindmost.shop };
  return [
    ...entries.flatMap(({ write, key, asked }): TableWrite[] => [
      {
        put: {
          pk: keys.writes(ref),
          sk: write.id,
          state: write.state,
          write: JSON.stringify(write),
          ttl: Math.ceil((now + 3 * KEPT) / 1_000),
        },
        when: { absent: "pk" },
      },
      { put: placeItem(write) },
      keyItem(ref, { key, id: write.id, requestHash: write.requestHash, asked }, now),
    ]),
    tailWrite(hindmost, last, now),
  ];
};

export const toTail = (item: Item): Tail => ({ place: String(item.place), write: String(item.write) });

export const toWrite = (item: Item): Write => JSON.parse(String(item.write)) as Write;

export const placeKey = (write: Write): { pk: string; sk: string } => ({
  pk: keys.lanes(write),
  sk: `${laneOf(write)}#${write.place}`,
});
export const placeItem = (write: Write): Item => ({
  ...placeKey(write),
  write: write.id,
  kind: write.kind,
  about: recordIdOf(write.command),
});

export const entryWrite = (next: Write, current: Write) => ({
  update: { pk: keys.writes(next), sk: next.id },
  change: { set: { state: next.state, write: JSON.stringify(next) } },
  // The whole entry as we knew it: no two workers can move it from the same state.
  when: { equal: ["write", JSON.stringify(current)] as const },
});

/** No other write may have come into the line since `last` was read. */
export const tailWrite = (write: Write, last: Tail | undefined, now: number): TableWrite => ({
  put: {
    ...keys.laneTail(write, nameOf(write.entity)),
    place: write.place,
    write: write.id,
    ttl: Math.ceil((now + 3 * KEPT) / 1_000),
  },
  when: last === undefined ? { absent: "pk" } : { equal: ["place", last.place] },
});
