import type { DeadLetter, DeadLetters } from "../../shared/core/dead-letters.ts";
import type { QueueName } from "../../shared/core/ports.ts";

/** Dead letters in memory, as SQS keeps them. */
export const deadLettersOf = (
  dead: Readonly<Record<QueueName, DeadLetter[]>>,
  send: (queue: QueueName, body: string) => void,
): DeadLetters => ({
  count: async (queue) => dead[queue].length,
  peek: async (queue, most) => dead[queue].slice(0, most),
  redrive: async (queue, ids, most) => {
    const wanted = dead[queue].filter(({ id }) => ids?.includes(id) ?? true).slice(0, most);
    for (const letter of wanted) {
      send(queue, letter.body);
      dead[queue].splice(dead[queue].indexOf(letter), 1);
    }
    return wanted;
  },
});
