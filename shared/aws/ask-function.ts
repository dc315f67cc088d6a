import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";

/** Runs a function with an event, and waits for its answer. @throws when it ends without one */
export const createAskFunction =
  (client: LambdaClient, functionName: string) =>
  async (event: unknown): Promise<unknown> => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    if (FunctionError !== undefined) throw new Error(`${functionName} ended without an answer: ${FunctionError}`);
    return JSON.parse(Buffer.from(Payload ?? "null").toString("utf8"));
  };
