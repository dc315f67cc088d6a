import type { ResourceName } from "./records.ts";
import { idOrNone } from "./rows.ts";
import type { Listing } from "./vendor/listing.ts";

/**
 * Readings beside the poll, which find what its filter overlooks.
 * - `late`: the poll's own filter, hours further back: rows whose stamp became visible late.
 * - `created`: rows by the time of their creation: rows without a time of change.
 * - `whole`: everything, without a filter by time: rows whose time of change is missing or does not move.
 */
export const secondLookKinds = ["late", "created", "whole"] as const;
export type SecondLookKind = (typeof secondLookKinds)[number];

export interface SecondLook {
  readonly kind: SecondLookKind;
  /** How the rows are listed. Default: as the resource's own listing does it. */
  readonly listing?: Listing;
  /** Seconds between two readings, where the limit leaves room. */
  readonly everySeconds: number;
  /** `late`, `created`: how far back each reading begins, seconds. */
  readonly backSeconds?: number;
  /** A long list is read less often, so that it takes no more calls than this in an hour. Default 120. */
  readonly mostCallsAnHour?: number;
}

/**
 * One public integrator of Pancake saw changes that the filter showed more than five minutes late, and reads six hours
 * again every so often. No other vendor promises more, and such a reading is one or two calls.
 */
export const lateLook: SecondLook = { kind: "late", everySeconds: 1_800, backSeconds: 6 * 3_600 };
/** For collections that may hold rows without a time of change. */
export const wholeLook: SecondLook = { kind: "whole", everySeconds: 1_800 };

/**
 * Why records are asked for by id, beside the poll: a document changed that moves them, a document names them and they
 * are not stored, or a list has shown them without what only their detail shows.
 */
export const askReasons = ["touched", "named", "detail"] as const;
export type AskReason = (typeof askReasons)[number];

/**
 * Where a record names records of another collection: a path through its canonical form, or through the vendor's row
 * where it begins with `raw.`. A list, or an object that is used as one, is entered with `[]`: `lines[].productId`.
 */
export interface Mention {
  readonly resource: ResourceName;
  readonly at: string;
  /** The id of what stands there, where that is more than an id. */
  id?(found: unknown): string;
}

/** Records that end with a record of another collection. Without `at` it does not name them: their list tells. */
export type Dependents = Mention | { readonly resource: ResourceName; readonly at?: undefined };

/** What a canonical order, invoice or return names. */
export const namedByLines: readonly Mention[] = [
  { resource: "customers", at: "customerId" },
  { resource: "products", at: "lines[].productId" },
];
/** A sale moves the stock of what it sells, at some vendors without a stamp on the stock. */
export const stockOfLines: readonly Mention[] = [{ resource: "inventory", at: "lines[].productId" }];
export const productOfStock: readonly Mention[] = [{ resource: "products", at: "productId" }];
/** Stock has the id of its product at every vendor. */
export const stockOfProduct: readonly Mention[] = [{ resource: "inventory", at: "id" }];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** 0 stands for "none" at every vendor. */
const isId = (value: unknown): value is string | number =>
  (typeof value === "string" && value !== "" && value !== "0") ||
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0);

const valuesAt = (value: unknown, path: readonly string[]): readonly unknown[] => {
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  if (!isObject(value)) return [];
  const name = step.endsWith("[]") ? step.slice(0, -2) : step;
  const inner = value[name];
  if (!step.endsWith("[]")) return valuesAt(inner, rest);
  return isObject(inner) ? Object.values(inner).flatMap((element) => valuesAt(element, rest)) : [];
};

/** The ids that a record names, by collection, each once. */
export const idsNamed = (
  { record, raw }: { readonly record: unknown; readonly raw: unknown },
  references: readonly Mention[],
): ReadonlyMap<ResourceName, ReadonlySet<string>> => {
  const named = new Map<ResourceName, Set<string>>();
  for (const { resource, at, id: idOf } of references) {
    const [first, ...rest] = at.split(".");
    const found = first === "raw" ? valuesAt(raw, rest) : valuesAt(record, at.split("."));
    const ids = named.get(resource) ?? new Set<string>();
    for (const one of found) {
      const id = idOf ? idOrNone(idOf, one) : one;
      if (isId(id)) ids.add(String(id));
    }
    named.set(resource, ids);
  }
  return named;
};
