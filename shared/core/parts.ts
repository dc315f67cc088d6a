import { RetryLater } from "./errors.ts";

/** One page of a small listing. `next` undefined: it is the last one. */
export interface IdsOnPage<Id> {
  readonly ids: readonly Id[];
  readonly next?: unknown;
  /** Ids of the whole listing, by the vendor's count. */
  readonly total?: number | undefined;
}

/**
 * All ids of a small listing that another one is parted by: products of each price book, codes of each campaign.
 * @throws RetryLater where the vendor goes on without a new id: what it has not shown would pass for deleted
 */
export const everyId = async <Id extends string | number>(
  read: (next: unknown) => Promise<IdsOnPage<Id>>,
): Promise<readonly Id[]> => {
  const found = new Set<Id>();
  let next: unknown;
  for (;;) {
    const before = found.size;
    const page = await read(next);
    for (const id of page.ids) found.add(id);
    next = page.next ?? undefined;
    if (next === undefined) return [...found];
    if (found.size > before) continue;
    // The listing ignores where it should go on, and has shown all that it counts.
    if (found.size === page.total) return [...found];
    throw new RetryLater("a list of parts repeats itself", { delivered: "no" });
  }
};
