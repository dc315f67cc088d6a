import type { ResourceName } from "../records.ts";
import type { VendorId } from "./ids.ts";
import type { Call } from "./operation.ts";

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
    /** By which words events are asked for. Absent: by all of `events`. */
    readonly words?: {
      readonly documented: readonly string[];
      /** What others were seen to use. A vendor that takes none of these is asked for the documented ones alone. */
      readonly seen: readonly string[];
    };
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
