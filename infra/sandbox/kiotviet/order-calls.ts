import type { Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { createRow, isVoid, listRows, removeRow, showByCode, showRow, updateRow } from "./calls.ts";
import { always, stamps, withoutFields } from "./fields.ts";
import { addOrder, editOrder, voidOrder } from "./orders.ts";
import { saleListing, saleSurcharges } from "./sales.ts";
import type { Listing, Row } from "./wire.ts";

export const orderListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
  const { payments, orderDelivery, surcharges: _, method: __, ...row } = entry.row;
  return {
    ...row,
    ...(include("includePayment") && payments.length > 0 ? { payments } : {}),
    ...(include("includeOrderDelivery") && orderDelivery ? { orderDelivery } : {}),
    ...stamps(entry),
  };
};

const orderDetail = (entry: Entry<Row>): Row => ({
  ...withoutFields(orderListed(entry, always), "customerCode", "saleChannelId"),
  invoiceOrderSurcharges: saleSurcharges(entry),
});

export const ordersListing = (box: Box): Listing => ({
  rows: box.orders,
  view: orderListed,
  parts: ["includePayment", "includeOrderDelivery"],
  first: { by: "id" },
  ...saleListing,
});

export const orderRoutes = (box: Box): Record<string, Handler> => ({
  "GET /orders": listRows(box, ordersListing(box)),
  "GET /orders/{id}": showRow(box.orders, "Đơn đặt hàng", orderDetail),
  "GET /orders/code/{code}": showByCode(box, box.orders, "Đơn đặt hàng", orderDetail),
  "POST /orders": createRow((body) => addOrder(box, body), orderDetail),
  "PUT /orders/{id}": updateRow((id, body) => editOrder(box, id, body, "api"), orderDetail),
  "DELETE /orders/{id}": removeRow((id, call) => voidOrder(box, id, isVoid(call))),
});
