import type * as z from "zod";
import { commands } from "../../core/commands.ts";
import { BadRequest, type VendorError } from "../../core/errors.ts";
import { type Fault, faultsOf } from "../../core/input-faults.ts";
import { inWords } from "../../core/input-words.ts";
import { toDomesticPhone } from "../../core/phone.ts";
import type { Clock } from "../../core/ports.ts";
import type { Location, Product } from "../../core/records.ts";
import { isObject, type Untyped } from "../../core/rows.ts";
import type { CanonicalWrite, WriteKind } from "../../core/vendor.ts";
import type { CodedProduct, ProductCodeStore } from "../../stores/product-codes.ts";
import type { RecordStore, StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { type AheadDeps, locatedAhead } from "./locate.ts";
import { idsOfNames } from "./names.ts";

export interface PortableDeps extends AheadDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly productCodes: ProductCodeStore;
}

/** A command in the form that one vendor takes, and what was done to it. */
export interface Portable {
  readonly command: unknown;
  /** Fields that the copy of the shop has filled in, with their values. */
  readonly filled: Readonly<Record<string, unknown>>;
  /** Fields that the vendor cannot hold, with the sentence that says why. They are left out, or kept as less. */
  readonly dropped: Readonly<Record<string, string>>;
  /** The vendor's lists of areas could not be read: its addresses are looked up before the call. */
  readonly unlocated: boolean;
}

type Row = Record<string, Untyped>;

const MOST_LOCATIONS = 200;

export interface Given {
  readonly shop: Shop;
  readonly kind: WriteKind;
  readonly declared: CanonicalWrite;
  /** What the caller sent. */
  readonly given: unknown;
  /** Refuses what the vendor cannot hold. */
  readonly strict: boolean;
}

/**
 * Makes one body serve every vendor: products are found by their code, prices and the location come from the copy, and
 * what a vendor cannot hold is left out and named.
 * @throws BadRequest 422 with the fields at fault
 */
export const toVendorCommand = async (
  { shop, kind, declared, given, strict }: Given,
  deps: PortableDeps,
): Promise<Portable> => {
  if (given !== undefined && !isObject(given)) throw refused([{ field: "body", message: "must be an object" }]);
  const { command: named, filled } = await withProducts(shop, kind, given, deps);
  Object.assign(filled, await idsOfNames(shop, declared, named, deps));
  const places = await locatedAhead(shop, declared, named, deps);
  if (strict && places.unreachable) throw unreachable(places.unreachable);
  if (strict && Object.keys(places.problems).length > 0) throw refused(problemsIn(places.problems));
  Object.assign(filled, places.filled);
  const { command } = places;
  /** Judged, and where the place is asked for, once more with it. */
  const judge = async (fields: Row) => {
    const judged = declared.command.safeParse(fields, inWords);
    if (judged.success) return judged;
    const found = await fromLocation(shop, judged.error, fields, deps);
    Object.assign(fields, found);
    Object.assign(filled, found, await codesOf(shop, judged.error, fields, deps));
    return declared.command.safeParse(fields, inWords);
  };
  const first = await judge(command);
  const { kept, dropped: left } = first.success
    ? { kept: first.data as Row, dropped: {} }
    : withoutUnsupported({ kind, declared }, command, first.error);
  // Some rules are looked at only where no field is of a wrong kind: what the vendor needs is told then.
  const parsed = first.success ? first : await judge(kept);
  // What was left out may be why nothing is left to do.
  if (!parsed.success && places.unreachable) throw unreachable(places.unreachable);
  if (!parsed.success)
    throw refused([...faultsOf(parsed.error.issues, "body"), ...problemsIn(left), ...problemsIn(places.problems)]);
  const dropped = { ...places.told, ...left, ...declared.cannotHold?.(parsed.data) };
  if (strict && Object.keys(dropped).length > 0) throw refused(problemsIn(dropped));
  return { command: parsed.data, filled, dropped, unlocated: places.later };
};

/** Nothing is stored: the caller sends it again. Other commands of the same request are not held up by it. */
const unreachable = ({ message }: VendorError): BadRequest =>
  new BadRequest(
    409,
    "areas-unreachable",
    `The vendor's list of areas cannot be read now: ${message}. Send it again later.`,
    [{ field: "address", message: "the areas could not be looked up" }],
  );

const refused = (errors: readonly Fault[]): BadRequest =>
  new BadRequest(422, "invalid-command", "The vendor would refuse this command.", errors);

const problemsIn = (dropped: Readonly<Record<string, string>>): Fault[] =>
  Object.entries(dropped).map(([field, message]) => ({ field, message }));

/** Some calls know a product by its code alone. */
const codesOf = async (shop: Shop, error: z.ZodError, command: Row, { records }: PortableDeps): Promise<Row> => {
  const lines = linesOf(command).filter(
    ({ line, field }) =>
      line.code === undefined && typeof line.productId === "string" && asksFor(error, `${field}.code`),
  );
  if (lines.length === 0) return {};
  const stored = await records.getMany(
    refOf(shop),
    "products",
    lines.map(({ line }) => line.productId),
  );
  const codes = new Map(stored.map(({ id, record }) => [id, (record as Product).code]));
  const filled: Row = {};
  for (const { line, field } of lines) {
    const code = codes.get(line.productId);
    if (code === undefined) continue;
    line.code = code;
    filled[`${field}.code`] = code;
  }
  return filled;
};

const asksFor = (error: z.ZodError, field: string): boolean =>
  error.issues.some((issue) => issue.path.join(".") === field);

/** Phones in any spelling, as the vendors keep them. */
const withPhones = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(withPhones) as Value;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === "phone" && typeof part === "string" ? toDomesticPhone(part) : withPhones(part),
    ]),
  ) as Value;
};

/** What is sold has the product's own price; what is bought, moved or counted has not. */
const SOLD: readonly WriteKind[] = ["orders.create", "orders.update", "invoices.create"];

/** What is sent is named by words: its lines have no product, and a code in them finds none. */
const WITHOUT_PRODUCTS: readonly WriteKind[] = ["shipments.create"];

/** Lines that name a product by its code get its id, and lines that are sold without a price get the product's own. */
const withProducts = async (
  shop: Shop,
  kind: WriteKind,
  given: unknown,
  deps: PortableDeps,
): Promise<{ command: Row; filled: Record<string, unknown> }> => {
  const command: Row = withPhones((given ?? {}) as Row);
  const filled: Record<string, unknown> = {};
  const lines = WITHOUT_PRODUCTS.includes(kind) ? [] : linesOf(command);
  const byCode = await productsByCode(shop, lines, deps);
  const isSold = SOLD.includes(kind);
  const ids = lines.flatMap(({ line }) => {
    const id = line.productId ?? (typeof line.code === "string" ? byCode.get(line.code)?.id : undefined);
    return typeof id === "string" && isSold && line.price === undefined ? [id] : [];
  });
  const products = new Map(
    ids.length === 0
      ? []
      : (await deps.records.getMany(refOf(shop), "products", ids)).map((stored) => [stored.id, stored]),
  );
  for (const { line, field } of lines) {
    if (line.productId === undefined && typeof line.code === "string") {
      line.productId = byCode.get(line.code)!.id;
      filled[`${field}.productId`] = line.productId;
    }
    const price = isSold ? priceOf(products.get(String(line.productId))) : undefined;
    if (line.price === undefined && price !== undefined && line.gift !== true) {
      line.price = price;
      filled[`${field}.price`] = price;
    }
  }
  return { command, filled };
};

interface NamedLine {
  readonly line: Row;
  /** `lines.0` */
  readonly field: string;
}

/** The entries of a command that name a product. */
const linesOf = (command: Row): NamedLine[] =>
  ["lines", "prices"].flatMap((list) =>
    Array.isArray(command[list])
      ? command[list].flatMap((line, index) =>
          line !== null && typeof line === "object" ? [{ line, field: `${list}.${index}` }] : [],
        )
      : [],
  );

/** @throws BadRequest 422 for a code that no product has, or that several have */
const productsByCode = async (
  shop: Shop,
  lines: readonly NamedLine[],
  deps: PortableDeps,
): Promise<ReadonlyMap<string, CodedProduct>> => {
  const codes = lines.flatMap(({ line: { productId, code } }) =>
    productId === undefined && typeof code === "string" ? [code] : [],
  );
  if (codes.length === 0) return new Map();
  const found = await deps.productCodes.find(refOf(shop), codes, deps.clock());
  const ambiguous = [
    ...new Set(
      [...found.values()]
        .filter((list) => list.length > 1)
        .flat()
        .map(({ id }) => id),
    ),
  ];
  const stored = new Map(
    (ambiguous.length > 0 ? await deps.records.getMany(refOf(shop), "products", ambiguous) : []).map((one) => [
      one.id,
      one,
    ]),
  );
  const products = new Map<string, CodedProduct>();
  const problems: Fault[] = [];
  for (const { line, field: at } of lines) {
    if (line.productId !== undefined || typeof line.code !== "string") continue;
    const [only, ...others] = sellable(found.get(line.code) ?? [], stored);
    const field = `${at}.code`;
    if (!only) problems.push({ field, message: `the shop has no product with the code ${line.code}` });
    else if (others.length > 0)
      problems.push({ field, message: `${1 + others.length} products have the code ${line.code}: give productId` });
    else products.set(line.code, only);
  }
  if (problems.length > 0) throw refused(problems);
  return products;
};

/** Of several: not the ones that are out of sale, nor the one that only groups the others as its variants. */
const sellable = (
  found: readonly CodedProduct[],
  stored: ReadonlyMap<string, StoredRecord>,
): readonly CodedProduct[] => {
  if (found.length < 2) return found;
  const records = found.map(({ id }) => stored.get(id)?.record as Product | undefined);
  const parents = new Set(records.map((record) => record?.parentId));
  const left = found.filter(
    ({ id }, at) => records[at]?.active !== false && records[at]?.sellable !== false && !parents.has(id),
  );
  return left.length > 0 ? left : found;
};

/** Whole dong, as commands have them. */
const priceOf = (product: StoredRecord | undefined): number | undefined => {
  const price = (product?.record as Product | undefined)?.price;
  const amount = price === undefined || product?.deleted ? Number.NaN : Number(price);
  return Number.isSafeInteger(amount) && amount >= 0 ? amount : undefined;
};

/**
 * What a vendor asks for and the shop itself can answer: the place, and for an order of nobody in particular the shop's
 * own name and phone (Nhanh takes no order without a receiver). Nothing is made up: a shop without a phone gets a refusal.
 */
const fromLocation = async (shop: Shop, error: z.ZodError, command: Row, deps: PortableDeps): Promise<Row> => {
  const lacksPlace = command.locationId === undefined && asksFor(error, "locationId");
  const lacksCustomer = command.customer === undefined && asksFor(error, "customer");
  if (!lacksPlace && !lacksCustomer) return {};
  const location = await locationOf(shop, command.locationId, deps);
  const { name, phone } = location ?? {};
  return {
    ...(lacksPlace && location ? { locationId: location.id } : {}),
    ...(lacksCustomer && name && phone ? { customer: { name, phone } } : {}),
  };
};

/** The one that is named; else the shop's only open one, and of several the one with the lowest id, which is the oldest. */
const locationOf = async (shop: Shop, id: unknown, { records }: PortableDeps): Promise<Location | undefined> => {
  if (typeof id === "string") {
    const stored = await records.get(refOf(shop), "locations", id);
    return stored?.deleted ? undefined : (stored?.record as Location | undefined);
  }
  const page = await records.page(refOf(shop), "locations", { limit: MOST_LOCATIONS });
  return page.records
    .map(({ record }) => record as Location)
    .filter(({ active }) => active !== false)
    .sort((one, other) => one.id.length - other.id.length || (one.id < other.id ? -1 : 1))[0];
};

/**
 * Leaves out what a vendor has no field for: fields that its command lacks or refuses outright, and words that it does not
 * know for an optional field. Everything else that is wrong stays and is refused.
 */
const withoutUnsupported = (
  { kind, declared }: Pick<Given, "kind" | "declared">,
  command: Row,
  error: z.ZodError,
): { kept: Row; dropped: Record<string, string> } => {
  const dropped: Record<string, string> = {};
  const misspelt = new Set(unknownTo(commands[kind], command));
  let kept = command;
  let found: z.ZodError | undefined = error;
  // Where one field is left out the schema may go on to find another.
  for (let round = 0; found && round < 5; round += 1) {
    const paths = found.issues.flatMap(unsupportedIn).filter(({ path }) => !misspelt.has(path.join(".")));
    if (paths.length === 0) break;
    for (const { path, message } of paths) {
      const rest = withoutField(kind, kept, path);
      if (!rest) continue;
      kept = rest;
      // The product that the code stands for is known: nothing is lost.
      if (path.at(-1) === "code" && valueAt(kept, [...path.slice(0, -1), "productId"]) !== undefined) continue;
      dropped[path.join(".")] = message;
    }
    const next = declared.command.safeParse(kept, inWords);
    found = next.success ? undefined : next.error;
  }
  return { kept, dropped };
};

type Path = readonly PropertyKey[];

/** Undefined: the command has no such field, or is none without it. */
const withoutField = (kind: Given["kind"], command: Row, path: Path): Row | undefined => {
  // A field that is lacking is no field that the vendor cannot hold.
  if (valueAt(command, path) === undefined) return undefined;
  const rest = without(command, path);
  const isNeeded = !commands[kind].safeParse(rest).success && commands[kind].safeParse(command).success;
  return isNeeded ? undefined : rest;
};

/** Fields that no vendor has, because the command itself does not know them: a slip of the caller. */
const unknownTo = (schema: z.ZodType, command: unknown): string[] => {
  const parsed = schema.safeParse(command);
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key].join(".")) : [],
      );
};

const unsupportedIn = (issue: z.core.$ZodIssue): { path: Path; message: string }[] => {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "this vendor has no field for it" }));
  if (issue.code === "invalid_type" && issue.expected === "never")
    return [{ path: issue.path, message: issue.message }];
  return issue.code === "invalid_value" ? [{ path: issue.path, message: issue.message }] : [];
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, name) => (part as Row | undefined)?.[name as string], value);

const without = (value: Untyped, [name, ...rest]: Path): Untyped => {
  if (name === undefined || value === null || typeof value !== "object") return value;
  if (rest.length > 0) {
    if (Array.isArray(value)) return value.map((entry, at) => (at === name ? without(entry, rest) : entry));
    return { ...value, [name]: without(value[name], rest) };
  }
  if (Array.isArray(value)) return value.filter((_, at) => at !== name);
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
};
