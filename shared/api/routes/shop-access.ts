import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { jobDepsOf } from "../../lambda/job-deps.ts";
import { refOf } from "../../stores/shops.ts";
import { consentLink } from "../../usecases/shops/consent-link.ts";
import { giveUpMigration, migrateShop } from "../../usecases/shops/migrate-shop.ts";
import { authorizeAgain } from "../../usecases/shops/register-shop.ts";
import { withShop } from "../../usecases/shops/with-shop.ts";
import { Check, Consent, Shop as ShopAnswer } from "../answers/shops.ts";
import { vendorProblems } from "../problems-of.ts";
import { defineRoute, type Route } from "../route.ts";
import { shownShop, shownShopNow } from "../shown-shop.ts";
import { findProvenShop, findShop, ShopId } from "./named-shop.ts";
import { consentAnswer, registerDeps } from "./shop-consent.ts";

/** A shop's access to its vendor: credentials, its owner's consent, and a move to the vendor's next version. */
export const shopAccessRoutes: readonly Route[] = [
  defineRoute({
    method: "PUT",
    path: "/v1/shops/{shop}/credentials",
    operationId: "replaceCredentials",
    tag: "Shops",
    access: "admin",
    summary: "Replaces a shop's credentials: they are tried at the vendor first.",
    params: ShopId,
    body: z.record(z.string(), z.unknown()),
    answer: ShopAnswer,
    problems: [
      "credentials-refused",
      "invalid-credentials",
      "shop-removed",
      "other-business",
      "other-account",
      ...vendorProblems,
    ],
    async handle(request) {
      const changed = await authorizeAgain(await findShop(request), request.body, registerDeps(request.deps));
      await request.audit({ action: "shops.reauthorize", subject: changed.id });
      return shownShop(changed, request.deps.vendor(changed.vendor));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/consent",
    operationId: "createConsent",
    tag: "Shops",
    access: "admin",
    summary: "A new link at which the shop's owner agrees in the browser.",
    params: ShopId,
    answer: Consent,
    problems: ["no-consent", "shop-removed"],
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      const vendor = deps.vendor(shop.vendor);
      if (!vendor.consent)
        throw new BadRequest(409, "no-consent", `${vendor.name} takes credentials, not a consent in the browser.`);
      const link = await consentLink(shop, shop.vendor, registerDeps(deps));
      await request.audit({ action: "shops.consent", subject: shop.id });
      return consentAnswer(link, shop, vendor, deps.config.publicUrl);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/migrate",
    operationId: "startMigration",
    tag: "Shops",
    access: "admin",
    summary:
      "Moves a shop to its vendor's next version, with its id, records, feed and cursors. Its owner agrees in the " +
      "browser; until then, and if that fails, nothing changes.",
    params: ShopId,
    body: z
      .strictObject({
        credentials: z
          .record(z.string(), z.unknown())
          .optional()
          .describe("of the next version; default: the app that the shop has"),
        hosts: z.record(z.string(), z.url()).optional().describe("base addresses of a sandbox; on a laptop only"),
      })
      .default({}),
    answer: ShopAnswer,
    status: 202,
    problems: [
      "no-successor",
      "moving",
      "shop-removed",
      "not-authorized",
      "no-credentials",
      "hosts-not-allowed",
      "credentials-refused",
      "invalid-credentials",
      ...vendorProblems,
    ],
    async handle(request) {
      const { deps } = request;
      const { shop, consentUrl } = await migrateShop(await findShop(request), request.body, registerDeps(deps));
      await request.audit({ action: "shops.migrate", subject: shop.id, details: { to: shop.migration?.to } });
      const to = deps.vendor(shop.migration?.to ?? shop.vendor);
      return {
        ...shownShop(shop, deps.vendor(shop.vendor)),
        ...(consentUrl ? consentAnswer(consentUrl, { hosts: shop.migration?.hosts }, to, deps.config.publicUrl) : {}),
      };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/shops/{shop}/migrate",
    operationId: "cancelMigration",
    tag: "Shops",
    access: "admin",
    summary: "Gives a migration up that waits for its consent. The shop stays as it is.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["no-migration", "moving"],
    async handle(request) {
      const shop = await giveUpMigration(await findShop(request), registerDeps(request.deps));
      await request.audit({ action: "shops.migrate-not", subject: shop.id });
      return shownShopNow(shop, request.deps);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/check",
    operationId: "checkShop",
    tag: "Shops",
    access: "admin",
    summary: "Makes one cheap call to see whether the access still works.",
    params: ShopId,
    answer: Check,
    problems: ["no-credentials", "not-authorized", ...vendorProblems],
    async handle(request) {
      const { deps } = request;
      const shop = await findProvenShop(request);
      let details: Readonly<Record<string, unknown>> | undefined;
      await withShop(shop, jobDepsOf(deps), async (open) => {
        details = await open.vendor.check(open.call("passthrough"));
      });
      const isBack = shop.health === "needs-reauth";
      if (details && (isBack || shop.silence)) {
        const resumed = isBack
          ? ({ health: "healthy", reason: undefined, resumedAt: deps.clock(), refused: undefined } as const)
          : {};
        await deps.shops.change(refOf(shop), { ...resumed, silence: undefined });
        await deps.shops.wake(refOf(shop), deps.clock());
      }
      return {
        ok: details !== undefined,
        ...(details ? { account: details } : {}),
        shop: await shownShopNow(await findShop(request), deps),
      };
    },
  }),
];
