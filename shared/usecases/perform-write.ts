import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import { referenceOf } from "../core/ids.ts";
import type { Clock, Metric } from "../core/ports.ts";
import { HOUR, MINUTE, SECOND } from "../core/time.ts";
import type { CanonicalWrite, OperationCall, WriteContext } from "../core/vendor.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { LedgerStore, Write, WriteResult } from "../stores/ledger.ts";
import type { RecordStore } from "../stores/records.ts";
import type { OpenShop } from "./open-shop.ts";
import { askFor, observationOf } from "./sync-slice.ts";

export interface PerformDeps {
  readonly ledger: LedgerStore;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metric: Metric;
  /** Tells the tenant (`write.succeeded`, `write.rejected`, `write.dead`, `write.unknown`). */
  readonly notify: (event: string, write: Write) => Promise<void>;
}

export interface LaneJob {
  readonly ref: ShopRef;
  readonly lane: string;
  /** Opens the shop when there is something to do. */
  readonly open: () => Promise<OpenShop>;
  /** Our clock at which the worker stops, unix milliseconds. */
  readonly deadline: number;
  /** Milliseconds that a dead worker keeps an entry. Longer than a call can take. */
  readonly lease: number;
}

/** `empty`: nobody is left in the line. `later`: come back at `retryAt`. */
export type LaneOutcome = { readonly outcome: "empty" } | { readonly outcome: "later"; readonly retryAt: number };

/** Tries that certainly did not reach the vendor, before a write is dead. */
const MOST_ATTEMPTS = 12;
/** A write whose outcome nobody can tell keeps its line closed no longer than this. */
const LONGEST_BLOCK = 15 * MINUTE;
const DEFAULT_SETTLE_SECONDS = 60;

/**
 * Works off one entity's line, strictly in order. The message that woke us says only which line: the ledger is the
 * truth, so a lost, repeated or late message changes nothing.
 */
export const performLane = async (job: LaneJob, deps: PerformDeps): Promise<LaneOutcome> => {
  let shop: OpenShop | undefined;
  for (;;) {
    const write = await deps.ledger.head(job.ref, job.lane);
    if (!write) return { outcome: "empty" };
    if (deps.clock() >= job.deadline) return { outcome: "later", retryAt: deps.clock() };
    const wait = waitFor(write, deps.clock());
    if (wait !== undefined) return { outcome: "later", retryAt: wait };
    shop ??= await job.open();
    await advance(write, shop, job, deps);
  }
};

/** When the write may be touched, if not now. */
const waitFor = (write: Write, now: number): number | undefined => {
  const until = Math.max(write.notBefore ?? 0, write.leaseUntil ?? 0);
  return until > now ? until : undefined;
};

/** One step of one write. Whoever loses a race to another worker does nothing. */
const advance = async (write: Write, shop: OpenShop, job: LaneJob, deps: PerformDeps): Promise<void> => {
  if (write.state === "queued") return send(write, shop, job, deps);
  // A worker died in the middle of it.
  if (write.state === "sending") {
    await deps.ledger.move(write, "lose", { leaseUntil: undefined });
    return;
  }
  if (write.state === "probing") {
    await deps.ledger.move(write, "fail-probe", { leaseUntil: undefined });
    return;
  }
  return resolve(write, shop, job, deps);
};

const send = async (write: Write, shop: OpenShop, job: LaneJob, deps: PerformDeps): Promise<void> => {
  const now = deps.clock();
  if (write.attempts >= MOST_ATTEMPTS) {
    await finish(await deps.ledger.move(write, "give-up", {}), "write.dead", deps);
    return;
  }
  const claimed = await deps.ledger.move(write, "claim", {
    attempts: write.attempts + 1,
    probes: 0,
    firstAttemptAt: write.firstAttemptAt ?? now,
    lastAttemptAt: now,
    leaseUntil: now + job.lease,
    notBefore: undefined,
    error: undefined,
  });
  if (!claimed) return;
  deps.metric("WriteAttempts", 1);
  try {
    const refusal = await versionRefusal(claimed, shop, job, deps);
    if (refusal) throw refusal;
    const call = await callOf(claimed, shop, job.ref, deps);
    const answer = await shop.call("write")(claimed.operation, call);
    const result = resultOf(claimed, shop, answer);
    await succeed(claimed, "succeed", { ...result, by: "answer" }, shop, job, deps);
  } catch (error) {
    await settle(error, claimed, shop, job, deps);
  }
};

/** What an error tells about the vendor's state. */
const settle = async (error: unknown, write: Write, shop: OpenShop, job: LaneJob, deps: PerformDeps): Promise<void> => {
  const { ledger } = deps;
  const leaseUntil = undefined;
  if (error instanceof Rejected) {
    // An earlier try may have been carried out after all: the refusal (a code that exists) is then its echo.
    if (write.attempts > 1) {
      let found: { id?: string | undefined } | undefined;
      try {
        found = await probeOnce(write, shop, deps);
      } catch {
        // Not to be told now: neither a yes nor a no would be known to be true.
        await ledger.move(write, "lose", { leaseUntil, error: { code: error.code, message: error.message } });
        return;
      }
      if (found) return succeed(write, "succeed", { ...found, by: "probe" }, shop, job, deps);
    }
    const details = { code: error.code, message: error.message, fields: error.fields };
    await finish(await ledger.move(write, "reject", { error: details, leaseUntil }), "write.rejected", deps);
    return;
  }
  if (error instanceof SignInAgain) {
    await ledger.move(write, "delay", {
      attempts: write.attempts - 1,
      leaseUntil,
      notBefore: deps.clock() + MINUTE,
      error: { code: "sign-in-again", message: error.message },
    });
    throw error;
  }
  if (error instanceof RetryLater && error.delivered === "no") {
    const notBefore = Math.max(
      error.retryAt ?? 0,
      deps.clock() + (error.limited ? SECOND / 4 : backOff(write.attempts, deps.random)),
    );
    // Waiting for a limit is no failed try.
    const attempts = error.limited ? write.attempts - 1 : write.attempts;
    await ledger.move(write, "delay", {
      attempts,
      leaseUntil,
      notBefore,
      error: { code: "retry-later", message: error.message },
    });
    return;
  }
  if (error instanceof RetryLater || error instanceof VendorChanged) {
    await ledger.move(write, "lose", { leaseUntil, error: { code: "no-answer", message: error.message } });
    return;
  }
  throw error;
};

/** Finds out what became of a write, without ever guessing. */
const resolve = async (write: Write, shop: OpenShop, job: LaneJob, deps: PerformDeps): Promise<void> => {
  const { ledger } = deps;
  const now = deps.clock();
  const declared = canonical(write, shop);
  // Cannot be asked, but sending it again does no harm: the vendor ends up in the same state.
  if (declared?.repeatable && !declared.probe && write.attempts < MOST_ATTEMPTS) {
    const probing = await ledger.move(write, "probe", { leaseUntil: now + job.lease });
    if (probing)
      await ledger.move(probing, "miss", {
        leaseUntil: undefined,
        notBefore: now + backOff(write.attempts, deps.random),
      });
    return;
  }
  const lastAttempt = write.lastAttemptAt ?? now;
  if (!declared?.probe || now - (write.firstAttemptAt ?? now) > LONGEST_BLOCK + write.attempts * MINUTE) {
    await deps.notify("write.unknown", write);
    await ledger.change(write, { released: true });
    return;
  }
  // A request that is still under way at the vendor would be missed by an early look.
  const settled = lastAttempt + (declared.settleSeconds ?? DEFAULT_SETTLE_SECONDS) * SECOND;
  if (settled > now) {
    await ledger.change(write, { notBefore: settled });
    return;
  }
  const probing = await ledger.move(write, "probe", {
    probes: write.probes + 1,
    leaseUntil: now + job.lease,
    notBefore: undefined,
  });
  if (!probing) return;
  try {
    const found = await probeOnce(probing, shop, deps);
    if (found) await succeed(probing, "find", { ...found, by: "probe" }, shop, job, deps);
    else await ledger.move(probing, "miss", { leaseUntil: undefined });
  } catch (error) {
    if (
      !(
        error instanceof RetryLater ||
        error instanceof VendorChanged ||
        error instanceof Rejected ||
        error instanceof SignInAgain
      )
    )
      throw error;
    const retryAt = error instanceof RetryLater ? error.retryAt : undefined;
    const notBefore = Math.max(retryAt ?? 0, deps.clock() + backOff(probing.probes, deps.random));
    await ledger.move(probing, "fail-probe", { leaseUntil: undefined, notBefore });
    if (error instanceof SignInAgain) throw error;
  }
};

const probeOnce = async (
  write: Write,
  shop: OpenShop,
  deps: PerformDeps,
): Promise<{ id?: string | undefined } | undefined> => {
  const declared = canonical(write, shop);
  if (!declared?.probe) return undefined;
  deps.metric("WriteProbes", 1);
  return declared.probe(write.command, await contextOf(write, shop, deps), shop.call("write"));
};

/** Saved first, then read back: the truth must not wait for a second call. */
const succeed = async (
  write: Write,
  event: "succeed" | "find",
  result: WriteResult,
  shop: OpenShop,
  job: LaneJob,
  deps: PerformDeps,
): Promise<void> => {
  const done = await deps.ledger.move(write, event, {
    result,
    leaseUntil: undefined,
    notBefore: undefined,
    error: undefined,
  });
  if (!done) return;
  const final = await readBack(done, shop, job, deps);
  await finish(final, "write.succeeded", deps);
};

/** The record as the vendor really keeps it now: stored at once, and compared with what was asked. */
const readBack = async (write: Write, shop: OpenShop, job: LaneJob, deps: PerformDeps): Promise<Write> => {
  const declared = canonical(write, shop);
  const resource = shop.vendor.resources.find(({ name }) => name === declared?.resource);
  const id = write.result?.id ?? idOf(write.command);
  let result: WriteResult = { ...write.result!, id, readBack: true };
  if (declared && resource?.get && id !== undefined) {
    try {
      const askedAt = deps.clock();
      const current = (await deps.records.get(job.ref, resource.name, id))?.raw;
      const row = await askFor(resource, id, shop.call("write"), current);
      if (row !== undefined && row !== "unknown") {
        const seen = observationOf(resource, row, shop.shop.settings);
        await deps.records.upsert(job.ref, resource.name, [seen], askedAt, write.id);
        const stored = await deps.records.get(job.ref, resource.name, seen.id);
        const notTaken = declared.notTaken?.(write.command, seen.record) ?? [];
        result = { ...result, version: stored?.version, ...(notTaken.length > 0 ? { notTaken } : {}) };
      }
    } catch (error) {
      // The next cycle brings the record; the write itself is done.
      if (
        !(
          error instanceof RetryLater ||
          error instanceof VendorChanged ||
          error instanceof Rejected ||
          error instanceof SignInAgain ||
          error instanceof RangeError
        )
      )
        throw error;
    }
  }
  return (await deps.ledger.change(write, { result })) ?? write;
};

const finish = async (write: Write | undefined, event: string, deps: PerformDeps): Promise<void> => {
  if (!write) return;
  deps.metric("WritesEnded", 1, { state: write.state });
  await deps.notify(event, write);
};

const canonical = (write: Write, shop: OpenShop): CanonicalWrite | undefined =>
  write.kind === "passthrough" ? undefined : shop.vendor.writes[write.kind];

const idOf = (command: unknown): string | undefined => {
  const { id, productId } = (command ?? {}) as { id?: string; productId?: string };
  return id ?? productId;
};

const contextOf = async (write: Write, shop: OpenShop, deps: PerformDeps): Promise<WriteContext> => {
  const declared = canonical(write, shop);
  const id = idOf(write.command);
  const current =
    declared?.resource && id !== undefined
      ? await deps.records.get({ tenant: write.tenant, shop: write.shop }, declared.resource, id)
      : undefined;
  return {
    writeId: write.id,
    reference: referenceOf(write.id),
    settings: shop.shop.settings,
    grants: shop.grants,
    current: current?.raw,
    firstAttemptAt: write.firstAttemptAt,
  };
};

/** The vendor call of a write, as it would be sent now. */
export const callOf = async (
  write: Write,
  shop: OpenShop,
  _ref: ShopRef,
  deps: PerformDeps,
): Promise<OperationCall> => {
  const declared = canonical(write, shop);
  if (!declared) return write.command as OperationCall;
  return declared.encode(write.command, await contextOf(write, shop, deps));
};

const resultOf = (
  write: Write,
  shop: OpenShop,
  answer: unknown,
): { id?: string | undefined; code?: string | undefined; answer?: unknown } => {
  const declared = canonical(write, shop);
  return declared ? declared.result(answer, write.command) : { answer };
};

/** The caller saw version n of the record; it has changed since, so his amounts mean something else now. */
const versionRefusal = async (
  write: Write,
  shop: OpenShop,
  job: LaneJob,
  deps: PerformDeps,
): Promise<Rejected | undefined> => {
  const resource = canonical(write, shop)?.resource;
  const id = idOf(write.command);
  if (write.ifVersion === undefined || write.attempts > 1 || !resource || id === undefined) return undefined;
  const stored = await deps.records.get(job.ref, resource, id);
  if (stored?.version === write.ifVersion) return undefined;
  return new Rejected(`the record is at version ${stored?.version ?? 0}`, {
    code: "version-conflict",
    fields: { if_version: `the record is at version ${stored?.version ?? 0}` },
  });
};

const backOff = (attempts: number, random: () => number): number =>
  Math.min(HOUR / 4, SECOND * 2 ** Math.min(attempts, 10)) * (0.5 + random() / 2);
