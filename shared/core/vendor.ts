import type * as z from "zod";
import type { AreaLists } from "./areas.ts";
import type { PersonalRaw } from "./personal.ts";
import type { Mention, SecondLook } from "./proofs.ts";
import type { CanonicalRecord, ResourceName } from "./records.ts";
import type { Entity } from "./subjects.ts";
import type { Shows, Taken } from "./taken.ts";

/** The systems that Tillbridge speaks to. */
export const vendorIds = ["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const;
export type VendorId = (typeof vendorIds)[number];

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One documented call of a vendor, as data. Passthrough, simulators, reference page and coverage test read it. */
export interface Operation {
  /** Stable name in our API, `noun.verb`: `orders.list`, `orders.get`, `orders.create`. Unique within the vendor. */
  readonly id: string;
  readonly method: Method;
  /** As the document writes it, with `{name}` for path parameters, without the host. */
  readonly path: string;
  /** Which of the vendor's base addresses serves it; see `Vendor.hosts`. Default: `api`. */
  readonly host?: string;
  readonly kind: "auth" | "read" | "write" | "read+write";
  readonly title: string;
  /** Document and paragraph: `KiotViet Public API §2.5.1`. */
  readonly source: string;
  /** Path and query parameters, by name. Unknown ones are refused: vendors ignore them silently. */
  readonly params: z.ZodObject;
  /** The request's body; absent for calls without one. */
  readonly body?: z.ZodType;
  /** What we rely on in the answer: lenient outside, strict inside. */
  readonly answer: z.ZodType;
  /** Id of the limit's bucket that the call draws from; see `Vendor.limits`. */
  readonly buckets: readonly string[];
  /** The vendor's name of the permission that the call needs, where the vendor has permissions. */
  readonly permission?: string;
  /** It changes webhooks or settings of the shop itself: only a key that may do that through our own routes may call it. */
  readonly admin?: true;
}

/** What an operation is called with: parameters by name (path and query) and a body. */
export interface OperationCall {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A limit that the vendor publishes (or, if `adaptive`, that we look for ourselves). */
export interface Limit {
  readonly id: string;
  /** What shares the limit: the whole deployment's address, the vendor's app, or one shop. */
  readonly scope: "ip" | "app" | "shop";
  /** `operation`: one bucket for each URL. `all`: one for every call that names this limit. */
  readonly per: "operation" | "all";
  /** Calls allowed within any window. */
  readonly capacity: number;
  readonly windowSeconds: number;
  /**
   * No published number: start here, halve when the vendor complains, creep up while it does not. `below`: the number is
   * published, and others may use a part of it up: the same, and never above it.
   */
  readonly adaptive?: boolean | "below";
  /**
   * A wider limit that counts all of these calls too and is never larger: it always ends first, so nothing is counted
   * here. When the vendor itself complains, only this one is closed.
   */
  readonly within?: string;
  readonly source: string;
}

export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until we give up waiting. */
  readonly timeout?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Our clock when the answer was complete, unix milliseconds. */
  readonly receivedAt: number;
}

/** Sends one request. Throws `RetryLater` when no answer came; never throws for an answer's status. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What a shop's secret holds: the tenant's credentials and what the vendor gave us for them. */
export interface ShopAccess {
  /** Parsed by `Vendor.credentials`. */
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly session?: Session | undefined;
  readonly hook?: HookSecret | undefined;
  /** What the shop goes on with when it has moved to its vendor's next version. */
  readonly next?: { readonly credentials: Readonly<Record<string, unknown>>; readonly session?: Session } | undefined;
}

/** What proves that a webhook comes from the vendor. */
export interface HookSecret {
  readonly secret: string;
  /** When it was made, unix milliseconds: the shop carries the same number, so that a cached secret is known as old. */
  readonly since: number;
  /** After a rotation the one before is accepted until `previousUntil`. */
  readonly previous?: string | undefined;
  readonly previousUntil?: number | undefined;
  /** Where all shops of an app share one secret: which of the app's secrets it is. Absent: the first. */
  readonly of?: { readonly app: string; readonly generation: number } | undefined;
}

/** The vendor's answer to our credentials. */
export interface Session {
  /** The token to send; for vendors with a permanent key, that key. */
  readonly token: string;
  /** Unix milliseconds; absent: does not expire. */
  readonly expiresAt?: number;
  /** When a renewable session is to be renewed, unix milliseconds. Absent: when it ends. */
  readonly renewAt?: number;
  /** Whatever else the vendor granted: businessId, depots, permissions. No secrets. */
  readonly grants?: Readonly<Record<string, unknown>>;
}

/** Everything a request needs to know of its shop. */
export interface ShopContext {
  readonly access: ShopAccess;
  /** Base addresses by host name, without a trailing slash: the vendor's, or a sandbox's. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Not secret: `product: "fnb"`, `retailer`, depot filter, ... as the vendor's adapter defines them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Unix milliseconds; for signatures with a timestamp. */
  readonly now: () => number;
  /** A fresh unguessable id; for nonces. */
  readonly randomId: () => string;
}

/** Calls one operation of the shop's vendor: budget, sign, send, judge, parse. The answer is `operation.answer`'s. */
export type Call = (operation: string, call: OperationCall) => Promise<unknown>;

/** What the engine asks a listing for. Times are unix milliseconds of the vendor's clock; both ends inclusive. */
export interface Ask {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Rows to skip (`offset` paging). */
  readonly offset?: number | undefined;
  /** 1-based page (`page` paging). */
  readonly page?: number | undefined;
  /** The vendor's own continuation (`token` paging), as `PageAnswer.next` gave it. */
  readonly token?: unknown;
  /** Rows per page. */
  readonly size: number;
  /** One of `Listing.partitions`' results. */
  readonly partition?: Partition | undefined;
  /** Of a divided listing: the interval of `Listing.divides`' time, beside the filter's. */
  readonly between?: { readonly from: number; readonly to: number } | undefined;
}

/** A part of a listing that must be asked for separately: a table's name, a store, a status. Plain JSON. */
export type Partition = Readonly<Record<string, string | number>>;

export interface PageAnswer<Row = unknown> {
  readonly rows: readonly Row[];
  /** Rows in the whole listing (with the same filter), where the vendor says. */
  readonly total?: number | undefined;
  /** `token` paging: absent at the end. */
  readonly next?: unknown;
  /** The vendor's clock, where the answer carries it. Unix milliseconds. */
  readonly vendorNow?: number | undefined;
  /** Ids that the vendor reports as removed since `Ask.from`. */
  readonly removedIds?: readonly string[] | undefined;
  /**
   * `none` paging: whether the vendor may have left rows out, where their number alone does not tell (iSale cuts at
   * 50 wherever it ignores the size). Default: `rows.length >= pageSize`.
   */
  readonly full?: boolean | undefined;
  /** `page` paging: the page size that the vendor really used, where it says and may have cut ours down. */
  readonly size?: number | undefined;
}

/** How a collection is read at the vendor. */
export interface Listing<Row = any> {
  /** Id of the operation that lists. */
  readonly operation: string;
  /**
   * `modified`: filter by a lower bound of modified time, sorted by it, oldest first: keyset.
   * `window`: filter by a closed interval of time, no usable sort.
   * `snapshot`: no filter by time: everything, every time.
   */
  readonly strategy: "modified" | "window" | "snapshot";
  /**
   * `offset`: any number of rows can be skipped. `page`: numbered pages of a size we choose. `token`: the vendor's
   * own continuation. `none`: one answer only; a full one (`pageSize` rows) is split into smaller windows, then into
   * `narrow` partitions.
   */
  readonly paging: "offset" | "page" | "token" | "none";
  /** Most rows that one answer may carry. */
  readonly pageSize: number;
  /** Longest interval that the vendor accepts, seconds (`window`). */
  readonly maxWindowSeconds?: number;
  /** Shortest interval worth asking for, seconds: 86,400 where the vendor filters by day (`window`). */
  readonly minWindowSeconds?: number;
  /** Seconds that every cycle reads again, for late commits and clocks that differ. Default 600. */
  readonly overlapSeconds?: number;
  /**
   * Rows may lack the time that the filter looks at. So full readings do not use it: the first one takes the last days,
   * then everything; each later one takes everything at once.
   */
  readonly openEnded?: boolean;
  /** Time zero of the backfill, unix seconds: nothing can be older. Default 2010-01-01. */
  readonly earliest?: number;
  call(ask: Ask): OperationCall;
  /** Takes the parsed answer apart. */
  read(answer: any, ask: Ask): PageAnswer<Row>;
  /** The time that the vendor's filter looks at, unix milliseconds; undefined where the row has none. */
  time?(row: Row): number | undefined;
  /** Parts to be listed one after the other. Default: one, undefined. */
  partitions?(call: Call): Promise<readonly Partition[]>;
  /**
   * How the listing is read where it shows the same rows whichever page is asked for: in intervals of a time, halved until
   * each fits on one page. `own time`: of the filter's, which then takes both ends, as every `window` does. Else of another
   * time that the vendor filters by (`Ask.between`). Absent: by `narrow` alone.
   */
  readonly divides?: "own time" | { readonly shortestSeconds: number; time?(row: Row): number | undefined };
  /** `paging: "none"`, and divided listings: how to split an ask that cannot be made shorter in time. Empty: cannot be split. */
  narrow?(ask: Ask, rows: readonly Row[]): readonly Partition[];
}

/** One synced collection. */
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
     * The row; undefined where the answer does not hold it. A row that itself says that it was deleted is thrown as
     * `Rejected` with `notFound`. `current` as above.
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

/** Looks for a write at the vendor. Undefined: it is not there. */
export type Look<Command = any> = (
  command: Command,
  context: WriteContext,
  call: Call,
) => Promise<{ id?: string | undefined; current?: unknown } | undefined>;

/** How a canonical command becomes a call of the vendor, and how we learn whether it was carried out. */
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
   * cannot be asked, and an entry that ended in the dark stays `unknown`. `current`: the row as the vendor showed it,
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
    /** In the order of the commands; a Rejected value for a refused one. */
    results(
      answer: any,
      commands: readonly { command: Command; context: WriteContext }[],
    ): readonly ({ id?: string | undefined } | { rejected: string; fields?: Record<string, string> })[];
  };
}

/** What a delivery asks us to look at. */
export interface Hint {
  readonly resource: ResourceName;
  /** Empty: the resource as a whole. */
  readonly ids: readonly string[];
  /** The vendor says these are gone; confirmed before a tombstone. */
  readonly deleted: boolean;
  /** The vendor's name of the event. */
  readonly event: string;
}

export interface IncomingDelivery {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they came. */
  readonly body: Uint8Array;
}

export interface VendorWebhooks {
  /** One address per shop, or one per app for all shops. */
  readonly scope: "shop" | "app";
  /**
   * `scope: "app"`: an app has one address and one token for its shops of every version of the vendor. `name` stands in
   * the address; the token is kept, and made, under the id `keeper`.
   */
  readonly family?: { readonly name: string; readonly keeper: VendorId };
  /** Which resources each event touches. Keys are the events of the catalog. */
  readonly events: Readonly<Record<string, readonly ResourceName[]>>;
  /** Names of the credentials' secret fields: payloads are cleared of them where the whole vendor is not at hand. */
  readonly secrets: readonly string[];
  /** What the delivery shows to prove its sender: a token, or a signature of its body. Undefined: nothing. */
  shown(delivery: IncomingDelivery): string | undefined;
  /** What a holder of `secret` may show with this body. See webhook-proof.ts. */
  wanted(secret: string, body: Uint8Array): readonly string[];
  /** `scope: "app"`: the vendor's id of the shop, or undefined for events without one. */
  business?(body: unknown): string | undefined;
  /** The delivery's own id, where the vendor sends one. */
  deliveryId?(body: unknown): string | undefined;
  /** Every notification and every row becomes a hint. Throws for nothing: what it cannot read it leaves out. */
  hints(body: unknown): readonly Hint[];
  /** The vendor tells that our access ended (Nhanh `appUninstalled`). */
  revoked?(body: unknown): boolean;
  /** How we register; absent: a person does (`instructions`). */
  readonly registration?: {
    /** What is registered at the vendor now. */
    list(call: Call): Promise<readonly RegisteredWebhook[]>;
    /** Registers `events` at `url`. Returns what the vendor now has. */
    add(call: Call, webhook: { url: string; secret: string; events: readonly string[] }): Promise<void>;
    remove(call: Call, webhook: RegisteredWebhook): Promise<void>;
    /** The vendor keeps a single address per shop: writing ours replaces another's. */
    readonly exclusive?: boolean;
  };
  /** Steps for a person, with the address and the verify token filled in. */
  instructions?(address: string, secret: string): string[];
}

export interface RegisteredWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly active: boolean;
}

/** A vendor is data first, code only where behaviour differs. */
export interface Vendor {
  readonly id: VendorId;
  readonly name: string;
  /** Last day of the vendor's own support for this interface, `YYYY-MM-DD`: shown with the shop's health. */
  readonly sunset?: string;
  /** The version of the same system that takes its place: shops can migrate to it and keep their copy. */
  readonly successor?: VendorId;
  /** Base addresses by host name; `api` is the default one. */
  readonly hosts: Readonly<Record<string, string>>;
  /** What the tenant hands in. Fields that are secret carry `.meta({ secret: true })`. */
  readonly credentials: z.ZodObject;
  /** What a shop may set; not secret. */
  readonly settings: z.ZodObject;
  readonly limits: readonly Limit[];
  readonly operations: readonly Operation[];
  readonly resources: readonly Resource[];
  /**
   * By operation (`noun.verb`, or `noun.*`): the collections that it shows or changes, where neither its name nor a listing says so.
   * Empty: none of a shop's collections (lists of provinces, fees, settings).
   */
  readonly collections: Readonly<Record<string, readonly ResourceName[]>>;
  /** By collection: field of the canonical record -> the fields of the vendor's row that make it, with commas between. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly writes: Readonly<Partial<Record<WriteKind, CanonicalWrite>>>;
  /** Base addresses for a shop with these settings, where the product line changes them (KiotViet F&B). */
  hostsFor?(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>;
  /** What the shop's limits are counted by at the vendor, so that two registrations of one shop share a budget. */
  account(context: {
    credentials: Readonly<Record<string, unknown>>;
    settings: Readonly<Record<string, unknown>>;
    grants?: Readonly<Record<string, unknown>>;
  }): string;
  /** `account` is made of the key itself (iSale): another key may be the same shop's. */
  readonly accountIsKey?: true;
  /** Turns credentials into a session. Throws `Rejected` with the vendor's reason when they are refused. */
  authorize(shop: ShopContext, send: Send): Promise<Session>;
  /**
   * Whether `authorize` can be repeated without a person (KiotViet: yes; Nhanh: no, the code is single-use).
   */
  readonly renewable: boolean;
  /** A cheap call that proves that the access works; returns what is worth showing of the account. */
  check(call: Call): Promise<Readonly<Record<string, unknown>>>;
  /** Puts an operation's call into the vendor's wire form: address, authorization, body. */
  request(operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest;
  /**
   * The one place that decides what an answer means. Returns the JSON to be parsed by `operation.answer`, or throws
   * RetryLater, SignInAgain, Rejected or VendorChanged.
   */
  judge(answer: HttpAnswer, operation: Operation): unknown;
  readonly webhooks?: VendorWebhooks;
  /** Consent in a browser (Nhanh): where to send the person, and which parameter brings the code back. */
  readonly consent?: {
    /** Last word of our return address, `/v1/return/<address>`: the vendor knows the whole address beforehand. */
    readonly address: string;
    url(shop: {
      credentials: Readonly<Record<string, unknown>>;
      returnLink: string;
      hosts: Readonly<Record<string, string>>;
    }): string;
    readonly codeParameter: string;
    /** The credentials' field that takes the code. */
    readonly codeField: string;
  };
}

/** Types a vendor's declaration without losing what TypeScript can infer. */
export const defineVendor = (vendor: Vendor): Vendor => vendor;
/** The collections with what is personal in their rows. */
export const withPersonal = (resources: readonly Resource[], personal: PersonalRaw): readonly Resource[] =>
  resources.map((resource) => {
    const names = personal[resource.name];
    return names === undefined ? resource : { ...resource, personal: names };
  });
/** Types a resource over its row. */
export const defineResource = <Row>(resource: Resource<Row>): Resource<Row> => resource;
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
