import { MINUTE } from "../core/time.ts";
import type { Observation } from "./observation.ts";
import type { Known } from "./stored-record.ts";

/**
 * A vendor's replicas may show an older version for a moment. One that is still shown after this is what the vendor
 * holds now, whatever its stamp says: a shop restored from a backup, a clock that was set back.
 */
const SETTLED = 15 * MINUTE;
/**
 * So is one that is shown twice with this between, and the stored one never meanwhile: two clocks stamped two edits, and
 * the later edit has the earlier time.
 */
export const SIGHTINGS_APART = 3 * MINUTE;

/** `unchanged`: it is what is stored. `stale`: older than what is stored. */
export type Verdict = "write" | "unchanged" | "stale";

/** Whether a row takes the place of what is stored, whichever of poll, webhook and read-back brings it. */
export const compare = (current: Known | undefined, seen: Observation, hash: string, observedAt: number): Verdict => {
  if (!current) return "write";
  if (current.deleted) return observedAt > current.observedAt ? "write" : "stale";
  if (current.hash === hash) return "unchanged";
  const known = current.modified;
  const later = observedAt - current.observedAt;
  if (known !== undefined && seen.modified !== undefined && known !== seen.modified) {
    const { older } = current;
    const isSecond = older?.modified === seen.modified && observedAt - older.at >= SIGHTINGS_APART;
    return seen.modified > known || isSecond || later > SETTLED ? "write" : "stale";
  }
  return later >= 0 ? "write" : "stale";
};

/** The vendor was asked later, and shows an older version. */
export const isRefused = (current: Known, { modified }: Observation, observedAt: number): boolean =>
  !current.deleted &&
  observedAt > current.observedAt &&
  modified !== undefined &&
  current.modified !== undefined &&
  modified < current.modified;
