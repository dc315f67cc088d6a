import type { World } from "../world.ts";

/** Every page of a list, up to so many rows. */
export const allPages = async <Row>(
  { api }: Pick<World, "api">,
  from: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  most: number,
): Promise<Row[]> => {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(100, most - rows.length);
    const page = await api.call<{ data: Row[]; next: string | null }>("GET", from, {
      query: { ...query, limit, cursor },
    });
    rows.push(...page.data);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && rows.length < most);
  return rows.slice(0, most);
};
