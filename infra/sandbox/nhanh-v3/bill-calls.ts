import { DAY, parseTime, toHanoiDay } from "../../../shared/core/time.ts";
import type { Handler } from "../simulator.ts";
import { wrongDepot } from "./access.ts";
import { addBill, billLines, draftLines, RETAIL, retailRow } from "./bills.ts";
import { type Box, rowsOf } from "./box.ts";
import { customerFor } from "./customers.ts";
import { equals, includes, inside } from "./filters.ts";
import { deletedList, derived, pageOf } from "./listing.ts";
import { unknownProducts } from "./products.ts";
import { type Fields, invalid, listOf, missing, ok, referenceIn } from "./wire.ts";

const billList =
  (box: Box, retailOnly: boolean): Handler =>
  (call) => {
    const filters: Fields = call.body?.filters ?? {};
    const named = listOf(filters.ids).length > 0 || filters.id || filters.customerId || filters.customerMobile;
    const day = (text: unknown): number | undefined => (text === undefined ? undefined : parseTime(text, "hanoi"));
    const today = day(toHanoiDay(box.shop.now()))!;
    const to = day(filters.toDate) ?? (filters.fromDate === undefined ? today : day(filters.fromDate)! + 30 * DAY);
    const from = day(filters.fromDate) ?? to - 30 * DAY;
    // Both days count: 31 of them at most. createdAtFrom and createdAtTo of the prose are not filters.
    if (!named && to - from > 30 * DAY) return invalid({ fromDate: "date range cannot exceed 31 days" });
    return pageOf(box, call, box.bills, {
      descending: true,
      where: (row) => {
        const at = day(row.date)!;
        return (
          (named && filters.fromDate === undefined ? true : at >= from && at <= to) &&
          (!retailOnly || row.mode === RETAIL) &&
          includes(filters.ids, row.id) &&
          equals(filters.id, row.id) &&
          equals(filters.type, row.type) &&
          includes(filters.modes, row.mode) &&
          includes(filters.depotIds, row.depotId) &&
          includes(filters.orderIds, row.orderId) &&
          equals(filters.customerId, row.customer.id) &&
          equals(filters.customerMobile, row.customer.mobile)
        );
      },
      toRow: retailOnly ? retailRow : ({ row }) => row,
    });
  };

const addRetail =
  (box: Box): Handler =>
  (call) => {
    const { body, commit } = call;
    const wrong =
      missing(body, "depotId") ?? wrongDepot(box, call, body?.depotId) ?? unknownProducts(box, body?.products);
    if (wrong) return wrong;
    if (body.products.length > 100) return invalid({ products: "max 100 products" });
    const customer = body.customer?.mobile
      ? customerFor(box, body.customer)
      : box.customers.get(body.customer?.id)?.row;
    const made = addBill(box, { mode: RETAIL, type: 2, lines: body.products, ...body, customer });
    commit(made.id, referenceIn(body.description));
    return ok({ id: made.id, totalAmount: made.row.payment.amount });
  };

const stockBill =
  (box: Box, mode: number, type: 1 | 2): Handler =>
  (call) => {
    const { body, commit } = call;
    const wrong =
      missing(body, "depotId", ...(mode === 5 ? ["supplierId"] : [])) ??
      wrongDepot(box, call, body?.depotId) ??
      unknownProducts(box, body?.products);
    if (wrong) return wrong;
    if (mode === 5 && !box.table("suppliers").get(body.supplierId)) return invalid({ supplierId: "is invalid" });
    const supplier = mode === 5 ? { id: body.supplierId, name: "", mobile: "" } : undefined;
    const made = addBill(box, {
      mode,
      type,
      depotId: body.depotId,
      lines: body.products,
      supplier,
      payment: body.payment,
      description: body.description,
    });
    commit(made.id, referenceIn(body.description));
    return ok({ id: made.id, totalAmount: made.row.payment.amount });
  };

export const billRoutes = (box: Box): Record<string, Handler> => ({
  "bill/list": billList(box, false),
  "bill/deleted": deletedList(box, box.bills),
  "bill/retail": billList(box, true),
  "bill/addretail": addRetail(box),
  "bill/imexs": derived(box, (filters) => billLines(box, filters)),
  "bill/draftlist": (call) =>
    pageOf(box, call, box.table("draft-bills", 1_900_001), {
      next: "text",
      where: (row, _entry, filters) =>
        includes(filters.ids, row.id) && inside(filters, "lastUpdatedAt", row.lastUpdatedAt),
    }),
  "bill/draftproducts": derived(box, (filters) => draftLines(box, filters)),
  "inventory/importsupplier": stockBill(box, 5, 1),
  "inventory/exportsupplier": stockBill(box, 5, 2),
  "inventory/importother": stockBill(box, 10, 1),
  "inventory/exportother": stockBill(box, 10, 2),
  "inventory/archive": derived(box, () => rowsOf(box.table("stock-limits")).map(({ id: _id, ...row }) => row), 50),
});
