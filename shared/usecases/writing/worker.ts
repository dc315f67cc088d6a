import type { Log, Queues, Sleep } from "../../core/ports.ts";
import type { CanonicalWrite, Resource } from "../../core/vendor.ts";
import type { ExchangeStore } from "../../stores/exchanges.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import type { SliceDeps } from "../sync/slice.ts";

export interface PerformDeps extends SliceDeps {
  readonly ledger: LedgerStore;
  readonly exchanges: ExchangeStore;
  readonly sleep: Sleep;
  readonly queues: Queues;
  readonly log: Log;
  /** Tells the tenant (`write.succeeded`, `write.rejected`, `write.dead`, `write.unknown`). */
  readonly notify: (event: string, write: Write) => Promise<void>;
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
}

export const canonical = (write: Pick<Write, "kind">, shop: OpenShop): CanonicalWrite | undefined =>
  write.kind === "passthrough" ? undefined : shop.vendor.writes[write.kind];

export const resourceOf = (declared: CanonicalWrite | undefined, shop: OpenShop): Resource | undefined =>
  shop.vendor.resources.find(({ name }) => name === declared?.resource);
