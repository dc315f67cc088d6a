import type { LivingRecord } from "../../stores/records.ts";
import type { Cycle, Unreconciled } from "../../stores/sync-states.ts";
import type { Evidence } from "../../sync/evidence.ts";
import { inEmptyStretches } from "./empty-stretches.ts";
import { noteAgainst } from "./note-against.ts";
import { isComplete, type Slice, type Step } from "./slice.ts";

/** Rows that a cycle asks for because an incomplete listing did not show them. */
const MOST_ASKED = 20;

/**
 * Compares the store with what the listing has shown; a page of stored ids at a time. What a complete listing lacks is
 * missed. What an incomplete one lacks may have been cut off: some of it is asked for by itself, others the next time.
 * An empty one proves nothing, and makes all of them suspects. So does an empty stretch of what stood in it.
 * @param all the whole store as it was when the listing began, where that is known
 */
export const sweep = async (slice: Slice, cycle: Cycle, all?: readonly LivingRecord[]): Promise<Step> => {
  const { job, deps, seen } = slice;
  if (job.track === "live") return { cycle: { ...cycle, phase: "confirm", after: undefined } };
  // Where the cycle stored nothing itself, a picture that is a second old shows the same; absence is a suspicion only.
  const eventual = cycle.written === 0;
  const page =
    all && eventual && cycle.after === undefined
      ? { ids: all, next: undefined }
      : await deps.records.livingIds(job.ref, job.resource.name, cycle.after, { eventual });
  let { asked = 0 } = cycle;
  let noted: Pick<Cycle, "suspects" | "lacked"> = {};
  if (seen) {
    let missed: readonly string[] = page.ids
      .filter(({ id, observedAt }) => observedAt < cycle.startedAt && seen.covers(id) && !seen.has(id))
      .map(({ id }) => id);
    if (!isComplete(cycle)) {
      missed = job.resource.get ? someOf(missed, MOST_ASKED - asked, deps.random) : [];
      asked += missed.length;
    }
    noted = await noteAbsences(slice, cycle, missed);
  }
  const off = withOff(
    cycle.off,
    page.ids.filter((one) => one.off).map(({ id }) => id),
  );
  const lacked = cycle.rows === 0 && page.ids.some(({ observedAt }) => observedAt < cycle.startedAt);
  if (lacked) noted = { ...noted, lacked };
  const swept: Cycle = { ...cycle, ...noted, asked, stored: cycle.stored + page.ids.length, off, after: page.next };
  return { cycle: page.next === undefined ? { ...swept, phase: "confirm" } : swept };
};

const noteAbsences = async (
  slice: Slice,
  cycle: Cycle,
  missed: readonly string[],
): Promise<Pick<Cycle, "suspects">> => {
  if (missed.length === 0) return {};
  const weak = weaknessOf(cycle);
  const absence = { way: "absence", said: "not-shown", at: cycle.startedAt, weak } as const;
  const isHidden = weak === undefined ? await inEmptyStretches(slice, cycle, missed) : new Set<string>();
  const lacking = missed.filter((id) => !isHidden.has(id));
  return {
    ...(lacking.length > 0 ? await noteAgainst(slice, lacking, absence) : {}),
    ...(isHidden.size > 0 ? await noteAgainst(slice, [...isHidden], { ...absence, weak: "empty" }) : {}),
  };
};

/** Ids that a status shows of documents that do not add up. */
const MOST_OFF = 10;
const withOff = (known: Unreconciled | undefined, ids: readonly string[]): Unreconciled | undefined =>
  ids.length === 0
    ? known
    : { count: (known?.count ?? 0) + ids.length, ids: [...(known?.ids ?? []), ...ids].slice(0, MOST_OFF) };

/** Why the absence from a listing proves nothing. */
const weaknessOf = (cycle: Cycle): Evidence["weak"] => {
  if (!isComplete(cycle)) return "incomplete";
  return cycle.rows === 0 ? "empty" : undefined;
};

const someOf = (ids: readonly string[], most: number, random: () => number): readonly string[] => {
  const rest = [...ids];
  const some: string[] = [];
  while (some.length < most && rest.length > 0) some.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return some;
};
