import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { FunctionName } from "../topology.ts";
import { createContext, type Handler } from "./invoke.ts";

/** What a thread is told; see threads.ts. */
export interface Run {
  readonly id: number;
  readonly name: FunctionName;
  readonly event: unknown;
  readonly deadline: number;
}

export interface ThreadData {
  readonly functions: readonly FunctionName[];
  /** Where `<name>.ts` lies, as a file URL with a slash at the end. */
  readonly folder: string;
  /** Nobody waits for an answer. */
  readonly background: boolean;
}

export type Outcome =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: unknown };

/** Runs in a thread of its own: holds some functions and runs them when told. */
const serve = async ({ functions, folder, background }: ThreadData) => {
  if (background) giveWay();
  // Each thread compiles the SDK for itself: from the second start on a third of the work.
  enableCompileCache();
  const port = parentPort!;
  const handlers = new Map<FunctionName, Handler>();
  for (const name of functions) {
    process.env.POWERTOOLS_SERVICE_NAME = name;
    handlers.set(name, ((await import(new URL(`${name}.ts`, folder).href)) as { handler: Handler }).handler);
  }
  port.on("message", async ({ id, name, event, deadline }: Run) => {
    try {
      port.postMessage({ id, answer: await handlers.get(name)!(event, createContext(name, deadline)) });
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  port.postMessage("ready");
};

/** A lower priority for this thread alone, where the system has threads with priorities of their own: Linux. */
const giveWay = () => {
  try {
    const thread = Number(readFileSync("/proc/thread-self/stat", "utf8").split(" ", 1)[0]);
    if (thread > 0) setPriority(thread, 15);
  } catch {}
};

if (parentPort) await serve(workerData as ThreadData);
