import { Rejected } from "../../core/errors.ts";
import { recordIdOf } from "../../core/ids.ts";
import type { OperationCall } from "../../core/vendor.ts";
import { isDoubtful, mayBeDone, type Write, type WriteResult } from "../../stores/ledger.ts";
import { refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { contextOf, notShown } from "./context.ts";
import { succeed } from "./end.ts";
import { copied, exchange } from "./exchange.ts";
import { locateWrite } from "./locate.ts";
import { probeOnce } from "./look.ts";
import { observe } from "./observe.ts";
import { guardOccupied } from "./occupied.ts";
import { delay, isCalm, refuse, settle } from "./settle.ts";
import { endOfBlock, MOST_ATTEMPTS, mustStepAside, settledAt } from "./waits.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

/** Bytes of a vendor's answer that the ledger keeps. */
const LONGEST_ANSWER = 60_000;

/** Sends a write once. Returns it where it has moved on without a call, and another step follows at once. */
export const send = async (write: Write, worker: WriteWorker): Promise<Write | undefined> => {
  const { ledger, metric } = worker.deps;
  if (write.attempts >= MOST_ATTEMPTS) {
    // An earlier try that nobody could look up may have been carried out: that is not dead.
    const event = mayBeDone(write) ? "lose" : "give-up";
    return ledger.move(write, event, { notBefore: undefined });
  }
  const now = worker.deps.clock();
  // Sent again, and the vendor has not let us for long: those behind wait for an outcome that nobody knows.
  if (isDoubtful(write) && (await mustStepAside(write, worker)))
    return ledger.move(write, "lose", { notBefore: undefined });
  const settled = settledAt(write, worker.shop);
  if (settled > now) {
    await ledger.change(write, { notBefore: Math.min(settled, endOfBlock(write, now)) });
    return undefined;
  }
  const claimed = await claim(write, worker);
  const ready = claimed && (await prepare(claimed, worker));
  if (!ready) return undefined;
  const { call, write: sent } = ready;
  metric("WriteAttempts", 1);
  let result: WriteResult;
  try {
    const answer = await exchange([sent], { operation: sent.operation, call }, worker);
    result = { ...resultOf(sent, worker.shop, answer), by: "answer" };
  } catch (error) {
    await copied([sent], worker);
    await settle(error, sent, worker, call);
    return undefined;
  }
  // Nothing that fails from here on is about the call: it must never look as if the vendor had not been reached.
  await succeed(sent, "succeed", result, worker);
  return undefined;
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
const prepare = async (
  write: Write,
  worker: WriteWorker,
): Promise<{ readonly write: Write; readonly call: OperationCall } | undefined> => {
  try {
    if (mayBeDone(write) && canonical(write, worker.shop)?.probe) {
      const found = await probeOnce(write, worker);
      if (found) {
        await succeed(write, "succeed", { ...found, by: "probe" }, worker);
        return undefined;
      }
    }
    await guardVersion(write, worker);
    const located = await locateWrite(write, worker);
    return { write: located, call: await encode(located, worker) };
  } catch (error) {
    if (error instanceof Rejected) await refuse(error, write, worker);
    // The vendor was asked, not told: whatever went wrong, nothing has been written.
    else await delay(error, write, worker, isCalm(error) ? { attempts: write.attempts - 1 } : {});
    return undefined;
  }
};

/** The caller saw version n of the record; if it has changed since, the amounts mean something else now. */
const guardVersion = async (write: Write, worker: WriteWorker): Promise<void> => {
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  if (write.ifVersion === undefined || !resource || id === undefined) return;
  // An earlier try of our own may be what moved it on.
  if (isDoubtful(write) && !declared?.probe) return;
  // What the copy has says nothing about the vendor's version by now.
  if (resource.get && !(await observe(resource, id, worker))) notShown(write, worker);
  const stored = await worker.deps.records.get(refOf(worker.shop.shop), resource.name, id);
  const version = stored && !stored.deleted ? stored.version : 0;
  if (version === write.ifVersion) return;
  const message = `the record is at version ${version}`;
  throw new Rejected(message, { code: "version-conflict", fields: { ifVersion: message } });
};

/** The vendor call of a write, as it would be sent now. */
export const encode = async (write: Write, worker: WriteWorker): Promise<OperationCall> => {
  const declared = canonical(write, worker.shop);
  if (!declared) return write.command as OperationCall;
  const context = await contextOf(write, worker, true);
  await guardOccupied(write, context, worker);
  return declared.encode(write.command, context);
};

const resultOf = (write: Write, shop: OpenShop, answer: unknown): Omit<WriteResult, "by"> => {
  const declared = canonical(write, shop);
  return declared ? declared.result(answer, write.command) : keptAnswer(answer);
};

/** Without this entry in the table the outcome would stay unknown, although the vendor said yes. */
const keptAnswer = (answer: unknown): Pick<WriteResult, "answer" | "truncated"> => {
  const text = JSON.stringify(answer) ?? "";
  if (Buffer.byteLength(text) <= LONGEST_ANSWER) return { answer };
  // A character of JSON has three bytes at most, also as text within JSON.
  return { answer: text.slice(0, LONGEST_ANSWER / 3), truncated: true };
};
