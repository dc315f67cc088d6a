import { describe, expect, test } from "vitest";
import { checkCall } from "../../../shared/usecases/writing/check-passthrough.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const open = () => openWriteShop("nhanh-v2");
const send = async (shop: WriteShop, method: string, path: string, command: object) => {
  const { status, body } = await shop.request(method, path, command);
  expect(status, JSON.stringify(body)).toBe(202);
  await shop.settle();
  return shop.write(body.id);
};
/** What the vendor was sent last, which its document must allow. */
const sent = (shop: WriteShop, operation: string, params: object = {}): any => {
  const body = shop.journal().findLast((entry) => entry.operation === operation)?.body;
  const declared = vendors["nhanh-v2"].operations.find(({ id }) => id === operation)!;
  expect(() => checkCall(declared, { params: { ...params }, body })).not.toThrow();
  return body;
};
const fieldsOf = (body: any): string[] => body.errors.map(({ field }: any) => field);
const lost = (shop: WriteShop, path: string, act?: string) =>
  shop.world.simulator.faults.next(
    "timeoutAfterCommit",
    (request) => request.path.endsWith(path) && (act === undefined || request.query.get("act") === act),
  );

describe("an order with all that order/add takes", () => {
  const order = (shop: WriteShop) => {
    const [productId, other] = shop.ids("products");
    return {
      locationId: shop.ids("locations").find((id) => /^[1-9]/.test(id)),
      customer: { name: "Lan", phone: "0912345678" },
      lines: [
        { productId, quantity: 1, price: 50_000, serials: ["IMEI 1"] },
        { productId: other, quantity: 1, gift: true },
      ],
      shipping: { carrierCode: "5", serviceCode: "7", expectedAt: "2026-12-01T16:00:00+07:00" },
      staffId: shop.ids("staff")[0],
      channel: "Facebook",
    };
  };

  test("carries a serial, a gift, the seller, the service and the day, and shows them again", async () => {
    const shop = await open();
    const command = order(shop);
    const write = await send(shop, "POST", "orders", command);
    expect(write).toMatchObject({ state: "succeeded" });
    // Of the time only its day is kept.
    expect(write.result?.notTaken).toEqual(["shipping.expectedAt"]);
    expect(write.result?.unseen).toBeUndefined();
    expect(sent(shop, "orders.create")).toMatchObject({
      saleId: Number(command.staffId),
      sendCarrierType: 1,
      carrierId: 5,
      carrierServiceId: 7,
      deliveryDate: "2026-12-01",
      trafficSource: "Facebook",
      productList: [
        { imei: "IMEI 1", type: "IMEI", gifts: [{ productStoreId: Number(command.lines[1]!.productId), quantity: 1 }] },
      ],
    });
  });

  test("VAT, a batch, labels, several serials and a gift without its line are refused by field", async () => {
    const shop = await open();
    const refused = async (change: object) =>
      fieldsOf(
        (await shop.request("POST", "orders?strict=true", { ...order(shop), shipping: undefined, ...change })).body,
      );
    const line = { productId: shop.ids("products")[0], quantity: 2, price: 5 };
    expect(await refused({ lines: [{ ...line, taxRate: 8 }] })).toEqual(["lines.0.taxRate"]);
    expect(await refused({ lines: [{ ...line, batch: { id: "3" } }] })).toEqual(["lines.0.batch"]);
    expect(await refused({ tags: ["VIP"] })).toEqual(["tags"]);
    expect(await refused({ lines: [{ ...line, serials: ["A"] }] })).toEqual(["lines.0.serials"]);
    expect(await refused({ lines: [{ ...line, gift: true }] })).toEqual(["lines.0.gift"]);
  });
});

test("a new customer has a group and points, and what the list does not show of it is told", async () => {
  const shop = await open();
  const write = await send(shop, "POST", "customers", { name: "Mai", phone: "0966000333", groups: ["9"], points: 25 });
  expect(write.result?.notTaken).toBeUndefined();
  expect(write.result?.unseen).toEqual(["groups"]);
  expect(shop.journal().at(-1)?.body).toMatchObject({ groupId: 9, points: 25 });
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
  const campaignsOf = (shop: WriteShop) => shop.world.simulator.rows("voucher-campaigns") as any[];

  test("are made with a campaign of their own, which is read back", async () => {
    const shop = await open();
    const write = await send(shop, "POST", "vouchers", campaign);
    expect(write).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(write.result?.notTaken).toBeUndefined();
    expect(write.result?.unseen).toBeUndefined();
    expect(sent(shop, "coupons.call", { act: "addbatch" })).toMatchObject({
      startDate: "2026-12-01",
      endDate: "2026-12-31",
      valueType: 2,
      value: 10,
      valueMax: 50_000,
      canUsedTimes: 1,
    });
  });

  test("of a new campaign whose answer was lost are found by our mark and made once", async () => {
    const shop = await open();
    const before = campaignsOf(shop).length;
    lost(shop, "promotion/coupon", "addbatch");
    const write = await send(shop, "POST", "vouchers", campaign);
    expect(write).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(campaignsOf(shop)).toHaveLength(before + 1);
  });

  test("of a campaign that is there become more, and stay unknown after a lost answer: they carry nothing of ours", async () => {
    const shop = await open();
    const { id } = campaignsOf(shop)[0];
    const before = campaignsOf(shop)[0].numberOfCodes;
    expect(await send(shop, "POST", "vouchers", { campaignId: String(id), count: 2 })).toMatchObject({
      state: "succeeded",
    });
    lost(shop, "promotion/coupon", "increasecode");
    const write = await send(shop, "POST", "vouchers", { campaignId: String(id), count: 4 });
    expect(write).toMatchObject({ state: "unknown", error: { code: "cannot-tell" } });
    expect(campaignsOf(shop).find((row) => row.id === id).numberOfCodes).toBe(before + 6);
  });

  test("one code is given away once, also when the answer was lost", async () => {
    const shop = await open();
    const [code] = shop.world.simulator.rows("vouchers") as any[];
    lost(shop, "promotion/coupon", "giveaway");
    const write = await send(shop, "POST", "vouchers/release", {
      campaignId: String(code.batchId),
      codes: [code.code],
    });
    expect(write).toMatchObject({ state: "succeeded" });
    const shown = (shop.world.simulator.rows("vouchers") as any[]).find((one) => one.code === code.code);
    expect(shown.assignedTimes).toBe(1);
  });
});
