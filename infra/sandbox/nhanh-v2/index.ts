import { SECOND } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/nhanh-v2/operations.ts";
import { withBody } from "../first-page.ts";
import type { SimulatorOptions, VendorSimulator } from "../types.ts";
import { accessRoutes, authenticate, consentPage, credentials } from "./access.ts";
import { billRoutes } from "./bill-calls.ts";
import { createBox } from "./box.ts";
import { businessRoutes } from "./business.ts";
import { customerRoutes } from "./customers.ts";
import { imeiRoutes } from "./imeis.ts";
import { changes } from "./life.ts";
import { orderRoutes } from "./order-calls.ts";
import { productRoutes } from "./products.ts";
import { resources } from "./resources.ts";
import { seed } from "./seed.ts";
import { announce, delivered, developerConsole, enableWebhooks, notify } from "./webhooks.ts";
import { formOf, text, write } from "./wire.ts";

/*
 * Nhanh's Open API 2.0 over rows in memory, as its pages describe it: form posts with JSON in `data`, answers with
 * `code`, failures at HTTP 200. Collections are drawn with keys where the pages draw them so, newest first, and
 * empty ones come as `[]` or not at all. Unknown filters are ignored, an entry of an order that the shop does not know
 * becomes a product, stock moves no `updatedAt`, deleted rows are simply no longer there.
 *
 * Two things stand for acts of people in a browser: `GET /consent/oauth` is the consent page, `POST /console/webhooks`
 * (JSON: url, verifyToken) the app's page at the developer console.
 */

/** What only Nhanh has beside the common simulator. */
interface NhanhV2Simulator extends VendorSimulator {
  /** A person's settings on the app's page. No address: no webhooks. */
  readonly app: { callbackUrl: string | undefined; verifyToken: string; enabled: boolean };
  /** Sets both and sends `webhooksEnabled`, as saving the page does. */
  enableWebhooks(callbackUrl: string, verifyToken: string): void;
  /**
   * `lagSeconds`: how long an order cannot be found by its id after it was made (field note, seen in integrations).
   * `stringly`: numbers come as text, as some endpoints send them.
   */
  readonly quirks: { lagSeconds: number; stringly: boolean };
}

export const createNhanhV2Simulator = (options: SimulatorOptions): NhanhV2Simulator => {
  const box = createBox(options);
  announce(box);
  const handlers = {
    ...accessRoutes(box),
    ...productRoutes(box),
    ...imeiRoutes(box),
    ...orderRoutes(box),
    ...billRoutes(box),
    ...customerRoutes(box),
    ...businessRoutes(box),
  };
  const simulator = box.shop.open({
    vendor: "nhanh-v2",
    credentials: credentials(box),
    operations,
    hosts: { api: "", consent: "/consent" },
    routes: {
      ...Object.fromEntries(Object.entries(handlers).map(([path, handler]) => [`POST /api/${path}`, handler])),
      "GET /consent/oauth": consentPage(box),
      "POST /console/webhooks": developerConsole(box),
    },
    authenticate: (call) => authenticate(box, call),
    limits: [
      {
        id: "calls",
        key: (request) => {
          if (!request.path.startsWith("/api/")) return undefined;
          const { appId, businessId } = formOf(request);
          return `${appId} ${businessId ?? ""} ${request.path}`;
        },
        capacity: 150,
        windowSeconds: 30,
        lock: { seconds: 10, lengthenSeconds: 5 },
      },
    ],
    forms: {
      // HTTP 200, `message` in the singular, the code as text or as a number.
      limit: ({ retryAt, now }) =>
        text(
          write({
            code: 0,
            message: "Your app exceeded the API Rate Limit",
            errorCode: box.dice.chance(0.5) ? "ERR_429" : 429,
            data: { lockedSeconds: Math.ceil((retryAt - now) / SECOND), unlockedAt: Math.ceil(retryAt / SECOND) },
          }),
        ),
      expire: (request) => box.shop.tokens.end(formOf(request).accessToken ?? ""),
      malformed: () => text('{"result":{"rows":"none"}}'),
    },
    rows: resources(box),
    changes: changes(box),
    // The form's field `data` holds JSON.
    firstPage: (request) => withBody(request, /"page":\s*"?\d+"?/, '"page":1'),
    seed: (size) => seed(box, size),
    revoke: (permanently) => {
      box.codes.clear();
      if (permanently) notify(box, "appUninstalled");
    },
    delivered: (delivery, status) => delivered(box, delivery, status),
  });
  return Object.assign(simulator, {
    app: box.app,
    quirks: box.quirks,
    enableWebhooks: (callbackUrl: string, verifyToken: string) => enableWebhooks(box, callbackUrl, verifyToken),
  });
};
