import { Agent, request } from "node:http";
import { localAws } from "./aws.ts";

/** Calls an action of an engine's JSON protocol; the answer is its JSON. `any`: each action has a form of its own. */
export type CallAction = (action: string, input: unknown, signal?: AbortSignal) => Promise<Record<string, any>>;

export interface ActionCaller extends Disposable {
  readonly call: CallAction;
}

/**
 * For the pollers, which stand for AWS's own machinery: a tenth of an SDK client's work per call, and JSON of the very
 * shape that Lambda hands to a function (binary as base64). The engines want a signature to be there, and check none.
 */
export const createActionCaller = (endpoint: string, service: string): ActionCaller => {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const { accessKeyId } = localAws.credentials;
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${localAws.region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
  };
  const call: CallAction = (action, input, signal) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(input);
      const outgoing = request(
        endpoint,
        {
          method: "POST",
          agent,
          headers: { ...headers, "x-amz-target": action, "content-length": Buffer.byteLength(body) },
          ...(signal ? { signal } : {}),
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.once("error", reject);
          incoming.once("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            if (incoming.statusCode !== 200) {
              reject(new Error(`${action}: ${incoming.statusCode} ${text.slice(0, 300)}`));
            } else resolve(JSON.parse(text));
          });
        },
      );
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  return { call, [Symbol.dispose]: () => agent.destroy() };
};
