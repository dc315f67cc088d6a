import type { HttpEvent, HttpResult } from "../shared/api/respond.ts";
import type { Vendor } from "../shared/core/vendor.ts";
import { behindFront } from "../shared/lambda/front.ts";
import { type Deps, withDeps } from "../shared/lambda/wiring.ts";
import { createAcceptDelivery } from "../shared/usecases/webhooks/accept-delivery.ts";
import { vendorWebhooks } from "../shared/vendors/webhooks.ts";

const answer = (statusCode: number, body: string, type = "application/json"): HttpResult => ({
  statusCode,
  headers: { "content-type": type },
  body,
});

/** Characters of a body, in base64 or not. Lambda takes 6 MB with all that is around it. */
const MOST_TEXT = 5_600_000;

const deliveryIn = (event: HttpEvent) => ({
  method: event.requestContext.http.method,
  path: event.rawPath,
  query: event.rawQueryString ?? "",
  headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""])),
  body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  sender: event.requestContext.http.sourceIp,
});

/** KiotViet stops for good on 400, 401, 403, 404 and 405, so no request is answered with any of them. */
export const createHandler = (deps: Deps<Pick<Vendor, "webhooks">>) => {
  const accept = createAcceptDelivery(deps);
  const take = async (event: HttpEvent): Promise<HttpResult> => {
    const { method } = event.requestContext.http;
    // An address is tried out with a text that has to come back (ASP.NET WebHooks, where KiotViet's come from).
    const echo = new URLSearchParams(event.rawQueryString ?? "").get("echo");
    if (echo !== null && method === "GET") return answer(200, echo, "text/plain; charset=utf-8");
    if (["GET", "HEAD", "OPTIONS"].includes(method) && !event.body) return answer(200, "{}");
    // Not decoded, not looked at: no vendor sends as much, and what it would tell is polled.
    if ((event.body?.length ?? 0) > MOST_TEXT) {
      deps.metric("DeliveriesTooLarge", 1);
      return answer(200, '{"ok":true}');
    }
    try {
      await accept(deliveryIn(event));
      return answer(200, '{"ok":true}');
    } catch (error) {
      // Not stored: vendors try again after a 5xx.
      deps.log("error", "delivery-not-stored", { error: (error as Error).name, reason: (error as Error).message });
      return answer(503, '{"ok":false}');
    }
  };
  return behindFront(deps.config.frontSecret ?? "", take);
};

export const handler = withDeps("intake", createHandler, vendorWebhooks);
