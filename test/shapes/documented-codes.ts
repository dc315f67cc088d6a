import type { VendorId } from "../../shared/core/vendor.ts";

/** Codes that a document or a field note lists, whether or not a sample shows them: by operation and path. */
const kiotOrders = [1, 2, 3, 4, 5];
const kiotInvoices = [1, 2, 3, 5];
const nhanhOrders = [40, 42, 43, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 68, 71, 72, 73, 74];
const nhanhTypes = [1, 2, 3, 4, 5, 8, 9, 10, 12, 14, 15, 16, 17];
const words =
  "New Confirming CustomerConfirming Confirmed Packing Packed ChangeDepot Pickup Shipping Success Failed Canceled Aborted CarrierCanceled SoldOut Returning Returned";
const pancakeOrders = [0, 17, 10, 21, 1, 11, 20, 12, 13, 8, 9, 2, 3, 16, 4, 15, 5, 6, 7];
const bothOf = (name: string, list: string, detail: string, path: string, codes: readonly (string | number)[]) => ({
  [`${name}.list ${list}${path}`]: codes,
  [`${name}.get ${detail}${path}`]: codes,
});

export const documentedCodes: Readonly<Record<VendorId, Readonly<Record<string, readonly (string | number)[]>>>> = {
  kiotviet: {
    ...bothOf("orders", "data[].", "", "status", kiotOrders),
    ...bothOf("invoices", "data[].", "", "status", kiotInvoices),
    ...bothOf("returns", "data[].", "", "status", [1, 2]),
  },
  "nhanh-v3": {
    "orders.list data[].info.status": nhanhOrders,
    "orders.list data[].info.type": nhanhTypes,
    "bills.list data[].type": [1, 2],
    "products.list data[].status": [1, 2, 3, 4],
  },
  "nhanh-v2": {
    "orders.list data.orders[].statusCode": words.split(" "),
    "orders.list data.orders[].typeId": nhanhTypes,
  },
  pancake: {
    ...bothOf("orders", "data[].", "data.", "status", pancakeOrders),
    "returns.list data[].status": [0, 1, 2, 4],
    "returns.list data[].order_to_returned.status": pancakeOrders,
    ...bothOf("orders", "data[].", "data.", "status_history[].status", pancakeOrders),
    ...bothOf("orders", "data[].", "data.", "status_history[].old_status", pancakeOrders),
  },
  isale: { ...bothOf("orders", "data[].", "data.", "status", [0, 1, 2, 3, 4, 5, 6, 7]) },
};
