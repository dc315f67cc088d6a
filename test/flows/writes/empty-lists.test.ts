import { describe, expect, test } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { referenceOf } from "../../../shared/core/ids.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { createWorld, shopId } from "../../contract/vendors/contract-world.ts";
import { reply } from "../../faults/runs/lies/types.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/* For some minutes a vendor's lists show nothing of what they hold. */

interface Lists {
  readonly command: (shop: WriteShop) => object;
  readonly isCreate: (request: SimulatedRequest) => boolean;
  readonly isList: (request: SimulatedRequest) => boolean;
  /** An honest answer without its rows; beside its counts, or with counts that say the same. */
  readonly empty: (honest: any, counts: "beside its counts" | "plainly") => object;
}

const line = (shop: WriteShop) => ({ productId: shop.ids("products")[0], quantity: 1, price: 1_000 });
const person = { name: "Lan", phone: "0901234567" };
const place = (shop: WriteShop) => shop.ids("locations").find((id) => /^[1-9a-f]/.test(id));
const orders: Readonly<Record<VendorId, Lists>> = {
  kiotviet: {
    command: (shop) => ({ locationId: place(shop), customer: { id: shop.ids("customers")[0] }, lines: [line(shop)] }),
    isCreate: ({ method, path }) => method === "POST" && path.endsWith("/orders"),
    isList: ({ method, path }) => method === "GET" && path.endsWith("/orders"),
    empty: (honest, counts) => ({ ...honest, ...(counts === "plainly" ? { total: 0 } : {}), data: [] }),
  },
  pancake: {
    command: (shop) => ({ locationId: place(shop), customer: person, lines: [line(shop)] }),
    isCreate: ({ method, path }) => method === "POST" && path.endsWith("/orders"),
    isList: ({ method, path }) => method === "GET" && path.endsWith("/orders"),
    empty: (honest, counts) => ({
      ...honest,
      ...(counts === "plainly" ? { total_entries: 0, total_pages: 0 } : {}),
      data: [],
    }),
  },
  "nhanh-v2": {
    command: (shop) => ({ customer: person, lines: [line(shop)] }),
    isCreate: ({ path }) => path.endsWith("/order/add"),
    isList: ({ path }) => path.endsWith("/order/index"),
    empty: (honest, counts) => ({
      ...honest,
      data: { ...(counts === "plainly" ? { totalPages: 0, totalRecords: 0 } : honest.data), orders: [] },
    }),
  },
  "nhanh-v3": {
    command: (shop) => ({
      ...{ locationId: place(shop), customer: person, lines: [line(shop)] },
      shipping: { address: { ...person, line: "1 Hàng Bài" } },
    }),
    isCreate: ({ path }) => path.endsWith("/order/add"),
    isList: ({ path }) => path.endsWith("/order/list"),
    empty: () => ({ code: 1, data: [] }),
  },
  isale: {
    command: (shop) => ({ customer: { id: shop.ids("customers")[0] }, lines: [line(shop)] }),
    isCreate: ({ method, path }) => method === "POST" && path.endsWith("/orders"),
    isList: ({ method, path }) => method === "GET" && path.endsWith("/orders"),
    empty: () => ({ data: [] }),
  },
};

const cases = (["beside its counts", "plainly"] as const).flatMap((counts) =>
  (Object.keys(orders) as VendorId[]).map((vendor) => [vendor, counts] as const),
);

describe("an order whose answer is lost while the lists of orders are empty", () => {
  test.each(cases)("is made once, and found when they show it again: %s, %s", async (vendor, counts) => {
    const { command, isCreate, isList, empty } = orders[vendor];
    const shop = await openWriteShop(vendor);
    const { world } = shop;
    let lostAt: number | undefined;
    const isEmpty = () => lostAt !== undefined && world.time.now() - lostAt < 12 * MINUTE;
    world.between = {
      answer: (request) => {
        if (isCreate(request)) {
          const told = world.askVendor(request);
          if (lostAt !== undefined) return told;
          lostAt = world.time.now();
          return { kind: "cut", delay: 50 };
        }
        // A shop in which `custom_id` does not become the order's id.
        if (/orders\/TB-/.test(request.path)) return reply(500, JSON.stringify({ success: false, message: "?" }));
        const honest = world.askVendor(request);
        if (!isList(request) || !isEmpty() || honest.kind !== "answer" || honest.status !== 200) return honest;
        return { ...honest, body: JSON.stringify(empty(JSON.parse(honest.body), counts)) };
      },
    };
    const { status, body } = await shop.request("POST", "orders", command(shop));
    expect(status, JSON.stringify(body)).toBe(202);
    await world.pass(10 * MINUTE);
    expect((await shop.write(body.id)).state).toMatch(/unknown|queued/);
    await shop.settle(60);
    expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", attempts: 1, result: { by: "probe" } });
    expect(shop.journal().filter(({ operation }) => operation === "orders.create")).toHaveLength(1);
  });

  test.each(Object.keys(orders) as VendorId[])(
    "is sent again where it never came, and they show others: %s",
    async (vendor) => {
      const { command, isCreate } = orders[vendor];
      const shop = await openWriteShop(vendor);
      let tries = 0;
      shop.world.between = {
        answer: (request): SimulatedOutcome => {
          if (!isCreate(request)) return shop.world.askVendor(request);
          tries += 1;
          return tries === 1 ? { kind: "timeout" } : shop.world.askVendor(request);
        },
      };
      const { body } = await shop.request("POST", "orders", command(shop));
      await shop.settle(20);
      expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", attempts: 2, result: { by: "answer" } });
    },
  );

  test("is found where they show it again between the search and the question for what is known", async () => {
    const lines = [{ productId: "1", quantity: 1, price: 5 }];
    let [tries, lists] = [0, 0];
    let reference = "";
    const shop = openStubShop("kiotviet", async (operation) => {
      const row = { id: 7, code: "DH7", createdDate: "2026-01-05T10:00:01", description: `#${reference}` };
      if (operation === "orders.get") return row;
      if (operation === "orders.list") {
        lists += 1;
        // Both ways of the search.
        return lists <= 2 ? { total: 0, data: [] } : { total: 1, data: [row] };
      }
      tries += 1;
      throw new RetryLater("no answer");
    });
    const known = { id: "6", modified: shop.time.now - DAY, record: { id: "6" }, raw: { id: 6 } } as never;
    await shop.deps.records.upsert(shop.ref, "orders", [known], shop.time.now - DAY);
    const command = { locationId: "1", customer: { id: "1" }, lines };
    const { id } = await shop.submit({ kind: "orders.create", command });
    reference = referenceOf(id);
    for (let turn = 0; turn < 3; turn += 1) {
      await shop.run();
      shop.time.now += 4 * MINUTE;
    }
    expect(tries).toBe(1);
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { id: "7", by: "probe" } });
  });

  test("is sent again where the copy has no order either: the shop may be new", async () => {
    let tries = 0;
    const shop = openStubShop("kiotviet", async (operation) => {
      if (operation === "orders.list") return { total: 0, data: [] };
      if (operation === "orders.get") return { id: 7, code: "DH7" };
      tries += 1;
      if (tries === 1) throw new Error("no answer");
      return { id: 7, code: "DH7" };
    });
    const lines = [{ productId: "1", quantity: 1, price: 5 }];
    const { id } = await shop.submit({
      kind: "orders.create",
      command: { locationId: "1", customer: { id: "1" }, lines },
    });
    await shop.run().catch(() => undefined);
    for (let turn = 0; turn < 10; turn += 1) {
      shop.time.now += 4 * MINUTE;
      await shop.run();
    }
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", attempts: 2 });
  });
});

describe("a customer who is there, while one list of customers is empty", () => {
  const vendorsThatOverwrite = [
    ["nhanh-v2", "/customer/search", { code: 1, data: { totalPages: 0, customers: [] } }],
    ["nhanh-v3", "/customer/list", { code: 1, data: [] }],
  ] as const;
  const withPhone = (rows: readonly any[]): any => rows.find(({ mobile }) => /^0?\d{9}$/.test(String(mobile)));
  const phoneOf = ({ mobile }: { mobile: unknown }) => String(mobile).padStart(10, "0");

  test.each(vendorsThatOverwrite)(
    "%s: is not written over by a create of the same phone",
    async (vendor, path, empty) => {
      const shop = await openWriteShop(vendor);
      const { world } = shop;
      await world.pass(5 * MINUTE);
      const row = withPhone(world.simulator.rows("customers"));
      const { id, name } = row;
      let lies = 0;
      world.between = {
        answer: (request) => {
          if (lies > 0 || !request.path.endsWith(path) || !request.body.includes("obile"))
            return world.askVendor(request);
          lies += 1;
          return reply(200, JSON.stringify(empty));
        },
      };
      const { body } = await shop.request("POST", "customers", { name: "Người Khác", phone: phoneOf(row) });
      await shop.settle(10);
      expect(lies).toBe(1);
      expect(await shop.write(body.id)).toMatchObject({ state: "rejected", error: { code: "exists-already" } });
      expect(world.simulator.rows("customers").find((one: any) => one.id === id)).toMatchObject({ name });
    },
  );

  test.each(vendorsThatOverwrite)("%s: nor in a shop whose copy leaves out phones", async (vendor, path, empty) => {
    await using world = await createWorld(vendor, await simulators[vendor]!(), { size: 12, days: 3 });
    expect((await world.register(shopId, undefined, { personalData: "left-out" } as object)).status).toBe(201);
    await world.cycle(undefined, true);
    const simulator: any = world.simulator;
    const row = withPhone(simulator.rows("customers"));
    const { id, name } = row;
    const honest = simulator.handle.bind(simulator);
    let lies = 0;
    simulator.handle = (request: SimulatedRequest) => {
      if (!request.path.endsWith(path)) return honest(request);
      lies += 1;
      return reply(200, JSON.stringify(empty));
    };
    const body = { name: "Người Khác", phone: phoneOf(row) };
    const write = await world.write("POST", "customers", body, "create-1");
    expect(lies).toBeGreaterThan(0);
    expect(write).toMatchObject({ state: expect.stringMatching(/dead|queued/) });
    expect(simulator.rows("customers").find((one: any) => one.id === id)).toMatchObject({ name });
  });
});

describe("a cancel or a removal that never came", () => {
  const failing = reply(502, "<html>502</html>");

  test("nhanh-v3: an empty list of orders does not say that it is done", async () => {
    const shop = await openWriteShop("nhanh-v3");
    const [id] = shop.ids("orders");
    let edits = 0;
    shop.world.between = {
      answer: (request) => {
        if (request.path.endsWith("/order/edit")) {
          edits += 1;
          return failing;
        }
        const isEmpty = edits > 0 && request.path.endsWith("/order/list");
        return isEmpty ? reply(200, JSON.stringify({ code: 1, data: [] })) : shop.world.askVendor(request);
      },
    };
    const { body } = await shop.request("POST", `orders/${id}/cancel`, {});
    await shop.settle(10);
    expect((await shop.write(body.id)).state).not.toBe("succeeded");
  });

  test("kiotviet: the detail of another, cancelled order does not say that it is done", async () => {
    const shop = await openWriteShop("kiotviet");
    const order = (shop.world.simulator.rows("orders") as any[]).find(({ status }) => status === 1);
    let told = 0;
    shop.world.between = {
      answer: (request) => {
        if (request.method === "DELETE") return failing;
        if (request.method !== "GET" || !request.path.endsWith(`/orders/${order.id}`))
          return shop.world.askVendor(request);
        told += 1;
        return reply(200, JSON.stringify({ ...order, id: order.id + 1, code: "DH-OTHER", status: 4 }));
      },
    };
    const { body } = await shop.request("POST", `orders/${order.id}/cancel`, {});
    await shop.settle(10);
    expect(told).toBeGreaterThan(0);
    expect((await shop.write(body.id)).state).not.toBe("succeeded");
  });

  test("pancake: a product without its variations does not say that one is removed", async () => {
    const shop = await openWriteShop("pancake");
    await shop.world.pass(12 * MINUTE);
    const [id] = shop.ids("products");
    let puts = 0;
    shop.world.between = {
      answer: (request) => {
        if (request.method === "PUT" || request.method === "POST") {
          puts += 1;
          return failing;
        }
        const honest = shop.world.askVendor(request);
        if (puts === 0 || !/\/products\/[0-9a-f-]+$/.test(request.path) || honest.kind !== "answer") return honest;
        const body = JSON.parse(honest.body);
        return { ...honest, body: JSON.stringify({ ...body, data: { ...body.data, variations: [] } }) };
      },
    };
    const { body } = await shop.request("DELETE", `products/${id}`);
    await shop.settle(10);
    expect((await shop.write(body.id)).state).not.toBe("succeeded");
  });
});
