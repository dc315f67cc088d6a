import { expect, test } from "vitest";
import { MemoryTable } from "../../infra/memory-table.ts";
import { createStores } from "../../shared/stores/all.ts";
import { keys, partitionsOf } from "../../shared/stores/keys.ts";
import { partitionGuard } from "../helpers/partition-guard.ts";

/** Every kind of partition that begins with a tenant. */
const partitions = (tenant: string): string[] => {
  const ref = { tenant, shop: "shop" };
  return [
    keys.tenantItems(tenant),
    keys.tenantKey(tenant, "key").pk,
    keys.shop(ref).pk,
    keys.audit(tenant),
    keys.syncStates(ref),
    keys.records(ref, "orders"),
    keys.feed(ref, "orders"),
    keys.writes(ref),
    keys.deliveries(ref),
    keys.watch(ref).pk,
    keys.endpoints(tenant),
    keys.events(tenant, "endpoint"),
  ];
};

test("a tenant's patterns fit its own partitions and no other tenant's, however alike the names are", async () => {
  const table = partitionGuard(new MemoryTable(), partitionsOf("acme"));
  for (const pk of partitions("acme")) expect(await table.get({ pk, sk: "any" }), pk).toBeUndefined();
  for (const other of ["acme2", "acm", "acme-2", "x-acme", "rival"]) {
    for (const pk of partitions(other)) {
      await expect(table.get({ pk, sk: "any" }), pk).rejects.toThrow(`AccessDeniedException: ${pk}`);
    }
  }
});

test("neither the operator's list nor what nobody can be told of is a tenant's to read", async () => {
  const { tenants, deliveries } = createStores(partitionGuard(new MemoryTable(), partitionsOf("acme")));
  await expect(tenants.list(undefined, 10)).rejects.toThrow("AccessDenied");
  await expect(deliveries.list(keys.unroutedDeliveries(), undefined, 10)).rejects.toThrow("AccessDenied");
});
