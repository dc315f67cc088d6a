import type { Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { addCustomer } from "./customers.ts";
import { STATUS_NAMES } from "./data.ts";
import { dataOf, simpleList } from "./listing.ts";
import { listOrders, orderHistory } from "./order-list.ts";
import { addOrder, moneyOf, orderLine, setStatus } from "./orders.ts";
import { addProduct } from "./products.ts";
import { type Fields, failure, success } from "./wire.ts";

const ENDS = ["Canceled", "Aborted"];
const EARLY = ["New", "Confirming", "CustomerConfirming", "Confirmed"];

const productOf = (box: Box, line: Fields) =>
  box.products.get(line.idNhanh ?? "") ?? box.products.by("own", String(line.id));

/** @throws Refuse */
const checkLine = (box: Box, line: Fields): void => {
  const known = productOf(box, line);
  if ((line.gifts ?? []).some((gift: Fields) => !box.products.get(gift.productStoreId)))
    throw failure({ productList: "gift is unknown" });
  if (!known && (!line.name || line.price === undefined)) throw failure({ productList: "product is unknown" });
  if (!(Number(line.quantity) > 0)) throw failure({ productList: "quantity is required" });
};

/** @throws Refuse */
const checkOwnOrder = (box: Box, data: Fields): void => {
  const missing = ["id", "customerName", "customerMobile"].filter((field) => !data[field]);
  if (missing.length > 0) throw failure(Object.fromEntries(missing.map((field) => [field, `${field} is required`])));
  if (String(data.id).length > 36) throw failure({ id: "id is too long" });
  // How a known own id is refused is not documented; that it is the key is.
  if (box.orders.by("own", String(data.id))) throw failure({ id: "id already exists" });
  if (data.depotId !== undefined && !box.depots.get(data.depotId))
    throw failure("depotId is not granted to this token", "ERR_INVALID_DEPOT_ID");
  if (data.sendCarrierType === 2 && (!data.carrierAccountId || !data.carrierServiceCode))
    throw failure({ carrierAccountId: "carrierAccountId and carrierServiceCode are required" });
};

/** A product that is not known yet becomes one. */
const soldLine = (box: Box, line: Fields): Fields => {
  const product =
    productOf(box, line) ??
    addProduct(box, {
      own: String(line.id),
      name: line.name,
      price: line.price,
      code: line.code ?? "",
      attributes: [],
    });
  return {
    ...orderLine(box, product.row, Number(line.quantity), Number(line.price)),
    imei: line.imei ?? "",
    description: line.description ?? "",
  };
};

const giftsOf = (box: Box, line: Fields, place: number): Fields[] =>
  ((line.gifts ?? []) as Fields[]).map((gift) => ({
    productId: gift.productStoreId,
    orderProductId: place + 1,
    name: box.products.get(gift.productStoreId)?.row.name ?? "",
    quantity: gift.quantity,
    price: gift.value ?? 0,
  }));

const addOwnOrder =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    checkOwnOrder(box, data);
    const entries = (data.productList ?? []) as Fields[];
    for (const line of entries) checkLine(box, line);
    const sold = entries.map((line) => soldLine(box, line));
    const gifts = entries.flatMap((line, place) => giftsOf(box, line, place));
    const customer =
      box.customers.by("mobile", data.customerMobile) ??
      addCustomer(box, { name: data.customerName, mobile: data.customerMobile });
    const take = (names: readonly string[]) =>
      Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
    const status = EARLY.includes(data.status) ? data.status : "New";
    const entry = addOrder(box, {
      privateId: String(data.id),
      shopOrderId: String(data.id),
      moneyDiscount: 0,
      customerShipFee: 0,
      shipFee: 0,
      carrierId: null,
      carrierName: "",
      carrierServiceName: "",
      customerCity: data.customerCityName ?? "",
      customerCityId: null,
      customerDistrict: data.customerDistrictName ?? "",
      customerDistrictId: null,
      customerAddress: "",
      ...take(["depotId", "type", "customerName", "customerMobile", "customerEmail", "customerAddress", "description"]),
      ...take(["moneyDiscount", "moneyTransfer", "moneyDeposit", "customerShipFee", "privateDescription", "carrierId"]),
      ...take(["deliveryDate", "couponCode", "usedPoints", "saleId"]),
      customerId: customer.id,
      trafficSourceName: data.trafficSource ?? null,
      serviceId: data.carrierServiceId ?? null,
      gifts,
      statusCode: status,
      statusName: STATUS_NAMES[status],
      saleChannel: 10,
      tags: [],
      products: sold,
    });
    call.commit(entry.id, String(data.id), data);
    return success({ orderId: entry.id, trackingUrl: `https://nhanh.example/tracking/${entry.id}` });
  };

/** @throws Refuse where an order that is `now` so cannot become `status` */
const checkStatus = (now: string, status: string): void => {
  if (!["Success", "Confirmed", ...ENDS].includes(status)) throw failure({ status: "invalid status" });
  if (ENDS.includes(status) && !["New", "Confirming", "Confirmed"].includes(now))
    throw failure({ status: `an order that is ${now} cannot be canceled` });
  if (status === "Confirmed" && !EARLY.includes(now)) throw failure({ status: "the order is confirmed already" });
  if ([...ENDS, "Success"].includes(now)) throw failure({ status: "the order is closed" });
};

const updateOrder =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    if (!data.orderId && !data.id) throw failure({ orderId: "orderId or id is required" });
    const entry = data.orderId ? box.orders.get(data.orderId) : box.orders.by("own", String(data.id));
    if (!entry) throw failure("Order not found");
    const { status } = data;
    if (status !== undefined) checkStatus(entry.row.statusCode, status);
    if (status !== undefined) setStatus(box, entry.id, status);
    box.orders.edit(entry.id, (row) => {
      for (const field of ["description", "privateDescription", "customerShipFee", "moneyTransfer"]) {
        if (data[field] !== undefined) row[field] = data[field];
      }
      row.calcTotalMoney = moneyOf(row);
    });
    call.commit(entry.id, data.id === undefined ? undefined : String(data.id), data);
    const { statusCode, shipFee, codFee, carrierCode } = entry.row;
    return success({
      orderId: entry.id,
      status: statusCode,
      shipFee,
      codFee,
      shipFeeDiscount: 0,
      codFeeDiscount: 0,
      carrierCode,
    });
  };

export const orderRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "order/index": listOrders(box),
  "order/add": addOwnOrder(box),
  "order/update": updateOrder(box),
  "order/addcomplain": (call) => {
    const data = dataOf(call);
    if (!data.id || !data.reason || !data.description) throw failure({ description: "description is required" });
    call.commit(data.id, undefined, data);
    return success({ complainId: box.dice.integer(1, 99_999) });
  },
  "order/history": orderHistory(box),
  "order/source": simpleList(box, box.sources, { name: "sources", most: 100, usual: 100 }),
});
