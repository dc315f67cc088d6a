import { LostLease } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { idsNamed } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { DAY, SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import type { ClaimedState, Cycle } from "../../stores/sync-states.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { askEach } from "./ask-each.ts";
import { askSoon } from "./asked.ts";
import type { JobDeps } from "./job-deps.ts";
import { placeInPeriod } from "./looks.ts";
import { LIMIT_MARGIN } from "./slice-errors.ts";
import { sendSlices } from "./slice-message.ts";

export type PassTrack = "details" | "names";

/** Records that one day's pass over the names looks at; the next day goes on behind them. */
const NAMES_A_DAY = 2_000;
const RECORDS_TOGETHER = 250;
/** Missing records that one day's pass asks for: most are gone at the vendor as well, and are asked for again. */
const MOST_MISSED = 100;

export interface Pass {
  readonly resource: Resource;
  readonly track: PassTrack;
  /** Our clock at which the worker hands over, unix milliseconds. */
  readonly deadline: number;
}

/** One step of a pass: what the cycle is afterwards, and whether the pass rests until tomorrow. */
interface Step {
  readonly cycle: Cycle;
  readonly end: "no" | "day" | "all";
  /** A limit or an outage: not before this, unix milliseconds. */
  readonly retryAt?: number;
}

/**
 * Goes over what is stored, beside the cycles, under the track's lease and from the saved place on. `details`: asks for
 * each record whose detail nobody has asked for, the newest first. `names`: looks whether the records that it names
 * are stored, and has the missing ones fetched.
 */
export const passOver = async (open: OpenShop, pass: Pass, deps: JobDeps): Promise<void> => {
  const { resource, track, deadline } = pass;
  const ref = refOf(open.shop);
  const { states, clock } = deps;
  let claimed = await states.claim(ref, { resource: resource.name, track }, clock(), deps.lease);
  if (!claimed) return;
  try {
    for (;;) {
      const before = claimed.state.cycle ?? beginPass(clock(), deps.random);
      const step: Step =
        track === "details"
          ? await stepDetails(open, pass, before, deps)
          : await stepNames(open, resource, before, deps);
      if (step.end !== "no") return await rest(claimed, step, deps);
      const { cycle, retryAt } = step;
      if (retryAt !== undefined || clock() >= deadline) return await handOn(claimed, pass, step, deps);
      const leaseUntil = clock() + deps.lease;
      claimed = await states.save(claimed, { ...claimed.state, cycle }, { release: false, leaseUntil });
    }
  } catch (error) {
    if (!(error instanceof LostLease)) throw error;
  }
};

/** Another message goes on with the pass: at once, or when the vendor can be asked again. */
const handOn = async (claimed: ClaimedState, pass: Pass, { cycle, retryAt }: Step, deps: JobDeps): Promise<void> => {
  const { resource, track } = pass;
  const waits = retryAt === undefined ? {} : { nextAt: retryAt + LIMIT_MARGIN, limitedUntil: retryAt };
  await deps.states.save(claimed, { ...claimed.state, cycle, ...waits }, { release: true });
  const delaySeconds = retryAt === undefined ? 0 : Math.max(1, Math.ceil((retryAt - deps.clock()) / SECOND));
  await sendSlices(claimed.key.ref, [{ resource, track, delaySeconds }], deps);
};

const beginPass = (now: number, random: () => number): Cycle => ({
  id: timeId(now, random),
  startedAt: now,
  mark: now,
  phase: "rows",
  partition: 0,
  span: 0,
  rows: 0,
  written: 0,
  unreadable: 0,
  nameless: 0,
  stored: 0,
  removed: 0,
  warnings: [],
  chunks: 0,
});

/** The pass is over, or today's part of it: tomorrow goes on. */
const rest = async (claimed: ClaimedState, { cycle, end }: Step, deps: JobDeps): Promise<void> => {
  const { ref, resource, track } = claimed.key;
  const now = deps.clock();
  const nextAt = placeInPeriod(ref, `${resource}#${track}`, DAY, now);
  const { startedAt, rows, written } = cycle;
  const state =
    end === "day"
      ? { ...claimed.state, limitedUntil: undefined, cycle: { ...cycle, stored: 0 } }
      : {
          cycles: claimed.state.cycles + 1,
          failures: 0,
          lastCycle: { startedAt, endedAt: now, rows, written, removed: 0 },
        };
  await deps.states.save(claimed, { ...state, nextAt }, { release: true });
};

/** A page of records: those that were asked for are no longer among them, so that a repetition costs nothing. */
const stepDetails = async (
  open: OpenShop,
  { resource, deadline }: Pass,
  cycle: Cycle,
  deps: JobDeps,
): Promise<Step> => {
  const page = await deps.records.withoutDetail(refOf(open.shop), resource.name, cycle.after);
  const { tried, retryAt } = await askEach(open, { resource, ids: page.ids, priority: "backfill", deadline }, deps);
  const written = cycle.written + tried.length;
  if (tried.length === page.ids.length && retryAt === undefined)
    return { cycle: { ...cycle, after: page.next, written }, end: page.next === undefined ? "all" : "no" };
  // Those about which the vendor says nothing are seen to elsewhere: they must not stand before the others for ever.
  const done = new Set(tried);
  const left = page.ids.findIndex((id) => !done.has(id));
  return {
    cycle: { ...cycle, after: (left < 0 ? page.ids.at(-1) : page.ids[left - 1]) ?? cycle.after, written },
    end: "no",
    ...(retryAt ? { retryAt } : {}),
  };
};

const stepNames = async (open: OpenShop, resource: Resource, cycle: Cycle, deps: JobDeps): Promise<Step> => {
  const ref = refOf(open.shop);
  const page = await deps.records.page(ref, resource.name, { after: cycle.after, limit: RECORDS_TOGETHER });
  const missed = await askForMissing(ref, named(resource, page.records), MOST_MISSED - (cycle.asked ?? 0), deps);
  // `stored` counts what today's part has looked at.
  const stored = cycle.stored + page.records.length;
  const next: Cycle = {
    ...cycle,
    after: page.next,
    rows: cycle.rows + page.records.length,
    written: cycle.written + missed.found,
    asked: (cycle.asked ?? 0) + missed.asked,
    stored,
  };
  if (page.next === undefined) return { cycle: next, end: "all" };
  return stored >= NAMES_A_DAY ? { cycle: { ...next, asked: 0 }, end: "day" } : { cycle: next, end: "no" };
};

/** The ids that records name, by collection. */
const named = ({ names = [] }: Resource, records: readonly StoredRecord[]): ReadonlyMap<ResourceName, Set<string>> => {
  const all = new Map<ResourceName, Set<string>>();
  for (const record of records)
    for (const [name, ids] of idsNamed(record, names)) all.set(name, new Set([...(all.get(name) ?? []), ...ids]));
  return all;
};

/** Notes what is named and was never stored, some of it. */
const askForMissing = async (
  ref: ShopRef,
  wanted: ReadonlyMap<ResourceName, Set<string>>,
  most: number,
  deps: JobDeps,
): Promise<{ readonly found: number; readonly asked: number }> => {
  let found = 0;
  let asked = 0;
  for (const [name, missing] of await deps.records.unknown(ref, wanted)) {
    const some = missing.slice(0, Math.max(0, most - asked));
    found += missing.length;
    asked += some.length;
    await askSoon({ ref, resource: name, reason: "named" }, some, deps);
  }
  return { found, asked };
};
