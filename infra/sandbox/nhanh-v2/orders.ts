import { DAY, toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Entry } from "../simulator.ts";
import { bookPayment } from "./bills.ts";
import { anyOf, type Box, numberOrText, phoneNumber, recentOf, touched, unix } from "./box.ts";
import { personName } from "./customers.ts";
import { NEXT, PLACES, STATUS_NAMES } from "./data.ts";
import { moveStock } from "./stock.ts";
import { notifyStock } from "./webhooks.ts";
import type { Fields } from "./wire.ts";

export const orderView = (box: Box, entry: Entry<Fields>): Fields => {
  const { history: _history, ...row } = entry.row;
  return { ...row, id: numberOrText(box, row.id), updatedAt: unix(touched(entry)) };
};

export const orderLine = (box: Box, product: Fields, quantity: number, price: number): Fields => ({
  productId: product.idNhanh,
  productName: product.name,
  productCode: product.code,
  productBarcode: product.barcode,
  price: numberOrText(box, price),
  quantity: numberOrText(box, quantity),
  weight: product.shippingWeight,
  imei: "",
  vat: 0,
  discount: 0,
  description: "",
  giftProducts: [],
  batch: [],
  comboItems: [],
  productMoney: price * quantity,
  priceOriginal: price,
  avgCost: product.avgCost,
});

export const moneyOf = (row: Fields): number =>
  row.products.reduce((sum: number, line: Fields) => sum + Number(line.productMoney), 0) +
  row.customerShipFee -
  row.moneyDiscount -
  row.moneyDeposit -
  row.moneyTransfer;

export const addOrder = (box: Box, fields: Fields = {}): Entry<Fields> => {
  const customer = anyOf(box, box.customers)?.row;
  const place = box.dice.pick(PLACES);
  const goods = Array.from({ length: box.dice.integer(1, 3) }, () => anyOf(box, box.products)).flatMap(
    (entry) => entry?.row ?? [],
  );
  const entry = box.orders.insert((id, at) => {
    const row: Fields = {
      id,
      privateId: null,
      shopOrderId: null,
      merchantTrackingNumber: "",
      handoverId: null,
      depotId: anyOf(box, box.depots)?.id ?? 31,
      depotName: "",
      typeId: 1,
      type: "Shipping",
      moneyDiscount: box.dice.chance(0.2) ? 10_000 : 0,
      moneyDeposit: 0,
      moneyTransfer: 0,
      usedPoints: 0,
      moneyUsedPoints: 0,
      serviceId: null,
      carrierId: 5,
      carrierCode: "",
      carrierName: "Giao hàng nhanh",
      carrierServiceName: "Chuẩn",
      shipFee: 20_000,
      codFee: 0,
      declaredFee: 0,
      customerShipFee: 30_000,
      returnFee: 0,
      overWeightShipFee: 0,
      description: "",
      privateDescription: "",
      customerId: customer?.id ?? null,
      customerName: customer?.name ?? personName(box),
      customerMobile: customer?.mobile ?? phoneNumber(box),
      customerEmail: "",
      customerAddress: "1 Tràng Tiền",
      customerCityId: place.id,
      customerCity: place.name,
      customerDistrictId: place.district.id,
      customerDistrict: place.district.name,
      createdById: 1_001,
      createdByName: "Lan",
      createdDateTime: toHanoiSeconds(at),
      deliveryDate: toHanoiDay(at + 2 * DAY),
      statusCode: "New",
      statusName: STATUS_NAMES.New,
      calcTotalMoney: 0,
      trafficSourceId: null,
      trafficSourceName: null,
      saleId: null,
      saleName: null,
      affiliateCode: null,
      tags: [],
      saleChannel: box.dice.pick([1, 2, 10, 42, 48]),
      ecomShopId: null,
      couponCode: null,
      products: goods.map((product) => orderLine(box, product, box.dice.integer(1, 3), Number(product.price))),
      facebook: {},
      packed: {},
      vat: {},
      gifts: [],
      history: [],
      ...fields,
    };
    row.calcTotalMoney = moneyOf(row);
    return row;
  });
  const { row } = entry;
  for (const line of row.products) moveStock(box, line.productId, row.depotId, { holding: Number(line.quantity) });
  notifyStock(
    box,
    row.products.map((line: Fields) => line.productId),
  );
  return entry;
};

export const setStatus = (box: Box, id: number | string, status: string) => {
  box.orders.edit(id, (row) => {
    row.history.push({
      step: "Cập nhật trạng thái",
      createdBy: "Lan",
      createdDateTime: toHanoiSeconds(box.shop.now()),
      oldStatus: row.statusCode,
      newStatus: status,
    });
    row.statusCode = status;
    row.statusName = STATUS_NAMES[status] ?? status;
    if (status === "Shipping") row.carrierCode = `GHN${row.id}`;
  });
};

export const advance = (box: Box) => {
  const entry = recentOf(box, box.orders);
  const next = entry && NEXT[entry.row.statusCode];
  if (!entry || !next) return;
  const status = box.dice.pick(next);
  setStatus(box, entry.id, status);
  const { products: sold, depotId } = entry.row;
  for (const line of sold) {
    const quantity = Number(line.quantity);
    if (status === "Shipping") moveStock(box, line.productId, depotId, { holding: -quantity, shipping: quantity });
    if (status === "Success") moveStock(box, line.productId, depotId, { shipping: -quantity, remain: -quantity });
    if (status === "Canceled" || status === "Aborted") moveStock(box, line.productId, depotId, { holding: -quantity });
  }
  notifyStock(
    box,
    sold.map((line: Fields) => line.productId),
  );
  if (status === "Success") bookPayment(box, entry.row.calcTotalMoney, entry.row);
};
