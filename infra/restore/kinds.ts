import type { PartitionKind } from "../../shared/stores/partitions.ts";

/**
 * What becomes of each kind of partition when a backup is brought back.
 * - `records`: the copy of the shops, and how far its readings have come. It goes back to what the backup holds.
 * - `feeds`: what was told of the copy, and the index by which it is found. It goes back as well, after the records.
 * - `kept`: what people and programs have decided or sent since: it stays as it is, where the table still has it.
 * - `passing`: counts of the last minutes, which are worth nothing in a backup.
 */
export type Fate = "records" | "feeds" | "kept" | "passing";

export const fates: Readonly<Record<PartitionKind, Fate>> = {
  records: "records",
  syncStates: "records",
  seen: "records",
  candidates: "records",
  unreadable: "records",
  productCodes: "records",
  unanswered: "records",
  pulls: "records",
  feed: "feeds",
  tenantFeed: "feeds",
  cards: "feeds",
  finds: "feeds",
  // The ledger above all: with it every write that was sent since is known, and none is sent twice.
  writes: "kept",
  lanes: "kept",
  laneTails: "kept",
  idempotency: "kept",
  days: "kept",
  exchanges: "kept",
  // A key that was ended, or credentials that were replaced, stay so.
  apiKey: "kept",
  tenants: "kept",
  halts: "kept",
  operators: "kept",
  operatorAudit: "kept",
  tenant: "kept",
  audit: "kept",
  usage: "kept",
  claims: "kept",
  endpoints: "kept",
  secretPages: "kept",
  events: "kept",
  shop: "kept",
  deliveries: "kept",
  seenDeliveries: "kept",
  due: "kept",
  fleet: "kept",
  drift: "kept",
  hook: "kept",
  consent: "kept",
  connectLink: "kept",
  app: "kept",
  unrouted: "kept",
  budget: "passing",
  silence: "passing",
};
