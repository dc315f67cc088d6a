import { createServer, type IncomingMessage } from "node:http";
import { deployedFunctionName, type FunctionName, functions } from "../topology.ts";
import { localStage } from "./aws.ts";
import { FunctionTimedOut } from "./invoke.ts";
import { close, listen } from "./loopback.ts";

/**
 * Lambda's call `Invoke`, for functions that hand work to another one and wait for its answer:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const startFunctionCalls = async (
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>,
): Promise<AsyncDisposable & { readonly endpoint: string }> => {
  const names = new Map(functions.map(({ name }) => [deployedFunctionName(name, localStage), name]));
  const answer = async (request: IncomingMessage): Promise<{ status: number; error?: string; body: unknown }> => {
    const [, asked = ""] = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/.exec(request.url ?? "") ?? [];
    const name = names.get(decodeURIComponent(asked));
    if (name === undefined)
      return { status: 404, error: "ResourceNotFoundException", body: { Message: `no function ${asked}` } };
    try {
      return { status: 200, body: await invoke(name, JSON.parse(await textOf(request))) };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return {
        status: 200,
        error: error instanceof FunctionTimedOut ? "Timeout" : "Unhandled",
        body: { errorType, errorMessage },
      };
    }
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, error, body }) => {
      const failed =
        error === undefined ? {} : { [status === 200 ? "x-amz-function-error" : "x-amzn-errortype"]: error };
      response.writeHead(status, { "content-type": "application/json", ...failed });
      response.end(JSON.stringify(body ?? null));
    });
  });
  server.keepAliveTimeout = 65_000;
  const endpoint = await listen(server);
  return { endpoint, [Symbol.asyncDispose]: () => close(server) };
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};
