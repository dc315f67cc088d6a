import { isPassing, retryAfterIn } from "./problem.ts";
import type { Surroundings } from "./retry.ts";
import type { Method, Write } from "./types.ts";

export interface WriteOptions {
  /** A key of your own for this write. Absent: a random one, which protects from lost answers but not from your own crash. */
  readonly idempotencyKey?: string;
  /** Seconds to wait for the outcome; 60 unless told. 0: the answer is the entry as it was taken. A try to send it is never cut. */
  readonly wait?: number;
  /** True refuses a field that the vendor cannot hold, instead of leaving it out and naming it in `dropped`. */
  readonly strict?: boolean;
  /** Refuses when the record has another version by now. */
  readonly ifVersion?: number;
  readonly signal?: AbortSignal;
}

/** Where a command goes: an `{id}` in the path is the command's own `id`. */
export interface CommandRoute {
  readonly method: Method;
  readonly path: string;
}

/** `any`: the path's types are those of the document, which who asks names. */
type Ask = (method: Method, path: string, init: unknown) => Promise<any>;

interface Ways {
  readonly ask: Ask;
  /** Once: between looks this waits by itself. */
  readonly look: Ask;
  readonly sleep: Surroundings["sleep"];
}

interface Given {
  readonly shop: string;
  readonly command: unknown;
  readonly options: WriteOptions;
}

/** The longest that the API waits within one request, seconds. */
const LONGEST_WAIT = 20;
const USUAL_WAIT = 60;
/** Between two looks, seconds; it doubles. A write whose outcome is unknown is answered at once, however long a look may wait. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 5;
const settled: ReadonlySet<Write["state"]> = new Set(["succeeded", "rejected", "dead", "cancelled"]);

/** One write, from the command to its outcome, or to how it stands when the waiting is over. */
export const writeThrough = async (
  { ask, look, sleep }: Ways,
  route: CommandRoute,
  { shop, command, options }: Given,
): Promise<Write> => {
  const { idempotencyKey = crypto.randomUUID(), wait = USUAL_WAIT, strict, ifVersion, signal } = options;
  const until = Date.now() + wait * 1_000;
  const left = () => Math.max(0, Math.min(LONGEST_WAIT, Math.ceil((until - Date.now()) / 1_000)));
  const { id, ...rest } = command as { id?: string };
  const isById = route.path.includes("{id}");
  let write: Write = await ask(route.method, route.path, {
    params: {
      path: { shop, ...(isById ? { id } : {}) },
      query: {
        wait: left(),
        ...(strict === undefined ? {} : { strict: String(strict) }),
        ...(ifVersion === undefined ? {} : { ifVersion }),
      },
      header: { "Idempotency-Key": idempotencyKey },
    },
    body: isById ? rest : command,
    signal,
  });
  let pause = FIRST_PAUSE;
  while (!settled.has(write.state) && left() > 0) {
    await sleep(Math.min(pause, (until - Date.now()) / 1_000), signal);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
    try {
      write = await look("get", "/v1/shops/{shop}/writes/{write}", {
        params: { path: { shop, write: write.id }, query: { wait: left() } },
        signal,
      });
    } catch (error) {
      // The write is taken, and its entry says so: an outage or a full quota takes nothing of it away.
      if (!isPassing(error)) throw error;
      pause = Math.max(pause, retryAfterIn(error) ?? 0);
    }
  }
  return write;
};
