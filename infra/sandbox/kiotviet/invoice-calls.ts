import type { Entry, Handler } from "../simulator.ts";
import { type Box, RETAILER_ID } from "./box.ts";
import { createRow, listRows, showByCode, showRow, updateRow } from "./calls.ts";
import { always, stamps } from "./fields.ts";
import { addInvoice, editInvoice, voidInvoice } from "./invoices.ts";
import { saleListing, saleSurcharges } from "./sales.ts";
import type { Listing, Row } from "./wire.ts";

const invoiceListed = (box: Box, entry: Entry<Row>, include: (part: string) => boolean): Row => {
  const {
    payments,
    delivery,
    surcharges: _,
    method: __,
    orderId,
    orderCode: ___,
    description: ____,
    ...row
  } = entry.row;
  const channel = include("SaleChannel") && row.saleChannelId ? box.saleChannels.even(row.saleChannelId) : undefined;
  return {
    ...row,
    orderId,
    ...(include("includePayment") && payments.length > 0 ? { payments } : {}),
    ...(include("includeInvoiceDelivery") && delivery ? { invoiceDelivery: delivery } : {}),
    ...(channel
      ? {
          SaleChannel: {
            IsNotDelete: channel.row.isNotDelete,
            RetailerId: RETAILER_ID,
            Position: 1,
            IsActivate: channel.row.isActive,
            CreatedBy: 51_001,
            CreatedDate: channel.created,
            Id: channel.id,
            Name: channel.row.name,
          },
        }
      : {}),
    invoiceOrderSurcharges: saleSurcharges(entry, entry.id),
    ...stamps(entry),
  };
};

export const invoiceDetail = (box: Box, entry: Entry<Row>): Row => {
  const { SaleChannel, invoiceDelivery, ...row } = invoiceListed(box, entry, always);
  const { orderCode, description } = entry.row;
  return {
    ...row,
    orderCode,
    description,
    ...(invoiceDelivery ? { invoiceDelivery: { ...invoiceDelivery, ...(SaleChannel ? { SaleChannel } : {}) } } : {}),
  };
};

/** Answers of writes call the delivery otherwise than reads do (KiotViet Public API §2.12.3). */
const invoiceWritten = (box: Box, entry: Entry<Row>): Row => {
  const { invoiceDelivery, ...row } = invoiceDetail(box, entry);
  return { ...row, method: entry.row.method, deliveryDetail: invoiceDelivery };
};

export const invoicesListing = (box: Box): Listing => ({
  rows: box.invoices,
  view: (entry, include) => invoiceListed(box, entry, include),
  parts: ["includePayment", "includeInvoiceDelivery", "SaleChannel"],
  first: { by: "purchaseDate", descending: true },
  ...saleListing,
});

export const invoiceRoutes = (box: Box): Record<string, Handler> => ({
  "GET /invoices": listRows(box, invoicesListing(box)),
  "GET /invoices/{id}": showRow(box.invoices, "Hóa đơn", (entry) => invoiceDetail(box, entry)),
  "GET /invoices/code/{code}": showByCode(box, box.invoices, "Hóa đơn", (entry) => invoiceDetail(box, entry)),
  "POST /invoices": createRow(
    (body) => addInvoice(box, body),
    (entry) => invoiceWritten(box, entry),
  ),
  "PUT /invoices/{id}": updateRow(
    (id, body) => editInvoice(box, id, body, "api"),
    (entry) => invoiceWritten(box, entry),
  ),
  "DELETE /invoices": createRow(
    (body) => voidInvoice(box, body.id ?? 0, body.isVoidPayment === true),
    (entry) => invoiceWritten(box, entry),
  ),
});
