import { saysDuplicate } from "../../core/duplicates.ts";
import { NotNow, Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { referenceOf } from "../../core/ids.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { OperationCall } from "../../core/vendor.ts";
import { isDoubtful, type Write, type WriteError, type WriteFields } from "../../stores/ledger.ts";
import { cannotTell, close, save, succeed } from "./end.ts";
import { compareRecord, lookAgain, type WriteResultId } from "./look.ts";
import { refusedFields, withReference } from "./refused-fields.ts";
import { backOff, endOfBlock, MOST_ATTEMPTS } from "./waits.ts";
import { canonical, type WriteWorker } from "./worker.ts";

/** Fields of a refusal that the ledger keeps. */
const MOST_FIELDS = 40;

/** Waiting for a limit, for credentials or for a server that answers nothing is no failed try. */
export const isCalm = (error: unknown): boolean =>
  error instanceof SignInAgain || error instanceof NotNow || (error instanceof RetryLater && error.limited);

/** What an error of the call tells about the vendor's state. */
export const settle = async (
  error: unknown,
  write: Write,
  worker: WriteWorker,
  call?: OperationCall,
): Promise<void> => {
  if (error instanceof Rejected) return refuse(error, write, worker, call);
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
        : // After the last try there is nothing to wait for.
          write.attempts >= MOST_ATTEMPTS
          ? 0
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

export const lose = async (
  error: unknown,
  write: Write,
  worker: WriteWorker,
  fields: WriteFields = {},
): Promise<void> => {
  const before = worker.before.get(write.id);
  await save(write, "lose", worker, {
    leaseUntil: undefined,
    lostAt: worker.deps.clock(),
    // A later try's would already show what the first one did.
    ...(write.lostAt === undefined && before !== undefined ? { recordBefore: before } : {}),
    error: errorOf("no-answer", error instanceof Error ? error.message : "no answer"),
    ...fields,
  });
};

/**
 * The vendor said no. Where an earlier attempt may have been carried out, the refusal may be its echo, and "it exists
 * already" is a question at any attempt: the vendor is asked for our reference before the refusal counts.
 */
export const refuse = async (
  refusal: Rejected,
  write: Write,
  worker: WriteWorker,
  call?: OperationCall,
): Promise<void> => {
  const told = withReference(refusal, call, referenceOf(write.id));
  const fields = write.kind === "passthrough" ? refusal.fields : refusedFields(write.command, call, told);
  const error = errorOf(refusal.code, refusal.message, fields);
  if (write.lostAt !== undefined || write.alone || isQuestion(refusal, write, worker)) {
    const found = await lookAfterRefusal(write, worker).catch(() => "unknown" as const);
    if (found === "rewritten") return cannotTell(write, "lose", worker, error);
    // A refusal that names our reference says itself that the vendor has it: its lists may show it later.
    if (found === "unknown" || (!found && namesUs(error, write))) {
      await save(write, "lose", worker, { leaseUntil: undefined, error });
      return;
    }
    if (found) return succeed(write, "succeed", { ...found, by: "probe" }, worker);
  }
  const rejected = await save(write, "reject", worker, { error, leaseUntil: undefined, notBefore: undefined });
  if (rejected) await close(rejected, worker);
};

/**
 * A probe that reads the record may miss a first try that was carried out, because staff has rewritten the record since,
 * or removed it: `rewritten`. The refusal of the repetition tells nothing about that try.
 */
const lookAfterRefusal = async (
  write: Write,
  worker: WriteWorker,
): Promise<WriteResultId | "unknown" | "rewritten" | undefined> => {
  const found = await lookAgain(write, worker);
  const declared = canonical(write, worker.shop);
  if (found || write.lostAt === undefined || !declared?.probe || declared.reference.by !== "record") return found;
  const compared = await compareRecord(write, worker);
  return compared === "unknown" ? "rewritten" : compared;
};

/** The vendor refused because our own reference exists. Some say it in the sentence, some beside the field at fault. */
export const namesUs = ({ code, message, fields }: WriteError, { id }: Pick<Write, "id">): boolean =>
  [code, message, ...Object.values(fields ?? {})].some((text) => text.includes(referenceOf(id)));

/** Only our own reference tells our record from another's that has the same code or phone. */
const isQuestion = (refusal: Rejected, write: Write, worker: WriteWorker): boolean =>
  canonical(write, worker.shop)?.reference.by === "field" && saysDuplicate(refusal);

/** Some vendors have a sentence about each of five hundred lines. */
export const errorOf = (code: string, message: string, fields?: Readonly<Record<string, string>>): WriteError => ({
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
