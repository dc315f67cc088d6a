import type { Handler } from "../simulator.ts";
import { wrongDepot } from "./access.ts";
import type { Box } from "./box.ts";
import { customerFor } from "./customers.ts";
import { betweenUpdates, dateWindow, equals, includes, isReply } from "./filters.ts";
import { deletedList, pageOf, smallList, tagList } from "./listing.ts";
import { addOrder, logStep, orderRow, setStatus, tagsOf, withoutVersion } from "./orders.ts";
import { unknownProducts } from "./products.ts";
import { type Fields, invalid, listOf, missing, ok, refuse } from "./wire.ts";

const orderList =
  (box: Box): Handler =>
  (call) => {
    const filters: Fields = call.body?.filters ?? {};
    const named = listOf(filters.ids).length > 0 || filters.shippingAddress?.id || filters.shippingAddress?.mobile;
    const byUpdate = betweenUpdates(filters) !== undefined;
    const updates = byUpdate ? dateWindow(box, filters, "updatedAt") : undefined;
    if (updates && isReply(updates)) return updates;
    // Without any date only the last 31 days are looked at, and nothing says so.
    const created = named || byUpdate ? undefined : dateWindow(box, filters, "createdAt");
    if (created && isReply(created)) return created;
    return pageOf(box, call, box.orders, {
      descending: true,
      between: updates,
      where: (row) =>
        includes(filters.ids, row.info.id) &&
        includes(filters.statuses, row.info.status) &&
        includes(filters.depotIds, row.info.depotId) &&
        includes(filters.saleChannels, row.channel.saleChannel) &&
        equals(filters.type, row.info.type) &&
        equals(filters.shippingAddress?.id, row.shippingAddress.id) &&
        equals(filters.shippingAddress?.mobile, row.shippingAddress.mobile) &&
        (created === undefined || (row.info.createdAt >= created.from && row.info.createdAt <= created.to)),
      toRow: orderRow,
    });
  };

const unknownGifts = (box: Box, products: readonly Fields[]) => {
  const gifts = products.flatMap((line) => listOf(line.gifts));
  return gifts.length > 0 ? unknownProducts(box, gifts) : undefined;
};
/** What each of the two ways to send asks for (order/add, carrier). */
const lacksService = (carrier: Fields | undefined) => {
  const needed: Readonly<Record<number, readonly string[]>> = {
    1: ["id", "serviceId"],
    2: ["serviceCode", "accountId"],
  };
  return missing(carrier ?? {}, ...(needed[carrier?.sendCarrierType] ?? []));
};

const orderAdd =
  (box: Box): Handler =>
  (call) => {
    const { body, commit } = call;
    const wrong =
      missing(body, "channel.appOrderId", "shippingAddress.name", "shippingAddress.mobile") ??
      wrongDepot(box, call, body?.info?.depotId) ??
      unknownProducts(box, body?.products) ??
      unknownGifts(box, body.products) ??
      lacksService(body.carrier);
    if (wrong) return wrong;
    if (body.products.length > 500) return invalid({ products: "max 500 products" });
    if (body.products.some((line: Fields) => typeof line.price !== "number"))
      return invalid({ "products.price": "is required" });
    const { appOrderId } = body.channel;
    // Also when the first one was deleted since.
    if (
      box.orders.by("appOrderId", appOrderId) ||
      box.orders.gone().some(({ row }) => row.channel.appOrderId === appOrderId)
    )
      return invalid({ "channel.appOrderId": `appOrderId ${appOrderId} already existed` });
    const made = addOrder(box, body, 10, customerFor(box, body.shippingAddress));
    commit(made.id, appOrderId);
    const warning = body.shippingAddress.locationVersion === "v2" ? { warning: ["v1 is recommended"] } : {};
    return ok({ id: made.id, trackingUrl: made.row.info.trackingUrl }, warning);
  };

/** An empty value clears; products are not looked at. */
const applyEdit = (row: Fields, { info, carrier, shippingAddress, payment }: Fields): void => {
  for (const field of ["description", "privateDescription"]) if (field in info) row.info[field] = info[field] ?? "";
  if (Array.isArray(info.tagIds)) row.info.tags = tagsOf(info.tagIds);
  editCarrier(row, carrier ?? {});
  Object.assign(row.shippingAddress, withoutVersion(shippingAddress ?? {}));
  const { transferAmount: amount, transferAccountId } = payment ?? {};
  if (amount !== undefined) row.payment.transfer = { amount, accountId: transferAccountId ?? 0, name: "" };
};

const editCarrier = (row: Fields, { id, serviceId, customerShipFee, orderPackage }: Fields): void => {
  if (id !== undefined) row.carrier.id = id;
  if (serviceId !== undefined) row.carrier.service = { id: serviceId, code: "", name: "" };
  if (customerShipFee !== undefined) {
    row.payment.codAmount += customerShipFee - row.carrier.customerShipFee;
    row.carrier.customerShipFee = customerShipFee;
  }
  if (orderPackage?.weight !== undefined) row.carrier.weight = orderPackage.weight;
};

const orderEdit =
  (box: Box): Handler =>
  (call) => {
    const { body, commit } = call;
    const wrong = missing(body, "info.id");
    if (wrong) return wrong;
    const entry = box.orders.get(body.info.id);
    if (!entry) return invalid({ "info.id": "order not found" });
    const { info, carrier } = entry.row;
    if (info.status === 60 || info.status === 72 || carrier.sendCarrierAt > 0)
      return refuse("ERR_ORDER_CANNOT_EDIT", "The order cannot be edited");
    const lacks = lacksService(body.carrier);
    if (lacks) return lacks;
    const { status } = body.info;
    if (status !== undefined && ![56, 60, 63, 64, 72].includes(status))
      return invalid({ "info.status": "invalid status" });
    box.orders.edit(entry.id, (row) => applyEdit(row, body));
    if (status !== undefined) setStatus(box, entry.id, status, 20);
    commit(entry.id);
    return ok({ id: entry.id, trackingUrl: info.trackingUrl });
  };

const cancelCarrier =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const [id] = [body?.orderId].flat();
    const entry = box.orders.get(id);
    if (!entry) return invalid({ orderId: "order not found" });
    if (!entry.row.carrier.sendCarrierAt)
      return refuse("ERR_ORDER_CARRIER_NOT_YET_SENT", "Not yet sent to the carrier");
    box.orders.edit(id, (row) => {
      row.carrier = { ...row.carrier, carrierCode: "", sendCarrierAt: 0 };
      row.info.status = 58;
    });
    commit(id);
    return ok({});
  };

export const orderRoutes = (box: Box): Record<string, Handler> => ({
  "order/list": orderList(box),
  "order/add": orderAdd(box),
  "order/edit": orderEdit(box),
  "order/cancelcarrier": cancelCarrier(box),
  "order/addcomplain": ({ body, commit }) => {
    const wrong = missing(body, "id", "reason");
    if (wrong) return wrong;
    if (!box.orders.get(body.id)) return invalid({ id: "order not found" });
    const made = logStep(box, body.id, { step: 19, old: 0, status: 0 });
    commit(body.id);
    return ok({ complainId: made.id });
  },
  "order/source": smallList(box, box.table("order-sources", 71)),
  "order/deleted": deletedList(box, box.orders),
  "order/history": (call) =>
    missing(call.body, "filters.orderIds") ??
    pageOf(box, call, box.history, {
      where: (row, _entry, { orderIds, steps }) => includes(orderIds, row.orderId) && includes(steps, row.step),
    }),
  "order/tags": tagList(box, "order-tags"),
});
