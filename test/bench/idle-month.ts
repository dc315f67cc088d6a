import { functionNamed } from "../../infra/topology.ts";
import { DUE_SHARDS } from "../../shared/stores/keys.ts";
import type { ActingFunction } from "../../shared/stores/partitions.ts";
import { MOST_SHOPS } from "../../shared/stores/secret-pages.ts";
import type { Used } from "./idle-world.ts";
import { MINUTES_PER_MONTH, prices } from "./prices.ts";

/** A shop of 20,000 records of 1 kB. */
export const STORED_GIGABYTES = 0.02;
/** Bytes of Lambda's own lines per invocation, and of the gateway's line per request. */
export const LOG_BYTES = 400;
export const ACCESS_LOG_BYTES = 250;
/** Rounds of so many shops go on in one invocation at most (find-due-work.ts). */
const MOST_TOGETHER = 20;
/** The longest of several rounds side by side takes so much longer than one; each takes so much of the processor. */
const LONGEST_OF_MANY = 1.5;
const CPU_OF_ROUND = 10;
/** Instances that hold a tenant's secrets in memory, five minutes long. */
const INSTANCES = 2;

const MILLION = 1e6;
const GIGABYTE = 1e9;

/** Kinds of cost, dollars a month. */
export interface Costs {
  readonly table: number;
  readonly lambda: number;
  readonly queues: number;
  readonly secrets: number;
  readonly logs: number;
  readonly gateway: number;
  readonly storage: number;
}
export type Units = Readonly<
  Record<"calls" | "read" | "write" | "requests" | "queueRequests" | "gigabyteSeconds", number>
>;

export const sumOf = (costs: Costs): number => Object.values(costs).reduce((sum, one) => sum + one, 0);

const gigabyteSecondsOf = (used: Used, together: number): number => {
  const memoryOf = (name: ActingFunction): number => functionNamed(name).memory / 1_024;
  const all = Object.entries(used.milliseconds) as [ActingFunction, number][];
  const whole = all.reduce((sum, [name, took]) => sum + (took / 1_000) * memoryOf(name), 0);
  const rounds = (used.roundMilliseconds / 1_000) * memoryOf("sync");
  if (together <= 1) return whole;
  const processor = (used.rounds * CPU_OF_ROUND * memoryOf("sync")) / 1_000;
  return whole - rounds + Math.min(rounds, (rounds * LONGEST_OF_MANY) / together + processor);
};

/**
 * A shop's month from what was used in some minutes, in a fleet of so many shops: rounds that are due in the same minute
 * share an invocation and a message.
 */
export const monthOf = (
  used: Used,
  minutes: number,
  { fleet, layout = "tenant" }: { readonly fleet: number; readonly layout?: "tenant" | "shop" },
): { readonly costs: Costs; readonly units: Units } => {
  const times = MINUTES_PER_MONTH / minutes;
  const together = Math.max(1, Math.min(MOST_TOGETHER, (fleet * used.rounds) / minutes / DUE_SHARDS));
  const saved = used.rounds * (1 - 1 / together);
  const invocations = Object.values(used.invocations).reduce((sum, count) => sum + count, 0) - saved;
  const units: Units = {
    calls: used.calls * times,
    read: used.read * times,
    write: used.write * times,
    requests: used.requests * times,
    queueRequests: (used.queueRequests - 3 * saved) * times,
    gigabyteSeconds: gigabyteSecondsOf(used, together) * times,
  };
  const sharing = layout === "tenant" ? Math.min(MOST_SHOPS, fleet) : 1;
  // A shop that calls nobody reads no secret.
  const secretReads = used.calls > 0 ? (INSTANCES * MINUTES_PER_MONTH) / 5 / sharing : 0;
  const logs = used.logBytes + invocations * LOG_BYTES + used.webhooks * ACCESS_LOG_BYTES;
  return {
    units,
    costs: {
      table: (units.write * prices.writeUnits + units.read * prices.readUnits) / MILLION,
      lambda: (invocations * times * prices.invocations) / MILLION + units.gigabyteSeconds * prices.gigabyteSeconds,
      queues: (units.queueRequests * prices.queueRequests) / MILLION,
      secrets: prices.secret / sharing + ((used.secretCalls * times + secretReads) * prices.secretCalls) / 1e4,
      logs: (logs * times * prices.logs) / GIGABYTE,
      gateway: (used.webhooks * times * prices.httpRequests) / MILLION,
      storage: STORED_GIGABYTES * prices.storage,
    },
  };
};
