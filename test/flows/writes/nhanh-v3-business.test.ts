import { describe, expect, test } from "vitest";
import { fieldsOf as told, verdictsOf } from "../../../shared/core/taken.ts";
import { checkCall } from "../../../shared/usecases/writing/check-passthrough.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const open = () => openWriteShop("nhanh-v3");
const send = async (shop: WriteShop, method: string, path: string, command: object) => {
  const { status, body } = await shop.request(method, path, command);
  expect(status, JSON.stringify(body)).toBe(202);
  await shop.settle();
  return shop.write(body.id);
};
/** What the vendor was sent last, which its document must allow. */
const sent = (shop: WriteShop, operation: string): any => {
  const body = shop.journal().findLast((entry) => entry.operation === operation)?.body;
  const declared = vendors["nhanh-v3"].operations.find(({ id }) => id === operation)!;
  expect(() => checkCall(declared, { body })).not.toThrow();
  return body;
};
const rowOf = (shop: WriteShop, resource: string, id: string | undefined): any =>
  (shop.world.simulator.rows(resource) as any[]).find((row) => String(row.info?.id ?? row.id) === id);
const fieldsOf = (body: any): string[] => body.errors.map(({ field }: any) => field);
const lost = (shop: WriteShop, path: string) =>
  shop.world.simulator.faults.next("timeoutAfterCommit", (request) => request.path.endsWith(path));
const received = { name: "Lan", phone: "0912345678" };

describe("an order with all that order/add takes", () => {
  const order = (shop: WriteShop) => {
    const [productId, other] = shop.ids("products");
    return {
      locationId: shop.ids("locations")[0],
      customer: received,
      lines: [
        { productId, quantity: 2, price: 50_000, taxRate: 8, serials: ["IMEI 1", "IMEI 2"] },
        { productId: other, quantity: 1, gift: true },
      ],
      shipping: { carrierCode: "GHTK", serviceCode: "1", expectedAt: "2026-12-01T16:00:00+07:00" },
      staffId: shop.ids("staff")[0],
      tags: [shop.ids("order-tags")[0]],
      channel: "Facebook",
    };
  };

  test("carries VAT, serials, gifts, seller, labels, carrier and day, and shows them again", async () => {
    const shop = await open();
    const command = order(shop);
    const write = await send(shop, "POST", "orders", command);
    expect(write).toMatchObject({ state: "succeeded" });
    expect(write.result?.notTaken).toBeUndefined();
    // What a gift is worth and when the parcel is expected, no list shows.
    expect(write.result?.unseen).toEqual(["shipping.expectedAt"]);
    const body = sent(shop, "orders.create");
    expect(body.products).toEqual([
      {
        id: Number(command.lines[0]!.productId),
        quantity: 2,
        price: 50_000,
        vat: 8,
        imeis: ["IMEI 1", "IMEI 2"],
        gifts: [{ id: Number(command.lines[1]!.productId), quantity: 1 }],
      },
    ]);
    expect(body.info).toMatchObject({ saleId: Number(command.staffId), tagIds: [Number(command.tags[0])] });
    expect(body.carrier).toEqual({
      id: 8,
      sendCarrierType: 1,
      serviceId: 1,
      deliveryDate: "2026-12-01",
      deliveryTime: "16:00",
    });
    expect(rowOf(shop, "orders", write.result?.id)).toMatchObject({
      products: [{ vatPercent: 8 }],
      gifts: [{ quantity: 1 }],
      channel: { trafficSource: "Facebook" },
    });
  });

  test("a gift that the vendor has not taken is told", async () => {
    const shop = await open();
    const productId = shop.ids("products")[0]!;
    const declared = vendors["nhanh-v3"].writes["orders.create"]!;
    const gift = {
      lines: [
        { productId, quantity: 1, price: 5 },
        { productId: "77", quantity: 1, gift: true },
      ],
    };
    const row = {
      info: { id: 5 },
      products: [{ productId: Number(productId), orderProductId: 1, quantity: 1, price: 5 }],
    };
    expect(told(verdictsOf(declared, gift, undefined, row), "no")).toEqual(["lines.1"]);
  });

  test("a batch, a service without its carrier and a gift without its line are refused by field", async () => {
    const shop = await open();
    const refused = async (change: object) =>
      (await shop.request("POST", "orders?strict=true", { ...order(shop), ...change })).body;
    const [productId] = shop.ids("products");
    const line = { productId, quantity: 1, price: 5 };
    expect(fieldsOf(await refused({ lines: [{ ...line, batch: { id: "3" } }] }))).toEqual(["lines.0.batch"]);
    expect(fieldsOf(await refused({ lines: [{ ...line, gift: true }] }))).toEqual(["lines.0.gift"]);
    expect(fieldsOf(await refused({ shipping: { serviceCode: "1" } }))).toEqual(["shipping.carrierCode"]);
    // The latter are names that every object has.
    for (const carrierCode of ["Chú Ba", "constructor", "__proto__", "toString"])
      expect(fieldsOf(await refused({ shipping: { carrierCode } })), carrierCode).toEqual(["shipping.carrierCode"]);
  });

  test("its labels are named and replaced by an update", async () => {
    const shop = await open();
    const made = await send(shop, "POST", "orders", order(shop));
    const tag = (shop.world.simulator.rows("order-tags") as any[]).at(-1);
    const write = await send(shop, "PATCH", `orders/${made.result!.id}`, { tags: [tag.name] });
    expect(write.result?.notTaken).toBeUndefined();
    expect(sent(shop, "orders.update").info).toEqual({ id: Number(made.result!.id), tagIds: [tag.id] });
  });

  test("the reason of a cancellation is read back from the staff's note", async () => {
    const shop = await open();
    const made = await send(shop, "POST", "orders", order(shop));
    const write = await send(shop, "POST", `orders/${made.result!.id}/cancel`, { reason: "Khách đổi ý" });
    expect(write.result?.unseen).toBeUndefined();
    expect(rowOf(shop, "orders", made.result!.id).info.privateDescription).toBe("Khách đổi ý");
  });
});

test("a retail bill carries VAT, serials, a batch, a gift and the seller", async () => {
  const shop = await open();
  const [productId, other] = shop.ids("products");
  const write = await send(shop, "POST", "invoices", {
    locationId: shop.ids("locations")[0],
    customer: received,
    lines: [
      { productId, quantity: 1, price: 50_000, taxRate: 10, serials: ["IMEI 7"], batch: { id: "11" } },
      { productId: other, quantity: 1, gift: true },
    ],
    staffId: shop.ids("staff")[0],
    payments: [{ method: "cash", amount: 50_000, accountId: "3" }],
  });
  expect(write.result?.notTaken).toBeUndefined();
  expect(write.result?.unseen).toEqual(["lines.0.batch.id"]);
  expect(sent(shop, "retail-bills.create")).toMatchObject({
    saleId: Number(shop.ids("staff")[0]),
    products: [{ vat: 10, imeis: ["IMEI 7"], batchId: 11 }, { price: 0 }],
    payment: { cash: { value: 50_000, accountId: 3 } },
  });
  const stored = await shop.world.deps.records.get(shop.world.ref, "invoices", write.result!.id!);
  expect(stored?.record).toMatchObject({ payments: [{ method: "cash", amount: 50_000 }] });
});

test("a new customer has a group, labels and points", async () => {
  const shop = await open();
  const tag = (shop.world.simulator.rows("customer-tags") as any[])[0];
  const write = await send(shop, "POST", "customers", {
    name: "Mai",
    phone: "0966000333",
    groups: ["9"],
    tags: [tag.name],
    points: 25,
  });
  expect(write.result).toMatchObject({ unseen: ["tags"] });
  expect(write.result?.notTaken).toBeUndefined();
  const body = shop.journal().findLast(({ operation }) => operation === "customers.create")?.body;
  expect(body).toMatchObject({ groupId: 9, tagIds: [tag.id], points: 25 });
  expect(rowOf(shop, "customers", write.result?.id)).toMatchObject({ points: 25, group: { id: 9 } });
});

describe.each([
  ["purchases", "stock.import-from-supplier", "inventory/importsupplier", 1],
  ["supplier-returns", "stock.return-to-supplier", "inventory/exportsupplier", -1],
] as const)("goods of a supplier: %s", (path, operation, call, sign) => {
  const bill = (shop: WriteShop) => ({
    locationId: shop.ids("locations")[0]!,
    supplier: { id: shop.ids("suppliers")[0]! },
    lines: [{ productId: shop.ids("products")[0]!, quantity: 3, price: 20_000, serials: ["A1", "A2", "A3"] }],
    discount: 5_000,
    paid: 55_000,
    method: "transfer",
    accountId: "263475",
    note: "Đợt 1",
  });
  const stockOf = (shop: WriteShop, id: string): number =>
    (shop.world.simulator.rows("inventory") as any[]).find(({ productId }) => String(productId) === id).inventory
      .remain;

  test("move the stock, and the bill shows all that was asked", async () => {
    const shop = await open();
    const command = bill(shop);
    const before = stockOf(shop, command.lines[0]!.productId);
    const write = await send(shop, "POST", path, command);
    expect(write).toMatchObject({ state: "succeeded", result: { by: "answer", readBack: true } });
    expect(write.result?.notTaken).toBeUndefined();
    expect(write.result?.unseen).toBeUndefined();
    expect(stockOf(shop, command.lines[0]!.productId)).toBe(before + sign * 3);
    expect(sent(shop, operation)).toMatchObject({
      supplierId: Number(command.supplier.id),
      products: [{ quantity: 3, price: 20_000, imeis: ["A1", "A2", "A3"] }],
      payment: { manualDiscountType: "cash", manualDiscount: 5_000, transfer: { value: 55_000, accountId: 263475 } },
    });
  });

  test("whose answer was lost are found by our mark and moved once", async () => {
    const shop = await open();
    lost(shop, call);
    const write = await send(shop, "POST", path, bill(shop));
    expect(write).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(shop.journal().filter((entry) => entry.operation === operation)).toHaveLength(1);
  });

  test("are told what the bill shows otherwise", () => {
    const declared = vendors["nhanh-v3"].writes[path === "purchases" ? "purchases.create" : "supplier-returns.create"]!;
    const shown = declared.view!({
      depotId: 2,
      supplier: { id: 4 },
      products: [{ id: 7, quantity: 2, price: 9, imei: [] }],
    });
    expect(shown).toMatchObject({
      locationId: "2",
      supplier: { id: "4" },
      lines: [{ productId: "7", quantity: 2, price: 9 }],
    });
  });

  test("a draft, a supplier by name and two discounts are refused by field", async () => {
    const shop = await open();
    const refused = async (change: object) =>
      fieldsOf((await shop.request("POST", path, { ...bill(shop), ...change })).body);
    if (path === "purchases") expect(await refused({ draft: true })).toEqual(["draft"]);
    expect(await refused({ supplier: { name: "Xưởng may" } })).toContain("supplier.id");
    const line = { productId: shop.ids("products")[0], quantity: 1, price: 5, discount: 1 };
    expect(await refused({ lines: [line] })).toEqual(["discount"]);
    expect(await refused({ discount: undefined, lines: [{ ...line, quantity: 2 }] })).toEqual(["lines.0.discount"]);
  });
});

describe("vouchers", () => {
  const campaign = {
    name: "Giảm 10%",
    percent: 10,
    mostOff: 50_000,
    count: 3,
    from: "2026-12-01T00:00:00+07:00",
    to: "2026-12-31T23:59:59+07:00",
  };
  const codesOf = (shop: WriteShop, id: string | undefined) =>
    (shop.world.simulator.rows("vouchers") as any[]).filter(({ batchId }) => String(batchId) === id);

  test("are made with a campaign of their own, which is read back", async () => {
    const shop = await open();
    const write = await send(shop, "POST", "vouchers", campaign);
    expect(write).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(write.result?.notTaken).toBeUndefined();
    expect(write.result?.unseen).toBeUndefined();
    expect(codesOf(shop, write.result?.id)).toHaveLength(3);
    expect(sent(shop, "coupon-programs.create")).toMatchObject({
      startDate: "2026-12-01",
      endDate: "2026-12-31",
      valueType: 2,
      value: 10,
      valueMax: 50_000,
      canUsedTimes: 1,
    });
  });

  test("of a campaign that is there become more, and no more than asked after a lost answer", async () => {
    const shop = await open();
    const [id] = shop.ids("voucher-campaigns");
    const before = codesOf(shop, id).length;
    lost(shop, "promotion/batchincreasecode");
    const write = await send(shop, "POST", "vouchers", { campaignId: id, count: 4 });
    expect(write).toMatchObject({ state: "succeeded", result: { id, by: "probe" } });
    expect(codesOf(shop, id)).toHaveLength(before + 4);
  });

  test("a campaign whose answer was lost is found by our mark and made once", async () => {
    const shop = await open();
    const before = shop.ids("voucher-campaigns").length;
    lost(shop, "promotion/batchadd");
    const write = await send(shop, "POST", "vouchers", campaign);
    expect(write).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(shop.ids("voucher-campaigns")).toHaveLength(before + 1);
  });

  test("codes of one's own, and terms for a campaign that has them, are refused by field", async () => {
    const shop = await open();
    const [id] = shop.ids("voucher-campaigns");
    const refused = async (command: object) =>
      fieldsOf((await shop.request("POST", "vouchers?strict=true", command)).body);
    expect(await refused({ ...campaign, codes: ["TET"] })).toEqual(["codes"]);
    expect(await refused({ campaignId: id, count: 1, percent: 5 })).toEqual(["percent"]);
    expect(await refused({ campaignId: id, count: 1_001 })).toEqual(["count"]);
    expect((await refused({ name: "Tết", count: 1 })).sort()).toEqual(["from", "to", "value"]);
  });

  test("one code is given away once, also when the answer was lost", async () => {
    const shop = await open();
    const [code] = shop.world.simulator.rows("vouchers") as any[];
    lost(shop, "promotion/couponupdate");
    const write = await send(shop, "POST", "vouchers/release", {
      campaignId: String(code.batchId),
      codes: [code.code],
    });
    expect(write).toMatchObject({ state: "succeeded" });
    expect(codesOf(shop, String(code.batchId)).find((one) => one.code === code.code).totalAssigned).toBe(1);
    expect(sent(shop, "coupons.update")).toEqual({ act: "giveaway", code: code.code });
  });
});

describe("a parcel of the shipping hub", () => {
  const spot = (name: string) => ({
    name,
    phone: "0912345678",
    address: { line: "1 Lê Lợi", provinceId: "254", wardId: "1116" },
  });
  const parcel = {
    locationId: "7",
    sender: spot("Kho"),
    receiver: spot("Lan"),
    weightGrams: 500,
    cod: 90_000,
    carrierCode: "AHAMOVE",
    serviceCode: "5",
  };

  test("is made, sent and cancelled, and nothing of it can be seen", async () => {
    const shop = await open();
    const made = await send(shop, "POST", "shipments", parcel);
    expect(made).toMatchObject({ state: "succeeded" });
    expect(made.result?.unseen).toContain("receiver.name");
    expect(sent(shop, "shipments.create")).toMatchObject({
      businessStoreId: 7,
      weight: 500,
      codAmount: 90_000,
      carrier: { id: 18, serviceId: 5 },
      receiver: { mobile: "0912345678", shippingLocation: { locationVer: "v2", provinceId: 254, wardId: 1116 } },
    });
    const id = made.result!.id!;
    expect(await send(shop, "POST", `shipments/${id}/send`, {})).toMatchObject({ state: "succeeded", result: { id } });
    expect(await send(shop, "POST", `shipments/${id}/cancel`, { reason: "Khách đổi ý" })).toMatchObject({
      state: "succeeded",
    });
    expect(sent(shop, "shipments.cancel")).toEqual({ orderId: Number(id), cancelReason: "Khách đổi ý" });
  });

  test("has goods by their names: a code finds no product, and is told as what the hub does not keep", async () => {
    const shop = await open();
    const lines = [{ name: "Áo", code: "KHONG-CO", quantity: 1, price: 90_000 }];
    const made = await send(shop, "POST", "shipments", { ...parcel, lines });
    expect(made).toMatchObject({ state: "succeeded", result: { notTaken: ["lines.0.code"] } });
    expect(sent(shop, "shipments.create").products).toEqual([{ name: "Áo", quantity: 1, price: 90_000 }]);
  });

  test("that was handed over before is handed over: the hub says so, and a lost answer is asked for again", async () => {
    const shop = await open();
    const id = (await send(shop, "POST", "shipments", parcel)).result!.id!;
    lost(shop, "shipment/send");
    expect(await send(shop, "POST", `shipments/${id}/send`, {})).toMatchObject({ state: "succeeded", attempts: 2 });
  });

  test("whose answer was lost stays unknown, because the hub lists no parcels", async () => {
    const shop = await open();
    lost(shop, "shipment/create");
    const write = await send(shop, "POST", "shipments", parcel);
    expect(write.state).toBe("unknown");
    expect(shop.journal().filter(({ operation }) => operation === "shipments.create")).toHaveLength(1);
  });

  test("needs both addresses in one scheme", async () => {
    const shop = await open();
    const receiver = { ...spot("Lan"), address: { ...spot("Lan").address, districtId: "321" } };
    const { body } = await shop.request("POST", "shipments", { ...parcel, receiver });
    expect(fieldsOf(body)).toEqual(["receiver.address.districtId"]);
  });
});
