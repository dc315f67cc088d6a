import { expect, test, vi } from "vitest";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { createRequestCount } from "../../../shared/usecases/shops/count-requests.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";

vi.setConfig({ testTimeout: 60_000 });

test("a tenant's requests are counted in the instance, and told once in ten minutes and at the end of a day", async () => {
  // Ten minutes before midnight in Vietnam.
  let now = Date.parse("2026-11-28T16:40:00Z");
  const told: unknown[] = [];
  const count = createRequestCount({ clock: () => now });
  const usage = { addRequests: async (...one: unknown[]) => void told.push(one.slice(0, 3)) };
  const ask = async (tenant: string, times: number) => {
    for (let time = 0; time < times; time += 1) await count(tenant, usage);
  };
  await ask("acme", 5);
  await ask("globex", 2);
  now += 9 * MINUTE;
  await ask("acme", 1);
  expect(told).toEqual([]);
  now += MINUTE;
  await ask("acme", 1);
  expect(told).toEqual([["acme", "2026-11-28", 6]]);
  now += 10 * MINUTE;
  await ask("globex", 1);
  await ask("acme", 1);
  expect(told.slice(1)).toEqual([
    ["globex", "2026-11-28", 2],
    ["acme", "2026-11-28", 1],
  ]);
  now += DAY;
  await ask("acme", 1);
  expect(told.at(-1)).toEqual(["acme", "2026-11-29", 1]);
});

test("what a tenant has used is the sum over its shops, by day", async () => {
  const { world, operator, get, post } = await openWatchedShop("kiotviet", ["orders", "products", "customers"]);
  const calls = () => world.simulator.log.length;
  await world.pass(30 * MINUTE);
  for (let time = 0; time < 3; time += 1) await get("/v1/shops");
  await world.pass(11 * MINUTE);
  await get("/v1/shops");
  for (const once of ["one", "two"])
    await post("/v1/shops/shop/customers", { name: `An ${once}`, phone: "0900000001" }, once);
  const { tenant, shops, days } = await operator("GET", "/v1/operator/tenants/acme/usage?days=2");
  expect([tenant, shops, days.map(({ day }: any) => day)]).toEqual(["acme", 1, ["2026-11-19", "2026-11-20"]]);
  const [before, today] = days;
  expect(before).toMatchObject({ requests: 0, vendorCalls: 0, changes: 0, writes: 0 });
  expect(today).toMatchObject({ writes: 2, webhooks: 0 });
  expect(today.requests).toBeGreaterThanOrEqual(3);
  // Calls that sign in are no operation of the catalog, so they are not among them.
  expect(today.vendorCalls).toBeGreaterThan(10);
  expect(today.vendorCalls).toBeLessThanOrEqual(calls());
  const { data } = await get("/v1/changes?limit=1000");
  expect(today.changes).toBe(data.length);
});

test("usage is shown to operators alone, of tenants that are there", async () => {
  const stack = createTestStack();
  const usage = (tenant: string, key = operatorKey) =>
    stack.request("GET", `/v1/operator/tenants/${tenant}/usage`, { key });
  expect((await usage("nobody")).body.code).toBe("unknown-tenant");
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const body = { name: "main", scope: "admin" };
  const made = await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body });
  expect((await usage("acme", made.body.key)).status).toBe(403);
  expect((await usage("acme")).body).toMatchObject({ shops: 0 });
});
