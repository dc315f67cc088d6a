import { BadRequest } from "../core/errors.ts";
import { timeId } from "../core/ids.ts";
import { needRoom, type SetQuotas } from "../core/quotas.ts";
import { type Item, queryAll, type Table } from "../core/table.ts";
import { type AuditEntry, auditItem, readTrail } from "./audit.ts";
import { endedAt, hashOf, isAlive } from "./key-life.ts";
import { keys } from "./keys.ts";
import { storeInPlace } from "./places.ts";

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** What the operator has set. */
  readonly quotas?: SetQuotas | undefined;
}

/** `read`: records, feed, status. `write`: also writes and operations. `admin`: also shops, keys and endpoints. */
export const scopes = ["read", "write", "admin"] as const;
export type Scope = (typeof scopes)[number];

export interface ApiKey {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: string;
  /** Unix milliseconds after which it is refused; set by a rotation. */
  readonly expiresAt?: number | undefined;
  /** Its last characters, to tell keys apart. */
  readonly hint: string;
}

/** Tenants, their API keys (stored as hashes) and the audit trail. */
export const createTenantStore = (table: Table) => ({
  /** False when the id is taken. */
  create: ({ quotas, ...tenant }: Tenant): Promise<boolean> =>
    table.put({ ...keys.tenant(tenant.id), ...tenant, ...storedQuotas(quotas) }, { absent: "pk" }),

  async get(id: string): Promise<Tenant | undefined> {
    const item = await table.get(keys.tenant(id));
    return item && toTenant(item);
  },

  /** @throws BadRequest 404 */
  async find(id: string): Promise<Tenant> {
    const item = await table.get(keys.tenant(id));
    if (!item) throw new BadRequest(404, "unknown-tenant", `There is no tenant ${id}.`);
    return toTenant(item);
  },

  /** Changes what the fields name. @throws BadRequest 404 */
  async change(id: string, { quotas, name }: Partial<Pick<Tenant, "name" | "quotas">>): Promise<Tenant> {
    const set = { ...(name === undefined ? {} : { name }), ...storedQuotas(quotas) };
    if (Object.keys(set).length === 0) return this.find(id);
    const item = await table.update(keys.tenant(id), { set }, { present: "pk" });
    if (!item) throw new BadRequest(404, "unknown-tenant", `There is no tenant ${id}.`);
    return toTenant(item);
  },

  async list(after: string | undefined, limit: number): Promise<{ tenants: Tenant[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.tenants(), after, limit });
    return { tenants: page.items.map(toTenant), next: page.next };
  },

  /** @param limit how many keys the tenant may have. @throws QuotaExceeded */
  async addKey(secret: string, key: ApiKey, limit: number, now: number): Promise<void> {
    const { tenant } = key;
    const check = async () => {
      const { lasting, ending } = await this.countKeys(tenant, now);
      needRoom("keys", limit, lasting);
      // A rotated key works on for a while beside the new one.
      needRoom("keys", 2 * limit, lasting + ending);
    };
    await storeInPlace(table, { tenant, kind: "keys" }, check, [
      { put: { ...keys.apiKey(hashOf(secret)), key: JSON.stringify(key) }, when: { absent: "pk" } },
      { put: { ...keys.tenantKey(tenant, key.id), key: JSON.stringify(key), hash: hashOf(secret) } },
    ]);
  },

  /**
   * Before a key is replaced by a new one. What is refused afterwards would leave the tenant with a key that runs out.
   * @throws QuotaExceeded
   */
  async checkRotation(tenant: string, id: string, limit: number, now: number): Promise<void> {
    const item = await table.get(keys.tenantKey(tenant, id));
    const isLasting = item !== undefined && (JSON.parse(String(item.key)) as ApiKey).expiresAt === undefined;
    const { lasting, ending } = await this.countKeys(tenant, now);
    needRoom("keys", limit, lasting - Number(isLasting));
    needRoom("keys", 2 * limit, lasting + ending);
  },

  /** Keys that work: those without an end, and those that run out. */
  async countKeys(tenant: string, now: number): Promise<{ lasting: number; ending: number }> {
    const found = { lasting: 0, ending: 0 };
    for await (const item of queryAll(table, { pk: keys.tenantItems(tenant), prefix: "KEY#", fields: ["key"] })) {
      const { expiresAt } = JSON.parse(String(item.key)) as ApiKey;
      if (expiresAt === undefined) found.lasting += 1;
      else if (expiresAt > now) found.ending += 1;
    }
    return found;
  },

  /** The key behind the secret; undefined for unknown and ended ones. */
  async byKey(secret: string, now: number): Promise<ApiKey | undefined> {
    const item = await table.get(keys.apiKey(hashOf(secret)));
    const key = item && (JSON.parse(String(item.key)) as ApiKey);
    return key && isAlive(key, now) ? key : undefined;
  },

  /** Whether the tenant has a key of this id that works. */
  async hasKey(tenant: string, id: string, now: number): Promise<boolean> {
    const item = await table.get(keys.tenantKey(tenant, id));
    return item !== undefined && isAlive(JSON.parse(String(item.key)) as ApiKey, now);
  },

  /** Apart from the tenant, which every request reads. */
  async setLogo(tenant: string, logo: string | null): Promise<void> {
    if (logo === null) await table.delete(keys.tenantLogo(tenant));
    else await table.put({ ...keys.tenantLogo(tenant), logo });
  },

  async logo(tenant: string): Promise<string | undefined> {
    const item = await table.get(keys.tenantLogo(tenant));
    return item && String(item.logo);
  },

  /** Oldest first. */
  async listKeys(
    tenant: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ keys: ApiKey[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.tenantItems(tenant), prefix: "KEY#", after, limit });
    return { keys: page.items.map((item) => JSON.parse(String(item.key)) as ApiKey), next: page.next };
  },

  /**
   * Ends a key now, or at `expiresAt`. An end never moves to a later time, and a key that has ended is dead for good.
   * @throws BadRequest 404, and 409 for a key that has ended
   */
  async endKey(tenant: string, id: string, expiresAt: number, now: number): Promise<ApiKey> {
    for (;;) {
      const item = await table.get(keys.tenantKey(tenant, id));
      if (!item) throw new BadRequest(404, "unknown-key", `There is no key ${id}.`);
      const before = JSON.parse(String(item.key)) as ApiKey;
      const { key, ttl } = endedAt(before, expiresAt, now);
      const change = { set: { key: JSON.stringify(key), ttl } };
      const ended = await table.transact([
        { update: keys.tenantKey(tenant, id), change, when: { equal: ["key", String(item.key)] } },
        { update: keys.apiKey(String(item.hash)), change },
      ]);
      if (ended) return key;
    }
  },

  /** What something did that acts by itself, without a request. */
  audit(tenant: string, act: Omit<AuditEntry, "id" | "at">, now: number, random: () => number): Promise<void> {
    return this.note(tenant, { ...act, id: timeId(now, random), at: new Date(now).toISOString() }, now);
  },

  async note(tenant: string, entry: AuditEntry, now: number): Promise<void> {
    await table.put(auditItem(keys.audit(tenant), entry, now));
  },

  /** Newest first. */
  auditTrail: (tenant: string, after: string | undefined, limit: number) =>
    readTrail(table, keys.audit(tenant), after, limit),
});

export type TenantStore = ReturnType<typeof createTenantStore>;

const toTenant = (item: Item): Tenant => ({
  id: String(item.id),
  name: String(item.name),
  createdAt: String(item.createdAt),
  ...(item.quotas === undefined ? {} : { quotas: JSON.parse(String(item.quotas)) as SetQuotas }),
});

const storedQuotas = (quotas: SetQuotas | undefined) => (quotas ? { quotas: JSON.stringify(quotas) } : {});
