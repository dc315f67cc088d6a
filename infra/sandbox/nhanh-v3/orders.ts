import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { moveStock } from "./stock.ts";
import { type Fields, listOf, touched, unix } from "./wire.ts";

export const orderRow = (entry: Entry<Fields>): Fields => ({
  ...entry.row,
  info: { ...entry.row.info, updatedAt: touched(entry) },
});

export const logStep = (
  box: Box,
  orderId: number,
  { step, old, status }: { step: number; old: number; status: number },
) =>
  box.history.insert((id, at) => ({
    logId: String(id),
    orderId,
    step,
    status: { old, new: status },
    createdAt: unix(at),
    createdById: 2_054_190,
    createdBy: "Lan",
  }));

export const tagsOf = (ids: unknown): Fields[] =>
  listOf(ids).map((tag) => ({ id: String(tag), name: `Tag ${tag}`, status: 1 }));

const orderLine = (product: Fields, line: Fields, place: number): Fields => {
  const discount = line.discount ?? 0;
  return {
    productId: product.id,
    orderProductId: place + 1,
    typeId: product.type,
    code: product.code,
    name: product.name,
    appProductId: product.appProductId ?? "",
    weight: product.shipping.weight,
    quantity: line.quantity,
    price: line.price,
    originalPrice: product.prices.retail,
    priceVatMode: 2,
    priceAfterVAT: line.price,
    // Given for the line, shown per unit.
    discount: discount / line.quantity,
    discountAmount: discount,
    avgCost: 0,
    // The product's own where the call names none (order/add, vat); -1, -2 and -100 stand for no VAT.
    vatPercent: Math.max(0, line.vat ?? product.vat ?? 0),
    description: line.description ?? "",
    imeiId: 0,
    imei: "",
    imeiIds: [],
    imeiCodes: listOf(line.imeis).map((code, at) => ({ id: at + 1, code })),
    partialDelivery: [],
    combos: [],
    totalAmount: line.price * line.quantity - discount,
  };
};

const discountOf = (payment: Fields | undefined, goods: number): number => {
  const whole = payment?.discountAmount ?? 0;
  return payment?.discountType === "percent" ? Math.round((goods * whole) / 100) : whole;
};

/** The order's discount is spread over its lines when it is saved; the last one takes the rest. */
const spread = (off: number, lines: readonly Fields[], goods: number): readonly number[] => {
  let done = 0;
  return lines.map(({ price, quantity }, place) => {
    const share = Math.floor(goods > 0 ? (off * price * quantity) / goods : 0);
    const part = place === lines.length - 1 ? off - done : share;
    done += part;
    return part;
  });
};

const newCarrier = (given: Fields | undefined, fee: number): Fields => ({
  id: given?.id ?? 0,
  name: "",
  service: given?.serviceId ? { id: given.serviceId, code: "", name: "" } : [],
  sendCarrierType: given?.sendCarrierType ?? 0,
  carrierCode: "",
  sendCarrierAt: 0,
  deliveryAt: 0,
  weight: given?.orderPackage?.weight ?? 0,
  shipFee: 0,
  codFee: 0,
  customerShipFee: fee,
});

export const addOrder = (box: Box, body: Fields, saleChannel: number, customer: Fields) => {
  const given = listOf(body.products);
  const goods = given.reduce((total, line) => total + line.price * line.quantity, 0);
  const off = discountOf(body.payment, goods);
  const parts = spread(off, given, goods);
  const lines = given.map((line, place) => {
    const product = box.products.even(line.id)!.row;
    return orderLine(product, { ...line, discount: (line.discount ?? 0) + parts[place]! }, place);
  });
  const depotId = body.info?.depotId ?? box.depots.live()[0]?.id ?? 0;
  const fee = body.carrier?.customerShipFee ?? 0;
  const deposit = body.payment?.depositAmount ?? 0;
  const transfer = body.payment?.transferAmount ?? 0;
  const total = lines.reduce((sum, line) => sum + line.totalAmount, 0) + fee;
  const made = box.orders.insert((id, at) => ({
    info: {
      id,
      depotId,
      pickupDepotId: depotId,
      type: body.info?.type ?? 1,
      originalOrderId: 0,
      createdById: body.info?.createdById ?? 2_054_190,
      createdByName: "Lan",
      saleId: body.info?.saleId ?? 0,
      saleName: "",
      createdAt: unix(at),
      confirmedAt: 0,
      packedAt: 0,
      description: body.info?.description ?? "",
      privateDescription: body.info?.privateDescription ?? "",
      orderIndex: 1,
      status: body.info?.status ?? 54,
      reason: 0,
      handoverIds: [],
      trackingUrl: `https://example.com/tracking/${id}`,
      tags: tagsOf(body.info?.tagIds),
    },
    channel: {
      appOrderId: body.channel?.appOrderId ?? "",
      saleChannel,
      trafficSource: body.channel?.sourceName ?? "",
      shopId: 0,
      affiliate: [],
    },
    shippingAddress: {
      id: customer.id,
      code: customer.code,
      birthday: "",
      email: "",
      address: "",
      cityId: 0,
      districtId: 0,
      wardId: 0,
      ...withoutVersion(body.shippingAddress ?? {}),
    },
    products: lines,
    carrier: newCarrier(body.carrier, fee),
    payment: {
      usedPoints: [],
      vat: [],
      discount: { percent: 0, amount: off },
      couponCode: body.payment?.couponCode ?? "",
      deposit: { amount: deposit, accountId: body.payment?.depositAccountId ?? 0, name: "" },
      transfer: { amount: transfer, accountId: body.payment?.transferAccountId ?? 0, name: "" },
      credit: [],
      codAmount: total - deposit - transfer,
    },
    gifts: given.flatMap((line, place) =>
      listOf(line.gifts).map((gift) => ({
        productId: gift.id,
        orderProductId: place + 1,
        name: box.products.even(gift.id)?.row.name ?? "",
        quantity: gift.quantity,
        price: String(gift.price ?? 0),
      })),
    ),
  }));
  const id = Number(made.id);
  logStep(box, id, { step: 1, old: 0, status: made.row.info.status });
  moveStock(
    box,
    [...lines, ...made.row.gifts].map((line: Fields) => ({ id: line.productId, depotId, holding: line.quantity })),
  );
  return made;
};

export const setStatus = (box: Box, id: number | string, status: number, step = 7) => {
  const entry = box.orders.get(id);
  if (!entry) return;
  const before = entry.row.info.status;
  box.orders.edit(id, (row) => {
    row.info.status = status;
    if (status === 59) {
      row.carrier = { ...row.carrier, id: 8, name: "GHTK", carrierCode: `S${id}`, sendCarrierAt: unix(box.shop.now()) };
    }
    if (status === 60) row.carrier = { ...row.carrier, deliveryAt: unix(box.shop.now()) };
  });
  logStep(box, Number(id), { step, old: before, status });
  const ended = [60, 63, 64, 72].includes(status) && ![60, 63, 64, 72].includes(before);
  if (!ended) return;
  const { depotId } = entry.row.info;
  moveStock(
    box,
    [...entry.row.products, ...entry.row.gifts].map((line: Fields) => ({
      id: line.productId,
      depotId,
      holding: -line.quantity,
      remain: status === 60 ? -line.quantity : 0,
    })),
  );
};

export const withoutVersion = ({ locationVersion: _version, ...address }: Fields): Fields => address;
