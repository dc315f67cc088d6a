import { expect, test } from "vitest";
import { DAY } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { noReport } from "../../../shared/stores/watch-reports.ts";
import type { JobDeps } from "../../../shared/usecases/sync/job-deps.ts";
import { watchHealth } from "../../../shared/usecases/sync/watch-health.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

/** A shop that nobody reads is told as well: it has to move all the same. */
const shopOf = (vendor: VendorId): Shop => ({
  ...{ tenant: "acme", id: "one", vendor, name: "One", health: "paused", settings: {}, account: "" },
  ...{ hookToken: "token", createdAt: "2026-01-01T00:00:00.000Z" },
});

/** The watchdog comes every six hours between these days. @returns day in Vietnam -> what was told then */
const watch = async (shop: Shop, from: string, to: string) => {
  const told: [string, unknown][] = [];
  let now = Date.parse(`${from}T00:30:00+07:00`);
  const deps = {
    clock: () => now,
    vendor: (id: VendorId) => vendors[id],
    metric: () => undefined,
    watchReports: { save: async () => undefined },
    notifyShop: async (type: string, _shop: Shop, data: object) =>
      void told.push([new Date(now + 7 * 3_600_000).toISOString().slice(0, 10), { type, ...data }]),
  } as unknown as JobDeps;
  let report = noReport;
  for (; now < Date.parse(`${to}T23:59:00+07:00`); now += DAY / 4) report = await watchHealth(shop, report, deps);
  return { told, report };
};

const event = (days: number) => ({ type: "shop.sunset", sunset: "2026-11-30", days, successor: "nhanh-v3" });

test("the end of v2's support is told 90, 30, 7 and 1 days before it, once each", async () => {
  const { told } = await watch(shopOf("nhanh-v2"), "2026-08-25", "2026-12-05");
  expect(told).toEqual([
    ["2026-09-01", event(90)],
    ["2026-10-31", event(30)],
    ["2026-11-23", event(7)],
    ["2026-11-29", event(1)],
  ]);
});

test("a shop that comes late is told at once how many days are left, and after the end that none is", async () => {
  expect((await watch(shopOf("nhanh-v2"), "2026-11-20", "2026-11-22")).told).toEqual([["2026-11-20", event(10)]]);
  expect((await watch(shopOf("nhanh-v2"), "2026-12-20", "2026-12-22")).told).toEqual([["2026-12-20", event(0)]]);
});

test("a shop that has moved to the version that stays is told nothing, and what it was told is forgotten", async () => {
  const before = await watch(shopOf("nhanh-v2"), "2026-11-20", "2026-11-20");
  const deps = {
    clock: () => Date.parse("2026-11-29"),
    vendor: (id: VendorId) => vendors[id],
    watchReports: { save: async () => undefined },
  } as unknown as JobDeps;
  expect((await watchHealth(shopOf("nhanh-v3"), before.report, deps)).sunsetTold).toBeUndefined();
  expect((await watch(shopOf("nhanh-v3"), "2026-11-20", "2026-12-05")).told).toEqual([]);
});

test("vendors and shops show the last day of support, where there is one", async () => {
  const stack = createTestStack();
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const body = { name: "main", scope: "admin" };
  const { key } = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body })).body;
  await stack.deps.shops.create(shopOf("nhanh-v2"));
  await stack.deps.shops.create({ ...shopOf("nhanh-v3"), id: "two", hookToken: "other" });
  const one = (path: string) => stack.request("GET", path, { key });
  expect((await one("/v1/shops/one")).body).toMatchObject({ sunset: "2026-11-30", successor: "nhanh-v3" });
  expect((await one("/v1/shops/two")).body).not.toHaveProperty("sunset");
  const shown = (await one("/v1/vendors")).body.data.map(({ id, sunset }: Record<string, unknown>) => [id, sunset]);
  expect(shown).toContainEqual(["nhanh-v2", "2026-11-30"]);
  expect(shown.filter(([, sunset]: [string, unknown]) => sunset !== undefined)).toHaveLength(1);
});
