import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { isoTime, SECOND } from "../../core/time.ts";
import { jobDepsOf } from "../../lambda/job-deps.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { DeliveryOutcome, ListedDelivery } from "../../stores/delivery-items.ts";
import { keys } from "../../stores/keys.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { deliveryMessage } from "../../usecases/webhooks/accept-delivery.ts";
import { ensureHookSecret, hookAddress, intakeOf, rotateHookSecret } from "../../usecases/webhooks/hook-secret.ts";
import { replayDeliveries } from "../../usecases/webhooks/replay-deliveries.ts";
import { showDelivery } from "../../usecases/webhooks/show-delivery.ts";
import { tellApp } from "../../usecases/webhooks/tell-app.ts";
import { watchWebhooks } from "../../usecases/webhooks/watch-webhooks.ts";
import { Replayed } from "../answers/endpoints.ts";
import { DeliveryPage, Instructions, WebhookReport, WholeDelivery } from "../answers/webhooks.ts";
import { TimeInput } from "../answers/words.ts";
import { listCursor } from "../list-cursor.ts";
import { spanOfReplay } from "../past-times.ts";
import { vendorProblems } from "../problems-of.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { without } from "../without.ts";
import { findProvenShop, findShop, ShopId } from "./named-shop.ts";

const DeliveryId = ShopId.extend({
  delivery: z
    .string()
    .regex(/^[0-9a-z]{22}$/, "id of a delivery")
    .describe("id of the delivery"),
});
const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const listed = ({ id, at, method, bytes, outcome }: ListedDelivery) => {
  const { at: finishedAt, state = "waiting" as const, ...rest } = outcome ?? ({} as Partial<DeliveryOutcome>);
  return { id, at: isoTime(at), method, bytes, state, ...rest, finishedAt: time(finishedAt) };
};

/** Notes of the watchdog, for its next look. */
const INNER = [
  "consented",
  "forcing",
  "expiryTold",
  "sunsetTold",
  "heldTold",
  "lateTold",
  "refusedAt",
  "outdated",
  "repair",
] as const;

const report = async (shop: Shop, deps: Deps) => {
  const { report: found, activity } = await deps.watchReports.get(refOf(shop));
  const { secretSince, checkedAt, gaps, ...rest } = without(found, INNER);
  return {
    ...rest,
    checkedAt: time(checkedAt),
    secretSince: time(secretSince),
    ...(gaps ? { gaps: gaps.map(({ at, events }) => ({ at: isoTime(at), events })) } : {}),
    lastGoodAt: time(activity.lastGoodAt),
    lastQuarantinedAt: time(activity.lastQuarantinedAt),
    quarantined: activity.quarantined,
    duplicates: activity.duplicates,
  };
};

const needWebhooks = (shop: Shop, deps: Deps) => {
  if (shop.health === "removing") throw new BadRequest(409, "shop-removed", "The shop is being removed.");
  const { webhooks } = deps.vendor(shop.vendor);
  if (webhooks) return webhooks;
  throw new BadRequest(409, "no-webhooks", `${deps.vendor(shop.vendor).name} has no webhooks; the shop is polled.`);
};

const findDelivery = async (request: Request<z.infer<typeof DeliveryId>>) => {
  const ref = refOf(await findShop(request));
  const partition = keys.deliveries(ref);
  const delivery = await request.deps.deliveries.get(partition, request.params.delivery);
  if (!delivery) throw new BadRequest(404, "unknown-delivery", `There is no delivery ${request.params.delivery}.`);
  return { ref, partition, delivery };
};

const listPage = async (partition: string, request: Request<unknown, { readonly limit: number }>) => {
  const { after, page } = listCursor(request);
  const { deliveries, next } = await request.deps.deliveries.list(partition, after, request.query.limit);
  return page(deliveries.map(listed), next);
};

/** Milliseconds that one request replays; the answer's `next` goes on. */
const AT_IT = 10 * SECOND;
const untilOf = ({ deadline, deps }: Request): number => Math.min(deadline, deps.clock() + AT_IT);

/** Webhooks that come in from vendors. */
export const webhookRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/webhooks",
    operationId: "getWebhooks",
    tag: "Webhooks",
    access: "read",
    summary: "What the vendor sends us, what was missing, and when it was last heard.",
    params: ShopId,
    answer: WebhookReport,
    handle: async (request) => report(await findShop(request), request.deps),
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/webhooks/instructions",
    operationId: "getWebhookInstructions",
    isSecret: true,
    tag: "Webhooks",
    access: "admin",
    summary: "The address and secret, and the steps for a person where the vendor offers no registration.",
    params: ShopId,
    answer: Instructions,
    problems: ["no-webhooks", "shop-removed", "no-credentials", "not-authorized", "no-public-address"],
    async handle(request) {
      const { deps } = request;
      const shop = await findProvenShop(request);
      const webhooks = needWebhooks(shop, deps);
      const intake = intakeOf(shop, deps.config);
      if (intake === "")
        throw new BadRequest(
          409,
          "no-public-address",
          "The vendor cannot reach this connector. On a laptop, start with --public-url and the https address of a tunnel to the API's port.",
        );
      const access = await ensureHookSecret(shop, deps);
      if (!access?.hook) throw new BadRequest(409, "no-credentials", "The shop has no credentials stored.");
      const address = hookAddress(shop, deps.vendor(shop.vendor), access, intake);
      await request.audit({ action: "webhooks.show", subject: shop.id });
      return { address, secret: access.hook.secret, steps: webhooks.instructions?.(address, access.hook.secret) ?? [] };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/webhooks/register",
    operationId: "registerWebhooks",
    tag: "Webhooks",
    access: "admin",
    summary: "Compares and registers now. `force` replaces another application's address where the vendor keeps one.",
    params: ShopId,
    body: z.strictObject({ force: z.boolean().default(false) }).optional(),
    answer: WebhookReport,
    problems: ["no-webhooks", "shop-removed", "no-credentials", "not-authorized", ...vendorProblems],
    async handle(request) {
      const { deps } = request;
      const shop = await findProvenShop(request);
      needWebhooks(shop, deps);
      await request.audit({ action: "webhooks.register", subject: shop.id });
      await watchWebhooks(
        refOf(shop),
        { ...deps, ...jobDepsOf(deps) },
        {
          force: request.body?.force ?? false,
          person: true,
        },
      );
      return report(shop, deps);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/webhooks/rotate",
    operationId: "rotateWebhookSecret",
    tag: "Webhooks",
    access: "admin",
    summary:
      "A new secret for the vendor's webhooks, for all shops of the app where they share it; the one before is accepted for a day.",
    params: ShopId,
    body: z
      .strictObject({
        secret: z
          .string()
          .regex(/^[0-9A-Za-z]{16,128}$/, "16 to 128 digits and letters")
          .optional()
          .describe("a secret that is set at the vendor already"),
      })
      .optional(),
    answer: WebhookReport,
    problems: [
      "no-webhooks",
      "shop-removed",
      "no-credentials",
      "not-authorized",
      "rotated-meanwhile",
      "rotation-unfinished",
      ...vendorProblems,
    ],
    async handle(request) {
      const { deps } = request;
      const shop = await findProvenShop(request);
      needWebhooks(shop, deps);
      await request.audit({ action: "webhooks.rotate", subject: shop.id });
      await tellApp(shop.vendor, await rotateHookSecret(shop, request.body?.secret, deps), deps);
      await watchWebhooks(refOf(shop), { ...deps, ...jobDepsOf(deps) }, { person: true });
      return report(shop, deps);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/deliveries",
    operationId: "listDeliveries",
    tag: "Webhooks",
    access: "read",
    summary: "Webhooks that came for the shop, newest first.",
    params: ShopId,
    query: z.strictObject(PageQuery),
    answer: DeliveryPage,
    handle: async (request) => listPage(keys.deliveries(refOf(await findShop(request))), request),
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/deliveries/{delivery}",
    operationId: "getDelivery",
    raw: true,
    tag: "Webhooks",
    access: "read",
    summary: "One webhook as it came, without secrets.",
    params: DeliveryId,
    answer: WholeDelivery,
    problems: ["unknown-delivery"],
    async handle(request) {
      const { partition, delivery } = await findDelivery(request);
      const outcome = await request.deps.deliveries.outcome(partition, delivery.id);
      return { ...listed({ ...delivery, outcome }), ...showDelivery(delivery) };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/deliveries/{delivery}/replay",
    operationId: "replayDelivery",
    tag: "Webhooks",
    access: "write",
    summary: "Works a webhook off once more, as if it came now. A quarantined one is checked again.",
    params: DeliveryId,
    answer: z.object({ id: z.string(), state: z.literal("waiting") }),
    status: 202,
    problems: ["unknown-delivery"],
    async handle(request) {
      const { ref, partition, delivery } = await findDelivery(request);
      await request.deps.deliveries.reopen(partition, delivery.id);
      await request.deps.queues.send("news", [deliveryMessage(ref, delivery.id, { again: true })]);
      await request.audit({ action: "deliveries.replay", subject: `${request.params.shop}/${delivery.id}` });
      return { id: delivery.id, state: "waiting" as const };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/deliveries/replay",
    operationId: "replayDeliveries",
    tag: "Webhooks",
    access: "write",
    summary:
      "Works the webhooks of a stretch of time off once more, the newest first, at most 500 at a time; `next` goes on.",
    params: ShopId,
    body: z.strictObject({
      since: TimeInput,
      until: TimeInput.optional(),
      state: z.enum(["waiting", "processed", "quarantined", "ignored", "failed"]).optional().describe("only these"),
      cursor: z.string().optional(),
    }),
    answer: Replayed,
    status: 202,
    problems: ["invalid-cursor"],
    async handle(request) {
      const { deps, body } = request;
      const ref = refOf(await findShop(request));
      const wanted = { ...spanOfReplay(body, deps.clock()), state: body.state };
      const list = listCursor(request);
      const page = await replayDeliveries(ref, wanted, { after: list.after, deadline: untilOf(request) }, deps);
      await request.audit({ action: "deliveries.replay", subject: ref.shop, details: { ...body } });
      return { replayed: page.replayed, next: list.next(page.next) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/unrouted-deliveries",
    operationId: "listUnroutedDeliveries",
    tag: "Operator",
    access: "operator",
    summary: "Webhooks whose address belongs to no shop, newest first.",
    query: z.strictObject(PageQuery),
    answer: DeliveryPage,
    handle: (request) => listPage(keys.unroutedDeliveries(), request),
  }),
];
