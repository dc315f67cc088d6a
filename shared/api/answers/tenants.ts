import * as z from "zod";
import { vendorIds } from "../../core/vendor.ts";
import { scopes } from "../../stores/tenants.ts";
import { Halt } from "../halts.ts";
import { Count, pageAnswer, Time } from "./words.ts";

export const Tenant = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Time,
  suspension: Halt.optional().describe("an operator has stopped all work of the tenant"),
});
/** On the tenant's connect links. */
export const TenantLogo = z
  .string()
  .max(60_000)
  .regex(/^data:image\/(png|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/, "a data: address of a PNG, WebP or JPEG picture")
  .describe("a picture as a data: address, at most 60,000 characters; it stands on the tenant's connect links");
export const TenantPage = pageAnswer(Tenant);

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(scopes),
  createdAt: Time,
  expiresAt: Time.optional().describe("it ends then, or has ended"),
  hint: z.string().describe("the last characters of the key"),
});
export const KeyPage = pageAnswer(Key);
export const NewKey = Key.extend({ key: z.string().describe("shown this once") });

export const OperatorKey = Key.omit({ scope: true });
export const OperatorKeyPage = pageAnswer(OperatorKey);
export const NewOperatorKey = OperatorKey.extend({ key: z.string().describe("shown this once") });

export const AuditEntry = z.object({
  id: z.string(),
  at: Time,
  by: z.string().describe("id of a key, `operator`, `operator:<name>`, `consent` or `removal`"),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  tenant: z.string().optional(),
  address: z.string().optional().describe("of the caller"),
  requestId: z.string().optional().describe("the answer and the log carry it, too"),
});
export const AuditPage = pageAnswer(AuditEntry);

export const Drift = z.object({
  vendor: z.enum(vendorIds),
  operation: z.string(),
  kind: z.enum(["new-field", "new-type", "new-code", "missing-field"]),
  path: z.string().describe("where in the answer: `data[].lines[].price`"),
  found: z.string().optional().describe("the type, or the code where it is a number or one plain word"),
  firstAt: Time,
  lastAt: Time,
  times: Count.describe("hours in which it was seen, by each worker"),
  fixture: z.unknown().describe("a part of an answer that shows it, with made-up values"),
});
export const DriftPage = pageAnswer(Drift);
