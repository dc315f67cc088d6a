import { BadRequest } from "../../core/errors.ts";
import { refOf } from "../../stores/shops.ts";
import { removeShop } from "../../usecases/shops/remove-shop.ts";
import { Shop as ShopAnswer } from "../answers/shops.ts";
import { defineRoute, type Route } from "../route.ts";
import { shownShop, shownShopNow } from "../shown-shop.ts";
import { findProvenShop, findShop, ShopId } from "./named-shop.ts";

/** Pausing, going on, and the end of a shop. */
export const shopLifeRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/pause",
    operationId: "pauseShop",
    tag: "Shops",
    access: "admin",
    summary: "Stops polling. The data stays readable.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["not-authorized"],
    async handle(request) {
      const shop = await findProvenShop(request);
      await request.audit({ action: "shops.pause", subject: shop.id });
      const stopped = { health: "paused", reason: "paused by the tenant", stoppedAt: request.deps.clock() } as const;
      const paused = await request.deps.shops.change(refOf(shop), stopped);
      return shownShop(paused, request.deps.vendor(paused.vendor));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/resume",
    operationId: "resumeShop",
    tag: "Shops",
    access: "admin",
    summary: "Polls again.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["not-paused"],
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      if (shop.health !== "paused") throw new BadRequest(409, "not-paused", `The shop is ${shop.health}.`);
      await request.audit({ action: "shops.resume", subject: shop.id });
      const resumedAt = deps.clock();
      const resumed = await deps.shops.change(refOf(shop), { health: "healthy", reason: undefined, resumedAt });
      await deps.shops.wake(refOf(shop), resumedAt);
      await deps.shops.schedule({ kind: "watch", tenant: shop.tenant, id: shop.id, dueAt: resumedAt });
      return shownShopNow(resumed, deps);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/shops/{shop}",
    operationId: "deleteShop",
    tag: "Shops",
    access: "admin",
    summary: "Removes a shop: its webhooks at the vendor and its secret at once, its data in the background.",
    params: ShopId,
    answer: ShopAnswer,
    status: 202,
    async handle(request) {
      const shop = await findShop(request);
      await request.audit({ action: "shops.remove", subject: shop.id });
      return shownShop(await removeShop(shop, request.deps), request.deps.vendor(shop.vendor));
    },
  }),
];
