import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Vendor } from "../../../shared/core/vendor.ts";
import type { WatchReport } from "../../../shared/stores/watch-reports.ts";
import { provenByWebhooks } from "../../../shared/usecases/shops/proven-webhooks.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const now = Date.UTC(2026, 10, 20, 5);
const vendor: Vendor = vendors.kiotviet;
const all = Object.keys(vendor.webhooks!.events);
const report = (more: Partial<WatchReport> = {}): WatchReport => ({
  state: "registered",
  events: all,
  checkedAt: now - 15 * MINUTE,
  ...more,
});
const proven = (more: Partial<WatchReport> = {}, lastGoodAt: number | undefined = now - 9 * 24 * 60 * MINUTE) =>
  [
    ...provenByWebhooks(vendor, { report: report(more), activity: { lastGoodAt, quarantined: 0, duplicates: 0 } }, now),
  ].sort();

test("resources of which every event is registered are proven, and documents that move what is", () => {
  expect(proven()).toEqual(
    expect.arrayContaining(["customers", "inventory", "invoices", "orders", "products", "returns"]),
  );
  for (const name of ["staff", "cash-flow", "vouchers"]) expect(proven()).not.toContain(name);
});

test("a resource of which one event is missing is not proven, nor what is only told by it", () => {
  const without = (name: string) => all.filter((event) => !vendor.webhooks!.events[event]!.includes(name as never));
  expect(proven({ events: without("orders") })).not.toContain("orders");
  const some = proven({ events: without("inventory") });
  expect(some).not.toContain("inventory");
  expect(some).not.toContain("returns");
  expect(some).toContain("customers");
});

test("nothing is proven that the watchdog has not seen just now, or of which nothing has ever come", () => {
  for (const state of ["none", "manual", "foreign", "unavailable"] as const) expect(proven({ state })).toEqual([]);
  expect(proven({ checkedAt: now - 36 * MINUTE })).toEqual([]);
  const { activity } = { activity: { quarantined: 3, duplicates: 0 } };
  expect(provenByWebhooks(vendor, { report: report(), activity }, now).size).toBe(0);
});
