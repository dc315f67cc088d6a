import { Worker } from "node:worker_threads";
import type { FunctionName } from "../topology.ts";
import type { Outcome, Run, ThreadData } from "./function-thread.ts";

export interface ThreadGroup {
  readonly functions: readonly FunctionName[];
  /** Nobody waits for an answer: the others get the processor first. */
  readonly background: boolean;
  /** Most runs at a time. Queues and the stream have their own bounds, and the API's calls may wait for long. */
  readonly most?: number;
}

/**
 * Functions that share a thread. As on AWS, a function that is busy with a large page does not hold up another that
 * must answer a vendor within 100 ms.
 */
export const threadGroups: readonly ThreadGroup[] = [
  { functions: ["intake"], background: false, most: 16 },
  { functions: ["api", "wait", "pages"], background: false },
  { functions: ["sync"], background: true },
  { functions: ["tick", "write"], background: true },
  { functions: ["publish", "deliver"], background: true },
];

export const threadGroupOf = (name: FunctionName): ThreadGroup =>
  threadGroups.find(({ functions }) => functions.includes(name))!;

export interface FunctionThread extends AsyncDisposable {
  run(name: FunctionName, event: unknown, deadline: number): Promise<unknown>;
}

/** Starts a thread with these functions, `settings` over this process's environment. One that crashes is replaced. */
export const startFunctionThread = async (
  { functions, background }: ThreadGroup,
  settings: Readonly<Record<string, string | undefined>>,
  folder: URL,
): Promise<FunctionThread> => {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...settings }).filter(([, value]) => value !== undefined),
  );
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  let stopped = false;

  const start = () =>
    new Promise<Worker>((resolve, reject) => {
      const worker = new Worker(new URL("./function-thread.ts", import.meta.url), {
        workerData: { functions, background, folder: folder.href } satisfies ThreadData,
        env,
      });
      worker.on("message", (message: "ready" | Outcome) => {
        if (message === "ready") return resolve(worker);
        const run = waiting.get(message.id);
        waiting.delete(message.id);
        if ("error" in message) run?.reject(message.error);
        else run?.resolve(message.answer);
      });
      const lost = (error: Error) => {
        reject(error);
        // Runs that were under way end as Lambda's do when the process dies: without an answer.
        for (const run of waiting.values()) run.reject(error);
        waiting.clear();
        if (current === starting) current = undefined;
      };
      worker.once("error", lost);
      worker.once("exit", (code) => lost(new Error(`The functions ${functions.join(", ")} ended with code ${code}.`)));
    });

  let current: Promise<Worker> | undefined;
  let starting: Promise<Worker> | undefined;
  const ensure = () => {
    if (!current) {
      starting = start();
      current = starting;
    }
    return current;
  };
  await ensure();

  return {
    run: async (name, event, deadline) => {
      if (stopped) throw new Error("The runner is stopping.");
      const worker = await ensure();
      const run = Promise.withResolvers<unknown>();
      const id = ++count;
      waiting.set(id, run);
      worker.postMessage({ id, name, event, deadline } satisfies Run);
      return run.promise;
    },
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      const worker = await current?.catch(() => undefined);
      await worker?.terminate();
    },
  };
};
