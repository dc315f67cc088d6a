import type { Attributes } from "../core/table.ts";
import { createPacking } from "./packed-json.ts";
import type { SyncState } from "./sync-state.ts";

/** The form of the item. A form that this code does not know is never read as another one. */
const VERSION = 2;
/** The form of before: rows instead of columns, and no words that are known beforehand. It is read, and written anew. */
const ROWS = 1;

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
type Others = readonly [rest: Flat | 0, apart: 0 | 1, roused?: number];

/** What times are counted from, unix milliseconds, and the rows column by column: what stands in one is alike. */
interface Packed {
  readonly base: number;
  /** Names of the polls, with blanks between. */
  readonly names: string;
  readonly fences: readonly number[];
  readonly leases: readonly (number | null)[];
  /** The numbers of one field of all polls, with blanks between; none where a state lacks it. */
  readonly numbers: readonly string[];
  readonly others: readonly Others[];
}

const wordless = createPacking();
/** Its words are names of polls, and what stands between the numbers. */
const packing = createPacking([
  "accounts#full ad-accounts#full advanced-promotions#full article-categories#full articles#full attributes#full",
  "audiences#full bank-accounts#full batches#full brands#full business-types#full calendar-events#full",
  "call-laters#full campaigns#full carriers#full cash-flow#full cash-flow#live categories#full categories#late",
  "categories#live categories#whole combos#full conversation-tags#full conversations#full crm-profiles#full",
  "crm-records#full crm-tables#full custom-table-records#full custom-tables#full customer-groups#full",
  "customer-levels#full customer-tags#full customers#full customers#late customers#live customers#whole",
  "deal-items#full deal-stages#full deals#full debts#full delivery-areas#full departments#full",
  "draft-bill-lines#late draft-bill-lines#live draft-bills#late draft-bills#live expiries#full exports#full",
  "flow-runs#full flows#full gifts#full imei-sales#live imeis#full internal-categories#full inventory#full",
  "inventory#live inventory#whole inventory-histories#late inventory-histories#live invoices#late invoices#live",
  "invoices#whole leads#full level-configs#full locations#full marketing-topics#full marketplace-returns#late",
  "marketplace-returns#live marketplace-shops#full money-accounts#full notes#full order-sources#full",
  "order-tags#full orders#created orders#late orders#live orders#whole page-staff#full pages#full pipelines#full",
  "price-book-prices#full price-book-products#full price-books#full product-attribute-quantities#full",
  "product-attributes#full product-tags#full product-types#full products#full products#late products#live",
  "products#whole promotions#full purchase-orders#full quotes#full received-notes#full returns#full returns#late",
  "returns#live returns#whole sale-channels#full sales-lines#full shift-logs#full staff#full stock-bills#live",
  "stock-limits#full stock-movements#live stocktakings#full supplier-orders#full supplier-products#full",
  "suppliers#full surcharges#full tasks#full trade-categories#full trades#full transfers#full unit-groups#full",
  "units#full voucher-campaigns#full voucher-products#full vouchers#full",
  '{"base":1795000000000,"names":"","fences":[],"leases":[null,null,null],"numbers":["900 900 900","0 0 0"],"others":[[0,0],[0,0]]}',
]);

/** The item's attributes. The poll of a resting resource takes some 12 bytes, so a write costs one unit. */
export const packCells = (cells: Cells): Attributes => {
  const base = Math.max(0, ...[...cells.values()].map(({ state }) => state.lastCycle?.startedAt ?? 0));
  const rows = [...cells].map(([name, cell]) => rowOf(name, cell, base));
  const packed: Packed = {
    base,
    names: rows.map(([name]) => name).join(" "),
    fences: rows.map(([, fence]) => fence),
    leases: rows.map(([, , lease]) => lease),
    numbers: FIELDS.map((_, index) => rows.map(([, , , numbers]) => numbers[index] ?? "").join(" ")),
    others: rows.map(([, , , , ...others]) => others),
  };
  return { v: VERSION, polls: packing.pack(packed) };
};

/** @throws when the item has a form that this code does not know */
export const unpackCells = (item: Attributes): Cells => {
  const polls = item.polls as Uint8Array;
  if (item.v === ROWS) {
    const { base, rows } = wordless.unpack(polls) as { base: number; rows: readonly Row[] };
    return cellsOf(rows, base);
  }
  if (item.v !== VERSION) throw new Error(`the item of a shop's polls has the unknown form ${String(item.v)}`);
  const packed = packing.unpack(polls) as Packed;
  const columns = packed.numbers.map((column) => column.split(" "));
  const numbersOf = (index: number): Numbers => columns.map((column) => (column[index] ? Number(column[index]) : null));
  const names = packed.names === "" ? [] : packed.names.split(" ");
  const rows = names.map(
    (name, index): Row => [
      name,
      packed.fences[index]!,
      packed.leases[index]!,
      numbersOf(index),
      ...packed.others[index]!,
    ],
  );
  return cellsOf(rows, packed.base);
};

const cellsOf = (rows: readonly Row[], base: number): Cells => new Map(rows.map((row) => [row[0], cellOf(row, base)]));

const rowOf = (name: string, { fence, leaseUntil, state, apart, roused }: Cell, base: number): Row => {
  const flat = flatten(state);
  const numbers = FIELDS.map((field) => numberOf(flat[field], field, base));
  const others = Object.entries(flat).filter(([field, value]) => typeof value !== "number" || !FIELDS.includes(field));
  const mark: [] | [number] = roused === undefined ? [] : [roused];
  return [
    name,
    fence,
    leaseUntil === undefined ? null : leaseUntil - base,
    numbers,
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
