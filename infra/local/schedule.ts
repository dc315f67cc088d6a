import { setTimeout as sleep } from "node:timers/promises";
import type { Invoke, OnFailure } from "./invoke.ts";

/** Calls the function at once and then again and again, with all events side by side, when the runs before have ended. */
export const startSchedule = (options: {
  everySeconds: number;
  events: readonly unknown[];
  invoke: Invoke;
  onFailure: OnFailure;
}): AsyncDisposable => {
  const { everySeconds, events, invoke, onFailure } = options;
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      const started = Date.now();
      await Promise.all(events.map((event) => invoke(event).catch((error) => onFailure("schedule", error))));
      const left = Math.max(0, started + everySeconds * 1000 - Date.now());
      await sleep(left, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await Promise.race([running, sleep(5_000, undefined, { ref: false })]);
    },
  };
};
