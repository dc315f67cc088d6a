import { DAY } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/kiotviet/operations.ts";
import { withQuery } from "../first-page.ts";
import { html, json } from "../simulator.ts";
import type { CreateSimulator } from "../types.ts";
import { accessRoutes, authenticate, CLIENT_ID, CLIENT_SECRET, RETAILER } from "./access.ts";
import { announce } from "./announcements.ts";
import { createBox } from "./box.ts";
import { businessRoutes } from "./business.ts";
import { categoryRoutes } from "./categories.ts";
import { customerRoutes } from "./customer-calls.ts";
import { invoiceRoutes } from "./invoice-calls.ts";
import { changes } from "./life.ts";
import { orderRoutes } from "./order-calls.ts";
import { paymentRoutes } from "./payments.ts";
import { priceBookRoutes } from "./price-books.ts";
import { productRoutes } from "./product-calls.ts";
import { purchaseRoutes } from "./purchases.ts";
import { resources } from "./resources.ts";
import { returnRoutes } from "./returns.ts";
import { furnish, seed } from "./seed.ts";
import { supplierOrderRoutes } from "./supplier-orders.ts";
import { transferRoutes } from "./transfers.ts";
import { voucherRoutes } from "./vouchers.ts";
import { webhookRoutes } from "./webhook-calls.ts";
import { delivered } from "./webhooks.ts";
import { problem } from "./wire.ts";

/*
 * KiotViet's Public API for retail shops, after its document and the field notes. Always on: naive +07:00 dates,
 * never-edited rows without modifiedDate, offset pages that drift, time filters that are ignored without a word,
 * sorting that ends in a 500 where a list has none, removed ids under three names, stock moves that leave the
 * product's date alone, no idempotency anywhere.
 */

export const createKiotVietSimulator: CreateSimulator = (options) => {
  const box = createBox(options);
  box.shop.at(box.shop.now() - 400 * DAY, () => furnish(box));
  announce(box);
  return box.shop.open({
    vendor: "kiotviet",
    credentials: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, retailer: RETAILER },
    settings: { product: "retail" },
    operations,
    hosts: { api: "", id: "/id" },
    authenticate: (call) => authenticate(box, call),
    limits: [
      {
        id: "get",
        // KiotViet Public API §2: 5,000 GET an hour.
        key: ({ method, headers }) => (method === "GET" ? (headers.retailer ?? "") : undefined),
        capacity: 5_000,
        windowSeconds: 3_600,
      },
    ],
    forms: {
      // Nobody has published a real one (field note): the usual error body, and no Retry-After.
      limit: () => problem(429, "TooManyRequests", "Vượt quá số lượng request cho phép"),
      serverError: () =>
        box.dice.chance(0.5)
          ? problem(500, "InternalServerError", "An error occurred")
          : html("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502),
      malformed: () => json({ Total: "?", Items: { "0": {} } }),
      notFound: () => html("<html><body>404 - File or directory not found.</body></html>", 404),
    },
    routes: {
      ...accessRoutes(box),
      ...categoryRoutes(box),
      ...productRoutes(box),
      ...orderRoutes(box),
      ...customerRoutes(box),
      ...businessRoutes(box),
      ...webhookRoutes(box),
      ...invoiceRoutes(box),
      ...paymentRoutes(box),
      ...purchaseRoutes(box),
      ...transferRoutes(box),
      ...priceBookRoutes(box),
      ...returnRoutes(box),
      ...supplierOrderRoutes(box),
      ...voucherRoutes(box),
    },
    rows: resources(box),
    changes: changes(box),
    firstPage: (request) => withQuery(request, { currentItem: "0" }),
    seed: (size) => seed(box, size),
    delivered: (delivery, status) => delivered(box, delivery, status),
  });
};
