import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { defaultRecordRetention, fixedRetention, RetentionInput, retentionOf } from "../../core/retention.ts";
import { isoTime, SECOND } from "../../core/time.ts";
import { vendorIds } from "../../core/vendor.ts";
import { allShops, refOf } from "../../stores/shops.ts";
import type { TenantRemoval } from "../../stores/tenant-removal.ts";
import { ExportPlace, exportTenant } from "../../usecases/privacy/export-tenant.ts";
import { erasePerson, exportPerson, PeoplePlace, personOf } from "../../usecases/privacy/people.ts";
import { queueTenantRemoval } from "../../usecases/privacy/remove-tenant.ts";
import { tidySoon } from "../../usecases/privacy/tidy-shop.ts";
import { ExportPage, PeoplePage, Retention, TenantRemovalReport } from "../answers/privacy.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { TenantId } from "./tenants.ts";

const retentionShown = (decided: RetentionInput | undefined) => {
  const { resources, deliveries, writes } = retentionOf(decided);
  return {
    resources: { ...resources, "*": { ...defaultRecordRetention, ...resources["*"] } },
    ...{ deliveries, writes },
    fixed: fixedRetention.map(([what, days]) => ({ what, days })),
  };
};

/** @throws BadRequest 400 naming what no vendor has */
const checkResources = ({ resources = {} }: RetentionInput, { deps }: Request): void => {
  const known = new Set(vendorIds.flatMap((id) => deps.vendor(id).resources.map(({ name }) => name as string)));
  const unknown = Object.keys(resources).filter((name) => name !== "*" && !known.has(name));
  if (unknown.length === 0) return;
  throw new BadRequest(
    400,
    "invalid-body",
    "The body is not what this route takes.",
    unknown.map((name) => ({ field: `resources.${name}`, message: `no vendor has a resource ${name}` })),
  );
};

const reportOf = ({ since, shopsLeft, webhooks, items, doneAt }: TenantRemoval, tenant: string) => ({
  tenant,
  since: isoTime(since),
  ...{ shopsLeft, items },
  webhooks: Object.entries(webhooks).map(([shop, { ended, left, reason }]) => ({
    ...{ shop, ended: [...ended], left: [...left] },
    ...(reason === undefined ? {} : { reason }),
  })),
  ...(doneAt === undefined ? {} : { doneAt: isoTime(doneAt) }),
});

const PersonInput = z.strictObject({
  phone: z.string().min(3).max(40).describe("in any spelling"),
  cursor: z.string().max(2_000).optional().describe("`next` of the page before"),
});
/** Milliseconds that a page goes through the copy. */
const AT_IT = 10 * SECOND;
/** The trail says that it was done, and does not hold the phone for 400 days. */
const hintOf = (phone: string): string => `a phone that ends in ${phone.replaceAll(/\D/g, "").slice(-2)}`;

/** How long what is kept, and how a tenant takes its data along or has it deleted. */
export const privacyRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/retention",
    operationId: "getRetention",
    tag: "Privacy",
    access: "read",
    summary: "How long the copy keeps what.",
    answer: Retention,
    handle: async ({ tenant, deps }) => retentionShown(await deps.tidy.retention(tenant)),
  }),
  defineRoute({
    method: "PUT",
    path: "/v1/retention",
    operationId: "setRetention",
    tag: "Privacy",
    access: "admin",
    summary:
      "Decides how long the copy keeps what; what is left out gets its default. Holds for what is stored within a day.",
    body: RetentionInput,
    answer: Retention,
    async handle(request) {
      const { tenant, body, deps, audit } = request;
      checkResources(body, request);
      await deps.tidy.decide(tenant, body);
      for await (const shop of allShops(deps.shops, tenant)) await tidySoon(refOf(shop), deps);
      await audit({ action: "retention.change", subject: tenant, details: body });
      return retentionShown(body);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/export",
    operationId: "exportTenant",
    tag: "Privacy",
    access: "admin",
    summary:
      "Everything that the tenant has here, page by page, but for secrets: shops, endpoints, keys, records with the vendor's rows, writes, the audit trail.",
    raw: true,
    query: z.strictObject(PageQuery),
    answer: ExportPage,
    async handle(request) {
      const { tenant, query, deps, deadline } = request;
      const { after, page } = listCursor(request, ExportPlace);
      const { rows, next } = await exportTenant(tenant, after, { limit: query.limit, deadline }, deps);
      return page(rows, next);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/people/export",
    operationId: "exportPerson",
    tag: "Privacy",
    access: "admin",
    summary:
      "What the copy has of one person, by any phone spelling, over all shops: records, writes, webhooks. Page by page.",
    raw: true,
    body: PersonInput,
    answer: PeoplePage,
    problems: ["invalid-cursor"],
    async handle(request) {
      const { tenant, body, deps, deadline, audit } = request;
      const until = Math.min(deadline, deps.clock() + AT_IT);
      const { after, page } = listCursor(request, PeoplePlace);
      const { found, next } = await exportPerson(
        { tenant, phone: personOf(body.phone), from: after, deadline: until },
        deps,
      );
      if (body.cursor === undefined) await audit({ action: "people.export", subject: hintOf(body.phone) });
      return page(found, next);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/people/erase",
    operationId: "erasePerson",
    tag: "Privacy",
    access: "admin",
    summary:
      "Deletes what the copy has of one person, by any phone spelling, over all shops, and keeps it from coming back. Ask again with `next` until it is null.",
    body: PersonInput,
    answer: PeoplePage,
    problems: ["invalid-cursor"],
    async handle(request) {
      const { tenant, body, deps, deadline, audit } = request;
      const until = Math.min(deadline, deps.clock() + AT_IT);
      const { after, page } = listCursor(request, PeoplePlace);
      const { found, next } = await erasePerson(
        { tenant, phone: personOf(body.phone), from: after, deadline: until },
        deps,
      );
      if (body.cursor === undefined) await audit({ action: "people.erase", subject: hintOf(body.phone) });
      return page(found, next);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/tenants/{tenant}",
    operationId: "deleteTenant",
    tag: "Operator",
    access: "operator",
    summary:
      "Removes a tenant: its keys end within 15 seconds; its shops, their webhooks at the vendors, secrets and all data go in the background.",
    params: z.object({ tenant: TenantId }),
    answer: TenantRemovalReport,
    status: 202,
    async handle({ params: { tenant }, deps, audit }) {
      const { removedAt } = await deps.tenants.remove(tenant, deps.clock());
      const own = deps.ownedBy(tenant);
      await own.tenants.dropKeys(tenant);
      const since = removedAt ?? deps.clock();
      const known = await own.tenantRemovals.get(tenant);
      const removal = known ?? { since, shopsLeft: (await own.shops.count(tenant)).shops, webhooks: {}, items: 0 };
      if (!known) await own.tenantRemovals.save(tenant, removal);
      await queueTenantRemoval(tenant, 0, deps.queues);
      // In the operators' trail alone: the tenant's own goes with it.
      await audit({ action: "tenants.remove", subject: tenant });
      return reportOf(removal, tenant);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/tenants/{tenant}/removal",
    operationId: "getTenantRemoval",
    tag: "Operator",
    access: "operator",
    summary: "What is left of a tenant that was removed, for 90 days: `doneAt` says that nothing is.",
    params: z.object({ tenant: TenantId }),
    answer: TenantRemovalReport,
    async handle({ params: { tenant }, deps }) {
      const removal = await deps.ownedBy(tenant).tenantRemovals.get(tenant);
      if (!removal) throw new BadRequest(404, "unknown-tenant", `No tenant ${tenant} was removed.`);
      return reportOf(removal, tenant);
    },
  }),
];
