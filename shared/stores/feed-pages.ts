import type { Item } from "../core/table.ts";
import type { Change, ChangeType } from "./feed.ts";
import { createPacking } from "./packed-json.ts";

/** A change with its place in a feed, as it is stored. */
export interface FeedEntry extends Change {
  /** When it got its place, unix seconds, rounded up. */
  readonly placedAt: number;
  /** It may stand in the feed already: an operator had it published once more. */
  readonly again?: true | undefined;
}

export interface Page {
  readonly first: number;
  readonly last: number;
  readonly entries: readonly FeedEntry[];
}

/** What follows the last one is optional, so that most rows are short. */
type Row = readonly [
  id: string,
  version: number,
  type: number,
  fields: readonly string[],
  /** Milliseconds from the time of the place, or text that is no such time. */
  at: number | string,
  /** Seconds from the first row's. */
  placedAt: number,
  flags?: number,
  origin?: string,
];

const TYPES: readonly ChangeType[] = ["added", "updated", "deleted"];
const BACKFILL = 1;
const AGAIN = 2;

const packing = createPacking();

export const sequenceKey = (seq: number): string => `#${String(seq).padStart(15, "0")}`;

/** Bytes of changes that follow each other. Their places follow from the last one, which is stored beside them. */
export const packEntries = (entries: readonly FeedEntry[]): Uint8Array => {
  const base = entries[0]?.placedAt ?? 0;
  return packing.pack([base, ...entries.map((entry) => toRow(entry, base))]);
};

export const unpackEntries = (bytes: Uint8Array, resource: string, last: number): FeedEntry[] => {
  const [base, ...rows] = packing.unpack(bytes) as [number, ...Row[]];
  return rows.map((row, index) => toEntry(row, { base, resource, seq: last - rows.length + 1 + index }));
};

const toRow = ({ id, version, type, fields, at, placedAt, backfill, again, origin }: FeedEntry, base: number): Row => {
  const flags = (backfill ? BACKFILL : 0) + (again ? AGAIN : 0);
  const row = [id, version, TYPES.indexOf(type), fields, toOffset(at, placedAt), placedAt - base] as const;
  if (origin !== undefined) return [...row, flags, origin];
  return flags === 0 ? row : [...row, flags];
};

const toEntry = (row: Row, place: { readonly base: number; readonly resource: string; readonly seq: number }) => {
  const [id, version, type, fields, at, offset, flags = 0, origin] = row;
  const placedAt = place.base + offset;
  return {
    resource: place.resource,
    id,
    version,
    type: TYPES[type]!,
    fields,
    ...(origin === undefined ? {} : { origin }),
    ...(flags & BACKFILL ? { backfill: true as const } : {}),
    at: typeof at === "string" ? at : new Date(placedAt * 1_000 + at).toISOString(),
    seq: place.seq,
    placedAt,
    ...(flags & AGAIN ? { again: true as const } : {}),
  };
};

const toOffset = (at: string, placedAt: number): number | string => {
  const time = Date.parse(at);
  return Number.isFinite(time) && new Date(time).toISOString() === at ? time - placedAt * 1_000 : at;
};

/** @param retention milliseconds that a change is kept from the time of its place */
export const pageItem = (pk: string, entries: readonly FeedEntry[], retention: number): Item => {
  const { seq, placedAt } = entries.at(-1)!;
  return { pk, sk: sequenceKey(seq), entries: packEntries(entries), ttl: placedAt + retention / 1_000 };
};

/** A page, or a single change in the form that was stored before there were pages. */
export const toPage = (item: Item, resource: string, retention: number): Page => {
  const last = Number(item.sk.slice(1));
  const entries =
    item.entries === undefined
      ? [singleEntry(item, last, retention)]
      : unpackEntries(item.entries as Uint8Array, resource, last);
  return { first: last - entries.length + 1, last, entries };
};

const singleEntry = (item: Item, seq: number, retention: number): FeedEntry => ({
  resource: String(item.resource),
  id: String(item.id),
  version: Number(item.v),
  type: item.type as ChangeType,
  fields: item.fields as string[],
  ...(item.origin === undefined ? {} : { origin: String(item.origin) }),
  ...(item.backfill === true ? { backfill: true } : {}),
  at: String(item.at),
  seq,
  placedAt: Number(item.ttl) - retention / 1_000,
  ...(item.again === true ? { again: true } : {}),
});
