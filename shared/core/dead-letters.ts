import type { QueueName } from "./ports.ts";

/** A message that failed as often as its queue allows. */
export interface DeadLetter {
  readonly id: string;
  /** When it was sent first, unix milliseconds. */
  readonly sentAt: number;
  readonly body: string;
}

/** What an operator does with messages that failed too often. */
export interface DeadLetters {
  count(queue: QueueName): Promise<number>;
  /** Some of them; nothing happens to them. */
  peek(queue: QueueName, most: number): Promise<readonly DeadLetter[]>;
  /** Sends them to their queue again: those with these ids, or all. A crash midway sends some twice, and loses none. */
  redrive(queue: QueueName, ids: readonly string[] | undefined, most: number): Promise<readonly DeadLetter[]>;
}

/** Fields of our own messages that say whose work it is. Whatever else a message holds stays unshown. */
const SHOWN = ["type", "tenant", "shop", "resource", "track", "reason", "endpoint", "id"] as const;
const LONGEST = 100;

/** What may be shown of a message. Undefined: it is none of ours. */
export const subjectOfLetter = (body: string): Readonly<Record<string, string>> | undefined => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const fields = parsed as Readonly<Record<string, unknown>>;
  const shown = SHOWN.flatMap((name) => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value.slice(0, LONGEST)] as const] : [];
  });
  return Object.fromEntries(shown);
};
