import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Attributes } from "../core/table.ts";
import type { SyncState } from "./sync-state.ts";

/** The form of the item. A form that this code does not know is never read as another one. */
const VERSION = 1;

/** One poll of a shop: which worker may save it, and how far it is. */
export interface Cell {
  /** Grows with each claim: a worker with a smaller number has lost its lease. */
  readonly fence: number;
  /** Unix milliseconds. A dead worker's lease stays here: only its end tells. */
  readonly leaseUntil?: number | undefined;
  readonly state: SyncState;
  /** The state is long at the moment, and has an item of its own. `state` is empty then. */
  readonly apart?: true;
  /** Something has happened in the shop while a worker held the lease: from then on it is to be read every so many seconds. */
  readonly roused?: number | undefined;
}

/** By `resource#track`. */
export type Cells = ReadonlyMap<string, Cell>;

/** Times, kept as their distance from one of them: most differ by seconds. */
const TIMES = [
  "nextAt",
  "cursor",
  "lastCycle.startedAt",
  "lastCycle.endedAt",
  "deleted.cursor",
  "deleted.askedAt",
  "deleted.wideAt",
  "doubtedAt",
];
const COUNTS = [
  "cycles",
  "failures",
  "lastCycle.rows",
  "lastCycle.written",
  "lastCycle.removed",
  "lastCycle.added",
  "lastCycle.stored",
  "lastCycle.vendorTotal",
  "everySeconds",
];
/** The order is part of the form: a new field goes to the end, or the form gets a new number. */
const FIELDS = [...TIMES, ...COUNTS];
const PARTS = ["lastCycle", "deleted"];

type Flat = Readonly<Record<string, unknown>>;
type Numbers = readonly (number | null)[];
/** Numbers in the order of `FIELDS`; what else the state holds, and 1 where that has an item of its own. */
type Row = readonly [
  ...[name: string, fence: number, lease: number | null, numbers: Numbers, rest: Flat | 0, apart: 0 | 1],
  roused?: number,
];

interface Packed {
  /** What times are counted from, unix milliseconds. */
  readonly base: number;
  readonly rows: readonly Row[];
}

/** The item's attributes. The poll of a resting resource takes some 20 bytes, so a write costs one unit or two. */
export const packCells = (cells: Cells): Attributes => {
  const base = Math.max(0, ...[...cells.values()].map(({ state }) => state.lastCycle?.startedAt ?? 0));
  const packed: Packed = { base, rows: [...cells].map(([name, cell]) => rowOf(name, cell, base)) };
  return { v: VERSION, polls: deflateRawSync(JSON.stringify(packed), { level: 9 }) };
};

/** @throws when the item has a form that this code does not know */
export const unpackCells = (item: Attributes): Cells => {
  if (item.v !== VERSION) throw new Error(`the item of a shop's polls has the unknown form ${String(item.v)}`);
  const { base, rows } = JSON.parse(inflateRawSync(item.polls as Uint8Array).toString()) as Packed;
  return new Map(rows.map((row) => [row[0], cellOf(row, base)]));
};

const rowOf = (name: string, { fence, leaseUntil, state, apart, roused }: Cell, base: number): Row => {
  const flat = flatten(state);
  const numbers = FIELDS.map((field) => numberOf(flat[field], field, base));
  const last = numbers.findLastIndex((number) => number !== null);
  const others = Object.entries(flat).filter(([field, value]) => typeof value !== "number" || !FIELDS.includes(field));
  const mark: [] | [number] = roused === undefined ? [] : [roused];
  return [
    name,
    fence,
    leaseUntil === undefined ? null : leaseUntil - base,
    numbers.slice(0, last + 1),
    others.length === 0 ? 0 : Object.fromEntries(others),
    apart ? 1 : 0,
    ...mark,
  ];
};

const isTime = (field: string): boolean => TIMES.includes(field);

const numberOf = (value: unknown, field: string, base: number): number | null => {
  if (typeof value !== "number") return null;
  return isTime(field) ? value - base : value;
};

const cellOf = ([, fence, lease, numbers, rest, apart, roused]: Row, base: number): Cell => {
  const known = FIELDS.flatMap((field, index) => {
    const number = numbers[index] ?? null;
    return number === null ? [] : [[field, isTime(field) ? number + base : number] as const];
  });
  return {
    fence,
    ...(lease === null ? {} : { leaseUntil: lease + base }),
    state: unflatten({ ...Object.fromEntries(known), ...(rest === 0 ? {} : rest) }) as unknown as SyncState,
    ...(apart === 1 ? { apart: true } : {}),
    ...(roused === undefined ? {} : { roused }),
  };
};

/** The parts' fields as fields of their own: `lastCycle.rows`. */
const flatten = (state: SyncState): Flat => {
  const fields = Object.entries(state).flatMap(([name, value]) =>
    PARTS.includes(name) && value !== undefined
      ? Object.entries(value as object).map(([inner, one]) => [`${name}.${inner}`, one] as const)
      : [[name, value] as const],
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
};

const unflatten = (flat: Flat): Flat => {
  const state: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(flat)) {
    const [name = field, inner] = field.split(".");
    state[name] = inner === undefined ? value : { ...(state[name] as object | undefined), [inner]: value };
  }
  return state;
};
