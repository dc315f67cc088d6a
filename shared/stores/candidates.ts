import type { Item, Table } from "../core/table.ts";
import { queryAll } from "../core/table.ts";
import { DAY, HOUR } from "../core/time.ts";
import { APART, type Evidence, newestAt, withEvidence } from "../sync/evidence.ts";
import { keys, type ShopRef } from "./keys.ts";

/**
 * `pending`: evidence is being collected. `held`: the brake holds it until the tenant decides. `approved`: the tenant
 * said yes. `dismissed`: the tenant said no; ignored until the record is seen again. `removed`: the record was deleted
 * here within the last day.
 */
export type CandidateState = "pending" | "held" | "approved" | "dismissed" | "removed";

/** A record that may be gone at the vendor, with all that was seen of it. */
export interface Candidate {
  readonly id: string;
  readonly state: CandidateState;
  readonly evidence: readonly Evidence[];
  /** When the record is asked for next, unix milliseconds. */
  readonly askAt: number;
  /** When it was asked for last, unix milliseconds. */
  readonly askedAt?: number | undefined;
  /** How often it was asked for since it got into its state. */
  readonly asks: number;
  /** When the brake held it, unix milliseconds. */
  readonly heldAt?: number | undefined;
  /** When it was removed, unix milliseconds. */
  readonly removedAt?: number | undefined;
  /** Removed by a person's word: the brake does not count it. */
  readonly approved?: boolean | undefined;
  /** Removed, and asked for once more since: it is still gone. */
  readonly looked?: boolean | undefined;
  /** It was removed within the last day, and came back: the call for it alone is not believed again so soon. */
  readonly cameBack?: boolean | undefined;
}

/** Our clock at the newest observation, unix milliseconds. */
export const lastSeenAt = ({ evidence }: Pick<Candidate, "evidence">): number => newestAt(evidence);

/** What was seen of a record. */
interface Found {
  readonly id: string;
  readonly evidence: Evidence;
}

/** Open candidates and those removed within the hour; and those removed earlier, which nobody has to look at. */
const OPEN = "o#";
const PAST = "r#";

/** Nothing is open about the record. */
const FREE = { any: [{ absent: "pk" }, { equal: ["state", "removed"] }] } as const;

export const createCandidateStore = (table: Table) => {
  const keyOf = (ref: ShopRef, resource: string, id: string) => ({
    pk: keys.candidates(ref, resource),
    sk: `${OPEN}${id}`,
  });

  const past = (ref: ShopRef, resource: string, candidate: Candidate): Item => ({
    ...toItem({ pk: keys.candidates(ref, resource), sk: `${PAST}${candidate.id}` }, candidate),
    ttl: Math.ceil(((candidate.removedAt ?? 0) + DAY) / 1_000),
  });

  /** Those of the ids that were removed within the day before. That is kept beside the new candidate. */
  const cameBack = async (
    ref: ShopRef,
    resource: string,
    found: readonly Found[],
    known: ReadonlyMap<string, Candidate>,
  ): Promise<ReadonlyMap<string, Pick<Candidate, "cameBack">>> => {
    const back = new Map<string, Pick<Candidate, "cameBack">>();
    for (const candidate of known.values())
      if (candidate.state === "removed") {
        await table.put(past(ref, resource, { ...candidate, cameBack: true }));
        back.set(candidate.id, { cameBack: true });
      }
    const times = new Map(found.filter(({ id }) => !known.has(id)).map(({ id, evidence }) => [id, evidence.at]));
    const pk = keys.candidates(ref, resource);
    for (const item of await table.getMany([...times.keys()].map((id) => ({ pk, sk: `${PAST}${id}` })))) {
      const { id, removedAt = 0 } = toCandidate(item);
      if ((times.get(id) ?? 0) - removedAt < DAY) back.set(id, { cameBack: true });
    }
    return back;
  };

  return {
    /** Notes what was seen of these living records. Costs a write for each of which something new was seen. */
    async note(ref: ShopRef, resource: string, found: readonly Found[]): Promise<void> {
      const stored = await table.getMany([...new Set(found.map(({ id }) => id))].map((id) => keyOf(ref, resource, id)));
      const known = new Map(stored.map((item) => [idOf(item), toCandidate(item)]));
      const back = await cameBack(ref, resource, found, known);
      for (const { id, evidence } of found) {
        const before = ofThisLife(known.get(id));
        const after = withEvidence(before?.evidence ?? [], evidence, before?.state === "held" ? HOUR : APART);
        if (before && after === before.evidence) continue;
        const key = keyOf(ref, resource, id);
        if (before) {
          await table.update(key, { set: { evidence: JSON.stringify(after) } }, { present: "pk" });
          continue;
        }
        await table.put(toItem(key, { ...fresh({ id, evidence }), evidence: after, ...back.get(id) }), FREE);
      }
    },

    /**
     * The vendor has shown these records: that it did not do so before proves nothing any more. What it has reported stays,
     * because its answers may be behind its reports; and removals stay, because the brake counts them.
     * @param askedAt our clock before the vendor was asked, unix milliseconds
     */
    async shown(ref: ShopRef, resource: string, ids: readonly string[], askedAt: number): Promise<void> {
      if (ids.length === 0) return;
      for (const item of await table.getMany(ids.map((id) => keyOf(ref, resource, id)))) {
        if (item.state === "removed") continue;
        const key = { pk: item.pk, sk: item.sk };
        const { evidence } = toCandidate(item);
        const left = evidence.filter(({ way, at }) => at >= askedAt || (way !== "detail" && way !== "absence"));
        const when = { equal: ["evidence", item.evidence as string] } as const;
        if (left.length === 0) await table.delete(key, when);
        else if (left.length < evidence.length)
          await table.update(key, { set: { evidence: JSON.stringify(left) } }, when);
      }
    },

    /** Stores what has become of it, unless it was decided otherwise meanwhile. */
    async save(ref: ShopRef, resource: string, candidate: Candidate, from: CandidateState): Promise<void> {
      await table.put(toItem(keyOf(ref, resource, candidate.id), candidate), { equal: ["state", from] });
    },

    /** What was seen of one record, if it is open or was removed within the day. */
    async get(ref: ShopRef, resource: string, id: string): Promise<Candidate | undefined> {
      const pk = keys.candidates(ref, resource);
      const found = await table.getMany([keyOf(ref, resource, id), { pk, sk: `${PAST}${id}` }]);
      const item = found.find(({ sk }) => sk.startsWith(OPEN)) ?? found.find((one) => one.cameBack !== true);
      return item && toCandidate(item);
    },

    /** One page: open ones first, in the order of their ids; then those removed during the last day that did not come back. */
    async list(
      ref: ShopRef,
      resource: string,
      limit = 1_000,
      after?: string,
    ): Promise<{ candidates: Candidate[]; next: string | undefined }> {
      const page = await table.query({ pk: keys.candidates(ref, resource), limit, after });
      const shown = page.items.filter(({ state, cameBack }) => state !== "removed" || cameBack !== true);
      return { candidates: shown.map(toCandidate), next: page.next };
    },

    /**
     * All that the court or a person may have to look at.
     * @param eventual what was noted within the last second may be missing; costs half as much
     */
    async open(ref: ShopRef, resource: string, { eventual = false } = {}): Promise<Candidate[]> {
      const open: Candidate[] = [];
      for await (const item of queryAll(table, { pk: keys.candidates(ref, resource), prefix: OPEN, eventual }))
        open.push(toCandidate(item));
      return open;
    },

    /** The tenant's word about what is held. False: it is not held any more. */
    async decide(ref: ShopRef, resource: string, id: string, state: "approved" | "dismissed"): Promise<boolean> {
      const change = { set: { state, askAt: 0, asks: 0 } };
      return (await table.update(keyOf(ref, resource, id), change, { equal: ["state", "held"] })) !== undefined;
    },

    /** Forgets everything that was seen of a resource's records. */
    async forget(ref: ShopRef, resource: string): Promise<void> {
      for await (const { pk, sk } of queryAll(table, { pk: keys.candidates(ref, resource), fields: [] }))
        await table.delete({ pk, sk });
    },

    async clear(ref: ShopRef, resource: string, id: string): Promise<void> {
      await table.delete(keyOf(ref, resource, id));
    },

    /** Keeps the evidence of a removal for the rest of the day, out of the way. */
    async archive(ref: ShopRef, resource: string, candidate: Candidate): Promise<void> {
      await table.transact([{ put: past(ref, resource, candidate) }, { delete: keyOf(ref, resource, candidate.id) }]);
    },

    /** One worker decides at a time, so that the brake counts right. False: another one is at it. */
    async lease(ref: ShopRef, resource: string, now: number, milliseconds: number): Promise<boolean> {
      return (
        (await table.update(
          keys.lease(ref, `court#${resource}`),
          { set: { until: now + milliseconds } },
          { any: [{ absent: "until" }, { below: ["until", now] }] },
        )) !== undefined
      );
    },

    async release(ref: ShopRef, resource: string): Promise<void> {
      await table.delete(keys.lease(ref, `court#${resource}`));
    },
  };
};

/** A record that is alive again after it was removed: what was seen before belongs to its former life. */
const ofThisLife = (candidate: Candidate | undefined): Candidate | undefined =>
  candidate?.state === "removed" ? undefined : candidate;

export type CandidateStore = ReturnType<typeof createCandidateStore>;

const fresh = ({ id, evidence }: Found): Candidate => ({
  id,
  state: "pending",
  evidence: [],
  askAt: firstAsk(evidence),
  asks: 0,
});

/** At once, unless the vendor was just asked in vain. */
const firstAsk = ({ way, said, at }: Evidence): number => (way === "detail" && said === "cannot-tell" ? at + APART : 0);

const idOf = ({ sk }: Item): string => sk.slice(OPEN.length);

const toItem = (key: { pk: string; sk: string }, { id: _id, evidence, ...rest }: Candidate): Item => ({
  ...key,
  ...rest,
  evidence: JSON.stringify(evidence),
});

const optional = (item: Item, name: string): number | undefined =>
  item[name] === undefined ? undefined : Number(item[name]);

const toCandidate = (item: Item): Candidate => ({
  id: idOf(item),
  state: item.state as CandidateState,
  evidence: JSON.parse(String(item.evidence)) as Evidence[],
  askAt: Number(item.askAt),
  askedAt: optional(item, "askedAt"),
  asks: Number(item.asks),
  heldAt: optional(item, "heldAt"),
  removedAt: optional(item, "removedAt"),
  approved: item.approved === true ? true : undefined,
  looked: item.looked === true ? true : undefined,
  cameBack: item.cameBack === true ? true : undefined,
});
