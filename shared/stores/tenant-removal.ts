import { inParallel } from "../core/parallel.ts";
import { queryAll, type Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys } from "./keys.ts";

/** What became of a tenant's data. */
export interface TenantRemoval {
  /** Unix milliseconds. */
  readonly since: number;
  /** Shops that are still being removed. */
  readonly shopsLeft: number;
  /** By shop: registrations at the vendor that ended, and those that a person has to end there. */
  readonly webhooks: Readonly<Record<string, EndedRegistrations>>;
  /** Items that went beside the shops' own. */
  readonly items: number;
  /** Workers were last sent for what is left of shops, unix milliseconds. */
  readonly sentAt?: number | undefined;
  /** Nothing is left. Unix milliseconds. */
  readonly doneAt?: number | undefined;
}

export interface EndedRegistrations {
  readonly ended: readonly string[];
  readonly left: readonly string[];
  readonly reason?: string | undefined;
}

const KEPT = 90 * DAY;

/** The report of a removal; and all that a tenant has beside its shops. */
export const createTenantRemovalStore = (table: Table) => ({
  async get(tenant: string): Promise<TenantRemoval | undefined> {
    const item = await table.get(keys.tenantRemoval(tenant));
    return item && (JSON.parse(String(item.removal)) as TenantRemoval);
  },

  async save(tenant: string, removal: TenantRemoval): Promise<void> {
    const ttl = Math.ceil((removal.since + KEPT) / 1_000);
    await table.put({ ...keys.tenantRemoval(tenant), removal: JSON.stringify(removal), ttl });
  },

  /** Partitions of the tenant beside those of its shops, the endpoints' events first: without the endpoint nobody knows them. */
  async partitions(tenant: string): Promise<string[]> {
    const events: string[] = [];
    for await (const { sk } of queryAll(table, { pk: keys.endpoints(tenant), fields: [] }))
      events.push(keys.events(tenant, sk));
    return [
      ...events,
      keys.endpoints(tenant),
      keys.claim({ tenant, shop: "" }).pk,
      keys.secretPages(tenant),
      keys.tenantFeed(tenant),
      keys.usage(tenant, "").pk,
      keys.audit(tenant),
      keys.tenantItems(tenant),
    ];
  },

  /** @returns how many items went, and whether all did; the report itself stays */
  async empty(tenant: string, pk: string, isTimeUp: () => boolean): Promise<{ gone: number; whole: boolean }> {
    const report = keys.tenantRemoval(tenant);
    let gone = 0;
    for (let after: string | undefined; ; ) {
      const page = await table.query({ pk, after, fields: [], limit: 500 });
      const items = page.items.filter(({ sk }) => pk !== report.pk || sk !== report.sk);
      await inParallel(items, 16, async ({ sk }) => void (await table.delete({ pk, sk })));
      gone += items.length;
      if (page.next === undefined) return { gone, whole: true };
      if (isTimeUp()) return { gone, whole: false };
      after = page.next;
    }
  },
});

export type TenantRemovalStore = ReturnType<typeof createTenantRemovalStore>;
