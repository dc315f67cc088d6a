import { randomUUID } from "node:crypto";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { localAws } from "../../infra/local/aws.ts";
import { startLocal } from "../../infra/local/runner.ts";
import { type SandboxShop, startSandbox } from "../../infra/local/sandbox.ts";
import { sandboxVendors } from "../../infra/local/sandbox-shops.ts";
import { arePagesBuilt, buildPages } from "../../infra/pages.ts";
import type { QueueName } from "../../shared/core/ports.ts";
import type { VendorId } from "../../shared/core/vendor.ts";

export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly operatorKey: string;
  /** Of the tenant "acme". */
  readonly key: string;
  readonly sandboxOf: (vendor: VendorId) => SandboxShop;
  /** As the tenant's software asks. @throws Error with the answer */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<any>;
  /** As the operator asks. */
  operate(method: string, path: string, body?: unknown): Promise<any>;
  /** A message that has failed as often as its queue allows. */
  bury(queue: QueueName, message: object): Promise<void>;
  /** Another tenant, so that each story has shops of its own. */
  tenant(id: string, name: string): Promise<string>;
}

/** What `npm start` runs: the functions in their threads, the engines, and a sandbox of each vendor. */
export const startStack = async (): Promise<Stack> => {
  if (!arePagesBuilt()) await buildPages();
  const parts = new AsyncDisposableStack();
  const sandbox = parts.use(await startSandbox({ vendors: sandboxVendors, size: 24 }));
  const local = parts.use(await startLocal({ quiet: true, tickSeconds: 1 }));

  const send = async (key: string, method: string, path: string, body?: unknown, headers = {}): Promise<any> => {
    const answer = await fetch(`${local.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const tenant = async (id: string, name: string): Promise<string> => {
    await send(local.operatorKey, "POST", "/v1/tenants", { id, name });
    const made = await send(local.operatorKey, "POST", `/v1/tenants/${id}/keys`, { name: "main", scope: "admin" });
    return made.key;
  };
  const key = await tenant("acme", "Acme CRM");
  return {
    url: local.apiUrl,
    operatorKey: local.operatorKey,
    key,
    sandboxOf: (vendor) => sandbox.shops.find((one) => one.vendor === vendor)!,
    ask: (method, path, body, headers) => send(key, method, path, body, headers),
    operate: (method, path, body) => send(local.operatorKey, method, path, body),
    bury: async (queue, message) => {
      const client = new SQSClient({ endpoint: local.endpoints.sqs, ...localAws });
      const MessageBody = JSON.stringify(message);
      const QueueUrl = local.deadLetterUrls[queue];
      const order = QueueUrl.endsWith(".fifo") ? { MessageGroupId: "e2e", MessageDeduplicationId: randomUUID() } : {};
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...order }));
      client.destroy();
    },
    tenant,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
};
