import { SECOND } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/nhanh-v3/operations.ts";
import { withBody } from "../first-page.ts";
import { type Handler, html, json } from "../simulator.ts";
import type { CreateSimulator, SimulatedRequest } from "../types.ts";
import { accessRoutes, authenticate, consentPage, credentials } from "./access.ts";
import { announce, orderHook, productHook } from "./announcements.ts";
import { billRoutes } from "./bill-calls.ts";
import { createBox } from "./box.ts";
import { businessRoutes } from "./business.ts";
import { customerRoutes } from "./customers.ts";
import { changes } from "./life.ts";
import { orderRoutes } from "./order-calls.ts";
import { productRoutes } from "./product-calls.ts";
import { promotionRoutes } from "./promotions.ts";
import { resources } from "./resources.ts";
import { seed, seedSmall } from "./seed.ts";
import { shippingRoutes, shipRoutes } from "./shipping.ts";
import { vpageRoutes } from "./vpage.ts";
import { delivered, developerConsole, notify } from "./webhooks.ts";

/*
 * Nhanh Open API v3 over rows in memory: routes, row shapes, limits, windows and errors are the document's; what it
 * leaves open is answered as the recorded samples do, or else in the unkind way: unknown filters are ignored without a
 * word, stopped products are hidden, the filter of product/inventory does not see stock, pages come short or empty
 * although more follows, the continuation changes its shape, an order list without dates shows 31 days.
 *
 * Two things stand for acts of people in a browser: `GET /consent/oauth` is the consent page (with what the person
 * picks as `depots=1,2` and `without=order/list`), `POST /console/webhooks` the app's page at the developer console.
 */

const under = (prefix: string, handlers: Record<string, Handler>): Record<string, Handler> =>
  Object.fromEntries(Object.entries(handlers).map(([path, handler]) => [`POST ${prefix}/v3.0/${path}`, handler]));

export const createNhanhV3Simulator: CreateSimulator = (options) => {
  const box = createBox(options);
  announce(box, box.orders, "order", orderHook);
  announce(box, box.products, "product", productHook);
  const routes = {
    "GET /consent/oauth": consentPage(box),
    "POST /console/webhooks": developerConsole(box),
    ...under("", {
      ...accessRoutes(box),
      ...businessRoutes(box),
      ...productRoutes(box),
      ...orderRoutes(box),
      ...shippingRoutes(),
      ...billRoutes(box),
      ...customerRoutes(box),
      ...promotionRoutes(box),
    }),
    ...under("/vpage", vpageRoutes(box)),
    ...under("/ship", shipRoutes(box)),
  };
  seedSmall(box);
  return box.shop.open({
    vendor: "nhanh-v3",
    credentials: credentials(box),
    operations,
    hosts: { api: "", vpage: "/vpage", ship: "/ship", consent: "/consent" },
    routes,
    authenticate: (call) => authenticate(box, call),
    limits: [
      {
        id: "calls",
        key: ({ query, path }) =>
          path.includes("/v3.0/") ? `${query.get("appId")} ${query.get("businessId")} ${path}` : undefined,
        capacity: 150,
        windowSeconds: 30,
        lock: { seconds: 10, lengthenSeconds: 10 },
      },
    ],
    forms: {
      // Two names for one thing, and `message` where everything else says `messages`.
      limit: ({ retryAt, now }) =>
        json({
          code: 0,
          errorCode: box.dice.pick(["ERR_429", "ERR_429", "ERR_EXCEEDED_RATE_LIMIT", 429]),
          message: "Your app exceeded the API Rate Limit",
          data: { lockedSeconds: Math.ceil((retryAt - now) / SECOND), unlockedAt: Math.ceil(retryAt / SECOND) },
        }),
      expire: (request: SimulatedRequest) => box.shop.tokens.end(request.headers.authorization ?? ""),
      notFound: () => html("<html><body>404 Not Found</body></html>", 404),
    },
    secretParameters: ["accessCode"],
    rows: resources(box),
    changes: changes(box),
    firstPage: (request) => withBody(request, /,"next":(\{[^{}]*\}|"[^"]*"|\d+)/, ""),
    seed: (size) => seed(box, size),
    revoke: () => {
      box.codes.clear();
      notify(box, "appUninstalled", () => undefined);
    },
    delivered: (delivery, status) => delivered(box, delivery, status),
  });
};
