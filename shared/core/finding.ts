import { toE164, withoutPunctuation } from "./phone.ts";
import type { CanonicalRecord, Customer, Invoice, Order, Product, Return } from "./records.ts";

/* What records are found by. Pure: the index is made of it, and a record that was found is judged by it. */

/** Collections that are found by what their records hold. */
export const findable = ["orders", "invoices", "returns", "customers", "products"] as const;
export type Findable = (typeof findable)[number];
export const isFindable = (resource: string): resource is Findable =>
  (findable as readonly string[]).includes(resource);

/**
 * Shops whose records are put into one order. Each of them is asked on its own, so this is what one request costs at most; a
 * tenant with more is answered block by block, in the order of the shops' ids.
 */
export const SHOPS_OF_A_BLOCK = 1_000;

/**
 * The form of the index: which items a record has in it, and what they hold. A change of that raises the number; the index of
 * each shop is then built anew.
 */
export const INDEX_FORM = 2;

/** One form for every spelling of a code: case, outer and doubled blanks, and the form of Unicode make no difference. */
export const codeKey = (code: string): string => code.normalize("NFC").trim().replace(/\s+/g, " ").toUpperCase();

/** One form for every spelling of a phone, digits of full width as well. A short number that E.164 does not know counts by its digits. */
export const phoneKey = (phone: string): string | undefined => {
  const plain = phone.normalize("NFKC");
  const digits = withoutPunctuation(plain).replaceAll("+", "");
  return toE164(plain) ?? (/^\d{3,15}$/.test(digits) ? digits : undefined);
};

/** Letters without marks and case: how people search for names. */
export const folded = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();

/** What of a record can be asked for. */
export interface Traits {
  /** Unix milliseconds; undefined where the vendor does not say. */
  readonly createdAt: number | undefined;
  readonly code?: string | undefined;
  readonly barcode?: string | undefined;
  readonly phones: readonly string[];
  readonly customer?: string | undefined;
  readonly location?: string | undefined;
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  /** Codes of the lines. */
  readonly skus: readonly string[];
  /** Products of the lines. */
  readonly products: readonly string[];
  /** What people call it. */
  readonly name: string;
}

const keysOf = <Given>(key: (text: string) => string | undefined, texts: readonly (Given | undefined)[]): string[] => [
  ...new Set(texts.flatMap((text) => (typeof text === "string" && text !== "" ? (key(text) ?? []) : []))),
];
const first = (key: (text: string) => string, text: string | undefined): string | undefined =>
  keysOf(key, [text]).at(0);

const timeOf = (text: string | undefined): number | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) || time < 0 ? undefined : time;
};

const documentTraits = (record: Order | Invoice | Return): Traits => ({
  createdAt: timeOf(record.createdAt),
  // Nhanh's documents have a number alone, which people call their code.
  code: first(codeKey, record.code ?? record.id),
  phones: keysOf(phoneKey, [
    record.customer?.phoneE164,
    record.customer?.phone,
    "shipping" in record ? record.shipping?.address?.phone : undefined,
  ]),
  customer: record.customerId,
  location: record.locationId,
  status: record.status,
  type: record.type,
  skus: keysOf(
    codeKey,
    (record.lines ?? []).map(({ code }) => code),
  ),
  products: keysOf(
    (id) => id,
    (record.lines ?? []).map(({ productId }) => productId),
  ),
  name: folded(record.customer?.name ?? ""),
});

const customerTraits = (record: Customer): Traits => ({
  createdAt: timeOf(record.createdAt),
  code: first(codeKey, record.code),
  phones: keysOf(phoneKey, [record.phoneE164, record.phone, record.address?.phone]),
  type: record.type,
  skus: [],
  products: [],
  name: folded([record.name, record.company].filter(Boolean).join(" ")),
});

const productTraits = (record: Product): Traits => ({
  createdAt: timeOf(record.createdAt),
  code: first(codeKey, record.code),
  barcode: first(codeKey, record.barcode),
  phones: [],
  type: record.type,
  skus: [],
  products: [],
  name: folded(record.name ?? ""),
});

export const traitsOf = (resource: Findable, record: CanonicalRecord): Traits => {
  if (resource === "customers") return customerTraits(record as Customer);
  if (resource === "products") return productTraits(record as Product);
  return documentTraits(record as Order);
};

/** What is asked for. Values are keys already: `codeKey`, `phoneKey`. */
export interface Wanted {
  readonly code?: string;
  readonly barcode?: string;
  readonly phone?: string;
  readonly customer?: string;
  readonly location?: string;
  readonly status?: readonly string[];
  readonly type?: readonly string[];
  /** Of lines, or of a product its code or bar code. */
  readonly sku?: string;
  /** Words of a name, folded; a word of the name has to begin with each of them. */
  readonly words?: readonly string[];
  /** Unix milliseconds: at or after, and before. */
  readonly created?: Span;
  readonly updated?: Span;
  readonly deleted: boolean;
}

export interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** What is known of a record beside its traits. */
export interface Standing {
  /** Unix milliseconds. */
  readonly updatedAt: number;
  readonly deleted: boolean;
}

const isWithin = (time: number | undefined, span: Span | undefined): boolean =>
  span === undefined ||
  (time !== undefined && (span.since ?? 0) <= time && time < (span.until ?? Number.POSITIVE_INFINITY));
const isOne = (value: string | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || value === wanted;
const isAmong = (value: string | undefined, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

/** All that an entry of the index can tell without the record itself. */
export type Told = Pick<Traits, "createdAt" | "customer" | "location" | "status" | "type" | "name"> & Standing;

export const mayMatch = (told: Told, wanted: Wanted): boolean =>
  (wanted.deleted || !told.deleted) &&
  isWithin(told.createdAt, wanted.created) &&
  isWithin(told.updatedAt, wanted.updated) &&
  isOne(told.customer, wanted.customer) &&
  isOne(told.location, wanted.location) &&
  isAmong(told.status, wanted.status) &&
  isAmong(told.type, wanted.type) &&
  (wanted.words ?? []).every((word) => ` ${told.name}`.includes(` ${word}`));

/**
 * Whether a record is what is asked for.
 * @param productsOfSku ids of products whose code or bar code is the wanted `sku`, of the record's own shop
 */
export const matches = (
  traits: Traits,
  standing: Standing,
  wanted: Wanted,
  productsOfSku: ReadonlySet<string>,
): boolean =>
  mayMatch({ ...traits, ...standing }, wanted) &&
  isOne(traits.code, wanted.code) &&
  isOne(traits.barcode, wanted.barcode) &&
  (wanted.phone === undefined || traits.phones.includes(wanted.phone)) &&
  (wanted.sku === undefined ||
    [traits.barcode, ...traits.skus].includes(wanted.sku) ||
    (traits.skus.length + traits.products.length === 0 && traits.code === wanted.sku) ||
    traits.products.some((id) => productsOfSku.has(id)));
