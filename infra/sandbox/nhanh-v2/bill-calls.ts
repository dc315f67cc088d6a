import type { Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { dataOf, dayWindow, isAsked, lastTenDays, pagesOf, simpleList, sliceOf } from "./listing.ts";
import { success } from "./wire.ts";

const searchBills =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(box, data, 100, 100);
    // A customer lifts the ten days; an id alone does not.
    const free = data.customerId !== undefined || data.customerMobile !== undefined;
    const window = dayWindow(data, "fromDate", "toDate") ?? (free ? undefined : lastTenDays(box));
    const { total, entries } = box.bills.query({
      descending: true,
      ...(window && { between: { by: "date", ...window } }),
      where: (row) =>
        isAsked(row.id, data.id) &&
        isAsked(row.type, data.type) &&
        isAsked(row.mode, data.mode) &&
        (!Array.isArray(data.modes) || data.modes.map(Number).includes(row.mode)) &&
        isAsked(row.depotId, data.depotId) &&
        isAsked(row.customerId, data.customerId) &&
        isAsked(row.customerMobile, data.customerMobile),
      offset,
      limit,
    });
    return success({ totalPages: pagesOf(total, size), bill: entries.map(({ row }) => row) });
  };

const searchDrafts =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(box, data, 20, 10);
    const free = data.id !== undefined || data.billId !== undefined;
    const window = dayWindow(data, "fromDate", "toDate") ?? (free ? undefined : lastTenDays(box));
    const { total, entries } = box.drafts.query({
      descending: true,
      ...(window && { between: { by: "approvedAt", ...window } }),
      where: (row) => isAsked(row.id, data.id) && isAsked(row.billId, data.billId),
      offset,
      limit,
    });
    return success({ totalPage: pagesOf(total, size), page, imexs: entries.map(({ row }) => row) });
  };

export const billRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "bill/search": searchBills(box),
  "bill/imexs": simpleList(box, box.billLines, { name: "imexs", most: 20, usual: 10, by: "date", head: "totalPage" }),
  "bill/imexrequirements": searchDrafts(box),
});
