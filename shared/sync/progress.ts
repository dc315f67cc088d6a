import { createHash } from "node:crypto";

/**
 * How far the reading of one span has come, in a few hundred bytes of plain JSON. A vendor may repeat its pages for
 * ever: an ignored page number, a continuation that stays the same or goes round in a circle. What all of these have in
 * common is that no new id comes any more.
 *
 * All ids would be too many to keep, so a sample is kept: hashes that are divisible by `share`, a power of two that
 * doubles when the sample is full. Up to `MOST_KEPT` ids it holds all of them, and every page is judged exactly.
 */
export interface Progress {
  /** Hashes in base 36, joined by dots. */
  readonly kept: string;
  readonly share: number;
  /** Pages in a row that showed no id of the sample for the first time, and the rows on them that could have. */
  readonly idlePages: number;
  readonly idleRows: number;
  /** Pages since the span was last begun anew. */
  readonly pages: number;
  /** How often the span was begun anew, because rows had moved; five for each time that it was after a few pages. */
  readonly restarts: number;
}

export const noProgress: Progress = { kept: "", share: 1, idlePages: 0, idleRows: 0, pages: 0, restarts: 0 };

const MOST_KEPT = 32;
/** Pages without a new id that a listing may have in a row: one that rows moved to, and one for its end. */
const MOST_IDLE_PAGES = 3;
/**
 * Rows without a new id that a sample of one id in `share` must have seen for each `share`: that so many new rows lie
 * outside the sample by chance happens once in 500 million times.
 */
const MOST_IDLE_ROWS = 20;
/** Rows that a page may share with the one before. */
const SHARED_ROWS = 5;
/** Full answers that show nothing new and are divided again: from ten years down to a second there are 29 levels. */
const MOST_IDLE_SPLITS = 64;
/** Empty pages with a continuation: a vendor may look through rows that do not fit. */
const MOST_EMPTY_PAGES = 64;
/** A listing that is changed while it is read begins anew now and then; one that begins anew ever again does not end. */
const MOST_RESTARTS = 25;
const FEW_PAGES = 10;

const hashOf = (id: string): number => createHash("sha1").update(id).digest().readUInt32LE(0);

/**
 * What is known after one more page.
 * @param mayIdle the page has to bring nothing: a part of what was divided may hold what other parts have shown
 */
export const withPage = (before: Progress, ids: readonly string[], mayIdle = false): Progress => {
  const shown = new Set(before.kept === "" ? [] : before.kept.split(".").map((hash) => Number.parseInt(hash, 36)));
  const { known, share, found } = withShown(shown, before.share, ids);
  const { idlePages, idleRows } = before;
  const more = ids.length === 0 ? 0 : Math.max(1, ids.length - SHARED_ROWS);
  const idle = mayIdle ? { idlePages, idleRows } : { idlePages: idlePages + 1, idleRows: idleRows + more };
  const kept = [...known].map((hash) => hash.toString(36)).join(".");
  return {
    kept,
    share,
    pages: before.pages + 1,
    restarts: before.restarts,
    ...(found ? { idlePages: 0, idleRows: 0 } : idle),
  };
};

/** Remembers a share of the ids, a smaller one when there are too many. `found`: one of that share is new. */
const withShown = (known: Set<number>, shareBefore: number, ids: readonly string[]) => {
  let share = shareBefore;
  let found = false;
  for (const hash of ids.map(hashOf)) {
    if (hash % share !== 0 || known.has(hash)) continue;
    found = true;
    known.add(hash);
    while (known.size > MOST_KEPT) {
      share *= 2;
      for (const one of known) if (one % share !== 0) known.delete(one);
    }
  }
  return { known, share, found };
};

/** The span begins anew: what was read before comes again, and is no sign of a standstill. */
export const withRestart = ({ pages, restarts }: Progress): Progress => ({
  ...noProgress,
  restarts: restarts + (pages < FEW_PAGES ? 5 : 1),
});

/**
 * The vendor goes on without showing anything new.
 * @param repeats its continuation is the one that was just asked with
 */
export const isStuck = (
  progress: Progress,
  mode: "keyset" | "anchored" | "token" | "split",
  repeats = false,
): boolean => {
  const { share, idlePages, idleRows, restarts } = progress;
  if (restarts > MOST_RESTARTS) return true;
  if (mode === "split") return idlePages >= MOST_IDLE_SPLITS;
  if (idlePages < MOST_IDLE_PAGES) return false;
  if (idleRows === 0 && !repeats) return idlePages >= MOST_EMPTY_PAGES;
  return repeats || share === 1 || idleRows >= MOST_IDLE_ROWS * share || idlePages >= MOST_EMPTY_PAGES;
};
