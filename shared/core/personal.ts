import { phoneKey } from "./finding.ts";
import type { CanonicalRecord, ResourceName } from "./records.ts";
import { isObject } from "./rows.ts";

/* Which fields say who a customer is, and records without them. Pure. */

/**
 * `kept`: the copy has what the vendor has. `left-out`: names, phones, addresses, notes and the like of customers are
 * neither in records nor in the vendor's rows.
 */
export const personalDataChoices = ["kept", "left-out"] as const;
export type PersonalData = (typeof personalDataChoices)[number];

const document = [
  "customer.name",
  "customer.phone",
  "customer.phoneE164",
  "customer.email",
  "note",
  "lines.note",
  "source.conversationId",
  "source.affiliate",
] as const;

/** Canonical fields, by collection. Lists count as the thing that they hold. */
export const personalFields: Readonly<Record<string, readonly string[]>> = {
  customers: [
    "name",
    "phone",
    "phoneE164",
    "email",
    "gender",
    "birthday",
    "company",
    "taxCode",
    "address",
    "note",
    "masked",
  ],
  orders: [...document, "shipping.address", "privateNote"],
  invoices: [...document, "shipping.address"],
  returns: document,
  "cash-flow": ["partyName", "note"],
};

/**
 * What of a vendor's rows is personal, by collection. A name fits at any depth (`note`), with `^` at the top alone
 * (`^name`), and with the names above it (`shipping.phone`). `customer.*` is all that `customer` holds but ids and codes.
 * `*` is the whole row: nobody can say what is in it.
 */
export type PersonalRaw = Readonly<Record<string, readonly string[]>>;

/** A record and its row. */
export interface Whole {
  readonly record: CanonicalRecord;
  readonly raw: unknown;
}

/** Of what `x.*` stands for, these stay: they name a record, not a person. */
const NAMES_A_RECORD = /^(id|code|.*_?id|.*Id)$/;

interface Pattern {
  readonly path: string;
  readonly isTop: boolean;
  readonly isInside: boolean;
}

const patterns = new Map<readonly string[], readonly Pattern[]>();
const patternsOf = (names: readonly string[]): readonly Pattern[] => {
  const known = patterns.get(names);
  if (known) return known;
  const made = names.map((name) => {
    const isInside = name.endsWith(".*");
    const isTop = name.startsWith("^");
    return { isTop, isInside, path: name.slice(isTop ? 1 : 0, isInside ? -2 : undefined) };
  });
  patterns.set(names, made);
  return made;
};

const endsIn = (path: string, end: string): boolean => path === end || path.endsWith(`.${end}`);

const fits = (parent: string, name: string, { path, isTop, isInside }: Pattern): boolean => {
  if (isInside) return endsIn(parent, path) && !NAMES_A_RECORD.test(name);
  const whole = parent === "" ? name : `${parent}.${name}`;
  return isTop ? whole === path : endsIn(whole, path);
};

interface Left {
  /** Paths of what was left out. */
  readonly paths: Set<string>;
  /** What was left out. */
  readonly values: unknown[];
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === "";

const without = (value: unknown, names: readonly Pattern[], left: Left, path = ""): unknown => {
  if (Array.isArray(value)) return value.map((one) => without(one, names, left, path));
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (!names.some((pattern) => fits(path, name, pattern)))
      kept[name] = without(field, names, left, path === "" ? name : `${path}.${name}`);
    else if (!isNothing(field)) {
      left.paths.add(path === "" ? name : `${path}.${name}`);
      left.values.push(field);
    }
  }
  return kept;
};

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};

/** What may be a phone within any text. */
const PHONE_LIKE = /\+?\d[\d .()-]{6,18}\d/g;

/** Every phone that stands anywhere in a value, each in one form for all its spellings. */
export const phonesIn = (value: unknown): ReadonlySet<string> =>
  new Set(textsIn(value).flatMap((text) => (text.match(PHONE_LIKE) ?? []).flatMap((found) => phoneKey(found) ?? [])));

const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");
/** The digits of a phone without its country or its zero in front. */
const phoneTail = (text: string): string | undefined => {
  if (!/^[\d\s.()+-]{8,20}$/.test(text)) return undefined;
  const digits = digitsOf(text);
  return digits.length >= 8 && digits.length <= 15 ? digits.slice(-8) : undefined;
};

/** What names one person wherever it stands. */
interface Marks {
  readonly tails: readonly string[];
  readonly texts: readonly string[];
}

/** Phones and e-mail addresses of all that was left out, and the names of people. */
const marksOf = (values: readonly unknown[], names: readonly unknown[]): Marks => {
  const texts = values.flatMap(textsIn).map((text) => text.trim());
  const people = names.flatMap((name) =>
    typeof name === "string" && /^\S+ \S/.test(name.trim()) ? [name.trim()] : [],
  );
  return {
    tails: [...new Set(texts.flatMap((text) => phoneTail(text) ?? []))],
    texts: [...new Set([...people, ...texts.filter((text) => /^\S+@\S+\.\S+$/.test(text))])],
  };
};

/** Where canonical records have the name of a customer. */
const namesIn = (record: CanonicalRecord): readonly unknown[] => {
  // `any`: of whichever collection the record is, it has the ones of these fields that it has.
  const { name, partyName, customer, address, shipping } = record as Readonly<Record<string, any>>;
  return [name, partyName, customer?.name, address?.name, shipping?.address?.name];
};

/**
 * A shop's staff writes phones and names into fields that are meant for something else: a text that repeats what was left
 * out goes as well. Ids stay: they are what the record is known by.
 */
const withoutMarks = (value: unknown, marks: Marks): unknown => {
  const repeats = (text: string): boolean =>
    marks.texts.some((mark) => text.includes(mark)) ||
    (marks.tails.length > 0 && marks.tails.some((tail) => digitsOf(text).includes(tail)));
  const look = (one: unknown, name: string): unknown => {
    if (Array.isArray(one)) return one.map((part) => look(part, name)).filter((part) => part !== undefined);
    if (isObject(one))
      return Object.fromEntries(
        Object.entries(one).flatMap(([key, field]) => {
          const kept = look(field, key);
          return kept === undefined && field !== undefined ? [] : [[key, kept]];
        }),
      );
    if (NAMES_A_RECORD.test(name) && name !== "code") return one;
    return typeof one === "string" && repeats(one) ? undefined : one;
  };
  return look(value, "");
};

/**
 * The record and its row without what says who a customer is. `_meta.leftOut` names the fields of the record.
 * @param raw the vendor's table for the collection; absent: the collection has nothing personal
 */
export const withoutPersonal = (resource: ResourceName, whole: Whole, raw: readonly string[] | undefined): Whole => {
  const fields = personalFields[resource] ?? [];
  if (raw?.includes("*")) {
    const { id, createdAt } = whole.record as { id: string; createdAt?: string };
    const record = { id, ...(createdAt === undefined ? {} : { createdAt }), _meta: { leftOut: ["*"] } };
    return { record: record as CanonicalRecord, raw: {} };
  }
  if (raw === undefined && fields.length === 0) return whole;
  const named: Left = { paths: new Set(), values: [] };
  const told: Left = { paths: new Set(), values: [] };
  const { _meta, ...plain } = whole.record as CanonicalRecord & Record<string, unknown>;
  // What a collection outside the model calls a record is, where persons are in it, the name of one.
  const own = fields.length > 0 ? fields : ["^name"];
  const record = without(plain, patternsOf(own.map(anchored)), named);
  const row = without(whole.raw, patternsOf(raw ?? []), told);
  const marks = marksOf([...named.values, ...told.values], namesIn(whole.record));
  return {
    record: {
      ...(withoutMarks(record, marks) as CanonicalRecord),
      _meta: { ..._meta, leftOut: [...named.paths].sort() },
    },
    raw: withoutMarks(row, marks),
  };
};

/** Canonical names begin at the top. */
const anchored = (() => {
  const known = new Map<string, string>();
  return (name: string): string => {
    const made = known.get(name) ?? (name.startsWith("^") ? name : `^${name}`);
    known.set(name, made);
    return made;
  };
})();
