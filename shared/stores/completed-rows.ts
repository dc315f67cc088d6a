import { withoutVolatile } from "../core/content.ts";
import { saidBy, unsaid } from "../core/essentials.ts";
import type { Item, Table } from "../core/table.ts";
import { isSame } from "../core/vanished.ts";
import { hashOf } from "./content-hashes.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { Observation } from "./observation.ts";
import { type Known, knownOf, type StoredRecord, toStored } from "./stored-record.ts";

/** A row that has lost fields without which it says next to nothing. What is stored stays. */
export interface BlankRow {
  readonly id: string;
  readonly raw: unknown;
  /** Fields of the record that the stored row says. */
  readonly lost: readonly string[];
}

export interface Completed {
  readonly rows: readonly Observation[];
  readonly blank: readonly BlankRow[];
}

/** What a list does not show, its detail may, and the other way round: a row of the same time that lacks it says nothing of it. */
const isOtherForm = (known: Known, { modified, detailed }: Observation): boolean =>
  modified !== undefined &&
  known.modified === modified &&
  (known.form === "mixed" || (known.form === "detail") !== (detailed === true));

/** Essential fields that the row should say and does not. */
const unsaidBy = (resource: string, { record, unlisted, detailed }: Observation): readonly string[] => {
  const elsewhere = unlisted && !detailed ? unlisted.record : [];
  return unsaid(resource, record).filter((name) => !elsewhere.includes(name));
};

const isSuspect = (resource: string, seen: Observation, known: Known | undefined): known is Known =>
  known !== undefined &&
  !known.deleted &&
  known.hash !== hashOf(seen) &&
  (isOtherForm(known, seen) || unsaidBy(resource, seen).length > 0);

const lostBy = (resource: string, seen: Observation, stored: StoredRecord): readonly string[] => {
  const missing = saidBy(stored.record, unsaidBy(resource, seen));
  return missing.length === 0 ? [] : saidBy(seen.completed!(stored.raw, "shape").record, missing);
};

/**
 * The row does not say that it was ever changed, what is stored does, and the two are not alike: the row is the version before
 * that change, though both have one time. What was stored of the later one is no part of it.
 */
const isBeforeChange = (seen: Observation, whole: Observation["record"], stored: StoredRecord): boolean =>
  updatedAtOf(seen.record) === undefined &&
  updatedAtOf(whole) !== undefined &&
  !isSame(withoutVolatile(seen.raw, seen.volatile), stored.raw);

const updatedAtOf = (record: Observation["record"]): unknown => (record as { readonly updatedAt?: unknown }).updatedAt;

/** The row beside what is stored of it. */
export const completedBy = (resource: string, seen: Observation, stored: StoredRecord): Observation | BlankRow => {
  if (!seen.completed || !isSuspect(resource, seen, stored)) return seen;
  const lost = lostBy(resource, seen, stored);
  if (lost.length > 0) return { id: seen.id, raw: seen.raw, lost };
  if (!isOtherForm(stored, seen)) return seen;
  const whole = seen.completed(stored.raw, seen.detailed ? "vanished-of-detail" : "vanished");
  if (whole.raw === seen.raw || isBeforeChange(seen, whole.record, stored)) return seen;
  return { ...seen, ...whole, mixed: true };
};

export const isBlank = (row: Observation | BlankRow): row is BlankRow => "lost" in row;

/**
 * Rows that lack what is stored of them, beside what is stored: a vendor's answers may lose fields for an hour, and a list
 * and a detail may show different ones. One request, and only where a row that has changed looks like it.
 */
export const createCompletion =
  (table: Table) =>
  async (
    { ref, resource }: { readonly ref: ShopRef; readonly resource: string },
    rows: readonly Observation[],
    found: ReadonlyMap<string, Item>,
  ): Promise<Completed> => {
    const suspects = rows.filter((seen) => {
      const item = found.get(seen.id);
      return seen.completed !== undefined && isSuspect(resource, seen, item && knownOf(item));
    });
    if (suspects.length === 0) return { rows, blank: [] };
    const pk = keys.records(ref, resource);
    const items = await table.getMany(suspects.map(({ id }) => ({ pk, sk: id })));
    const stored = new Map(items.map((item) => [item.sk, toStored(item)]));
    const completed = rows.map((seen) => {
      const kept = stored.get(seen.id);
      return kept ? completedBy(resource, seen, kept) : seen;
    });
    return {
      rows: completed.flatMap((row) => (isBlank(row) ? [] : [row])),
      blank: completed.filter(isBlank),
    };
  };
