import { describe, expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import type { CanonicalWrite, Operation, WriteContext } from "../../../shared/core/vendor.ts";
import { toOrder } from "../../../shared/vendors/nhanh-v2/documents.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";
import { toCustomer, toProduct } from "../../../shared/vendors/nhanh-v2/normalize.ts";

const write = (kind: keyof typeof nhanhV2.writes) => nhanhV2.writes[kind] as CanonicalWrite;
const operation = (id: string) => nhanhV2.operations.find((one) => one.id === id) as Operation;
const refused = (kind: keyof typeof nhanhV2.writes, command: object) =>
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

test("an id of a place without its name is refused, because only names are sent", () => {
  const customer = { name: "Lan", phone: "0912345678" };
  expect(refused("customers.create", { ...customer, address: { wardId: "10109", province: "Hà Nội" } })).toEqual([
    "address.wardId",
  ]);
  expect(
    refused("customers.create", { ...customer, address: { provinceId: "2", province: "Hà Nội" } }),
  ).toBeUndefined();
});

describe("what a record shows of a command", () => {
  const row = {
    id: 5,
    statusCode: "New",
    moneyDeposit: 5_000,
    products: [
      { productId: 7, quantity: 1, price: 10_000 },
      { productId: 7, quantity: 3, price: 9_000 },
    ],
  };
  const notTaken = (command: object) => fieldsOf(verdictsOf(write("orders.create"), command, toOrder(row)), "no");

  test("the same product on two lines is compared line by line", () => {
    const line = (quantity: number, price: number) => ({ productId: "7", quantity, price });
    expect(notTaken({ lines: [line(3, 9_000), line(1, 10_000)] })).toEqual([]);
    expect(notTaken({ lines: [line(3, 9_000), line(1, 8_000)] })).toEqual(["lines.1.price"]);
  });

  test("cash before delivery is the deposit, by its amount", () => {
    expect(notTaken({ payments: [{ method: "cash", amount: 5_000 }] })).toEqual([]);
    expect(notTaken({ payments: [{ method: "cash", amount: 4_000 }] })).toEqual(["payments.0"]);
  });

  test("a barcode is shown by no record, which proves nothing", () => {
    const shown = toProduct({ idNhanh: 7, name: "Áo" });
    expect(verdictsOf(write("products.update"), { id: "7", barcode: "893" }, shown)).toEqual([
      { field: "barcode", verdict: "unseen" },
    ]);
  });
});

test("a product that the search by code does not show is found among those that have changed since", async () => {
  const product = { name: "Áo", price: 5 };
  const found = await write("products.create").probe?.(product, context, async (id, { body }) => {
    expect(operation(id).body?.safeParse(body).error).toBeUndefined();
    const { name, updatedDateTimeFrom, status } = body as any;
    const isShown = updatedDateTimeFrom === "2026-11-28 09:45:00" && status === undefined;
    const products = name === undefined && isShown ? [{ idNhanh: 9, code: context.reference, name: "Áo" }] : [];
    return { data: { totalPages: 1, products } };
  });
  expect(found).toEqual({ id: "9" });
});

test.each([
  [{ orderId: 5 }, "5"],
  [[{ id: 5 }], "5"],
  [[{ orderId: "5" }], "5"],
  [[], undefined],
  [null, undefined],
])("order/add that answers %j has made the order", (data, id) => {
  const answer = operation("orders.create").answer.parse({ code: 1, data });
  expect(write("orders.create").result(answer, {})).toEqual({ id });
});

test("an order whose phone was changed is found among those of the days since", async () => {
  const order = { customer: { name: "Lan", phone: "0912345678" }, lines: [] };
  const asked: unknown[] = [];
  const found = await write("orders.create").probe?.(order, context, async (id, { body }) => {
    expect(operation(id).body?.safeParse(body).error).toBeUndefined();
    const { customerMobile, fromDate, toDate } = body as any;
    asked.push(customerMobile ?? `${fromDate} ${toDate}`);
    return { data: { totalPages: 1, orders: customerMobile ? [] : [{ id: 5, shopOrderId: context.reference }] } };
  });
  expect(found).toEqual({ id: "5" });
  expect(asked).toEqual(["0912345678", "2026-11-28 2026-11-28"]);
});

test("a server that fails leaves it open whether the order was made, whatever code stands in the body", () => {
  const answer = (status: number, errorCode?: string) => ({
    status,
    headers: {},
    body: JSON.stringify({ code: 0, messages: ["Có lỗi xảy ra"], errorCode }),
    receivedAt: 1_000_000,
  });
  const judged = (status: number) => {
    try {
      return nhanhV2.judge(answer(status), operation("orders.create"));
    } catch (error) {
      return error;
    }
  };
  expect(judged(500)).toBeInstanceOf(RetryLater);
  expect(judged(500)).toMatchObject({ delivered: "unknown" });
  expect(judged(200)).toMatchObject({ name: "Rejected" });
});

describe("a new address of a customer is one value", () => {
  const current = { id: 5, name: "Lan", mobile: "0912345678", address: "1 Lê Lợi", cityLocationId: 2 };
  const sent = (command: object) =>
    (write("customers.update").encode({ id: "5", ...command }, { ...context, current }).body as any)[0];

  test("a line alone clears the places of the old address", () => {
    expect(sent({ address: { line: "9 Nguyễn Du" } })).toEqual({
      name: "Lan",
      mobile: "0912345678",
      address: "9 Nguyễn Du",
      cityName: "",
      districtName: "",
      wardName: "",
    });
  });

  test("a name in the address alone says nothing of the place", () => {
    expect(Object.keys(sent({ address: { name: "Mai" } }))).toEqual(["name", "mobile"]);
    const verdicts = verdictsOf(write("customers.update"), { id: "5", address: { name: "Mai" } }, toCustomer(current));
    expect(fieldsOf(verdicts, "no")).toEqual([]);
  });

  test("an update without an address says nothing of it", () => {
    expect(sent({ email: "lan@example.com" })).toEqual({
      name: "Lan",
      mobile: "0912345678",
      email: "lan@example.com",
    });
  });

  test("a place of the old address that is still shown means that the new one was not taken", () => {
    const told = (row: object) =>
      fieldsOf(
        verdictsOf(write("customers.update"), { id: "5", address: { line: "9 Nguyễn Du" } }, toCustomer(row)),
        "no",
      );
    expect(told({ ...current, address: "9 Nguyễn Du" })).toEqual(["address"]);
    expect(told({ ...current, address: "9 Nguyễn Du", cityLocationId: null })).toEqual([]);
  });
});
