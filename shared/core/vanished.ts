import { isObject } from "./rows.ts";

/** What becomes of a list whose entries have changed. */
type OfLists = (entries: readonly unknown[], before: readonly unknown[]) => readonly unknown[];

const beside = (row: unknown, before: unknown, ofLists: OfLists): unknown => {
  if (Array.isArray(row) && Array.isArray(before)) return ofLists(row, before);
  if (!isObject(row) || !isObject(before)) return row;
  const vanished = Object.keys(before).filter((name) => !(name in row));
  const kept = Object.keys(row).map(
    (name) => [name, name in before ? beside(row[name], before[name], ofLists) : row[name]] as const,
  );
  if (vanished.length === 0 && kept.every(([name, value]) => value === row[name])) return row;
  return Object.fromEntries([...kept, ...vanished.map((name) => [name, before[name]] as const)]);
};

/** In all that both show, at any depth. */
export const isSame = (value: unknown, before: unknown): boolean => {
  if (Array.isArray(value) && Array.isArray(before))
    return value.length === before.length && value.every((entry, place) => isSame(entry, before[place]));
  if (isObject(value) && isObject(before))
    return Object.keys(value).every((name) => !(name in before) || isSame(value[name], before[name]));
  return value === before;
};

const matched: OfLists = (entries, before) => {
  if (entries.length !== before.length) return entries;
  const kept = entries.map((entry, place) =>
    isObject(entry) && isSame(entry, before[place]) ? beside(entry, before[place], matched) : entry,
  );
  return kept.every((entry, place) => entry === entries[place]) ? entries : kept;
};

/**
 * The row with the fields that the row before had and it lacks, at any depth. An entry of a list has those of the entry in its
 * place that is the same in all that both show.
 */
export const withVanished = (row: unknown, before: unknown): unknown => beside(row, before, matched);

/** A field that every entry of one list has, and none of the other: the entries have lost it. */
const unlessLost: OfLists = (entries, before) => {
  const [first] = before;
  if (!isObject(first) || ![...entries, ...before].every(isObject)) return entries;
  const has = (name: string) => (entry: unknown) => isObject(entry) && name in entry;
  const isLost = Object.keys(first).some((name) => before.every(has(name)) && !entries.some(has(name)));
  return entries.length > 0 && isLost ? before : entries;
};

/** The row as it would be if its answer had the shape of the row before: a list whose entries have all lost a field is that of before. */
export const inShapeOf = (row: unknown, before: unknown): unknown => beside(row, before, unlessLost);
