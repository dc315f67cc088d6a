import { createHash } from "node:crypto";
import * as z from "zod";
import { BadRequest } from "../core/errors.ts";
import { codeKey, type Findable, folded, phoneKey, type Span, type Wanted } from "../core/finding.ts";
import { schemas } from "../core/records.ts";
import type { Place } from "../stores/finds.ts";
import type { ShopsPlace } from "../usecases/finding/find-in-shops.ts";
import { TimeInput } from "./answers/words.ts";
import { decodeCursor, encodeCursor } from "./route.ts";

/* How a query says what is looked for. */

const text = (about: string) =>
  z
    .string()
    .max(300)
    .refine((value) => value.trim() !== "", "must not be empty")
    .describe(about);

/** The fixed words that a field of the collection may hold. */
const wordsOf = (resource: Findable, field: "status" | "type"): readonly string[] => {
  const form = (schemas[resource].shape as Readonly<Record<string, z.ZodType>>)[field];
  const inner = form instanceof z.ZodOptional ? form.unwrap() : form;
  return inner instanceof z.ZodEnum ? (inner.options as readonly string[]) : [];
};

const among = (words: readonly string[], about: string) =>
  z
    .string()
    .max(300)
    .superRefine((value, context) => {
      for (const word of value.split(","))
        if (!words.includes(word.trim()))
          context.addIssue({
            code: "custom",
            message: `there is no ${word.trim() || "empty word"}; there are ${words.join(", ")}`,
          });
    })
    .describe(`${about}, one or several with commas between: ${words.join(", ")}`);

const spans = {
  createdSince: TimeInput.optional().describe("made at the vendor at or after"),
  createdUntil: TimeInput.optional().describe("made at the vendor before"),
  updatedSince: TimeInput.optional().describe("stored at or after"),
  updatedUntil: TimeInput.optional().describe("stored before"),
};

const phone = text("in any spelling, with +84, 84 or 0, blanks and dots")
  .refine((value) => value.trim() === "" || phoneKey(value) !== undefined, "is no phone number")
  .optional();
export const code = text(
  "the number or code that people at the shop use; case and blanks around it make no difference",
).optional();
const name = text("beginnings of words of the name, with or without marks")
  .refine((value) => value.trim() === "" || folded(value) !== "", "has nothing but marks")
  .optional();

/** Records of one vendor's form that a document can bring along, by the word in `expand`. */
export const expansions = ["customer", "products", "location"] as const;
export type Expansion = (typeof expansions)[number];
const expand = z
  .string()
  .max(100)
  .superRefine((value, context) => {
    for (const word of value.split(","))
      if (!(expansions as readonly string[]).includes(word))
        context.addIssue({
          code: "custom",
          message: `there is no ${word || "empty word"}; there are ${expansions.join(", ")}`,
        });
  })
  .optional()
  .describe(`records to answer with each one under \`_expanded\`, with commas between: ${expansions.join(", ")}`);

const documentFilters = (resource: Findable) => ({
  code,
  phone: phone.describe("of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots"),
  sku: text("code of a line, or code or bar code of its product").optional(),
  status: among(wordsOf(resource, "status"), "state").optional(),
  type: among(wordsOf(resource, "type"), "what the document does").optional(),
  customer: text("id of the customer's record").optional(),
  location: text("id of the location").optional(),
  name: name.describe("beginnings of words of the customer's name, with or without marks"),
  ...spans,
  expand,
});

/** Filters of each collection that is found by what its records hold. */
export const filters = {
  orders: documentFilters("orders"),
  invoices: documentFilters("invoices"),
  returns: documentFilters("returns"),
  customers: { code, phone, type: among(wordsOf("customers", "type"), "kind").optional(), name, ...spans },
  products: {
    code: code.describe("SKU; case and blanks around it make no difference"),
    barcode: text("bar code").optional(),
    sku: text("code or bar code").optional(),
    type: among(wordsOf("products", "type"), "kind").optional(),
    name,
    ...spans,
  },
} as const satisfies Readonly<Record<Findable, Readonly<Record<string, z.ZodType>>>>;

export const sort = z.enum(["newest", "oldest"]).optional();

/** What all filters together may say. */
export type FilterQuery = Partial<
  Record<
    | "code"
    | "barcode"
    | "phone"
    | "sku"
    | "status"
    | "type"
    | "customer"
    | "location"
    | "name"
    | "createdSince"
    | "createdUntil"
    | "updatedSince"
    | "updatedUntil"
    | "expand",
    string
  >
>;

/** Times of the index have 13 digits; a time outside of them is before or behind every record all the same. */
const LAST_TIME = 9_999_999_999_999;
const within = (time: number): number => Math.min(Math.max(time, 0), LAST_TIME);

const spanOf = (field: string, since: string | undefined, until: string | undefined): Span | undefined => {
  if (since === undefined && until === undefined) return undefined;
  const span = {
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  };
  if (span.since !== undefined && span.until !== undefined && span.since >= span.until)
    throw invalidQuery([{ field: `${field}Until`, message: `must be after ${field}Since` }]);
  return {
    ...(span.since === undefined ? {} : { since: within(span.since) }),
    ...(span.until === undefined ? {} : { until: within(span.until) }),
  };
};

const listOf = (value: string): string[] => value.split(",").map((word) => word.trim());

/** @throws BadRequest 400 for a span that ends before it begins */
export const wantedOf = (query: FilterQuery, deleted: boolean): Wanted => {
  const created = spanOf("created", query.createdSince, query.createdUntil);
  const updated = spanOf("updated", query.updatedSince, query.updatedUntil);
  return {
    deleted,
    ...(query.code === undefined ? {} : { code: codeKey(query.code) }),
    ...(query.barcode === undefined ? {} : { barcode: codeKey(query.barcode) }),
    ...(query.sku === undefined ? {} : { sku: codeKey(query.sku) }),
    ...(query.phone === undefined ? {} : { phone: phoneKey(query.phone)! }),
    ...(query.customer === undefined ? {} : { customer: query.customer.trim() }),
    ...(query.location === undefined ? {} : { location: query.location.trim() }),
    ...(query.status === undefined ? {} : { status: listOf(query.status) }),
    ...(query.type === undefined ? {} : { type: listOf(query.type) }),
    ...(query.name === undefined ? {} : { words: folded(query.name).split(" ") }),
    ...(created ? { created } : {}),
    ...(updated ? { updated } : {}),
  };
};

export const invalidQuery = (errors: readonly { readonly field: string; readonly message: string }[]): BadRequest =>
  new BadRequest(400, "invalid-query", "The query is not what this route takes.", errors);

/** An id of a record, in a cursor: no record has a longer one. */
export const CursorId = z.string().refine((id) => Buffer.byteLength(id) <= 500);

/** Whatever a cursor says, it is a key that the table can hold. */
const PlaceCursor = z.object({
  time: z.string().regex(/^\d{13}$/),
  shop: z.string().max(40),
  id: CursorId,
}) satisfies z.ZodType<Place>;

const ShopIdCursor = z.string().max(40).optional();

/** Over several shops. */
export const ShopsCursor = z.strictObject({
  after: ShopIdCursor,
  to: ShopIdCursor,
  at: PlaceCursor.optional(),
}) satisfies z.ZodType<ShopsPlace>;

/** Names a query, without what may change from page to page. */
export const nameOfQuery = (query: unknown): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 10);

/** Whose query it is, and all that decides which records belong to it. */
type QueryName = { readonly tenant: string } & Readonly<Record<string, unknown>>;

/** A cursor that goes on in one query alone: in another one it would leave records out without a word. */
export const createQueryCursor = <Position>(position: z.ZodType<Position>, query: QueryName) => {
  const name = nameOfQuery(query);
  const form = z.object({ of: z.string(), at: z.unknown() });
  return {
    /** @throws BadRequest 400 */
    read: (cursor: string | undefined): Position | undefined => {
      const given = decodeCursor(form, cursor);
      if (given === undefined) return undefined;
      // Places of other queries have other forms: whose it is comes first.
      if (given.of === name) return decodeCursor(form.extend({ at: position }), cursor)!.at;
      throw new BadRequest(
        400,
        "invalid-cursor",
        "This cursor belongs to another query. Send it with the path, the filters and the order that it was given out for.",
        [{ field: "cursor", message: "of another query" }],
      );
    },
    write: (at: Position | undefined): string | null => (at === undefined ? null : encodeCursor({ of: name, at })),
  };
};
