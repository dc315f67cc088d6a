import { expect, test } from "vitest";
import type { SyncJob } from "../../../shared/core/jobs.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Vendor } from "../../../shared/core/vendor.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const fail = (): never => {
  throw new TypeError("cannot read properties of undefined");
};
const sentence = "A defect of ours stops it (TypeError); the operator is told.";

const adaptVendor = (shop: WatchedShop, change: (vendor: Vendor) => Partial<Vendor>) =>
  shop.adapt((deps) => ({
    vendor: (id) => {
      const vendor = deps.vendor(id);
      return { ...vendor, ...change(vendor) };
    },
  }));

test("a verification that meets a defect ends, and its report says so", async () => {
  const shop = await openWatchedShop("kiotviet", ["orders", "customers"]);
  const { world } = shop;
  adaptVendor(shop, ({ resources }) => ({
    resources: resources.map((one) => (one.get ? { ...one, get: { ...one.get, read: fail } } : one)),
  }));
  const job: SyncJob = { type: "verify", ...world.ref, resource: "orders" };
  await world.deps.queues.send("sync", [{ body: job, group: world.ref.tenant }]);
  await world.pass(5 * MINUTE);
  expect(await shop.get("/v1/shops/shop/sync/orders/verify")).toMatchObject({
    complete: false,
    endedAt: expect.any(String),
    error: { code: "TypeError", message: sentence },
  });
  expect(shop.errors).toMatchObject([{ message: "verification-failed", ...world.ref, resource: "orders" }]);
  expect(shop.metrics.filter(({ name }) => name === "Defects")).toHaveLength(1);
});

test("the look at webhooks that meets a defect says `unavailable`, and the health is looked at all the same", async () => {
  const shop = await openWatchedShop("kiotviet", ["orders", "customers"]);
  const { world } = shop;
  adaptVendor(shop, ({ webhooks }) => ({
    webhooks: { ...webhooks!, registration: { ...webhooks!.registration!, list: async () => fail() } },
  }));
  shop.break("orders", () => ({ read: fail }));
  await world.pass(2 * HOUR);
  expect(await shop.get("/v1/shops/shop/webhooks")).toMatchObject({ state: "unavailable", reason: sentence });
  expect(shop.errors).toContainEqual(
    expect.objectContaining({ message: "message-failed", type: "watch", ...world.ref, error: "TypeError" }),
  );
  // Eight looks, each of which failed, and the tenant is told once.
  expect((await shop.events()).map(({ type }) => type)).toEqual(["shop.degraded"]);
  shop.mend();
  await world.pass(2 * HOUR);
  expect((await shop.get("/v1/shops/shop/webhooks")).state).not.toBe("unavailable");
});

test("a delivery that meets a defect ends as failed, with the reason", async () => {
  const shop = await openWatchedShop("kiotviet", ["orders", "customers", "products"], { webhooks: true });
  const { world } = shop;
  adaptVendor(shop, ({ webhooks }) => ({ webhooks: { ...webhooks!, hints: fail } }));
  for (let count = 0; count < 20; count += 1) world.change();
  await world.pass(10 * MINUTE);
  const { data } = await shop.get("/v1/shops/shop/deliveries");
  const failed = data.filter(({ state }: { state: string }) => state === "failed");
  expect(failed.length).toBeGreaterThan(0);
  for (const delivery of failed) expect(delivery.reason).toBe(sentence);
  expect(data.filter(({ state }: { state: string }) => state === "waiting")).toEqual([]);
  expect(shop.errors).toContainEqual(
    expect.objectContaining({ message: "delivery-unreadable", ...world.ref, error: "TypeError" }),
  );
});
