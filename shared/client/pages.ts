import type { Init, ItemOf, ListPath, Page } from "./types.ts";

/** Each item of a list, page after page; `params.query.limit` is the size of the pages. */
export async function* eachItem<Path extends ListPath>(
  get: (init: unknown) => Promise<Page>,
  init: Init<"get", Path> | undefined,
): AsyncGenerator<ItemOf<Path>, void, undefined> {
  const given = (init ?? {}) as { params?: { query?: Record<string, unknown> } };
  let cursor = given.params?.query?.cursor;
  do {
    const query = { ...given.params?.query, ...(cursor === undefined ? {} : { cursor }) };
    const page = await get({ ...given, params: { ...given.params, query } });
    yield* page.data as Iterable<ItemOf<Path>>;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
