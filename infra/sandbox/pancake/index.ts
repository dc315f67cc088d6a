import { operations } from "../../../shared/vendors/pancake/operations.ts";
import { withQuery } from "../first-page.ts";
import { html, json } from "../simulator.ts";
import type { CreateSimulator } from "../types.ts";
import { authenticate } from "./access.ts";
import { announce } from "./announcements.ts";
import { createBox } from "./box.ts";
import { businessRoutes } from "./business.ts";
import { crmRoutes } from "./crm.ts";
import { customerRoutes } from "./customer-calls.ts";
import { documentRoutes } from "./document-calls.ts";
import { changes } from "./life.ts";
import { marketingRoutes } from "./marketing.ts";
import { orderRoutes } from "./order-calls.ts";
import { productRoutes } from "./product-calls.ts";
import { resources } from "./resources.ts";
import { furnish, seed } from "./seed.ts";
import { API } from "./wire.ts";

/**
 * Pancake POS on the wire: its routes, its answers and its unkindness. Shaped by the vendor's document, by captured
 * answers and by the field notes, not by the adapter.
 *
 * Always on: the key must come in the query and as a bearer; unknown parameters are ignored; a JSON array in a
 * parameter is a 500; deleted orders are hidden; lists are sorted newest first, so that pages drift; PUT drops fields
 * and says "success"; an unknown id is a 400 or a 500; a second order with the same custom id is made.
 */

/** Claims go from 60 to 1,000 a minute; nothing is published. */
const CALLS_PER_MINUTE = 1_000;

/**
 * Pancake POS on the wire: its routes, its answers and its unkindness. Shaped by the vendor's document, by captured
 * answers and by the field notes, not by the adapter.
 *
 * Always on: the key must come in the query and as a bearer; unknown parameters are ignored; a JSON array in a
 * parameter is a 500; deleted orders are hidden; lists are sorted newest first, so that pages drift; PUT drops fields
 * and says "success"; an unknown id is a 400 or a 500; a second order with the same custom id is made.
 */
export const createPancakeSimulator: CreateSimulator = (options) => {
  const box = createBox(options);
  furnish(box);
  announce(box);
  return box.shop.open({
    vendor: "pancake",
    credentials: { apiKey: box.apiKey, shopId: box.shopId },
    operations,
    hosts: { api: API },
    routes: {
      ...businessRoutes(box),
      ...orderRoutes(box),
      ...productRoutes(box),
      ...customerRoutes(box),
      ...documentRoutes(box),
      ...marketingRoutes(box),
      ...crmRoutes(box),
    },
    authenticate: (call) => authenticate(box, call),
    limits: [
      {
        id: "key",
        key: ({ query }) => query.get("api_key") ?? undefined,
        capacity: CALLS_PER_MINUTE,
        windowSeconds: 60,
      },
    ],
    forms: {
      limit: ({ retryAt, now }) => {
        const body = { message: "Too many requests", success: false, error_code: 429 };
        const form = box.dice.integer(0, 2);
        if (form === 0) return json(body);
        return json(
          body,
          429,
          form === 1 ? { "retry-after": String(Math.max(1, Math.ceil((retryAt - now) / 1_000))) } : {},
        );
      },
      serverError: () =>
        box.dice.chance(0.5)
          ? json({ success: false, message: "Internal Server Error" }, 500)
          : html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502),
      expire: () => {
        box.suspended = true;
      },
      malformed: () => json({ result: { items: [] } }),
      notFound: () => ({ status: 404, headers: { "content-type": "text/plain" }, body: "Page not found" }),
    },
    rows: resources(box),
    changes: changes(box),
    firstPage: (request) => withQuery(request, { page_number: "1", page: "1" }),
    seed: (size) => seed(box, size),
    revoke: () => {
      box.suspended = true;
    },
  });
};
