import type { World } from "../world.ts";

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}

/** The pages of a list, one after the other. @param ask for the page behind a cursor */
export async function* pagesOf<Row>(
  ask: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[]> {
  let cursor: string | undefined;
  do {
    const { data, next } = await ask(cursor);
    yield data;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** Every page of a list, up to so many rows. */
export const allPages = async <Row>(
  { api }: Pick<World, "api">,
  from: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  most: number,
): Promise<Row[]> => {
  const rows: Row[] = [];
  const ask = (cursor: string | undefined) =>
    api.call<Page<Row>>("GET", from, { query: { ...query, limit: Math.min(100, most - rows.length), cursor } });
  for await (const data of pagesOf(ask)) {
    rows.push(...data);
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
};
