import type * as z from "zod";
import type { ResourceName } from "./records.ts";
import type { Session, ShopContext } from "./vendor/access.ts";
import type { VendorId } from "./vendor/ids.ts";
import type { Call, HttpAnswer, HttpRequest, Limit, Operation, OperationCall, Send } from "./vendor/operation.ts";
import type { Resource } from "./vendor/resource.ts";
import type { VendorWebhooks } from "./vendor/webhooks.ts";
import type { CanonicalWrite, WriteKind } from "./vendor/write.ts";

export type { HookSecret, Session, ShopAccess, ShopContext } from "./vendor/access.ts";
export { type VendorId, vendorIds } from "./vendor/ids.ts";
export type { Ask, Listing, PageAnswer, Partition, Parts } from "./vendor/listing.ts";
export type {
  Call,
  HttpAnswer,
  HttpRequest,
  Limit,
  Method,
  Operation,
  OperationCall,
  Send,
} from "./vendor/operation.ts";
export {
  defineResource,
  type NormalizeContext,
  type Resource,
  type Unlisted,
  withPersonal,
} from "./vendor/resource.ts";
export type { Hint, IncomingDelivery, RegisteredWebhook, VendorWebhooks } from "./vendor/webhooks.ts";
export {
  type CanonicalWrite,
  defineWrite,
  type Look,
  type Reference,
  type WriteContext,
  type WriteKind,
  writeKinds,
} from "./vendor/write.ts";

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
