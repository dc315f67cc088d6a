import { recordIdOf } from "../../core/ids.ts";
import { isProven, verdictsOf } from "../../core/taken.ts";
import type { Call } from "../../core/vendor.ts";
import { isDoubtful, type Write, type WriteResult } from "../../stores/ledger.ts";
import { refOf } from "../../stores/shops.ts";
import { searchLists } from "./absence.ts";
import { contextOf } from "./context.ts";
import { canObserve, observeNamed } from "./observe.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

export type WriteResultId = Pick<WriteResult, "id" | "code">;

/** Whether an earlier try was carried out: by the probe, else by what the record says. */
export const lookAgain = async (write: Write, worker: WriteWorker): Promise<WriteResultId | "unknown" | undefined> => {
  if (canonical(write, worker.shop)?.probe) return probeOnce(write, worker);
  return isDoubtful(write) ? compareRecord(write, worker) : undefined;
};

/**
 * Whether an earlier try was carried out, by the record that the command names. It shows what was asked: found. It is as
 * it was before the first try: undefined. It was changed by others since, or it is not shown: `unknown`, for good.
 */
export const compareRecord = async (
  write: Write,
  worker: WriteWorker,
): Promise<WriteResultId | "unknown" | undefined> => {
  const { records } = worker.deps;
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  // Where the record cannot be asked for, a probe of its own kind has the last word.
  if (!resource || !canObserve(resource, declared) || id === undefined) return declared?.probe ? undefined : "unknown";
  worker.deps.metric("WriteProbes", 1);
  const seen = await observeNamed({ resource, declared, command: write.command, id }, worker);
  if (!seen) return "unknown";
  // What is still there was not removed, even if others have changed it.
  if (write.kind.endsWith(".delete")) return undefined;
  // A field that nobody can see proves nothing: then only a record that was not touched at all tells.
  if (isProven(verdictsOf(declared, write.command, seen.record, seen.raw))) return { id: seen.id };
  // Not touched since before the first try, by all that it shows: nothing was carried out. Its time of change is no proof:
  // some details have none, and then the time at which it was made stands for it (Nhanh v2's products).
  const since = write.firstAttemptAt ?? 0;
  const stored = await records.get(refOf(worker.shop.shop), resource.name, id);
  const isAsBefore = stored && (stored.version === write.recordBefore || stored.observedAt < since);
  return isAsBefore && !stored.deleted ? undefined : "unknown";
};

/** @throws RetryLater where the lists that do not show it may be in a weak moment: a second record is worse than a late answer */
export const probeOnce = async (write: Write, worker: WriteWorker): Promise<WriteResultId | undefined> => {
  // A write of a record that it names is sent again, and does no more then. What is new would come to be twice.
  const isNew = canonical(write, worker.shop)?.reference.by !== "record";
  const probe = (call?: Call) => probeFully(write, worker, call);
  const found = await (isNew ? searchLists(probe, worker) : probe());
  return found && { id: found.id };
};

export const probeFully = async (write: Write, worker: WriteWorker, call: Call = worker.shop.call("write")) => {
  const declared = canonical(write, worker.shop);
  if (!declared?.probe) return undefined;
  worker.deps.metric("WriteProbes", 1);
  return declared.probe(write.command, await contextOf(write, worker, false), call);
};
