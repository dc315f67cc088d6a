import {
  type Explanation,
  type ExplanationFacts,
  explain,
  type KnownRecord,
  type Sought,
} from "../../core/explanation.ts";
import { codeKey, isFindable, phoneKey, traitsOf } from "../../core/finding.ts";
import type { Clock } from "../../core/ports.ts";
import { isSnapshot } from "../../core/promises.ts";
import type { CanonicalRecord } from "../../core/records.ts";
import type { Resource, Vendor } from "../../core/vendor.ts";
import type { Candidate, CandidateStore } from "../../stores/candidates.ts";
import type { HaltStore } from "../../stores/halts.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";
import type { PullStore } from "../../stores/pulls.ts";
import type { RecordStore, StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { SyncState, SyncStateStore } from "../../stores/sync-states.ts";
import type { UnansweredStore } from "../../stores/unanswered.ts";
import { newestAt } from "../../sync/evidence.ts";
import { readFreshness } from "./shop-freshness.ts";

export interface ExplainDeps {
  readonly halts: Pick<HaltStore, "read">;
  readonly records: Pick<RecordStore, "get" | "page">;
  readonly states: Pick<SyncStateStore, "all">;
  readonly candidates: Pick<CandidateStore, "get">;
  readonly pulls: Pick<PullStore, "waiting">;
  readonly unanswered: Pick<UnansweredStore, "all">;
  readonly ledger: Pick<LedgerStore, "list">;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
}

/** A code or a phone number has no index: so many records are looked through, 500 at a time. */
const MOST_PAGES = 20;
const PAGE = 500;
/** And so many of the newest writes. */
const MOST_WRITES = 200;

/** Why a record of a shop is here, or is not, with all that was looked at. */
export const explainRecord = async (
  shop: Shop,
  resource: Resource,
  sought: Sought,
  deps: ExplainDeps,
): Promise<Explanation & { readonly facts: ExplanationFacts }> => {
  const ref = refOf(shop);
  const { record, searched } = await findSought(shop, sought, deps);
  const id = record?.id ?? (sought.by === "id" ? sought.value : undefined);
  const [{ resources, states }, candidate, pull, unanswered, write, other] = await Promise.all([
    readFreshness(shop, deps),
    id === undefined ? undefined : deps.candidates.get(ref, resource.name, id),
    deps.pulls.waiting(ref, resource.name),
    deps.unanswered.all(ref),
    findWrite(shop, sought, deps),
    record ? undefined : findOther(shop, sought, deps),
  ]);
  const freshness = resources.find((one) => one.resource === resource.name)!;
  const full = states.get(`${resource.name}#full`);
  const live = states.get(`${resource.name}#live`);
  const main = isSnapshot(resource) ? full : live;
  const silent = unanswered.get(resource.name)?.find((one) => one.id === id);
  const facts: ExplanationFacts = {
    sought,
    freshness,
    errorCode: main?.failures ? main.error?.code : undefined,
    record: record && known(record),
    other,
    searched,
    deletion: candidate && deletionOf(candidate),
    pull: pullOf(pull, id),
    unanswered: silent && { since: silent.since, givenUp: silent.givenUp },
    write,
    since: resource.listing.strategy === "snapshot" ? undefined : shop.since,
    lastReading: main?.lastCycle && { startedAt: main.lastCycle.startedAt, endedAt: main.lastCycle.endedAt },
    counts: countsOf(full),
    unreadableRows: (live?.unreadable ?? 0) + (full?.unreadable ?? 0),
    now: deps.clock(),
  };
  return { ...explain(facts), facts };
};

const deletionOf = ({ state, evidence }: Candidate): ExplanationFacts["deletion"] => ({
  state,
  seenAt: newestAt(evidence),
  ways: [...new Set(evidence.map(({ way }) => way))],
});

const pullOf = (
  { ids, all }: { readonly ids: readonly string[]; readonly all: boolean },
  id: string | undefined,
): ExplanationFacts["pull"] => {
  if (id !== undefined && ids.includes(id)) return "this";
  return all ? "all" : undefined;
};

/** What the last full reading has counted. */
const countsOf = (full: Partial<Pick<SyncState, "lastCycle">> | undefined): ExplanationFacts["counts"] => {
  const { stored, vendorTotal } = full?.lastCycle ?? {};
  return stored === undefined ? undefined : { stored, vendorTotal };
};

const known = ({ id, version, observedAt, deleted, record }: StoredRecord): KnownRecord => ({
  ...{ id, version, observedAt, deleted },
  unread: record._meta?.unread ?? [],
});

interface Found {
  readonly record?: StoredRecord | undefined;
  readonly searched?: ExplanationFacts["searched"];
}

/** A document that has no code is found by its number (core/finding.ts). */
const isCalled = (resource: string, record: CanonicalRecord, { by, value }: Sought): boolean =>
  by === "code" && isFindable(resource) && traitsOf(resource, record).code === codeKey(value);

const findSought = async (shop: Shop, sought: Sought, deps: ExplainDeps): Promise<Found> => {
  const { resource, by, value } = sought;
  const ref = refOf(shop);
  if (by === "id") return { record: await deps.records.get(ref, resource, value) };
  let records = 0;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await deps.records.page(ref, resource, { after, limit: PAGE, deleted: true });
    records += found.records.length;
    const record = found.records.find((one) => hasIt(one.record, by, value) || isCalled(resource, one.record, sought));
    if (record) return { record, searched: { records, all: false } };
    after = found.next;
    if (after === undefined) return { searched: { records, all: true } };
  }
  return { searched: { records, all: false } };
};

interface Named {
  readonly code?: unknown;
  readonly phone?: unknown;
  readonly phones?: readonly unknown[];
  readonly customer?: { readonly phone?: unknown };
  /** A supplier's is a text. */
  readonly address?: { readonly phone?: unknown };
  readonly shipping?: { readonly address?: { readonly phone?: unknown } };
}

/** As lists find it: by any spelling. */
const hasIt = (record: object, by: Sought["by"], value: string): boolean => {
  const { code, phone, phones = [], customer, address, shipping } = record as Named;
  if (by === "code") return typeof code === "string" && codeKey(code) === codeKey(value);
  const wanted = phoneKey(value);
  return [phone, ...phones, customer?.phone, address?.phone, shipping?.address?.phone].some(
    (one) => typeof one === "string" && wanted !== undefined && phoneKey(one) === wanted,
  );
};

/** An id that was given as a code, or a code as an id. */
const findOther = async (shop: Shop, sought: Sought, deps: ExplainDeps): Promise<ExplanationFacts["other"]> => {
  if (sought.by === "phone") return undefined;
  const by = sought.by === "id" ? "code" : "id";
  const { record } = await findSought(shop, { ...sought, by }, deps);
  return record && !record.deleted ? { by, id: record.id } : undefined;
};

/** The newest of our own writes that is about it. */
const findWrite = async (shop: Shop, sought: Sought, deps: ExplainDeps): Promise<ExplanationFacts["write"]> => {
  const { writes } = await deps.ledger.list(refOf(shop), { limit: MOST_WRITES });
  const write = writes.find((one) => one.kind.startsWith(`${sought.resource}.`) && isAbout(one, sought));
  return write && { id: write.id, state: write.state, reason: write.error?.message };
};

const isAbout = ({ id, result, command }: Write, { by, value }: Sought): boolean => {
  const given = (command ?? {}) as { readonly id?: unknown };
  if (by === "id") return id === value || result?.id === value || given.id === value;
  return (by === "code" && result?.code === value) || hasIt(given, by, value);
};
