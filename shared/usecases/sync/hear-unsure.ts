import { ON_ITS_WAY } from "../../core/pace.ts";
import { DAY } from "../../core/time.ts";
import type { Cycle, Unsure } from "../../stores/sync-states.ts";
import type { Slice } from "./slice.ts";

/** What webhooks say of changes that a reading has found. */
export interface Hearing {
  /** They did not name all of them, and should have. */
  readonly isUnheard?: boolean;
  /** Is still to be judged. */
  readonly unsure?: Unsure | undefined;
}

const JUDGED_WITHIN = DAY;

/**
 * Judges what a cycle before has found, as soon as its webhooks have had the time to come and are worked off. One that was on its way
 * names the record within minutes, and then it has told the change. Webhooks that are not proven any more prove nothing.
 */
export const hearUnsure = async (
  { job: { proven, named }, deps, state }: Slice,
  { unsure: found }: Cycle,
): Promise<Hearing> => {
  const { unsure } = state;
  const now = deps.clock();
  if (!unsure || proven === false || now - unsure.to > JUDGED_WITHIN) return { unsure: found };
  if (!proven || now - unsure.to <= ON_ITS_WAY) return { unsure };
  if (!named) return { isUnheard: true, unsure: found };
  const isNamed = await named({ from: unsure.from - ON_ITS_WAY, to: unsure.to + ON_ITS_WAY });
  return isNamed ? { isUnheard: !unsure.ids.every(isNamed), unsure: found } : { unsure };
};
