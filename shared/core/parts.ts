import { MOST_PARTS } from "./bounds.ts";
import type { Partition, Parts } from "./vendor/listing.ts";

/** One page of a small listing. `next` undefined: it is the last one. */
export interface IdsOnPage<Id> {
  /** In the order of the rows; undefined for a row that names itself in no way that we can read. */
  readonly ids: readonly (Id | undefined)[];
  readonly next?: unknown;
  /** Rows of the whole listing, by the vendor's count. */
  readonly total?: number | undefined;
}

/**
 * The parts of a listing that another, small one names: products of each price book, codes of each campaign. A row without an
 * id is a part that cannot be asked for, and where a row comes twice another one may stand nowhere. A list may also go on
 * without a new id, or count more than it shows. Then the parts are incomplete: the known ones are read, and what they do not
 * show proves nothing.
 * @param part what a listing is asked with for the part of this id
 */
export const everyPart = async <Id extends string | number>(
  read: (next: unknown) => Promise<IdsOnPage<Id>>,
  part: (id: Id) => Partition,
): Promise<Parts> => {
  const found = new Set<Id>();
  let [nameless, isTwice] = [0, false];
  const known = (isOpen = false): Parts => ({
    parts: [...found].map(part),
    isIncomplete: isOpen || nameless > 0 || isTwice,
  });
  let next: unknown;
  for (;;) {
    const { ids, total, ...page } = await read(next);
    const before = found.size;
    const named = ids.filter((id) => id !== undefined);
    for (const id of named) found.add(id);
    next = page.next ?? undefined;
    const isNew = found.size > before;
    if (isNew || next === undefined) {
      nameless += ids.length - named.length;
      isTwice ||= found.size - before < named.length;
    }
    if (next === undefined) return known();
    // More than any reading takes: the engine refuses them.
    if (found.size > MOST_PARTS) return known(true);
    // To ask again would bring the same again. It is whole where it has shown all that it counts.
    if (!isNew) return known(found.size + nameless !== total);
  }
};
