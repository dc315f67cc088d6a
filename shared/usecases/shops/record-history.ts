import { recordIdOf } from "../../core/ids.ts";
import type { Clock } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Resource, Vendor } from "../../core/vendor.ts";
import type { Endpoint, EndpointStore, FinishedEvent, PendingEvent } from "../../stores/endpoints.ts";
import type { Change, FeedStore } from "../../stores/feed.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";
import { changedAt, type StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { type Cause, type Step, stepsOf } from "../../stores/trail.ts";
import { recordEventId } from "../events/fan-out-events.ts";

export interface HistoryDeps {
  readonly feed: Pick<FeedStore, "changesOf">;
  readonly ledger: Pick<LedgerStore, "getMany" | "list">;
  readonly endpoints: Pick<EndpointStore, "list" | "findManyFinished" | "pending">;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
}

/** One version: what it came by, and what the feed tells of it. */
export interface Version {
  readonly version: number;
  readonly at: number;
  readonly way?: Cause | "first-copy" | undefined;
  readonly change?: Change | undefined;
}

export interface RecordHistory {
  /** The newest first. */
  readonly versions: readonly Version[];
  readonly writes: readonly Write[];
  readonly events: readonly { readonly endpoint: Endpoint; readonly event: FinishedEvent | PendingEvent }[];
}

/** The newest writes of a shop, and the events on their way to an endpoint, that are looked through. */
const MOST_WRITES = 200;
const MOST_PENDING = 200;

/** How a record came to be what it is: its last versions, our writes about it, and what endpoints were told. */
export const readHistory = async (
  shop: Shop,
  resource: Resource,
  stored: StoredRecord,
  deps: HistoryDeps,
): Promise<RecordHistory> => {
  const ref = refOf(shop);
  const steps: readonly Omit<Version, "change">[] = knownSteps(stored);
  const changes = await deps.feed.changesOf(ref, { resource: resource.name, id: stored.id }, steps, deps.clock());
  const versions = steps.map((step) => ({ ...step, change: changes.get(step.version) }));
  const [writes, events] = await Promise.all([
    writesAbout(shop, { resource: resource.name, id: stored.id }, versions, deps),
    eventsAbout(shop, { resource: resource.name, id: stored.id }, versions, deps),
  ]);
  return { versions, writes, events };
};

/** A record that has not changed since the first copy, or since trails are kept, has its present version alone. */
const knownSteps = (stored: StoredRecord): readonly (Step | Omit<Version, "change">)[] => {
  const steps = stepsOf(stored.trail);
  if (steps[0]?.version === stored.version) return steps;
  const { version, backfill } = stored;
  return [{ version, at: changedAt(stored), way: backfill ? ("first-copy" as const) : undefined }, ...steps];
};

interface RecordName {
  readonly resource: ResourceName;
  readonly id: string;
}

/** Those that the feed names as the cause of a version, and the newest ones that name the record. */
const writesAbout = async (
  shop: Shop,
  { resource, id }: RecordName,
  versions: readonly Version[],
  { ledger, vendor }: HistoryDeps,
): Promise<readonly Write[]> => {
  const ref = refOf(shop);
  const { writes: declared } = vendor(shop.vendor);
  const isAbout = ({ kind, command, result }: Write): boolean =>
    kind !== "passthrough" && declared[kind]?.resource === resource && (result?.id ?? recordIdOf(command)) === id;
  const [caused, newest] = await Promise.all([
    ledger.getMany(
      ref,
      versions.flatMap(({ change }) => change?.origin ?? []),
    ),
    ledger.list(ref, { limit: MOST_WRITES }),
  ]);
  const all = new Map(caused);
  for (const write of newest.writes) if (isAbout(write)) all.set(write.id, write);
  return [...all.values()].sort((one, other) => other.createdAt - one.createdAt);
};

/** An event's id is made of its version, so it is looked up under it; those that are still on their way are few. */
const eventsAbout = async (
  shop: Shop,
  { resource, id }: RecordName,
  versions: readonly Version[],
  { endpoints }: HistoryDeps,
): Promise<RecordHistory["events"]> => {
  const { tenant } = shop;
  const ids = versions.map(({ version, at }) => recordEventId(at, refOf(shop), { resource, id, version }));
  const found = (await endpoints.list(tenant))
    .filter(({ pulledUntil }) => pulledUntil === undefined)
    .map(async (endpoint) => {
      const [finished, pending] = await Promise.all([
        endpoints.findManyFinished(tenant, endpoint.id, ids),
        endpoints.pending(tenant, endpoint.id, undefined, MOST_PENDING),
      ]);
      const waiting = pending.events.filter(({ event }) => ids.includes(event.id));
      return [...waiting, ...finished].map((event) => ({ endpoint, event }));
    });
  return (await Promise.all(found)).flat().sort((one, other) => other.event.event.at - one.event.event.at);
};
