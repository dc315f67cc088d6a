import { BadRequest } from "../core/errors.ts";
import { type Limits, needRoom } from "../core/quotas.ts";
import { type QueryResult, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { createConsents } from "./consents.ts";
import { createDueWork, dueKey } from "./due-work.ts";
import { lineChange, lineEnd, lineOf } from "./fleet.ts";
import { keys, type ShopRef } from "./keys.ts";
import { storeInPlace } from "./places.ts";
import { ACCESS_ANEW, isMoving, type Moved, refOf, registrationOf, type Shop, toShop } from "./shop.ts";
import { createShopRoutes, routeEnd, routeStart } from "./shop-routes.ts";
import { createTenantFeedStore, rememberFormer } from "./tenant-feed.ts";

export type { OpenConsent } from "./consents.ts";
export type { DueWork } from "./due-work.ts";
export {
  ACCESS_ANEW,
  isMoving,
  isPaused,
  type Migration,
  type Moved,
  type OwnerShares,
  type Route,
  refOf,
  registrationOf,
  type Shop,
  type ShopHealth,
} from "./shop.ts";
export { isSame } from "./shop-routes.ts";

const SHOP = "SHOP#";

/** What a shop that has proven nothing yet leaves with us. */
export interface Claim {
  /** Its credentials as only the API can read them. */
  readonly sealed: string;
  /** Unix milliseconds. */
  readonly until: number;
}

export interface ShopIds {
  readonly ids: readonly string[];
  /** The last one that was looked at. */
  readonly last: string | undefined;
  /** False: there are shops behind it. */
  readonly isAll: boolean;
}

export const createShopStore = (table: Table) => {
  const get = async (ref: ShopRef): Promise<Shop | undefined> => {
    const item = await table.get(keys.shop(ref));
    const shop = item && toShop(item);
    // A message names its tenant and its shop: nothing is done for them in a shop that says it is another's.
    if (shop && (shop.tenant !== ref.tenant || shop.id !== ref.shop))
      throw new Error(`the shop ${ref.shop} of ${ref.tenant} says that it is another one`);
    return shop;
  };

  /** A shop that is being removed has no place any more. */
  const count = async (tenant: string): Promise<{ shops: number; unprovenShops: number }> => {
    const found = { shops: 0, unprovenShops: 0 };
    for await (const { health } of queryAll(table, {
      pk: keys.tenantItems(tenant),
      prefix: "SHOP#",
      fields: ["health"],
    })) {
      if (health !== "removing") found.shops += 1;
      if (health === "authorizing") found.unprovenShops += 1;
    }
    return found;
  };

  const needRoomFor = async ({ tenant, health }: Pick<Shop, "tenant" | "health">, limits: Limits): Promise<void> => {
    const { shops, unprovenShops } = await count(tenant);
    needRoom("shops", limits.shops, shops);
    if (health === "authorizing") needRoom("unprovenShops", limits.unprovenShops, unprovenShops);
  };

  const storeNew = async (shop: Shop, limits: Limits | undefined, writes: readonly TableWrite[]): Promise<boolean> => {
    await createTenantFeedStore(table).beginAnew(refOf(shop), registrationOf(shop));
    return limits
      ? storeInPlace(table, { tenant: shop.tenant, kind: "shops" }, () => needRoomFor(shop, limits), writes)
      : table.transact(writes);
  };

  return {
    ...createShopRoutes(table),
    ...createConsents(table),
    ...createDueWork(table),
    get,

    /** @throws BadRequest 404 */
    async find(ref: ShopRef): Promise<Shop> {
      const shop = await get(ref);
      if (!shop) throw new BadRequest(404, "unknown-shop", `There is no shop ${ref.shop}.`);
      return shop;
    },

    /** In the order of their ids. */
    async page(
      tenant: string,
      after: string | undefined,
      limit: number,
    ): Promise<{ shops: Shop[]; next: string | undefined }> {
      const page = await table.query({ pk: keys.tenantItems(tenant), prefix: "SHOP#", after, limit });
      return { shops: page.items.map(toShop), next: page.next };
    },

    /**
     * Ids of shops that are not being removed, in their order: those behind `after`, up to `to`; without `to` as many as `limit`.
     * A shop that was registered a moment ago may be missing.
     */
    async ids(
      tenant: string,
      {
        after,
        to,
        limit,
      }: { readonly after?: string | undefined; readonly to?: string | undefined; readonly limit: number },
    ): Promise<ShopIds> {
      const ids: string[] = [];
      let looked = 0;
      let last = after;
      const query = { pk: keys.tenantItems(tenant), prefix: SHOP, fields: ["health"], eventual: true };
      const extent = extentOf(to, limit);
      let start = after === undefined ? undefined : `${SHOP}${after}`;
      do {
        const page: QueryResult = await table.query({ ...query, after: start, limit: extent.most(looked) });
        for (const { sk, health } of page.items) {
          const id = sk.slice(SHOP.length);
          if (extent.isBeyond(id, looked)) return { ids, last, isAll: false };
          if (health !== "removing") ids.push(id);
          looked += 1;
          last = id;
        }
        start = page.next;
      } while (start !== undefined);
      return { ids, last, isAll: true };
    },

    count,

    /** @throws QuotaExceeded when the tenant has no room for this shop */
    needRoom: needRoomFor,

    /**
     * A shop that has proven its access. False when the id is taken.
     * @param limits what the tenant may have; absent: any number
     * @throws QuotaExceeded
     */
    async create(shop: Shop, limits?: Limits): Promise<boolean> {
      return storeNew(shop, limits, [
        { put: { ...keys.shop(refOf(shop)), shop: JSON.stringify(shop), health: shop.health }, when: { absent: "pk" } },
        { put: lineOf(shop) },
        { put: { ...keys.hook(shop.hookToken), tenant: shop.tenant, shop: shop.id } },
      ]);
    },

    /**
     * A shop that has proven nothing yet: it has no address for webhooks, and ends with its claim.
     * @param limits what the tenant may have; absent: any number
     * @throws QuotaExceeded
     */
    async claim(shop: Shop, { sealed, until }: Claim, limits?: Limits): Promise<boolean> {
      return storeNew(shop, limits, [
        { put: { ...keys.shop(refOf(shop)), shop: JSON.stringify(shop), health: shop.health }, when: { absent: "pk" } },
        { put: lineOf(shop) },
        { put: { ...keys.claim(refOf(shop)), sealed, until, ttl: Math.ceil(until / 1_000) } },
      ]);
    },

    /** The sealed credentials of a shop that has proven nothing yet. Undefined: there are none, or they have ended. */
    async claimed(ref: ShopRef, now: number): Promise<string | undefined> {
      const item = await table.get(keys.claim(ref));
      return item && Number(item.until) > now ? String(item.sealed) : undefined;
    },

    /** The shop has proven its access: from here on it has an address for webhooks. @throws BadRequest 404 */
    async prove(ref: ShopRef, fields: Partial<Omit<Shop, "tenant" | "id" | "hookToken">>): Promise<Shop> {
      for (;;) {
        const item = await table.get(keys.shop(ref));
        if (!item) throw new BadRequest(404, "unknown-shop", `There is no shop ${ref.shop}.`);
        const current = toShop(item);
        if (current.health !== "authorizing") return this.change(ref, fields);
        const shop: Shop = { ...current, ...fields };
        const proven = await table.transact([
          {
            update: keys.shop(ref),
            change: { set: { shop: JSON.stringify(shop), health: shop.health } },
            when: { equal: ["shop", String(item.shop)] },
          },
          ...lineChange(current, shop),
          { put: { ...keys.hook(shop.hookToken), tenant: shop.tenant, shop: shop.id } },
          { delete: keys.claim(ref) },
        ]);
        if (proven) return shop;
      }
    },

    /** A shop that has proven nothing in its time. False: it has meanwhile, or it is gone. */
    async endClaim(shop: Shop): Promise<boolean> {
      const ref = refOf(shop);
      const ended = await table.transact([
        { delete: keys.shop(ref), when: { all: [{ present: "pk" }, { equal: ["health", "authorizing"] }] } },
        lineEnd(shop),
        { delete: keys.claim(ref) },
      ]);
      if (ended) await table.delete(dueKey({ kind: "shop", tenant: shop.tenant, id: shop.id }));
      return ended;
    },

    /** Changes some fields, where `when` fits the shop as it is; the caller's view of the others does not matter. */
    async change(
      ref: ShopRef,
      fields: Partial<Omit<Shop, "tenant" | "id" | "hookToken">>,
      when: (current: Shop) => boolean = () => true,
    ): Promise<Shop> {
      for (;;) {
        const item = await table.get(keys.shop(ref));
        if (!item) throw new BadRequest(404, "unknown-shop", `There is no shop ${ref.shop}.`);
        const current = toShop(item);
        if (!when(current)) return current;
        const shop = changed(current, fields);
        const change = { set: { shop: JSON.stringify(shop), health: shop.health } };
        const unchanged = { equal: ["shop", String(item.shop)] } as const;
        const line = lineChange(current, shop);
        const saved =
          line.length === 0
            ? (await table.update(keys.shop(ref), change, unchanged)) !== undefined
            : await table.transact([{ update: keys.shop(ref), change, when: unchanged }, ...line]);
        if (saved) return shop;
      }
    },

    /** Writes the shop's line in the list of all shops, where it is not there. False: it was, or the shop stands otherwise by now. */
    async writeLine(shop: Shop): Promise<boolean> {
      const line = lineOf(shop);
      const item = await table.get(keys.shop(refOf(shop)));
      if (!item || JSON.stringify(lineOf(toShop(item))) !== JSON.stringify(line)) return false;
      return table.transact([
        { put: line, when: { absent: "pk" } },
        { check: keys.shop(refOf(shop)), when: { equal: ["shop", String(item.shop)] } },
      ]);
    },

    /** Says that writes of ours may be under way until then: beside the shop's fields, which others change meanwhile. */
    async writing(ref: ShopRef, until: number): Promise<void> {
      await table.update(keys.shop(ref), { set: { writesUntil: until } }, { present: "pk" });
    },

    async delete(shop: Shop, now: number): Promise<void> {
      const ref = refOf(shop);
      const kept = (await get(ref)) ?? shop;
      await table.transact([
        { delete: keys.shop(ref) },
        lineEnd(kept),
        rememberFormer(ref, now),
        { delete: keys.hook(shop.hookToken) },
        { delete: keys.claim(ref) },
        ...routeEnd(shop),
      ]);
      await table.delete(dueKey({ kind: "shop", tenant: shop.tenant, id: shop.id }));
      await table.delete(dueKey({ kind: "writes", tenant: shop.tenant, id: shop.id }));
    },

    /** The shop becomes one of the vendor's next version, its route with it, in one step. False: it does not move. */
    async move(ref: ShopRef, moved: Moved): Promise<boolean> {
      for (;;) {
        const item = await table.get(keys.shop(ref));
        const shop = item && toShop(item);
        if (!shop || !isMoving(shop) || shop.health === "removing") return false;
        const next = movedOn(shop, moved);
        const done = await table.transact([
          {
            update: keys.shop(ref),
            change: { set: { shop: JSON.stringify(next), health: next.health } },
            when: { equal: ["shop", String(item.shop)] },
          },
          ...lineChange(shop, next),
          ...routeEnd(shop),
          ...routeStart(ref, moved),
        ]);
        if (done) return true;
      }
    },

    /** One worker at a time for `name`; false when another has it. */
    async lease(ref: ShopRef, name: string, now: number, milliseconds: number): Promise<boolean> {
      const taken = await table.update(
        keys.lease(ref, name),
        { set: { until: now + milliseconds } },
        { any: [{ absent: "until" }, { below: ["until", now] }] },
      );
      return taken !== undefined;
    },

    async release(ref: ShopRef, name: string): Promise<void> {
      await table.delete(keys.lease(ref, name));
    },
  };
};

/**
 * A removal is not undone by a worker that was at it, whatever it has found out about the shop. And a shop that has
 * proven nothing becomes nothing else but by `prove`.
 */
const keepsHealth = (current: Shop, fields: Partial<Shop>): boolean =>
  current.health === "removing" || (current.health === "authorizing" && fields.health !== "removing");

/** How far ids are gone through: up to `to`, or else so many. */
const extentOf = (to: string | undefined, limit: number) =>
  to === undefined
    ? {
        // One more than is asked for tells whether there are more.
        most: (looked: number) => limit + 1 - looked,
        isBeyond: (_id: string, looked: number) => looked === limit,
      }
    : { most: () => limit, isBeyond: (id: string) => id > to };

const movedOn = (shop: Shop, moved: Moved): Shop => {
  // What its server was like is over: the next version has another one, and another access.
  const past = { migration: undefined, silence: undefined, slowUntil: undefined, ...ACCESS_ANEW };
  const { writesUntil: _, ...next } = { ...shop, ...moved, ...past };
  return next;
};

/** The shop with these fields, as far as they may change. */
const changed = (current: Shop, fields: Partial<Shop>): Shop => {
  const { health, reason, lateness } = keepsHealth(current, fields) ? current : { ...current, ...fields };
  return { ...current, ...fields, health, reason, lateness };
};

export type ShopStore = ReturnType<typeof createShopStore>;

/** All shops of a tenant, page by page. */
export async function* allShops(shops: Pick<ShopStore, "page">, tenant: string): AsyncGenerator<Shop> {
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<ShopStore["page"]>> = await shops.page(tenant, after, 500);
    yield* page.shops;
    after = page.next;
  } while (after !== undefined);
}
