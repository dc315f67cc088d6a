import type * as z from "zod";
import type { AreaLists } from "../areas.ts";
import type { CanonicalRecord, ResourceName } from "../records.ts";
import type { Entity } from "../subjects.ts";
import type { Shows, Taken } from "../taken.ts";
import type { Call, OperationCall } from "./operation.ts";

/** Commands in canonical form. `stock.set` says what the stock is, `stock.move` what comes to it or goes. */
export const writeKinds = [
  "orders.create",
  "orders.update",
  "orders.cancel",
  "products.create",
  "products.update",
  "stock.set",
  "stock.move",
  "customers.create",
  "customers.update",
  "invoices.create",
  "invoices.update",
  "invoices.cancel",
  "payments.create",
  "products.delete",
  "customers.delete",
  "categories.create",
  "categories.update",
  "categories.delete",
  "purchases.create",
  "purchases.update",
  "purchases.cancel",
  "supplier-returns.create",
  "transfers.create",
  "transfers.update",
  "transfers.cancel",
  "price-books.set",
  "vouchers.create",
  "vouchers.release",
  "vouchers.cancel",
  "shipments.create",
  "shipments.send",
  "shipments.cancel",
  "stock.count",
  "cash.create",
] as const;
export type WriteKind = (typeof writeKinds)[number];

export interface WriteContext {
  /** Our id of the ledger entry. Unique for ever. */
  readonly writeId: string;
  /** The short form of it that travels to the vendor: `TB-` and 16 letters or digits. */
  readonly reference: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Our clock when the first attempt began, unix milliseconds: nothing that we wrote can be older. */
  readonly firstAttemptAt?: number | undefined;
  /** Our clock when the latest attempt began, unix milliseconds: what a person had sent again may be that young. */
  readonly lastAttemptAt?: number | undefined;
  /** The session's grants (depots, business id). */
  readonly grants: Readonly<Record<string, unknown>>;
  /** The raw record as we last stored it, for updates of vendors that want the whole body. */
  readonly current?: unknown;
  /** What the write's `lookUp` found. Undefined before the call is made. */
  readonly found?: unknown;
  /** The records that the write `reads`, by their ids, as far as the copy has them. */
  readonly read?: ReadonlyMap<string, CanonicalRecord> | undefined;
  /** The vendor's rows of the same, by their ids. */
  readonly readRows?: ReadonlyMap<string, unknown> | undefined;
}

/**
 * By what a write is recognised at the vendor. `field`: our reference travels in these fields of the request. `key`: the
 * vendor itself knows the record by this field of the command, so another's record may be found by it. `record`: the
 * command names the record, whose fields tell. `none`: nothing tells.
 */
export type Reference =
  | { readonly by: "field"; readonly fields: readonly string[] }
  | { readonly by: "key"; readonly field: string }
  | { readonly by: "record" }
  | { readonly by: "none" };

/** Looks for a write at the vendor. Undefined: it is not there. `any`: as for a `CanonicalWrite`. */
export type Look<Command = any> = (
  command: Command,
  context: WriteContext,
  call: Call,
) => Promise<{ id?: string | undefined; current?: unknown } | undefined>;

/**
 * How a canonical command becomes a call of the vendor, and how we learn whether it was carried out. `any`: writes of all
 * commands stand in one table, and answers and rows are as the operation's own schema has made them.
 */
export interface CanonicalWrite<Command = any> {
  readonly operation: string;
  /** Where the command decides between two operations (stock that comes in, or goes out). */
  operationFor?(command: Command): string;
  /** zod schema of the command; stricter than the canonical one where the vendor documents rules. */
  readonly command: z.ZodType<Command>;
  /** Fields that are sent although the vendor keeps less than they say, each with the sentence that says what is lost. */
  cannotHold?(command: Command): Readonly<Record<string, string>>;
  encode(command: Command, context: WriteContext): OperationCall;
  /** What the vendor made of it. `id` undefined: the answer does not name it. */
  result(answer: any, command: Command): { id?: string | undefined; code?: string | undefined };
  /** By what a lost write is recognised at the vendor. */
  readonly reference: Reference;
  /**
   * Asks the vendor whether the write happened; undefined: it did not (it may be sent again). Absent: the vendor
   * cannot be asked, and an entry without an answer stays `unknown`. `current`: the row as the vendor showed it,
   * where `Resource.get` needs more than the id. Throws Rejected with `notFound` when the record that would tell is gone.
   */
  probe?: Look<Command>;
  /**
   * Independent ways to look for the write, in the order in which they are tried; `defineWrite` makes `probe` of them.
   * It is found when one of them finds it. It is absent when all of them say so.
   */
  readonly looks?: readonly { readonly way: string; readonly look: Look<Command> }[];
  /**
   * Looks for a record that has the command's key already, where the call would change it instead of refusing (Nhanh saves
   * a customer by mobile). Asked right before the call: what it finds refuses the write.
   */
  occupied?: Look<Command>;
  /** Sending it twice does no harm (absolute stock, an update by id, a key that the vendor de-duplicates). */
  readonly repeatable?: boolean;
  /** Seconds after an attempt before a probe's "not found" can be believed. Default 60. */
  readonly settleSeconds?: number;
  /**
   * The call repeats what the record has now (the vendor replaces it as a whole), so the record is read right before:
   * an older copy would undo what others have changed since.
   */
  readonly fresh?: boolean;
  /**
   * What the call repeats of the record and only its list shows (`current`: the row as the detail has just shown it): read
   * right before the call, and laid over the row.
   */
  listed?(current: unknown, call: Call): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Looks up what the call needs beside the command in the vendor's own lists (areas by their names), right before it. */
  lookUp?(command: Command, call: Call): Promise<unknown>;
  /**
   * Addresses of the command (`shipping.address`) whose areas are found in the vendor's own lists, by name or by id,
   * before anything is sent.
   */
  readonly areas?: { readonly fields: readonly string[]; readonly lists: AreaLists };
  /** Records that the call is made from beside its own (stock that a count differs from): read right before the call. */
  reads?(command: Command): { readonly resource: ResourceName; readonly ids: readonly string[] };
  /**
   * What the call repeats of the record as it is (`current`, raw), because it would blank what it does not name: fields of
   * the body with their values. What the command says replaces them. `context`: where it repeats what the write `reads`.
   */
  carried?(current: unknown, context?: WriteContext): Readonly<Record<string, unknown>>;
  /** The resource that shows the result, read back after success. */
  readonly resource?: ResourceName;
  /** What must stay in order: writes with the same entity go one after the other. `id` of the record, or its key. */
  entity(command: Command): Entity;
  /** Which fields of the command the record shows, and where; see `core/taken.ts`. */
  readonly shows?: Shows;
  /**
   * The vendor's row in the words of the command, where the collection has no canonical form: `shows` and `alsoShows`
   * read it in place of the record.
   */
  view?(row: any): unknown;
  /**
   * Fetches the row that `view` reads, where the collection has no detail call: read back after success. Undefined: it
   * is not shown.
   */
  see?(command: Command, id: string | undefined, call: Call): Promise<unknown>;
  /**
   * Fields that take names or ids of a small collection, by the collection: names become ids by the copy before anything
   * is sent.
   */
  readonly named?: Readonly<Record<string, ResourceName>>;
  /** What the record shows of the command that is no field of it: the state after a cancel, sums that we have computed. */
  alsoShows?(command: Command, record: CanonicalRecord): readonly Taken[];
  /**
   * Records that the command names and the vendor would make up if it did not know them (Nhanh v2 creates unknown
   * products): checked against our copy before anything is sent. `field` is the command's field to be reported.
   */
  mustExist?(command: Command): readonly { resource: ResourceName; ids: readonly string[]; field: string }[];
  /**
   * Stock that the write takes out and that must be there, by the shop's own settings as `check` found them: compared
   * with our copy before anything is sent. `field` is the command's field to be reported.
   */
  takesStock?(
    command: Command,
    account: Readonly<Record<string, unknown>>,
  ): readonly { productId: string; locationId: string; quantity: number; field: string }[];
  /** The vendor's bulk form: up to `most` commands in one call, with an outcome for each. */
  readonly bulk?: {
    readonly operation: string;
    readonly most: number;
    /** False: only alone. Absent: takes all. */
    takes?(command: Command): boolean;
    encode(commands: readonly { command: Command; context: WriteContext }[]): OperationCall;
    /** In the order of the commands; undefined: the vendor's answer leaves it out. */
    results(
      answer: any,
      commands: readonly { command: Command; context: WriteContext }[],
    ): readonly ({ id?: string | undefined } | undefined)[];
  };
}

/** Types a canonical write over its command. */
export const defineWrite = <Command>(write: CanonicalWrite<Command>): CanonicalWrite<Command> =>
  write.looks ? { ...write, probe: lookInTurn(write.looks) } : write;

/** Found by the first way that finds it; absent only where every way says so, so an outage of one is an outage. */
const lookInTurn =
  <Command>(looks: NonNullable<CanonicalWrite<Command>["looks"]>): Look<Command> =>
  async (command, context, call) => {
    let failure: unknown;
    for (const { look } of looks) {
      try {
        const found = await look(command, context, call);
        if (found) return found;
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return undefined;
  };
