import { readFileSync } from "node:fs";
import { schemas } from "../../../shared/core/records.ts";
import type { Resource, Vendor } from "../../../shared/core/vendor.ts";
import { entriesOf } from "../paper/entries.ts";
import { rowsOf } from "../paper/read-entry.ts";

/**
 * Which fields of a vendor's rows a canonical record is made of, found by taking each of them away from the rows that the
 * vendor's documents draw and looking at what changes.
 */

/** `lines[].price` of a record, `orderDetails[].price` of a row. */
type Name = string;
export interface Trace {
  /** Canonical field -> the row's fields that make it. */
  readonly sources: ReadonlyMap<Name, ReadonlySet<Name>>;
  /** Every field of the rows that are drawn. */
  readonly drawn: ReadonlySet<Name>;
}

type Path = readonly (string | number)[];

/** Keys of a list that is written as an object are places in it. */
const partOf = (part: string | number): string => (typeof part === "number" || /^\d+$/.test(part) ? "[]" : part);
const nameOf = (path: Path): Name =>
  path.reduce<string>((name, part) => {
    const word = partOf(part);
    return word === "[]" ? `${name}[]` : `${name}${name && "."}${word}`;
  }, "");

/** Every leaf: no object, and no list of objects. */
function* leavesOf(value: unknown, path: Path = []): Generator<Path> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, entry] of value.entries()) yield* leavesOf(entry, [...path, index]);
  } else if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    for (const [name, field] of Object.entries(value)) yield* leavesOf(field, [...path, name]);
  } else if (path.length > 0 && (typeof value !== "object" || value === null)) yield path;
}

const valueAt = (row: unknown, path: Path): unknown => path.reduce((value: any, part) => value?.[part], row);

/** What a field may say instead: nothing, and something else of its own kind. */
const othersOf = (value: unknown): readonly unknown[] => {
  if (typeof value === "number") return [null, value + 1, value + 1_000];
  if (typeof value === "boolean") return [null, !value];
  if (typeof value !== "string") return [null];
  return [null, /^\d+$/.test(value) ? `${value.slice(0, -1)}${(Number(value.at(-1)) + 1) % 10}` : `${value}x`];
};

const withValue = (row: unknown, path: Path, value: unknown): unknown => {
  const copy: any = structuredClone(row);
  (valueAt(copy, path.slice(0, -1)) as any)[path.at(-1)!] = value;
  return copy;
};

/** The leaves of a record by their names, each with all the values that it has. */
const fieldsOf = (record: unknown): Map<Name, string> => {
  const found = new Map<Name, string[]>();
  for (const path of leavesOf(record)) {
    const name = nameOf(path);
    found.set(name, [...(found.get(name) ?? []), JSON.stringify(valueAt(record, path))]);
  }
  return new Map([...found].map(([name, values]) => [name, values.join()]));
};

interface Read {
  readonly fields: Map<Name, string>;
  /** Whether all of the row could be read: what is worked out from many fields is only told then. */
  readonly whole: boolean;
}
const readOf = (resource: Resource, row: unknown): Read | undefined => {
  try {
    const { _meta, ...record } = resource.normalize(row, { settings: {} }) as any;
    return { fields: fieldsOf(record), whole: _meta === undefined };
  } catch {
    return undefined;
  }
};

/** Rows of a collection as the documents draw them. */
const drawnRows = (vendor: Vendor): Map<string, unknown[]> => {
  const found = new Map<string, unknown[]>();
  const add = (name: string, row: unknown) => found.set(name, [...(found.get(name) ?? []), row]);
  for (const [name, row] of Object.entries(documentRows(vendor.id))) add(name, row);
  for (const entry of entriesOf(vendor.id)) {
    if (entry.kind !== "answer" || (entry.reading.records === undefined && entry.reading.count === undefined)) continue;
    for (const [name, row] of rowsOf(vendor, entry)) add(name, row);
  }
  return found;
};
const documentRows = (id: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(new URL(`../vendors/fixtures/${id}/document-rows.json`, import.meta.url), "utf8"));

/** Fields that are worked out of other fields of the record, and say nothing of the row themselves. */
export const derived: ReadonlySet<Name> = new Set(["unreconciled", "due", "paymentStatus", "change"]);

/** A field that many samples draw is tried in so many of them. */
const MOST_TRIED = 6;

const traceOf = (resource: Resource, rows: readonly unknown[]): Trace => {
  const sources = new Map<Name, Set<Name>>();
  const drawn = new Map<Name, number>();
  const note = (field: Name, name: Name) => sources.set(field, (sources.get(field) ?? new Set()).add(name));
  for (const row of rows) {
    const read = readOf(resource, row);
    if (!read) continue;
    for (const field of read.fields.keys()) if (!sources.has(field)) sources.set(field, new Set());
    for (const path of leavesOf(row)) {
      const name = nameOf(path);
      const tried = drawn.get(name) ?? 0;
      drawn.set(name, tried + 1);
      if (tried >= MOST_TRIED) continue;
      for (const other of othersOf(valueAt(row, path))) {
        const rest = readOf(resource, withValue(row, path, other));
        // Without the id there is no record.
        if (!rest) note("id", name);
        else if (rest.whole === read.whole)
          for (const field of new Set([...read.fields.keys(), ...rest.fields.keys()]))
            if (read.fields.get(field) !== rest.fields.get(field)) note(field, name);
      }
    }
  }
  noteSecondChoices(resource, rows, sources);
  return { sources, drawn: new Set(drawn.keys()) };
};

/** Fields that are read where another one is empty: each other is emptied once, in the row that draws the most. */
const noteSecondChoices = (resource: Resource, rows: readonly unknown[], sources: Map<Name, Set<Name>>): void => {
  const [row] = [...rows].sort((one, two) => [...leavesOf(two)].length - [...leavesOf(one)].length);
  if (row === undefined) return;
  const isRead = (path: Path) => [...sources.values()].some((names) => names.has(nameOf(path)));
  const leaves = [...leavesOf(row)];
  const unread = leaves.filter((path) => !isRead(path) && valueAt(row, path) !== null);
  for (const first of leaves.filter(isRead)) {
    const emptied = withValue(row, first, null);
    const read = readOf(resource, emptied);
    if (!read) continue;
    for (const path of unread) {
      const rest = readOf(resource, withValue(emptied, path, null));
      if (!rest || rest.whole !== read.whole) continue;
      for (const field of read.fields.keys())
        if (read.fields.get(field) !== rest.fields.get(field))
          sources.set(field, (sources.get(field) ?? new Set()).add(nameOf(path)));
    }
  }
};

/** Of each collection with a canonical form: what its records are made of. */
export const tracesOf = (vendor: Vendor): ReadonlyMap<string, Trace> => {
  const rows = drawnRows(vendor);
  return new Map(
    vendor.resources
      .filter(({ name }) => name in schemas)
      .map((resource) => [resource.name, traceOf(resource, rows.get(resource.name) ?? [])]),
  );
};
