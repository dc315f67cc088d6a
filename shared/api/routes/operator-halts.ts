import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { vendorIds } from "../../core/vendor.ts";
import { resumeTenant, suspendTenant } from "../../usecases/shops/suspend-tenant.ts";
import { VendorStanding, VendorStandingPage } from "../answers/operator.ts";
import { Tenant } from "../answers/tenants.ts";
import { callerName } from "../audit.ts";
import { HaltInput, shownHalt } from "../halts.ts";
import { defineRoute, pageOf, type Request, type Route } from "../route.ts";
import { TenantId, tenantShown } from "./tenants.ts";

const TenantParams = z.object({ tenant: TenantId });
const VendorParams = z.object({ vendor: z.enum(vendorIds).describe("id of the vendor") });

/** The item is read anew: an operator sees what was done a moment ago. */
const standingsNow = async ({ deps }: Pick<Request, "deps">): Promise<z.infer<typeof VendorStanding>[]> => {
  const { vendors } = await deps.halts.readAnew(deps.clock());
  return vendorIds.map((vendor) => {
    const paused = vendors.get(vendor);
    return { vendor, name: deps.vendor(vendor).name, ...(paused ? { paused: shownHalt(paused) } : {}) };
  });
};

const standingOf = async (vendor: string, request: Pick<Request, "deps">) =>
  (await standingsNow(request)).find((one) => one.vendor === vendor)!;

/** Stopping all work of a tenant, or with a vendor, and letting it go on. */
export const haltRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/operator/tenants/{tenant}/suspend",
    operationId: "suspendTenant",
    tag: "Operator",
    access: "operator",
    summary: "Stops all work of a tenant: its keys are refused, its shops are not read, its writes and events wait.",
    description:
      "It holds everywhere within 15 seconds. What is under way ends. Nothing is lost: the copy, the feed, writes in line, events " +
      "and the vendors' webhooks are kept, and go on with `resume`. A tenant that is suspended already gets the new reason.",
    params: TenantParams,
    body: HaltInput,
    answer: Tenant,
    async handle({ params, body, caller, audit, deps }) {
      const suspended = await suspendTenant(params.tenant, { reason: body.reason, by: callerName(caller) }, deps);
      await audit({
        ...{ action: "tenants.suspend", subject: params.tenant, tenant: params.tenant },
        details: { reason: body.reason },
      });
      return tenantShown(suspended);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/tenants/{tenant}/resume",
    operationId: "resumeTenant",
    tag: "Operator",
    access: "operator",
    summary:
      "Lets a suspended tenant go on: keys within 15 seconds, writes and events within two minutes, shops within five.",
    params: TenantParams,
    answer: Tenant,
    problems: ["not-suspended"],
    async handle({ params, audit, deps }) {
      const resumed = await resumeTenant(params.tenant, deps);
      await audit({ action: "tenants.resume", subject: params.tenant, tenant: params.tenant });
      return tenantShown(resumed);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/vendors",
    operationId: "listVendorStandings",
    tag: "Operator",
    access: "operator",
    summary: "The vendors, and which of them an operator has paused.",
    answer: VendorStandingPage,
    handle: async (request) => pageOf(await standingsNow(request)),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/vendors/{vendor}/pause",
    operationId: "pauseVendor",
    tag: "Operator",
    access: "operator",
    summary: "Stops all calls of a vendor, for the shops of all tenants.",
    description:
      "It holds everywhere within 15 seconds; a call that is under way ends. Readings and writes wait, webhooks are stored, and " +
      "requests that need the vendor are answered 503. Tenants see the reason in their shops' state.",
    params: VendorParams,
    body: HaltInput,
    answer: VendorStanding,
    async handle(request) {
      const { params, body, caller, audit, deps } = request;
      const { vendor } = params;
      const now = deps.clock();
      const since = (await deps.halts.readAnew(now)).vendors.get(vendor)?.since ?? now;
      await deps.halts.pauseVendor(vendor, { since, reason: body.reason, by: callerName(caller) });
      await audit({ action: "vendors.pause", subject: vendor, details: { reason: body.reason } });
      return standingOf(vendor, request);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/vendors/{vendor}/resume",
    operationId: "resumeVendor",
    tag: "Operator",
    access: "operator",
    summary: "Lets a paused vendor be called again: its shops are read within five minutes, writes go on within two.",
    params: VendorParams,
    answer: VendorStanding,
    problems: ["not-paused"],
    async handle(request) {
      const { params, audit, deps } = request;
      if (!(await deps.halts.resumeVendor(params.vendor, deps.clock())))
        throw new BadRequest(409, "not-paused", `${deps.vendor(params.vendor).name} is not paused.`);
      await audit({ action: "vendors.resume", subject: params.vendor });
      return standingOf(params.vendor, request);
    },
  }),
];
