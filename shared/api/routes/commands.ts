import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { isObject } from "../../core/rows.ts";
import type { WriteKind } from "../../core/vendor.ts";
import { defineRoute, type Request, type Route } from "../route.ts";
import { submit, submitted, WriteQuery } from "../submit-writes.ts";
import { ShopId } from "./named-shop.ts";

/**
 * @throws BadRequest 422: a list or a text would be taken apart for fields of the command, and of two ids nobody knows which
 * record is meant
 */
const withId = (body: unknown, { id }: { readonly id: string }): object => {
  if (body !== undefined && !isObject(body))
    throw new BadRequest(422, "invalid-command", "A command about one record is one object.", [
      { field: "body", message: "must be an object" },
    ]);
  const named = body?.id ?? id;
  if (String(named) !== id)
    throw new BadRequest(422, "invalid-command", "The command names another record than its address.", [
      { field: "id", message: "must be the id of the address, or left out" },
    ]);
  return { ...body, id };
};

/** `POST /v1/shops/{shop}/orders` and so on: one route per canonical write. */
export const commandRoutes: readonly Route[] = (
  [
    ["POST", "orders", "orders.create", "createOrder", "Creates an order, or several."],
    ["PATCH", "orders", "orders.update", "updateOrders", "Changes orders, each named by its id."],
    ["PATCH", "orders/{id}", "orders.update", "updateOrder", "Changes an order."],
    ["POST", "orders/cancel", "orders.cancel", "cancelOrders", "Cancels orders, each named by its id."],
    ["POST", "orders/{id}/cancel", "orders.cancel", "cancelOrder", "Cancels an order."],
    ["POST", "products", "products.create", "createProduct", "Creates a product, or several."],
    ["PATCH", "products", "products.update", "updateProducts", "Changes products, each named by its id."],
    ["PATCH", "products/{id}", "products.update", "updateProduct", "Changes a product."],
    ["POST", "stock", "stock.set", "setStock", "Sets stock at a location, or adds to it."],
    ["POST", "customers", "customers.create", "createCustomer", "Creates a customer, or several."],
    ["PATCH", "customers", "customers.update", "updateCustomers", "Changes customers, each named by its id."],
    ["PATCH", "customers/{id}", "customers.update", "updateCustomer", "Changes a customer."],
    ["POST", "invoices", "invoices.create", "createInvoice", "Creates an invoice."],
    [
      "PATCH",
      "invoices/{id}",
      "invoices.update",
      "updateInvoice",
      "Changes the delivery or the channel of an invoice.",
    ],
    ["POST", "invoices/{id}/cancel", "invoices.cancel", "cancelInvoice", "Cancels an invoice; its payments stay."],
    ["POST", "payments", "payments.create", "createPayment", "Pays an invoice."],
    ["DELETE", "products/{id}", "products.delete", "deleteProduct", "Removes a product at the vendor."],
    ["DELETE", "customers/{id}", "customers.delete", "deleteCustomer", "Removes a customer at the vendor."],
    ["POST", "categories", "categories.create", "createCategory", "Creates a category."],
    ["PATCH", "categories/{id}", "categories.update", "updateCategory", "Renames or moves a category."],
    ["DELETE", "categories/{id}", "categories.delete", "deleteCategory", "Removes a category at the vendor."],
    ["POST", "purchases", "purchases.create", "createPurchase", "Takes in goods from a supplier."],
    ["PATCH", "purchases/{id}", "purchases.update", "updatePurchase", "Changes a purchase."],
    ["POST", "purchases/{id}/cancel", "purchases.cancel", "cancelPurchase", "Cancels a purchase."],
    ["POST", "supplier-returns", "supplier-returns.create", "createSupplierReturn", "Gives goods back to a supplier."],
    ["POST", "transfers", "transfers.create", "createTransfer", "Moves goods from one location to another."],
    [
      "PATCH",
      "transfers/{id}",
      "transfers.update",
      "updateTransfer",
      "Changes a transfer, or says that it was sent or received.",
    ],
    ["POST", "transfers/{id}/cancel", "transfers.cancel", "cancelTransfer", "Cancels a transfer."],
    ["PATCH", "price-books/{id}", "price-books.set", "setPrices", "Sets prices of products in a price book."],
    ["POST", "vouchers", "vouchers.create", "createVouchers", "Makes voucher codes."],
    ["POST", "vouchers/release", "vouchers.release", "releaseVouchers", "Hands voucher codes out."],
    ["POST", "vouchers/cancel", "vouchers.cancel", "cancelVouchers", "Ends voucher codes."],
    ["POST", "shipments", "shipments.create", "createShipment", "Makes a shipment without an order."],
    ["POST", "shipments/{id}/send", "shipments.send", "sendShipment", "Hands a shipment to its carrier."],
    ["POST", "shipments/{id}/cancel", "shipments.cancel", "cancelShipment", "Cancels a shipment."],
    ["POST", "stock/count", "stock.count", "countStock", "Sets the stock of counted products."],
    ["POST", "cash", "cash.create", "createCashEntry", "Writes an entry of the cash book."],
  ] as const satisfies readonly (readonly [Route["method"], string, WriteKind, string, string])[]
).map(([method, path, kind, operationId, summary]) => {
  const byId = path.includes("{id}");
  return defineRoute({
    method,
    path: `/v1/shops/{shop}/${path}`,
    operationId,
    tag: "Commands",
    access: "write",
    summary,
    params: byId ? ShopId.extend({ id: z.string().min(1).max(300).describe("the vendor's id of the record") }) : ShopId,
    query: WriteQuery,
    // The vendor's own, stricter schema decides later and names the field; this one documents the words.
    body: z.unknown().meta({ commandOf: kind }),
    ...submitted,
    handle: (request) => {
      const body = byId ? withId(request.body, request.params as unknown as { id: string }) : request.body;
      return submit({ ...request, body } as Request<{ shop: string }>, kind);
    },
  });
});
