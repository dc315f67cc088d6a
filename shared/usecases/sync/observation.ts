import { isUsableId } from "../../core/bounds.ts";
import { withoutVolatile } from "../../core/content.ts";
import { Rejected } from "../../core/errors.ts";
import { isSilent } from "../../core/essentials.ts";
import { fits } from "../../core/fits.ts";
import { type CanonicalRecord, isCanonical, type ResourceName, schemaOf } from "../../core/records.ts";
import { idOrNone, saysNothing } from "../../core/rows.ts";
import { isSameState, type SeenState } from "../../core/same-state.ts";
import { readLeniently } from "../../core/unread.ts";
import { inShapeOf, withVanished } from "../../core/vanished.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { Completing, Observation } from "../../stores/observation.ts";
import { requireOwn } from "./owner.ts";

/** Whatever an adapter makes of a row, what is stored fits our own schema: the rest is left out and named. */
const fitted = (resource: ResourceName, record: CanonicalRecord): CanonicalRecord => {
  const schema = schemaOf(resource);
  if (fits(schema, record)) return record;
  const { input, unread } = readLeniently(schema, record);
  if (unread.length === 0) return record;
  return { ...(input as CanonicalRecord), _meta: { unread: [...(record._meta?.unread ?? []), ...unread] } };
};

/** A row that has lost all but its id. Collections that we only keep as they come may have such rows. */
const isBare = ({ name }: Resource, row: unknown, id: string): boolean => isCanonical(name) && saysNothing(row, id);

/** The vendor's time of the last change. One that cannot be read is none: which version is newer is told otherwise. */
const modifiedOf = (resource: Resource, row: unknown): number | undefined => {
  try {
    return resource.modified?.(row);
  } catch {
    return undefined;
  }
};

/** What the vendor's version before has shown of a record says the same in other words, where nothing has changed. */
const redrawn = (
  { continues }: Resource,
  seen: SeenState,
  { migratedAt }: Readonly<Record<string, unknown>>,
): Pick<Observation, "redrawn"> => {
  if (typeof migratedAt !== "number" || continues === "anew") return {};
  return { redrawn: { before: migratedAt, isSame: (stored) => isSameState(stored, seen, continues ?? []) } };
};

const completed = (
  row: unknown,
  stored: unknown,
  how: Completing,
  unlisted: readonly string[] | undefined,
): unknown => {
  if (how === "shape") return inShapeOf(row, stored);
  return withVanished(row, how === "vanished" ? stored : withoutVolatile(stored, unlisted));
};

/** @throws RangeError when the row lacks an id, says nothing else, or is another shop's: what is stored under the id stays then */
export const observationOf = (
  resource: Resource,
  row: unknown,
  settings: Readonly<Record<string, unknown>>,
): Observation => {
  const id = resource.id(row);
  if (!isUsableId(id)) throw new RangeError("no id");
  requireOwn(resource, row, settings);
  if (isBare(resource, row, id)) throw new RangeError("nothing but an id");
  const modified = modifiedOf(resource, row);
  const record = fitted(resource.name, resource.normalize(row, { settings }));
  if (isSilent(resource.name, record, row)) throw new RangeError("says nothing that matters");
  return {
    id,
    modified,
    record,
    completed: (stored, how) => {
      const raw = completed(row, stored, how, resource.unlisted?.raw);
      return { raw, record: fitted(resource.name, resource.normalize(raw, { settings })) };
    },
    ...redrawn(resource, { modified, record }, settings),
    raw: row,
    volatile: resource.volatile,
    unlisted: resource.unlisted,
    personal: resource.personal,
  };
};

/** A row that was asked for by itself: what only its detail shows is as the vendor has it. */
export const detailOf = (...given: Parameters<typeof observationOf>): Observation => ({
  ...observationOf(...given),
  detailed: true,
});

/** What a call for one record has answered about it. `unknown`: it does not tell, or it is about another record. */
export type Found =
  | {
      readonly said: "here";
      readonly row: unknown;
      /** The row beside what is stored meanwhile. */
      readonly beside: (stored: unknown) => unknown;
    }
  | { readonly said: "gone" | "not-shown"; readonly words: string }
  | { readonly said: "unknown" };

/** @throws RetryLater, SignInAgain, VendorChanged */
export const askFor = async (resource: Resource, id: string, call: Call, current?: unknown): Promise<Found> => {
  const get = resource.get!;
  try {
    const answer = await call(get.operation, get.call(id, current));
    const beside = (stored: unknown) => get.read(answer, id, stored);
    const row = beside(current);
    if (row === undefined || row === null)
      return get.lists ? { said: "not-shown", words: `${get.operation} does not show the id` } : { said: "unknown" };
    // A row of another id, or of none, proves nothing about the one that was asked for: what a write repeats of it would
    // overwrite this one. Neither does a row that says nothing else.
    if (idOrNone(resource.id, row) !== id) return { said: "unknown" };
    const words = resource.ended?.(row);
    if (words !== undefined) return { said: "gone", words };
    return isBare(resource, row, id) ? { said: "unknown" } : { said: "here", row, beside };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return error.notFound ? { said: "gone", words: error.message } : { said: "unknown" };
  }
};
