import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ScheduledEvent } from "aws-lambda";
import { localAccount, localAws } from "./aws.ts";
import type { Invoke, OnFailure } from "./invoke.ts";

/** Calls the function at once and then again and again, one run at a time. */
export const startSchedule = (options: {
  everySeconds: number;
  invoke: Invoke;
  onFailure: OnFailure;
}): AsyncDisposable => {
  const { everySeconds, invoke, onFailure } = options;
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      const started = Date.now();
      await invoke(toEvent(new Date(started))).catch((error) => onFailure("schedule", error));
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

const toEvent = (time: Date): ScheduledEvent => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: localAccount,
  time: time.toISOString(),
  region: localAws.region,
  resources: [`arn:aws:events:${localAws.region}:${localAccount}:rule/tick`],
  detail: {},
});
