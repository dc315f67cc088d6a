import { MINUTES_PER_MONTH, prices } from "../../infra/prices.ts";
import { functionNamed } from "../../infra/topology.ts";
import { DUE_SHARDS } from "../../shared/stores/keys.ts";
import type { ActingFunction } from "../../shared/stores/partitions.ts";
import { MOST_SHOPS } from "../../shared/stores/secret-pages.ts";
import type { Used } from "./idle-world.ts";

/** A shop of 20,000 records of 1 kB. */
export const STORED_GIGABYTES = 0.02;
/** Bytes of Lambda's own lines per invocation, and of the gateway's line per request. */
export const LOG_BYTES = 400;
export const ACCESS_LOG_BYTES = 250;
/** Rounds of so many shops go on in one invocation at most (find-due-work.ts). */
const MOST_TOGETHER = 20;
/** The longest of several rounds side by side takes so much longer than one. */
const LONGEST_OF_MANY = 1.5;
/** Milliseconds of a whole processor that each takes; the share of one that a function has grows with its memory, in MB. */
const CPU_OF_ROUND = 6;
const WHOLE_PROCESSOR = 1_769;
/** Instances that hold a tenant's secrets in memory, five minutes long, and know what operators have stopped. */
export const INSTANCES = 2;

/** By which `sync` is given what webhooks name. */
const newsTrigger = functionNamed("sync").startedBy.find((one) => one.type === "queue" && one.queue === "news") as {
  readonly batchSize: number;
  readonly maxConcurrency: number;
};

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
  Record<"changes" | "calls" | "read" | "write" | "requests" | "queueRequests" | "gigabyteSeconds", number>
>;

export const sumOf = (costs: Costs): number => Object.values(costs).reduce((sum, one) => sum + one, 0);

/** Work of one kind that shops do side by side in one invocation. */
interface Joined {
  readonly times: number;
  readonly milliseconds: number;
  /** Shops in one invocation. */
  readonly together: number;
  /** Requests to the queue that one which joins others does not need. */
  readonly requests: number;
}

const joinedOf = (used: Used, minutes: number, fleet: number): readonly Joined[] => [
  ...["rounds", "watches"].flatMap((kind) => {
    const share = used.shares[kind];
    if (!share) return [];
    const due = (fleet * share.times) / minutes / DUE_SHARDS;
    // They share a message: it is sent, received and deleted once.
    return [{ ...share, together: Math.max(1, Math.min(MOST_TOGETHER, due)), requests: 3 }];
  }),
  ...newsOf(used, minutes, fleet),
];

/** What a webhook brings. A queue without a window starts workers until all are at work; only then do messages share them. */
const newsOf = ({ shares }: Used, minutes: number, fleet: number): readonly Joined[] => {
  const { batchSize, maxConcurrency } = newsTrigger;
  const found = ["delivery", "pull", "ask"].flatMap((kind) => shares[kind] ?? []);
  const seconds = found.reduce((sum, { milliseconds }) => sum + milliseconds / 1_000, 0);
  const busy = (fleet * seconds * LONGEST_OF_MANY) / (minutes * 60);
  const together = Math.max(1, Math.min(batchSize, busy / maxConcurrency));
  return found.map((share) => ({ ...share, together, requests: 2 }));
};

/** What shops that go on together save of a shop's own time, GB-seconds. */
const savedBy = ({ times, milliseconds, together }: Joined, memory: number): number => {
  if (together <= 1) return 0;
  const alone = (milliseconds / 1_000) * memory;
  const share = (memory * 1_024) / WHOLE_PROCESSOR;
  const processor = (times * (CPU_OF_ROUND / share) * memory) / 1_000;
  return alone - Math.min(alone, (alone * LONGEST_OF_MANY) / together + processor);
};

const gigabyteSecondsOf = (used: Used, joined: readonly Joined[]): number => {
  const memoryOf = (name: ActingFunction): number => functionNamed(name).memory / 1_024;
  const all = Object.entries(used.milliseconds) as [ActingFunction, number][];
  const whole = all.reduce((sum, [name, took]) => sum + (took / 1_000) * memoryOf(name), 0);
  return joined.reduce((sum, one) => sum - savedBy(one, memoryOf("sync")), whole);
};

/**
 * A shop's month from what was used in some minutes, in a fleet of so many shops: rounds that are due in the same minute
 * share an invocation and a message, and so do looks at webhooks. What webhooks bring shares invocations in a busy fleet.
 */
export const monthOf = (
  used: Used,
  minutes: number,
  { fleet, layout = "tenant" }: { readonly fleet: number; readonly layout?: "tenant" | "shop" },
): { readonly costs: Costs; readonly units: Units } => {
  const times = MINUTES_PER_MONTH / minutes;
  const joined = joinedOf(used, minutes, fleet);
  const savedOf = ({ times: count, together }: Joined): number => count * (1 - 1 / together);
  const saved = joined.reduce((sum, one) => sum + savedOf(one), 0);
  const savedRequests = joined.reduce((sum, one) => sum + one.requests * savedOf(one), 0);
  const invocations = Object.values(used.invocations).reduce((sum, count) => sum + count, 0) - saved;
  const units: Units = {
    changes: used.changes * times,
    calls: used.calls * times,
    read: used.read * times,
    write: used.write * times,
    requests: used.requests * times,
    queueRequests: (used.queueRequests - savedRequests) * times,
    gigabyteSeconds: gigabyteSecondsOf(used, joined) * times,
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
