import { SECOND } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/isale/operations.ts";
import { json } from "../simulator.ts";
import type { CreateSimulator } from "../types.ts";
import { authenticate, isWrite, keyOf, withdrawKey } from "./access.ts";
import { createBox } from "./box.ts";
import { calendarRoutes } from "./calendar.ts";
import { flowRoutes } from "./flows.ts";
import { changes } from "./life.ts";
import { orderRoutes } from "./orders.ts";
import { peopleRoutes } from "./people.ts";
import { productRoutes } from "./products.ts";
import { resources } from "./resources.ts";
import { seed } from "./seed.ts";
import { tableRoutes } from "./tables.ts";

/*
 * iSale's External API over rows in memory. Paths, filters, limits and errors are the document's; names of fields and
 * the habits of the backend (order of the lists, filters that take 0 for "all", a `dateTo` that loses its day, 204 for
 * nothing) are those seen in the vendor's own app. Where the document leaves a choice, this shop is the unkind one:
 * `id` on a list only filters, unknown parameters are ignored, a PATCH takes what it knows and drops the rest.
 */

export const createIsaleSimulator: CreateSimulator = (options) => {
  const box = createBox(options);
  return box.shop.open({
    vendor: "isale",
    credentials: box.credentials,
    operations,
    routes: {
      ...peopleRoutes(box),
      ...flowRoutes(box),
      ...orderRoutes(box),
      ...productRoutes(box),
      ...calendarRoutes(box),
      ...tableRoutes(box),
    },
    authenticate: (call) => authenticate(box, call),
    // Counted per machine in the memory of the real one; here there is one machine and one caller's address.
    limits: [
      { id: "ip", key: () => "address", capacity: 120, windowSeconds: 60 },
      { id: "key", key: keyOf, capacity: 300, windowSeconds: 60 },
      {
        id: "writes",
        key: (request) => (isWrite(request) ? keyOf(request) : undefined),
        capacity: 60,
        windowSeconds: 60,
      },
    ],
    forms: {
      limit: ({ now, retryAt, rule }) => {
        const seconds = Math.max(1, Math.ceil((retryAt - now) / SECOND));
        const body = {
          error: { code: "rate_limit_exceeded", message: "Too many requests", retryAfterSeconds: seconds },
        };
        return json(body, 429, {
          "retry-after": String(seconds),
          "x-ratelimit-limit": String(rule?.capacity ?? 120),
          "x-ratelimit-remaining": "0",
        });
      },
      expire: () => withdrawKey(box),
      malformed: () => json({ ok: true, payload: { rowsBase64: "AAAA" } }),
      notFound: () => ({ status: 404, headers: { "content-length": "0" }, body: "" }),
    },
    rows: resources(box),
    changes: changes(box),
    seed: (size) => seed(box, size),
    revoke: () => withdrawKey(box),
  });
};
