/** One page of a list in which a row is searched. */
export interface SearchedPage {
  readonly ids: readonly string[];
  /** The number of this page, from 1. */
  readonly page: number;
  /** How many pages the vendor counts; undefined: it does not say. */
  readonly pages?: number | undefined;
  /** How many rows it counts in all. */
  readonly total?: number | undefined;
  /** It holds as many rows as a page can hold: whatever the counts say, there may be another one. */
  readonly isFull: boolean;
}

/**
 * Judges page by page whether a search has seen a list to its end. What is searched for may be among rows that are counted and
 * not shown, and behind a page that is shown again in place of the next one.
 * @param undecided what is thrown then
 * @param untilEmpty a list that counts no pages goes on until an empty one
 */
export const createSearchEnd = (undecided: () => Error, { untilEmpty = false } = {}) => {
  const seen = new Set<string>();
  return ({ ids, page, pages, total = 0, isFull }: SearchedPage): boolean => {
    const before = seen.size;
    for (const id of ids) seen.add(id);
    const isMissing = total > seen.size || page < (pages ?? 0);
    if (seen.size > before) return !isFull && !isMissing && !(untilEmpty && pages === undefined);
    if (ids.length > 0 || isMissing) throw undecided();
    return true;
  };
};
