import type { VendorId } from "../../../shared/core/vendor.ts";

/** Codes that a document or a field note lists, whether or not a sample shows them: by operation and path. */
const kiotOrders = [1, 2, 3, 4, 5];
const kiotInvoices = [1, 2, 3, 5];
const nhanhOrders = [40, 42, 43, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 68, 71, 72, 73, 74];
const nhanhTypes = [1, 2, 3, 4, 5, 8, 9, 10, 12, 14, 15, 16, 17];
const words =
  "New Confirming CustomerConfirming Confirmed Packing Packed ChangeDepot Pickup Shipping Success Failed Canceled Aborted CarrierCanceled SoldOut Returning Returned";
const pancakeOrders = [0, 17, 10, 21, 1, 11, 20, 12, 13, 8, 9, 2, 3, 16, 4, 15, 5, 6, 7];
/** Thông tin đơn hàng, Partner Status. */
const pancakeParcels =
  "request_received delay_pickup picking_up picked_up on_the_way delay_delivery out_for_delivery undeliverable waiting_for_return delivered delivered_cod returning returned returned_cod canceled";
/** Model constant: Product type, Inventory mode, Inventory related type, Accounting type and mode. */
const nhanhProducts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const nhanhStock = [1, 2, 3, 4, 5, 6, 8, 10, 13, 14, 15, 16, 17, 18, 19];
/** Nhanh v2 lists fewer of both. */
const oldProducts = [1, 2, 3, 4, 5, 6];
const oldStock = [1, 2, 3, 4, 5, 6, 8, 10, 18];
const nhanhRelated = [1, 2, 3, 4, 5, 6, 7, 8];
const nhanhSlips = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];
const nhanhReasons = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33];
const bothOf = (name: string, list: string, detail: string, path: string, codes: readonly (string | number)[]) => ({
  [`${name}.list ${list}${path}`]: codes,
  [`${name}.get ${detail}${path}`]: codes,
});

export const documentedCodes: Readonly<Record<VendorId, Readonly<Record<string, readonly (string | number)[]>>>> = {
  kiotviet: {
    ...bothOf("orders", "data[].", "", "status", kiotOrders),
    ...bothOf("invoices", "data[].", "", "status", kiotInvoices),
    ...bothOf("returns", "data[].", "", "status", [1, 2]),
    // §2.12.1, the delivery; §2.4.1, the type; §2.24.2, the state.
    "invoices.list data[].invoiceDelivery.status": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    "products.get type": [1, 2, 3],
    "vouchers.list data[].status": [0, 1, 2, 3],
  },
  "nhanh-v3": {
    "orders.list data[].info.status": nhanhOrders,
    "orders.list data[].info.type": nhanhTypes,
    "bills.list data[].type": [1, 2],
    "bills.list data[].mode": nhanhStock,
    "bills.list data[].related.type": nhanhRelated,
    "bill-lines.list data[].mode": nhanhStock,
    "orders.list data[].products[].priceVatMode": [1, 2],
    "orders.list data[].products[].typeId": nhanhProducts,
    "products.list data[].priceVatMode": [1, 2],
    "products.list data[].status": [1, 2, 3, 4],
    "products.list data[].type": nhanhProducts,
    "transactions.list data[].mode": nhanhReasons,
    "transactions.list data[].type": nhanhSlips,
  },
  "nhanh-v2": {
    "orders.list data.orders[].statusCode": words.split(" "),
    "orders.list data.orders[].typeId": nhanhTypes,
    "bills.list data.bill[].mode": oldStock,
    "bill-lines.list data.imexs[].mode": oldStock,
    "products.list data.products[].typeId": oldProducts,
    "suppliers.list data.result[].status": [1, 2],
    "suppliers.list data.result[].typeId": [1, 2],
    "transactions.list data.transactions[].mode": nhanhReasons,
    "transactions.list data.transactions[].type": nhanhSlips,
  },
  pancake: {
    ...bothOf("orders", "data[].", "data.", "status", pancakeOrders),
    "orders.list data[].partner.partner_status": pancakeParcels.split(" "),
    "returns.list data[].status": [0, 1, 2, 4],
    "returns.list data[].order_to_returned.status": pancakeOrders,
    ...bothOf("orders", "data[].", "data.", "status_history[].status", pancakeOrders),
    ...bothOf("orders", "data[].", "data.", "status_history[].old_status", pancakeOrders),
  },
  isale: { ...bothOf("orders", "data[].", "data.", "status", [0, 1, 2, 3, 4, 5, 6, 7]) },
};
