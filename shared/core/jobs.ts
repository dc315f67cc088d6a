import * as z from "zod";
import { askReasons } from "./proofs.ts";
import { tracks } from "./tracks.ts";

const Shop = { tenant: z.string().min(1), shop: z.string().min(1) };

/** It came before its time once. If it does so again, it is not sent a third time: messages must not multiply. */
const early = z.boolean().optional();

/** Pieces of work with one shop: messages of the queues `sync`, `news`, `slow` and `backfill`. */
export const SyncJob = z.discriminatedUnion("type", [
  /** All due resources of a shop. */
  z.object({
    type: z.literal("cycle"),
    ...Shop,
    /** The shop's entry in the due index comes up then, unless this round puts it off. Unix milliseconds. */
    again: z.number().optional(),
  }),
  /** Goes on with one resource. */
  z.object({ type: z.literal("slice"), ...Shop, resource: z.string(), track: z.enum(tracks) }),
  /** A webhook, a write or a person named these records: fetch them now. No ids: the resource as a whole. */
  z.object({
    type: z.literal("pull"),
    ...Shop,
    resource: z.string(),
    ids: z.array(z.string()).max(1_000),
    /** The ids are not in the message: they are those about which the vendor has answered nothing so far. */
    unanswered: z.boolean().optional(),
    /** The ids are not in the message: webhooks have collected them for this resource. */
    collected: z.boolean().optional(),
    early,
  }),
  /** Fetches the records of a resource that were noted for this reason. */
  z.object({ type: z.literal("ask"), ...Shop, resource: z.string(), reason: z.enum(askReasons), early }),
  /** A delivery was stored: read what it says. */
  z.object({
    type: z.literal("delivery"),
    ...Shop,
    id: z.string(),
    /** It was found open a while later, or is replayed: another worker may have begun it. */
    again: z.boolean().optional(),
    /** It goes on its own, not with the shop's others. */
    alone: z.boolean().optional(),
    /** Collections for whose records it stands: what was noted of them is fetched whatever became of the delivery. */
    resources: z.array(z.string()).readonly().optional(),
    /** The shop's new deliveries were taken over until then for the worker that gets this. Unix milliseconds. */
    leasedUntil: z.number().optional(),
  }),
  /** Webhooks came that were not kept: reads what they named. */
  z.object({ type: z.literal("read-instead"), ...Shop, resources: z.array(z.string()).max(100) }),
  /** Compares what is registered at the vendor with what should be. */
  z.object({
    type: z.literal("watch"),
    ...Shop,
    /** The due index brings it up again by then already. Unix milliseconds. */
    again: z.number().optional(),
  }),
  /** Reads records again and reports differences. */
  z.object({
    type: z.literal("verify"),
    ...Shop,
    resource: z.string(),
    sample: z.number().int().positive().optional(),
    /** How far it has come. */
    progress: z
      .object({
        /** Unix milliseconds. */
        startedAt: z.number(),
        /** Records alive in the store when it began. */
        stored: z.number(),
        vendorTotal: z.number().optional(),
        /** Records passed by, those of them that were asked for, and the last one's id. */
        passed: z.number(),
        drawn: z.number(),
        after: z.string().optional(),
        checked: z.number(),
        equal: z.number(),
        different: z.array(z.string()),
        gone: z.array(z.string()),
        /** All checks are done; what is left is the reading of everything. */
        read: z.boolean().optional(),
      })
      .optional(),
  }),
  /** Tells the records of a resource once more in the feed. */
  z.object({
    type: z.literal("publish"),
    ...Shop,
    resource: z.string(),
    /** Only those that have changed since, unix milliseconds. */
    since: z.number().optional(),
    /** How far it has come: behind this id, and so many told. */
    after: z.string().optional(),
    told: z.number().optional(),
  }),
  /** Puts what the index of records lacks of a shop into it, a piece at a time. */
  z.object({
    type: z.literal("index"),
    ...Shop,
    /** All of it, from the beginning, whatever the index says. */
    anew: z.boolean().optional(),
  }),
  /** The shop's owner has agreed to the vendor's next version: the shop goes a step on its way there. */
  z.object({ type: z.literal("migrate"), ...Shop }),
  /** Goes through the copy of a shop for what is not to be kept any more. */
  z.object({
    type: z.literal("tidy"),
    ...Shop,
    /** How far it has come: which part, and behind which sort key. */
    at: z.object({ part: z.number().int().min(0), after: z.string().optional() }).optional(),
  }),
  /** The operator removed the tenant: its shops go, then the rest. */
  z.object({ type: z.literal("remove-tenant"), ...Shop, shop: z.literal("*") }),
  /** The tenant removed the shop: its data goes, a piece at a time. */
  z.object({ type: z.literal("remove"), ...Shop }),
]);
export type SyncJob = z.infer<typeof SyncJob>;

/** Rounds of several shops, which go on side by side, or looks at their webhooks. `again` as in a `cycle` or a `watch`. */
const shops = z.array(z.object({ ...Shop, again: z.number() })).min(1);
const Rounds = z.object({ type: z.literal("rounds"), shops });
const Watches = z.object({ type: z.literal("watches"), shops });

/** Nobody waits for the work: a call may take all of the time that the vendor's documents name. */
const Patient = z.object({ patient: z.boolean().optional() });

export const SyncMessage = z.union([Rounds, Watches, z.intersection(SyncJob, Patient)]);
export type SyncMessage = z.infer<typeof SyncMessage>;
export type PatientJob = SyncJob & z.infer<typeof Patient>;

/** Messages of the `writes` queue: a write stands in one of the shop's lines. */
export const WriteJob = z.object(Shop);
export type WriteJob = z.infer<typeof WriteJob>;

/** Messages of the `deliveries` queue: this endpoint has events to send. */
export const DeliverJob = z.object({ tenant: z.string().min(1), endpoint: z.string().min(1) });
export type DeliverJob = z.infer<typeof DeliverJob>;
