import type { CanonicalRecord } from "../../../shared/core/records.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

export const NOW = Date.UTC(2026, 10, 20, 8);

export interface FindingWorld {
  readonly stack: TestStack;
  /** Stores records as a reading would, and lets the stream pass. */
  keep(shop: string, resource: string, records: readonly object[], at?: number): Promise<void>;
  remove(shop: string, resource: string, id: string): Promise<void>;
  ask(path: string, key?: string): Promise<{ status: number; body: any }>;
  /** Ids of all pages. */
  idsOf(path: string): Promise<string[]>;
}

const shopOf = (tenant: string, id: string, vendor: VendorId): Shop =>
  ({
    ...{ tenant, id, vendor, name: id, settings: {}, health: "healthy", account: id },
    ...{ hookToken: `${tenant}-${id}`, createdAt: new Date(NOW).toISOString() },
  }) as unknown as Shop;

/** Two tenants with shops in memory: `acme` with `one` and `two`, `other` with `one`. */
export const openFindingWorld = async (): Promise<FindingWorld> => {
  const stack = createTestStack({ clock: () => NOW });
  const keys = new Map<string, string>();
  for (const tenant of ["acme", "other"]) {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: tenant } });
    const body = { name: "main", scope: "read" };
    keys.set(tenant, (await stack.request("POST", `/v1/tenants/${tenant}/keys`, { key: operatorKey, body })).body.key);
  }
  await stack.deps.shops.create(shopOf("acme", "one", "kiotviet"));
  await stack.deps.shops.create(shopOf("acme", "two", "pancake"));
  await stack.deps.shops.create(shopOf("other", "one", "kiotviet"));
  const refOf = (shop: string) => {
    const [tenant = "", id] = shop.includes("/") ? shop.split("/") : ["acme", shop];
    return { tenant, shop: id! };
  };
  const ask = async (path: string, tenant = "acme") => {
    const { status, body } = await stack.request("GET", path, { key: keys.get(tenant)! });
    return { status, body };
  };
  return {
    stack,
    ask,
    keep: async (shop, resource, records, at = NOW) => {
      const rows = records.map((record) => ({
        ...{ id: (record as { id: string }).id, modified: undefined, raw: record },
        record: record as CanonicalRecord,
      }));
      await stack.deps.records.upsert(refOf(shop), resource, rows, at);
      await stack.drain();
    },
    remove: async (shop, resource, id) => {
      await stack.deps.records.remove(refOf(shop), resource, id, { observedAt: NOW + 1 });
      await stack.drain();
    },
    idsOf: async (path) => {
      const ids: string[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const { status, body }: { status: number; body: any } = await ask(
          `${path}${next === "" ? "" : `${path.includes("?") ? "&" : "?"}cursor=${next}`}`,
        );
        if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
        ids.push(...body.data.map(({ id }: { id: string }) => id));
        next = body.next;
      }
      return ids;
    },
  };
};

/** An order as an adapter makes it. */
export const order = (id: string, more: object = {}): object => ({
  ...{ id, code: `DH${id}`, status: "pending", lines: [], createdAt: "2026-11-01T00:00:00.000Z" },
  ...more,
});
