import * as z from "zod";
import type { Deps } from "../../lambda/wiring.ts";
import { clearCookie } from "../../usecases/shops/consent-cookie.ts";
import { beginConsent, type Consented, finishConsent } from "../../usecases/shops/finish-consent.ts";
import { consentPage } from "../consent-pages.ts";
import { defineRoute, type OwnReply, type Route, reply, webPage } from "../route.ts";

const consentDeps = (deps: Deps) => ({
  ...deps,
  publicUrl: deps.config.publicUrl,
  allowShopHosts: deps.config.allowShopHosts,
});

/** No ticket that was ever given out is longer. */
const LONGEST_TICKET = 200;

/** A person looks at the answer: whatever happens, it is a page. The reason goes to the log, without the address. */
const asPage = async (deps: Deps, work: () => Promise<OwnReply>): Promise<OwnReply> => {
  try {
    return await work();
  } catch (error) {
    deps.log("error", "consent-failed", { error: (error as Error).name });
    return consentPage("failed");
  }
};

const pageOf = async ({ end, shops, said, spent, connectLink }: Consented, deps: Deps): Promise<OwnReply> => {
  const cookies = spent.map((name) => clearCookie(name, deps.config.publicUrl));
  // The page that sent the person away goes on, and tells how it went in its own words.
  if (connectLink !== undefined)
    return reply(303, undefined, { location: `/connect/back/${connectLink}/${end}` }, cookies);
  const tenants = new Set(shops.map(({ tenant }) => tenant));
  const [tenant] = tenants.size === 1 ? tenants : [];
  const shown = {
    tenant: tenant === undefined ? undefined : (await deps.tenants.get(tenant))?.name,
    shops: shops.map(({ name }) => name),
    said,
  };
  return consentPage(end, shown, cookies);
};

/** Where a shop's owner agrees in the browser. Nobody signs in here: the ticket in the link, then the cookie, tell who it is. */
export const consentRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/consent/{ticket}",
    operationId: "beginConsent",
    isSecret: true,
    also: { 404: webPage, 500: webPage },
    tag: "Consent",
    access: "public",
    summary: "Where the shop's owner begins: sets a cookie and goes on to the vendor's consent page.",
    params: z.object({ ticket: z.string().describe("from the link that the owner got") }),
    query: z.looseObject({}),
    answer: webPage,
    status: 303,
    handle: ({ params, deps }) =>
      asPage(deps, async () => {
        const { ticket } = params;
        const begun = ticket.length > LONGEST_TICKET ? undefined : await beginConsent(ticket, consentDeps(deps));
        if (!begun) return consentPage("ended-link");
        const headers = { location: begun.location, "referrer-policy": "no-referrer" };
        return reply(303, undefined, headers, [begun.cookie]);
      }),
  }),
  defineRoute({
    method: "GET",
    path: "/v1/return/{address}",
    operationId: "finishConsent",
    isSecret: true,
    also: { 303: webPage, 400: webPage, 404: webPage, 409: webPage, 422: webPage, 500: webPage },
    tag: "Consent",
    access: "public",
    summary: "Where a vendor's consent page sends every browser back to. The answer is a page for the shop's owner.",
    params: z.object({ address: z.string().describe("the shop's own part of the address") }),
    query: z.looseObject({}),
    answer: webPage,
    handle: ({ params, query, headers, deps }) =>
      asPage(deps, async () => {
        const consented = await finishConsent(params.address, query, headers.cookie ?? "", consentDeps(deps));
        const { end, shops } = consented;
        const action = { connected: "shops.reauthorize", moving: "shops.migrate" }[end as string];
        for (const shop of action === undefined ? [] : shops)
          await deps
            .ownedBy(shop.tenant)
            .tenants.audit(
              shop.tenant,
              { by: "consent", action: action!, subject: shop.id },
              deps.clock(),
              deps.random,
            );
        return pageOf(consented, deps);
      }),
  }),
];
