import { MINUTE, SECOND, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Handler, Reply, RouteCall } from "../simulator.ts";
import { type Box, BUSINESS_ID, unix } from "./box.ts";
import { failure, formOf, text, write } from "./wire.ts";

const YEAR_SECONDS = 365 * 86_400;
const CODE_LIFE = 10 * MINUTE;
const APP_ID = "70001";
const SECRET_KEY = "nhanh-v2-secret-key";

/** Every look at the credentials is a person who has just consented: each code works once. */
export const credentials = (box: Box) => ({
  appId: APP_ID,
  secretKey: SECRET_KEY,
  get accessCode(): string {
    const code = box.dice.hex(32);
    box.codes.set(code, box.options.now() + CODE_LIFE);
    return code;
  },
});

const giveToken =
  (box: Box): Handler =>
  ({ request }) => {
    const { accessCode, secretKey, appId } = formOf(request);
    if (appId !== APP_ID) throw failure("Invalid appId", "ERR_INVALID_APP_ID");
    const good =
      secretKey === SECRET_KEY && (box.codes.get(accessCode) ?? 0) > box.options.now() && !box.shop.signInRefused;
    // The boolean was recorded at exactly this call.
    if (!good) return text('{"code": false,"messages":["Invalid accessCode or accessCode has expired"]}');
    box.codes.delete(accessCode);
    const accessToken = box.shop.tokens.issue(YEAR_SECONDS, { length: 128 });
    const expiresAt = box.shop.now() + YEAR_SECONDS * SECOND;
    return text(
      write({
        code: 1,
        messages: [],
        accessToken,
        expiredDateTime: toHanoiSeconds(expiresAt),
        expiredAt: unix(expiresAt),
        businessId: BUSINESS_ID,
        depotIds: [],
        permissions: [],
      }),
    );
  };

export const consentPage =
  (box: Box): Handler =>
  ({ query }) => {
    const back = query.get("returnLink") ?? "";
    if (query.get("appId") !== APP_ID || !URL.canParse(back)) return text("<h1>Ứng dụng không hợp lệ</h1>", 400);
    const link = new URL(back);
    link.searchParams.set("accessCode", credentials(box).accessCode);
    return { status: 302, headers: { location: link.href }, body: "" };
  };

export const authenticate = (box: Box, { request, route }: RouteCall): Reply | undefined => {
  if (route === "GET /consent/oauth" || route === "POST /console/webhooks") return undefined;
  const { version, appId, businessId, accessToken } = formOf(request);
  if (version !== "2.0") throw failure("version is invalid", "ERR_INVALID_VERSION");
  if (route.endsWith("/oauth/access_token")) return undefined;
  if (appId !== APP_ID) throw failure("Invalid appId", "ERR_INVALID_APP_ID");
  if (businessId !== String(BUSINESS_ID)) throw failure("Invalid businessId", "ERR_INVALID_BUSINESS_ID");
  if (!box.shop.tokens.valid(accessToken ?? ""))
    return text('{"code": false, "messages": ["Invalid accessToken or accessToken has expired"]}');
  return undefined;
};

export const accessRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "oauth/access_token": giveToken(box),
});
