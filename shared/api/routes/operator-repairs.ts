import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { PatientJob } from "../../core/jobs.ts";
import { refOf } from "../../stores/shops.ts";
import { MOST_DAYS } from "../../usecases/shops/activity.ts";
import { readAllTrails } from "../../usecases/shops/all-trails.ts";
import { rebuildFleet } from "../../usecases/shops/rebuild-fleet.ts";
import { copiedBy } from "../../usecases/shops/resources-of.ts";
import { readTenantUsage } from "../../usecases/shops/tenant-usage.ts";
import { FleetRebuilt, PublishedAgain, TenantUsage } from "../answers/operator.ts";
import { AuditPage } from "../answers/tenants.ts";
import { TimeInput } from "../answers/words.ts";
import { listCursor } from "../list-cursor.ts";
import { checkPast } from "../past-times.ts";
import { defineRoute, PageQuery, type Route } from "../route.ts";
import { ShopId } from "./named-shop.ts";
import { TenantId } from "./tenants.ts";

const TenantShop = ShopId.extend({ tenant: TenantId });
const FleetPlace = z.strictObject({ tenant: z.string().optional(), shop: z.string().optional() });

/** What an operator makes anew from what is stored, and what was done about all tenants. */
export const repairRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/operator/tenants/{tenant}/shops/{shop}/publish",
    operationId: "publishAgain",
    tag: "Operator",
    access: "operator",
    summary: "Tells a shop's records once more in its feed and to the endpoints, each as it is now.",
    description:
      "For followers whose feed lacks something: after changes fell out of the stream, or after a restore. A change has the id and " +
      "version of its record, and its event the id that it had, so a follower that knows it already need not do anything.",
    params: TenantShop,
    body: z.strictObject({
      resource: z.string().optional().describe("only this one; absent: all of the shop"),
      since: TimeInput.optional().describe("only records that have changed since; absent: all"),
    }),
    answer: PublishedAgain,
    status: 202,
    problems: ["unknown-resource"],
    async handle({ params, body, audit, deps }) {
      await deps.tenants.find(params.tenant);
      checkPast(body.since, deps.clock());
      const own = { ...deps, ...deps.ownedBy(params.tenant) };
      const shop = await own.shops.find(params);
      const copied = copiedBy(shop, deps.vendor(shop.vendor)).map(({ name }) => name as string);
      const { resource, since } = body;
      if (resource !== undefined && !copied.includes(resource))
        throw new BadRequest(404, "unknown-resource", `The shop has no copy of ${resource}.`);
      const wanted = resource === undefined ? copied : [resource];
      const messages = wanted.map((name) => ({
        body: {
          ...{ type: "publish", ...refOf(shop), resource: name, patient: true },
          ...(since === undefined ? {} : { since: Date.parse(since) }),
        } as PatientJob,
        group: shop.tenant,
      }));
      await deps.queues.send("backfill", messages);
      await audit({ action: "feed.publish", subject: shop.id, tenant: shop.tenant, details: { ...body } });
      return { resources: wanted };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/shops/rebuild",
    operationId: "rebuildShopList",
    tag: "Operator",
    access: "operator",
    summary: "Writes the lines of the list of all shops anew, from the shops: for shops that it lacks. 500 at a time.",
    body: z.strictObject({ cursor: z.string().optional() }).default({}),
    answer: FleetRebuilt,
    problems: ["invalid-cursor"],
    async handle(request) {
      const list = listCursor(request, FleetPlace);
      const { written, shops, next } = await rebuildFleet(list.after ?? {}, request.deps);
      await request.audit({ action: "shops.rebuild", subject: "fleet", details: { shops, written } });
      return { shops, written, next: list.next(next) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/tenants/{tenant}/usage",
    operationId: "getTenantUsage",
    tag: "Operator",
    access: "operator",
    summary: "What a tenant has used on each of the last days: requests, calls of vendors, changes, writes, webhooks.",
    params: z.object({ tenant: TenantId }),
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(MOST_DAYS).default(MOST_DAYS).describe("so many last days, with today"),
    }),
    answer: TenantUsage,
    async handle({ params: { tenant }, query, deps }) {
      await deps.tenants.find(tenant);
      return { tenant, ...(await readTenantUsage(tenant, query.days, { ...deps, ...deps.ownedBy(tenant) })) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/audit/all",
    operationId: "listAllAuditEntries",
    tag: "Operator",
    access: "operator",
    summary: "The trails of all tenants and of the operators as one, newest first.",
    description: "It reads a page of every tenant's trail: about a read unit for each tenant.",
    query: z.strictObject(PageQuery),
    answer: AuditPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { entries, next } = await readAllTrails(after, request.query.limit, request.deps);
      return page(entries, next);
    },
  }),
];
