import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import type { FunctionTopology } from "../topology.ts";
import { localAccount, localAws } from "./aws.ts";

/** A Lambda's entry, as functions/*.ts export it. */
export type Handler = (event: any, context: Context) => unknown;

/** Runs a function once, with a Lambda's context and its timeout. */
export type Invoke = (event: unknown) => Promise<unknown>;

/** Hears of every run that failed. The place that started it decides what happens to the event. */
export type OnFailure = (what: string, error: unknown) => void;

export class FunctionTimedOut extends Error {}

export const invoker = (handler: Handler, { name, timeout, memory }: FunctionTopology): Invoke => {
  const arn = `arn:aws:lambda:${localAws.region}:${localAccount}:function:${name}`;
  return async (event) => {
    const deadline = Date.now() + timeout * 1000;
    const context: Context = {
      awsRequestId: randomUUID(),
      callbackWaitsForEmptyEventLoop: false,
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: arn,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: "local",
      memoryLimitInMB: String(memory),
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      done: () => {},
      fail: () => {},
      succeed: () => {},
    };
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      // Lambda would stop the code here; we can only stop waiting for it.
      timer = setTimeout(() => reject(new FunctionTimedOut(`${name} timed out after ${timeout} s.`)), timeout * 1000);
      timer.unref();
    });
    try {
      return await Promise.race([(async () => handler(event, context))(), expiry]);
    } finally {
      clearTimeout(timer);
    }
  };
};
