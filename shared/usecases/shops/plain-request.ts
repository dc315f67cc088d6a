import type { Clock } from "../../core/ports.ts";
import type { HttpRequest, OperationCall, Vendor } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";
import { hostsOf, operationOf } from "./request-context.ts";

/** Stands where a secret would: long enough for what vendors make of one. */
const BLANK = "0".repeat(32);

/** The request of a call as it is sent, made with blanks for credentials: no secret is ever in it. Without headers. */
export const plainRequest = (
  shop: Shop,
  vendor: Vendor,
  { operation, call }: { readonly operation: string; readonly call: OperationCall },
  deps: { readonly clock: Clock; readonly randomId: () => string },
): Pick<HttpRequest, "method" | "url" | "body"> => {
  const credentials = Object.fromEntries(Object.keys(vendor.credentials.shape).map((name) => [name, BLANK]));
  const { method, url, body } = vendor.request(operationOf(vendor, operation), call, {
    access: { credentials, session: { token: BLANK, grants: shop.accountDetails ?? {} } },
    hosts: hostsOf(shop, vendor),
    settings: shop.settings,
    now: deps.clock,
    randomId: deps.randomId,
  });
  const without = (text: string): string => text.replaceAll(BLANK, "...");
  return { method, url: without(url), ...(body === undefined ? {} : { body: without(body) }) };
};
