import type { ResourceName } from "../../core/records.ts";
import type { CanonicalWrite, Resource } from "../../core/vendor.ts";
import type { Observation, StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import { askLater } from "../sync/court-now.ts";
import { askFor, detailOf } from "../sync/observation.ts";
import type { WriteWorker } from "./worker.ts";

interface Observed {
  /** The write whose work it shows. */
  readonly origin?: string;
  /** Its row as a list has just shown it. */
  readonly current?: unknown;
  /** The vendor has just made it: the copy hardly ever has it already, and what is stored says so if it has. */
  readonly isNew?: boolean;
}

/**
 * Asks for one record and stores it. Undefined: it is not there, or the vendor will not tell. That it is not there is evidence
 * like any other: the vendor is asked once more in a minute, and the court of deletions decides.
 */
export const observe = async (
  resource: Resource,
  id: string,
  worker: WriteWorker,
  { origin, current, isNew = false }: Observed = {},
) => {
  const { records, candidates, clock } = worker.deps;
  const ref = refOf(worker.shop.shop);
  const askedAt = clock();
  const storedIn = async (name: ResourceName | undefined) => name && (await records.get(ref, name, id));
  const stored = isNew ? undefined : await storedIn(resource.name);
  const known = current ?? stored?.raw ?? (await storedIn(resource.get?.like))?.raw;
  const found = await askFor(resource, id, worker.shop.call("write"), known);
  if (found.said === "here") return keep({ resource, ...found, askedAt, origin, known: { id, stored } }, worker);
  const missed = isNew && found.said !== "unknown" ? await storedIn(resource.name) : stored;
  if (found.said !== "unknown" && missed && !missed.deleted) {
    const evidence = { way: "detail", said: found.said, at: askedAt, words: found.words } as const;
    await candidates.note(ref, resource.name, [{ id, evidence }]);
    await askLater({ ref, resource, ids: [id] }, worker.deps);
  }
  return undefined;
};

export interface SeenRow {
  readonly resource: Resource;
  readonly row: unknown;
  /** The row beside what is stored meanwhile. */
  readonly beside?: (stored: unknown) => unknown;
  /** Our clock when it was asked for, unix milliseconds. */
  readonly askedAt: number;
  /** The write whose work it shows. */
  readonly origin?: string | undefined;
  /** What the copy has under the id that was asked for, where it was read already. */
  readonly known?: { readonly id: string; readonly stored: StoredRecord | undefined };
}

/** Stores a row that the vendor has just shown. */
export const keep = async ({ resource, row, beside, askedAt, origin, known }: SeenRow, worker: WriteWorker) => {
  const { shop, grants } = worker.shop;
  const ref = refOf(shop);
  const observed = (shown: unknown) => detailOf(resource, shown, { ...shop.settings, grants });
  const seen: Observation = {
    ...observed(row),
    beside: beside && { version: known?.stored?.version, read: (stored) => observed(beside(stored)) },
  };
  const stored = known?.id === seen.id ? known.stored : await worker.deps.records.get(ref, resource.name, seen.id);
  const version = await worker.deps.records.keep(ref, resource.name, seen, {
    observedAt: askedAt,
    known: stored,
    origin,
  });
  return { id: seen.id, record: seen.record, raw: row, modified: seen.modified, version };
};

/** Whether the record of a write can be asked for: by the resource's own call, or by the declaration's search. */
export const canObserve = (resource: Resource | undefined, declared: CanonicalWrite | undefined): boolean =>
  resource !== undefined && (resource.get !== undefined || declared?.see !== undefined);

/** The record that a write names, by the resource's own call or by the declaration's search. */
export const observeNamed = async (
  { resource, declared, command, id }: Named,
  worker: WriteWorker,
): Promise<Awaited<ReturnType<typeof observe>>> => {
  if (resource.get) return observe(resource, id, worker);
  const askedAt = worker.deps.clock();
  const row = await declared?.see?.(command, id, worker.shop.call("write"));
  return row === undefined ? undefined : keep({ resource, row, askedAt }, worker);
};

export interface Named {
  readonly resource: Resource;
  readonly declared: CanonicalWrite | undefined;
  readonly command: unknown;
  readonly id: string;
}
