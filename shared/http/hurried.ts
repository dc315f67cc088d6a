import { RetryLater, SlowAnswer } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { SECOND } from "../core/time.ts";
import type { Send } from "../core/vendor.ts";
import { DEFAULT_TIMEOUT } from "./send.ts";

/** However quick a server is: a burst at it, or a large page, takes seconds. */
const SHORTEST = 4 * SECOND;
/** However slow a server is: others wait for this worker. */
const LONGEST = 15 * SECOND;
/** So many times what nineteen of twenty answers take. */
const TIMES = 4;
const REMEMBERED = 100;
/** With fewer answers nobody knows what is usual. */
const FEWEST = 20;
const MOST_SERVERS = 1_000;

/** What a server's answers usually take, as one instance has seen it. Milliseconds. */
export interface Patience {
  of(host: string): number;
  saw(host: string, took: number): void;
}

export const createPatience = (): Patience => {
  const servers = new Map<string, number[]>();
  return {
    of(host) {
      const took = servers.get(host) ?? [];
      if (took.length < FEWEST) return LONGEST;
      const usual = took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.95)]!;
      return Math.min(LONGEST, Math.max(SHORTEST, TIMES * usual));
    },
    saw(host, took) {
      const known = servers.get(host) ?? [];
      servers.delete(host);
      servers.set(host, [...known.slice(1 - REMEMBERED), took]);
      if (servers.size > MOST_SERVERS) servers.delete(servers.keys().next().value!);
    },
  };
};

/**
 * Sends requests and waits for an answer for no longer than the server's answers usually take, whatever its documents say.
 * @throws SlowAnswer where the vendor might have answered later
 */
export const hurried =
  (send: Send, patience: Patience, clock: Clock): Send =>
  async (request) => {
    const { host } = new URL(request.url);
    const most = patience.of(host);
    const startedAt = clock();
    const isCut = (request.timeout ?? DEFAULT_TIMEOUT) > most;
    try {
      const answer = await send(isCut ? { ...request, timeout: most } : request);
      patience.saw(host, clock() - startedAt);
      return answer;
    } catch (error) {
      if (!isCut || !(error instanceof RetryLater) || clock() - startedAt < most) throw error;
      // It takes at least this long now: a server that has become slow for all is waited for the next time.
      patience.saw(host, most);
      throw new SlowAnswer(error.message, { delivered: error.delivered });
    }
  };
