import { createHash } from "node:crypto";
import { queryAll, type Table } from "../core/table.ts";
import { HOUR, MINUTE, SECOND } from "../core/time.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys, type ShopRef } from "./keys.ts";

/** A server that shops of a vendor share. */
export interface Server {
  readonly vendor: VendorId;
  /** Name and port. */
  readonly host: string;
}

/** Silent shops of the last minutes, by hashes: the item names no tenant. */
interface Seen {
  readonly tenant: string;
  readonly shop: string;
  readonly at: number;
}

const FRESH = 10 * MINUTE;
/** One tenant's shops, however many, say nothing about the server of all: their owner may have broken them. */
const FEWEST_SHOPS = 3;
const FEWEST_TENANTS = 2;
const MOST_SEEN = 20;
/** While a whole server is silent, one of its shops probes so often. */
const PROBE_EVERY = 30 * SECOND;

const short = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 12);

const freshOf = (shops: unknown, now: number): readonly Seen[] =>
  (JSON.parse(String(shops ?? "[]")) as Seen[]).filter(({ at }) => at > now - FRESH);

const isWide = (seen: readonly Seen[]): boolean =>
  new Set(seen.map(({ shop }) => shop)).size >= FEWEST_SHOPS &&
  new Set(seen.map(({ tenant }) => tenant)).size >= FEWEST_TENANTS;

/** Which vendors' servers answer nothing to several shops of several tenants. */
export const createSilenceStore = (table: Table) => ({
  /** A shop has got no answer. @returns whether its server is silent for all */
  async note({ vendor, host }: Server, ref: ShopRef, now: number): Promise<boolean> {
    const key = keys.silence(vendor, host);
    const tenant = short(ref.tenant);
    const shop = short(`${ref.tenant}#${ref.shop}`);
    const item = await table.get(key);
    const others = freshOf(item?.shops, now).filter((one) => one.shop !== shop);
    // Many have said so a moment ago: one more word changes nothing, and a thousand shops would write one item.
    if (others.length >= MOST_SEEN) return isWide(others);
    const seen = [...others, { tenant, shop, at: now }];
    const change = { set: { shops: JSON.stringify(seen), ttl: Math.ceil((now + HOUR) / 1_000) } };
    const when = item ? ({ equal: ["shops", String(item.shops)] } as const) : ({ absent: "pk" } as const);
    // Another shop has said so at the same time: the next probe says it again.
    await table.update(key, change, when);
    return isWide(seen);
  },

  /** Whether a silent shop may ask its server. Where the server is silent for all, one shop asks for all of them. */
  async mayProbe({ vendor, host }: Server, now: number): Promise<boolean> {
    const key = keys.silence(vendor, host);
    const item = await table.get(key);
    if (!item || !isWide(freshOf(item.shops, now))) return true;
    const free = { any: [{ absent: "probedAt" }, { below: ["probedAt", now - PROBE_EVERY] }] } as const;
    return (await table.update(key, { set: { probedAt: now } }, free)) !== undefined;
  },

  /** The servers of a vendor that are silent for all. */
  async wide(vendor: VendorId, now: number): Promise<ReadonlySet<string>> {
    const hosts = new Set<string>();
    for await (const { sk, shops } of queryAll(table, { pk: keys.silence(vendor, "").pk }))
      if (isWide(freshOf(shops, now))) hosts.add(sk);
    return hosts;
  },

  /** It has answered. */
  async end({ vendor, host }: Server): Promise<void> {
    await table.delete(keys.silence(vendor, host));
  },
});

export type SilenceStore = ReturnType<typeof createSilenceStore>;
