import * as z from "zod";
import { type DeadLetter, subjectOfLetter } from "../../core/dead-letters.ts";
import { queueNames } from "../../core/ports.ts";
import { isoTime } from "../../core/time.ts";
import { DeadLetterPage, Redriven } from "../answers/operator.ts";
import { defineRoute, pageOf, type Route } from "../route.ts";

const MOST_REDRIVEN = 200;
const Queue = z.enum(queueNames);

const shown = ({ id, sentAt, body }: DeadLetter) => {
  const about = subjectOfLetter(body);
  return {
    id,
    sentAt: isoTime(sentAt),
    bytes: Buffer.byteLength(body),
    ...(about === undefined ? { isOurs: false } : { isOurs: true, about }),
  };
};

/** Tenants that the letters are about, as far as there are such tenants. */
const tenantsOf = (letters: readonly DeadLetter[]): readonly string[] => [
  ...new Set(letters.flatMap(({ body }) => subjectOfLetter(body)?.tenant ?? [])),
];

/** Messages that failed as often as their queue allows. */
export const deadLetterRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/operator/dead-letters",
    operationId: "listDeadLetters",
    tag: "Operator",
    access: "operator",
    summary: "Messages of a queue that failed too often: whose work each is. Nothing else of them is shown.",
    query: z.strictObject({
      queue: Queue.describe("whose dead letters"),
      limit: z.coerce.number().int().min(1).max(100).default(20).describe("messages, at most"),
    }),
    answer: DeadLetterPage,
    async handle({ query, deps }) {
      return pageOf((await deps.deadLetters.peek(query.queue, query.limit)).map(shown));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/dead-letters/redrive",
    operationId: "redriveDeadLetters",
    tag: "Operator",
    access: "operator",
    summary:
      "Sends dead letters to their queue again: those with these ids, or all (200 at a time). Repair the cause first.",
    body: z.strictObject({
      queue: Queue,
      ids: z.array(z.string().min(1).max(100)).min(1).max(MOST_REDRIVEN).optional(),
    }),
    answer: Redriven,
    async handle({ body, deps, audit }) {
      const sent = await deps.deadLetters.redrive(body.queue, body.ids, MOST_REDRIVEN);
      const act = { action: "dead-letters.redrive", subject: body.queue, details: { messages: sent.length } };
      await audit(act);
      for (const tenant of tenantsOf(sent)) if (await deps.tenants.get(tenant)) await audit({ ...act, tenant });
      return { redriven: sent.length };
    },
  }),
];
