import type { Item, Table } from "../core/table.ts";
import { queryAll } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";

/**
 * Records that may be gone at the vendor. `pending`: to be confirmed. `held`: the brake holds it until the tenant
 * decides. `approved`: the tenant said yes. `dismissed`: the tenant said no; ignored until the record is seen again.
 */
export type CandidateState = "pending" | "held" | "approved" | "dismissed";

export interface Candidate {
  readonly id: string;
  readonly state: CandidateState;
  /** `reported`: the vendor named it. `absent`: it was missing from a complete listing. */
  readonly source: "reported" | "absent";
  /** Our clock before the vendor told (or before the listing began), unix milliseconds. */
  readonly observedAt: number;
  /** The cycle that found it, so that a second complete listing can confirm an absence. */
  readonly cycle: string;
  /** Complete listings without it so far. */
  readonly sightings: number;
}

export const createCandidateStore = (table: Table) => ({
  /** Notes candidates; known ones keep their state. */
  async add(
    ref: ShopRef,
    resource: string,
    found: readonly Pick<Candidate, "id" | "source" | "observedAt" | "cycle">[],
  ): Promise<void> {
    const pk = keys.candidates(ref, resource);
    const known = new Map(
      (await table.getMany(found.map(({ id }) => ({ pk, sk: id })))).map((item) => [item.sk, item]),
    );
    for (const candidate of found) {
      const item = known.get(candidate.id);
      if (!item) {
        await table.put({
          pk,
          sk: candidate.id,
          state: "pending",
          source: candidate.source,
          observed: candidate.observedAt,
          cycle: candidate.cycle,
          sightings: 1,
        });
      } else if (item.cycle !== candidate.cycle) {
        await table.update(
          { pk, sk: candidate.id },
          {
            set: { cycle: candidate.cycle, observed: candidate.observedAt, source: candidate.source },
            add: { sightings: 1 },
          },
        );
      }
    }
  },

  async list(
    ref: ShopRef,
    resource: string,
    limit = 1_000,
    after?: string,
  ): Promise<{ candidates: Candidate[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.candidates(ref, resource), limit, after });
    return { candidates: page.items.map(toCandidate), next: page.next };
  },

  async decide(ref: ShopRef, resource: string, id: string, state: CandidateState): Promise<void> {
    await table.update({ pk: keys.candidates(ref, resource), sk: id }, { set: { state } }, { present: "pk" });
  },

  async clear(ref: ShopRef, resource: string, id: string): Promise<void> {
    await table.delete({ pk: keys.candidates(ref, resource), sk: id });
  },

  async count(ref: ShopRef, resource: string, state: CandidateState): Promise<number> {
    let count = 0;
    for await (const _ of queryAll(table, {
      pk: keys.candidates(ref, resource),
      filter: { equal: ["state", state] },
      fields: ["state"],
    }))
      count += 1;
    return count;
  },
});

export type CandidateStore = ReturnType<typeof createCandidateStore>;

const toCandidate = (item: Item): Candidate => ({
  id: item.sk,
  state: item.state as CandidateState,
  source: item.source as Candidate["source"],
  observedAt: Number(item.observed),
  cycle: String(item.cycle),
  sightings: Number(item.sightings),
});
