import type { Entry } from "../simulator.ts";
import { type Box, nextCode } from "./box.ts";
import { DELIVERY_STATUS, INVOICE_STATUS, ORDER_STATUS } from "./data.ts";
import { type By, bodyTime, clearMissing } from "./fields.ts";
import { chargeCustomer, payNew, voidPayments } from "./payments.ts";
import { linesOf, saleOf, surchargesOf } from "./sales.ts";
import { moveStock } from "./stock.ts";
import { invalid, type Row } from "./wire.ts";

export const addInvoice = (box: Box, body: Row): Entry<Row> => {
  const lines = linesOf(box, body.invoiceDetails);
  const given = body.deliveryDetail;
  const surcharges = surchargesOf(box, body.surchages ?? given?.surchages);
  const order = body.orderId ? box.orders.get(body.orderId) : undefined;
  if (body.orderId && !order) throw invalid("Đơn đặt hàng không tồn tại");
  if (order && order.row.status >= 3) throw invalid("Đơn đặt hàng đã hoàn thành hoặc đã hủy");
  const { sale, customer, branch } = saleOf(box, body, lines, surcharges);
  const status = given ? 3 : 1;
  const made = box.invoices.insert((id) => ({
    id,
    code: nextCode(box, "HD"),
    orderId: order?.id,
    orderCode: order?.row.code,
    ...sale,
    status,
    statusValue: INVOICE_STATUS[status],
    usingCod: body.usingCod ?? given !== undefined,
    invoiceDetails: lines,
    delivery: given && deliveryOf({ status: 1, ...given }),
    surcharges,
  }));
  payNew(box, box.invoices, made, body);
  for (const line of lines) {
    moveStock(box, line.productId, Number(branch.id), { onHand: -line.quantity, reserved: order ? -line.quantity : 0 });
  }
  if (order) {
    box.orders.edit(order.id, (row) => Object.assign(row, { status: 3, statusValue: ORDER_STATUS[3] }));
  }
  chargeCustomer(box, customer, made.row.total, made.row.total - made.row.totalPayment);
  return made;
};

const deliveryOf = (given: Row): Row => {
  const { surchages: _, ...delivery } = given;
  const expectedDelivery = delivery.expectedDelivery ?? undefined;
  return { ...delivery, expectedDelivery, statusValue: DELIVERY_STATUS[delivery.status] };
};

export const editInvoice = (box: Box, id: number | string, body: Row, by: By = "staff"): Entry<Row> => {
  const found = box.invoices.get(id);
  if (!found) throw invalid("Hóa đơn không tồn tại");
  if (found.row.status === 2) throw invalid("Không thể cập nhật hóa đơn đã hủy");
  if (body.status !== undefined && !INVOICE_STATUS[body.status]) throw invalid("Trạng thái không hợp lệ");
  const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
  const kept = by === "api" ? {} : found.row.delivery;
  const delivery = body.deliveryDetail && deliveryOf({ ...kept, ...body.deliveryDetail });
  box.invoices.edit(id, (row) => {
    row.purchaseDate = purchaseDate ?? row.purchaseDate;
    if (body.soldById) row.soldById = body.soldById;
    // KiotViet Public API §2.12.4. Without a channel the invoice is of the default one.
    if (by === "api") clearMissing(row, { ...body, delivery }, "saleChannelId", "delivery");
    if (body.saleChannelId !== undefined) row.saleChannelId = body.saleChannelId;
    if (delivery) row.delivery = delivery;
    if (body.status && body.status !== 2) {
      Object.assign(row, { status: body.status, statusValue: INVOICE_STATUS[body.status] });
    }
  });
  return found;
};

export const voidInvoice = (box: Box, id: number | string, voidPayment: boolean): Entry<Row> => {
  const found = box.invoices.get(id);
  if (!found) throw invalid("Hóa đơn không tồn tại");
  if (found.row.status === 2) throw invalid("Hóa đơn đã bị hủy");
  const { total, totalPayment, customerId, branchId } = found.row;
  box.invoices.edit(id, (row) => {
    Object.assign(row, { status: 2, statusValue: INVOICE_STATUS[2] });
    if (voidPayment) voidPayments(box, row);
  });
  for (const line of found.row.invoiceDetails) moveStock(box, line.productId, branchId, { onHand: line.quantity });
  chargeCustomer(box, customerId && box.customers.get(customerId), -total, totalPayment - total);
  return found;
};
