import { BadRequest } from "../core/errors.ts";
import type { Halt } from "../core/halts.ts";
import { timeId } from "../core/ids.ts";
import { needRoom, type SetQuotas } from "../core/quotas.ts";
import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { type AuditEntry, auditItem, readTrail } from "./audit.ts";
import { endHalt } from "./halts.ts";
import { endedAt, hashOf, isAlive } from "./key-life.ts";
import { keys } from "./keys.ts";
import { storeInPlace } from "./places.ts";

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** An operator has stopped all work of the tenant. */
  readonly suspension?: Halt | undefined;
  /** What the operator has set. */
  readonly quotas?: SetQuotas | undefined;
  /** Unix milliseconds. Its keys have ended, and its data goes. */
  readonly removedAt?: number | undefined;
}

/** What is remembered of a tenant that was removed: its id cannot be another one's so long. */
const REMEMBERED = 90 * DAY;

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

export interface Rotation {
  readonly tenant: string;
  /** Of the old key. */
  readonly id: string;
  /** Of the new key. */
  readonly secret: string;
  /** When the old key ends, unix milliseconds. */
  readonly expiresAt: number;
  /** How many keys the tenant may have. */
  readonly limit: number;
}

/** Tenants, their API keys (stored as hashes) and the audit trail. */
export const createTenantStore = (table: Table) => ({
  /** False when the id is taken. */
  create: ({ quotas, suspension: _, ...tenant }: Tenant): Promise<boolean> =>
    table.transact([
      { put: { ...keys.tenant(tenant.id), ...tenant, ...storedQuotas(quotas) }, when: { absent: "pk" } },
      // The halt of a tenant that had the id before.
      endHalt(tenant.id),
    ]),

  async get(id: string): Promise<Tenant | undefined> {
    const item = await table.get(keys.tenant(id));
    return item && toTenant(item);
  },

  /** @throws BadRequest 404 */
  async find(id: string): Promise<Tenant> {
    const item = await table.get(keys.tenant(id));
    if (!item || item.removedAt !== undefined) throw new BadRequest(404, "unknown-tenant", `There is no tenant ${id}.`);
    return toTenant(item);
  },

  /** Its name is forgotten at once. Doing it again changes nothing. @throws BadRequest 404 */
  async remove(id: string, now: number): Promise<Tenant> {
    const set = { removedAt: now, name: "", ttl: Math.ceil((now + REMEMBERED) / 1_000) };
    const when = { all: [{ present: "pk" }, { absent: "removedAt" }] } as const;
    // A suspended tenant's work would wait, its removal too.
    await table.transact([
      { update: keys.tenant(id), change: { set, remove: ["quotas", "suspension"] }, when },
      endHalt(id),
    ]);
    const tenant = await this.get(id);
    if (!tenant) throw new BadRequest(404, "unknown-tenant", `There is no tenant ${id}.`);
    return tenant;
  },

  /** Every key of the tenant, at once and without a trace. */
  async dropKeys(tenant: string): Promise<number> {
    let dropped = 0;
    for await (const { pk, sk, hash } of queryAll(table, {
      pk: keys.tenantItems(tenant),
      prefix: "KEY#",
      fields: ["hash"],
    })) {
      await table.transact([{ delete: keys.apiKey(String(hash)) }, { delete: { pk, sk } }]);
      dropped += 1;
    }
    return dropped;
  },

  /** Changes what the fields name. @throws BadRequest 404 */
  async change(id: string, { quotas, name }: Partial<Pick<Tenant, "name" | "quotas">>): Promise<Tenant> {
    const set = { ...(name === undefined ? {} : { name }), ...storedQuotas(quotas) };
    if (Object.keys(set).length === 0) return this.find(id);
    const when = { all: [{ present: "pk" }, { absent: "removedAt" }] } as const;
    const item = await table.update(keys.tenant(id), { set }, when);
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
    const check = async () => needPlace(await this.countKeys(tenant, now), limit);
    await storeInPlace(table, { tenant, kind: "keys" }, check, newKey(secret, key));
  },

  /**
   * Stores a new key for an old one, which ends then: both in one transaction, so a tenant is never left with a key that
   * runs out and no other.
   * @param of the new key, by the old one
   * @throws BadRequest 404, and 409 for a key that has ended; QuotaExceeded
   */
  async rotateKey(
    { tenant, id, secret, expiresAt, limit }: Rotation,
    of: (old: ApiKey) => ApiKey,
    now: number,
  ): Promise<ApiKey> {
    for (;;) {
      const old = await this.keyItem(tenant, id);
      const made = of(old.key);
      const ends = endOf(old, expiresAt, now);
      const freed = Number(old.key.expiresAt === undefined);
      const check = async () => {
        const { lasting, ending } = await this.countKeys(tenant, now);
        needPlace({ lasting: lasting - freed, ending: ending + freed }, limit);
      };
      if (await storeInPlace(table, { tenant, kind: "keys" }, check, [...ends.writes, ...newKey(secret, made)]))
        return made;
    }
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
      const { key, writes } = endOf(await this.keyItem(tenant, id), expiresAt, now);
      if (await table.transact(writes)) return key;
    }
  },

  /** @throws BadRequest 404 */
  async keyItem(tenant: string, id: string): Promise<KeyItem> {
    const item = await table.get(keys.tenantKey(tenant, id));
    if (!item) throw new BadRequest(404, "unknown-key", `There is no key ${id}.`);
    return { key: JSON.parse(String(item.key)) as ApiKey, text: String(item.key), hash: String(item.hash) };
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

/** In the order of their ids, page by page. */
export async function* allTenants(tenants: Pick<TenantStore, "list">): AsyncGenerator<Tenant> {
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<TenantStore["list"]>> = await tenants.list(after, 500);
    yield* page.tenants;
    after = page.next;
  } while (after !== undefined);
}

export type TenantStore = ReturnType<typeof createTenantStore>;

interface KeyItem {
  readonly key: ApiKey;
  /** As it is stored. */
  readonly text: string;
  readonly hash: string;
}

/** @throws QuotaExceeded */
const needPlace = ({ lasting, ending }: { readonly lasting: number; readonly ending: number }, limit: number): void => {
  needRoom("keys", limit, lasting);
  // A rotated key works on for a while beside the new one.
  needRoom("keys", 2 * limit, lasting + ending);
};

const newKey = (secret: string, key: ApiKey): readonly TableWrite[] => [
  { put: { ...keys.apiKey(hashOf(secret)), key: JSON.stringify(key) }, when: { absent: "pk" } },
  { put: { ...keys.tenantKey(key.tenant, key.id), key: JSON.stringify(key), hash: hashOf(secret) } },
];

/** Not done when the key has changed since it was read. @throws BadRequest 409 for a key that has ended */
const endOf = (item: KeyItem, expiresAt: number, now: number) => {
  const { key, ttl } = endedAt(item.key, expiresAt, now);
  const change = { set: { key: JSON.stringify(key), ttl } };
  const writes: readonly TableWrite[] = [
    { update: keys.tenantKey(key.tenant, key.id), change, when: { equal: ["key", item.text] } },
    { update: keys.apiKey(item.hash), change },
  ];
  return { key, writes };
};

const toTenant = (item: Item): Tenant => ({
  id: String(item.id),
  name: String(item.name),
  createdAt: String(item.createdAt),
  ...(item.suspension === undefined ? {} : { suspension: JSON.parse(String(item.suspension)) as Halt }),
  ...(item.removedAt === undefined ? {} : { removedAt: Number(item.removedAt) }),
  ...(item.quotas === undefined ? {} : { quotas: JSON.parse(String(item.quotas)) as SetQuotas }),
});

const storedQuotas = (quotas: SetQuotas | undefined) => (quotas ? { quotas: JSON.stringify(quotas) } : {});
