import { createHash } from "node:crypto";

/**
 * Every partition key of the table. All but the listed ones begin with the tenant, so that a policy on
 * `dynamodb:LeadingKeys` holds what is done in a tenant's name to that tenant.
 *
 * Tenant-less, with the reason:
 * - `KEY#<hash>`: the caller's tenant is not known before the API key is looked up;
 * - `TENANTS`: the operator's list;
 * - `OPERATORS`, `OPERATORS#AUDIT`: the operators' keys, and what they did;
 * - `HALTS`: what operators have stopped: tenants and vendors, which every function asks for;
 * - `DUE#<shard>`: `tick` looks for due work of all tenants at once;
 * - `FLEET#<shard>`: how each shop of the deployment stands, in one line: the operator's list;
 * - `BUDGET#<bucket>`: limits that a vendor counts by address or by app are shared by tenants;
 * - `HOOK#<token>`: an incoming webhook names its shop only by the token in its address;
 * - `CONSENT#<ticket>`: a person who agrees in the browser brings nothing but the ticket;
 * - `CONNECT#<hash>`: a shop's owner who opens a link brings nothing but its ticket;
 * - `SILENCE#<vendor>`: servers of vendors that answer nothing to shops of several tenants; it names none of them;
 * - `DRIFT`: changes of vendors' answers, which concern all shops and name none;
 * - `IN#UNROUTED`: incoming deliveries of which nobody can tell whose they are;
 * - `APP#<vendor>#<app>`: Nhanh's one address per app, routed to a shop by the business id; and how often the app's one
 *   webhook secret was rotated, which all of its shops share, of whichever tenant.
 */

export interface ShopRef {
  readonly tenant: string;
  readonly shop: string;
}

const shop = (ref: ShopRef): string => `T#${ref.tenant}#S#${ref.shop}`;

/** No resource has such names. */
const POLLS = "@polls";
const LOOKS = "@looks";

export const keys = {
  apiKey: (hash: string) => ({ pk: `KEY#${hash}`, sk: "key" }),
  operators: () => "OPERATORS",
  operatorKey: (hash: string) => ({ pk: "OPERATORS", sk: `KEY#${hash}` }),
  operatorAudit: () => "OPERATORS#AUDIT",
  halts: () => ({ pk: "HALTS", sk: "halts" }),
  tenants: () => "TENANTS",
  tenant: (tenant: string) => ({ pk: "TENANTS", sk: tenant }),
  tenantItems: (tenant: string) => `T#${tenant}`,
  tenantKey: (tenant: string, id: string) => ({ pk: `T#${tenant}`, sk: `KEY#${id}` }),
  shop: (ref: ShopRef) => ({ pk: `T#${ref.tenant}`, sk: `SHOP#${ref.shop}` }),
  claim: (ref: ShopRef) => ({ pk: `T#${ref.tenant}#CLAIMS`, sk: ref.shop }),
  guard: (tenant: string, kind: string) => ({ pk: `T#${tenant}#USAGE`, sk: `GUARD#${kind}` }),
  usage: (tenant: string, name: string) => ({ pk: `T#${tenant}#USAGE`, sk: name }),
  audit: (tenant: string) => `T#${tenant}#AUDIT`,
  syncStates: (ref: ShopRef) => `${shop(ref)}#SYNC`,
  syncState: (ref: ShopRef, resource: string, track: string) => ({
    pk: `${shop(ref)}#SYNC`,
    sk: `${resource}#${track}`,
  }),
  /** The polls of a shop together; and the state of one that is long at the moment. */
  polls: (ref: ShopRef) => ({ pk: `${shop(ref)}#SYNC`, sk: POLLS }),
  pollApart: (ref: ShopRef, name: string) => ({ pk: `${shop(ref)}#SYNC`, sk: `${POLLS}#${name}` }),
  /** The same of its second looks. */
  looks: (ref: ShopRef) => ({ pk: `${shop(ref)}#SYNC`, sk: LOOKS }),
  lookApart: (ref: ShopRef, name: string) => ({ pk: `${shop(ref)}#SYNC`, sk: `${LOOKS}#${name}` }),
  verification: (ref: ShopRef, resource: string) => ({ pk: shop(ref), sk: `VERIFIED#${resource}` }),
  seen: (ref: ShopRef, resource: string) => `${shop(ref)}#SEEN#${resource}`,
  records: (ref: ShopRef, resource: string) => `${shop(ref)}#R#${resource}`,
  candidates: (ref: ShopRef, resource: string) => `${shop(ref)}#GONE#${resource}`,
  unreadable: (ref: ShopRef) => `${shop(ref)}#UNREADABLE`,
  secretPages: (tenant: string) => `T#${tenant}#SECRETS`,
  tenantFeed: (tenant: string) => `T#${tenant}#FEED`,
  feed: (ref: ShopRef, resource: string) => `${shop(ref)}#F#${resource}`,
  writes: (ref: ShopRef) => `${shop(ref)}#W`,
  days: (ref: ShopRef) => `${shop(ref)}#DAYS`,
  exchanges: (ref: ShopRef) => `${shop(ref)}#SENT`,
  lanes: (ref: ShopRef) => `${shop(ref)}#LANES`,
  laneTail: (ref: ShopRef, lane: string) => ({ pk: `${shop(ref)}#LANETAILS`, sk: lane }),
  idempotency: (ref: ShopRef) => `${shop(ref)}#IDEMPOTENCY`,
  deliveries: (ref: ShopRef) => `${shop(ref)}#IN`,
  unroutedDeliveries: () => "IN#UNROUTED",
  /** Beside what was said before there was a lease. */
  deliveryLease: (ref: ShopRef) => ({ pk: `${shop(ref)}#INSEEN`, sk: "lease" }),
  productCodes: (ref: ShopRef) => `${shop(ref)}#CODES`,
  cards: (ref: ShopRef, resource: string) => `${shop(ref)}#CARDS#${resource}`,
  finds: (tenant: string, value: string) => `T#${tenant}#FIND#${value}`,
  unanswered: (ref: ShopRef, resource: string) => ({ pk: `${shop(ref)}#UNANSWERED`, sk: resource }),
  pulls: (ref: ShopRef) => `${shop(ref)}#PULLS`,
  indexBuild: (ref: ShopRef) => ({ pk: shop(ref), sk: "INDEX" }),
  watch: (ref: ShopRef) => ({ pk: shop(ref), sk: "WATCH" }),
  endpoints: (tenant: string) => `T#${tenant}#ENDPOINTS`,
  events: (tenant: string, endpoint: string) => `T#${tenant}#OUT#${endpoint}`,
  lease: (ref: ShopRef, name: string) => ({ pk: shop(ref), sk: `LEASE#${name}` }),
  due: (shard: number) => `DUE#${shard}`,
  fleet: (shard: number) => `FLEET#${shard}`,
  budget: (bucket: string) => ({ pk: `BUDGET#${bucket}`, sk: "budget" }),
  drift: (name: string) => ({ pk: "DRIFT", sk: name }),
  silence: (vendor: string, host: string) => ({ pk: `SILENCE#${vendor}`, sk: host }),
  hook: (token: string) => ({ pk: `HOOK#${token}`, sk: "hook" }),
  consent: (ticket: string) => ({ pk: `CONSENT#${ticket}`, sk: "consent" }),
  connectLink: (hash: string) => ({ pk: `CONNECT#${hash}`, sk: "link" }),
  retention: (tenant: string) => ({ pk: `T#${tenant}`, sk: "RETENTION" }),
  suppressing: (tenant: string) => ({ pk: `T#${tenant}`, sk: "SUPPRESSED" }),
  suppressed: (tenant: string, token: string) => ({ pk: `T#${tenant}`, sk: `SUPPRESSED#${token}` }),
  tenantRemoval: (tenant: string) => ({ pk: `T#${tenant}`, sk: "REMOVAL" }),
  tenantLogo: (tenant: string) => ({ pk: `T#${tenant}`, sk: "LOGO" }),
  appSecret: (vendor: string, app: string) => ({ pk: `APP#${vendor}#${app}`, sk: "SECRET" }),
  app: (vendor: string, app: string, business: string) => ({ pk: `APP#${vendor}#${app}`, sk: business }),
} as const;

/** Shards of the due index: `tick` reads them side by side. */
export const DUE_SHARDS = 8;

/** Shards of the operator's list: a vendor that fails changes the lines of all of its shops within minutes. */
export const FLEET_SHARDS = 8;

/** Which of so many (at most 256) shards a name is in. */
export const shardOf = (name: string, shards: number): number =>
  createHash("sha256").update(name).digest()[0]! % shards;

export const dueShard = (name: string): number => shardOf(name, DUE_SHARDS);

/** The record partition's parts, as the stream shows them. Undefined for other items. */
export const parseRecordKey = (pk: string): (ShopRef & { resource: string }) | undefined => {
  const match = /^T#([^#]+)#S#([^#]+)#R#(.+)$/.exec(pk);
  return match ? { tenant: match[1]!, shop: match[2]!, resource: match[3]! } : undefined;
};
