import { parseTime, SECOND } from "../../../shared/core/time.ts";
import type { Entry, Handler } from "../simulator.ts";
import { type Box, numberOrText } from "./box.ts";
import { dataOf, dayWindow, isAsked, lastTenDays, pagesOf, sliceOf, TEN_DAYS } from "./listing.ts";
import { orderView } from "./orders.ts";
import { type Fields, failure, keyed, success } from "./wire.ts";

/** The stretch of time that is looked at. Undefined: all of it, for one order or one customer. */
const stretchOf = (box: Box, data: Fields) => {
  const from = parseTime(data.updatedDateTimeFrom, "hanoi");
  const to = parseTime(data.updatedDateTimeTo, "hanoi");
  if (from !== undefined || to !== undefined) {
    const end = to ?? from! + TEN_DAYS;
    const start = from ?? end - TEN_DAYS;
    if (end - start > TEN_DAYS) throw failure("updatedDateTimeFrom and updatedDateTimeTo must be within 10 days");
    return { by: "touched", from: start, to: end + SECOND - 1 };
  }
  const created = dayWindow(data, "fromDate", "toDate");
  const isNamed = data.id !== undefined || data.customerId !== undefined || data.customerMobile !== undefined;
  return created || !isNamed ? { by: "created", ...(created ?? lastTenDays(box)) } : undefined;
};

/** Which orders are asked for, beside their time. */
const filterOf = (box: Box, data: Fields) => {
  const delivery = dayWindow(data, "fromDeliveryDate", "toDeliveryDate");
  const young = box.shop.now() - box.quirks.lagSeconds * SECOND;
  const isShown = (entry: Entry<Fields>) =>
    data.id === undefined || box.quirks.lagSeconds === 0 || entry.created <= young;
  const isDelivered = (row: Fields) =>
    !delivery ||
    ((parseTime(row.deliveryDate, "hanoi") ?? 0) >= delivery.from &&
      parseTime(row.deliveryDate, "hanoi")! <= delivery.to);
  return (row: Fields, entry: Entry<Fields>): boolean =>
    isAsked(row.id, data.id) &&
    isShown(entry) &&
    isAsked(row.customerId, data.customerId) &&
    isAsked(row.customerMobile, data.customerMobile) &&
    isAsked(row.depotId, data.depotId) &&
    isAsked(row.typeId, data.type) &&
    isAsked(row.carrierId, data.carrierId) &&
    isAsked(row.carrierCode, data.carrierCode) &&
    (!Array.isArray(data.statuses) || data.statuses.includes(row.statusCode)) &&
    isDelivered(row);
};

export const listOrders =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(box, data, 100, 100);
    const between = stretchOf(box, data);
    const where = filterOf(box, data);
    const { total, entries } = box.orders.query({
      descending: true,
      ...(between && { between }),
      where,
      offset,
      limit,
    });
    const head = { totalPages: pagesOf(total, size), totalRecords: numberOrText(box, total), page };
    if (total === 0) return success(box.dice.chance(0.5) ? [] : head);
    return success({ ...head, orders: keyed(entries.map((entry) => orderView(box, entry))) });
  };

export const orderHistory =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const entry = box.orders.get(data.orderId);
    if (!entry) throw failure("Order not found");
    if (data.type !== "logcarrier") return success(entry.row.history);
    return success(entry.row.carrierCode ? { carrierLink: "https://carrier.example", logs: [] } : []);
  };
