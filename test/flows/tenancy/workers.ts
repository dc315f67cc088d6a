import { randomUUID } from "node:crypto";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createHandler as createWrite } from "../../../functions/write.ts";
import type { QueueMessage, QueueName } from "../../../shared/core/ports.ts";
import type { TestStack } from "../../helpers/memory-deps.ts";

const MOST_RECEIVES = 3;
const MOST_MESSAGES = 120;

/** Works off all queues as AWS does: what fails comes again, and ends as a dead letter. */
export const createWorkers = (stack: TestStack, pass: (milliseconds: number) => void) => {
  const { deps, depsOf, queues } = stack;
  const context = { getRemainingTimeInMillis: () => 300_000 };
  const messages: string[] = [];
  const deadLetters: string[] = [];
  const send = deps.queues.send;
  Object.assign(deps.queues, {
    send: (queue: QueueName, sent: readonly QueueMessage[]) => {
      messages.push(...sent.map((message) => JSON.stringify(message)));
      return send(queue, sent);
    },
  });
  const received = new Map<string, number>();

  const work = async (): Promise<void> => {
    for (let worked = 0, idle = false; !idle && worked < MOST_MESSAGES; ) {
      idle = true;
      const again: (() => void)[] = [];
      for (const [queue, run] of [
        ["writes", createWrite(depsOf("write"))],
        ["sync", createSync(depsOf("sync"))],
        ["news", createSync(depsOf("sync"))],
        ["slow", createSync(depsOf("sync"))],
        ["backfill", createSync(depsOf("sync"))],
        ["deliveries", createDeliver(depsOf("deliver"))],
      ] as const) {
        for (const message of queues[queue].splice(0)) {
          idle = false;
          worked += 1;
          pass((message.delaySeconds ?? 0) * 1_000);
          const body = JSON.stringify(message.body);
          const { batchItemFailures } = await run({ Records: [{ messageId: randomUUID(), body }] }, context);
          if (batchItemFailures.length === 0) continue;
          const times = (received.get(body) ?? 0) + 1;
          received.set(body, times);
          if (times < MOST_RECEIVES) again.push(() => queues[queue].push(message));
          else deadLetters.push(body);
        }
      }
      // The stream: nothing is left in the queues that it would work off.
      const { deliveries } = queues;
      await stack.drain({ delayed: false });
      idle &&= deliveries.length === 0;
      for (const push of again) push();
    }
  };

  const intake = createIntake(depsOf("intake"));
  const receive = (url: string, headers: Readonly<Record<string, string>>, body: string) => {
    const { pathname, search } = new URL(url);
    return intake({
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers,
      body,
      requestContext: { http: { method: "POST" } },
    });
  };
  return { work, receive, messages, deadLetters };
};
