import * as z from "zod";
import { MetadataInput } from "../../core/metadata.ts";
import { personalDataChoices } from "../../core/personal.ts";
import { vendorIds, writeKinds } from "../../core/vendor.ts";
import { Count, pageAnswer, Time, VendorJson } from "./words.ts";

export const Vendor = z.object({
  id: z.enum(vendorIds),
  name: z.string(),
  credentials: z.record(z.string(), z.unknown()).describe("JSON Schema of what a shop's owner has to give"),
  settings: z.record(z.string(), z.unknown()).describe("JSON Schema of a shop's settings"),
  resources: z.array(z.string()).describe("collections that are copied"),
  writes: z.array(z.enum(writeKinds)),
  operations: Count.describe("calls in the vendor's catalog"),
  returnAddress: z.string().optional().describe("where the vendor's consent page sends people back to"),
  sunset: z.string().optional().describe("last day of the vendor's support for this interface, YYYY-MM-DD"),
  successor: z.enum(vendorIds).optional().describe("the vendor's version to which a shop can migrate"),
});

/** What a person needs who is to agree in the browser. */
export const Consent = z.object({
  consentUrl: z.string().optional().describe("where the shop's owner begins; for one browser, within an hour"),
  returnAddress: z.string().optional().describe("must stand among the app's Redirect URLs; the same for every shop"),
  notice: z.string().optional().describe("what stands in the way of the consent"),
});

export const healths = ["healthy", "degraded", "needs-reauth", "paused", "authorizing", "removing"] as const;

export const Schedule = z
  .record(z.string(), z.number().int().min(10).max(86_400))
  .describe("seconds between cycles by resource; * for all others");
export const QuietHours = z
  .tuple([z.number().int().min(0).max(23), z.number().int().min(0).max(23)])
  .describe("hours of the day in Vietnam: from, to");

export const Breaker = z
  .object({
    vendor: z.enum(vendorIds),
    host: z.string().describe("name and port of the server"),
    since: Time,
    probes: Count.describe("calls without an answer since then; the first ones, which found the silence, count as one"),
    nextProbeAt: Time.describe("the next call goes out then, or with the next work for the shop"),
  })
  .describe(
    "The vendor's server answers nothing to this shop's calls: one call at a time goes out, and all other work waits, " +
      "writes as well. Absent while it answers.",
  );

export const Resources = z
  .array(z.string())
  .min(1)
  .max(100)
  .describe("collections that are copied; null or absent: all that the vendor has");
export const PersonalDataChoice = z
  .enum(personalDataChoices)
  .describe(
    "`left-out`: names, phones, addresses, notes and the like of customers are kept neither in records nor in the vendor's rows",
  );

export const Shop = z.object({
  id: z.string(),
  vendor: z.enum(vendorIds),
  name: z.string(),
  health: z
    .enum(healths)
    .describe("`needs-reauth`: the vendor refuses the credentials; `authorizing`: the owner has not agreed yet"),
  reason: z.string().optional().describe("why it is not healthy, for people"),
  breaker: Breaker.optional(),
  settings: VendorJson,
  hosts: z.record(z.string(), z.string()).optional().describe("base addresses of a sandbox"),
  account: z.string().describe("what the vendor counts its limits by"),
  schedule: Schedule.optional(),
  quietHours: QuietHours.optional(),
  since: z.string().optional().describe("the backfill goes no further back"),
  resources: Resources.optional(),
  personalData: PersonalDataChoice.optional(),
  ownerShares: z
    .object({ resources: Resources.optional(), personalData: PersonalDataChoice.optional(), at: Time })
    .optional()
    .describe(
      "what its owner shares, where an owner has chosen at a connect link: nothing else can be read or changed",
    ),
  accountDetails: VendorJson.optional().describe("what the vendor tells of the account"),
  expiresAt: Time.optional().describe("when the access ends, if it is not renewed by itself"),
  createdAt: Time,
  index: z
    .literal("building")
    .optional()
    .describe(
      "records that are older than the index of records are being put into it: filters do not find all of them yet",
    ),
  metadata: MetadataInput.optional().describe("what the tenant noted on it"),
  removal: z
    .object({
      since: Time,
      webhooks: z
        .object({ ended: z.array(z.string()), left: z.array(z.string()), reason: z.string().optional() })
        .optional()
        .describe("registrations at the vendor that ended, and those that a person has to end"),
    })
    .optional(),
  migration: z
    .object({
      to: z.enum(vendorIds),
      phase: z.enum(["consent", "reading-stops", "writing-stops"]),
      since: Time,
      hosts: z.record(z.string(), z.string()).optional(),
    })
    .optional()
    .describe("it is on its way to its vendor's next version"),
  former: z
    .object({ vendor: z.enum(vendorIds), at: Time })
    .optional()
    .describe("the version that it had before"),
  sunset: Vendor.shape.sunset,
  successor: Vendor.shape.successor,
  ...Consent.shape,
});

export const ShopPage = pageAnswer(Shop);

export const Check = z.object({
  ok: z.boolean(),
  account: VendorJson.optional().describe("what the vendor tells of the account"),
  shop: Shop,
});

export const Budget = z.object({
  limit: z.string(),
  operation: z.string().optional().describe("a limit of one operation alone"),
  sharedBy: z.enum(["deployment", "shop"]).describe("who draws from it: all shops of this deployment, or this shop"),
  capacity: z.number().describe("calls within the window"),
  windowSeconds: z.number(),
  left: z.number(),
  blockedUntil: Time.optional().describe("the vendor itself takes no call before"),
  waiting: z.record(z.string(), Time).describe("by kind of work: when the last one in line may call"),
  source: z.string().describe("where the vendor documents it"),
  note: z
    .string()
    .optional()
    .describe("the limit is counted by an address that others use as well: what we do about it"),
});
