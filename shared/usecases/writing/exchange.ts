import { isVendorError, RetryLater } from "../../core/errors.ts";
import type { OperationCall } from "../../core/vendor.ts";
import { cut, type Exchange } from "../../stores/exchanges.ts";
import type { Write } from "../../stores/ledger.ts";
import type { Heard } from "../shops/open-shop.ts";
import { plainRequest } from "../shops/plain-request.ts";
import type { WriteWorker } from "./worker.ts";

interface Sent {
  readonly operation: string;
  readonly call: OperationCall;
}

/**
 * Makes the call of these writes, and keeps what went out and what came back. A vendor's yes is not held up by that:
 * `copied` waits for it. @throws what the call throws
 */
export const exchange = async (writes: readonly Write[], sent: Sent, worker: WriteWorker): Promise<unknown> => {
  const { clock } = worker.deps;
  const at = clock();
  let heard: Heard | undefined;
  const call = worker.shop.call("write", (answer) => {
    heard = answer;
  });
  const outcome = await call(sent.operation, sent.call).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  // A call that never went out, for a limit or for the credentials, has nothing to show.
  const isLost = "error" in outcome && outcome.error instanceof RetryLater && outcome.error.delivered !== "no";
  if (heard !== undefined || isLost) keepAll(writes, exchangeOf(sent, heard, at, worker), worker);
  if ("error" in outcome) throw outcome.error;
  return outcome.answer;
};

/** Until what went out for these writes lies in the table. */
export const copied = async (writes: readonly Write[], { copies }: WriteWorker): Promise<void> => {
  await Promise.all(
    writes.map(async ({ id }) => {
      await copies.get(id);
      copies.delete(id);
    }),
  );
};

/** A shop without personal data keeps neither body: both may name people. */
const exchangeOf = (sent: Sent, heard: Heard | undefined, at: number, { shop, deps }: WriteWorker): Exchange => {
  const { method, url, body } = plainRequest(shop.shop, shop.vendor, sent, {
    clock: deps.clock,
    randomId: () => "...",
  });
  const isWhole = shop.shop.personalData !== "left-out";
  return {
    at,
    milliseconds: deps.clock() - at,
    request: { method, url, ...(body !== undefined && isWhole ? { body: cut(body) } : {}) },
    ...(heard ? { answer: { status: heard.status, body: isWhole ? cut(heard.body) : { text: "" } } } : {}),
  };
};

/** The outcome of a call is known once only: a table that takes no copy of it must not hold it up. */
const keepAll = (writes: readonly Write[], kept: Exchange, { copies, copy }: WriteWorker): void => {
  for (const { id } of writes) {
    const done = copy([id, kept]).catch((error: unknown) => {
      if (!isVendorError(error)) throw error;
    });
    // The caller that waits for it gets the error.
    done.catch(() => undefined);
    copies.set(id, done);
  }
};
