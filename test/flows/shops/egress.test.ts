import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createBudgetStore } from "../../../shared/stores/budgets.ts";
import { SHARED_ADDRESS, withEgress } from "../../../shared/usecases/shops/egress.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

const NOW = Date.UTC(2026, 10, 20);
const shop = { tenant: "acme", account: "a" } as Parameters<typeof bucketsOf>[1];

const ipBucket = (egress: "shared" | "fixed") => {
  const vendor = withEgress(vendors.isale, egress);
  const operation = vendor.operations.find(({ id }) => id === "orders.list")!;
  return bucketsOf(vendor, shop, operation).find(({ limit }) => limit.scope === "ip")!;
};

test("a limit by an address that others use as well halves with a refusal, and never comes back above what is published", async () => {
  const budgets = createBudgetStore(new MemoryTable());
  const bucket = ipBucket("shared");
  const capacity = async (at: number) => (await budgets.report([bucket], at))[0]!.capacity;
  expect(await capacity(NOW)).toBe(120);
  const opensAt = await budgets.block(bucket, NOW + 60_000, NOW);
  expect(await capacity(opensAt)).toBeLessThan(80);
  expect(await capacity(opensAt + 60_000)).toBeGreaterThan(await capacity(opensAt));
  expect(await capacity(NOW + 3_600_000)).toBe(120);
});

test("a fixed address is ours alone: the published number holds after a refusal", async () => {
  const budgets = createBudgetStore(new MemoryTable());
  const bucket = ipBucket("fixed");
  const opensAt = await budgets.block(bucket, NOW + 60_000, NOW);
  expect((await budgets.report([bucket], opensAt))[0]!.capacity).toBe(120);
});

test("limits that are counted by shop or app stay what they are", () => {
  for (const vendor of Object.values(vendors))
    expect(withEgress(vendor, "shared").limits.filter(({ scope }) => scope !== "ip")).toEqual(
      vendor.limits.filter(({ scope }) => scope !== "ip"),
    );
});

test("the budget of a shop says that the address is not ours alone", async () => {
  const stack = createTestStack({ clock: () => NOW });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = { name: "main", scope: "admin" };
  const { key } = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: made })).body;
  const stored = { id: "s", vendor: "isale", name: "S", health: "healthy", settings: {}, account: "a", hookToken: "h" };
  await stack.deps.shops.create({ ...stored, tenant: "acme", createdAt: new Date(NOW).toISOString() } as never);
  const notes = async () =>
    (await stack.request("GET", "/v1/shops/s/budget", { key })).body.data.map(
      ({ sharedBy, note }: { sharedBy: string; note?: string }) => [sharedBy, note],
    );
  expect((await notes()).every(([, note]: [string, string?]) => note === undefined)).toBe(true);
  Object.assign(stack.deps, { vendor: (id: keyof typeof vendors) => withEgress(vendors[id], "shared") });
  expect(await notes()).toContainEqual(["deployment", SHARED_ADDRESS]);
});
