import { MemoryTable } from "../../infra/memory-table.ts";
import { MINUTE } from "../../shared/core/time.ts";
import type { Call, Vendor } from "../../shared/core/vendor.ts";
import { createCandidateStore } from "../../shared/stores/candidates.ts";
import { keys } from "../../shared/stores/keys.ts";
import { createRecordStore } from "../../shared/stores/records.ts";
import { createSyncStateStore } from "../../shared/stores/sync-states.ts";
import { syncSlice } from "../../shared/usecases/sync/sync-slice.ts";
import { goodAnswer } from "./good-answer.ts";
import { ref } from "./staff.ts";

/**
 * A collection whose listing answers every call with one page, read by whole slices; other operations answer with
 * `empty`, or what `answer` says.
 */
export const openShop = (vendor: Vendor, name: string, empty: string, start: number) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const candidates = createCandidateStore(table);
  const resource = vendor.resources.find((one) => one.name === name)!;
  const track = resource.listing.strategy === "snapshot" ? "full" : "live";
  const answers = new Map<string, string>();
  const asked: unknown[] = [];
  let now = start;
  const call: Call = async (id, { params }) => {
    asked.push(params);
    // Pancake lists deleted orders by the operation that lists the others.
    const body = (params?.status === 7 ? undefined : answers.get(id)) ?? empty;
    return goodAnswer(vendor, id, body, now);
  };
  const deps = { states, records, candidates, clock: () => now, random: () => 0.5, metric: () => undefined };
  return {
    /** Parameters of every call so far. */
    asked,
    answer: (operation: string, body: string) => answers.set(operation, body),
    /** One slice, with this page as the listing's answer. */
    async sync(page: string, later = MINUTE) {
      answers.set(resource.listing.operation, page);
      now += later;
      const job = { ref, resource, track, settings: {}, call, deadline: now + MINUTE, lease: 90_000 } as const;
      return syncSlice(job, deps);
    },
    record: async (id: string) => (await records.get(ref, name, id))?.record as any,
    raw: async (id: string) => (await records.get(ref, name, id))?.raw,
    state: () => states.get(ref, name, track),
    /** What nobody could read, kept for a person. */
    kept: async () => (await table.query({ pk: keys.unreadable(ref) })).items,
  };
};
