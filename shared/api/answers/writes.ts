import * as z from "zod";
import { problemCodes } from "../../core/problems.ts";
import { refusalReasons } from "../../core/refusals.ts";
import { writeKinds } from "../../core/vendor.ts";
import { writeStates } from "../../core/write-states.ts";
import { Count, FieldError, Time } from "./words.ts";

export const WriteError = z.object({
  code: z.string().describe("the vendor's code, or ours where we refused"),
  message: z.string().describe("the vendor's own words"),
  fields: z.record(z.string(), z.string()).optional().describe("field of the command -> what is wrong with it"),
  reason: z.enum(refusalReasons).optional().describe("why, in words that are the same for every vendor"),
  explained: z.object({ en: z.string(), vi: z.string() }).optional().describe("the reason as a sentence"),
});

/** An entry of the ledger. */
export const Write = z.object({
  id: z.string(),
  shop: z.string(),
  kind: z.enum([...writeKinds, "passthrough"]),
  operation: z.string().describe("of the vendor's catalog"),
  command: z.unknown().describe("as it is sent: the caller's, with what the copy filled in"),
  entity: z.string().describe("writes with the same entity go one after the other"),
  state: z
    .enum(writeStates)
    .describe(
      "`queued`, `sending`, `unknown`, `probing`: the outcome is to come. `rejected`: the vendor refused; see `error`",
    ),
  attempts: Count,
  probes: Count.describe("times that the vendor was asked whether it has it"),
  createdAt: Time,
  by: z.string().optional().describe("id of the key that sent it"),
  firstAttemptAt: Time.optional(),
  lastAttemptAt: Time.optional(),
  lostAt: Time.optional().describe("when a call got no answer"),
  missedAt: Time.optional().describe("when the vendor was found not to have it"),
  notBefore: Time.optional().describe("it is not sent before"),
  result: z
    .object({
      id: z.string().optional().describe("the vendor's id of the record"),
      code: z.string().optional().describe("the vendor's code of the record"),
      by: z.enum(["answer", "probe", "person"]).describe("how we know"),
      notTaken: z.array(z.string()).optional().describe("fields that the record shows with another value"),
      unseen: z.array(z.string()).optional().describe("fields that the vendor shows nowhere"),
      version: Count.optional().describe("version of the stored record after it was read back"),
      answer: z.unknown().optional().describe("of a direct call: the vendor's answer"),
      truncated: z.boolean().optional().describe("`answer` is not all of it"),
      readBack: z.boolean().optional().describe("the record was read back into the copy"),
    })
    .optional(),
  error: WriteError.optional(),
  warnings: z.array(z.string()).optional(),
  dropped: z.record(z.string(), z.string()).optional().describe("field that the vendor cannot hold -> the reason"),
  batch: z.string().optional().describe("all writes of one list"),
  supersededBy: z.string().optional().describe("id of the write that carries this one's amount now"),
  supersedes: z.string().optional(),
  ifVersion: Count.optional(),
  aside: z.boolean().optional().describe("its line has moved on although the outcome is unknown"),
});

const Body = z
  .object({
    json: z.unknown().optional().describe("where it is JSON and whole"),
    text: z.string().optional().describe("else; of a long one the beginning"),
    truncated: z.literal(true).optional(),
  })
  .optional();

/** What went to the vendor and what came back. */
export const Exchange = z.object({
  at: Time,
  milliseconds: Count,
  request: z.object({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    url: z.string().describe("without secrets"),
    body: Body.describe("without secrets"),
  }),
  answer: z
    .object({ status: Count, body: Body.describe("without secrets") })
    .optional()
    .describe("absent: no answer came"),
});

/** One write with its last call. */
export const OneWrite = Write.extend({
  exchange: Exchange.optional().describe(
    "the last call, kept for 30 days. Absent: nothing was sent yet. A shop without personal data keeps no bodies",
  ),
});

/** What would be sent. */
export const DryRun = z.object({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  url: z.string().describe("without secrets"),
  body: z.unknown().optional(),
  command: z.unknown().optional(),
  filled: z.record(z.string(), z.unknown()).optional().describe("fields that the copy of the shop filled in"),
  carried: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("what repeats the record, because the call replaces it"),
  dropped: Write.shape.dropped,
});

const Refused = z.object({ code: z.enum(problemCodes), detail: z.string(), errors: z.array(FieldError) });
const outcome = { index: Count.describe("place in the list"), status: Count.describe("as a single command's") };

/** One line for each command of a list. */
export const Writes = z.object({
  batch: z.string().optional().describe("absent: a dry run"),
  data: z.array(
    z.object({ ...outcome, write: Write.optional(), request: DryRun.optional(), error: Refused.optional() }),
  ),
});

export const Operation = z.object({
  id: z.string(),
  method: DryRun.shape.method,
  path: z.string(),
  kind: z.enum(["read", "write", "read+write"]),
  title: z.string(),
  source: z.string().describe("the vendor's document and paragraph"),
  permission: z.string().optional().describe("that the shop's credentials need"),
  params: z.record(z.string(), z.unknown()).describe("JSON Schema of the parameters"),
  body: z.record(z.string(), z.unknown()).optional().describe("JSON Schema of the body"),
});

/** What one canonical write is at one vendor. */
export const WriteAbility = z.object({
  kind: z.enum(writeKinds),
  operation: z.string().describe("of the vendor's catalog"),
  command: z.record(z.string(), z.unknown()).describe("JSON Schema of what this vendor takes"),
  required: z.array(z.string()).describe("fields of the command without which this vendor refuses it"),
  notTaken: z.array(z.string()).describe("fields of the canonical command that this vendor has no field for"),
  bulk: z.number().int().optional().describe("commands that travel in one call"),
  repeatable: z.boolean().describe("sending it twice does no harm"),
  readsFirst: z.boolean().describe("the record is read right before, because the call replaces it as a whole"),
  reference: z.enum(["field", "key", "record", "none"]).describe("by what a write is recognised at the vendor"),
  lookup: z.boolean().describe("the vendor can be asked whether a write with a lost answer was carried out"),
  lookupAfterSeconds: z.number().int().optional(),
});
