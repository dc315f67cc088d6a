import { BadRequest } from "../core/errors.ts";
import { pausedHealths, type Trouble } from "../core/freshness.ts";
import type { Metadata } from "../core/metadata.ts";
import type { PersonalData } from "../core/personal.ts";
import type { QuietHours } from "../core/quiet-hours.ts";
import { type Limits, needRoom } from "../core/quotas.ts";
import type { Lateness } from "../core/shop-health.ts";
import type { Silence } from "../core/silence.ts";
import { type Item, type QueryResult, queryAll, type Table, type TableWrite } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { lineChange, lineEnd, lineOf } from "./fleet.ts";
import { dueShard, keys, type ShopRef } from "./keys.ts";
import { storeInPlace } from "./places.ts";
import { createTenantFeedStore, rememberFormer } from "./tenant-feed.ts";

/** `paused`: by the tenant. `needs-reauth`: the vendor refuses the credentials; the data stays readable. */
export type ShopHealth = "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";

/** Nothing is read from the vendor. */
export const isPaused = (shop: Pick<Shop, "health" | "migration">): boolean =>
  pausedHealths.includes(shop.health) || isMoving(shop);

/** Its owner has agreed to the next version, and what the old one has begun is being ended. */
export const isMoving = ({ migration }: Pick<Shop, "migration">): boolean =>
  migration !== undefined && migration.phase !== "consent";

export interface Shop {
  readonly tenant: string;
  readonly id: string;
  readonly vendor: VendorId;
  readonly name: string;
  readonly health: ShopHealth;
  /** How far it is behind, while it is degraded. */
  readonly lateness?: Lateness | undefined;
  /** Why it is not healthy, for people. */
  readonly reason?: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Base addresses, where they differ from the vendor's: sandboxes. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** What the vendor counts limits by; see `Vendor.account`. */
  readonly account: string;
  /** Seconds between cycles by resource; `*` for all others. */
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  /** Hours of the day in Vietnam, 0 to 23, in which nothing is polled: [from, to). */
  readonly quietHours?: QuietHours | undefined;
  /** Backfill no further than this, ISO 8601. */
  readonly since?: string | undefined;
  /** Collections that are copied. Absent: all that the vendor has. */
  readonly resources?: readonly string[] | undefined;
  /** Whether the copy holds what says who a customer is. Absent: `kept`. */
  readonly personalData?: PersonalData | undefined;
  /** What its owner shares, where an owner has chosen: the tenant takes no more than that. */
  readonly ownerShares?: OwnerShares | undefined;
  /** When its copy is gone through for what is not to be kept any more, unix milliseconds. Absent: a week after it was made. */
  readonly tidyAt?: number | undefined;
  /** What the tenant noted on it: the number of its own customer, and the like. */
  readonly metadata?: Metadata | undefined;
  /** Unguessable part of the address that receives the vendor's webhooks. */
  readonly hookToken: string;
  /** What `Vendor.check` showed when the shop was registered or last checked. */
  readonly accountDetails?: Readonly<Record<string, unknown>> | undefined;
  /** Unix milliseconds at which the vendor's token ends; absent: never, or renewed by itself. */
  readonly expiresAt?: number | undefined;
  readonly createdAt: string;
  /** `HookSecret.since` of the shop's webhook secret. */
  readonly hookSince?: number | undefined;
  /** Until then a write of ours may be under way at the vendor, unix milliseconds: rows that change may be its work. */
  readonly writesUntil?: number | undefined;
  /** Whose webhooks it gets, where the vendor has one address for all shops of an app. */
  readonly route?: Route | undefined;
  /** Id of the connect link at which its access was renewed last. */
  readonly renewedBy?: string | undefined;
  /** When it was paused or lost its access, and when it was last to be read again. Unix milliseconds. */
  readonly stoppedAt?: number | undefined;
  readonly resumedAt?: number | undefined;
  /** Why it could not be opened the last time, so that none of its resources was read. */
  readonly trouble?: Trouble | undefined;
  /** Its server has taken its time for an answer: until then its work is kept from the others', unix milliseconds. */
  readonly slowUntil?: number | undefined;
  /** Its server answers nothing. */
  readonly silence?: Silence | undefined;
  /** `INDEX_FORM` in which all of its records stand in the index. Absent: some may be older than the index. */
  readonly indexed?: number | undefined;
  /** The tenant has removed it. */
  readonly removal?: Removal | undefined;
  /** It is on its way to its vendor's next version. */
  readonly migration?: Migration | undefined;
  /** The version that it had before, and when it moved on, unix milliseconds. */
  readonly former?: { readonly vendor: VendorId; readonly at: number } | undefined;
}

export interface OwnerShares {
  /** Absent: all that the vendor has, tomorrow as well. */
  readonly resources?: readonly string[] | undefined;
  readonly personalData?: PersonalData | undefined;
  /** When the owner chose, unix milliseconds. */
  readonly at: number;
}

export interface Migration {
  readonly to: VendorId;
  /**
   * `consent`: the old version goes on until the owner has agreed. `reading-stops`: nothing new is read. `writing-stops`:
   * no new write is taken, those that stand in line are carried out.
   */
  readonly phase: "consent" | "reading-stops" | "writing-stops";
  /** When the phase began, unix milliseconds. */
  readonly since: number;
  /** Base addresses of the next version, where they differ from the vendor's: sandboxes. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
}

/** What a shop becomes when it moves to its vendor's next version. */
export type Moved = Pick<Shop, "vendor" | "account" | "settings" | "hosts" | "health" | "route" | "former"> &
  Partial<Pick<Shop, "accountDetails" | "expiresAt" | "reason" | "resumedAt">>;

export interface Route {
  /** The vendor's id of the app. */
  readonly app: string;
  /** The vendor's id of the shop. */
  readonly business: string;
}

/** A person may authorize a shop in the browser. */
export interface OpenConsent {
  readonly ref: ShopRef;
  /** `Shop.createdAt`: another shop may have the id by now. */
  readonly made: string;
  /** To which version it consents. */
  readonly vendor: VendorId;
  /** Unix milliseconds. */
  readonly until: number;
  /** Id of the connect link whose page waits for the person to come back. */
  readonly connectLink?: string | undefined;
}

/** What a shop that has proven nothing yet leaves with us. */
export interface Claim {
  /** Its credentials as only the API can read them. */
  readonly sealed: string;
  /** Unix milliseconds. */
  readonly until: number;
}

export interface Removal {
  /** ISO 8601. */
  readonly since: string;
  /** Present: our access is gone, and this is what became of the registrations at the vendor. */
  readonly webhooks?:
    | { readonly ended: readonly string[]; readonly left: readonly string[]; readonly reason?: string | undefined }
    | undefined;
}

export const refOf = (shop: Pick<Shop, "tenant" | "id">): ShopRef => ({ tenant: shop.tenant, shop: shop.id });

/** Tells a shop from one that had its id before. */
export const registrationOf = ({ createdAt }: Pick<Shop, "createdAt">): string => Date.parse(createdAt).toString(36);

/** Work that `tick` finds when its time has come. */
export interface DueWork {
  readonly kind: "shop" | "writes" | "endpoint" | "watch" | "deliveries";
  readonly tenant: string;
  /** Shop, endpoint, or for deliveries `shop#minute`. */
  readonly id: string;
  readonly dueAt: number;
  /** A shop whose server takes its time. */
  readonly slow?: boolean;
}

const dueKey = (work: Pick<DueWork, "kind" | "tenant" | "id">) => {
  const name = `${work.kind}#${work.tenant}#${work.id}`;
  return { pk: keys.due(dueShard(name)), sk: name };
};

const routeKey = (vendor: VendorId, { app, business }: Route, ref: ShopRef) =>
  keys.app(vendor, app, `${business}#${ref.tenant}#${ref.shop}`);

const SHOP = "SHOP#";

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
    const shop = item && read(item);
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
      return { shops: page.items.map(read), next: page.next };
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
      let start = after === undefined ? undefined : `${SHOP}${after}`;
      do {
        // One more than is asked for tells whether there are more.
        const most = to === undefined ? limit + 1 - looked : limit;
        const page: QueryResult = await table.query({ ...query, after: start, limit: most });
        for (const { sk, health } of page.items) {
          const id = sk.slice(SHOP.length);
          if (to === undefined ? looked === limit : id > to) return { ids, last, isAll: false };
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
        const current = read(item);
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
        const current = read(item);
        if (!when(current)) return current;
        const { health, reason, lateness } = keepsHealth(current, fields) ? current : { ...current, ...fields };
        const shop: Shop = { ...current, ...fields, health, reason, lateness };
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
      if (!item || JSON.stringify(lineOf(read(item))) !== JSON.stringify(line)) return false;
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
        ...(shop.route ? [{ delete: routeKey(shop.vendor, shop.route, ref) }] : []),
      ]);
      await table.delete(dueKey({ kind: "shop", tenant: shop.tenant, id: shop.id }));
      await table.delete(dueKey({ kind: "writes", tenant: shop.tenant, id: shop.id }));
    },

    /** The shop behind a webhook address. */
    async byHook(token: string): Promise<ShopRef | undefined> {
      const item = await table.get(keys.hook(token));
      return item && { tenant: String(item.tenant), shop: String(item.shop) };
    },

    /** The shop behind an app's business id, for vendors with one webhook address per app. */
    async byBusiness(vendor: VendorId, app: string, business: string): Promise<ShopRef[]> {
      const page = await table.query({ pk: keys.app(vendor, app, business).pk, prefix: `${business}#` });
      return page.items.map((item) => ({ tenant: String(item.tenant), shop: String(item.shop) }));
    },

    /** All shops of an app, of whichever tenant. */
    async ofApp(vendor: VendorId, app: string): Promise<ShopRef[]> {
      const found: ShopRef[] = [];
      for await (const { tenant, shop } of queryAll(table, {
        pk: keys.app(vendor, app, "").pk,
        fields: ["tenant", "shop"],
      }))
        if (tenant !== undefined) found.push({ tenant: String(tenant), shop: String(shop) });
      return found;
    },

    /**
     * From here on the shop gets what comes for this business, and nothing of the one before. The shop remembers its
     * route in the same step, so that none is left when the shop is deleted.
     */
    async route(ref: ShopRef, route: Route): Promise<void> {
      for (;;) {
        const item = await table.get(keys.shop(ref));
        const shop = item && read(item);
        if (!shop || shop.health === "removing" || isSame(shop.route, route)) return;
        const routed = await table.transact([
          {
            update: keys.shop(ref),
            change: { set: { shop: JSON.stringify({ ...shop, route }) } },
            when: { equal: ["shop", String(item.shop)] },
          },
          { put: { ...routeKey(shop.vendor, route, ref), ...ref } },
          ...(shop.route ? [{ delete: routeKey(shop.vendor, shop.route, ref) }] : []),
        ]);
        if (routed) return;
      }
    },

    /** The shop becomes one of the vendor's next version, its route with it, in one step. False: it does not move. */
    async move(ref: ShopRef, moved: Moved): Promise<boolean> {
      for (;;) {
        const item = await table.get(keys.shop(ref));
        const shop = item && read(item);
        if (!shop || !isMoving(shop) || shop.health === "removing") return false;
        // What its server was like is over: the next version has another one.
        const past = { migration: undefined, silence: undefined, slowUntil: undefined };
        const { writesUntil: _, ...next } = { ...shop, ...moved, ...past };
        const done = await table.transact([
          {
            update: keys.shop(ref),
            change: { set: { shop: JSON.stringify(next), health: next.health } },
            when: { equal: ["shop", String(item.shop)] },
          },
          ...lineChange(shop, next),
          ...(shop.route ? [{ delete: routeKey(shop.vendor, shop.route, ref) }] : []),
          ...(moved.route ? [{ put: { ...routeKey(moved.vendor, moved.route, ref), ...ref } }] : []),
        ]);
        if (done) return true;
      }
    },

    /** Notes that whoever opens the ticket's address may authorize the shop, once and until `until`. */
    async openConsent(ticket: string, consent: OpenConsent): Promise<void> {
      const { ref, ...rest } = consent;
      await table.put({ ...keys.consent(ticket), ...ref, ...rest, ttl: Math.ceil(rest.until / 1_000) });
    },

    /** Undefined: never given out, used, or ended. Looking uses nothing up. */
    async readConsent(ticket: string, now: number): Promise<OpenConsent | undefined> {
      const item = await table.get(keys.consent(ticket));
      if (!item || Number(item.until) < now) return undefined;
      const ref = { tenant: String(item.tenant), shop: String(item.shop) };
      const { made, vendor, until, connectLink } = item as unknown as OpenConsent;
      return { ref, made, vendor, until, connectLink };
    },

    /** False when somebody else has used it. */
    closeConsent: (ticket: string): Promise<boolean> => table.delete(keys.consent(ticket), { present: "pk" }),

    /** Makes work due at `dueAt`, or earlier if it already is. */
    async schedule(work: DueWork): Promise<void> {
      await table.update(
        dueKey(work),
        { set: { kind: work.kind, tenant: work.tenant, id: work.id, dueAt: work.dueAt } },
        { any: [{ absent: "dueAt" }, { atLeast: ["dueAt", work.dueAt] }] },
      );
    },

    /** Like `schedule`; and the entry is not settled while somebody who was reminded may still be at work. */
    async remind(work: DueWork, now: number): Promise<void> {
      // The mark first: from here on nobody settles the entry that `schedule` may find due already.
      const marked = await table.update(dueKey(work), {
        set: { kind: work.kind, tenant: work.tenant, id: work.id, remindedAt: now },
      });
      // Due sooner already: `schedule` would change nothing.
      if (typeof marked?.dueAt === "number" && marked.dueAt < work.dueAt) return;
      await this.schedule(work);
    },

    async unschedule(work: Pick<DueWork, "kind" | "tenant" | "id">): Promise<void> {
      await table.delete(dueKey(work));
    },

    /** Removes the entry, unless it was made due again meanwhile or somebody was reminded by it since `before`. */
    async settle(work: DueWork, before: number): Promise<void> {
      const unreminded = { any: [{ absent: "remindedAt" }, { below: ["remindedAt", before] }] } as const;
      await table.delete(dueKey(work), { all: [{ equal: ["dueAt", work.dueAt] }, unreminded] });
    },

    /** What is due in a shard. */
    async due(
      shard: number,
      now: number,
      after: string | undefined,
    ): Promise<{ work: DueWork[]; next: string | undefined }> {
      const page = await table.query({ pk: keys.due(shard), after, filter: { below: ["dueAt", now + 1] } });
      const work = page.items.map((item) => ({
        kind: item.kind as DueWork["kind"],
        tenant: String(item.tenant),
        id: String(item.id),
        dueAt: Number(item.dueAt),
        ...(item.slow === true ? { slow: true } : {}),
      }));
      return { work, next: page.next };
    },

    /** Takes due work: false when another tick has. It comes up again at `nextAt` if its message should be lost. */
    async take(work: DueWork, nextAt: number): Promise<boolean> {
      return (
        (await table.update(dueKey(work), { set: { dueAt: nextAt } }, { equal: ["dueAt", work.dueAt] })) !== undefined
      );
    },

    /**
     * A shop that was taken is due at another time; not if it was taken again, or made due, since.
     * @param slow its next rounds take their time, and are kept from the others'
     */
    async putOff(work: DueWork, dueAt: number, slow: boolean): Promise<void> {
      const change = slow ? { set: { dueAt, slow } } : { set: { dueAt }, remove: ["slow"] };
      await table.update(dueKey(work), change, { equal: ["dueAt", work.dueAt] });
    },

    /** What is due later than `unless` is due at `dueAt`: whoever has made it due sooner meanwhile is heard. */
    async postpone(work: Pick<DueWork, "kind" | "tenant" | "id">, unless: number, dueAt: number): Promise<void> {
      await table.update(dueKey(work), { set: { dueAt } }, { atLeast: ["dueAt", unless] });
    },

    /** The shop is due now: something in it is to be read before its time. */
    wake(ref: ShopRef, now: number): Promise<void> {
      return this.schedule({ kind: "shop", tenant: ref.tenant, id: ref.shop, dueAt: now });
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

export const isSame = (left: Route | undefined, right: Route): boolean =>
  left?.app === right.app && left.business === right.business;

const read = (item: Item): Shop => ({
  ...(JSON.parse(String(item.shop)) as Shop),
  writesUntil: item.writesUntil as number | undefined,
});
