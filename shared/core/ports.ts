import type { LogMessage } from "./log-messages.ts";
import type { MetricName } from "./metrics.ts";
import type { ShopAccess } from "./vendor/access.ts";

/** Unix milliseconds. */
export type Clock = () => number;

/** Lets time pass: the machine's, or a test's own. Rejects when the signal ends it early. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Secrets Manager: the access of each shop, under a name of its own, wherever it lies. */
export interface Secrets {
  /** Undefined: there is no such secret (or it is being deleted). `fresh`: not from memory. */
  get(name: string, options?: { readonly fresh?: boolean }): Promise<ShopAccess | undefined>;
  /** Creates or replaces. */
  put(name: string, access: ShopAccess): Promise<void>;
  /** Gone at once, without a recovery window: the tenant asked for it. Absent is fine. */
  delete(name: string): Promise<void>;
}

/** A queue holds a message back for no longer than this. SQS: DelaySeconds is at most 15 minutes. */
export const MOST_DELAY_SECONDS = 900;

/**
 * `sync`: what a person or a program waits for. `news`: which records vendors, writes and people have named. `slow`: shops whose server takes its time or answers nothing. `backfill`: first readings,
 * comparisons and proofs, for which nobody waits.
 */
export const queueNames = ["sync", "news", "slow", "backfill", "writes", "deliveries"] as const;
export type QueueName = (typeof queueNames)[number];

export interface QueueMessage {
  readonly body: unknown;
  /** Fair by tenant on standard queues, strictly ordered on FIFO ones. */
  readonly group: string;
  /** FIFO only: the same id within 5 minutes is one message. */
  readonly id?: string;
  /** At most `MOST_DELAY_SECONDS`. Not on FIFO queues. */
  readonly delaySeconds?: number;
}

/** SQS. Resolves when the queue has the messages; throws RetryLater when it does not. */
export interface Queues {
  send(queue: QueueName, messages: readonly QueueMessage[]): Promise<void>;
}

/** Counters for alarms, all of them listed in metrics.ts. */
export type Metric = (name: MetricName, value: number, dimensions?: Readonly<Record<string, string>>) => void;

/** Structured log: a code of log-messages.ts and fields without credentials. */
export type Log = (
  level: "info" | "warn" | "error",
  message: LogMessage,
  fields?: Readonly<Record<string, unknown>>,
) => void;
