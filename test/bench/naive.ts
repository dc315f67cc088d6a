import type { Table } from "../../shared/core/table.ts";
import type { Ask, Call, Resource } from "../../shared/core/vendor.ts";
import { firstPosition, readPage } from "../../shared/sync/reader.ts";
import type { Span } from "../../shared/sync/spans.ts";
import { openShop } from "../../shared/usecases/shops/open-shop.ts";
import type { BenchShop } from "./world.ts";
import { resourceOf } from "./world.ts";

/**
 * The loop that most integrations have: page after page by offset, every row written as it comes, one PutItem after
 * the other, and the largest modified time as the next cursor. It keeps the same data as we do (canonical and raw), has
 * no budget, no checkpoint and no feed, and loses rows.
 * @param options.most rows after which it stops: its speed does not depend on how many there are
 */
export const naiveCycle = async (
  shop: BenchShop,
  name: Resource["name"],
  options: { readonly cursor?: number; readonly most?: number } = {},
): Promise<{ rows: number; records: number; cursor: number | undefined }> => {
  const { cursor, most = Number.POSITIVE_INFINITY } = options;
  const resource = resourceOf(shop.vendor, name);
  const table = shop.table.table;
  const open = await openShop((await shop.deps.shops.get(shop.ref))!, {
    ...shop.deps,
    budgets: {
      ...shop.deps.budgets,
      take: async () => ({ count: 1_000, until: Number.MAX_SAFE_INTEGER, firstUntil: Number.MAX_SAFE_INTEGER }),
    },
  });
  const settings = { ...open.shop.settings, grants: open.grants };
  let rows = 0;
  const ids = new Set<string>();
  let latest = cursor;
  for await (const page of pagesOf(resource, open.call("poll"), cursor)) {
    for (const row of page) {
      ids.add(resource.id(row));
      await putRow(table, name, resource, row, settings);
      const modified = resource.modified?.(row);
      if (modified !== undefined && modified > (latest ?? 0)) latest = modified;
    }
    rows += page.length;
    if (rows >= most) break;
  }
  return { rows, records: ids.size, cursor: latest };
};

const putRow = (table: Table, name: string, resource: Resource, row: unknown, settings: Record<string, unknown>) =>
  table.put({
    pk: `NAIVE#${name}`,
    sk: resource.id(row),
    record: JSON.stringify(resource.normalize(row, { settings })),
    raw: JSON.stringify(row),
    modified: resource.modified?.(row),
  });

async function* pagesOf(resource: Resource, call: Call, from: number | undefined): AsyncGenerator<readonly unknown[]> {
  const { listing } = resource;
  const fetch = async (ask: Ask) => listing.read(await call(listing.operation, listing.call(ask)), ask);
  const partitions = (await listing.partitions?.(call))?.parts ?? [undefined];
  for (const partition of partitions) {
    for (const span of spansOf(resource, from)) {
      if (listing.paging === "none" || listing.paging === "token") {
        // Where the vendor has no offsets, its own continuation is what everybody uses.
        let position = firstPosition(listing, span);
        for (;;) {
          const reading = await readPage({ listing, id: resource.id, span, partition }, position, fetch);
          yield reading.rows;
          if (!reading.next) break;
          position = reading.next;
        }
        continue;
      }
      for (let page = 0; ; page += 1) {
        const ask = { ...span, size: listing.pageSize, offset: page * listing.pageSize, page: page + 1, partition };
        const { rows } = await fetch(ask);
        yield rows;
        if (rows.length < listing.pageSize) break;
      }
    }
  }
}

function* spansOf({ listing }: Resource, from: number | undefined): Generator<Span> {
  if (listing.strategy === "snapshot") return yield { from: undefined, to: undefined };
  if (listing.strategy === "modified") return yield { from, to: undefined };
  const now = Date.now();
  const step = (listing.maxWindowSeconds ?? Number.MAX_SAFE_INTEGER / 4_000) * 1_000;
  for (let start = from ?? (listing.earliest ?? 0) * 1_000; start < now; start += step)
    yield { from: start, to: Math.min(now, start + step) };
}
