import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { type Vendor as VendorAdapter, vendorIds } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { applyChoices } from "../../usecases/privacy/apply-choices.ts";
import { withinShared } from "../../usecases/shops/owners-choice.ts";
import { registerShop } from "../../usecases/shops/register-shop.ts";
import { rouseShop } from "../../usecases/shops/sign-of-life.ts";
import { PersonalDataChoice, QuietHours, Resources, Schedule, Shop as ShopAnswer, ShopPage } from "../answers/shops.ts";
import { TimeInput } from "../answers/words.ts";
import { listCursor } from "../list-cursor.ts";
import { checkPast } from "../past-times.ts";
import { vendorProblems } from "../problems-of.ts";
import { defineRoute, PageQuery, type Route } from "../route.ts";
import { shownShop, shownShopNow } from "../shown-shop.ts";
import { findShop, ShopId } from "./named-shop.ts";
import { consentAnswer, registerDeps } from "./shop-consent.ts";

/** Their states are read side by side. */
const SHOPS_TOGETHER = 8;

/** @throws BadRequest 400 naming what is no resource of the vendor */
const checkResources = (
  {
    schedule = {},
    resources = [],
  }: Partial<Pick<Shop, "schedule">> & { resources?: readonly string[] | null | undefined },
  vendor: VendorAdapter,
): void => {
  const known = new Set<string>(vendor.resources.map(({ name }) => name));
  const unknown = [
    ...Object.keys(schedule)
      .filter((name) => name !== "*" && !known.has(name))
      .map((name) => [`schedule.${name}`, name] as const),
    ...(resources ?? []).filter((name) => !known.has(name)).map((name) => ["resources", name] as const),
  ];
  if (unknown.length === 0) return;
  throw new BadRequest(
    400,
    "invalid-body",
    "The body is not what this route takes.",
    unknown.map(([field, name]) => ({ field, message: `${vendor.name} has no resource ${name}` })),
  );
};

export const shopRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/shops",
    operationId: "createShop",
    tag: "Shops",
    access: "admin",
    summary: "Registers a shop: the credentials are tried at the vendor first.",
    body: z.strictObject({
      id: ShopId.shape.shop.optional(),
      vendor: z.enum(vendorIds),
      name: z.string().min(1).max(200),
      credentials: z.record(z.string(), z.unknown()),
      settings: z.record(z.string(), z.unknown()).optional(),
      hosts: z.record(z.string(), z.url()).optional().describe("base addresses of a sandbox; on a laptop only"),
      schedule: Schedule.optional(),
      quietHours: QuietHours.optional(),
      resources: Resources.optional(),
      personalData: PersonalDataChoice.optional(),
      since: TimeInput.optional().describe(
        "backfill no further back than this, where the vendor shows a limited stretch of time per call: Nhanh's " +
          "orders, bills and movements, iSale's orders, Pancake's stock history. Everything else is read whole",
      ),
    }),
    answer: ShopAnswer,
    status: 201,
    problems: [
      "credentials-refused",
      "invalid-credentials",
      "invalid-settings",
      "hosts-not-allowed",
      "shop-exists",
      ...vendorProblems,
    ],
    async handle(request) {
      checkResources(request.body, request.deps.vendor(request.body.vendor));
      checkPast(request.body.since, request.deps.clock());
      const { shop, consentUrl } = await registerShop(request.tenant, request.body, {
        ...registerDeps(request.deps),
        limits: request.limits(),
      });
      await request.audit({ action: "shops.create", subject: shop.id, details: { vendor: shop.vendor } });
      const { deps } = request;
      return {
        ...shownShop(shop, deps.vendor(shop.vendor)),
        ...(consentUrl ? consentAnswer(consentUrl, shop, deps.vendor(shop.vendor), deps.config.publicUrl) : {}),
      };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops",
    operationId: "listShops",
    tag: "Shops",
    access: "read",
    summary: "Lists the tenant's shops.",
    query: z.strictObject(PageQuery),
    answer: ShopPage,
    async handle(request) {
      const { tenant, query, deps } = request;
      const { after, page } = listCursor(request);
      const { shops, next } = await deps.shops.page(tenant, after, query.limit);
      const data = new Map<string, Awaited<ReturnType<typeof shownShopNow>>>();
      await inParallel(shops, SHOPS_TOGETHER, async (shop) => void data.set(shop.id, await shownShopNow(shop, deps)));
      return page(
        shops.map(({ id }) => data.get(id)!),
        next,
      );
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}",
    operationId: "getShop",
    tag: "Shops",
    access: "read",
    summary: "One shop with its health at this moment, and the reason where it is not healthy.",
    params: ShopId,
    answer: ShopAnswer,
    handle: async (request) => shownShopNow(await findShop(request), request.deps),
  }),
  defineRoute({
    method: "PATCH",
    path: "/v1/shops/{shop}",
    operationId: "updateShop",
    tag: "Shops",
    access: "admin",
    summary: "Changes a shop's name, rhythm, quiet hours, or what of it is copied.",
    params: ShopId,
    body: z.strictObject({
      name: z.string().min(1).max(200).optional(),
      schedule: Schedule.optional(),
      quietHours: QuietHours.nullable().optional(),
      resources: Resources.nullable().optional(),
      personalData: PersonalDataChoice.optional(),
    }),
    answer: ShopAnswer,
    problems: ["not-shared"],
    async handle(request) {
      const { quietHours, resources, personalData, ...rest } = request.body;
      const shop = await findShop(request);
      checkResources(request.body, request.deps.vendor(shop.vendor));
      const changed = await request.deps.shops.change(refOf(shop), {
        ...rest,
        ...(quietHours === undefined ? {} : { quietHours: quietHours ?? undefined }),
        ...withinShared(shop, { resources, personalData }),
      });
      await applyChoices(shop, changed, request.deps);
      await rouseShop(changed, request.deps);
      await request.deps.shops.wake(refOf(shop), request.deps.clock());
      await request.audit({ action: "shops.change", subject: shop.id, details: request.body });
      return shownShopNow(changed, request.deps);
    },
  }),
];
