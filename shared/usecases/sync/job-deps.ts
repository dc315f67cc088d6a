import type { Log, Queues } from "../../core/ports.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import type { PullStore } from "../../stores/pulls.ts";
import type { UnansweredStore } from "../../stores/unanswered.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import type { WithShopDeps } from "../shops/with-shop.ts";
import type { SliceDeps } from "./slice.ts";

/** What a job of the `sync` queue is given. */
export interface JobDeps extends SliceDeps, WithShopDeps {
  readonly queues: Queues;
  readonly pulls: PullStore;
  readonly unanswered: UnansweredStore;
  readonly log: Log;
  readonly ledger: LedgerStore;
  readonly watchReports: WatchReportStore;
  readonly deliveries: DeliveryStore;
  /** Milliseconds that a dead worker keeps others from a resource. */
  readonly lease: number;
  /** Nobody waits for this worker: a call may take its time. */
  readonly patient?: boolean;
}
