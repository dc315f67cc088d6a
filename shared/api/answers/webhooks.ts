import * as z from "zod";
import { Count, pageAnswer, Time } from "./words.ts";

/** A webhook of a vendor. */
export const Delivery = z.object({
  id: z.string(),
  at: Time,
  method: z.string(),
  bytes: Count,
  state: z
    .enum(["waiting", "processed", "quarantined", "ignored", "failed"])
    .describe("`quarantined`: the sender could not prove who it is"),
  reason: z.string().optional(),
  events: z.array(z.string()).optional(),
  pulled: z.record(z.string(), z.array(z.string())).optional().describe("resource -> ids that were fetched"),
  duplicateOf: z.string().optional(),
  finishedAt: Time.optional(),
});

export const DeliveryPage = pageAnswer(Delivery);

export const WholeDelivery = Delivery.extend({
  path: z.string(),
  query: z.string(),
  headers: z.record(z.string(), z.string()).describe("without secrets"),
  body: z.string().describe("without secrets; of a long one the beginning"),
  truncated: z.boolean(),
});

/** What the watchdog of a shop's webhooks found. */
export const WebhookReport = z.object({
  state: z.enum(["registered", "repaired", "foreign", "manual", "refused", "unavailable", "none"]),
  reason: z.string().optional(),
  events: z.array(z.string()).describe("what the vendor sends us"),
  refused: z.record(z.string(), z.string()).optional().describe("event that the vendor did not take -> its reason"),
  foreign: z.array(z.string()).optional().describe("addresses of other applications"),
  gaps: z
    .array(z.object({ at: Time, events: z.array(z.string()) }))
    .optional()
    .describe("events that were missing, newest first"),
  checkedAt: Time.optional(),
  secretSince: Time.optional(),
  lastGoodAt: Time.optional(),
  lastQuarantinedAt: Time.optional(),
  quarantined: Count,
  duplicates: Count,
});

export const Instructions = z.object({
  address: z.string(),
  secret: z.string(),
  steps: z.array(z.string()).describe("for a person, where the vendor offers no registration"),
});
