import { LambdaClient } from "@aws-sdk/client-lambda";
import { createAskFunction } from "../aws/ask-function.ts";

/** Beside the wiring, because one function alone needs it and the others need not carry it. */
export const createAskApi = (functionName: string): ((event: unknown) => Promise<unknown>) =>
  createAskFunction(new LambdaClient({}), functionName);
