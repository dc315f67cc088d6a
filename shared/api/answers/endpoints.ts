import * as z from "zod";
import { Count, pageAnswer, Time } from "./words.ts";

export const Endpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().optional(),
  shops: z.array(z.string()).optional().describe("only events of these shops"),
  resources: z.array(z.string()).optional().describe("only changes of these resources"),
  types: z.array(z.string()).optional().describe("only events of these types"),
  payload: z.enum(["thin", "full"]).describe("thin: ids and versions; full: with the record"),
  backfill: z.boolean().optional().describe("it is told of records that were there before their shop was registered"),
  concurrency: Count.describe("events that are sent at the same time, at most"),
  ratePerSecond: Count.describe("events that are sent per second, at most"),
  state: z.enum(["enabled", "disabled"]),
  disabledBy: z
    .enum(["tenant", "failing", "gone"])
    .optional()
    .describe("`failing`: nothing came through for five days; `gone`: it answered 410"),
  createdAt: Time,
  secrets: z
    .array(z.object({ hint: z.string().describe("its last characters"), until: Time.optional() }))
    .describe("signing secrets that are in use, newest first"),
  failingSince: Time.optional(),
  notBefore: Time.optional().describe("nothing is sent before"),
});

export const NewEndpoint = Endpoint.extend({ secret: z.string().describe("signing secret, shown this once") });
export const EndpointPage = pageAnswer(Endpoint);

export const Listener = z.object({
  id: z.string(),
  shops: z.array(z.string()).optional().describe("only events of these shops"),
  types: z.array(z.string()).describe("only events of these types"),
  endsAt: Time.describe("unless it is asked before"),
});

export const PulledEvents = z.object({
  data: z.array(
    z.object({
      id: z.string().describe("`webhook-id`"),
      body: z
        .object({ type: z.string(), timestamp: Time, data: z.record(z.string(), z.unknown()) })
        .describe("what an endpoint is sent: see `GET /v1/event-types`"),
    }),
  ),
  pauseSeconds: Count.describe("before it is worth asking again"),
});

/** An event as the log shows it. */
export const SentEvent = z.object({
  id: z.string().describe("`webhook-id`"),
  type: z.string(),
  at: Time,
  shop: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

export const LoggedEvent = SentEvent.extend({
  state: z.enum(["pending", "delivered", "failed"]),
  nextAt: Time.optional().describe("pending: when it is tried next"),
  finishedAt: Time.optional(),
  tries: Count,
  attempts: z.array(
    z.object({
      at: Time,
      status: Count.optional().describe("absent: there was no answer"),
      milliseconds: Count,
      answer: z.string().describe("first bytes of the answer, or why there was none"),
    }),
  ),
});

export const EventPage = pageAnswer(LoggedEvent);
export const Replayed = z.object({
  replayed: Count,
  next: z.string().nullable().describe("there is more: send the same body with it as `cursor`"),
});
