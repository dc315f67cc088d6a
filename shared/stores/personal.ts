import { createHmac } from "node:crypto";
import { phonesIn, type Whole } from "../core/personal.ts";
import type { CanonicalRecord } from "../core/records.ts";
import { queryAll, type Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { Observation, Seal, SealPersonal } from "./observation.ts";
import type { Shop } from "./shop.ts";

/** The deployment's key for what is remembered of people whose data is not kept. */
export type ReadPrivacyKey = () => Promise<string>;

export const sealOf = (key: string, { tenant, shop }: ShopRef): Seal => {
  const place = JSON.stringify(["content", tenant, shop]);
  return (hash) => createHmac("sha256", key).update(`${place}\n${hash}`).digest("base64url").slice(0, 22);
};

/** Stands for a phone, or for a shop's customer, whose data is not to be kept. It tells nothing without the key. */
const tokenOf = (key: string, tenant: string, what: readonly string[]): string =>
  createHmac("sha256", key)
    .update(JSON.stringify(["person", tenant, ...what]))
    .digest("base64url")
    .slice(0, 22);

/** People of a tenant whose data is not to be kept. */
export interface Suppressed {
  /** @param whole a record and its row */
  covers(shop: string, resource: string, whole: Whole): boolean;
}

const customerOf = (resource: string, record: CanonicalRecord): string | undefined =>
  resource === "customers" ? record.id : (record as { customerId?: string }).customerId;

export const createPeopleStore = (table: Table, readKey: ReadPrivacyKey) => ({
  /** From here on nothing is stored of a person who has this phone. @param phone in the form of `phoneKey` */
  async suppress(tenant: string, phone: string, now: number): Promise<void> {
    const token = tokenOf(await readKey(), tenant, ["phone", phone]);
    await table.put({ ...keys.suppressed(tenant, token), at: now });
    // Behind the phone: a worker that sees this finds that.
    await table.put({ ...keys.suppressing(tenant), at: now });
  },

  /** Nor of this customer's documents, whatever phone they show. */
  async suppressCustomer(ref: ShopRef, id: string, now: number): Promise<void> {
    const token = tokenOf(await readKey(), ref.tenant, ["customer", ref.shop, id]);
    await table.put({ ...keys.suppressed(ref.tenant, token), at: now });
  },

  async suppressed(tenant: string): Promise<Suppressed> {
    const key = await readKey();
    const known = new Set<string>();
    const prefix = keys.suppressed(tenant, "").sk;
    for await (const { sk } of queryAll(table, { pk: keys.tenantItems(tenant), prefix, fields: [] }))
      known.add(sk.slice(prefix.length));
    return {
      covers(shop, resource, { record, raw }) {
        const customer = customerOf(resource, record);
        if (customer !== undefined && known.has(tokenOf(key, tenant, ["customer", shop, customer]))) return true;
        return [...phonesIn([record, raw])].some((phone) => known.has(tokenOf(key, tenant, ["phone", phone])));
      },
    };
  },
});

export type PeopleStore = ReturnType<typeof createPeopleStore>;

/**
 * Asks the shop itself, before each page is stored: so no way on which a record comes can forget it, and a choice holds from
 * the next page on. One read unit for a page that has rows about customers; the erased people are read only where there are any.
 */
export const createSealPersonal = (table: Table, readKey: ReadPrivacyKey): SealPersonal => {
  const people = createPeopleStore(table, readKey);
  return async (ref, resource, rows): Promise<readonly Observation[]> => {
    if (!rows.some(({ personal }) => personal)) return rows;
    const asked = [keys.shop(ref), keys.suppressing(ref.tenant)];
    const items = await table.getMany(asked, ["shop", "at"], { eventual: true });
    const shop = items.find(({ shop }) => shop !== undefined);
    const leavesOut = shop !== undefined && (JSON.parse(String(shop.shop)) as Shop).personalData === "left-out";
    const suppressed = items.some(({ sk }) => sk === asked[1]!.sk) ? await people.suppressed(ref.tenant) : undefined;
    if (!leavesOut && !suppressed) return rows;
    const seal = sealOf(await readKey(), ref);
    return rows.map((row) =>
      row.personal && (leavesOut || suppressed?.covers(ref.shop, resource, row)) ? { ...row, seal } : row,
    );
  };
};
