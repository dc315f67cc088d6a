import { type ChildProcess, fork } from "node:child_process";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { localAws, localStage } from "../../infra/local/aws.ts";
import { type Client, createClient } from "../../infra/local/client.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { freePort } from "../../infra/local/loopback.ts";
import { startSecrets } from "../../infra/local/secrets.ts";
import { operatorKeySecretName, privacyKeySecretName, signingKeySecretName } from "../../infra/topology.ts";
import { createDynamoTable } from "../../shared/aws/dynamo-table.ts";
import type { Table } from "../../shared/core/table.ts";

/** The stack of `npm start` over a table that outlives it, and a queue that can be cut off. */
export interface WebhookWorld extends AsyncDisposable {
  readonly table: Table;
  readonly operator: Client;
  readonly apiUrl: string;
  readonly intakeUrl: string;
  /** The functions' way to the queue: `down` answers 503 to everything they send. */
  readonly queue: { down: boolean };
  /** Ends the process at once, as a power cut would, and starts another. */
  killAndRestart(): Promise<void>;
}

const OPERATOR_KEY = "operator-key-of-the-benchmark-0123456789";

export const startWebhookWorld = async (): Promise<WebhookWorld> => {
  const parts = new AsyncDisposableStack();
  const engine = parts.use(await startDynamoDb());
  const secrets = parts.use(await startSecrets());
  const manager = new SecretsManagerClient({ ...localAws, endpoint: secrets.endpoint });
  for (const Name of [operatorKeySecretName, signingKeySecretName, privacyKeySecretName].map((name) =>
    name(localStage),
  ))
    await manager.send(new CreateSecretCommand({ Name, SecretString: OPERATOR_KEY }));
  manager.destroy();
  const queue = { down: false, target: "" };
  const proxy = await startProxy(queue);
  parts.defer(proxy.close);
  const ports = { api: await freePort(), intake: await freePort() };
  const env = { AWS_ENDPOINT_URL_SQS: proxy.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint };
  let child: ChildProcess | undefined;
  let apiUrl = "";

  const start = async (): Promise<void> => {
    const started = fork(new URL("./webhook-stack.ts", import.meta.url), [JSON.stringify({ ports, env })], {
      env: { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child = started;
    const addresses = await new Promise<{ api: string; sqs: string }>((resolve, reject) => {
      started.once("message", (message) => resolve(message as { api: string; sqs: string }));
      started.once("exit", (code) => reject(new Error(`the stack ended with ${code}`)));
    });
    queue.target = addresses.sqs;
    apiUrl = addresses.api;
  };
  await start();
  parts.defer(async () => {
    const running = child;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.send("end");
    await Promise.race([ended, sleep(8_000).then(() => running.kill("SIGKILL"))]);
  });
  const client = new DynamoDBClient({ ...localAws, endpoint: engine.endpoint });
  parts.defer(() => client.destroy());
  const running = parts.move();
  return {
    table: createDynamoTable(client, `tillbridge-${localStage}`),
    operator: createClient(apiUrl, OPERATOR_KEY),
    apiUrl,
    intakeUrl: `http://127.0.0.1:${ports.intake}`,
    queue,
    async killAndRestart() {
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child?.kill("SIGKILL");
      await ended;
      await start();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

const startProxy = async (queue: { down: boolean; target: string }) => {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    if (queue.down) {
      request.resume();
      response.writeHead(503).end();
      return;
    }
    const { host: _, ...headers } = request.headers;
    const onward = http.request(
      `${queue.target}${request.url}`,
      { method: request.method, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.once("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

/** Asks again until it holds. */
export const until = async (what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(250);
  }
};
