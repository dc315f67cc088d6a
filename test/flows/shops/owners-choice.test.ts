import { describe, expect, test } from "vitest";
import { type VendorId, vendorIds, type WriteKind } from "../../../shared/core/vendor.ts";
import { collectionsOfCall, collectionsOfWrite } from "../../../shared/usecases/shops/owners-choice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

/** One that reads orders, one that reads customers, and one that writes customers. */
const asked: Readonly<Record<VendorId, readonly [orders: string, customers: string, write: string]>> = {
  kiotviet: ["orders.list", "customers.list", "customers.delete"],
  "nhanh-v3": ["orders.list", "customers.list", "zalo.send-zns"],
  "nhanh-v2": ["orders.list", "customers.list", "customers.save"],
  pancake: ["orders.list", "customers.list", "customers.update"],
  isale: ["orders.list", "contacts.list", "contacts.update"],
};

describe.each(vendorIds)("what an owner at %s has not shared", (id) => {
  const vendor = vendors[id];
  const names = new Set<string>(vendor.resources.map(({ name }) => name));

  test("can be told for each operation and for each command", () => {
    for (const operation of vendor.operations.filter(({ kind }) => kind !== "auth")) {
      const collections = collectionsOfCall(vendor, operation);
      expect(collections, operation.id).toBeDefined();
      expect(
        collections!.filter((name) => !names.has(name)),
        operation.id,
      ).toEqual([]);
    }
    for (const [kind, declared] of Object.entries(vendor.writes)) {
      const collections = collectionsOfWrite(vendor, kind as WriteKind, declared);
      expect(collections?.length, kind).toBeGreaterThan(0);
    }
  });

  test("stands behind each call by which a collection is read", () => {
    for (const { name, listing } of vendor.resources) {
      const operation = vendor.operations.find((one) => one.id === listing.operation)!;
      const collections = collectionsOfCall(vendor, operation, listing.call({ size: 1 }));
      expect(collections?.length, `${name} by ${operation.id}`).toBeGreaterThan(0);
    }
  });

  test("is closed to direct calls and to commands, and what is shared is open", async () => {
    const { world, request } = await openWriteShop(id);
    const choose = (resources: readonly string[]) =>
      world.deps.shops.change(world.ref, { resources, ownerShares: { resources, at: 1 } });
    const [orders, customers, write] = asked[id];
    const call = id.startsWith("nhanh") ? { body: {} } : {};
    const calls = () => world.simulator.log.length;
    const refusal = (message: string) => ({
      status: 403,
      body: { code: "not-shared", errors: [{ field: "resource", message }] },
    });

    await choose(["customers"]);
    const before = calls();
    expect(await request("POST", `operations/${orders}`, call)).toMatchObject(refusal("orders"));
    expect(await request("POST", "orders", { lines: [] })).toMatchObject(refusal("orders"));
    expect(calls(), "the vendor is asked nothing").toBe(before);
    const open = await request("POST", `operations/${customers}`, call);
    expect(open.body.code, JSON.stringify(open.body)).not.toBe("not-shared");

    await choose(["orders"]);
    expect(await request("POST", `operations/${customers}`, call)).toMatchObject(refusal("customers"));
    expect(await request("POST", "customers", { name: "Lan" })).toMatchObject(refusal("customers"));
    // A call that lacks fields is refused for these; the rest is checked where it has them all.
    expect(collectionsOfCall(vendor, { id: write })).toEqual(["customers"]);
  });
});

test("a table of iSale belongs to the collection that reads it, and one that none reads to no collection", () => {
  const of = (table: string, operation = "table-records.list") =>
    collectionsOfCall(vendors.isale, { id: operation }, { params: { table } });
  expect(of("note")).toEqual(["notes"]);
  expect(of("debt", "table-records.get")).toEqual(["debts"]);
  expect(of("store", "table-records.create")).toEqual(["locations"]);
});

describe("a write that was refused before the owner chose", () => {
  test("is not sent again when its collection is not shared any more", async () => {
    const { world, request, settle } = await openWriteShop("kiotviet");
    const sent = await request("POST", "operations/customers.delete", { params: { id: "1" } });
    expect(sent.status, JSON.stringify(sent.body)).toBe(202);
    await settle();
    const ofWrite = `writes/${sent.body.id}`;
    expect((await request("GET", ofWrite)).body.state).toBe("rejected");
    const resources = ["orders"];
    await world.deps.shops.change(world.ref, { resources, ownerShares: { resources, at: 1 } });
    expect(await request("POST", `${ofWrite}/retry`, {})).toMatchObject({ status: 403, body: { code: "not-shared" } });
  });
});
