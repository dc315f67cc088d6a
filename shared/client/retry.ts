import { retryAfterOf, TillbridgeUnreachable } from "./problem.ts";

export interface RetryPolicy {
  /** How often a request is sent at most, the first time included. */
  readonly attempts: number;
  /** The longest pause, seconds. A `Retry-After` beyond it ends the trying: the caller gets the problem at once. */
  readonly longestPause: number;
  /** How long one attempt may take, seconds. */
  readonly timeout: number;
}

/** API Gateway gives up after 30 seconds, so nothing answers later than that. */
export const usualRetries: RetryPolicy = { attempts: 4, longestPause: 60, timeout: 35 };

/** What the client needs of the world around it. */
export interface Surroundings {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends early, with the signal's reason, when the signal is aborted. */
  readonly sleep: (seconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
}

/** A read, or a write that the API takes once however often it comes. */
const isRepeatable = (request: Request): boolean =>
  request.method === "GET" || request.method === "HEAD" || request.headers.has("idempotency-key");

type Outcome = Response | TillbridgeUnreachable;

/** Refused before any work (429); or failed in a way that passes, where the request may be sent twice. */
const isWorthRepeating = (outcome: Outcome, request: Request): boolean => {
  if (!(outcome instanceof Response)) return isRepeatable(request);
  const { status } = outcome;
  return status === 429 || ([500, 502, 503, 504].includes(status) && isRepeatable(request));
};

/** @throws TillbridgeUnreachable */
const answerIn = (outcome: Outcome): Response => {
  if (outcome instanceof Response) return outcome;
  throw outcome;
};

/** A `fetch` that asks again: after `Retry-After`, else after pauses that double, half of each by chance. */
export const retrying =
  ({ fetch, sleep, random }: Surroundings, policy: RetryPolicy) =>
  async (request: Request): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= policy.attempts;
      const outcome = await once(fetch, request, policy.timeout);
      if (isLast || !isWorthRepeating(outcome, request)) return answerIn(outcome);
      const asked = outcome instanceof Response ? retryAfterOf(outcome, Date.now()) : undefined;
      if (asked !== undefined && asked > policy.longestPause) return answerIn(outcome);
      await sleep(asked ?? pauseOf(attempt, policy, random), request.signal);
    }
  };

/** 0.5 to 1 s, 1 to 2 s, 2 to 4 s, ... */
const pauseOf = (attempt: number, { longestPause }: RetryPolicy, random: () => number): number =>
  Math.min(longestPause, 2 ** (attempt - 1)) * (0.5 + random() / 2);

/** One attempt, its body read whole: an answer that was cut is no answer. Throws only what the caller's signal says. */
const once = async (fetch: Surroundings["fetch"], request: Request, timeout: number): Promise<Outcome> => {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout * 1_000)]);
  try {
    const response = await fetch(new Request(request.clone(), { signal }));
    const body = await response.text();
    return new Response(body === "" ? null : body, { status: response.status, headers: response.headers });
  } catch (error) {
    request.signal.throwIfAborted();
    const { origin } = new URL(request.url);
    const reason = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    return new TillbridgeUnreachable(`${origin} does not answer: ${reason}`, { cause: error });
  }
};

export const sleep: Surroundings["sleep"] = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, seconds * 1_000);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
