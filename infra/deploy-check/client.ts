import { setTimeout as wait } from "node:timers/promises";
import type { Emulator } from "./emulator.ts";

/** On loopback no name leads to an API's own host, so the emulator also serves it below a path. */
export const reachable = (emulator: Emulator, url: string) => {
  const id = new URL(url).hostname.split(".")[0];
  return `${emulator.url}/_aws/execute-api/${id}/$default`;
};

/** `any`: each route answers in a form of its own. */
export type Ask = (request: string, options?: { body?: unknown; headers?: Record<string, string> }) => Promise<any>;

/** Asks `METHOD /path` with a key; anything but success is an error that shows the answer. */
export const client = (base: string, key: string): Ask => {
  return async (request, { body, headers } = {}) => {
    const [method, path] = request.split(" ") as [string, string];
    const answer = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${request}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
};

/** Asks again every half second until the answer is something, or says what never came. */
export const until = async <Result>(what: string, seconds: number, ask: () => Promise<Result | undefined>) => {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const result = await ask();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await wait(500);
  }
};
