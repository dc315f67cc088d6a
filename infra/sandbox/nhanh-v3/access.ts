import { MINUTE } from "../../../shared/core/time.ts";
import { type Handler, html, json, type Reply, type RouteCall } from "../simulator.ts";
import type { Box } from "./box.ts";
import { ok, refuse, unix } from "./wire.ts";

const YEAR_SECONDS = 365 * 86_400;
const CODE_LIFE = 10 * MINUTE;
const OLD_TOKEN_LIFE = 15 * MINUTE;

const newCode = (box: Box, depots: number[] = [], without: string[] = []): string => {
  const code = box.dice.hex(40);
  box.codes.set(code, { until: box.shop.now() + CODE_LIFE, depots, without });
  return code;
};

const issue = (box: Box, grant: { depots: number[]; without: string[] }): string => {
  const { depots, without } = grant;
  const old = box.lastToken;
  if (old) box.shop.later(OLD_TOKEN_LIFE, () => box.shop.tokens.end(old));
  box.lastToken = box.shop.tokens.issue(YEAR_SECONDS, {
    length: 128,
    data: { depots, without, expiredAt: unix(box.shop.now()) + YEAR_SECONDS },
  });
  return box.lastToken;
};

/** A token that the shop already has. Looking at it after its end is what a person does who consents again. */
export const credentials = (box: Box) => ({
  appId: String(box.appId),
  secretKey: box.secretKey,
  businessId: String(box.businessId),
  get accessToken() {
    if (box.lastToken && (box.shop.signInRefused || box.shop.tokens.valid(box.lastToken))) return box.lastToken;
    return issue(box, { depots: [], without: [] });
  },
});

const tokenOf = ({ request }: RouteCall): string => request.headers.authorization ?? "";

export const grantOf = (box: Box, call: RouteCall): { depots: number[]; without: string[]; expiredAt: number } =>
  box.shop.tokens.dataOf(tokenOf(call)) ?? { depots: [], without: [], expiredAt: 0 };

const grantAnswer = (box: Box, token: string): Reply => {
  const { depots: depotIds, expiredAt } = box.shop.tokens.dataOf(token);
  return ok({
    accessToken: token,
    version: "3.0",
    expiredAt,
    businessId: box.businessId,
    depotIds,
    pageIds: "All",
    permissions: [],
  });
};

const giveToken =
  (box: Box): Handler =>
  ({ body, query }) => {
    if (query.get("appId") !== String(box.appId)) return refuse("ERR_INVALID_APP_ID", "Invalid appId");
    if (body?.secretKey !== box.secretKey) return refuse("ERR_INVALID_SECRET_KEY", ["Invalid secretKey"]);
    const code = box.codes.get(body?.accessCode);
    // Recorded: `false` instead of 0, and no errorCode.
    if (!code || code.until < box.shop.now() || box.shop.signInRefused)
      return json({ code: false, messages: ["Invalid accessCode or accessCode has expired"] });
    box.codes.delete(body.accessCode);
    return grantAnswer(box, issue(box, code));
  };

const checkToken =
  (box: Box): Handler =>
  (call) =>
    call.body?.secretKey === box.secretKey
      ? grantAnswer(box, tokenOf(call))
      : refuse("ERR_INVALID_SECRET_KEY", ["Invalid secretKey"]);

export const consentPage =
  (box: Box): Handler =>
  ({ query }) => {
    const back = query.get("returnLink");
    if (query.get("appId") !== String(box.appId) || !back || !URL.canParse(back))
      return html("<h1>Invalid app</h1>", 200);
    const depots = (query.get("depots") ?? "").split(",").filter(Boolean).map(Number);
    const location = new URL(back);
    location.searchParams.set(
      "accessCode",
      newCode(box, depots, (query.get("without") ?? "").split(",").filter(Boolean)),
    );
    return { status: 302, headers: { location: location.href }, body: "" };
  };

export const wrongDepot = (box: Box, call: RouteCall, depotId: unknown): Reply | undefined => {
  if (depotId === undefined) return undefined;
  const { depots: granted } = grantOf(box, call);
  const known = box.depots.get(depotId as number) && (granted.length === 0 || granted.includes(Number(depotId)));
  return known ? undefined : refuse("ERR_INVALID_DEPOT_ID", "Invalid depotId");
};

export const accessRoutes = (box: Box): Record<string, Handler> => ({
  "app/getaccesstoken": giveToken(box),
  "app/checkaccesstoken": checkToken(box),
});

export const authenticate = (box: Box, call: RouteCall): Reply | undefined => {
  const { route, query, request } = call;
  if (route === "GET /consent/oauth" || route === "POST /console/webhooks") return undefined;
  if (request.body !== "" && call.body === undefined) return refuse("ERR_INVALID_DATA", "Invalid data");
  if (route.endsWith("app/getaccesstoken")) return undefined;
  if (query.get("appId") !== String(box.appId)) return refuse("ERR_INVALID_APP_ID", "Invalid appId");
  if (query.get("businessId") !== String(box.businessId))
    return refuse("ERR_INVALID_BUSINESS_ID", "Invalid businessId");
  const token = tokenOf(call);
  if (!box.shop.tokens.valid(token)) {
    // The recorded form for a token that was one, the document's for a stranger.
    return box.shop.tokens.dataOf(token)
      ? json({ code: false, messages: ["Invalid accessToken or accessToken has expired"] })
      : refuse("ERR_INVALID_ACCESS_TOKEN", "Invalid access token");
  }
  const path = route.split("/v3.0/")[1] ?? "";
  return grantOf(box, call).without.includes(path)
    ? refuse("ERR_403", "The app or accessToken is not authorized for this feature")
    : undefined;
};
