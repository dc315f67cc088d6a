import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const both = ["nhanh-v3", "nhanh-v2"] as const satisfies readonly VendorId[];

/** Sends one command and waits for its end. */
const done = async (shop: WriteShop, method: string, path: string, command: object) => {
  const { status, body } = await shop.request(method, path, command);
  expect(status, JSON.stringify(body)).toBe(202);
  await shop.settle();
  return shop.write(body.id);
};
const rowsOf = (shop: WriteShop, resource: string) => shop.world.simulator.rows(resource) as any[];

describe.each(both)("a new customer at %s", (vendor) => {
  test("never renames the one who has the phone already", async () => {
    const shop = await openWriteShop(vendor);
    const [known] = rowsOf(shop, "customers");
    const before = structuredClone(known);
    const write = await done(shop, "POST", "customers", { name: "Người khác", phone: known.mobile });
    expect(write).toMatchObject({ state: "rejected", error: { code: "exists-already" } });
    expect(write.error?.fields).toEqual({ phone: `record ${known.id} has it` });
    expect(rowsOf(shop, "customers").find(({ id }) => id === known.id)).toEqual(before);
  });

  test("is made beside one who is known, when both come in one batch", async () => {
    const shop = await openWriteShop(vendor);
    const [known] = rowsOf(shop, "customers");
    const before = structuredClone(known);
    const { body } = await shop.request("POST", "customers", [
      { name: "Người khác", phone: known.mobile },
      { name: "Khách mới", phone: "0966000111" },
    ]);
    await shop.settle();
    const states = await Promise.all(body.data.map(async ({ write }: any) => (await shop.write(write.id)).state));
    expect(states).toEqual(["rejected", "succeeded"]);
    expect(rowsOf(shop, "customers").find(({ id }) => id === known.id)).toEqual(before);
    expect(rowsOf(shop, "customers").filter(({ mobile }) => mobile === "0966000111")).toHaveLength(1);
  });

  test("whose answer was lost is found by the phone and made once", async () => {
    const shop = await openWriteShop(vendor);
    shop.world.simulator.faults.next("timeoutAfterCommit", ({ path }) => path.endsWith("customer/add"));
    const write = await done(shop, "POST", "customers", { name: "Khách mới", phone: "0966000222" });
    expect(write).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(rowsOf(shop, "customers").filter(({ mobile }) => mobile === "0966000222")).toHaveLength(1);
  });
});

describe.each(both)("money that was taken before the delivery, at %s", (vendor) => {
  const order = (shop: WriteShop) => ({
    locationId: shop.ids("locations").find((id) => /^[1-9]/.test(id)),
    customer: { name: "Lan", phone: "0912345678" },
    lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 50_000 }],
    payments: [{ method: "cash", amount: 20_000 }],
  });

  test("is kept as a deposit, and the caller is told that it is no payment in cash", async () => {
    const shop = await openWriteShop(vendor);
    const dry = await shop.request("POST", "orders?dryRun=true", order(shop));
    expect(Object.keys(dry.body.dropped)).toEqual(["payments.0.method"]);
    const write = await done(shop, "POST", "orders", order(shop));
    expect(write.result?.notTaken).toEqual(["payments.0.method"]);
    const stored = await shop.world.deps.records.get(shop.world.ref, "orders", write.result!.id!);
    expect(stored?.record).toMatchObject({ payments: [{ method: "deposit", amount: 20_000 }] });
  });

  test("is refused by its field where the caller takes nothing less", async () => {
    const shop = await openWriteShop(vendor);
    const { status, body } = await shop.request("POST", "orders?strict=true", order(shop));
    expect(status).toBe(422);
    expect(body.errors.map(({ field }: any) => field)).toEqual(["payments.0.method"]);
  });
});

describe("a new address of an order at nhanh-v3", () => {
  const open = async () => {
    const shop = await openWriteShop("nhanh-v3");
    const made = await done(shop, "POST", "orders", {
      locationId: shop.ids("locations")[0],
      customer: { name: "Lan", phone: "0912345678" },
      lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 50_000 }],
      shipping: { address: { line: "1 Lê Lợi", provinceId: "254", districtId: "321", wardId: "1116" } },
    });
    const id = made.result!.id!;
    const row = () => rowsOf(shop, "orders").find(({ info }) => String(info.id) === id).shippingAddress;
    return { shop, id, row };
  };

  test("of two tiers leaves no district of the old one behind", async () => {
    const { shop, id, row } = await open();
    const address = { line: "2 Láng Hạ", provinceId: "254", wardId: "9001", scheme: "two-tier" };
    const write = await done(shop, "PATCH", `orders/${id}`, { shipping: { address } });
    expect(write.result?.notTaken).toBeUndefined();
    expect(row()).toMatchObject({ address: "2 Láng Hạ", cityId: 254, districtId: 0, wardId: 9001 });
    expect(row()).toMatchObject({ name: "Lan", mobile: "0912345678" });
  });

  test("that is a line alone stands beside no ward of the old one", async () => {
    const { shop, id, row } = await open();
    await done(shop, "PATCH", `orders/${id}`, { shipping: { address: { line: "2 Láng Hạ, Hà Nội" } } });
    expect(row()).toMatchObject({ address: "2 Láng Hạ, Hà Nội", cityId: 0, districtId: 0, wardId: 0, name: "Lan" });
  });

  test("that is a province alone stands beside no line of the old one", async () => {
    const { shop, id, row } = await open();
    const address = { provinceId: "255", scheme: "two-tier" };
    await done(shop, "PATCH", `orders/${id}`, { shipping: { address } });
    expect(row()).toMatchObject({ address: "", cityId: 255, districtId: 0, wardId: 0 });
  });

  test("is not touched by another receiver", async () => {
    const { shop, id, row } = await open();
    const before = structuredClone(row());
    await done(shop, "PATCH", `orders/${id}`, { shipping: { address: { name: "Mai", phone: "0987654321" } } });
    expect(row()).toEqual({ ...before, name: "Mai", mobile: "0987654321" });
  });
});

test("a dry run at nhanh-v2 lists the name and the price that an update of a product repeats", async () => {
  const shop = await openWriteShop("nhanh-v2");
  const id = shop.ids("products")[0]!;
  const { raw } = (await shop.world.deps.records.get(shop.world.ref, "products", id)) as any;
  const { body } = await shop.request("PATCH", `products/${id}?dryRun=true`, { price: 7_000 });
  expect(body.carried).toEqual({ name: raw.name });
  const second = await shop.request("PATCH", `products/${id}?dryRun=true`, { barcode: "893" });
  expect(second.body.carried).toEqual({ name: raw.name, price: raw.price });
});

// A field that no record shows proves nothing: neither does the refusal of the repetition.
test.each([
  ["nhanh-v3", "products.list", { description: "Vải lanh" }],
  ["nhanh-v2", "products.get", { barcode: "893" }],
] as const)(
  "an update at %s that was lost, and whose repetition is refused, has not succeeded",
  async (vendor, _, change) => {
    let attempts = 0;
    const shop = openStubShop(vendor, async (operation) => {
      if (operation === "products.update" || operation === "products.save") {
        attempts += 1;
        throw attempts === 1 ? new RetryLater("no answer") : new Rejected("Dữ liệu không hợp lệ", { code: "400" });
      }
      const row =
        vendor === "nhanh-v3" ? { id: 7, name: "Áo", prices: { retail: 5 } } : { idNhanh: 7, name: "Áo", price: 5 };
      return vendor === "nhanh-v3" ? { data: [row] } : { data: [row] };
    });
    const product = { id: "7", name: "Áo", price: 5 };
    await shop.deps.records.keep(
      shop.ref,
      "products",
      {
        id: "7",
        record: product,
        raw:
          vendor === "nhanh-v3" ? { id: 7, name: "Áo", prices: { retail: 5 } } : { idNhanh: 7, name: "Áo", price: 5 },
      } as never,
      { observedAt: shop.time.now - MINUTE, known: undefined },
    );
    const { id } = await shop.submit({ kind: "products.update", command: { id: "7", ...change } });
    for (let turn = 0; turn < 20; turn += 1) {
      await shop.run();
      shop.time.now += 4 * MINUTE;
    }
    expect(attempts).toBe(2);
    // The record is as it was before the first try, so the vendor's no is the outcome.
    expect(await shop.write(id)).toMatchObject({ state: "rejected", error: { message: "Dữ liệu không hợp lệ" } });
  },
);
