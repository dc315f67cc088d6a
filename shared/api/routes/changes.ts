import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { FeedHold } from "../../core/holds.ts";
import { SECOND } from "../../core/time.ts";
import { type Change, changeName, feedGone } from "../../stores/feed.ts";
import { refOf, registrationOf, type Shop } from "../../stores/shops.ts";
import { placesBehind, readShopChanges, type ShopPlaces } from "../../usecases/events/read-shop-changes.ts";
import { beginningOf, endOf, readTenantChanges, type TenantPlace } from "../../usecases/events/read-tenant-changes.ts";
import { concernsOf } from "../../usecases/events/wait-for-news.ts";
import { resourcesOf } from "../../usecases/shops/resources-of.ts";
import { signOfLife } from "../../usecases/shops/sign-of-life.ts";
import { ChangePage, TenantChangePage } from "../answers/changes.ts";
import { allResources, resourcesOfShops } from "../event-filters.ts";
import { withRecords } from "../feed-records.ts";
import { nameOfQuery } from "../finding-query.ts";
import { decodeCursor, defineRoute, encodeCursor, type Request, type Route } from "../route.ts";
import { findShop, ShopId, shopNamed } from "./named-shop.ts";

const Place = z.number().int().nonnegative();
/** The shop's registration, and in each resource's feed the place and its time. */
const ShopCursor = z.object({ e: z.string(), p: z.record(z.string(), z.tuple([Place, Place])) });
/**
 * Whose log it is, its epoch, the place in it and its time, how many changes of the next entry are done, and what was left out on
 * the way there: a name of the filters. The first and the last are absent in cursors of before they were noted.
 */
const TenantCursor = z.object({
  ...{ e: z.string(), p: Place, a: Place, d: Place },
  ...{ t: z.string().optional(), f: z.string().optional() },
});

const FollowQuery = {
  cursor: z
    .string()
    .max(4_000)
    .optional()
    .describe("`next` of the answer before; absent: from the beginning; `latest`: only what comes now"),
  resources: z.string().max(1_000).optional().describe("names with commas between; default all"),
  include: z.literal("record").optional().describe("`record`: each entry brings its record, as it is now"),
  limit: z.coerce.number().int().min(1).max(1_000).default(200).describe("changes of a page, at most"),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe(
      "seconds to wait for one change when there is none; who follows for long leaves it out, and asks again after `pauseSeconds`",
    ),
};
const ShopQuery = z.strictObject(FollowQuery);
const TenantQuery = z.strictObject({
  ...FollowQuery,
  shops: z.string().max(2_000).optional().describe("ids with commas between; default all, those of tomorrow as well"),
});

const invalid = (field: string, message: string): BadRequest =>
  new BadRequest(400, "invalid-query", "The query is not what this route takes.", [{ field, message }]);

/** @throws BadRequest 400 for a name that comes twice or that nobody knows */
const namesIn = (
  text: string | undefined,
  field: "resources" | "shops",
  fault: (name: string) => string | undefined,
): readonly string[] | undefined => {
  const names = text?.split(",");
  for (const [index, name] of names?.entries() ?? []) {
    if (names!.indexOf(name) !== index) throw invalid(field, `${name} is named more than once`);
    const wrong = fault(name);
    if (wrong !== undefined) throw invalid(field, wrong);
  }
  return names;
};

/** Where nothing is new, a page of a quiet feed is worth a longer pause: a request costs as much as a second of waiting. */
const SHORTEST_PAUSE = 4;
const LONGEST_PAUSE = 10;
/** For each second of waiting. With it a follower that waits for changes all month costs what the others cost (docs/cost.md). */
const PAUSE_OF_WAITING = 2.5;
const PAUSE_OF_REQUEST = 8;
const pauseAfterWait = (since: number, now: number): number =>
  PAUSE_OF_REQUEST + Math.round(((now - since) / SECOND) * PAUSE_OF_WAITING);
const pauseOf = (lastAt: number, now: number): number =>
  Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, Math.round((now - lastAt) / SECOND / 20)));

/** Seconds, where nothing more is there. */
const pauseAfter = (lastAt: number, { query, deps, since }: Request<unknown, { wait: number }>): number =>
  query.wait > 0 ? pauseAfterWait(since, deps.clock()) : pauseOf(lastAt, deps.clock());

const shown = <One extends Change>(change: One) => ({
  changeId: `${change.resource}:${change.id}:${change.version}`,
  ...change,
  type: changeName(change),
});

const cursorOfShop = (shop: Shop, places: ShopPlaces): string =>
  encodeCursor({
    e: registrationOf(shop),
    p: Object.fromEntries(Object.entries(places).map(([name, { seq, at }]) => [name, [seq, at]])),
  });

/** @throws BadRequest 410 for a cursor of a shop that had this id before */
const placesIn = (shop: Shop, cursor: string | undefined): ShopPlaces => {
  const given = decodeCursor(ShopCursor, cursor, "cursor");
  if (given && given.e !== registrationOf(shop)) throw feedGone("begun-anew", shop.id);
  return Object.fromEntries(Object.entries(given?.p ?? {}).map(([name, [seq, at]]) => [name, { seq, at }]));
};

type Filter = Pick<FeedHold, "shops" | "resources">;

/** Undefined: nothing is left out. */
const nameOfFilter = ({ shops, resources }: Filter): string | undefined =>
  shops === undefined && resources === undefined
    ? undefined
    : nameOfQuery({ shops: shops?.toSorted(), resources: resources?.toSorted() });

const cursorOfTenant = (tenant: string, { epoch, place, at, done }: TenantPlace, filter: Filter): string =>
  encodeCursor({ t: nameOfQuery(tenant), e: epoch, p: place, a: at, d: done, f: nameOfFilter(filter) });

/** @throws BadRequest 400 for a cursor behind which other changes were left out than the filters leave out */
const placeIn = async (
  { tenant, deps }: Pick<Request, "tenant" | "deps">,
  cursor: string | undefined,
  filter: Filter,
): Promise<TenantPlace> => {
  if (cursor !== undefined && cursor !== "latest") {
    const { e: epoch, p: place, a: at, d: done, f: before, t: of } = decodeCursor(TenantCursor, cursor, "cursor")!;
    if (of !== undefined && of !== nameOfQuery(tenant)) throw feedGone("begun-anew", "all shops");
    if (before !== undefined && before !== nameOfFilter(filter))
      throw new BadRequest(
        400,
        "invalid-cursor",
        "This cursor was given out for other `shops` or `resources`: what they left out would never come.",
        [{ field: "cursor", message: "of other shops or resources" }],
      );
    return { epoch, place, at, done };
  }
  const head = await deps.tenantFeed.head(tenant);
  return cursor === undefined ? beginningOf(head) : endOf(head);
};

/** @throws BadRequest 400 */
const wantedIn = async ({ query, tenant, deps }: Request<unknown, z.infer<typeof TenantQuery>>): Promise<Filter> => {
  const known = allResources(deps);
  const resources = namesIn(query.resources, "resources", (name) =>
    known.includes(name) ? undefined : `no vendor has a resource "${name}"`,
  );
  const shops = namesIn(query.shops, "shops", (name) =>
    ShopId.shape.shop.safeParse(name).success ? undefined : `"${name}" is no id of a shop`,
  );
  const found = await Promise.all((shops ?? []).map((shop) => shopNamed(shop, { tenant, deps })));
  const missing = shops?.find((_, index) => found[index] === undefined);
  if (missing !== undefined) throw invalid("shops", `there is no shop ${missing}`);
  const had = shops && resourcesOfShops(found as Shop[], deps);
  const without = resources?.find((name) => had && !had.has(name));
  if (without !== undefined) throw invalid("resources", `none of these shops has a resource ${without}`);
  return { shops, resources };
};

export const changeRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/changes",
    operationId: "listAllChanges",
    tag: "Changes",
    access: "read",
    summary: "What changed in all shops after a cursor, in the order in which it was found, without gaps.",
    query: TenantQuery,
    answer: TenantChangePage,
    problems: ["cursor-expired"],
    async handle(request) {
      const { query, tenant, deps } = request;
      const wanted = await wantedIn(request);
      const concerns = concernsOf(wanted);
      const until = request.waitsUntil(query.wait);
      let from = await placeIn(request, query.cursor, wanted);
      for (;;) {
        const page = await readTenantChanges(tenant, from, { concerns, limit: query.limit }, deps);
        from = page.next;
        const isIdle = page.isEnd && page.found.length === 0;
        const hold: FeedHold = { kind: "feed", tenant, from: from.place, ...wanted, until };
        if (isIdle && query.wait > 0 && (await request.wait(hold))) continue;
        const changes = page.found.map(({ change: { publishedAt: _, ...change } }) => change);
        const data = query.include ? await withRecords(tenant, changes, deps.records) : changes;
        const isCut = data.length < changes.length;
        return {
          data: data.map(shown),
          next: cursorOfTenant(tenant, isCut ? page.found[data.length - 1]!.behind : page.next, wanted),
          pauseSeconds: isCut || !page.isEnd ? 0 : pauseAfter(page.next.at, request),
        };
      }
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/changes",
    operationId: "listChanges",
    tag: "Changes",
    access: "read",
    summary: "What changed in a shop after a cursor, in order within each resource, without gaps.",
    params: ShopId,
    query: ShopQuery,
    answer: ChangePage,
    problems: ["cursor-expired"],
    async handle(request) {
      const { query, tenant, deps } = request;
      const shop = await findShop(request);
      await signOfLife(shop, deps);
      const ref = refOf(shop);
      const known = resourcesOf(shop, deps).map(({ name }) => name as string);
      const resources =
        namesIn(query.resources, "resources", (name) =>
          known.includes(name) ? undefined : `a shop of ${shop.vendor} has no resource "${name}"`,
        ) ?? known;
      const until = request.waitsUntil(query.wait);
      const isLatest = query.cursor === "latest";
      const places = isLatest
        ? Object.fromEntries(await deps.feed.lastOf(ref, resources))
        : placesIn(shop, query.cursor);
      for (;;) {
        // Before the feeds are read: what is published meanwhile is news.
        const from = query.wait > 0 ? await deps.tenantFeed.peek(tenant) : 0;
        const page = await readShopChanges(ref, places, { resources, limit: query.limit }, deps);
        const isIdle = page.changes.length === 0;
        const hold: FeedHold = { kind: "feed", tenant, from, shops: [shop.id], resources, until };
        if (isIdle && query.wait > 0 && (await request.wait(hold))) continue;
        const changes = page.changes.map((change) => ({ ...change, shop: shop.id }));
        const data = query.include ? await withRecords(tenant, changes, deps.records) : changes;
        const isWhole = page.isEnd && data.length === changes.length;
        return {
          data: data.map(({ shop: _, ...change }) => shown(change)),
          next: cursorOfShop(shop, placesBehind(places, data)),
          pauseSeconds: isWhole ? pauseAfter(page.lastAt, request) : 0,
        };
      }
    },
  }),
];
