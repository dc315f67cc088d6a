/** Items that a transaction may have, and bytes of the commands in it: all of it may have 4 MB. */
const MOST_ITEMS = 100;
const MOST_BYTES = 3_000_000;
/** Items of an entry, and of its line beside them. */
const ENTRY_ITEMS = 3;
const LINE_ITEMS = 1;

interface Sized {
  /** Of the commands, in JSON. */
  readonly bytes: number;
}

/** Entries of one line in parts that one transaction can take. */
export const entryParts = <One extends Sized>(entries: readonly One[]): One[][] =>
  partsOf(entries, MOST_ITEMS - LINE_ITEMS, () => ENTRY_ITEMS);

/** Whole lines, each of which would fit, in parts that one transaction can take. */
export const lineParts = <One extends Sized & { readonly entries: number }>(lines: readonly One[]): One[][] =>
  partsOf(lines, MOST_ITEMS, ({ entries }) => ENTRY_ITEMS * entries + LINE_ITEMS);

const partsOf = <One extends Sized>(all: readonly One[], most: number, itemsOf: (one: One) => number): One[][] => {
  const parts: One[][] = [];
  let items = 0;
  let bytes = 0;
  for (const one of all) {
    items += itemsOf(one);
    bytes += one.bytes;
    if (parts.length === 0 || items > most || bytes > MOST_BYTES) {
      parts.push([]);
      items = itemsOf(one);
      bytes = one.bytes;
    }
    parts.at(-1)!.push(one);
  }
  return parts;
};
