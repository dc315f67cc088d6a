import { parseTime, SECOND } from "../../../shared/core/time.ts";
import type { Handler } from "../simulator.ts";
import { type Box, numberOrText } from "./box.ts";
import { dataOf, dayWindow, isAsked, lastTenDays, pagesOf, sliceOf, TEN_DAYS } from "./listing.ts";
import { orderView } from "./orders.ts";
import { failure, keyed, success } from "./wire.ts";

export const listOrders =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(box, data, 100, 100);
    const from = parseTime(data.updatedDateTimeFrom, "hanoi");
    const to = parseTime(data.updatedDateTimeTo, "hanoi");
    const free = data.id !== undefined || data.customerId !== undefined || data.customerMobile !== undefined;
    let between: { by: string; from?: number | undefined; to?: number | undefined } | undefined;
    if (from !== undefined || to !== undefined) {
      const end = to ?? from! + TEN_DAYS;
      const start = from ?? end - TEN_DAYS;
      if (end - start > TEN_DAYS) throw failure("updatedDateTimeFrom and updatedDateTimeTo must be within 10 days");
      between = { by: "touched", from: start, to: end + SECOND - 1 };
    } else {
      const created = dayWindow(data, "fromDate", "toDate");
      between = created || !free ? { by: "created", ...(created ?? lastTenDays(box)) } : undefined;
    }
    const delivery = dayWindow(data, "fromDeliveryDate", "toDeliveryDate");
    const young = box.shop.now() - box.quirks.lagSeconds * SECOND;
    const { total, entries } = box.orders.query({
      descending: true,
      ...(between && { between }),
      where: (row, entry) =>
        isAsked(row.id, data.id) &&
        (data.id === undefined || box.quirks.lagSeconds === 0 || entry.created <= young) &&
        isAsked(row.customerId, data.customerId) &&
        isAsked(row.customerMobile, data.customerMobile) &&
        isAsked(row.depotId, data.depotId) &&
        isAsked(row.typeId, data.type) &&
        isAsked(row.carrierId, data.carrierId) &&
        isAsked(row.carrierCode, data.carrierCode) &&
        (!Array.isArray(data.statuses) || data.statuses.includes(row.statusCode)) &&
        (!delivery ||
          ((parseTime(row.deliveryDate, "hanoi") ?? 0) >= delivery.from &&
            parseTime(row.deliveryDate, "hanoi")! <= delivery.to)),
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
