import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { Customer, Inventory, Location, Order, Product, Return } from "../../../shared/core/records.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import type { Ask, CanonicalWrite, Operation, ShopContext, WriteContext } from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { normalizeOrder, normalizeReturn } from "../../../shared/vendors/pancake/documents.ts";
import { pancake } from "../../../shared/vendors/pancake/index.ts";
import {
  flattenCategories,
  normalizeCustomer,
  normalizeInventory,
  normalizeVariation,
  normalizeWarehouse,
} from "../../../shared/vendors/pancake/normalize.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`./fixtures/pancake/${name}.json`, import.meta.url), "utf8"));
const operation = (id: string) => pancake.operations.find((one) => one.id === id) as Operation;
const resource = (name: string) => {
  const found = pancake.resources.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const write = (kind: keyof typeof pancake.writes) => pancake.writes[kind] as CanonicalWrite;

const KEY = "0123abcd01234abc8abc0123456789ab";
const shop: ShopContext = {
  access: { credentials: { apiKey: KEY, shopId: "4" } },
  hosts: { api: "http://pancake.test/api/v1" },
  settings: {},
  now: () => 0,
  randomId: () => "id",
};
const context: WriteContext = {
  writeId: "write-1",
  reference: "TB-AAAABBBBCCCCDDDD",
  settings: {},
  grants: { shopId: "4" },
};
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
  receivedAt: 1_000_000,
});
const judged = (status: number, body: unknown, id = "orders.list", headers: Record<string, string> = {}) => {
  try {
    return pancake.judge(answer(status, body, headers), operation(id));
  } catch (error) {
    return error;
  }
};
const refusals = (kind: keyof typeof pancake.writes, command: unknown) =>
  write(kind)
    .command.safeParse(command)
    .error?.issues.map(({ path }) => path.join("."));

describe("requests", () => {
  test("the key travels in the query and as a bearer, arrays as repeated brackets", () => {
    const { url, headers } = pancake.request(
      operation("orders.list"),
      { params: { order_sources: [-1, 314], page_size: 50 } },
      shop,
    );
    expect(url).toBe(
      `http://pancake.test/api/v1/shops/4/orders?api_key=${KEY}&order_sources%5B%5D=-1&order_sources%5B%5D=314&page_size=50`,
    );
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("maps become nested brackets and path parameters are encoded", () => {
    const analytics = pancake.request(
      operation("analytics.sales"),
      { params: { filter: { "Variation.id": ["a"] }, split_by: ["Order.source"] } },
      shop,
    );
    expect(new URL(analytics.url).searchParams.getAll("filter[Variation.id][]")).toEqual(["a"]);
    const get = pancake.request(operation("orders.get"), { params: { order_id: "a/b c" } }, shop);
    expect(new URL(get.url).pathname).toBe("/api/v1/shops/4/orders/a%2Fb%20c");
  });

  test("another shop's id is refused, and parameters that the document does not know are too", () => {
    expect(() => pancake.request(operation("orders.list"), { params: { shop_id: 5 } }, shop)).toThrow(Rejected);
    expect(operation("orders.list").params.safeParse({ updated_after: 1 }).success).toBe(false);
  });
});

describe("answers", () => {
  test("the vendor's own 429 body means wait, whatever the status", () => {
    for (const status of [200, 429]) {
      const error = judged(status, fixture("error-429"), "orders.create") as RetryLater;
      expect(error).toBeInstanceOf(RetryLater);
      expect(error).toMatchObject({ limited: true, delivered: "no", retryAt: 1_005_000 });
    }
    expect(judged(429, "", "orders.list", { "retry-after": "7" })).toMatchObject({ retryAt: 1_007_000 });
  });

  test("a dead key is recognised in a status and in a 200", () => {
    expect(judged(401, { success: false, message: "Unauthorized" })).toBeInstanceOf(SignInAgain);
    expect(judged(401, {})).toBeInstanceOf(RetryLater);
    expect(judged(403, { success: false, message: "Unauthorized" })).toBeInstanceOf(SignInAgain);
    expect(judged(200, { success: false, message: "Missing access_token" })).toBeInstanceOf(SignInAgain);
    expect(judged(200, { success: false, message: "Invalid token" })).toBeInstanceOf(SignInAgain);
  });

  test("a missing permission closes one operation, a guard's page closes nothing for long", () => {
    expect(judged(403, { success: false, message: "You don't have permission" })).toMatchObject({ forbidden: true });
    expect(judged(403, "<html>")).toBeInstanceOf(RetryLater);
    const words = { success: false, message: "Bạn không có quyền truy cập" };
    for (const status of [200, 400, 403, 422])
      expect(judged(status, words, "customers.list"), `${status}`).toMatchObject({ forbidden: true });
    expect(judged(403, { success: false, message: "Forbidden" }, "customers.list")).toMatchObject({ forbidden: true });
    expect(judged(403, { success: false, message: "Forbidden" }, "shops.get")).toBeInstanceOf(SignInAgain);
    expect(judged(401, words, "customers.list")).toBeInstanceOf(SignInAgain);
    expect(judged(500, words, "customers.list")).toBeInstanceOf(RetryLater);
  });

  test("a refusal keeps the vendor's words and fields but nothing that looks like a key", () => {
    const error = judged(200, {
      success: false,
      error: { code: "E1", message: `no right for ${KEY}` },
      errors: { name: ["is required"] },
    }) as Rejected;
    expect(error).toBeInstanceOf(Rejected);
    expect(error.code).toBe("E1");
    expect(error.fields).toEqual({ name: "is required" });
    expect(error.message).not.toContain(KEY);
  });

  test("an unknown id is told from an outage", () => {
    expect(judged(400, { success: false, message: "bad" }, "orders.get")).toMatchObject({ notFound: false });
    expect(judged(404, "Page not found", "orders.get")).toBeInstanceOf(RetryLater);
    // A write to an order that may not be changed is answered so (field note): for good.
    expect(judged(404, "Page not found", "orders.update")).toBeInstanceOf(Rejected);
    expect(judged(500, { success: false, message: "Product not found" }, "products.get")).toMatchObject({
      notFound: true,
    });
    expect(judged(500, { success: false, message: "oops" }, "orders.get")).toBeInstanceOf(RetryLater);
    expect(judged(500, { success: false, message: "not found" }, "orders.create")).toBeInstanceOf(RetryLater);
    expect(judged(404, "Page not found", "orders.list")).toBeInstanceOf(VendorChanged);
    expect(judged(400, { success: false, message: "bad" }, "orders.create")).toMatchObject({ notFound: false });
  });

  test("pages of HTML, nothing at all and lists are shapes that we do not know", () => {
    for (const body of ["<!DOCTYPE html>", "", "[]", "null"]) expect(judged(200, body)).toBeInstanceOf(VendorChanged);
    expect(judged(502, "<html>")).toMatchObject({ delivered: "unknown" });
  });

  test("an answer without success is not a failure", () => {
    expect(judged(200, { id: "v", name: "CODE" }, "vouchers.get")).toEqual({ id: "v", name: "CODE" });
  });
});

describe("records", () => {
  test("an order comes with its lines, money, address of the new scheme and history", () => {
    const { data } = fixture("order-get");
    const order = Order.parse(normalizeOrder(data));
    expect(order).toMatchObject({
      id: "480",
      code: "TB-AAAABBBBCCCCDDDD",
      status: "packing",
      vendorStatus: { code: "9", name: "Chờ chuyển hàng" },
      customerId: "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
      total: 3_880_000,
      paid: 480_000,
      payments: [{ method: "transfer", amount: 480_000 }],
      channel: "Facebook",
      createdAt: "2026-05-07T11:04:38.590Z",
      tags: ["Chờ cọc", "61"],
      shipping: {
        carrier: "Giao hàng nhanh",
        trackingCode: "GHN123",
        fee: 180_000,
        cost: 31_000,
        cod: 3_400_000,
        address: {
          wardId: "84_VN10109",
          provinceId: "84_VN101",
          ward: "Phường Cửa Nam",
          scheme: "two-tier",
          country: "VN",
        },
      },
      history: [
        { status: "pending", at: "2026-05-07T11:04:38.000Z", by: "Sơn" },
        { status: "packing", by: "Hà" },
      ],
    });
    expect(order.lines).toMatchObject([
      { code: "SKU001", quantity: 20, price: 150_000, discount: 20_000, total: 2_980_000 },
      { code: "SKU002", quantity: 5, price: 145_000, discount: 72_500, total: 652_500, note: "dễ vỡ" },
    ]);
  });

  test("an order of a marketplace with a string id and hardly any field is read", () => {
    const order = Order.parse(normalizeOrder(fixture("order-marketplace")));
    expect(order).toMatchObject({ id: "ORD-1", status: "delivered", channel: "Shopee" });
    expect(order.lines[0]).toMatchObject({ productId: "V-SHOPEE-KHAC", code: "SKU-1", total: 200_000 });
  });

  test("an unknown state stays visible as the vendor's", () => {
    expect(normalizeOrder({ id: 1, status: 99 })).toMatchObject({ status: "unknown", vendorStatus: { code: "99" } });
  });

  test("a variation is a product with a parent, and its stock a record of its own", () => {
    const row = resource("products").get?.read(fixture("product-get"), "ffff3333-ffff-ffff-ffff-ffffffffffff", {
      product_id: "dddddddd-dddd-4ddd-8ddd-dddddddddddd",
    });
    expect(Product.parse(normalizeVariation(row))).toMatchObject({
      id: "ffff3333-ffff-ffff-ffff-ffffffffffff",
      parentId: "dddddddd-dddd-4ddd-8ddd-dddddddddddd",
      code: "SKU-A",
      barcode: "104-1",
      name: "Test Product D",
      categoryId: "1228039269",
      price: 155_000,
      cost: 130_000,
      weightGrams: 2_530,
      active: true,
    });
    // Four of the five warehouses never held it: the list does not show them either.
    expect(Inventory.parse(normalizeInventory(row)).levels).toEqual([
      { locationId: "11111111-1111-4111-8111-111111111111", onHand: 0, available: 0, reserved: 0, incoming: 0 },
    ]);
  });

  test("costs in exponent form are whole dong", () => {
    expect(normalizeVariation({ id: "v", last_imported_price: "1.25e5" }).cost).toBe(125_000);
  });

  test("warehouses are locations of the old address scheme", () => {
    const [row] = fixture("warehouses-list").data;
    expect(Location.parse(normalizeWarehouse(row))).toMatchObject({
      id: row.id,
      active: true,
      phone: "0900000001",
      address: { provinceId: "701", districtId: "70139", wardId: "7013925", scheme: "three-tier", country: "VN" },
    });
  });

  test("the tree of categories becomes rows with parents", () => {
    const rows = flattenCategories([
      { id: 1, text: "ÁO", nodes: [{ id: 2, text: "Áo Thun", nodes: [{ id: 3, text: "In", nodes: [] }] }] },
    ]);
    expect(rows.map(({ id, parent_id }) => [id, parent_id])).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
    ]);
  });

  test("a category that has lost its id keeps its place among the others, and what is none has no place", () => {
    const last = { id: 3, text: "Quần" };
    const rankBehind = (node: unknown) => flattenCategories([{ id: 1, text: "ÁO" }, node, last]).at(-1)?.rank;
    for (const lost of [{ text: "Giày" }, { id: null, text: "Giày", nodes: [{ id: 5, text: "Dép" }] }])
      expect(rankBehind(lost)).toBe(2);
    for (const none of [null, "", {}, [], 0, { name: "?" }, { id: null }]) expect(rankBehind(none)).toBe(1);
  });

  test("customers keep their first phone, points and a mask", () => {
    const customer = Customer.parse(
      normalizeCustomer({
        id: "c-1",
        name: "Trần**",
        phone_numbers: ["0999999999"],
        emails: [""],
        gender: "male",
        date_of_birth: "1999-09-01",
        reward_point: 100.5,
        purchased_amount: 1.5e6,
        shop_customer_addresses: [{ id: "a", address: "1 Lê Lợi", province_id: "101", country_code: 84 }],
        inserted_at: "2024-05-14T02:59:02",
      }),
    );
    expect(customer).toMatchObject({
      phone: "0999999999",
      points: 100.5,
      totalSpent: 1_500_000,
      masked: true,
      address: { line: "1 Lê Lợi", provinceId: "101", country: "VN" },
      createdAt: "2024-05-14T02:59:02.000Z",
    });
    expect(customer).not.toHaveProperty("email");
  });

  test("a return names the order under the id by which orders are listed", () => {
    const row = {
      id: 1403,
      display_id: 636,
      status: 1,
      order_id_to_returned: 109502,
      order_to_returned: { id: "1485514855" },
      returned_fee: 0,
      returned_items: [{ variation_id: "v", returned_quantity: 1, variation_info: { retail_price: 500_000 } }],
      inserted_at: "2024-04-25T08:34:50.000000",
    };
    expect(Return.parse(normalizeReturn(row))).toMatchObject({
      status: "completed",
      orderId: "1485514855",
      lines: [{ productId: "v", quantity: 1, price: 500_000 }],
    });
  });
});

describe("listings", () => {
  const ask: Ask = { from: 1_700_000_000_400, to: 1_700_000_100_600, page: 2, size: 100 };

  test("orders are asked for by their last change, oldest first, whole seconds outward", () => {
    expect(resource("orders").listing.call(ask).params).toEqual({
      page_number: 2,
      page_size: 100,
      updateStatus: "updated_at",
      option_sort: "last_updated_order_asc",
      extra_fields: ["custom_id"],
      startDateTime: 1_700_000_000,
      endDateTime: 1_700_000_101,
    });
    const deleted = resource("orders").deletions?.listing?.call({ from: ask.from, size: 100 }).params;
    expect(deleted).toMatchObject({ status: 7, startDateTime: 1_700_000_000, endDateTime: 4_102_358_400 });
  });

  test("every listing's call satisfies its operation's parameters", async () => {
    for (const { name, listing } of pancake.resources) {
      const call = async () => ({ tables: [{ name: "Contact" }] });
      const [partition] = (await listing.partitions?.(call))?.parts ?? [undefined];
      const { params = {} } = listing.call({ ...ask, partition });
      const parsed = operation(listing.operation).params.safeParse(params);
      expect(parsed.error?.message, name).toBeUndefined();
    }
  });

  test("a deleted order that can still be read counts as gone", () => {
    const { get, ended } = resource("orders");
    expect(ended?.(get?.read({ data: { id: 1, status: 7 } }, "1"))).toBe("the order's status is 7, deleted");
    expect(ended?.(get?.read({ data: { id: 1, status: 6 } }, "1"))).toBeUndefined();
  });

  test("a variation can only be asked for where its product is known", () => {
    const { get } = resource("inventory");
    expect(get?.call("v", { product_id: "p" })).toEqual({ params: { product_id: "p" } });
    expect(() => get?.call("v")).toThrow(Rejected);
  });

  test("stock looks the same in the list and in its product, whichever warehouse either names first", () => {
    const level = (warehouse: string, quantity: number) => ({ warehouse_id: warehouse, remain_quantity: quantity });
    const [one, other, unused] = [level("w-1", 4), level("w-2", -9), level("w-3", 0)];
    const { listing, get } = resource("inventory");
    const listed = listing.read({ data: [{ id: "v", variations_warehouses: [other, one] }] }, {} as never).rows[0];
    const shown = get?.read(
      { data: { id: "p", variations: [{ id: "v", variations_warehouses: [unused, one, other] }] } },
      "v",
      { product_id: "p" },
    );
    expect(listed).toMatchObject({ variations_warehouses: [one, other] });
    expect(shown).toMatchObject({ variations_warehouses: [one, other] });
  });

  test("a customer who is not among strangers is no proof that he is gone", () => {
    const { get } = resource("customers");
    expect(get?.read({ data: [] }, "c")).toBeUndefined();
    expect(() => get?.read({ data: [{ id: "d" }] }, "c")).toThrow(VendorChanged);
  });
});

describe("writes", () => {
  const command = {
    locationId: "w-1",
    customer: { name: "Nguyễn Văn A", phone: "0900000000" },
    lines: [{ productId: "v-1", quantity: 2, price: 100_000, discount: 10_000 }],
    discount: 5_000,
    payments: [{ method: "transfer" as const, amount: 50_000 }],
    shipping: {
      fee: 20_000,
      cod: 155_000,
      address: { line: "1 Lê Lợi", provinceId: "84_VN101", wardId: "84_VN10109" },
    },
    note: "gọi trước",
  };

  test("a new order carries our reference and fits the operation's body", () => {
    const { body } = write("orders.create").encode(command, context);
    expect(operation("orders.create").body?.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      shop_id: 4,
      custom_id: "TB-AAAABBBBCCCCDDDD",
      warehouse_id: "w-1",
      transfer_money: 50_000,
      cod: 155_000,
      items: [
        { variation_id: "v-1", quantity: 2, discount_each_product: 5_000, variation_info: { retail_price: 100_000 } },
      ],
      shipping_address: { new_province_id: "84_VN101", new_commune_id: "84_VN10109", country_code: "84" },
    });
  });

  test("what the document refuses is refused by the field's name", () => {
    expect(refusals("orders.create", { lines: [{ code: "SKU", quantity: 1.5 }] })).toEqual([
      "locationId",
      "lines.0.productId",
      "lines.0.quantity",
    ]);
    expect(
      refusals("orders.create", {
        locationId: "w",
        lines: [{ productId: "v", quantity: 3, discount: 10_000 }],
        shipping: { address: { provinceId: "101", districtId: "10101" } },
      }),
    ).toEqual(["lines.0.discount", "shipping.address.wardId"]);
    expect(refusals("stock.set", { productId: "v", locationId: "w", delta: 1 })).toEqual(["absolute"]);
    expect(refusals("stock.move", { productId: "v", locationId: "w", delta: 0.5 })).toEqual(["delta"]);
    expect(refusals("products.create", { name: "Áo" })).toEqual(["price"]);
    expect(refusals("customers.create", { name: "A" })).toEqual(["phone"]);
  });

  test("lines of an order that is no longer new are refused before anything is sent", () => {
    const encode = (status: number) =>
      write("orders.update").encode({ id: "480", lines: command.lines }, { ...context, current: { status } });
    expect(() => encode(1)).toThrow(Rejected);
    expect(encode(0).body).toMatchObject({ items: [{ variation_id: "v-1" }] });
  });

  const unknownOrder = new Rejected("no such order", { notFound: true });

  test("a probe adopts only an exact match, and looks at rows that hide their custom id", async () => {
    const reference = context.reference;
    const orders = [{ id: 1, custom_id: `${reference}X` }, { id: 2 }, { id: 3, note: reference }];
    const asked: string[] = [];
    const call =
      (second: object) =>
      async (id: string, { params }: { params?: Readonly<Record<string, unknown>> }) => {
        asked.push(`${id} ${params?.order_id ?? params?.search}`);
        if (params?.order_id === reference) throw unknownOrder;
        return id === "orders.list" ? { data: orders } : { data: { id: params?.order_id, ...second } };
      };
    const probe = write("orders.create").probe;
    expect(await probe?.(command, context, call({ custom_id: reference }))).toEqual({ id: "2" });
    expect(await probe?.(command, context, call({ custom_id: "other" }))).toBeUndefined();
    expect(asked.slice(0, 2)).toEqual([`orders.list ${reference}`, "orders.get 2"]);
  });

  /** A listing as the vendor pages it; `size` is what a page really holds. */
  const paged =
    (rows: readonly object[], { size = 30, totals = true } = {}, orderOf: (id: string) => object = () => ({})) =>
    async (id: string, { params }: { params?: Readonly<Record<string, any>> }) => {
      if (params?.order_id === context.reference) throw unknownOrder;
      if (id === "orders.get") return { data: { id: params?.order_id, ...orderOf(params?.order_id) } };
      const page = params?.page_number ?? params?.page ?? 1;
      const data = rows.slice((page - 1) * size, page * size);
      return totals ? { data, page_size: size, total_pages: Math.ceil(rows.length / size) } : { data };
    };
  const many = <Row extends object>(count: number, rowOf: (n: number) => Row): Row[] =>
    Array.from({ length: count }, (_, n) => rowOf(n));
  const since = { ...context, firstAttemptAt: Date.UTC(2026, 1, 1) };

  test.each([true, false])(
    "a product is looked for to the last page, be the totals told (%s) or not",
    async (totals) => {
      const product = { name: "Áo mưa", code: "A1", price: 1 };
      const others = many(95, (n) => ({ id: `x-${n}`, display_id: `A1${n}`, product: { name: "Áo mưa" } }));
      const ours = { id: "ours", display_id: "A1", product: { name: "Áo mưa" }, inserted_at: "2026-02-01T00:00:05" };
      const { probe } = write("products.create");
      expect(await probe?.(product, since, paged([...others, ours], { totals }))).toMatchObject({ id: "ours" });
      expect(await probe?.(product, since, paged(others, { totals }))).toBeUndefined();
    },
  );

  test("a product that stood there before the first try is not ours, whatever it is called", async () => {
    const product = { name: "Áo mưa", code: "A1", price: 1 };
    const older = { id: "old", display_id: "A1", product: { name: "Áo mưa" }, inserted_at: "2026-01-01T00:00:00" };
    const renamed = { ...older, id: "new", product: { name: "Dù" }, inserted_at: "2026-02-01T00:00:05" };
    const { probe } = write("products.create");
    expect(await probe?.(product, since, paged([older]))).toBeUndefined();
    await expect(probe?.(product, since, paged([older, renamed]))).rejects.toMatchObject({ notFound: true });
  });

  test("an order is found behind many that hide their custom id, on whatever page", async () => {
    const hidden = many(12, (n) => ({ id: n }));
    const isOurs = (ours: string) => (id: string) => ({ custom_id: id === ours ? context.reference : null });
    const { probe } = write("orders.create");
    expect(await probe?.(command, context, paged(hidden, { size: 5 }, isOurs("11")))).toEqual({ id: "11" });
    expect(await probe?.(command, context, paged(hidden, { size: 5 }, isOurs("none")))).toBeUndefined();
  });

  test("what cannot be looked through does not prove that nothing happened", async () => {
    const unclear = expect.objectContaining({ name: "RetryLater", delivered: "no" });
    const probe = (kind: keyof typeof pancake.writes, asked: object, rows: readonly object[]) =>
      write(kind).probe?.(
        asked,
        since,
        paged(rows, {}, () => ({ custom_id: null })),
      );
    const hidden = many(21, (n) => ({ id: n }));
    await expect(probe("orders.create", command, hidden)).rejects.toEqual(unclear);
    const endless = many(700, (n) => ({ id: `x-${n}`, display_id: `A1${n}`, custom_id: null }));
    await expect(probe("orders.create", command, endless)).rejects.toEqual(unclear);
    await expect(probe("products.create", { name: "Áo", code: "A1", price: 1 }, endless)).rejects.toEqual(unclear);
    const move = { productId: "v", locationId: "w", delta: 1 };
    const counts = many(700, (n) => ({ id: n, note: "", inserted_at: "2026-02-01T00:00:05", status: 1 }));
    await expect(probe("stock.move", move, counts)).rejects.toEqual(unclear);
  });

  test("a stocktaking is looked for on every page that the vendor makes of its own size", async () => {
    const at = "2026-02-01T00:00:05";
    const counts = [...many(70, (n) => ({ id: n, note: "kiểm kho" })), { id: "ours", note: `#${context.reference}` }];
    const rows = counts.map((row) => ({ ...row, status: 1, inserted_at: at, updated_at: at, warehouse_id: "w" }));
    const move = { productId: "v", locationId: "w", delta: 1 };
    for (const totals of [true, false])
      expect(await write("stock.move").probe?.(move, since, paged(rows, { totals }))).toEqual({ id: "v" });
  });

  test("fields that the vendor dropped are named", () => {
    const order = normalizeOrder({
      id: 1,
      status: 0,
      shipping_fee: 0,
      cod: 155_000,
      total_discount: 5_000,
      note: "gọi trước",
      transfer_money: 50_000,
      shipping_address: { address: "1 Lê Lợi", new_commune_id: "84_VN10109" },
      items: [
        { variation_id: "v-1", quantity: 2, discount_each_product: 5_000, variation_info: { retail_price: 90_000 } },
      ],
    });
    expect(fieldsOf(verdictsOf(write("orders.create"), command, order), "no")).toEqual([
      "locationId",
      "customer.name",
      "customer.phone",
      "lines.0.price",
      "shipping.fee",
      "shipping.address.provinceId",
    ]);
  });

  test("a cancellation keeps the note that is there", () => {
    const { body } = write("orders.cancel").encode(
      { id: "1", reason: "khách hủy" },
      { ...context, current: { note: "gọi trước" } },
    );
    expect(body).toEqual({ status: 6, note: "gọi trước\nkhách hủy" });
    expect(write("orders.cancel").encode({ id: "1", reason: "x" }, context).body).toEqual({ status: 6 });
  });

  test("a product without a code is found again by our reference", () => {
    const { body } = write("products.create").encode({ name: "Áo", price: 100_000 }, context);
    expect(operation("products.create").body?.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ product: { custom_id: context.reference, variations: [{ retail_price: 100_000 }] } });
  });

  test("a variation is changed through the product of its stored row", () => {
    const update = { id: "v-1", price: 90_000 };
    const call = write("products.update").encode(update, { ...context, current: { product_id: "p-1" } });
    expect(call).toEqual({
      params: { product_id: "p-1" },
      body: { product: { variations: [{ id: "v-1", retail_price: 90_000 }] } },
    });
    expect(() => write("products.update").encode(update, context)).toThrow(Rejected);
  });

  test("many stock amounts go in one call, of the stock on hand", () => {
    const { bulk } = write("stock.set");
    const items = [1, 2].map((n) => ({ command: { productId: `v-${n}`, locationId: "w", absolute: n }, context }));
    expect(bulk?.encode(items).body).toEqual({
      is_actual_remain_quantity: true,
      variations_warehouses: [
        { variation_id: "v-1", remain_quantity: 1, warehouse_id: "w" },
        { variation_id: "v-2", remain_quantity: 2, warehouse_id: "w" },
      ],
    });
    expect(bulk?.results({ success: true }, items)).toEqual([{ id: "v-1" }, { id: "v-2" }]);
  });

  test("a customer's other phones and addresses survive an update", () => {
    const current = {
      phone_numbers: ["0911", "0922"],
      shop_customer_addresses: [{ id: "a1" }, { id: "a2", address: "kept" }],
    };
    const { body } = write("customers.update").encode(
      { id: "c", phone: "0933", address: { line: "new" } },
      { ...context, current },
    );
    expect(body).toMatchObject({
      customer: {
        phone_numbers: ["0933", "0911", "0922"],
        shop_customer_addresses: [
          { id: "a1", address: "new", country_code: 84 },
          { id: "a2", address: "kept" },
        ],
      },
    });
  });

  test("orders of one customer stay in order, others run beside them", () => {
    const { entity } = write("orders.create");
    expect(entity(command)).toBe(entity({ ...command, note: "another" }));
    expect(entity(command)).not.toBe(entity({ ...command, customer: { phone: "0911" } }));
    expect(entity({ lines: command.lines })).not.toBe(entity({ lines: command.lines, note: "x" }));
  });
});

describe("webhooks", () => {
  const hooks = pancake.webhooks;
  if (!hooks) throw new Error("no webhooks");
  const delivery = (headers: Record<string, string>) => ({ method: "POST", headers, body: new Uint8Array() });

  test("only the holder of the secret header is believed", () => {
    expect(isSentBy(hooks, delivery({ "x-tillbridge-secret": "s3" }), "s3")).toBe(true);
    expect(isSentBy(hooks, delivery({ "x-tillbridge-secret": "s4" }), "s3")).toBe(false);
    expect(isSentBy(hooks, delivery({}), "s3")).toBe(false);
    expect(isSentBy(hooks, delivery({ "x-tillbridge-secret": "" }), "")).toBe(false);
  });

  test("every shape of a stock row is understood, and every row of a list", () => {
    const row = fixture("webhook-stock-row");
    const expected = { resource: "inventory", ids: ["v-1"], deleted: false, event: "variations_warehouses" };
    expect(hooks.hints(row)).toEqual([expected]);
    expect(hooks.hints({ type: "variations_warehouses", data: row })).toEqual([expected]);
    expect(hooks.hints({ data: [row, { ...row, variation_id: "v-2" }] })).toEqual([
      expected,
      { ...expected, ids: ["v-2"] },
    ]);
    expect(hooks.hints({ data: { record: { ...row, type: "variations_warehouses" }, success: true } })).toEqual([
      expected,
    ]);
  });

  test("bare orders with string ids, enveloped ones and deleted ones are understood", () => {
    const bare = { ...fixture("order-get").data, type: "orders" };
    expect(hooks.hints(bare)).toEqual([{ resource: "orders", ids: ["480"], deleted: false, event: "orders" }]);
    expect(hooks.hints({ event: "order.created", timestamp: 1, data: { id: "AF1942992175O9", items: [] } })).toEqual([
      { resource: "orders", ids: ["AF1942992175O9"], deleted: false, event: "orders" },
    ]);
    expect(hooks.hints({ ...bare, status: 7 })[0]).toMatchObject({ deleted: true });
    expect(hooks.hints({ event: "order.deleted", data: { id: 5 } })[0]).toMatchObject({ ids: ["5"], deleted: true });
  });

  test("products touch their variations and the stock of these, customers and CRM records themselves", () => {
    expect(hooks.hints({ id: "p", variations: [{ id: "v-1" }, { id: "v-2", is_removed: true }] })).toEqual([
      { resource: "products", ids: ["v-1"], deleted: false, event: "products" },
      { resource: "inventory", ids: ["v-1"], deleted: false, event: "products" },
      { resource: "products", ids: ["v-2"], deleted: true, event: "products" },
      { resource: "inventory", ids: ["v-2"], deleted: true, event: "products" },
    ]);
    expect(hooks.hints({ id: "c-1", phone_numbers: [], type: "customers" })[0]).toMatchObject({
      resource: "customers",
    });
    expect(hooks.hints({ data: { record: { ModifiedOn: "2020-11-03 16:02:50" } } })).toEqual([
      { resource: "crm-records", ids: [], deleted: false, event: "crm" },
    ]);
  });

  test("what is no payload gives no hint and throws nothing", () => {
    for (const body of [undefined, null, "x", 5, [], {}, { data: null }]) expect(hooks.hints(body)).toEqual([]);
  });

  test("a shop that hides its address is treated as having another one's", async () => {
    const list = (shopAnswer: object) => hooks.registration?.list(async () => ({ shop: shopAnswer }));
    expect(await list({})).toMatchObject([{ url: "unknown:", active: true }]);
    expect(await list({ webhook_url: null })).toEqual([]);
    expect(await list({ webhook_url: "https://x", webhook_enable: true, webhook_types: ["orders"] })).toEqual([
      { id: "webhook", url: "https://x", events: ["orders"], active: true },
    ]);
  });
});

describe("signing in", () => {
  const send = (status: number, body: unknown) => async () => answer(status, body);

  test("the shop must be one that the key opens", async () => {
    const shops = { shops: [{ name: "Shop thời trang", pages: [{ id: "1", shop_id: 4 }] }], success: true };
    expect(await pancake.authorize(shop, send(200, shops))).toEqual({
      token: KEY,
      grants: { shopId: "4", shopName: "Shop thời trang" },
    });
    await expect(pancake.authorize(shop, send(200, { shops: [{ id: 5 }] }))).rejects.toMatchObject({
      fields: { shopId: expect.any(String) },
    });
  });

  test("a shop that the list does not name is asked for", async () => {
    const asked = (status: number, body: unknown) => async (sent: { url: string }) =>
      new URL(sent.url).pathname.endsWith("/shops")
        ? answer(200, { success: true, shops: [{ name: "Shop", pages: [] }] })
        : answer(status, body);
    const named = { success: true, shop: { id: 4, name: "Shop thời trang" } };
    expect(await pancake.authorize(shop, asked(200, named))).toMatchObject({ grants: { shopName: "Shop thời trang" } });
    const refusal = { fields: { shopId: expect.any(String) } };
    for (const [status, body] of [
      [200, { success: true, shop: { id: 5 } }],
      [200, { success: true }],
      [403, { success: false, message: "Forbidden" }],
      [404, "Page not found"],
    ] as const)
      await expect(pancake.authorize(shop, asked(status, body)), `${status}`).rejects.toMatchObject(refusal);
    await expect(pancake.authorize(shop, asked(502, "<html>"))).rejects.toBeInstanceOf(RetryLater);
  });

  test("a refused key is the tenant's to mend, an outage is not", async () => {
    await expect(
      pancake.authorize(shop, send(401, { success: false, message: "Unauthorized" })),
    ).rejects.toBeInstanceOf(Rejected);
    for (const body of [{}, "<html>", { message: "Unauthorized" }])
      await expect(pancake.authorize(shop, send(401, body))).rejects.toBeInstanceOf(RetryLater);
    await expect(pancake.authorize(shop, send(502, "<html>"))).rejects.toBeInstanceOf(RetryLater);
  });
});

test("recorded answers satisfy the catalog", () => {
  for (const [id, name] of [
    ["provinces.list", "geo-provinces"],
    ["communes.list", "geo-communes-new"],
    ["warehouses.list", "warehouses-list"],
    ["products.get", "product-get"],
    ["orders.get", "order-get"],
  ] as const) {
    expect(operation(id).answer.safeParse(fixture(name)).error?.message, id).toBeUndefined();
  }
});
