import * as z from "zod";
import { Change } from "./changes.ts";
import { Freshness } from "./sync.ts";
import { Count, Time } from "./words.ts";
import { Write } from "./writes.ts";

const ofShop = { shop: z.string() };
const test = { test: z.literal(true).optional().describe("an event of `POST /v1/endpoints/{endpoint}/test`") };

/** What an event about a record holds. */
export const RecordEventData = Change.pick({
  resource: true,
  id: true,
  version: true,
  seq: true,
  fields: true,
  origin: true,
  backfill: true,
}).extend({
  ...ofShop,
  current: z
    .object({
      version: Count.describe("may be newer than the event's"),
      deleted: z.boolean(),
      record: z
        .record(z.string(), z.unknown())
        .describe("its canonical fields, without what only reads add, such as `_meta.updatedAt`"),
    })
    .optional()
    .describe("with `payload: full`: the record as it is when the event is sent"),
  ...test,
});

/** What an event about a write holds. */
export const WriteEventData = Write.pick({
  id: true,
  kind: true,
  operation: true,
  state: true,
  attempts: true,
  result: true,
  error: true,
  batch: true,
}).extend({ ...ofShop, ...test });

/** What an event about a shop holds. Which of the fields are there depends on its type. */
export const ShopEventData = z.object({
  ...ofShop,
  vendor: z.string(),
  name: z.string().describe("of the shop"),
  reason: z.string().optional(),
  resources: z
    .union([z.array(Freshness), z.array(z.string()), z.record(z.string(), Count)])
    .optional()
    .describe("`shop.degraded`: how late each is; `shop.recovered`: names; `deletions.held`: how many each holds"),
  expiresAt: Time.optional(),
  days: Count.optional().describe("days that are left"),
  sunset: z.string().optional().describe("YYYY-MM-DD"),
  successor: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  at: Time.optional(),
  reconnectUrl: z
    .string()
    .optional()
    .describe(
      "where the shop's owner renews the access, within 30 days: `shop.needs-reauth`, `shop.credentials-expiring`, `shop.sunset`",
    ),
  ...test,
});

export const TestEventData = z.object({ endpoint: z.string(), message: z.string(), ...test });

/** What is sent: Standard Webhooks, type, timestamp and data. */
export const eventOf = (type: string, data: z.ZodType) =>
  z.object({ type: z.literal(type), timestamp: Time.describe("when it happened"), data });

export const EventType = z.object({
  type: z.string(),
  summary: z.string(),
  resource: z.string().optional().describe("events about records: the collection"),
  schema: z.record(z.string(), z.unknown()).describe("JSON Schema of the body that is sent"),
  example: z.record(z.string(), z.unknown()),
});
