import * as z from "zod";
import { MetadataInput } from "../../core/metadata.ts";
import { type ResourceName, schemaOf } from "../../core/records.ts";
import { Count, Time } from "./words.ts";

/** What is known of a record beside its fields. */
export const RecordMeta = z.object({
  shop: z.string().optional().describe("the record's shop; in answers over several shops"),
  version: Count.describe("grows by one with each change; the record's resource, id and version name a change"),
  updatedAt: Time.describe("when we began to ask for what is stored"),
  vendorModifiedAt: Time.optional().describe("the vendor's own time of the last change"),
  deleted: z.literal(true).optional(),
  origin: z.string().optional().describe("id of our own write that this version is the result of"),
  unread: z.array(z.string()).optional().describe("paths in the vendor's row of what could not be read"),
  cut: z.array(z.string()).optional().describe("fields that were too large to be stored whole"),
  leftOut: z
    .array(z.string())
    .optional()
    .describe("fields that say who a customer is, and that the copy does not keep; `*`: all but the id"),
});

export const besideFields = {
  deleted: z.literal(true).optional().describe("the record is gone at the vendor"),
  metadata: MetadataInput.optional().describe("what the tenant has put on the record; the vendor never sees it"),
  _meta: RecordMeta,
  _raw: z.unknown().optional().describe("the vendor's own row; with `?raw=true` only"),
};

const made = new Map<z.ZodObject, z.ZodObject>();

/** Collections whose records name others, which `expand` answers with them. */
const documents: readonly ResourceName[] = ["orders", "invoices", "returns"];

/** A record of a collection, as it is answered. Collections with one form share one schema. */
export const recordAnswer = (resource: ResourceName): z.ZodObject => {
  const form = schemaOf(resource);
  const known = made.get(form);
  if (known) return known;
  const answer = form.extend({ ...besideFields, ...(documents.includes(resource) ? { _expanded: expanded() } : {}) });
  made.set(form, answer);
  return answer;
};

const expanded = () =>
  z
    .object({
      customer: recordAnswer("customers").optional().describe("the record that `customerId` names"),
      products: z.array(recordAnswer("products")).optional().describe("the products of the lines"),
      location: recordAnswer("locations").optional().describe("the record that `locationId` names"),
    })
    .optional()
    .describe("records that it names, as far as they are here; with `expand` only");
