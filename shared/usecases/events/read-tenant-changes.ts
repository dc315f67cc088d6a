import type { Clock } from "../../core/ports.ts";
import { HOUR, SECOND } from "../../core/time.ts";
import { type ChangePlace, FEED_RETENTION, type FeedStore, feedGone, type PublishedChange } from "../../stores/feed.ts";
import {
  type ChangeRange,
  type LogEntry,
  type LogHead,
  settled,
  type TenantFeedStore,
} from "../../stores/tenant-feed.ts";

export interface ReadDeps {
  readonly feed: FeedStore;
  readonly tenantFeed: TenantFeedStore;
  readonly clock: Clock;
}

/** Where a reader stands in the log of a tenant. */
export interface TenantPlace {
  readonly epoch: string;
  /** The last entry that is read; 0: none. */
  readonly place: number;
  /** When that entry was published, unix milliseconds: after a restore another one has its place. */
  readonly at: number;
  /** Changes of the next entry that are read already. */
  readonly done: number;
}

export interface Wanted {
  readonly concerns: (range: Pick<ChangeRange, "shop" | "resource">) => boolean;
  readonly limit: number;
}

/** A change, and the place behind it. */
export interface Found {
  readonly change: PublishedChange;
  readonly behind: TenantPlace;
}

export interface TenantChanges {
  readonly found: readonly Found[];
  /** The place behind all that was looked at. */
  readonly next: TenantPlace;
  /** Nothing more is there now. */
  readonly isEnd: boolean;
}

/** Entries of one request to the table, and requests for one answer: a rare filter cannot hold a request for long. */
const ENTRIES = 100;
const MOST_LOOKS = 20;
/** What was published so long ago may be gone at any moment. */
const SAFELY_KEPT = FEED_RETENTION - HOUR;

export const beginningOf = ({ epoch, since }: LogHead): TenantPlace => ({ epoch, place: 0, at: since, done: 0 });
export const endOf = ({ epoch, place, at }: LogHead): TenantPlace => ({ epoch, place, at, done: 0 });

/**
 * What all shops of a tenant have published behind a place, in the order of publication.
 * @throws BadRequest 410 when the feed has begun anew since, or no longer keeps what came behind the place
 */
export const readTenantChanges = async (
  tenant: string,
  from: TenantPlace,
  wanted: Wanted,
  deps: ReadDeps,
): Promise<TenantChanges> => {
  const head = await deps.tenantFeed.head(tenant);
  assertSameLog(from, head);
  let next = from.place === 0 ? { ...beginningOf(head), done: from.done } : from;
  const found: Found[] = [];
  if (next.place === head.place) return { found, next, isEnd: true };
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const now = deps.clock();
    // With the entry that the reader has read last: it shows whether this is still the same log.
    const [own, ...others] = ownFirst(await deps.tenantFeed.entries(tenant, next.place, ENTRIES + 1, now), next.place);
    if (own && own.at !== next.at) throw feedGone("went-back", "all shops");
    if (now - missingSince(others[0], next, head, now) > SAFELY_KEPT) throw feedGone("no-longer-kept", "all shops");
    const entries = settled(others, next.place, now);
    if (entries.length === 0) return { found, next, isEnd: true };
    const plan = planOf(entries, next, { ...wanted, limit: wanted.limit - found.length });
    next = plan.next;
    found.push(...(await readPlan(tenant, plan.steps, deps)));
    if (found.length >= wanted.limit) break;
  }
  return { found, next, isEnd: false };
};

const assertSameLog = (from: TenantPlace, head: LogHead): void => {
  if (from.epoch !== head.epoch) throw feedGone("begun-anew", "all shops");
  if (from.place > head.place) throw feedGone("went-back", "all shops");
  if (from.place > 0 && from.place === head.place && from.at !== head.at) throw feedGone("went-back", "all shops");
};

/** The next entry is not there: since when it may be so, at the earliest. */
const missingSince = (first: LogEntry | undefined, last: TenantPlace, head: LogHead, now: number): number => {
  if (first === undefined) return head.at;
  // The first publishers are at work, and none has noted when the log began.
  if (last.at === 0) return now;
  return first.place === last.place + 1 ? now : last.at;
};

const ownFirst = (entries: readonly LogEntry[], place: number): [LogEntry | undefined, ...LogEntry[]] =>
  entries[0]?.place === place ? [entries[0], ...entries.slice(1)] : [undefined, ...entries];

interface Step {
  readonly where: ChangePlace;
  readonly entry: LogEntry;
  readonly behind: TenantPlace;
}

/** Which changes the next page has, without having read them. */
const planOf = (
  entries: readonly LogEntry[],
  from: TenantPlace,
  { concerns, limit }: Wanted,
): { readonly steps: readonly Step[]; readonly next: TenantPlace } => {
  const steps: Step[] = [];
  let next = from;
  for (const step of changesBehind(entries, from)) {
    if (steps.length >= limit) return { steps, next };
    next = step.behind;
    if (concerns(step.where)) steps.push(step);
  }
  return { steps, next };
};

const changesBehind = function* (entries: readonly LogEntry[], from: TenantPlace): Generator<Step> {
  let behind = from;
  for (const entry of entries) {
    const places = entry.ranges.flatMap(placesOf);
    for (const [index, where] of [...places.entries()].slice(behind.done)) {
      const isLast = index === places.length - 1;
      behind = isLast ? { ...behind, place: entry.place, at: entry.at, done: 0 } : { ...behind, done: index + 1 };
      yield { where, entry, behind };
    }
  }
};

const placesOf = ({ shop, resource, from, to }: ChangeRange): ChangePlace[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ shop, resource, seq: from + index }));

const nameOf = ({ shop, resource, seq }: ChangePlace): string => `${shop} ${resource} ${seq}`;

const readPlan = async (tenant: string, steps: readonly Step[], deps: ReadDeps): Promise<Found[]> => {
  const places = new Map(steps.map(({ where }) => [nameOf(where), where]));
  const changes = await deps.feed.readMany(tenant, [...places.values()], deps.clock());
  const byName = new Map(changes.map((change) => [nameOf(change), change]));
  return steps.flatMap(({ where, entry, behind }) => {
    const change = byName.get(nameOf(where));
    // The shop was removed. What stands there and was published after the entry (the store rounds up to a second) is a
    // later shop's of the same id.
    return change && change.publishedAt <= entry.at + SECOND ? [{ change, behind }] : [];
  });
};
