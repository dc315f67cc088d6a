import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import type { CanonicalWrite, Operation, WriteContext } from "../../../shared/core/vendor.ts";
import { checkCall } from "../../../shared/usecases/writing/check-passthrough.ts";
import { normalizeOrder } from "../../../shared/vendors/pancake/documents.ts";
import { pancake } from "../../../shared/vendors/pancake/index.ts";
import { normalizeCustomer } from "../../../shared/vendors/pancake/normalize.ts";

const write = (kind: keyof typeof pancake.writes) => pancake.writes[kind] as CanonicalWrite;
const operation = (id: string) => pancake.operations.find((one) => one.id === id) as Operation;
const bodyOf = (kind: keyof typeof pancake.writes, command: object, current?: object): any =>
  write(kind).encode(command, { ...context, current }).body;
const refused = (kind: keyof typeof pancake.writes, command: object) =>
  write(kind)
    .command.safeParse(command)
    .error?.issues.map(({ path }) => path.join("."));

const TRIED_AT = Date.UTC(2026, 10, 28, 3, 0, 0);
const context: WriteContext = {
  writeId: "write-1",
  reference: "TB-AAAABBBBCCCCDDDD",
  settings: {},
  grants: { shopId: "4" },
  firstAttemptAt: TRIED_AT,
};

/** The address of an order as the document shows one ("Thông tin đơn hàng"), with what the vendor has added since. */
const stored = {
  address: "Sn 18 ngách 91",
  commnue_name: "Phường Cao Thắng",
  commune_name: "Phường Cao Thắng",
  commune_id: "2250115",
  district_id: "22501",
  district_name: "Thành phố Hạ Long",
  province_id: "225",
  province_name: "Quảng Ninh",
  new_province_id: null,
  new_commune_id: null,
  full_address: "Sn 18 ngách 91, Phường Cao Thắng, Thành phố Hạ Long, Quảng Ninh",
  full_name: "C Loan",
  phone_number: "0941902893",
  post_code: "200000",
  country_code: "84",
  marketplace_address: "kept",
};

describe("an address is one value", () => {
  const order = { status: 0, bill_full_name: "Người Trả", bill_phone_number: "0900000000", shipping_address: stored };
  const sent = (address: object) => bodyOf("orders.update", { id: "1", shipping: { address } }, order).shipping_address;

  test("another ward of the new scheme clears the old scheme, and the receiver stays", () => {
    expect(
      sent({
        line: "1 Lê Lợi",
        ward: "Phường Cửa Nam",
        wardId: "84_VN10109",
        province: "Hà Nội",
        provinceId: "84_VN101",
      }),
    ).toEqual({
      full_name: "C Loan",
      phone_number: "0941902893",
      address: "1 Lê Lợi",
      full_address: "1 Lê Lợi, Phường Cửa Nam, Hà Nội",
      new_full_address: null,
      post_code: null,
      province_id: null,
      province_name: "Hà Nội",
      district_id: null,
      district_name: null,
      commune_id: null,
      commune_name: "Phường Cửa Nam",
      commnue_name: "Phường Cửa Nam",
      new_province_id: "84_VN101",
      new_commune_id: "84_VN10109",
      country_code: "84",
      marketplace_address: "kept",
    });
  });

  test.each([
    [{ line: "45 Nguyễn Huệ" }, { address: "45 Nguyễn Huệ", full_address: "45 Nguyễn Huệ" }],
    [{ province: "Hà Nội" }, { address: null, province_name: "Hà Nội", full_address: "Hà Nội" }],
  ])("%j alone leaves nothing of the old place", (address, expected) => {
    expect(sent(address)).toMatchObject({
      commune_id: null,
      commune_name: null,
      commnue_name: null,
      district_id: null,
      province_id: null,
      full_name: "C Loan",
      phone_number: "0941902893",
      ...expected,
    });
  });

  test("old ids clear the new ones, and another receiver is named by the command", () => {
    const newer = { ...stored, new_province_id: "84_VN101", new_commune_id: "84_VN10109" };
    const address = { name: "Bà Hoa", provinceId: "225", districtId: "22501", wardId: "2250118" };
    const { shipping_address } = bodyOf(
      "orders.update",
      { id: "1", shipping: { address } },
      { ...order, shipping_address: newer },
    );
    expect(shipping_address).toMatchObject({
      full_name: "Bà Hoa",
      phone_number: "0941902893",
      commune_id: "2250118",
      new_province_id: null,
      new_commune_id: null,
    });
    expect(normalizeOrder({ id: 1, status: 0, shipping_address }).shipping?.address).toMatchObject({
      wardId: "2250118",
      scheme: "three-tier",
    });
  });

  test("a customer's address keeps its id and its receiver, and the others stay", () => {
    const current = {
      name: "Lan",
      phone_numbers: ["0911"],
      shop_customer_addresses: [{ ...stored, id: "a1", country_code: 84 }, { id: "a2" }],
    };
    const { customer } = bodyOf(
      "customers.update",
      { id: "c", name: "Lan Mới", address: { ward: "Phường 5" } },
      current,
    );
    expect(customer.shop_customer_addresses).toEqual([
      expect.objectContaining({
        id: "a1",
        full_name: "C Loan",
        address: null,
        commune_id: null,
        commune_name: "Phường 5",
        commnue_name: "Phường 5",
        province_name: null,
        country_code: 84,
      }),
      { id: "a2" },
    ]);
  });

  test("an order of another country keeps its country unless the command names one", () => {
    const abroad = { ...order, shipping_address: { ...stored, country_code: "63" } };
    const update = (address: object) =>
      bodyOf("orders.update", { id: "1", shipping: { address } }, abroad).shipping_address.country_code;
    expect(update({ line: "123 Sample Street" })).toBe("63");
    expect(update({ line: "1 Lê Lợi", country: "VN" })).toBe("84");
  });

  test("ids of two schemes in one address, and countries without a number, are refused by field", () => {
    const address = (fields: object) => refused("orders.update", { id: "1", shipping: { address: fields } });
    expect(address({ provinceId: "84_VN101", wardId: "2250115" })).toEqual(["shipping.address.wardId"]);
    expect(address({ scheme: "three-tier", provinceId: "84_VN101", districtId: "101", wardId: "10101" })).toEqual([
      "shipping.address.provinceId",
    ]);
    // The latter are names that every object has.
    for (const country of ["FR", "constructor", "__proto__", "toString"])
      expect(address({ line: "x", country }), country).toEqual(["shipping.address.country"]);
    expect(address({ provinceId: "84_VN101", wardId: "84_VN10109" })).toBeUndefined();
  });
});

describe("values that belong together", () => {
  test("the discount of an order travels in the field that the document's PUT has", () => {
    const body = bodyOf("orders.update", { id: "1", discount: 20_000 }, { status: 0 });
    expect(body).toMatchObject({ discount: 20_000 });
    const seen = (row: object) =>
      fieldsOf(
        verdictsOf(write("orders.update"), { discount: 20_000 }, normalizeOrder({ id: 1, status: 0, ...row })),
        "no",
      );
    expect(seen({ discount: 20_000, total_discount: 0 })).toEqual([]);
    expect(seen({ discount: 0, total_discount: 20_000 })).toEqual([]);
    expect(seen({ discount: 0, total_discount: 0 })).toEqual(["discount"]);
  });

  test("lines replace each other with the marks that the order has, and without ids, which the document's PUT lacks", () => {
    const info = { retail_price: 100_000, weight: 100, detail: "Đỏ" };
    const items = [
      {
        id: 1,
        variation_id: "v",
        product_id: "p",
        quantity: 1,
        is_bonus_product: true,
        variation_info: { retail_price: 0 },
      },
      { id: 2, variation_id: "v", product_id: "p", quantity: 5, is_bonus_product: false, variation_info: info },
    ];
    const lines = [
      { productId: "v", quantity: 2, price: 100_000 },
      { productId: "w", quantity: 1, price: 5_000 },
    ];
    expect(bodyOf("orders.update", { id: "1", lines }, { status: 0, items }).items).toEqual([
      {
        product_id: "p",
        is_bonus_product: false,
        variation_id: "v",
        quantity: 2,
        discount_each_product: 0,
        is_discount_percent: false,
        variation_info: info,
      },
      {
        variation_id: "w",
        quantity: 1,
        discount_each_product: 0,
        is_discount_percent: false,
        variation_info: { retail_price: 5_000 },
      },
    ]);
  });

  test("cash on delivery that is said twice must be the same sum", () => {
    const order = (cod: number) => ({
      locationId: "w",
      lines: [{ productId: "v", quantity: 1 }],
      payments: [{ method: "cod", amount: 50_000 }],
      shipping: { cod },
    });
    expect(refused("orders.create", order(40_000))).toEqual(["payments"]);
    expect(refused("orders.create", order(50_000))).toBeUndefined();
  });

  test("two payments of one method are one sum at the vendor, and both are seen in it", () => {
    const command = {
      payments: [
        { method: "cash", amount: 5_000 },
        { method: "cash", amount: 6_000 },
        { method: "transfer", amount: 1_000 },
      ],
    };
    expect(verdictsOf(write("orders.create"), command, normalizeOrder({ id: 1, status: 0, cash: 11_000 }))).toEqual([
      { field: "payments.0", verdict: "yes" },
      { field: "payments.1", verdict: "yes" },
      { field: "payments.2", verdict: "no" },
    ]);
  });

  test("a channel is the name of a source, or its number", () => {
    const order = { locationId: "w", lines: [{ productId: "v", quantity: 1 }] };
    expect(bodyOf("orders.create", { ...order, channel: "Website" })).toMatchObject({ account_name: "Website" });
    expect(bodyOf("orders.create", { ...order, channel: "-7" })).toMatchObject({ account: -7 });
  });

  test("a customer's note is the last one, which keeps its id", () => {
    const current = {
      notes: [
        { id: "n1", message: "một" },
        { id: "n2", message: "hai", images: [{ url: "u" }] },
      ],
    };
    const { customer } = bodyOf("customers.update", { id: "c", note: "ba" }, current);
    expect(customer.notes).toEqual([
      { id: "n1", message: "một" },
      { id: "n2", message: "ba", images: [{ url: "u" }] },
    ]);
    expect(normalizeCustomer({ id: "c", ...customer }).note).toBe("ba");
  });

  test("one state of several that have the same word proves nothing", () => {
    const command = { id: "1", status: "confirmed" };
    const verdict = (status: number) =>
      verdictsOf(write("orders.update"), command, normalizeOrder({ id: 1, status }))[0]?.verdict;
    expect([verdict(1), verdict(11), verdict(0)]).toEqual(["yes", "no", "no"]);
  });
});

describe("an order that may have been made is looked for in three ways", () => {
  const order = { locationId: "w", lines: [{ productId: "v", quantity: 1 }], customer: { phone: "+84 90 123 4567" } };
  const ours = {
    id: 77,
    custom_id: context.reference,
    inserted_at: "2026-11-28T03:00:02",
    bill_phone_number: "0901234567",
  };
  const stranger = { id: 76, custom_id: null, inserted_at: "2026-11-28T02:59:00" };

  interface Shop {
    /** What the search finds, and what the list shows. */
    readonly search?: readonly object[];
    readonly list?: readonly object[] | (() => readonly object[]);
    readonly byId?: Readonly<Record<string, object>>;
    readonly failure?: unknown;
  }
  const probe = async ({ search = [], list = [], byId = {}, failure }: Shop) => {
    const asked: string[] = [];
    const found = await write("orders.create").probe?.(order, context, async (id, { params }) => {
      const { order_id, updateStatus } = (params ?? {}) as Record<string, any>;
      asked.push(order_id ?? updateStatus ?? "search");
      expect(operation(id).params.safeParse(params).error).toBeUndefined();
      if (id === "orders.get") {
        const data = byId[order_id];
        if (!data) throw failure ?? new Rejected("Order not found", { notFound: true });
        return { data };
      }
      const data = updateStatus === "inserted_at" ? (typeof list === "function" ? list() : list) : search;
      return { data, total_pages: typeof list === "function" && updateStatus ? 99 : 1 };
    });
    return { found, asked };
  };

  test("the search finds it", async () => {
    expect((await probe({ search: [stranger, ours] })).found).toEqual({ id: "77" });
  });

  test("a search that knows no custom_id leaves it to the list of new orders", async () => {
    expect((await probe({ list: [ours, stranger] })).found).toEqual({ id: "77" });
  });

  test("a list that hides custom_id shows the phone, and the order itself the rest", async () => {
    const { custom_id, ...hidden } = ours;
    const others = Array.from({ length: 25 }, (_, n) => ({ ...hidden, id: n, bill_phone_number: "0988888888" }));
    const shop = await probe({ list: [...others, hidden], byId: { 77: ours } });
    expect(shop).toEqual({ found: { id: "77" }, asked: ["search", "inserted_at", "77"] });
  });

  test("an order whose id is its custom_id is found where no list shows it", async () => {
    const { reference } = context;
    expect((await probe({ byId: { [reference]: { id: reference } } })).found).toEqual({ id: reference });
  });

  test.each([new Rejected("bad request", { notFound: false }), new RetryLater("500", { delivered: "no" })])(
    "it is absent when the lists say so, whatever is answered to an unknown id",
    async (failure) => {
      const { found, asked } = await probe({ list: [stranger], failure });
      expect(found).toBeUndefined();
      expect(asked).toEqual(["search", "inserted_at", context.reference]);
    },
  );

  test("a vendor that ignores the filter is read no further than our first try", async () => {
    const shop = await probe({
      list: () => [stranger, { id: 1, custom_id: null, inserted_at: "2026-11-27T00:00:00" }],
    });
    expect(shop.found).toBeUndefined();
    expect(shop.asked.filter((one) => one === "inserted_at")).toHaveLength(1);
  });
});

test("a product is found among the newest where the search does not know its code yet", async () => {
  const row = { id: "v", display_id: "A1", product: { name: "Áo" }, inserted_at: "2026-11-28T03:00:02" };
  const look = (newest: readonly object[]) =>
    write("products.create").probe?.({ name: "Áo", code: "A1", price: 1 }, context, async (_id, { params }) => ({
      data: params?.search === undefined ? newest : [],
      total_pages: 1,
    }));
  expect(await look([row])).toMatchObject({ id: "v" });
  expect(await look([{ ...row, inserted_at: "2026-11-01T00:00:00" }])).toBeUndefined();
});

describe("a difference of stock that may have been booked is looked for in two ways", () => {
  const move = { productId: "v", locationId: "w", delta: -2 };
  const moved = {
    id: 1,
    quantity: -2,
    type: "Kiểm hàng",
    inserted_at: "2026-11-28T03:00:05.000000",
    variation_now: { id: "v" },
    warehouse: { id: "w" },
  };
  const look = (counts: readonly object[], history: readonly object[]) =>
    write("stock.move").probe!(move, context, async (id, { params }) => {
      expect(operation(id).params.safeParse(params).error).toBeUndefined();
      return { data: id === "stocktakings.list" ? counts : history, total_pages: 1 };
    });

  test("the stocktaking with our note is it", async () => {
    const note = `Vỡ #${context.reference}`;
    expect(await look([{ id: "k", note, status: 1, inserted_at: "2026-11-28T03:00:05" }], [moved])).toEqual({
      id: "v",
    });
  });

  test("a movement of this size that nothing else explains keeps it from being sent again", async () => {
    await expect(look([], [moved])).rejects.toBeInstanceOf(RetryLater);
  });

  test.each([
    ["an order", { type: "Đơn hàng #77" }],
    ["a transfer", { type: "Tạo phiếu chuyển kho #433" }],
    ["another size", { quantity: -1 }],
    ["another product", { variation_now: { id: "x" } }],
    ["another warehouse", { warehouse: { id: "x" } }],
    ["an earlier time", { inserted_at: "2026-11-27T03:00:05.000000" }],
  ])("a movement of %s is not ours", async (_, difference) => {
    expect(await look([], [{ ...moved, ...difference }])).toBeUndefined();
  });
});

test("one product on two lines of an order is seen line by line, as it was asked", () => {
  const order = normalizeOrder({
    id: 1,
    status: 0,
    items: [
      { variation_id: "v", quantity: 5, discount_each_product: 0, variation_info: { retail_price: 100_000 } },
      { variation_id: "v", quantity: 1, discount_each_product: 0, variation_info: { retail_price: 90_000 } },
    ],
  });
  const asked = (price: number) => ({
    lines: [
      { productId: "v", quantity: 1, price },
      { productId: "v", quantity: 5, price: 100_000 },
    ],
  });
  expect(fieldsOf(verdictsOf(write("orders.update"), asked(90_000), order), "no")).toEqual([]);
  expect(fieldsOf(verdictsOf(write("orders.update"), asked(80_000), order), "no")).toEqual(["lines.0.price"]);
});

test("a customer is found among the new ones where the search does not know the phone yet", async () => {
  const found = await write("customers.create").probe?.(
    { name: "Lan", phone: "0901234567" },
    context,
    async (_id, { params }) => ({
      data: params?.search === undefined ? [{ id: "c", phone_numbers: ["+84901234567"] }] : [],
      total_pages: 1,
    }),
  );
  expect(found).toEqual({ id: "c" });
});

test("an answer that names nothing but the system's number leaves the order to be looked for", () => {
  const { result } = write("orders.create");
  expect(result({ data: { system_id: 500_123 } }, {})).toEqual({ id: undefined });
  expect(result({ data: { order_id: 480, system_id: 500_123 } }, {})).toEqual({ id: "480" });
});

describe("bodies are judged and not changed", () => {
  test.each(["", false, [], {}, true, "x", 1.5])("%j is no number of a state", (status) => {
    const call = { params: { order_id: "77" }, body: { status } };
    expect(() => checkCall(operation("orders.update"), call)).toThrow("does not take this");
    expect(() => checkCall(operation("orders.list"), { params: { status } })).toThrow("does not take this");
  });

  test("a parameter without a value is refused, because 0 would be another question", () => {
    expect(() => checkCall(operation("orders.list"), { params: { status: null } })).toThrow("does not take this");
    expect(checkCall(operation("orders.list"), { params: { status: "3" } }).call.params).toEqual({ status: 3 });
  });

  test("digits and nulls travel as they were given", () => {
    const body = { status: "3", returned_reason: null, tags: [], account: "4" };
    expect(checkCall(operation("orders.update"), { params: { order_id: "77" }, body }).call.body).toEqual(body);
  });
});
