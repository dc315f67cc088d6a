import { isDefect, reportDefect, troubleOf } from "../../core/defects.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import type { PatientJob, SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS } from "../../core/ports.ts";
import { DAY, MINUTE, SECOND } from "../../core/time.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isPaused } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import { ask, evidenceOf } from "./ask.ts";
import type { JobDeps } from "./job-deps.ts";
import { sendSlices } from "./slice-message.ts";
import { tracksOf } from "./tracks.ts";

/** What a verification found; readable by the tenant. */
export interface Verification {
  readonly startedAt: string;
  /** Absent while it goes on. */
  readonly endedAt?: string;
  /** All that were to be read again have been. False: it goes on, or was given up after a day. */
  readonly complete: boolean;
  /** What ended it early. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Records alive in the store. */
  readonly stored: number;
  /** Rows by the vendor's own count, where it gives one. */
  readonly vendorTotal?: number | undefined;
  readonly checked: number;
  readonly equal: number;
  /** Ids whose content differed, and that were repaired; the first hundred. */
  readonly different: readonly string[];
  /** Ids that are gone at the vendor: candidates for deletion now; the first hundred. */
  readonly gone: readonly string[];
  /** Everything was read as well, without the filter of the poll. Absent while that goes on. */
  readonly listing?: {
    readonly at: string;
    readonly records: number;
    /** Rows that the copy lacked: they are stored now. */
    readonly missing: number;
  };
}

const MOST_NAMED = 100;
/** Milliseconds that a worker waits for a limit itself. Longer waits belong to the queue, where they cost nothing. */
const MOST_SLEPT = 2 * SECOND;
/** An outage that names no end. */
const AGAIN = 5 * MINUTE;
/** The reading of everything has a message of its own; whether it is done is looked at so often. */
const LOOK_AGAIN = 30 * SECOND;
/** A limit that leaves nothing for this, or a vendor that stays away, ends it. */
const LONGEST = DAY;

type VerifyJob = Extract<SyncJob, { type: "verify" }>;
type Progress = NonNullable<VerifyJob["progress"]>;

interface Verifying {
  readonly ref: ShopRef;
  readonly resource: Resource;
  readonly open: OpenShop;
  /** Unix milliseconds. */
  readonly deadline: number;
  readonly deps: JobDeps;
}

/**
 * Reads a sample of the records (or all, without `sample`) again at the vendor, repairs differences and keeps a
 * report. Records that are gone become candidates for deletion, under the same brake as any others. Also waits for a
 * full cycle, which does not use the poll's filter and so finds what the store lacks. What a limit or the time leaves over comes with the next message, from
 * the place that it carries; the report says how far it has come.
 */
export const verifyRecords = async (job: VerifyJob, deadline: number, deps: JobDeps): Promise<void> => {
  const ref: ShopRef = { tenant: job.tenant, shop: job.shop };
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return;
  const resource = copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === job.resource);
  if (!resource) return;
  await withShop(shop, deps, async (open) => {
    const verifying: Verifying = { ref, resource, open, deadline, deps };
    const progress = job.progress ?? (await begin(verifying));
    let error: Verification["error"];
    const goOnAt = await goOn(verifying, progress, job.sample ?? Number.POSITIVE_INFINITY).catch((cause: unknown) => {
      if (cause instanceof RetryLater || cause instanceof SignInAgain) throw cause;
      if (isDefect(cause)) reportDefect("verification-failed", cause, { ...ref, resource: resource.name }, deps);
      const { code, message } = troubleOf(cause);
      error = { code, message };
      return undefined;
    });
    const now = deps.clock();
    const goesOn = goOnAt !== undefined && now - progress.startedAt < LONGEST;
    await deps.states.saveVerification(ref, resource.name, {
      startedAt: new Date(progress.startedAt).toISOString(),
      ...(goesOn ? {} : { endedAt: new Date(now).toISOString() }),
      complete: goOnAt === undefined && error === undefined,
      ...(error ? { error } : {}),
      stored: progress.stored,
      vendorTotal: progress.vendorTotal,
      checked: progress.checked,
      equal: progress.equal,
      different: progress.different,
      gone: progress.gone,
      ...(await listingSince(verifying, progress)),
    } satisfies Verification);
    if (!goesOn) return;
    const delaySeconds = Math.min(MOST_DELAY_SECONDS, Math.max(0, Math.ceil((goOnAt - now) / 1_000)));
    await deps.queues.send("backfill", [
      {
        body: { ...job, progress, patient: true } satisfies PatientJob,
        group: ref.tenant,
        ...(delaySeconds > 0 ? { delaySeconds } : {}),
      },
    ]);
  });
};

const begin = async ({ ref, resource, open, deps }: Verifying): Promise<Progress> => {
  const startedAt = deps.clock();
  for (const track of tracksOf(resource)) await deps.states.schedule(ref, resource.name, track, startedAt);
  await deps.shops.wake(ref, startedAt);
  // Before the checks, which may use up the limit.
  const total = await vendorTotal(resource, open.call("passthrough"));
  let stored = 0;
  for await (const _ of livingIds(ref, resource.name, undefined, deps)) stored += 1;
  return {
    startedAt,
    stored,
    ...(total === undefined ? {} : { vendorTotal: total }),
    passed: 0,
    drawn: 0,
    checked: 0,
    equal: 0,
    different: [],
    gone: [],
  };
};

/** The checks, and then the reading of everything. When there is more to do; undefined: all is done. */
const goOn = async (verifying: Verifying, progress: Progress, most: number): Promise<number | undefined> => {
  if (!progress.read) {
    const checksGoOnAt = await checkOn(verifying, progress, most);
    if (checksGoOnAt !== undefined) return checksGoOnAt;
    progress.read = true;
  }
  const { ref, resource, deps } = verifying;
  const { cycle, lastCycle, nextAt, blank } = await deps.states.get(ref, resource.name, "full");
  if (!blank && (lastCycle?.startedAt ?? 0) >= progress.startedAt) return undefined;
  const now = deps.clock();
  // One that was under way when this began proves too little: another one follows it.
  if (cycle === undefined && nextAt > now) await deps.states.schedule(ref, resource.name, "full", now);
  await sendSlices(ref, [{ resource, track: "full" }], deps);
  return now + LOOK_AGAIN;
};

const listingSince = async (
  { ref, resource, deps }: Verifying,
  { startedAt }: Progress,
): Promise<Pick<Verification, "listing">> => {
  const { lastCycle, blank } = await deps.states.get(ref, resource.name, "full");
  if (!lastCycle || blank || lastCycle.startedAt < startedAt) return {};
  const { startedAt: at, rows: records, added: missing = 0 } = lastCycle;
  return { listing: { at: new Date(at).toISOString(), records, missing } };
};

/** Goes on with the checks, and resolves with the time at which there is more to do; undefined: all is done. */
const checkOn = async (verifying: Verifying, progress: Progress, most: number): Promise<number | undefined> => {
  const { ref, resource, deps } = verifying;
  if (!resource.get) return undefined;
  for await (const id of livingIds(ref, resource.name, progress.after, deps)) {
    if (progress.drawn >= most) return undefined;
    // So many of those that are left: every id has the same chance, and nothing is kept but two numbers.
    if (deps.random() * (progress.stored - progress.passed) < most - progress.drawn) {
      const finding = await checkInTime(verifying, id);
      if (typeof finding === "number") return finding;
      note(progress, id, finding);
      progress.drawn += 1;
    }
    progress.passed += 1;
    progress.after = id;
  }
  return undefined;
};

type Finding = "equal" | "different" | "gone" | "unknown";

const note = (progress: Progress, id: string, finding: Finding): void => {
  if (finding === "unknown") return;
  progress.checked += 1;
  if (finding === "equal") progress.equal += 1;
  else if (progress[finding].length < MOST_NAMED) progress[finding].push(id);
};

/** What is with a record; or, unix milliseconds, when to ask: the limit is used up, the vendor away, or the time over. */
const checkInTime = async (verifying: Verifying, id: string): Promise<Finding | number> => {
  const { deadline, deps } = verifying;
  for (;;) {
    const now = deps.clock();
    if (now >= deadline) return now;
    try {
      return await checkOne(verifying, id);
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      const retryAt = error.retryAt ?? deps.clock() + AGAIN;
      const wait = retryAt - deps.clock();
      if (wait > MOST_SLEPT || retryAt >= deadline) return retryAt;
      await deps.sleep(Math.max(1, wait));
    }
  }
};

/** Asks for one record again and repairs what differs. */
const checkOne = async ({ ref, resource, open, deps }: Verifying, id: string): Promise<Finding> => {
  const { name } = resource;
  const askedAt = deps.clock();
  const stored = await deps.records.get(ref, name, id);
  const settings = { ...open.shop.settings, grants: open.grants };
  const told = await ask({
    ...{ resource, id, settings },
    current: stored?.raw,
    version: stored?.version,
    call: open.call("passthrough"),
  });
  if (told.said === "cannot-tell") {
    if (told.error instanceof Rejected || told.error instanceof VendorChanged) return "unknown";
    throw told.error;
  }
  if (told.said !== "here") {
    await deps.candidates.note(ref, name, [{ id, evidence: evidenceOf(told, askedAt)! }]);
    return "gone";
  }
  const { seen } = told;
  const isEqual = stored !== undefined && (await deps.records.isAsStored(ref, name, seen, stored));
  // The fields that only the detail shows are compared there.
  const { unchanged } = await deps.records.upsert(ref, name, [seen], askedAt);
  return isEqual && unchanged === 1 ? "equal" : "different";
};

async function* livingIds(ref: ShopRef, name: string, from: string | undefined, deps: JobDeps): AsyncGenerator<string> {
  let after = from;
  do {
    const page = await deps.records.livingIds(ref, name, after);
    for (const { id } of page.ids) yield id;
    after = page.next;
  } while (after !== undefined);
}

/** The vendor's own count: the total on the first page of the whole listing. Undefined where it cannot be had now. */
const vendorTotal = async (resource: Resource, call: Call): Promise<number | undefined> => {
  const { listing } = resource;
  const countable = listing.paging === "page" || listing.paging === "offset";
  if (!countable || listing.partitions || listing.strategy === "window") return undefined;
  const ask = { size: listing.pageSize, ...(listing.paging === "page" ? { page: 1 } : { offset: 0 }) };
  try {
    return listing.read(await call(listing.operation, listing.call(ask)), ask).total;
  } catch (error) {
    if (error instanceof SignInAgain) throw error;
    return undefined;
  }
};
