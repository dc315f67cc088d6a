import { bearer, type Handler, json, type RouteCall } from "../simulator.ts";
import type { Box } from "./box.ts";
import { invalid, problem } from "./wire.ts";

/*
 * KiotViet's Public API for retail shops, after its document and the field notes. Always on: naive +07:00 dates,
 * never-edited rows without modifiedDate, offset pages that drift, time filters that are ignored without a word,
 * sorting that ends in a 500 where a list has none, removed ids under three names, stock moves that leave the
 * product's date alone, no idempotency anywhere.
 */
export const CLIENT_ID = "83a5bcbe-0000-4000-8000-128112cef3f7";

export const CLIENT_SECRET = "SIMULATED0SECRET0OF0A0KIOTVIET0SHOP00000";
export const RETAILER = "tiemthu";
const TOKEN_SECONDS = 86_400;

const signIn =
  (box: Box): Handler =>
  ({ form }) => {
    // `scope` works as well as the documented `scopes` (field note).
    const scope = form.get("scopes") ?? form.get("scope");
    if (form.get("grant_type") !== "client_credentials") return json({ error: "unsupported_grant_type" }, 400);
    if (box.shop.signInRefused || form.get("client_id") !== CLIENT_ID || form.get("client_secret") !== CLIENT_SECRET) {
      return json({ error: "invalid_client" }, 400);
    }
    if (scope !== "PublicApi.Access") return json({ error: "invalid_scope" }, 400);
    const access_token = box.shop.tokens.issue(TOKEN_SECONDS, { prefix: "eyJ", length: 60 });
    return json({ access_token, expires_in: TOKEN_SECONDS, token_type: "Bearer", scope });
  };

export const authenticate = (box: Box, { request, route }: RouteCall) => {
  if (route === "POST /id/connect/token") return undefined;
  if (!box.shop.tokens.valid(bearer(request))) {
    box.refusals += 1;
    // A dead token is a 401 or this error's code with another status: clients have to know both (field note).
    return problem(box.refusals % 2 === 1 ? 401 : 400, "TokenException", "Token không hợp lệ hoặc đã hết hạn");
  }
  if (request.headers.retailer?.toLowerCase() !== RETAILER) {
    return invalid("Gian hàng không tồn tại hoặc chưa cấp quyền cho ứng dụng").reply;
  }
  return undefined;
};

export const accessRoutes = (box: Box): Record<string, Handler> => ({
  "POST /id/connect/token": signIn(box),
});
