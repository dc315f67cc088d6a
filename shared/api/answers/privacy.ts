import * as z from "zod";
import { vendorIds } from "../../core/vendor.ts";
import { Count, pageAnswer, Time, VendorJson } from "./words.ts";

const Days = z.number().int().nullable();
const RecordRetention = z.object({
  raw: Days.optional().describe("days since a record changed, after which the vendor's row goes; null: never"),
  record: Days.optional().describe("days since a record changed, after which all but its id goes; null: never"),
  deleted: Days.optional().describe("days since the vendor deleted a record, after which all but its id goes"),
});

export const Retention = z.object({
  resources: z.record(z.string(), RecordRetention).describe("by collection; `*`: all others"),
  deliveries: Count.describe("days that a webhook is kept as it came"),
  writes: Count.describe("days that a closed write keeps its command and the vendor's answer"),
  fixed: z.array(z.object({ what: z.string(), days: Count })).describe("what nobody can change"),
});

export const ExportPage = pageAnswer(
  z.object({
    kind: z.enum(["shop", "endpoint", "key", "record", "write", "audit"]),
    shop: z.string().optional(),
    resource: z.string().optional(),
    id: z.string(),
    data: VendorJson.describe("as it is stored; of a record `record`, `raw`, `version`, `deleted`"),
  }),
);

export const PeoplePage = pageAnswer(
  z.object({
    kind: z
      .enum(["record", "write", "call", "delivery"])
      .describe("call: what went to the vendor for the write with this id, and what came back"),
    shop: z.string(),
    vendor: z.enum(vendorIds).describe("who still has a record of it: an erasure here changes nothing there"),
    resource: z.string().optional(),
    id: z.string(),
    data: VendorJson.optional().describe("what the copy has; absent in the report of an erasure"),
  }),
);

export const TenantRemovalReport = z.object({
  tenant: z.string(),
  since: Time,
  shopsLeft: Count.describe("shops that are still being removed"),
  items: Count.describe("items that went beside the shops' own"),
  webhooks: z
    .array(
      z.object({
        shop: z.string(),
        ended: z.array(z.string()),
        left: z.array(z.string()),
        reason: z.string().optional(),
      }),
    )
    .describe("registrations at the vendors that ended, and those that a person has to end there"),
  doneAt: Time.optional().describe("nothing is left"),
});
