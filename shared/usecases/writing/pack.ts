import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { isDoubtful, type Write } from "../../stores/ledger.ts";
import { contextOf } from "./context.ts";
import { succeed } from "./end.ts";
import { copied, exchange } from "./exchange.ts";
import { locateWrite } from "./locate.ts";
import { guardOccupied } from "./occupied.ts";
import { claim } from "./send.ts";
import { delay, isCalm, lose, refuse } from "./settle.ts";
import { backOff, MOST_ATTEMPTS } from "./waits.ts";
import { canonical, type WriteWorker } from "./worker.ts";

/** Writes of one call that are claimed, encoded and ended side by side. */
const TOGETHER = 24;

/** The vendor has taken the call, and says nothing of one that was in it: that one may have been carried out. */
const LEFT_OUT = "the vendor's answer to the call for many leaves this one out";

/** Whether a write may travel with others of its batch. */
export const isPackable = (write: Write, worker: WriteWorker): boolean => {
  const bulk = canonical(write, worker.shop)?.bulk;
  return (
    bulk !== undefined &&
    write.state === "queued" &&
    write.batch !== undefined &&
    !write.alone &&
    !isDoubtful(write) &&
    write.ifVersion === undefined &&
    write.attempts < MOST_ATTEMPTS &&
    bulk.takes?.(write.command) !== false
  );
};

/** One call for many, an outcome for each. Each is claimed on its own, so that a crash leaves each to be looked up. */
export const performPack = async (writes: readonly Write[], worker: WriteWorker): Promise<void> => {
  const declared = canonical(writes[0]!, worker.shop)!;
  const bulk = declared.bulk!;
  const items: { write: Write; command: unknown; context: Awaited<ReturnType<typeof contextOf>> }[] = [];
  const claimed: Write[] = [];
  await inParallel(writes, TOGETHER, async (write) => {
    const mine = await claim(write, worker);
    if (mine) claimed.push(mine);
  });
  await inParallel(claimed, TOGETHER, async (mine) => {
    let write = mine;
    try {
      write = await locateWrite(mine, worker);
      const context = await contextOf(write, worker, true);
      await guardOccupied(write, context, worker);
      // What cannot be encoded is refused by itself and not with all the others.
      declared.encode(write.command, context);
      items.push({ write, command: write.command, context });
    } catch (error) {
      if (error instanceof Rejected) await refuse(error, write, worker);
      else await delay(error, write, worker, isCalm(error) ? { attempts: write.attempts - 1 } : {});
    }
  });
  if (items.length === 0) return;
  worker.deps.metric("WriteAttempts", items.length);
  const each = (work: (write: Write, index: number) => Promise<void>): Promise<void> =>
    inParallel([...items.entries()], TOGETHER, ([index, { write }]) => work(write, index));
  let results: ReturnType<typeof bulk.results>;
  const together = items.map(({ write }) => write);
  try {
    const answer = await exchange(together, { operation: bulk.operation, call: bulk.encode(items) }, worker);
    results = bulk.results(answer, items);
  } catch (error) {
    await copied(together, worker);
    return settlePack(error, each, worker);
  }
  await each(async (write, index) => {
    const result = results[index];
    if (result !== undefined) return succeed(write, "succeed", { ...result, by: "answer" }, worker);
    await copied([write], worker);
    await lose(new Error(LEFT_OUT), write, worker, { alone: true });
  });
};

const settlePack = async (
  error: unknown,
  each: (work: (write: Write) => Promise<void>) => Promise<void>,
  worker: WriteWorker,
): Promise<void> => {
  if (error instanceof Rejected) return each((write) => goAlone(write, worker));
  const isLost = !(error instanceof SignInAgain || (error instanceof RetryLater && error.delivered === "no"));
  if (isLost) {
    await each((write) => lose(error, write, worker));
    if (!(error instanceof RetryLater || error instanceof VendorChanged)) throw error;
    return;
  }
  // All must be put back before the error ends the work.
  await each((write) =>
    delay(error, write, worker, isCalm(error) ? { attempts: write.attempts - 1 } : {}).catch((thrown: unknown) => {
      if (!(thrown instanceof SignInAgain)) throw thrown;
    }),
  );
  if (error instanceof SignInAgain) throw error;
};

/** One bad entry has the whole call refused: sent alone, each gets the vendor's word about itself. */
const goAlone = async (write: Write, worker: WriteWorker): Promise<void> => {
  await worker.deps.ledger.move(write, "delay", {
    alone: true,
    attempts: write.attempts - 1,
    leaseUntil: undefined,
    notBefore: worker.deps.clock() + backOff(0, worker.deps.random) / 10,
  });
};
