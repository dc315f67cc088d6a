import * as z from "zod";
import { freshnessStates } from "../../core/freshness.ts";
import { proofKinds } from "../../usecases/sync/proven.ts";
import { Breaker, healths } from "./shops.ts";
import { Count, Time } from "./words.ts";

/** How fresh one resource is. */
export const Freshness = z.object({
  resource: z.string(),
  state: z.enum(freshnessStates),
  since: Time.optional(),
  reason: z.string().optional().describe("why it is not current, for people"),
  until: Time.optional().describe("`limited`, `paused`: when it ends by itself"),
  promisedSeconds: z.number().describe("within which a change arrives"),
  lagSeconds: z.number().nullable().describe("since the last complete reading began; null: there was none yet"),
});

const Cycle = z.object({
  startedAt: Time,
  endedAt: Time,
  rows: Count.describe("rows read"),
  written: Count.describe("records that were new or had changed"),
  removed: Count,
  added: Count.optional(),
  stored: Count.optional().describe("records alive in the copy; full cycles only"),
  vendorTotal: Count.optional().describe(
    "rows by the vendor's own count, where it counts the whole list; full cycles only",
  ),
});

export const ResourceStatus = Freshness.extend({
  complete: z.boolean().describe("everything was read once, with details"),
  provenAt: Time.nullable().describe(
    "everything that the vendor had then is in the copy, by a reading without the filter",
  ),
  proofs: z.array(
    z.object({
      kind: z.enum(proofKinds),
      at: Time,
      records: Count,
      missing: Count.nullable().describe("rows that the copy lacked; null: it was the first reading"),
      backSeconds: z.number().optional(),
    }),
  ),
  details: z.object({ complete: z.boolean(), asked: Count }).optional(),
  cursor: Time.optional().describe("everything that changed before is in the copy, by the vendor's clock"),
  cycles: Count,
  records: Count.describe(
    "records alive in the copy at the end of the last full reading; while the first one goes on, those that it has brought so far",
  ),
  completeness: z
    .object({
      stored: Count.describe("records alive in the copy"),
      vendorTotal: Count.nullable().describe(
        "rows by the vendor's own count; null: it tells none, or counts the parts of the list by themselves",
      ),
      lastFullCycleAt: Time,
    })
    .optional()
    .describe("what the last full reading has counted"),
  reconciliation: z
    .object({ documents: Count, unreconciled: Count, share: z.number(), ids: z.array(z.string()) })
    .optional()
    .describe("documents whose parts do not add up to their total"),
  lastCycle: Cycle.optional(),
  progress: z.array(z.object({ rows: Count, written: Count, phase: z.enum(["rows", "deleted", "sweep", "confirm"]) })),
  heldDeletions: Count.describe("deletions that wait for a decision"),
  unreadableRows: Count,
  warnings: z.array(z.string()),
  error: z.object({ code: z.string(), message: z.string(), at: Time }).optional(),
  unanswered: z
    .array(z.object({ id: z.string(), since: Time, givenUp: z.boolean() }))
    .optional()
    .describe("ids about which the vendor answers nothing"),
});

export const SyncStatus = z.object({
  shop: z.string(),
  health: z.enum(healths),
  reason: z.string().optional(),
  breaker: Breaker.optional(),
  data: z.array(ResourceStatus),
  next: z.null(),
});

export const Verification = z.object({
  startedAt: Time,
  endedAt: Time.optional(),
  complete: z.boolean().describe("all that were to be read again have been"),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  stored: Count,
  vendorTotal: Count.optional(),
  checked: Count,
  equal: Count,
  different: z.array(z.string()).describe("ids whose content differed, and that were repaired; the first hundred"),
  gone: z.array(z.string()).describe("ids that may be gone at the vendor; the first hundred"),
  listing: z.object({ at: Time, records: Count, missing: Count }).optional(),
});

export const Deletion = z.object({
  id: z.string(),
  state: z.enum(["pending", "held", "approved", "dismissed", "removed"]),
  observedAt: Time,
  removedAt: Time.optional(),
  evidence: z.array(
    z.object({
      at: Time,
      way: z.enum(["list-page", "detail", "webhook", "own-write", "deleted-list", "absence"]),
      said: z.enum(["gone", "not-shown", "cannot-tell"]),
      words: z.string().optional().describe("the vendor's words"),
      canary: z.string().optional().describe("id of a living record that the same call showed"),
      refused: z.boolean().optional(),
      weak: z.enum(["incomplete", "empty"]).optional().describe("why an absence proves nothing"),
      write: z.string().optional().describe("id of your write that removed the record"),
    }),
  ),
});
