import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { recordIdOf, referenceOf } from "../../core/ids.ts";
import type { Clock, Metric, Sleep } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { CanonicalWrite, OperationCall, Resource, WriteContext } from "../../core/vendor.ts";
import type { WriteEvent } from "../../core/write-states.ts";
import {
  isDoubtful,
  type LedgerStore,
  type Write,
  type WriteError,
  type WriteFields,
  type WriteResult,
} from "../../stores/ledger.ts";
import type { RecordStore } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { askFor, observationOf } from "../sync/observation.ts";

export interface PerformDeps {
  readonly ledger: LedgerStore;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metric: Metric;
  readonly sleep: Sleep;
  /** Tells the tenant (`write.succeeded`, `write.rejected`, `write.dead`, `write.unknown`). */
  readonly notify: (event: string, write: Write) => Promise<void>;
}

/** A worker with a shop in its hands. */
export interface WriteWorker {
  readonly shop: OpenShop;
  /** Our clock at which the worker is certainly gone, unix milliseconds. */
  readonly leaseUntil: number;
  /** Unique for each worker. */
  readonly name: string;
  readonly deps: PerformDeps;
  /** By write: the version of its record as we knew it before the call. */
  readonly before: Map<string, number>;
  /** Writes that have left their lines by this worker's hand. */
  readonly ended: Set<string>;
}

/** Tries that certainly did not reach the vendor, before a write is dead. */
export const MOST_ATTEMPTS = 12;
/** A write whose outcome nobody knows keeps its line closed no longer than this. */
const LONGEST_BLOCK = 15 * MINUTE;
/** And is looked for no longer than this. */
const LONGEST_SEARCH = 3 * DAY;
const DEFAULT_SETTLE_SECONDS = 60;
const SAVE_TRIES = 4;
/** Bytes of a vendor's answer that the ledger keeps. */
const LONGEST_ANSWER = 60_000;
/** Fields of a refusal that the ledger keeps. */
const MOST_FIELDS = 40;
/** Our clock and a vendor's differ by less. */
const CLOCKS = 15 * MINUTE;

/** When the write may be touched, if not now. */
export const waitFor = (write: Write, now: number): number | undefined => {
  const until = Math.max(write.notBefore ?? 0, write.leaseUntil ?? 0);
  return until > now ? until : undefined;
};

/** One step of one write. Whoever loses a race to another worker does nothing. */
export const advance = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger } = worker.deps;
  switch (write.state) {
    case "queued":
      return send(write, worker);
    case "sending":
      // A worker died in the middle of it: until its end it may have begun the call.
      await ledger.move(write, "lose", { lostAt: write.leaseUntil ?? worker.deps.clock(), leaseUntil: undefined });
      return;
    case "probing":
      await ledger.move(write, "fail-probe", { leaseUntil: undefined });
      return;
    case "unknown":
      return resolve(write, worker);
    default:
      return close(write, worker);
  }
};

const send = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, metric } = worker.deps;
  if (write.attempts >= MOST_ATTEMPTS) {
    // An earlier try that nobody could look up may have been carried out: that is not dead.
    const event = isDoubtful(write) ? "lose" : "give-up";
    const moved = await ledger.move(write, event, { notBefore: undefined });
    if (moved) await advance(moved, worker);
    return;
  }
  const now = worker.deps.clock();
  // Sent again, and the vendor has not let us for long: those behind wait for an outcome that nobody knows.
  if (isDoubtful(write) && (await mustStepAside(write, worker))) {
    const moved = await ledger.move(write, "lose", { notBefore: undefined });
    if (moved) await advance(moved, worker);
    return;
  }
  const settled = settledAt(write, worker.shop);
  if (settled > now) {
    await ledger.change(write, { notBefore: Math.min(settled, endOfBlock(write, now)) });
    return;
  }
  const claimed = await claim(write, worker);
  if (!claimed) return;
  const call = await prepare(claimed, worker);
  if (!call) return;
  metric("WriteAttempts", 1);
  let result: WriteResult;
  try {
    const answer = await worker.shop.call("write")(claimed.operation, call);
    result = { ...resultOf(claimed, worker.shop, answer), by: "answer" };
  } catch (error) {
    await settle(error, claimed, worker);
    return;
  }
  // Nothing that fails from here on is about the call: it must never look as if the vendor had not been reached.
  await succeed(claimed, "succeed", result, worker);
};

export const claim = (write: Write, worker: WriteWorker): Promise<Write | undefined> => {
  const now = worker.deps.clock();
  return worker.deps.ledger.move(write, "claim", {
    attempts: write.attempts + 1,
    probes: 0,
    firstAttemptAt: write.firstAttemptAt ?? now,
    startedAt: write.startedAt ?? now,
    lastAttemptAt: now,
    leaseUntil: worker.leaseUntil,
    worker: worker.name,
    notBefore: undefined,
    error: undefined,
  });
};

/** All that comes before the call. Undefined: there is nothing to be sent (any more, or now). */
const prepare = async (write: Write, worker: WriteWorker): Promise<OperationCall | undefined> => {
  try {
    if ((isDoubtful(write) || write.alone) && canonical(write, worker.shop)?.probe) {
      const found = await probeOnce(write, worker);
      if (found) {
        await succeed(write, "succeed", { ...found, by: "probe" }, worker);
        return undefined;
      }
    }
    await guardVersion(write, worker);
    return await encode(write, worker);
  } catch (error) {
    if (error instanceof Rejected) await refuse(error, write, worker);
    // The vendor was asked, not told: whatever went wrong, nothing has been written.
    else await delay(error, write, worker, isCalm(error) ? { attempts: write.attempts - 1 } : {});
    return undefined;
  }
};

/** Waiting for a limit or for credentials is no failed try. */
export const isCalm = (error: unknown): boolean =>
  error instanceof SignInAgain || (error instanceof RetryLater && error.limited);

/** What an error of the call tells about the vendor's state. */
const settle = async (error: unknown, write: Write, worker: WriteWorker): Promise<void> => {
  if (error instanceof Rejected) return refuse(error, write, worker);
  if (error instanceof SignInAgain || (error instanceof RetryLater && error.delivered === "no"))
    return delay(error, write, worker, isCalm(error) ? { attempts: write.attempts - 1 } : {});
  await lose(error, write, worker);
  if (!(error instanceof RetryLater || error instanceof VendorChanged)) throw error;
};

/** The vendor certainly did not act: once more, later. */
export const delay = async (error: unknown, write: Write, worker: WriteWorker, fields: WriteFields): Promise<void> => {
  const { clock, random } = worker.deps;
  const now = clock();
  const soonest =
    error instanceof SignInAgain
      ? MINUTE
      : error instanceof RetryLater && error.limited
        ? SECOND / 4
        : backOff(write.attempts, random);
  const retryAt = error instanceof RetryLater ? (error.retryAt ?? 0) : 0;
  await save(write, "delay", worker, {
    leaseUntil: undefined,
    notBefore: Math.min(
      Math.max(retryAt, now + soonest),
      isDoubtful(write) ? endOfBlock(write, now) : Number.POSITIVE_INFINITY,
    ),
    error: errorOf(
      error instanceof SignInAgain ? "sign-in-again" : "retry-later",
      error instanceof Error ? error.message : "the attempt failed",
    ),
    ...fields,
  });
  if (!(error instanceof RetryLater || error instanceof VendorChanged)) throw error;
};

export const lose = async (error: unknown, write: Write, worker: WriteWorker): Promise<void> => {
  const before = worker.before.get(write.id);
  await save(write, "lose", worker, {
    leaseUntil: undefined,
    lostAt: worker.deps.clock(),
    // A later try's would already show what the first one did.
    ...(write.lostAt === undefined && before !== undefined ? { recordBefore: before } : {}),
    error: errorOf("no-answer", error instanceof Error ? error.message : "no answer"),
  });
};

/** The vendor said no. Where an earlier try may have been carried out, the refusal may be its echo (a code that exists). */
export const refuse = async (refusal: Rejected, write: Write, worker: WriteWorker): Promise<void> => {
  const error = errorOf(refusal.code, refusal.message, refusal.fields);
  if (write.lostAt !== undefined || write.alone) {
    const found = await lookAgain(write, worker).catch(() => "unknown" as const);
    if (found === "unknown") {
      await save(write, "lose", worker, { leaseUntil: undefined, error });
      return;
    }
    if (found) return succeed(write, "succeed", { ...found, by: "probe" }, worker);
  }
  const rejected = await save(write, "reject", worker, { error, leaseUntil: undefined, notBefore: undefined });
  if (rejected) await close(rejected, worker);
};

/** Whether an earlier try was carried out: by the probe, else by what the record says. */
const lookAgain = async (write: Write, worker: WriteWorker): Promise<WriteResultId | "unknown" | undefined> => {
  const declared = canonical(write, worker.shop);
  if (declared?.probe) return probeOnce(write, worker);
  if (!isDoubtful(write)) return undefined;
  const { records } = worker.deps;
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  if (!resource?.get || id === undefined || !declared?.notTaken) return "unknown";
  worker.deps.metric("WriteProbes", 1);
  const seen = await observe(resource, id, worker);
  if (!seen) return "unknown";
  if (declared.notTaken(write.command, seen.record).length === 0) return { id: seen.id };
  // Not touched since before the first try, by the vendor's clock or by all that it shows: nothing was carried out.
  const since = write.firstAttemptAt ?? 0;
  if (seen.modified !== undefined && seen.modified < since - CLOCKS) return undefined;
  const stored = await records.get(refOf(worker.shop.shop), resource.name, id);
  const isAsBefore = stored && (stored.version === write.recordBefore || stored.observedAt < since);
  return isAsBefore && !stored.deleted ? undefined : "unknown";
};

/** Finds out what became of a write, without ever guessing. */
const resolve = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, clock, random } = worker.deps;
  const now = clock();
  const declared = canonical(write, worker.shop);
  // A request that is still under way would be missed by an early look, and would overtake what comes behind.
  const settled = settledAt(write, worker.shop);
  if (!declared?.probe && !declared?.repeatable) {
    if (settled <= now) return leave(write, worker, { closed: true });
    await ledger.change(write, { notBefore: settled });
    return;
  }
  if (await mustStepAside(write, worker)) return leave(write, worker, { aside: true, notBefore: undefined });
  if (write.aside && now - (write.lostAt ?? 0) > LONGEST_SEARCH) {
    await ledger.change(write, { closed: true });
    return;
  }
  if (settled > now) {
    await ledger.change(write, { notBefore: Math.min(settled, endOfBlock(write, now)) });
    return;
  }
  const probing = await ledger.move(write, "probe", {
    probes: write.probes + 1,
    leaseUntil: worker.leaseUntil,
    worker: worker.name,
    notBefore: undefined,
  });
  if (!probing) return;
  // The refusal of a repetition is the vendor's last word about the repetition, and none about the first try.
  const isRefused = write.error !== undefined && write.error.code !== "no-answer";
  if (!declared.probe && !isRefused && !write.aside && write.attempts < MOST_ATTEMPTS) {
    await ledger.move(probing, "miss", { leaseUntil: undefined });
    return;
  }
  let found: WriteResultId | "unknown" | undefined;
  try {
    found = await lookAgain(probing, worker);
  } catch (error) {
    const retryAt = error instanceof RetryLater ? (error.retryAt ?? 0) : 0;
    const next = Math.max(retryAt, clock() + backOff(probing.probes, random));
    const notBefore = Math.min(next, endOfBlock(probing, clock()));
    // The record that would tell is gone, or its trace was wiped out: nothing will ever tell.
    const isOver = error instanceof Rejected && error.notFound;
    const fields = isOver ? { error: errorOf("cannot-tell", error.message) } : {};
    const failed = await ledger.move(probing, "fail-probe", { leaseUntil: undefined, notBefore, ...fields });
    if (failed && isOver) return leave(failed, worker, { closed: true });
    if (!(error instanceof RetryLater || error instanceof VendorChanged || error instanceof Rejected)) throw error;
    return;
  }
  if (found === "unknown") return cannotTell(probing, worker);
  if (found) return succeed(probing, "find", { ...found, by: "probe" }, worker);
  // A probe that compares a record, for want of a reference: whoever has passed it may have rewritten what it shows.
  const isCompared = declared.reference.startsWith("none") && recordIdOf(probing.command) !== undefined;
  if (probing.aside && isCompared) return cannotTell(probing, worker);
  // Others have passed it: sent now, it would undo what came behind. A person decides.
  const event: WriteEvent = probing.aside || !declared.probe ? "give-up" : "miss";
  const moved = await ledger.move(probing, event, { leaseUntil: undefined, missedAt: clock() });
  if (moved?.state === "dead") await close(moved, worker);
};

/** The record has changed since, and does not show what was asked: whether it ever did is lost. */
const cannotTell = async (probing: Write, worker: WriteWorker): Promise<void> => {
  const last = probing.error && probing.error.code !== "no-answer" ? ` (the repetition: ${probing.error.message})` : "";
  const message = `the record has changed since, and does not show whether the first try was carried out${last}`;
  const failed = await worker.deps.ledger.move(probing, "fail-probe", {
    leaseUntil: undefined,
    notBefore: undefined,
    error: { code: "cannot-tell", message },
  });
  if (failed) await leave(failed, worker, { closed: true });
};

/** Whoever stands behind has waited long enough; a line without anybody behind may be kept where it can be sent again. */
const mustStepAside = async (write: Write, worker: WriteWorker): Promise<boolean> => {
  const now = worker.deps.clock();
  if (write.aside || now - (write.startedAt ?? now) <= LONGEST_BLOCK) return false;
  const declared = canonical(write, worker.shop);
  if (declared?.probe) return true;
  return declared?.repeatable === true && (await worker.deps.ledger.behind(write)) !== undefined;
};

/** No wait may carry a write in the dark past its time, nor one that keeps its line past the time of who comes now. */
const endOfBlock = (write: Write, now: number): number => {
  if (write.aside) return Number.POSITIVE_INFINITY;
  const end = (write.startedAt ?? now) + LONGEST_BLOCK + 1;
  return end > now ? end : now + LONGEST_BLOCK;
};

/** When a look at the vendor tells the truth about a lost try, unix milliseconds. */
const settledAt = (write: Write, shop: OpenShop): number => {
  if (!isDoubtful(write)) return 0;
  return write.lostAt! + (canonical(write, shop)?.settleSeconds ?? DEFAULT_SETTLE_SECONDS) * SECOND;
};

/** The line goes on without it. Told first: whoever is told twice loses nothing. */
const leave = async (write: Write, worker: WriteWorker, fields: WriteFields): Promise<void> => {
  await worker.deps.notify("write.unknown", write);
  await warnNext(write, "its outcome is unknown", worker);
  await worker.deps.ledger.change(write, fields);
};

const warnNext = async (write: Write, reason: string, worker: WriteWorker): Promise<void> => {
  const next = await worker.deps.ledger.behind(write);
  if (!next) return;
  const warning = `went ahead of write ${write.id} of the same ${write.entity.split(":")[0]}: ${reason}`;
  if (next.warnings?.includes(warning)) return;
  await worker.deps.ledger.change(next, { warnings: [...(next.warnings ?? []), warning] });
};

type WriteResultId = Pick<WriteResult, "id" | "code">;

const probeOnce = async (write: Write, worker: WriteWorker): Promise<WriteResultId | undefined> => {
  const found = await probeFully(write, worker);
  return found && { id: found.id };
};

const probeFully = async (write: Write, worker: WriteWorker) => {
  const declared = canonical(write, worker.shop);
  if (!declared?.probe) return undefined;
  worker.deps.metric("WriteProbes", 1);
  return declared.probe(write.command, await contextOf(write, worker, false), worker.shop.call("write"));
};

/** Saved first, then read back: the truth must not wait for a second call. */
export const succeed = async (
  write: Write,
  event: "succeed" | "find",
  result: WriteResult,
  worker: WriteWorker,
): Promise<void> => {
  const done = await save(write, event, worker, {
    result,
    leaseUntil: undefined,
    notBefore: undefined,
    error: undefined,
  });
  if (done) await close(done, worker);
};

/** A move that must not be lost to a throttle: the outcome of a call is known once only. */
const save = async (
  write: Write,
  event: WriteEvent,
  worker: WriteWorker,
  fields: WriteFields,
): Promise<Write | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await worker.deps.ledger.move(write, event, fields);
    } catch (error) {
      if (!(error instanceof RetryLater) || attempt === SAVE_TRIES) throw error;
      await worker.deps.sleep(100 * 3 ** attempt);
    }
  }
};

/** What is left to be done once the outcome stands: read back, tell, leave the line. */
const close = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, metric, notify } = worker.deps;
  const result = write.state === "succeeded" ? await readBack(write, worker) : write.result;
  const final = { ...write, result };
  if (write.state === "dead") await warnNext(write, "it was given up", worker);
  if (write.state !== "cancelled") await notify(`write.${write.state}`, final);
  if (!(await ledger.change(write, { result, closed: true }))) return;
  worker.ended.add(write.id);
  metric("WritesEnded", 1, { state: write.state });
};

/** The record as the vendor really keeps it now: stored at once, and compared with what was asked. */
const readBack = async (write: Write, worker: WriteWorker): Promise<WriteResult> => {
  const declared = canonical(write, worker.shop);
  const id = write.result?.id ?? recordIdOf(write.command);
  const result: WriteResult = { ...write.result!, id };
  const resource = resourceOf(declared, worker.shop);
  if (!declared || !resource?.get) return result;
  try {
    const seen =
      (id === undefined ? undefined : await observe(resource, id, worker, { origin: write.id })) ??
      (await observeFound(resource, write, worker));
    if (!seen) return result;
    const notTaken = declared.notTaken?.(write.command, seen.record) ?? [];
    return {
      ...result,
      id: id ?? seen.id,
      version: seen.version,
      readBack: true,
      ...(notTaken.length > 0 ? { notTaken } : {}),
    };
  } catch (error) {
    if (!isOutage(error) && !(error instanceof RangeError)) throw error;
    // The next cycle brings the record; the write itself is done.
    return result;
  }
};

const isOutage = (error: unknown): boolean =>
  error instanceof RetryLater ||
  error instanceof VendorChanged ||
  error instanceof Rejected ||
  error instanceof SignInAgain;

/** The vendor's answer did not name the record, or it cannot be asked for by what the answer said: looked for again. */
const observeFound = async (resource: Resource, write: Write, worker: WriteWorker) => {
  if (!write.kind.endsWith(".create")) return undefined;
  const found = await probeFully(write, worker);
  if (found?.id === undefined) return undefined;
  return observe(resource, found.id, worker, { origin: write.id, current: found.current });
};

/** Asks for one record and stores it. Undefined: it is not there, or the vendor will not tell. */
const observe = async (
  resource: Resource,
  id: string,
  worker: WriteWorker,
  { origin, current }: { origin?: string; current?: unknown } = {},
) => {
  const { records, clock } = worker.deps;
  const { shop } = worker.shop;
  const ref = refOf(shop);
  const askedAt = clock();
  const storedIn = async (name: ResourceName | undefined) => name && (await records.get(ref, name, id));
  const stored = await storedIn(resource.name);
  const known = current ?? stored?.raw ?? (await storedIn(resource.get?.like))?.raw;
  const row = await askFor(resource, id, worker.shop.call("write"), known);
  if (row === undefined || row === "unknown") return undefined;
  const seen = observationOf(resource, row, { ...shop.settings, grants: worker.shop.grants });
  const same = seen.id === id ? stored : undefined;
  const version = await records.keep(ref, resource.name, seen, askedAt, same, origin);
  return { id: seen.id, record: seen.record, modified: seen.modified, version };
};

/** The caller saw version n of the record; if it has changed since, his amounts mean something else now. */
const guardVersion = async (write: Write, worker: WriteWorker): Promise<void> => {
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  if (write.ifVersion === undefined || !resource || id === undefined) return;
  // An earlier try of our own may be what moved it on.
  if (isDoubtful(write) && !declared?.probe) return;
  if (resource.get) await observe(resource, id, worker);
  const stored = await worker.deps.records.get(refOf(worker.shop.shop), resource.name, id);
  const version = stored && !stored.deleted ? stored.version : 0;
  if (version === write.ifVersion) return;
  const message = `the record is at version ${version}`;
  throw new Rejected(message, { code: "version-conflict", fields: { if_version: message } });
};

export const canonical = (write: Pick<Write, "kind">, shop: OpenShop): CanonicalWrite | undefined =>
  write.kind === "passthrough" ? undefined : shop.vendor.writes[write.kind];

const resourceOf = (declared: CanonicalWrite | undefined, shop: OpenShop): Resource | undefined =>
  shop.vendor.resources.find(({ name }) => name === declared?.resource);

/** `beforeCall`: what the record has now matters more than what we know of it. */
export const contextOf = async (write: Write, worker: WriteWorker, beforeCall: boolean): Promise<WriteContext> => {
  const { shop, grants } = worker.shop;
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  if (beforeCall && declared?.fresh && resource?.get && id !== undefined) {
    const seen = await observe(resource, id, worker);
    // A sum with an old amount would be a wrong one; an update of what is gone is refused by the vendor.
    if (!seen && !declared.repeatable && !declared.probe)
      throw new Rejected("the vendor does not show the record now", { code: "record-unreadable" });
  }
  const current =
    resource && id !== undefined ? await worker.deps.records.get(refOf(shop), resource.name, id) : undefined;
  if (beforeCall && current && !current.deleted) worker.before.set(write.id, current.version);
  return {
    writeId: write.id,
    reference: referenceOf(write.id),
    settings: shop.settings,
    grants,
    current: current?.raw,
    firstAttemptAt: write.firstAttemptAt,
    lastAttemptAt: write.lastAttemptAt,
  };
};

/** The vendor call of a write, as it would be sent now. */
export const encode = async (write: Write, worker: WriteWorker): Promise<OperationCall> => {
  const declared = canonical(write, worker.shop);
  if (!declared) return write.command as OperationCall;
  return declared.encode(write.command, await contextOf(write, worker, true));
};

const resultOf = (write: Write, shop: OpenShop, answer: unknown): Omit<WriteResult, "by"> => {
  const declared = canonical(write, shop);
  return declared ? declared.result(answer, write.command) : keptAnswer(answer);
};

/** An entry that the table does not hold would end in the dark, although the vendor said yes. */
const keptAnswer = (answer: unknown): Pick<WriteResult, "answer" | "truncated"> => {
  const text = JSON.stringify(answer) ?? "";
  if (Buffer.byteLength(text) <= LONGEST_ANSWER) return { answer };
  // A character of JSON has three bytes at most, also as text within JSON.
  return { answer: text.slice(0, LONGEST_ANSWER / 3), truncated: true };
};

/** Some vendors have a sentence about each of five hundred lines. */
const errorOf = (code: string, message: string, fields?: Readonly<Record<string, string>>): WriteError => ({
  code: code.slice(0, 200),
  message: message.slice(0, 2_000),
  ...(fields && {
    fields: Object.fromEntries(
      Object.entries(fields)
        .slice(0, MOST_FIELDS)
        .map(([field, sentence]) => [field.slice(0, 100), String(sentence).slice(0, 200)]),
    ),
  }),
});

export const backOff = (attempts: number, random: () => number): number =>
  Math.min(HOUR / 4, SECOND * 2 ** Math.min(attempts, 10)) * (0.5 + random() / 2);
