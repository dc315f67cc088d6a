import type { CanonicalRecord } from "../core/records.ts";
import type { Unlisted } from "../core/vendor.ts";
import type { ShopRef } from "./keys.ts";
import type { StoredRecord } from "./stored-record.ts";

/**
 * A list may show more of a record than its detail, which is therefore read beside the row that is stored. Another row may be
 * stored between that and the answer.
 */
export interface Beside {
  /** Of the row that the answer was read with; undefined: of none that is stored. */
  readonly version: number | undefined;
  /** The answer beside this row. */
  readonly read: (stored: unknown) => Observation;
}

/**
 * `vanished`: with the fields that only the stored row has. `vanished-of-detail`: those apart that only a detail shows, because the
 * row is one. `shape`: as it would be if the answer had not changed its shape.
 */
export type Completing = "vanished" | "vanished-of-detail" | "shape";

/** A row as it was seen at the vendor. */
export interface Observation {
  readonly id: string;
  /** The vendor's time of the last change, unix milliseconds; undefined where the vendor does not say. */
  readonly modified: number | undefined;
  readonly record: CanonicalRecord;
  /** The vendor's row, without credentials. */
  readonly raw: unknown;
  /** Raw fields that change without meaning. */
  readonly volatile?: readonly string[] | undefined;
  readonly unlisted?: Unlisted | undefined;
  /** Raw fields that say who a customer is; see `PersonalRaw`. */
  readonly personal?: readonly string[] | undefined;
  /** What says who a customer is, is not stored. */
  readonly seal?: Seal | undefined;
  /** The shop has moved to another version of its vendor, which draws records otherwise than what is stored. */
  readonly redrawn?: Redrawn | undefined;
  /** The first reading of everything shows it: it was there before the shop was registered. */
  readonly backfill?: boolean | undefined;
  /** It was asked for by itself, so that the unlisted fields are as the vendor has them, the absent ones too. */
  readonly detailed?: boolean | undefined;
  /** What was asked for by itself, beside another row than it was read with: see `Beside`. */
  readonly beside?: Beside | undefined;
  /** The row beside the stored one, of the same state of the record or in its shape. */
  readonly completed?: ((stored: unknown, how: Completing) => Pick<Observation, "record" | "raw">) | undefined;
  /** Fields of the stored row, which came in another form, are among its own. */
  readonly mixed?: boolean | undefined;
  /** A webhook made us ask for it. */
  readonly hooked?: boolean | undefined;
}

/** A hash that only the deployment can compute: nobody finds out by trying which phone it was made of. */
export type Seal = (hash: string) => string;

/** Marks those rows of which what says who a customer is must not be stored. */
export type SealPersonal = (
  ref: ShopRef,
  resource: string,
  rows: readonly Observation[],
) => Promise<readonly Observation[]>;

export interface Redrawn {
  /** What was observed before this is drawn by the version before. Unix milliseconds. */
  readonly before: number;
  /** The stored one shows the same state of the record. */
  isSame(stored: StoredRecord): boolean;
}

/** A row that is new or other than what is stored. */
export interface ChangedRow extends Observation {
  readonly isNew: boolean;
  /** The vendor's time of this change, unix milliseconds; undefined: it tells none, or that of a change before. */
  readonly changedAt: number | undefined;
}

/** Which of these rows show the work of a write of ours: its id, by the row's. */
export type OriginsOf = (rows: readonly ChangedRow[]) => Promise<ReadonlyMap<string, string>>;
