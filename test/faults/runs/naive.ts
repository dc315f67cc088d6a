import { deflateRawSync } from "node:zlib";
import type { Call, Listing, Partition, Resource } from "../../../shared/core/vendor.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { spanAt } from "../../../shared/sync/spans.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import type { World } from "./world.ts";

/**
 * The loop of the public integrations, for contrast: offset pages, the newest time seen as cursor, asked for what is
 * strictly newer and moved before the rows are stored, every row put. It stands on the same budgets and the same table, and meets the same faults.
 */
export const naiveCycle = async (world: World, deps: Deps): Promise<void> => {
  const shop = await deps.shops.find(world.ref);
  if (shop.health === "needs-reauth") return;
  const open = await openShop(shop, deps);
  const settings = { ...shop.settings, grants: open.grants };
  for (const resource of world.vendor.resources) {
    await naiveResource(world, resource, settings, open.call("poll"), deps);
  }
};

const naiveResource = async (
  world: World,
  resource: Resource,
  settings: Readonly<Record<string, unknown>>,
  call: Call,
  deps: Deps,
): Promise<void> => {
  const { listing, name } = resource;
  const place = keys.syncState(world.ref, name, "naive");
  const known = (await deps.table.get(place))?.cursor as number | undefined;
  const now = deps.clock();
  let cursor = known;
  for (const partition of (await listing.partitions?.(call))?.parts ?? [undefined]) {
    for (const span of stretches(listing, known, now)) {
      for await (const rows of offsetPages(listing, call, span, partition)) {
        // The cursor first, as where pages are handed to a queue: whatever happens to the rows, nobody asks again.
        const times = rows.map((row) => listing.time?.(row)).filter((time) => time !== undefined);
        // Rows without a time: the moment of the last run, by our clock.
        if (!listing.time && listing.strategy !== "snapshot") cursor = now;
        if (times.length > 0) cursor = Math.max(cursor ?? 0, ...times);
        await deps.table.put({ ...place, cursor });
        for (const row of rows) {
          const { id, record, raw } = observationOf(resource, row, settings);
          const body = deflateRawSync(JSON.stringify([record, raw]));
          await deps.table.put({
            pk: keys.records(world.ref, name),
            sk: id,
            kind: "record",
            v: 1,
            observed: now,
            body,
          });
        }
      }
    }
  }
};

interface Stretch {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Strictly newer than the cursor; at first everything, in as long stretches as the vendor takes. */
const stretches = (listing: Listing, cursor: number | undefined, now: number): readonly Stretch[] => {
  if (listing.strategy === "snapshot") return [{}];
  if (cursor !== undefined)
    return [{ from: cursor + resolution(cursor), ...(listing.strategy === "window" ? { to: now } : {}) }];
  if (listing.maxWindowSeconds === undefined) return [{}];
  const found: Stretch[] = [];
  for (let index = 0; ; index += 1) {
    const span = spanAt(listing, { track: "full", mark: now }, index);
    if (!span) return found.reverse();
    found.push(span);
  }
};

/** Milliseconds of the vendor's smallest step: most write whole seconds. */
const resolution = (time: number): number => (time % 1_000 === 0 ? 1_000 : 1);

const MOST_PAGES = 500;

async function* offsetPages(
  listing: Listing,
  call: Call,
  stretch: Stretch,
  partition: Partition | undefined,
): AsyncGenerator<readonly unknown[]> {
  let token: unknown;
  let offset = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const ask = { ...stretch, partition, size: listing.pageSize, offset, page, token };
    const answer = listing.read(await call(listing.operation, listing.call(ask)), ask);
    yield answer.rows;
    offset += answer.rows.length;
    token = answer.next;
    const more = listing.paging === "token" ? Boolean(token) : answer.rows.length >= (answer.size ?? listing.pageSize);
    if (!more || listing.paging === "none") return;
  }
}
