import { createHash } from "node:crypto";
import type { Item } from "../core/table.ts";

/**
 * A limit that several tenants share is divided among those that want calls: each may have an equal share of a window, and
 * what one does not use is the others'. Parties stand under a short hash of the tenant, so that the limit's item names
 * nobody.
 */
export interface Shares {
  /** Calls that each party has drawn within the window. */
  readonly used: ReadonlyMap<string, number>;
  /** Of these, the ones of the present step. */
  readonly now: ReadonlyMap<string, number>;
  /** What each party is thought to want. */
  readonly wants: ReadonlyMap<string, Want>;
}

/** A party that was refused. Unix milliseconds. */
export interface Want {
  /** Since when it has had to wait without a break. */
  readonly since: number;
  readonly refusedAt: number;
  /** So long it is thought to want more. */
  readonly until: number;
}

interface Counts {
  /** Number of the first step in the lists. */
  first: number;
  of: Record<string, number[]>;
}

/** Steps of a window in which a party's calls are counted. They are told apart only to be compared with each other's. */
const STEPS = 12;
/** A tenant that has waited long and is then let in wants more. For so long others leave its share to it between two calls. */
const LINGERS = 2_000;
/** A tenant that has not waited long and comes back so soon has not stopped waiting. */
const COMES_SOON = 1_000;
/** A worker that is told to come back comes this late at most, through a queue that delays by whole seconds. */
export const COMES_LATE = 2_500;
const WANT = "want@";
/** Parts of a window: for longer a party has waited long, and not for the next call that comes free. */
const LONG_WAIT = 12;
/** Parts of a window for which a tenant that has waited long and is let in keeps its claim without being refused again. */
const CLAIM = 6;
/** Times the even pace. */
const BURST = 2;
/** Part of a limit that is kept free at most. */
const MOST_FREE = 10;
/** Calls that are kept for a party that has not waited long: what a worker draws at once. */
const AT_ONCE = 50;

export const partyOf = (tenant: string): string => createHash("sha256").update(tenant).digest("base64url").slice(0, 8);

export const wantOf = (party: string): string => `${WANT}${party}`;

const stepOf = (windowSeconds: number, now: number): number => Math.floor((now * STEPS) / (windowSeconds * 1_000));

const countsIn = (item: Item | undefined, windowSeconds: number, now: number): Counts => {
  const { first, of } = JSON.parse(String(item?.shares ?? '{"first":0,"of":{}}')) as Counts;
  const oldest = stepOf(windowSeconds, now) - STEPS;
  const drop = Math.max(0, oldest - first);
  const kept = Object.entries(of)
    .map(([party, counts]) => [party, counts.slice(drop)] as const)
    .filter(([, counts]) => counts.some((count) => count > 0));
  return { first: first + drop, of: Object.fromEntries(kept) };
};

const readWant = (text: unknown): Want => {
  const [since = 0, refusedAt = 0, until = 0] = String(text).split(",").map(Number);
  return { since, refusedAt, until };
};

const hasWaitedLong = ({ since }: Want, windowSeconds: number, now: number): boolean =>
  now - since >= (windowSeconds * 1_000) / LONG_WAIT;

/** What is noted of a party that is refused and told to come back at `retryAt`. */
export const wantAfterRefusal = (known: Want | undefined, retryAt: number, now: number): string =>
  [known?.since ?? now, now, Math.max(known?.until ?? 0, retryAt + COMES_LATE)].join(",");

/** The same for one that is let in, and whose other workers have their turns until `inLine`. */
export const wantAfterGrant = (known: Want, inLine: number, windowSeconds: number, now: number): string => {
  const { since, refusedAt, until } = known;
  const claims = now - refusedAt < (windowSeconds * 1_000) / CLAIM && hasWaitedLong(known, windowSeconds, now);
  const comes = inLine > now ? inLine + COMES_LATE : 0;
  const ends = claims ? Math.max(until, comes, now + LINGERS) : Math.max(comes, now + COMES_SOON);
  return [since, refusedAt, ends].join(",");
};

export const sharesOf = (item: Item | undefined, windowSeconds: number, now: number): Shares => {
  const { first, of } = countsIn(item, windowSeconds, now);
  const place = stepOf(windowSeconds, now) - first;
  const wants = Object.entries(item ?? {})
    .filter(([name]) => name.startsWith(WANT))
    .map(([name, want]) => [name.slice(WANT.length), readWant(want)] as const)
    .filter(([, { until }]) => until > now);
  const used = Object.entries(of).map(
    ([party, counts]) => [party, counts.reduce((sum, count) => sum + count, 0)] as const,
  );
  const present = Object.entries(of).map(([party, counts]) => [party, counts[place] ?? 0] as const);
  return { used: new Map(used), now: new Map(present), wants: new Map(wants) };
};

/** Calls that a party draws. */
interface Drawn {
  readonly party: string;
  readonly count: number;
}

/** The item's counts with so many more calls of a party. */
export const withShare = (
  item: Item | undefined,
  { party, count }: Drawn,
  windowSeconds: number,
  now: number,
): string => {
  const { first, of } = countsIn(item, windowSeconds, now);
  const step = stepOf(windowSeconds, now);
  const from = Object.keys(of).length === 0 ? step : first;
  const counts = [...(of[party] ?? [])];
  const place = Math.max(0, step - from);
  while (counts.length <= place) counts.push(0);
  counts[place]! += count;
  return JSON.stringify({ first: from, of: { ...of, [party]: counts } });
};

/** Names of attributes of parties that have gone. */
export const lapsed = (item: Item | undefined, before: number): string[] =>
  Object.entries(item ?? {})
    .filter(([name, at]) => name.includes("@") && (name.startsWith(WANT) ? readWant(at).until : Number(at)) < before)
    .map(([name]) => name);

/** What a party may have of a window when it and all others that want more are treated alike. */
export const levelFor = ({ used, wants }: Shares, party: string, capacity: number): number => {
  const content = [...used].filter(([one]) => one !== party && !wants.has(one)).map(([, count]) => count);
  const wanting = new Set([...wants.keys(), party]).size;
  let left = Math.max(
    capacity,
    [...used.values()].reduce((sum, count) => sum + count, 0),
  );
  let parties = wanting + content.length;
  for (const count of content.sort((one, other) => one - other)) {
    if (count >= left / parties) break;
    left -= count;
    parties -= 1;
  }
  return left / parties;
};

/** The limit, as far as its division goes. */
interface Window {
  readonly capacity: number;
  readonly windowSeconds: number;
  readonly now: number;
}

/** Calls that a party leaves to others that want them and have had less than their share. */
export const owedToOthers = (shares: Shares, party: string, { capacity, windowSeconds, now }: Window): number => {
  const level = levelFor(shares, party, capacity);
  let owed = 0;
  for (const [one, want] of shares.wants) {
    if (one === party) continue;
    const due = Math.max(0, Math.ceil(level - (shares.used.get(one) ?? 0)));
    owed += hasWaitedLong(want, windowSeconds, now) ? due : Math.min(due, Math.ceil(capacity / AT_ONCE));
  }
  return owed + keptFree(shares, party, { capacity, windowSeconds, now }, level);
};

/** Calls that are kept free for others that call now and then, so that they need not wait: what they need for two steps. */
const keptFree = ({ used, wants }: Shares, party: string, { capacity }: Window, level: number): number => {
  let kept = 0;
  for (const [one, count] of used)
    if (one !== party && !wants.has(one) && count < level) kept += Math.ceil((2 * count) / STEPS) + 1;
  return Math.min(kept, Math.floor(capacity / MOST_FREE));
};

/**
 * Calls that a party may draw in this step beyond an equal share, where others have called within the window: more than the
 * even pace, but not all at once, because those others may come back for theirs.
 */
export const burstLeft = ({ used, now, wants }: Shares, party: string, capacity: number): number => {
  const parties = new Set([...used.keys(), ...wants.keys(), party]).size;
  if (parties === 1) return Number.POSITIVE_INFINITY;
  const equal = Math.max(0, Math.floor(capacity / parties - (used.get(party) ?? 0)));
  return Math.max(equal, Math.ceil((BURST * capacity) / STEPS) - (now.get(party) ?? 0));
};

/** Of so many calls that are left, those that a party may have. */
export const fairPart = (shares: Shares, party: string, window: Window, left: number): number => {
  const paced = Math.min(left, burstLeft(shares, party, window.capacity));
  const owed = owedToOthers(shares, party, window);
  if (owed === 0 || left <= 0) return paced;
  const level = levelFor(shares, party, window.capacity);
  const own = Math.floor(level - keptFree(shares, party, window, level) - (shares.used.get(party) ?? 0));
  return Math.min(paced, Math.max(0, own, left - owed));
};

/** When the next step begins, unix milliseconds. */
export const nextStep = (windowSeconds: number, now: number): number =>
  Math.ceil(((stepOf(windowSeconds, now) + 1) * windowSeconds * 1_000) / STEPS);
