import * as z from "zod";
import { isUsableId } from "./bounds.ts";
import { codesOf } from "./codes.ts";
import { VendorChanged } from "./errors.ts";
import { type Money, toMoney, toQuantity } from "./money.ts";
import { toDay, toIso } from "./time.ts";

/**
 * The words in which a vendor's row is described. Each reads one field, for all vendors alike: `undefined` where the
 * vendor sent nothing (absent, null, blank), and `null` where it sent something that cannot be read, which the record
 * then leaves out and names (`unread.ts`). A word never guesses.
 */

/** Stands in a row for what was taken out of it because it could not be read. */
export const UNREAD = Symbol("unread");

type Read<Value> = (value: unknown) => Value | undefined;
/** What was read of a field: undefined where it is absent, null where it could not be read. */
export type Unreadable<Value> = Value | null | undefined;
export type Word<Value> = z.ZodTransform<Unreadable<Value>, unknown>;

const odd = (value: unknown, message: string) => ({ code: "custom", input: value, message }) as const;

const reasonOf = (error: unknown): string => (error instanceof RangeError ? error.message : "cannot be read");

export const word = <Value>(read: Read<Value>): Word<Value> =>
  z.transform((value, context) => {
    if (value === undefined || value === null) return undefined;
    if (value === UNREAD) return null;
    try {
      return read(value);
    } catch (error) {
      context.issues.push(odd(value, reasonOf(error)));
      return undefined;
    }
  });

/**
 * A field without which what it stands in means nothing: a line's quantity, a payment's amount. Where it cannot be read,
 * the whole line or payment is left out.
 * @param absent what it means that the vendor left the field out; undefined: that is odd as well
 */
export const needed = <Value>(read: Read<Value>, absent?: Value): z.ZodTransform<Value, unknown> =>
  z.transform((value, context): Value => {
    try {
      const found = value === UNREAD ? undefined : (read(value) ?? absent);
      if (found !== undefined && value !== UNREAD) return found;
      context.issues.push(odd(value, "is missing"));
    } catch (error) {
      context.issues.push(odd(value, reasonOf(error)));
    }
    return z.NEVER;
  });

/** Trimmed; blank is absent. A number is its digits. */
export const toText = (value: unknown): string | undefined => {
  if (typeof value === "string") return value.trim() || undefined;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (value === null || value === undefined) return undefined;
  throw new RangeError("not a text");
};

/** An id, exactly as the vendor wrote it. A number that was rounded, or has a fraction, is none. */
export const toId = (value: unknown): string | undefined => {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("not an id");
  return toText(value);
};

/** A reference to another record. Vendors write 0 and negative numbers where there is none. */
export const toReference = (value: unknown): string | undefined => {
  const id = toId(value);
  return id === undefined || /^(0+|-\d+)$/.test(id) ? undefined : id;
};

/** A phone as the vendor wrote it. A number has lost its leading zero (Nhanh sends `988999999`). */
export const toPhone = (value: unknown): string | undefined => {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("not a phone");
  const text = toText(value);
  return typeof value === "number" && /^[1-9]\d{8,9}$/.test(text!) ? `0${text}` : text;
};

const flagOf = codesOf({ true: true, "1": true, false: false, "0": false });
export const toFlag = (value: unknown): boolean | undefined => {
  if (typeof value === "boolean") return value;
  const text = toText(value);
  if (text === undefined) return undefined;
  const flag = flagOf(text.toLowerCase());
  if (flag === undefined) throw new RangeError("not a yes or no");
  return flag;
};

/** Marketplaces hide letters of a name or number behind asterisks: `L**n`, `Đ******h`. */
export const isMasked = (value: unknown): boolean => typeof value === "string" && value.includes("**");

export const Text = word(toText);
export const Amount: Word<Money> = word(toMoney);
export const Quantity = word(toQuantity);
export const Phone = word(toPhone);
export const Flag = word(toFlag);
export const Reference = word(toReference);
/** The row's own id: without it the row is nobody. */
export const Id = needed(toId);
/** ISO 8601 in UTC; times without an offset are in `zone`. */
export const Time = (zone: "hanoi" | "utc"): Word<string> => word((value) => toIso(value, zone));
export const Day = word(toDay);

/** A text, or the text that an object has under this name. */
export const textIn = (value: unknown, name: string): string | undefined => {
  if (!isObject(value)) return toText(value);
  if (value[name] === undefined) throw new RangeError(`has no ${name}`);
  return toText(value[name]);
};
/** Tags, serial numbers, codes that are a text here and an object there. */
export const TextIn = (name: string): Word<string> => word((value) => textIn(value, name));

/** A code of the vendor's -> ours; `otherwise` for one that the table does not know. What is no code is odd. */
export const OneOf = <Value>(table: Readonly<Record<string, Value>>, otherwise?: Value): Word<Value> => {
  const meaning = codesOf(table);
  return word((value) => {
    const code = typeof value === "boolean" ? String(value) : toText(value)?.toLowerCase();
    return code === undefined ? undefined : (meaning(code) ?? otherwise);
  });
};

/** Words in one text, with a separator between them: groups of a customer, serial numbers of a line. */
export const Words = (separator: RegExp): Word<string[]> =>
  word((value) => {
    const parts = toText(value)
      ?.split(separator)
      .flatMap((part) => part.trim() || []);
    return parts?.length ? parts : undefined;
  });

/** The keys of a list that was written as an object, `{"7": {...}}`; undefined for an object that is one entry itself. */
export const keysOfList = (value: object): string[] | undefined => {
  const keys = Object.keys(value);
  const isList =
    keys.every((key) => /^\d+$/.test(key)) ||
    Object.values(value).every((entry) => typeof entry === "object" && entry !== null);
  return isList ? keys : undefined;
};

/** A list as vendors write it: an array, an object keyed by id, one bare entry, nothing (null, ""). */
const entriesOf = (value: unknown, key: string | undefined): readonly unknown[] => {
  if (value === null || value === undefined || value === "" || value === UNREAD) return [];
  if (Array.isArray(value)) return value;
  if (!isObject(value) || !keysOfList(value)) return [value];
  return Object.entries(value).map(([name, entry]) =>
    key !== undefined && isObject(entry) ? { ...entry, [key]: entry[key] ?? name } : entry,
  );
};

/**
 * What a vendor has sent, or is to be sent, before its fields are read by the words above. `any`: a field may be missing or
 * hold anything, each reader expects that, and a cast at each step would hide which field it reads.
 */
export type Untyped = any;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a row holds nothing but its id, however deep: all else is absent, null, blank or an empty list. */
export const saysNothing = (row: unknown, id: string): boolean => {
  if (isObject(row)) return Object.values(row).every((value) => saysNothing(value, id));
  if (Array.isArray(row)) return row.length === 0;
  return row === undefined || row === null || String(row).trim() === "" || String(row) === id;
};

/** What ids look like as keys of an object: numbers and uuids. */
const ID_KEY = /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{8,}$/i;

/** The rows of a page: an array, or an object of rows that is keyed by their ids. Undefined: there is no list. */
export const rowsIn = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => ID_KEY.test(key)) ? Object.values(value) : undefined;
};

/** How many rows the vendor counts; undefined where it does not say, or says it in a way that is no number. */
export const countOf = (value: unknown): number | undefined => {
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};

/**
 * The id that stands in a row under this name.
 * @throws RangeError where there is none
 */
export const idIn = (row: unknown, name = "id"): string => {
  const id = toId((row as Readonly<Record<string, unknown>> | null | undefined)?.[name]);
  if (id === undefined) throw new RangeError("no id");
  return id;
};

/** The row's id, or undefined for a row that names itself in no way that we can read. */
export const idOrNone = <Row>(id: (row: Row) => string, row: Row): string | undefined => {
  try {
    const named = id(row);
    return isUsableId(named) ? named : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The rows among which one is looked for. `any`: they are as the vendor shows them, and the caller knows its vendor.
 * @throws VendorChanged where one of them has no id: it may be the one
 */
export const searchable = (value: unknown, id: (row: unknown) => string = (row) => idIn(row)): readonly any[] => {
  const rows = rowsIn(value) ?? [];
  if (rows.some((row) => idOrNone(id, row) === undefined))
    throw new VendorChanged("a row without an id may be the one that is looked for", JSON.stringify(rows));
  return rows;
};

/**
 * The row that fits, or undefined where none does. `any`: as for `searchable`.
 * @throws VendorChanged where none does and a row without an id may be the one
 */
export const findRow = (value: unknown, fits: (row: any) => boolean, id?: (row: unknown) => string): any | undefined =>
  rowsIn(value)?.find((row) => isObject(row) && fits(row)) ?? searchable(value, id).find(fits);

/**
 * Entries that cannot be read are left out; `lacks` of the shape's context tells (`unread.ts`).
 * @param key the field that an entry of a list written as an object gets its key as, where it does not name itself
 */
export const listOf = <Entry extends z.ZodType>(entry: Entry, key?: string) =>
  z.transform((value) => entriesOf(value, key)).pipe(z.array(entry));

/** A nested object. PHP writes an empty one as `[]`. */
export const partOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .transform((value: unknown) => {
      if (value === "" || value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
      return value === UNREAD ? null : value === null ? undefined : value;
    })
    .pipe(z.object(shape).nullish());

// ---- shapes ----------------------------------------------------------------------------------------------------------

type Compact<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], null> };

/** Leaves out what is absent or could not be read, so that a record never carries a key without a value. */
export const compact = <Fields extends object>(fields: Fields): Compact<Fields> => {
  const present: Record<string, unknown> = {};
  // Once for each part of each row: a list of the entries would cost more than the rest.
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== null) present[name] = value;
  }
  return present as Compact<Fields>;
};

/** As `compact`; undefined when nothing is left. */
export const filled = <Fields extends object>(fields: Fields): Compact<Fields> | undefined => {
  const present = compact(fields);
  return Object.keys(present).length > 0 ? present : undefined;
};

/** The list, or undefined where it is empty. */
export const some = <Entry>(list: readonly Entry[]): Entry[] | undefined => (list.length > 0 ? [...list] : undefined);

/** The first that the vendor sent. One that cannot be read ends the search: another field would say something else. */
export const first = <Value>(...values: readonly Unreadable<Value>[]): Value | undefined =>
  values.find((value) => value !== undefined) ?? undefined;

/** A field of a part that may be absent, or be there and unreadable. */
export const within = <Part extends object, Name extends keyof Part>(
  part: Unreadable<Part>,
  name: Name,
): Unreadable<Part[Name]> => (part === null || part === undefined ? part : part[name]);

/** A name that our form cannot do without: the id where the vendor gives none, nothing where it cannot be read. */
export const nameOr = (name: Unreadable<string>, id: string): string => (name === null ? "" : (name ?? id));

/** An amount that is there and not zero. */
export const positive = (amount: Unreadable<Money>): Money | undefined =>
  amount === null || amount === undefined || amount === 0 ? undefined : amount;
