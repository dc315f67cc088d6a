import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ApiProblem, type Client, createClient } from "../../../infra/local/client.ts";
import { startHttpApi } from "../../../infra/local/http.ts";

const start = fileURLToPath(new URL("../../../infra/local/start.ts", import.meta.url));

/** A laptop that is killed and started again, always with the same data. */
export interface Laptop extends AsyncDisposable {
  /** Its API. Calls are repeated until the laptop answers them. */
  readonly client: Client;
  /** `kill -9`, and a new start. */
  restart(): Promise<void>;
}

/** @param more options of `npm start` */
export const startLaptop = async (data: string, more: readonly string[] = []): Promise<Laptop> => {
  const port = await twoFreePorts();
  let child: ChildProcess;
  let output = "";
  const run = () => {
    child = spawn(process.execPath, [start, "--shops", "none", "--data", data, "--port", String(port), ...more], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const hear = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
  };
  run();
  const until = Date.now() + 60_000;
  while (!/^ {2}key +(\S+)/m.test(output)) {
    if (child!.exitCode !== null || Date.now() > until) throw new Error(`The laptop did not start.\n${output}`);
    await sleep(50);
  }
  const key = /^ {2}key +(\S+)/m.exec(output)![1]!;
  return {
    client: patient(createClient(`http://127.0.0.1:${port}`, key), () => `The laptop does not answer.\n${output}`),
    restart: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      run();
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    },
  };
};

/**
 * For the API, and the next one for webhooks. Below the ports that the system hands out, so that no other connection
 * takes them while the laptop is down.
 */
const twoFreePorts = async (): Promise<number> => {
  const probe = { name: "probe", invoke: async () => "", onFailure: () => {} };
  for (;;) {
    const port = 12_000 + 2 * Math.floor(Math.random() * 8_000);
    const servers = await Promise.allSettled([port, port + 1].map((one) => startHttpApi({ ...probe, port: one })));
    for (const server of servers) if (server.status === "fulfilled") await server.value[Symbol.asyncDispose]();
    if (servers.every(({ status }) => status === "fulfilled")) return port;
  }
};

/** On a busy machine a start takes half a minute, and the next kill may come in the middle of it. */
const LONGEST_AWAY = 900_000;

/** A tenant's software that goes on asking while nobody is there. Its writes carry an idempotency key. */
const patient = (client: Client, complaint: () => string): Client => {
  const insist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    for (const until = Date.now() + LONGEST_AWAY; ; ) {
      try {
        return await ask();
      } catch (error) {
        // An answer of the API is an answer, unless it asks for patience.
        if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) throw error;
        if (Date.now() > until) throw new Error(complaint(), { cause: error });
        await sleep(100);
      }
    }
  };
  return {
    get: (path) => insist(() => client.get(path)),
    post: (path, body, headers) => insist(() => client.post(path, body, headers)),
  };
};
