import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { type FunctionName, type FunctionTopology, functionNamed } from "../topology.ts";
import { localAccount, localAws } from "./aws.ts";

/** A Lambda's entry, as functions/*.ts export it. `any`: each takes events of its own. */
export type Handler = (event: any, context: Context) => unknown;

/** Runs a function once, with a Lambda's context and its timeout. */
export type Invoke = (event: unknown) => Promise<unknown>;

/** Hears of every run that failed. The place that started it decides what happens to the event. */
export type OnFailure = (what: string, error: unknown) => void;

export class FunctionTimedOut extends Error {}

/** `run` gets the time, unix milliseconds, after which nobody waits any more. */
export const withTimeout = (
  { name, timeout }: FunctionTopology,
  run: (event: unknown, deadline: number) => Promise<unknown>,
): Invoke => {
  return async (event) => {
    const expiry = Promise.withResolvers<never>();
    // Lambda would stop the code here; we can only stop waiting for it.
    const timer = setTimeout(
      () => expiry.reject(new FunctionTimedOut(`${name} timed out after ${timeout} s.`)),
      timeout * 1000,
    );
    try {
      return await Promise.race([run(event, Date.now() + timeout * 1000), expiry.promise]);
    } catch (error) {
      if (!isEndOfTime(error)) throw error;
      throw new FunctionTimedOut(`${name} timed out after ${timeout} s.`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
};

/** Middy, which the functions' entries are made with, ends a run some milliseconds before its time is over. */
const isEndOfTime = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { package?: string } | undefined)?.package === "@middy/core";

/**
 * At most so many runs at a time, the others in the order in which they came. On AWS each run has a processor of its
 * own; here, a thousand side by side would all be late, where one after the other most are in time.
 */
export const limited = (most: number, invoke: Invoke): Invoke => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (event) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await invoke(event);
    } finally {
      // The place goes to the next in line, or is free.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};

export const createContext = (name: FunctionName, deadline: number): Context => ({
  awsRequestId: randomUUID(),
  callbackWaitsForEmptyEventLoop: false,
  functionName: name,
  functionVersion: "$LATEST",
  invokedFunctionArn: `arn:aws:lambda:${localAws.region}:${localAccount}:function:${name}`,
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: "local",
  memoryLimitInMB: String(functionNamed(name).memory),
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
