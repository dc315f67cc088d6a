import type { Entry } from "../simulator.ts";
import { type Box, branchOf, nextCode } from "./box.ts";
import { customerOf } from "./customers.ts";
import { ORDER_STATUS } from "./data.ts";
import { type By, bodyTime, clearMissing } from "./fields.ts";
import { addInvoice } from "./invoices.ts";
import { addPayment, payNew, voidPayments } from "./payments.ts";
import { linesOf, saleOf, surchargesOf, totalOf } from "./sales.ts";
import { moveStock } from "./stock.ts";
import { invalid, type Row } from "./wire.ts";

export const addOrder = (box: Box, body: Row): Entry<Row> => {
  const lines = linesOf(box, body.orderDetails);
  const surcharges = surchargesOf(box, body.surchages);
  const { sale } = saleOf(box, body, lines, surcharges);
  const status = body.status === 2 ? 2 : 1;
  const made = box.orders.insert((id) => ({
    id,
    code: nextCode(box, "DH"),
    ...sale,
    status,
    statusValue: ORDER_STATUS[status],
    usingCod: body.orderDelivery !== undefined,
    orderDetails: lines,
    orderDelivery: body.orderDelivery && { ...body.orderDelivery },
    surcharges,
  }));
  payNew(box, box.orders, made, body);
  reserveStock(box, made.row, 1);
  if (body.makeInvoice) invoiceOf(box, made);
  return made;
};

const reserveStock = (box: Box, order: Row, sign: 1 | -1): void => {
  for (const line of order.orderDetails)
    moveStock(box, line.productId, order.branchId, { reserved: sign * line.quantity });
};

/** KiotViet Public API §2.5.4. Without a channel the order is of the default one. */
const REPLACED = ["discount", "description", "orderDelivery", "saleChannelId"];

export const editOrder = (box: Box, id: number | string, body: Row, by: By = "staff"): Entry<Row> => {
  const found = box.orders.get(id);
  if (!found) throw invalid("Đơn đặt hàng không tồn tại");
  if (found.row.status >= 3) throw invalid("Không thể cập nhật đơn đặt hàng đã hoàn thành hoặc đã hủy");
  if (body.branchId !== undefined) branchOf(box, body.branchId);
  const lines = body.orderDetails === undefined ? found.row.orderDetails : linesOf(box, body.orderDetails);
  const kept = by === "api" ? [] : found.row.surcharges;
  const surcharges = body.surchages === undefined ? kept : surchargesOf(box, body.surchages);
  const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
  const customer = body.customer || body.customerId ? customerOf(box, body)() : undefined;
  reserveStock(box, found.row, -1);
  box.orders.edit(id, (row) => {
    row.orderDetails = lines;
    row.surcharges = surcharges;
    row.purchaseDate = purchaseDate ?? row.purchaseDate;
    applyEdit(row, body, { by, customer });
    if (body.totalPayment > row.totalPayment) {
      const amount = body.totalPayment - row.totalPayment;
      addPayment(box, row, { amount, method: body.method ?? "Cash", accountId: body.accountId });
    }
  });
  reserveStock(box, found.row, 1);
  if (body.makeInvoice) invoiceOf(box, found);
  return found;
};

const applyEdit = (
  row: Row,
  body: Row,
  { by, customer }: { readonly by: By; readonly customer: Entry<Row> | undefined },
): void => {
  if (by === "api") clearMissing(row, body, ...REPLACED);
  if (by === "api" && !customer) clearMissing(row, {}, "customerId", "customerCode", "customerName");
  row.discount = body.discount ?? row.discount;
  row.description = body.description ?? row.description;
  row.total = totalOf(row.orderDetails, row.discount ?? 0, row.surcharges);
  if (body.orderDelivery) row.orderDelivery = { ...(by === "api" ? {} : row.orderDelivery), ...body.orderDelivery };
  if (body.saleChannelId !== undefined) row.saleChannelId = body.saleChannelId;
  if (customer) {
    Object.assign(row, {
      customerId: customer.id,
      customerCode: customer.row.code,
      customerName: customer.row.name,
    });
  }
  if (body.status === 2) Object.assign(row, { status: 2, statusValue: ORDER_STATUS[2] });
};

/** Voided orders stay in the list with status 4. */
export const voidOrder = (box: Box, id: number | string, voidPayment: boolean): void => {
  const found = box.orders.get(id);
  if (!found) throw invalid("Đơn đặt hàng không tồn tại");
  if (found.row.status === 4) throw invalid("Đơn đặt hàng đã bị hủy");
  if (found.row.status === 3) throw invalid("Không thể hủy đơn đặt hàng đã hoàn thành");
  box.orders.edit(id, (row) => {
    Object.assign(row, { status: 4, statusValue: ORDER_STATUS[4] });
    if (voidPayment) voidPayments(box, row);
  });
  reserveStock(box, found.row, -1);
};

const invoiceOf = (box: Box, order: Entry<Row>): Entry<Row> => {
  const { row } = order;
  return addInvoice(box, {
    branchId: row.branchId,
    orderId: order.id,
    customerId: row.customerId && box.customers.get(row.customerId) ? row.customerId : undefined,
    invoiceDetails: row.orderDetails.filter((line: Row) => box.products.get(line.productId)),
    discount: row.discount,
    description: row.description,
    method: row.method,
    totalPayment: row.total,
    soldById: row.soldById,
    saleChannelId: row.saleChannelId,
    deliveryDetail: row.orderDelivery,
  });
};
