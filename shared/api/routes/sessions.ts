import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { isoTime } from "../../core/time.ts";
import { refOf } from "../../stores/shops.ts";
import { PortalToken, Session } from "../answers/connect.ts";
import { pageCookie } from "../page-cookies.ts";
import { CONSOLE_TIME, PORTAL_PREFIX, PORTAL_TIME, sealPass } from "../passes.ts";
import { defineRoute, nothing, type Request, type Route, reply } from "../route.ts";
import { findProvenShop, ShopId } from "./named-shop.ts";

const console = { kind: "console" } as const;

const shownSession = async ({ caller, ...request }: Request): Promise<z.input<typeof Session>> => {
  if (caller.kind !== "tenant")
    return { kind: "operator", ...(caller.kind === "operator" && caller.name ? { name: caller.name } : {}) };
  const { tenant: id, shop, scope, sites } = caller;
  const tenant = { id, name: await request.tenantName() };
  return {
    kind: shop ? "portal" : "tenant",
    tenant,
    scope,
    ...(shop ? { shop } : {}),
    ...(sites ? { sites: [...sites] } : {}),
  };
};

const Site = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, "scheme and host, as https://crm.example");

/** Signing in and out of our own pages. */
export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/session",
    operationId: "signIn",
    tag: "Pages",
    access: "any",
    summary: "Signs a browser in to the console with the key that is sent: it gets a cookie for twelve hours.",
    description: "The cookie ends with the key. It counts only beside the header `Tillbridge-Page: console`.",
    isSecret: true,
    answer: Session,
    // The key of a tenant that is being removed is known for a few minutes more.
    problems: ["unknown-tenant"],
    async handle(request) {
      const { deps, headers } = request;
      const key = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
      if (key === undefined || key.startsWith(PORTAL_PREFIX))
        throw new BadRequest(401, "unauthenticated", "Send the key itself: Authorization: Bearer <key>.");
      const until = deps.clock() + CONSOLE_TIME;
      const value = sealPass("console", { key, until }, await deps.readSigningKey());
      const cookie = pageCookie(console, value, CONSOLE_TIME, deps.config.publicUrl);
      return reply(200, await shownSession(request), undefined, [cookie]);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/session",
    operationId: "getSession",
    tag: "Pages",
    access: "any",
    summary: "Who is asking: the tenant or operator behind the key, the cookie or the token.",
    answer: Session,
    problems: ["unknown-tenant"],
    handle: shownSession,
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/session",
    operationId: "signOut",
    tag: "Pages",
    access: "public",
    summary: "Takes the console's cookie out of the browser.",
    answer: nothing,
    status: 204,
    handle: async ({ deps }) => reply(204, undefined, undefined, [pageCookie(console, "", 0, deps.config.publicUrl)]),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/portal-tokens",
    operationId: "createPortalToken",
    tag: "Pages",
    access: "admin",
    summary: "A token for an hour that reads one shop, and the address of its page for a frame in your own product.",
    params: ShopId,
    isSecret: true,
    body: z
      .strictObject({
        sites: z.array(Site).min(1).max(10).optional().describe("in whose frames the page may stand; absent: in any"),
      })
      .default({}),
    answer: PortalToken,
    status: 201,
    problems: ["not-authorized"],
    async handle(request) {
      const { deps, caller, tenant, body } = request;
      const { sites } = body;
      const { shop } = refOf(await findProvenShop(request));
      const until = deps.clock() + PORTAL_TIME;
      const key = caller.kind === "tenant" ? caller.key : "";
      const token =
        PORTAL_PREFIX + sealPass("portal", { tenant, shop, key, sites, until }, await deps.readSigningKey());
      await request.audit({ action: "shops.portal", subject: shop });
      const places = (sites ?? []).map((site) => `in=${encodeURIComponent(site)}`).join("&");
      const page = `${deps.config.publicUrl}/portal${places === "" ? "" : `?${places}`}`;
      return { token, url: `${page}#${token}`, expiresAt: isoTime(until) };
    },
  }),
];
