import { expect, test, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { createWorld, shopId, tenant, type World } from "../../contract/vendors/contract-world.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { itemTexts } from "./table.ts";

vi.setConfig({ testTimeout: 240_000 });

/** A tenant with a shop, webhooks at the vendor, an endpoint, a second key, a connect link, notes and a write. */
const livedTenant = async (id: "kiotviet" | "pancake"): Promise<World> => {
  const world = await createWorld(id, await simulators[id]!(), { size: 6, days: 3 });
  expect((await world.register(shopId)).status).toBe(201);
  await world.cycle(undefined, true);
  await world.request("POST", "/v1/endpoints", { url: "https://crm.example/hooks", types: ["orders.*"] });
  await world.request("POST", "/v1/keys", { name: "second", scope: "read" });
  await world.request("POST", "/v1/connect-links", { vendors: [id] });
  await world.request("POST", `/v1/shops/${shopId}/webhooks`);
  await world.stack.drain();
  const [product] = [...(await world.records("products")).keys()];
  await world.request("PUT", `/v1/shops/${shopId}/products/${product}/metadata`, { crm: "A-1" });
  await world.write("POST", "customers", { name: "Trần Thị Bình", phone: "0912345678" }, "customer-1");
  await world.stack.drain();
  return world;
};

const exported = async (world: World, limit: number): Promise<any[]> => {
  const rows: any[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/v1/export?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body }: { status: number; body: any } = await world.request("GET", path);
    expect(status, JSON.stringify(body)).toBe(200);
    rows.push(...body.data);
    cursor = body.next;
  }
  return rows;
};

test("a tenant takes along everything that it has here but secrets, on pages of any size", async () => {
  await using world = await livedTenant("kiotviet");
  const rows = await exported(world, 500);
  const count = (kind: string, resource?: string): number =>
    rows.filter((row) => row.kind === kind && (resource === undefined || row.resource === resource)).length;
  for (const { name } of world.vendor.resources)
    expect({ name, records: count("record", name) }).toEqual({ name, records: (await world.records(name)).size });
  expect([count("shop"), count("endpoint"), count("key"), count("write")]).toEqual([1, 1, 2, 1]);
  expect(count("audit")).toBeGreaterThan(3);
  const text = JSON.stringify(rows);
  expect(text).toContain("0912345678");
  for (const secret of world.secrets()) expect(text).not.toContain(secret);
  expect(text).not.toContain((await world.stack.deps.shops.find({ tenant, shop: shopId })).hookToken);
  const idsOf = (list: any[]): string[] =>
    list.filter(({ kind }) => kind !== "audit").map((row) => `${row.kind} ${row.shop} ${row.resource} ${row.id}`);
  expect(idsOf(await exported(world, 1))).toEqual(idsOf(rows));
});

test.each(["kiotviet", "pancake"] as const)(
  "of a removed tenant with a shop at %s nothing is left, anywhere",
  async (id) => {
    await using world = await livedTenant(id);
    const { stack, simulator } = world;
    const hooks = (): string => JSON.stringify(simulator.rows("webhooks") ?? []);
    const asOperator = (method: string, path: string) => stack.request(method, path, { key: operatorKey });
    const isNamed = (text: string): boolean => text.includes(tenant) || text.includes("0912345678");
    expect(itemTexts(stack).filter(isNamed).length).toBeGreaterThan(50);

    const begun = await asOperator("DELETE", `/v1/tenants/${tenant}`);
    expect(begun.status).toBe(202);
    expect(begun.body).toMatchObject({ tenant, shopsLeft: 1 });
    world.pass(MINUTE);
    expect((await world.request("GET", "/v1/shops")).status).toBe(401);
    expect((await asOperator("POST", `/v1/tenants/${tenant}/keys`)).status).toBeGreaterThan(399);
    for (let minutes = 0; minutes < 30; minutes += 1) {
      await stack.drain();
      world.pass(MINUTE);
      await stack.tick();
    }
    await stack.drain();

    const { body: report } = await asOperator("GET", `/v1/tenants/${tenant}/removal`);
    expect(report).toMatchObject({ tenant, shopsLeft: 0, doneAt: expect.any(String) });
    expect(report.webhooks).toMatchObject([{ shop: shopId, left: [] }]);
    const left = itemTexts(stack)
      .filter(isNamed)
      .map((text) => {
        const { pk, sk, ttl } = JSON.parse(text);
        return { pk, sk, ends: ttl !== undefined };
      });
    // The id, so that nobody else gets it; the report; the operators' own trail; counters of limits. All of them end.
    const known = /^(TENANTS acme|T#acme REMOVAL|OPERATORS#AUDIT .*|BUDGET#.*|CONNECT#.*)$/;
    expect(left.filter(({ pk, sk }) => !known.test(`${pk} ${sk}`))).toEqual([]);
    expect(left.filter(({ pk, ends }) => !ends && pk !== "OPERATORS#AUDIT")).toEqual([]);
    expect(itemTexts(stack).filter((text) => text.includes("0912345678"))).toEqual([]);
    expect([...stack.secrets.keys()]).toEqual([]);
    expect(hooks()).not.toContain("hooks.example");
    expect((await asOperator("POST", "/v1/tenants")).status).toBeGreaterThan(399);
    const again = await stack.request("POST", "/v1/tenants", {
      key: operatorKey,
      body: { id: tenant, name: "Another" },
    });
    expect(again.status).toBe(409);
  },
);

test("retention that a tenant decides holds for what is stored already, and the defaults are told", async () => {
  await using world = await livedTenant("kiotviet");
  const { stack } = world;
  const { body: before } = await world.request("GET", "/v1/retention");
  expect(before).toMatchObject({
    resources: { "*": { raw: null, record: null, deleted: 90 } },
    deliveries: 30,
    writes: 400,
  });
  expect(before.fixed).toContainEqual({ what: "the audit trail", days: 400 });
  const [order] = [...(await world.records("orders")).keys()];
  const [customer] = [...(await world.records("customers")).keys()];
  await stack.deps.records.remove({ tenant, shop: shopId }, "customers", customer!, { observedAt: world.now() });
  await stack.drain();
  const refused = await world.request("PUT", "/v1/retention", { resources: { goods: { raw: 1 } } });
  expect({ status: refused.status, field: refused.body.errors[0].field }).toEqual({
    status: 400,
    field: "resources.goods",
  });

  world.pass(3 * DAY);
  const decided = { resources: { "*": { deleted: 2 }, orders: { raw: 2 } }, writes: 2 };
  expect((await world.request("PUT", "/v1/retention", decided)).status).toBe(200);
  await stack.drain();
  const kept = (await world.request("GET", `/v1/shops/${shopId}/orders/${order}?raw=true`)).body;
  expect(kept).toMatchObject({ id: order, total: expect.anything(), _raw: {}, _meta: { leftOut: ["_raw"] } });
  const gone = await stack.deps.records.get({ tenant, shop: shopId }, "customers", customer!);
  expect(gone).toMatchObject({ deleted: true, raw: {}, record: { id: customer, _meta: { leftOut: ["*"] } } });
  const [write] = (await world.request("GET", `/v1/shops/${shopId}/writes`)).body.data;
  expect(write).toMatchObject({ state: "succeeded", result: { id: expect.any(String) } });
  expect(JSON.stringify(write)).not.toContain("0912345678");
});
