import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import type { Vendor } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import type { ListedState } from "../../../shared/stores/sync-states.ts";
import { createWatchReportStore, type WatchReport } from "../../../shared/stores/watch-reports.ts";
import { believedLately, provenByWebhooks } from "../../../shared/usecases/shops/proven-webhooks.ts";
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
  expect(proven({ checkedAt: now - 51 * MINUTE })).toEqual([]);
  const { activity } = { activity: { quarantined: 3, duplicates: 0 } };
  expect(provenByWebhooks(vendor, { report: report(), activity }, now).size).toBe(0);
});

describe("where a person registers, as at Nhanh,", () => {
  const nhanh = vendors["nhanh-v3"];
  const manual: WatchReport = {
    state: "manual",
    events: Object.keys(nhanh.webhooks!.events),
    checkedAt: now - 15 * MINUTE,
  };
  const heardBy = (heard: Readonly<Record<string, number>>) => {
    const activity = { lastGoodAt: now - MINUTE, heard, quarantined: 0, duplicates: 0 };
    return [...provenByWebhooks(nhanh, { report: manual, activity }, now)].sort();
  };

  test("resources are proven of which an event was heard in the last seven days", () => {
    expect(heardBy({})).toEqual([]);
    expect(heardBy({ orderUpdate: now - 6 * DAY })).toContain("orders");
    expect(heardBy({ orderUpdate: now - 6 * DAY })).not.toContain("products");
    expect(heardBy({ orderUpdate: now - 7 * DAY })).toEqual([]);
    expect(heardBy({ orderAdd: now - DAY, inventoryChange: now - DAY })).toEqual(
      expect.arrayContaining(["inventory", "orders"]),
    );
    expect(heardBy({ orderAdd: now - DAY, productUpdate: now - DAY })).not.toContain("customers");
  });

  test("an event that is not of its table proves nothing", () => {
    expect(heardBy({ somethingElse: now })).toEqual([]);
  });

  test("events are kept with the shop's report, each by itself, and a later save of the report loses none", async () => {
    const ref = { tenant: "acme", shop: "shop" };
    const store = createWatchReportStore(new MemoryTable());
    await store.heard(ref, now, ["orderAdd"]);
    await store.heard(ref, now + 1, ["orderUpdate"]);
    await store.save(ref, manual);
    await store.heard(ref, now + 2);
    const { activity } = await store.get(ref);
    expect(activity).toMatchObject({ lastGoodAt: now + 2, heard: { orderAdd: now, orderUpdate: now + 1 } });
  });
});

describe("stock is believed to be told", () => {
  const nhanh = vendors["nhanh-v3"];
  const manual: WatchReport = { state: "manual", events: Object.keys(nhanh.webhooks!.events), checkedAt: now };
  const open = (heard: Readonly<Record<string, number>>, doubtedAt?: number) => {
    const world = { now, reads: 0 };
    const state = { cycles: 9, nextAt: now, failures: 0, running: false, abandoned: false, doubtedAt } as ListedState;
    const deps = {
      watchReports: {
        get: async () => {
          world.reads += 1;
          return { report: manual, activity: { lastGoodAt: now, heard, quarantined: 0, duplicates: 0 } };
        },
      },
      states: { all: async () => new Map([["inventory#full", state]]) },
      vendor: () => nhanh,
      clock: () => world.now,
    };
    const isBelieved = async (id = "shop") =>
      (await believedLately({ tenant: "acme", id, vendor: "nhanh-v3" } as Shop, deps)).has("inventory");
    return { world, deps, isBelieved };
  };
  const believed = (heard: Readonly<Record<string, number>>, doubtedAt?: number) => open(heard, doubtedAt).isBelieved();

  test("where an event that is about nothing else came within seven days", async () => {
    expect(await believed({ inventoryChange: now - 6 * DAY })).toBe(true);
    expect(await believed({ inventoryChange: now - 8 * DAY, productUpdate: now })).toBe(false);
  });

  test("not within a day of a change that they did not tell", async () => {
    expect(await believed({ inventoryChange: now }, now - DAY)).toBe(false);
    expect(await believed({ inventoryChange: now }, now - DAY - 1)).toBe(true);
  });

  test("which an instance asks once a minute for each shop, and again after an error", async () => {
    const { world, deps, isBelieved } = open({ inventoryChange: now });
    await Promise.all([isBelieved(), isBelieved(), isBelieved("other")]);
    expect(world.reads).toBe(2);
    world.now += MINUTE;
    await isBelieved();
    expect(world.reads).toBe(3);
    world.now += MINUTE;
    const { get } = deps.watchReports;
    deps.watchReports.get = async () => {
      throw new Error("the table is busy");
    };
    await expect(isBelieved()).rejects.toThrow("busy");
    deps.watchReports.get = get;
    expect(await isBelieved()).toBe(true);
  });
});
