import { Rejected, RetryLater, VendorChanged } from "../../core/errors.ts";
import { recordIdOf } from "../../core/ids.ts";
import type { CanonicalWrite } from "../../core/vendor.ts";
import type { WriteEvent } from "../../core/write-states.ts";
import type { Write } from "../../stores/ledger.ts";
import { refOf } from "../../stores/shops.ts";
import { cannotTell, close, leave, succeed } from "./end.ts";
import { lookAgain, type WriteResultId } from "./look.ts";
import { errorOf, namesUs } from "./settle.ts";
import {
  backOff,
  endOfBlock,
  LONGEST_LAG_ASIDE,
  LONGEST_SEARCH,
  MOST_ATTEMPTS,
  mustStepAside,
  settledAt,
} from "./waits.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

/** Finds out what became of a write, without ever guessing. */
export const resolve = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, clock } = worker.deps;
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
  if (isSearchOver(write, worker, now)) {
    // The vendor could not be asked for days, or its lists do not show what it says that it has.
    await ledger.change(write, { closed: true, error: errorOf("cannot-tell", write.error?.message ?? "no answer") });
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
  if (isRepeated(write, declared)) {
    await ledger.move(probing, "miss", { leaseUntil: undefined });
    return;
  }
  const look = await lookOrFail(probing, worker);
  if (!look) return;
  if (look.found === "unknown") return cannotTell(probing, "fail-probe", worker);
  if (look.found && !(await mayBeUnseen(probing, declared, worker)))
    return succeed(probing, "find", { ...look.found, by: "probe" }, worker);
  return miss(probing, declared, worker);
};

/**
 * A record that the vendor has never shown us may be one that it does not show yet: that it is not there proves no
 * removal. Sent again, the call itself meets the record, or is refused because there is none.
 */
const mayBeUnseen = async (write: Write, declared: CanonicalWrite, worker: WriteWorker): Promise<boolean> => {
  const id = recordIdOf(write.command);
  const resource = resourceOf(declared, worker.shop);
  if (id === undefined || !resource || !/\.(delete|cancel)$/.test(write.kind)) return false;
  const { records, clock } = worker.deps;
  if (clock() >= (write.lostAt ?? 0) + LONGEST_LAG_ASIDE) return false;
  return (await records.get(refOf(worker.shop.shop), resource.name, id)) === undefined;
};

/** While the shop stood still nobody could look. */
const isSearchOver = ({ aside, lostAt, lastAttemptAt }: Write, worker: WriteWorker, now: number): boolean => {
  const searchedFrom = Math.max(lostAt ?? lastAttemptAt ?? 0, worker.shop.shop.resumedAt ?? 0);
  return aside === true && now - searchedFrom > LONGEST_SEARCH;
};

/** Nothing shows it, so it is sent once more: unless the vendor has refused that, or others have passed it. */
const isRepeated = ({ error, aside, attempts }: Write, { probe }: CanonicalWrite): boolean => {
  // The vendor refused the second attempt. That says nothing about the first one.
  const isRefused = error !== undefined && error.code !== "no-answer";
  return !probe && !isRefused && !aside && attempts < MOST_ATTEMPTS;
};

interface Look {
  readonly found: WriteResultId | "unknown" | undefined;
}

/** Undefined: the look has failed, and the ledger says when to look again. */
const lookOrFail = async (probing: Write, worker: WriteWorker): Promise<Look | undefined> => {
  try {
    return { found: await lookAgain(probing, worker) };
  } catch (error) {
    await failLook(error, probing, worker);
    return undefined;
  }
};

const failLook = async (error: unknown, probing: Write, worker: WriteWorker): Promise<void> => {
  const { ledger, clock, random } = worker.deps;
  const retryAt = error instanceof RetryLater ? (error.retryAt ?? 0) : 0;
  const next = Math.max(retryAt, clock() + backOff(probing.probes, random));
  const notBefore = Math.min(next, endOfBlock(probing, clock()));
  // The record that would tell is gone, or its trace was wiped out: nothing will ever tell.
  const isOver = error instanceof Rejected && error.notFound;
  const fields = isOver ? { error: errorOf("cannot-tell", error.message) } : {};
  const failed = await ledger.move(probing, "fail-probe", { leaseUntil: undefined, notBefore, ...fields });
  if (failed && isOver) return leave(failed, worker, { closed: true });
  if (!(error instanceof RetryLater || error instanceof VendorChanged || error instanceof Rejected)) throw error;
};

/** The vendor shows nothing of it. */
const miss = async (probing: Write, declared: CanonicalWrite, worker: WriteWorker): Promise<void> => {
  const { ledger, clock, random } = worker.deps;
  // Without a reference the probe compares a record. A write that has passed this one may have rewritten the record.
  const isCompared = declared.reference.by === "record" && recordIdOf(probing.command) !== undefined;
  const believedAt = probing.aside && !isCompared ? (probing.lostAt ?? 0) + LONGEST_LAG_ASIDE : 0;
  const isEarly = clock() < believedAt;
  // The vendor refused a repetition because our own reference exists: its lists show the record later, or never.
  if (isEarly || (probing.error && namesUs(probing.error, probing))) {
    const next = Math.min(clock() + backOff(probing.probes, random), endOfBlock(probing, clock()));
    const notBefore = isEarly ? Math.min(next, believedAt) : next;
    await ledger.move(probing, "fail-probe", { leaseUntil: undefined, notBefore });
    return;
  }
  if (probing.aside && isCompared) return cannotTell(probing, "fail-probe", worker);
  // Others have passed it: sent now, it would undo what came behind. A person decides.
  const event: WriteEvent = probing.aside || !declared.probe ? "give-up" : "miss";
  const moved = await ledger.move(probing, event, { leaseUntil: undefined, missedAt: clock() });
  if (moved?.state === "dead") await close(moved, worker);
};
