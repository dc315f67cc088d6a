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
