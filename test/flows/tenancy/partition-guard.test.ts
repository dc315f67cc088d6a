import { expect, test } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createHandler as createWrite } from "../../../functions/write.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { guardPartitions } from "../../../shared/stores/partition-guard.ts";
import { functionReaches, rulesOf } from "../../../shared/stores/partitions.ts";
import { createTestStack } from "../../helpers/memory-deps.ts";

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
  const table = guardPartitions(new MemoryTable(), rulesOf(functionReaches.api.session!, "acme"));
  for (const pk of partitions("acme")) expect(await table.get({ pk, sk: "any" }), pk).toBeUndefined();
  for (const other of ["acme2", "acm", "acme-2", "x-acme", "rival"]) {
    for (const pk of partitions(other)) {
      await expect(table.get({ pk, sk: "any" }), pk).rejects.toMatchObject({ name: "AccessDeniedException" });
    }
  }
});

test("neither the operator's list nor what nobody can be told of is a tenant's to read", async () => {
  const { tenants, deliveries } = createStores(
    guardPartitions(new MemoryTable(), rulesOf(functionReaches.api.session!, "acme")),
  );
  await expect(tenants.list(undefined, 10)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(deliveries.list(keys.unroutedDeliveries(), undefined, 10)).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

test("a message is worked on in the session of its tenant alone, and not in a shop that says it is another's", async () => {
  const stack = createTestStack();
  const shop = { tenant: "rival", id: "shop", vendor: "isale", name: "Shop", health: "healthy", hookToken: "t" };
  await stack.table.put({
    ...keys.shop({ tenant: "acme", shop: "shop" }),
    shop: JSON.stringify(shop),
    health: "healthy",
  });
  const failed = async (create: (deps: Deps) => any, name: "sync" | "write", body: object) => {
    const event = { Records: [{ messageId: "1", body: JSON.stringify(body) }] };
    return (await create(stack.depsOf(name))(event, { getRemainingTimeInMillis: () => 60_000 })).batchItemFailures
      .length;
  };
  expect(await failed(createSync, "sync", { type: "cycle", tenant: "acme", shop: "shop" })).toBe(1);
  expect(await failed(createWrite, "write", { tenant: "acme", shop: "shop" })).toBe(1);
  // Under its own tenant's name there is no such shop: nothing is left to do.
  expect(await failed(createSync, "sync", { type: "cycle", tenant: "rival", shop: "shop" })).toBe(0);
});

test("a session reads and writes the secrets of its tenant's shops, and the function itself none", async () => {
  const { depsOf } = createTestStack();
  const { secrets, ownedBy } = depsOf("sync");
  const own = ownedBy("acme").secrets;
  await own.put("acme/shop", { credentials: {} });
  expect(await own.get("acme/shop")).toEqual({ credentials: {} });
  const refused = { name: "AccessDeniedException" };
  await expect(own.get("rival/shop")).rejects.toMatchObject(refused);
  await expect(own.get("acme-2/shop")).rejects.toMatchObject(refused);
  await expect(secrets.get("acme/shop")).rejects.toMatchObject(refused);
  await expect(depsOf("intake").ownedBy("acme").secrets.put("acme/shop", { credentials: {} })).rejects.toMatchObject(
    refused,
  );
});

test("a request is refused whole when one of its keys is not open, also beside keys that are", async () => {
  const { table } = createTestStack().depsOf("sync").ownedBy("acme");
  const own = { pk: "T#acme#S#shop#W", sk: "1" };
  const foreign = { pk: "T#rival#S#shop#W", sk: "1" };
  const refused = { name: "AccessDeniedException" };
  await expect(table.getMany([own, foreign])).rejects.toMatchObject(refused);
  await expect(table.transact([{ put: own }, { put: foreign }])).rejects.toMatchObject(refused);
  expect(await table.get(own)).toBeUndefined();
});

test("the key of a tenant's own partition opens nothing that lies below it", async () => {
  const { table } = createTestStack().depsOf("intake").ownedBy("acme");
  expect(await table.get({ pk: "T#acme", sk: "SHOP#shop" })).toBeUndefined();
  await expect(table.get({ pk: "T#acme#S#shop#R#orders", sk: "1" })).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});
