import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { isSnapshot } from "../../core/promises.ts";
import { schemaOf } from "../../core/records.ts";
import { type ResourceFreshness, shownFreshness } from "../../core/shop-health.ts";
import { shownBreaker } from "../../core/silence.ts";
import { isoTime } from "../../core/time.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import { refOf } from "../../stores/shops.ts";
import type { Unreconciled } from "../../stores/sync-states.ts";
import type { UnansweredId } from "../../stores/unanswered.ts";
import { askForIndex } from "../../usecases/finding/build-index.ts";
import { copiedBy } from "../../usecases/shops/resources-of.ts";
import { readFreshness, type ShopFreshness } from "../../usecases/shops/shop-freshness.ts";
import { provenOf } from "../../usecases/sync/proven.ts";
import { tracksOf } from "../../usecases/sync/tracks.ts";
import { SyncStatus } from "../answers/sync.ts";
import { defineRoute, type Route } from "../route.ts";
import { findShop, ShopId } from "./named-shop.ts";

export const syncRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/sync",
    operationId: "getSyncStatus",
    tag: "Sync",
    access: "read",
    summary:
      "How current the copy is, per resource: its state, since when and why, the lag against what is promised, counts, errors.",
    params: ShopId,
    answer: SyncStatus,
    async handle(request) {
      const { deps } = request;
      const { shop, resources, states } = await readFreshness(await findShop(request), deps);
      const unanswered = await deps.unanswered.all(refOf(shop));
      const known = new Map(deps.vendor(shop.vendor).resources.map((resource) => [resource.name as string, resource]));
      return {
        shop: shop.id,
        health: shop.health,
        ...(shop.reason === undefined ? {} : { reason: shop.reason }),
        ...(shop.silence === undefined ? {} : { breaker: shownBreaker(shop.vendor, shop.silence) }),
        data: resources.map((freshness) => ({
          ...statusOf(known.get(freshness.resource)!, freshness, states),
          ...shownUnanswered(unanswered.get(freshness.resource)),
        })),
        next: null,
      };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/index",
    operationId: "buildIndex",
    tag: "Sync",
    access: "admin",
    summary: "Builds the index that filters and searches use anew, in the background. The vendor is not asked.",
    params: ShopId,
    answer: z.object({ accepted: z.literal(true) }),
    status: 202,
    async handle(request) {
      const shop = await findShop(request);
      await request.audit({ action: "shops.index", subject: shop.id });
      await askForIndex(refOf(shop), request.deps, true);
      return { accepted: true as const };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/sync",
    operationId: "startSync",
    tag: "Sync",
    access: "write",
    summary: "Starts cycles now.",
    params: ShopId,
    body: z
      .strictObject({ resources: z.array(z.string()).min(1).optional(), full: z.boolean().default(false) })
      .default({ full: false }),
    answer: z.object({ scheduled: z.array(z.string()).describe("resources whose cycle begins now") }),
    status: 202,
    async handle(request) {
      const { body, deps } = request;
      const shop = await findShop(request);
      const ref = refOf(shop);
      const known = copiedBy(shop, deps.vendor(shop.vendor));
      const unknown = (body.resources ?? []).filter((name) => known.every((one) => one.name !== name));
      if (unknown.length > 0)
        throw new BadRequest(
          400,
          "invalid-body",
          "The body is not what this route takes.",
          unknown.map((name) => ({ field: "resources", message: `a shop of ${shop.vendor} has no resource ${name}` })),
        );
      const resources = known.filter(({ name }) => body.resources === undefined || body.resources.includes(name));
      for (const resource of resources) {
        for (const track of tracksOf(resource))
          if (body.full || track === tracksOf(resource)[0])
            await deps.states.schedule(ref, resource.name, track, deps.clock());
      }
      await deps.queues.send("sync", [{ body: { type: "cycle", ...ref }, group: ref.tenant }]);
      return { scheduled: resources.map(({ name }: Resource) => name) };
    },
  }),
];

/** Ids that a webhook or a write has named, and about which the vendor answers nothing. */
const shownUnanswered = (ids: readonly UnansweredId[] | undefined) =>
  ids === undefined ? {} : { unanswered: ids.map(({ since, ...rest }) => ({ ...rest, since: isoTime(since) })) };

/**
 * How many documents add up, by the last full comparison. `share`: of all that are stored, those that do not; `ids`: some of
 * them, whose records say by how much (`unreconciled`).
 */
const reconciliationOf = (documents: number, off: Unreconciled = { count: 0, ids: [] }) => ({
  documents,
  unreconciled: off.count,
  share: documents === 0 ? 0 : off.count / documents,
  ids: off.ids,
});
const withoutOff = <Told extends { readonly off?: unknown }>({ off: _, ...told }: Told): Omit<Told, "off"> => told;

/** One line of the status: what a person wants to know about a resource. */
const statusOf = (resource: Resource, freshness: ResourceFreshness, states: ShopFreshness["states"]) => {
  const of = (track: Track) => states.get(`${resource.name}#${track}`);
  const [full, live] = [of("full"), of("live")];
  const main = isSnapshot(resource) ? full : live;
  const tracks = [live, full].filter((state) => state !== undefined);
  const error = tracks.find((state) => state.error)?.error;
  const stored = full?.lastCycle?.stored;
  return {
    ...shownFreshness(freshness),
    ...provenOf(resource, states),
    ...(main?.cursor === undefined ? {} : { cursor: isoTime(main.cursor) }),
    cycles: (live?.cycles ?? 0) + (full?.cycles ?? 0),
    // Not the rows that were read: a list may show a record many times.
    records: stored ?? full?.cycle?.added ?? 0,
    ...(stored === undefined
      ? {}
      : {
          completeness: {
            stored,
            vendorTotal: full?.lastCycle?.vendorTotal ?? null,
            lastFullCycleAt: isoTime(full!.lastCycle!.endedAt),
          },
        }),
    ...(stored === undefined || !("unreconciled" in schemaOf(resource.name).shape)
      ? {}
      : { reconciliation: reconciliationOf(stored, full!.lastCycle!.off) }),
    ...(main?.lastCycle
      ? {
          lastCycle: {
            ...withoutOff(main.lastCycle),
            startedAt: isoTime(main.lastCycle.startedAt),
            endedAt: isoTime(main.lastCycle.endedAt),
          },
        }
      : {}),
    progress: tracks
      .filter(({ cycle }) => cycle)
      .map(({ cycle }) => ({ rows: cycle!.rows, written: cycle!.written, phase: cycle!.phase })),
    heldDeletions: tracks.reduce((sum, state) => sum + (state.held ?? 0), 0),
    unreadableRows: tracks.reduce((sum, state) => sum + (state.unreadable ?? 0), 0),
    warnings: [...new Set(tracks.flatMap((state) => state.warnings ?? []))],
    ...(error ? { error: { code: error.code, message: error.message, at: isoTime(error.at) } } : {}),
  };
};
