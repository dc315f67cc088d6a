import * as z from "zod";
import { Count, Time } from "./words.ts";

/** One entry of the feed. */
export const Change = z.object({
  changeId: z.string().describe("resource, id and version: the same for a change that is told twice"),
  seq: Count.describe("place in the resource's feed: 1, 2, 3, ... without gaps"),
  resource: z.string(),
  id: z.string().describe("id of the record"),
  version: Count.describe("the record's version after the change"),
  type: z.string().describe("`orders.added`, `orders.updated`, `orders.deleted`"),
  fields: z
    .array(z.string())
    .describe("fields of the canonical record that differ; empty where the vendor's row alone does"),
  origin: z.string().optional().describe("id of our own write that caused it"),
  backfill: z
    .literal(true)
    .optional()
    .describe("the record was there before the shop was registered: nothing has happened at the vendor"),
  at: Time.describe("when we began to ask for what was found"),
  record: z
    .looseObject({})
    .optional()
    .describe("with `include=record`: the record as it is now, as the routes of its collection show it"),
});

/** One entry of the feed of all shops. */
export const TenantChange = Change.extend({ shop: z.string().describe("id of the shop") });

const pageOf = <One extends z.ZodType>(change: One) =>
  z.object({
    data: z.array(change),
    next: z.string().describe("to be sent as `cursor`, also after an answer without data"),
    pauseSeconds: z
      .number()
      .int()
      .min(0)
      .describe(
        "seconds after which it is worth to ask again; 0: at once, for there is more. It is longer after a wait, for who follows by it",
      ),
  });

export const ChangePage = pageOf(Change);
export const TenantChangePage = pageOf(TenantChange);
