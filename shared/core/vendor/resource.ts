import type { PersonalRaw } from "../personal.ts";
import type { Dependents, Mention, SecondLook } from "../proofs.ts";
import type { CanonicalRecord, ResourceName } from "../records.ts";
import type { Listing } from "./listing.ts";
import type { OperationCall } from "./operation.ts";

/** One synced collection. `any`: as for a `Listing`. */
export interface Resource<Row = any> {
  readonly name: ResourceName;
  readonly listing: Listing<Row>;
  /** The vendor's id of the row, as a string. */
  id(row: Row): string;
  /** When the row last changed by the vendor's word, unix milliseconds; undefined: the vendor does not say. */
  modified?(row: Row): number | undefined;
  /**
   * Vendor row -> canonical record. Pure. What of the row cannot be read is left out and named in `_meta.unread`; throws
   * for a row without an id (it is kept and reported).
   */
  normalize(row: Row, shop: NormalizeContext): CanonicalRecord;
  /** Top-level raw fields that change without meaning (counters of views, signed links): not part of the hash. */
  readonly volatile?: readonly string[];
  /** Fields that only `get` shows. */
  readonly unlisted?: Unlisted;
  /** Raw fields that say who a customer is: see `PersonalRaw`. */
  readonly personal?: readonly string[];
  /**
   * The row's field that says whose it is, and the name of the same in what the vendor tells of the account (`grants` of a
   * session, `Vendor.check`). A row of another shop is not stored.
   */
  readonly owner?: { readonly field: string; readonly known: string };
  /**
   * The words with which a row says itself that it was deleted (Pancake's order: its state 7); undefined: it does not say so.
   * With it, the listing of deleted rows is believed about such rows alone.
   */
  ended?(row: Row): string | undefined;
  /** Asks for one row: pulls after a webhook, read-back after a write, proof that an absent row is gone. */
  readonly get?: {
    readonly operation: string;
    /**
     * `current`: the raw row as we last stored it, where there is one. A vendor that needs more than the id to ask
     * (Pancake finds a variation through its product) throws `Rejected` without it, which proves nothing about the row.
     */
    call(id: string, current?: unknown): OperationCall;
    /** Another collection whose stored row does as well for `current`, where this one has none yet. */
    readonly like?: ResourceName;
    /**
     * The call asks a list for this id: an answer without the row says that the list does not show it. Absent: the call
     * asks for one record, and an answer without a row says nothing.
     */
    readonly lists?: boolean;
    /**
     * The row, also one that says itself that it was deleted (`ended`); undefined where the answer does not hold it. An answer
     * that is about something else than what was asked for is thrown as `VendorChanged`. `current` as above.
     */
    read(answer: any, id: string, current?: unknown): Row | undefined;
    /**
     * All rows that the answer of such a list shows. An answer that shows another record and not this one is more than an
     * empty answer, which any vendor gives in a weak moment.
     */
    rows?(answer: any): readonly Row[];
    /** The same question about several records in one call, where the list takes several ids. Needs `rows`. */
    together?(ids: readonly string[]): OperationCall;
  };
  readonly deletions?: {
    /** The listing's pages carry `removedIds`. */
    readonly reported?: boolean;
    /** A listing of deleted rows (Nhanh `order/deleted`, Pancake `status=7`). `id` reads the deleted row's id. */
    readonly listing?: Listing;
    id?(row: any): string;
    /** Asks the listing of deleted rows for these ids alone: the vendor's own words about each. */
    named?(ids: readonly string[]): OperationCall;
    /** A row missing from a complete listing is a candidate. Default true. */
    readonly absence?: boolean;
  };
  /** How the `full` track lists, where the poll's filter cannot show every row. Default: `listing`. */
  readonly fullListing?: Listing<Row>;
  /** Readings beside the poll. Default: `late` for listings with a filter by time. */
  readonly looks?: readonly SecondLook[];
  /** Records of other collections that a record names: they must exist in the copy as well. */
  readonly names?: readonly Mention[];
  /** Records of other collections that change with a record, though the vendor may not stamp them: they are asked for. */
  readonly touches?: readonly Mention[];
  /** Records of other collections that end with a record: they are asked for, or listed, once it has ended. */
  readonly ends?: readonly Dependents[];
  /**
   * How the records of a shop go on that has migrated from the version before. A list: fields that both versions take from
   * the same data, so that a record which differs in none of them has not changed. `anew`: the ids are others. Default: the
   * ids are the same, and nothing else can be compared.
   */
  readonly continues?: readonly string[] | "anew";
  /** Seconds between cycles when nothing else is said. Default 60. */
  readonly everySeconds?: number;
  /** Seconds between full comparisons (complete listing, absence, counts). Default one day. */
  readonly fullEverySeconds?: number;
  /** The vendor's permission, so that a shop without it skips the resource instead of failing. */
  readonly permission?: string;
}

/**
 * Fields that not every call shows, by their names in the vendor's row and in the record: kept where they were seen, and
 * no change by themselves, or a poll and a pull of an unchanged row would take turns.
 */
export interface Unlisted {
  readonly raw: readonly string[];
  readonly record: readonly string[];
}

export interface NormalizeContext {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Types a resource over its row. */
export const defineResource = <Row>(resource: Resource<Row>): Resource<Row> => resource;

/** The collections with what is personal in their rows. */
export const withPersonal = (resources: readonly Resource[], personal: PersonalRaw): readonly Resource[] =>
  resources.map((resource) => {
    const names = personal[resource.name];
    return names === undefined ? resource : { ...resource, personal: names };
  });
