import type { Listing, NormalizeContext, Resource } from "../../../shared/core/vendor.ts";

/** Rows of one text that are kept. Above this all are forgotten. */
const MOST_ROWS = 20_000;
const rows = new Map<string, unknown>();

/** One object for all rows with the same text: a shop shows the same rows again and again. */
export const interned = <Row>(row: Row): Row => {
  if (row === null || typeof row !== "object") return row;
  const text = JSON.stringify(row);
  const known = rows.get(text);
  if (known !== undefined) return known as Row;
  if (rows.size >= MOST_ROWS) rows.clear();
  rows.set(text, row);
  return row;
};

const texts = new WeakMap<object, string>();
const textOf = (settings: object): string => {
  const known = texts.get(settings);
  if (known !== undefined) return known;
  const text = JSON.stringify(settings);
  texts.set(settings, text);
  return text;
};

/** A normalizer is pure, so a row that was normalized before has the record of that time. */
const normalizer = (normalize: Resource["normalize"]): Resource["normalize"] => {
  const records = new WeakMap<object, { settings: string; record: ReturnType<Resource["normalize"]> }>();
  return (row: unknown, context: NormalizeContext) => {
    if (row === null || typeof row !== "object") return normalize(row, context);
    const settings = textOf(context.settings);
    const known = records.get(row);
    if (known?.settings === settings) return known.record;
    const record = normalize(row, context);
    records.set(row, { settings, record });
    return record;
  };
};

const listed = (listing: Listing): Listing => ({
  ...listing,
  read(answer, ask) {
    const page = listing.read(answer, ask);
    return { ...page, rows: page.rows.map(interned) };
  },
});

/** The resource, spared the work that it has done before. What it says stays the same. */
export const remembered = (resource: Resource): Resource => {
  const { listing, fullListing, looks, get, normalize } = resource;
  return {
    ...resource,
    normalize: normalizer(normalize),
    listing: listed(listing),
    ...(fullListing ? { fullListing: listed(fullListing) } : {}),
    ...(looks
      ? { looks: looks.map((look) => ({ ...look, ...(look.listing ? { listing: listed(look.listing) } : {}) })) }
      : {}),
    ...(get ? { get: { ...get, read: (...given) => interned(get.read(...given)) } } : {}),
  };
};
