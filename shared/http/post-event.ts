import * as http from "node:http";
import * as https from "node:https";
import type { Clock } from "../core/ports.ts";
import { addressFault, isLoopbackHost, publicLookup } from "./public-address.ts";

export interface PostAnswer {
  /** Absent: no answer. */
  readonly status?: number | undefined;
  readonly milliseconds: number;
  /** First bytes of the answer, or why there was none. */
  readonly answer: string;
  /** Unix milliseconds, from `Retry-After`. */
  readonly retryAt?: number | undefined;
}

/** Posts one event. Never throws, never follows a redirect. */
export type PostEvent = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<PostAnswer>;

const FIRST_BYTES = 500;
/** More of an answer than this nobody reads. */
const MOST_READ = 64_000;

export const createPostEvent = (options: {
  readonly clock: Clock;
  readonly allowLocal: boolean;
  /** Milliseconds from the beginning to the answer's end. */
  readonly timeout: number;
}): PostEvent => {
  const open = { keepAlive: true, maxSockets: 32 };
  const agents = {
    public: new https.Agent({ ...open, lookup: publicLookup }),
    local: { "http:": new http.Agent(open), "https:": new https.Agent(open) },
  };

  return async (text, headers, body) => {
    const startedAt = options.clock();
    const fault = addressFault(text, options.allowLocal);
    if (fault) return { milliseconds: 0, answer: `address refused: ${fault}` };
    const url = new URL(text);
    const local = options.allowLocal && isLoopbackHost(url.hostname);
    const agent = local ? agents.local[url.protocol as "http:" | "https:"] : agents.public;
    const send = url.protocol === "http:" ? http.request : https.request;
    return new Promise<PostAnswer>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (answer: Omit<PostAnswer, "milliseconds">): void => {
        clearTimeout(timer);
        resolve({ ...answer, milliseconds: options.clock() - startedAt });
      };
      const request = send(url, {
        method: "POST",
        agent,
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      });
      // Settles by itself: a request that was destroyed already, by whomever, says nothing when it is destroyed again.
      timer = setTimeout(() => {
        end({ answer: "no answer in time" });
        request.destroy();
      }, options.timeout);
      request.on("error", (error: NodeJS.ErrnoException) => end({ answer: error.code ?? error.message }));
      // Without a listener Node destroys the request in silence when the endpoint wants to speak another protocol.
      request.once("upgrade", ({ statusCode: status }, socket) => {
        end({ status, answer: "" });
        socket.destroy();
      });
      request.once("response", (response) => {
        const { statusCode: status, headers: answered } = response;
        const chunks: Buffer[] = [];
        let size = 0;
        const done = () =>
          end({
            status,
            answer: Buffer.concat(chunks).toString("utf8").slice(0, FIRST_BYTES),
            retryAt: readRetryAfter(answered["retry-after"], options.clock()),
          });
        response.on("data", (chunk: Buffer) => {
          if (size < FIRST_BYTES * 4) chunks.push(chunk);
          size += chunk.length;
          if (size > MOST_READ) {
            done();
            request.destroy();
          }
        });
        response.once("end", done);
        response.once("error", (error: NodeJS.ErrnoException) => end({ answer: error.code ?? error.message }));
      });
      request.end(body);
    });
  };
};

const readRetryAfter = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return now + Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};
