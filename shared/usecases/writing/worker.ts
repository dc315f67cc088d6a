import type { Log, Queues, Sleep } from "../../core/ports.ts";
import type { CanonicalWrite, Resource } from "../../core/vendor.ts";
import type { Endpoint } from "../../stores/endpoints.ts";
import type { Exchange, ExchangeStore } from "../../stores/exchanges.ts";
import type { FindStore } from "../../stores/finds.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";
import { refOf, type ShopStore } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import type { SliceDeps } from "../sync/slice.ts";
import { createTogether } from "./together.ts";

export interface PerformDeps extends SliceDeps {
  readonly ledger: LedgerStore;
  readonly exchanges: ExchangeStore;
  readonly finds: FindStore;
  readonly shops: Pick<ShopStore, "get">;
  readonly sleep: Sleep;
  readonly queues: Queues;
  readonly log: Log;
  /** Whom the tenant wants to be told, as it is now. */
  readonly listeners: () => Promise<readonly Endpoint[]>;
  /** Tells them (`write.succeeded`, `write.rejected`, `write.dead`, `write.unknown`). */
  readonly notify: (event: string, write: Write, listeners: readonly Endpoint[]) => Promise<void>;
}

/** A worker with a shop in its hands. */
export interface WriteWorker {
  readonly shop: OpenShop;
  /** Our clock at which the worker is certainly gone, unix milliseconds. */
  readonly leaseUntil: number;
  /** Unique for each worker. */
  readonly name: string;
  readonly deps: PerformDeps;
  /** By write: the version of its record as we knew it before the call. */
  readonly before: Map<string, number>;
  /** Writes that have left their lines by this worker's hand. */
  readonly ended: Set<string>;
  /** `listeners`, asked once for writes that end at about the same time. */
  readonly listeners: () => Promise<readonly Endpoint[]>;
  /** Copies of calls on their way to the table, by write. They lie there before their write is closed. */
  readonly copies: Map<string, Promise<void>>;
  readonly copy: (copied: readonly [write: string, exchange: Exchange]) => Promise<void>;
}

/** Milliseconds in which writes that end read the endpoints together, and keep their calls together. */
const APART = 100;

export const createWorker = (
  shop: OpenShop,
  { leaseUntil, name }: Pick<WriteWorker, "leaseUntil" | "name">,
  deps: PerformDeps,
): WriteWorker => {
  const ref = refOf(shop.shop);
  const listeners = createTogether<undefined, readonly Endpoint[]>(() => deps.listeners(), APART, deps);
  const copy = createTogether<readonly [string, Exchange], void>(
    (copied) => deps.exchanges.keep(ref, new Map(copied)),
    APART,
    deps,
  );
  return {
    ...{ shop, leaseUntil, name, deps, copy },
    listeners: () => listeners(undefined),
    before: new Map(),
    ended: new Set(),
    copies: new Map(),
  };
};

export const canonical = (write: Pick<Write, "kind">, shop: OpenShop): CanonicalWrite | undefined =>
  write.kind === "passthrough" ? undefined : shop.vendor.writes[write.kind];

export const resourceOf = (declared: CanonicalWrite | undefined, shop: OpenShop): Resource | undefined =>
  shop.vendor.resources.find(({ name }) => name === declared?.resource);
