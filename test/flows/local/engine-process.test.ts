import { createServer, type Server } from "node:http";
import { expect, test } from "vitest";
import { speaksDynamoDb } from "../../../infra/local/dynamodb.ts";
import { startEngineProcess } from "../../../infra/local/engine-process.ts";
import { close, freePort, listen } from "../../../infra/local/loopback.ts";

/** A server of another kind: it answers every request, as the local Secrets Manager does. */
const stranger = () =>
  createServer((_request, response) => {
    response.writeHead(400, { "Content-Type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: "InvalidAction", message: "Unknown action" }));
  });

/** A program that answers as a DynamoDB engine without tables. */
const engine = (port: number) => [
  process.execPath,
  "-e",
  `require("node:http").createServer((q, r) => r.end('{"TableNames":[]}')).listen(${port}, "127.0.0.1", () => console.error("listening on"))`,
];

test("an engine whose port another server took is started again on another port", async () => {
  const taken: Server[] = [];
  const ports: number[] = [];
  const started = await startEngineProcess(
    "engine",
    (port) => {
      ports.push(port);
      if (ports.length > 1) return engine(port);
      const server = stranger();
      taken.push(server);
      void listen(server, port);
      return ["/bin/sh", "-c", "sleep 0.3; exit 1"];
    },
    { answers: speaksDynamoDb },
  );
  try {
    expect(ports).toHaveLength(2);
    expect(started.endpoint).toBe(`http://127.0.0.1:${ports[1]}`);
  } finally {
    await started[Symbol.asyncDispose]();
    for (const server of taken) await close(server, 0);
  }
});

test("another engine's answer is not ours before our own says that it has the port", async () => {
  const other: Server[] = [];
  let attempts = 0;
  const started = await startEngineProcess(
    "engine",
    (port) => {
      attempts += 1;
      if (attempts > 1) return engine(port);
      const server = createServer((_request, response) => response.end('{"TableNames":["another"]}'));
      other.push(server);
      void listen(server, port);
      return ["/bin/sh", "-c", "sleep 0.3; exit 1"];
    },
    { answers: speaksDynamoDb, says: "listening on" },
  );
  try {
    expect(attempts).toBe(2);
  } finally {
    await started[Symbol.asyncDispose]();
    for (const server of other) await close(server, 0);
  }
});

test("a free port is below those that a system gives away by itself", async () => {
  for (let count = 0; count < 20; count++) {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_000);
  }
});
