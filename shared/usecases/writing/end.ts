import { isVendorError, RetryLater } from "../../core/errors.ts";
import { recordIdOf } from "../../core/ids.ts";
import { subjectOf } from "../../core/subjects.ts";
import { fieldsOf, type Taken, taken, verdictsOf } from "../../core/taken.ts";
import type { CanonicalWrite, Resource } from "../../core/vendor.ts";
import type { WriteEvent } from "../../core/write-states.ts";
import type { Write, WriteFields, WriteResult } from "../../stores/ledger.ts";
import { copied } from "./exchange.ts";
import { probeFully } from "./look.ts";
import { keep, observe } from "./observe.ts";
import { readDeletion } from "./read-deletion.ts";
import { behindUntil } from "./waits.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

const SAVE_TRIES = 4;
const NOBODY = Promise.resolve([]);

/** Saved first, then read back: the truth must not wait for a second call. */
export const succeed = async (
  write: Write,
  event: "succeed" | "find",
  result: WriteResult,
  worker: WriteWorker,
): Promise<void> => {
  const before = worker.before.get(write.id);
  const done = await save(write, event, worker, {
    result,
    ...(before === undefined ? {} : { recordBefore: before }),
    leaseUntil: undefined,
    notBefore: undefined,
    error: undefined,
  });
  if (done) await close(done, worker);
};

/** A move that must not be lost to a throttle: the outcome of a call is known once only. */
export const save = async (
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
export const close = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, log, metric, notify, clock } = worker.deps;
  // The endpoints that exist when the outcome is stored are told of it. They are read while the vendor is asked, which takes longer.
  const asked = write.state === "cancelled" ? NOBODY : worker.listeners();
  asked.catch(() => undefined);
  const result = write.state === "succeeded" ? await readBack(write, worker) : write.result;
  await copied([write], worker);
  const again = behindUntil(write, result, clock(), isReadable(write, worker));
  if (again !== undefined) {
    await ledger.change(write, { notBefore: again });
    return;
  }
  const final = { ...write, result };
  if (write.state === "dead") await warnNext(write, "it was given up", worker);
  const listeners = await asked;
  if (listeners.length > 0) await notify(`write.${write.state}`, final, listeners);
  if (!(await ledger.change(write, { result, closed: true, notBefore: undefined }))) return;
  worker.ended.add(write.id);
  metric("WritesEnded", 1, { state: write.state });
  log("info", "write-ended", lineOf(write));
};

/** What the record shows after its change can be read: a removed one is shown no more. */
const isReadable = (write: Write, worker: WriteWorker): boolean => {
  const declared = canonical(write, worker.shop);
  return !declared?.see && !write.kind.endsWith(".delete") && resourceOf(declared, worker.shop)?.get !== undefined;
};

const lineOf = ({ tenant, shop, id, kind, state, error }: Write) => ({
  ...{ tenant, shop, write: id, kind, state },
  ...(error ? { error: error.code } : {}),
});

/** The write leaves its line. Its outcome is told before: an endpoint that hears it twice loses nothing. */
export const leave = async (write: Write, worker: WriteWorker, fields: WriteFields): Promise<void> => {
  worker.deps.metric("WritesUnknown", 1);
  worker.deps.log("warn", "write-ended", lineOf(write));
  await worker.deps.notify("write.unknown", write, await worker.listeners());
  await warnNext(write, "its outcome is unknown", worker);
  await worker.deps.ledger.change(write, fields);
};

/** The record has changed since, and does not show what was asked: whether it ever did is lost. */
export const cannotTell = async (
  write: Write,
  event: "lose" | "fail-probe",
  worker: WriteWorker,
  refusal = write.error,
): Promise<void> => {
  const last = refusal && refusal.code !== "no-answer" ? ` (the repetition: ${refusal.message})` : "";
  const message = `the record has changed since, and does not show whether the first try was carried out${last}`;
  const left = await save(write, event, worker, {
    leaseUntil: undefined,
    notBefore: undefined,
    error: { code: "cannot-tell", message },
  });
  if (left) await leave(left, worker, { closed: true });
};

const warnNext = async (write: Write, reason: string, worker: WriteWorker): Promise<void> => {
  const next = await worker.deps.ledger.behind(write);
  if (!next) return;
  const warning = `went ahead of write ${write.id}, which is about ${subjectOf(write.entity)}: ${reason}`;
  if (next.warnings?.includes(warning)) return;
  await worker.deps.ledger.change(next, { warnings: [...(next.warnings ?? []), warning] });
};

/** What the caller is told: left out before it was sent, or shown otherwise; and what nobody can see. */
const toldOf = (write: Write, verdicts: readonly Taken[]): Pick<WriteResult, "notTaken" | "unseen"> => {
  const notTaken = [...Object.keys(write.dropped ?? {}), ...fieldsOf(verdicts, "no")];
  const unseen = fieldsOf(verdicts, "unseen");
  return { ...(notTaken.length > 0 ? { notTaken } : {}), ...(unseen.length > 0 ? { unseen } : {}) };
};

/** The record as the vendor really keeps it now: stored at once, and compared with what was asked. */
export const readBack = async (write: Write, worker: WriteWorker): Promise<WriteResult> => {
  const declared = canonical(write, worker.shop);
  const id = write.result?.id ?? recordIdOf(write.command);
  const result: WriteResult = { ...write.result!, id };
  const resource = resourceOf(declared, worker.shop);
  if (declared?.see) return seeItself(declared, result, write, worker);
  // Nobody has seen any of it, so none of it is said to be taken.
  const unseen = { ...result, ...toldOf(write, declared?.shows ? taken(write.command, undefined, {}) : []) };
  if (!resource?.get) return unseen;
  try {
    if (write.kind.endsWith(".delete") && id !== undefined)
      return { ...result, ...(await seeDeleted(resource, id, write, worker)) };
    const seen = await seeRecord(resource, id, write, worker);
    if (!seen) return unseen;
    return {
      ...result,
      id: id ?? seen.id,
      version: seen.version,
      readBack: true,
      ...toldOf(write, verdictsOf(declared, write.command, seen.record, seen.raw)),
    };
  } catch (error) {
    if (!isVendorError(error) && !(error instanceof RangeError)) throw error;
    // The next cycle brings the record; the write itself is done.
    return unseen;
  }
};

const seeDeleted = async (
  resource: Resource,
  id: string,
  write: Write,
  worker: WriteWorker,
): Promise<Pick<WriteResult, "readBack" | "notTaken">> => {
  const { isGone, isShown } = await readDeletion(resource, id, write.id, worker);
  return { ...(isGone ? { readBack: true } : {}), ...(isShown ? { notTaken: ["id"] } : {}) };
};

const seeRecord = async (resource: Resource, id: string | undefined, write: Write, worker: WriteWorker) => {
  const isNew = write.kind.endsWith(".create") && write.result?.by === "answer";
  const named = id === undefined ? undefined : await observe(resource, id, worker, { origin: write.id, isNew });
  return named ?? observeFound(resource, write, worker);
};

/** By the declaration's own call, where the collection has none that shows one record. */
const seeItself = async (
  declared: CanonicalWrite,
  result: WriteResult,
  write: Write,
  worker: WriteWorker,
): Promise<WriteResult> => {
  try {
    const askedAt = worker.deps.clock();
    const row = await declared.see!(write.command, result.id, worker.shop.call("write"));
    const verdicts = verdictsOf(declared, write.command, undefined, row);
    if (row === undefined) return { ...result, ...toldOf(write, verdicts) };
    const resource = resourceOf(declared, worker.shop);
    const seen = resource && (await keep({ resource, row, askedAt, origin: write.id }, worker));
    return { ...result, ...(seen ? { version: seen.version } : {}), readBack: true, ...toldOf(write, verdicts) };
  } catch (error) {
    if (!isVendorError(error) && !(error instanceof RangeError)) throw error;
    return { ...result, ...toldOf(write, verdictsOf(declared, write.command, undefined)) };
  }
};

/** The vendor's answer did not name the record, or it cannot be asked for by what the answer said: looked for again. */
const observeFound = async (resource: Resource, write: Write, worker: WriteWorker) => {
  if (!write.kind.endsWith(".create")) return undefined;
  const found = await probeFully(write, worker);
  if (found?.id === undefined) return undefined;
  return observe(resource, found.id, worker, { origin: write.id, current: found.current });
};
