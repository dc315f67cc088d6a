import { parseTime, toHanoiLocal } from "../../../shared/core/time.ts";
import { type Collection, type Entry, json, Refuse, type Reply, type RouteCall, type Shop } from "../simulator.ts";

// How KiotViet writes dates, money, errors and pages.

/**
 * A row as the simulator keeps it: the vendor's field names, times in unix milliseconds. `any`: its form is what the adapter has to
 * find out, and each call checks what it needs.
 */
export type Row = Record<string, any>;

/** Fields are local time without an offset and with seven fraction digits (field note, recorded). */
const naive = (time: number): string => `${toHanoiLocal(time)}0000`;
/** The envelope's clock and the webhooks' dates carry the offset (field note, recorded). */
export const withOffset = (time: number): string => `${toHanoiLocal(time)}0000+07:00`;

const MONEY = new Set([
  "price",
  "basePrice",
  "cost",
  "total",
  "totalPayment",
  "discount",
  "amount",
  "debt",
  "totalInvoiced",
  "totalRevenue",
  "returnTotal",
  "returnFee",
  "returnDiscount",
  "subTotal",
  "surValue",
  "value",
  "priceCodPayment",
]);
const DATE = /Date$/;
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** Nulls and empty fields are left out, money has trailing zeros (field note, recorded). */
const replacer = (key: string, value: unknown): unknown => {
  if (value === null) return undefined;
  if (typeof value !== "number") return value;
  if (MONEY.has(key)) return rawJson(value.toFixed(4));
  return DATE.test(key) ? naive(value) : value;
};
export const toText = (row: unknown): string => JSON.stringify(row, replacer);

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };
export const answer = (row: unknown): Reply => ({ status: 200, headers: JSON_HEADERS, body: toText(row) });

/** Validation is status 420 with names in PascalCase (sample, recorded). */
export const invalid = (message: string): Refuse =>
  new Refuse(json({ ResponseStatus: { ErrorCode: "KvValidateException", Message: message, Errors: [] } }, 420));

/** Every other error is in camelCase (field note, seen in integrations). */
export const problem = (status: number, errorCode: string, message: string): Reply =>
  json({ responseStatus: { errorCode, message, errors: [] } }, status);

/** The form of this one is inferred: neither the document nor an integration shows it. */
export const unknown = (what: string): Refuse =>
  new Refuse(problem(404, "KvNotFoundException", `${what} không tồn tại hoặc đã bị xóa`));

/** Query parameters; names in any case, as the vendor's framework takes them. */
class Params {
  private readonly values = new Map<string, string[]>();

  constructor(query: URLSearchParams) {
    for (const [name, value] of query) {
      const key = name.toLowerCase().replace(/\[\d*\]$/, "");
      const values = this.values.get(key);
      if (values) values.push(value);
      else this.values.set(key, [value]);
    }
  }

  text(name: string): string | undefined {
    return this.values.get(name.toLowerCase())?.[0];
  }

  integer(name: string): number | undefined {
    const value = Number(this.text(name));
    return Number.isInteger(value) && this.text(name) !== "" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === "true";
  }

  /** Repeated or separated by commas. */
  list(name: string): ReadonlySet<string> | undefined {
    const values = this.values.get(name.toLowerCase());
    return values && new Set(values.flatMap((value) => value.split(",")));
  }

  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined || text === "") return undefined;
    try {
      // A plus sign that was not escaped arrives as a blank.
      return parseTime(text.replace(/ (\d{2}:\d{2})$/, "+$1"), "hanoi");
    } catch {
      throw invalid(`${name} không đúng định dạng`);
    }
  }
}

/** What became of a row in text, kept until the row changes: most pages are asked for many times. */
export class Texts {
  private readonly kept = new WeakMap<Entry<Row>, { revision: number; texts: Map<string, string> }>();

  of(entry: Entry<Row>, variant: string, view: () => Row): string {
    let kept = this.kept.get(entry);
    if (kept?.revision !== entry.revision) {
      kept = { revision: entry.revision, texts: new Map() };
      this.kept.set(entry, kept);
    }
    let text = kept.texts.get(variant);
    if (text === undefined) {
      text = toText(view());
      kept.texts.set(variant, text);
    }
    return text;
  }
}

export interface Listing {
  readonly rows: Collection<Row>;
  /** Makes the row that goes out; `include` says whether an optional part was asked for. */
  view(entry: Entry<Row>, include: (part: string) => boolean): Row;
  /** Names of the parameters that ask for optional parts. */
  readonly parts?: readonly string[];
  /** Fields that can be sorted by, and their order in the collection. Absent: `orderBy` ends in a 500 (field note). */
  readonly sorts?: Readonly<Record<string, string>>;
  /** When nothing is said. */
  readonly first?: { readonly by: string; readonly descending?: boolean };
  /** The order that `lastModifiedFrom` looks at. Absent: it is silently ignored (field note). */
  readonly modified?: string;
  /** What the list of removed ids is called here: the document has three names for it. */
  readonly removed?: "removedIds" | "removeIds" | "removeId";
  where?(params: Params): ((row: Row, entry: Entry<Row>) => boolean) | undefined;
  /** No `pageSize` and no `timestamp` in the envelope; everything at once unless a page is asked for. */
  readonly bare?: boolean;
}

const MOST = 100;
const USUAL = 20;

const orderOf = ({ sorts, first }: Listing, params: Params) => {
  const orderBy = params.text("orderBy")?.toLowerCase();
  if (orderBy && !sorts?.[orderBy]) throw new Refuse(problem(500, "InternalServerError", "Invalid column name"));
  const direction = params.text("orderDirection")?.toLowerCase();
  return {
    orderBy: orderBy ? sorts?.[orderBy] : first?.by,
    descending: direction ? direction === "desc" : !orderBy && first?.descending === true,
  };
};

/** Ids of removed rows, as a part of the answer's text. */
const removedIn = ({ removed, rows }: Listing, params: Params): string => {
  if (!removed || !params.flag("includeRemoveIds")) return "";
  return `,"${removed}":${JSON.stringify(rows.removedSince(params.time("lastModifiedFrom") ?? 0))}`;
};

/** One page of a listing by the query's parameters. */
export const page = (shop: Shop, texts: Texts, listing: Listing, call: Pick<RouteCall, "query">): Reply => {
  const params = new Params(call.query);
  const order = orderOf(listing, params);
  const asked = params.integer("pageSize");
  const everything = listing.bare && asked === undefined;
  const size = everything ? listing.rows.size : shop.pageSize(MOST, asked && asked > 0 ? asked : USUAL);
  const from = listing.modified && !params.flag("hierachicalData") ? params.time("lastModifiedFrom") : undefined;
  const { total, entries } = listing.rows.query({
    ...order,
    ...(listing.modified && from !== undefined ? { between: { by: listing.modified, from } } : {}),
    where: listing.where?.(params),
    offset: Math.max(0, params.integer("currentItem") ?? 0),
    limit: size,
  });
  const parts = new Set((listing.parts ?? []).filter((part) => params.flag(part)));
  const variant = [...parts].join();
  const rows = entries.map((entry) => texts.of(entry, variant, () => listing.view(entry, (part) => parts.has(part))));
  const removed = removedIn(listing, params);
  const envelope = listing.bare ? "" : `,"pageSize":${size},"timestamp":"${withOffset(shop.now())}"`;
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: `{"total":${total}${envelope},"data":[${rows.join(",")}]${removed}}`,
  };
};

/** The rows of a listing with every optional part, as a reader of JSON gets them. */
export const everyRow = (listing: Listing): unknown[] =>
  listing.rows.live().map((entry) => JSON.parse(toText(listing.view(entry, () => true))));
