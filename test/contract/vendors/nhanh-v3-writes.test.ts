import { describe, expect, test } from "vitest";
import { fieldsOf, isProven, verdictsOf } from "../../../shared/core/taken.ts";
import type { CanonicalWrite, Operation, WriteContext } from "../../../shared/core/vendor.ts";
import { toOrder } from "../../../shared/vendors/nhanh-v3/documents.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";
import { toProduct } from "../../../shared/vendors/nhanh-v3/normalize.ts";

const write = (kind: keyof typeof nhanhV3.writes) => nhanhV3.writes[kind] as CanonicalWrite;
const refused = (kind: keyof typeof nhanhV3.writes, command: object) =>
  write(kind)
    .command.safeParse(command)
    .error?.issues.map(({ path }) => path.join("."));
const context: WriteContext = {
  writeId: "write-1",
  reference: "TB-AAAABBBBCCCCDDDD",
  settings: {},
  grants: {},
  firstAttemptAt: Date.UTC(2026, 10, 28, 3, 0, 0),
};

describe("what an order shows of a command", () => {
  const row = {
    info: { id: 5, status: 54, description: "Gọi trước" },
    shippingAddress: { name: "Lan", mobile: "0912345678", address: "1 Lê Lợi, Phường 5" },
    products: [{ productId: 7, quantity: 2, price: 10_000 }],
    payment: { deposit: { amount: 5_000, accountId: 3 } },
  };
  const judged = (command: object) => verdictsOf(write("orders.create"), command, toOrder(row));

  test("each product, sum and payment is compared, and cash before delivery is the deposit", () => {
    const payments = [{ method: "cash", amount: 5_000, accountId: "3" }];
    expect(fieldsOf(judged({ lines: [{ productId: "7", quantity: 2, price: 10_000 }], payments }), "no")).toEqual([]);
    expect(fieldsOf(judged({ lines: [{ productId: "8", quantity: 2, price: 10_000 }] }), "no")).toEqual([
      "lines.0",
      "lines",
    ]);
    expect(fieldsOf(judged({ payments: [{ method: "cash", amount: 6_000, accountId: "4" }] }), "no")).toEqual([
      "payments.0",
      "payments.0.accountId",
    ]);
    expect(fieldsOf(judged({ payments: [{ method: "transfer", amount: 5_000 }] }), "no")).toEqual(["payments.0"]);
  });

  test("names of areas without ids are looked for in the line", () => {
    const shown = (address: object) => fieldsOf(judged({ shipping: { address } }), "no");
    expect(shown({ line: "1 Lê Lợi", ward: "Phường 5" })).toEqual([]);
    expect(shown({ line: "1 Lê Lợi", ward: "Phường 6" })).toEqual(["shipping.address.line", "shipping.address.ward"]);
  });

  test("the source of an order is seen nowhere, which proves nothing", () => {
    expect(judged({ channel: "Website" })).toEqual([{ field: "channel", verdict: "unseen" }]);
  });
});

test("a product whose description no answer shows is not proven to be changed", () => {
  const verdicts = verdictsOf(
    write("products.update"),
    { id: "7", description: "Vải lanh" },
    toProduct({ id: 7, name: "Áo" }),
  );
  expect(verdicts).toEqual([{ field: "description", verdict: "unseen" }]);
  expect(isProven(verdicts)).toBe(false);
});

test("a ward of two tiers is never sent to customer/add as one of three", () => {
  const customer = { name: "Lan", phone: "0912345678" };
  expect(refused("customers.create", { ...customer, address: { provinceId: "2", wardId: "10109" } })).toEqual([
    "address.districtId",
  ]);
  expect(
    refused("customers.create", { ...customer, address: { provinceId: "2", districtId: "5", wardId: "10109" } }),
  ).toBeUndefined();
});

test("an order whose phone was changed is found among those made since our first try", async () => {
  const ours = { info: { id: 5 }, channel: { appOrderId: context.reference } };
  const order = { customer: { name: "Lan", phone: "0912345678" }, lines: [] };
  const orders = nhanhV3.operations.find(({ id }) => id === "orders.list") as Operation;
  const found = await write("orders.create").probe?.(order, context, async (_id, { body }) => {
    expect(orders.body?.safeParse(body).error).toBeUndefined();
    const { filters } = body as any;
    return { data: filters.shippingAddress ? [] : [ours] };
  });
  expect(found).toEqual({ id: "5" });
});

const listed = (id: string, body: unknown) => {
  const { body: shape } = nhanhV3.operations.find((one) => one.id === id) as Operation;
  expect(shape?.safeParse(body).error).toBeUndefined();
  return body as { filters: Record<string, unknown> };
};

test("a product or a customer that one list does not show is found among those that have changed since", async () => {
  const since = Date.UTC(2026, 10, 28, 2, 45) / 1_000;
  const row = { id: 9, code: "A1", name: "Áo", mobile: "0912345678", createdAt: since + 700 };
  const look = (kind: keyof typeof nhanhV3.writes, command: object) =>
    write(kind).probe?.(command, context, async (id, { body }) => {
      const { updatedAtFrom } = listed(id, body).filters;
      return { data: updatedAtFrom === since ? [row] : [] };
    });
  expect(await look("products.create", { code: "A1", name: "Áo" })).toEqual({ id: "9" });
  expect(await look("customers.create", { phone: "0912345678", name: "Áo" })).toEqual({ id: "9" });
  await expect(look("customers.create", { phone: "0912345678", name: "Mai" })).rejects.toMatchObject({
    notFound: true,
  });
});

test("a bill that the list of bills does not show is found by its lines, or among the bills of every kind", async () => {
  const ours = { id: 70, billId: 7, description: `gấp [${context.reference}]` };
  const look = (kind: keyof typeof nhanhV3.writes, command: object, operation: string) =>
    write(kind).probe?.(command, context, async (id, { body }) => {
      listed(id, body);
      return { data: id === operation ? [ours] : [] };
    });
  const move = { productId: "3", locationId: "2", delta: 1 };
  expect(await look("stock.move", move, "bill-lines.list")).toEqual({ id: "3" });
  expect(await look("invoices.create", { locationId: "2", lines: [] }, "bills.list")).toEqual({ id: "70" });
});

test.each([
  [{ code: 1, data: { id: 5 } }, "5"],
  [{ code: 1, data: { orderId: "5" } }, "5"],
  [{ code: 1, data: [{ id: 5 }] }, "5"],
  [{ code: 1, data: null }, undefined],
  [{ code: 1 }, undefined],
])("order/add that answers %j has made the order", (answer, id) => {
  const { answer: shape } = nhanhV3.operations.find((one) => one.id === "orders.create") as Operation;
  expect(write("orders.create").result(shape.parse(answer), {})).toEqual({ id });
});
