import * as z from "zod";
import { DAY } from "./time.ts";

/* How long the copy keeps what, as data; and what is to become of one record. Pure. */

/** Days. `null`: as long as the shop is there. */
export interface RecordRetention {
  /** Since a record was last seen to change: then it keeps its canonical form without the vendor's row. */
  readonly raw: number | null;
  /** Since a record was last seen to change: then it keeps its id and its hash alone. */
  readonly record: number | null;
  /** Since the vendor deleted it: then it keeps its id alone. */
  readonly deleted: number | null;
}

export interface Retention {
  /** By collection; `*`: all others. */
  readonly resources: Readonly<Record<string, Partial<RecordRetention>>>;
  /** Days since a webhook came. */
  readonly deliveries: number;
  /** Days since a write was made: then a closed one keeps its outcome without command and answer. */
  readonly writes: number;
}

export const defaultRecordRetention: RecordRetention = { raw: null, record: null, deleted: 90 };

/** What a tenant has not decided. */
export const defaultRetention: Retention = { resources: {}, deliveries: 30, writes: 400 };

/** What nobody can change: readers rely on it, or it is the proof of who did what. Each ends by DynamoDB's TTL. */
export const fixedRetention = [
  ["changes of the feed", 90],
  ["events of a tenant's endpoints, with their attempts", 30],
  ["rows that could not be read", 30],
  ["what names a repeated request", 30],
  ["the audit trail", 400],
] as const;

const days = (most: number) => z.number().int().min(1).max(most);
const Days = days(3_650).nullable();
export const RetentionInput = z.strictObject({
  resources: z
    .record(z.string(), z.strictObject({ raw: Days, record: Days, deleted: Days }).partial())
    .optional()
    .describe("days by collection, `*` for all others; null: as long as the shop is there"),
  deliveries: days(defaultRetention.deliveries).optional().describe("days that a webhook is kept as it came"),
  writes: days(defaultRetention.writes).optional().describe("days that a closed write keeps its command and answer"),
});
export type RetentionInput = z.infer<typeof RetentionInput>;

export const retentionOf = (input: RetentionInput | undefined): Retention => ({
  resources: (input?.resources ?? {}) as Retention["resources"],
  deliveries: input?.deliveries ?? defaultRetention.deliveries,
  writes: input?.writes ?? defaultRetention.writes,
});

export const recordRetentionOf = ({ resources }: Retention, resource: string): RecordRetention => ({
  ...defaultRecordRetention,
  ...resources["*"],
  ...resources[resource],
});

/** A record as far as it is judged here. */
export interface Aged {
  readonly id: string;
  readonly deleted: boolean;
  /** Unix milliseconds. */
  readonly observedAt: number;
  readonly leftOut: readonly string[] | undefined;
  /** It was stored without what says who a customer is. */
  readonly sealed: boolean;
}

export interface Rules extends RecordRetention {
  /** The shop copies the collection. */
  readonly chosen: boolean;
  /** What says who a customer is, is not to be kept of the collection. */
  readonly leavesOut: boolean;
}

/** `remove`: the item. `empty`: all but the id. `strip`: what says who a customer is. `no-raw`: the vendor's row. */
export type Tidying = "keep" | "remove" | "empty" | "strip" | "no-raw";

export const tidyingOf = ({ deleted, observedAt, leftOut, sealed }: Aged, rules: Rules, now: number): Tidying => {
  const isOver = (days: number | null): boolean => days !== null && now - observedAt >= days * DAY;
  if (!rules.chosen) return "remove";
  if (leftOut?.includes("*")) return "keep";
  if (isOver(deleted ? rules.deleted : rules.record)) return "empty";
  if (rules.leavesOut && !sealed) return "strip";
  if (isOver(rules.raw) && !leftOut?.includes("_raw")) return "no-raw";
  return "keep";
};
