import * as z from "zod";
import { type Limits, limitsOf } from "../../core/quotas.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Tenant } from "../../stores/tenants.ts";
import { usedOf } from "../../usecases/shops/used-of.ts";
import { QuotasAnswer, QuotasInput, quotasShown, setQuotas } from "../quotas.ts";
import { defineRoute, type Route } from "../route.ts";
import { TenantId } from "./tenants.ts";

const shown = async (tenant: string, limits: Limits, deps: Deps) =>
  quotasShown(limits, await usedOf(tenant, limits, deps));

const shownOf = ({ id, quotas }: Tenant, deps: Deps) => shown(id, limitsOf(quotas), { ...deps, ...deps.ownedBy(id) });

/** What a tenant may use, and what it uses. */
export const quotaRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/quotas",
    operationId: "getQuotas",
    tag: "Keys",
    access: "read",
    summary: "What the tenant may use, and what it uses now.",
    answer: QuotasAnswer,
    handle: async ({ tenant, limits, deps }) => shown(tenant, limits(), deps),
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/tenants/{tenant}/quotas",
    operationId: "getTenantQuotas",
    tag: "Operator",
    access: "operator",
    summary: "What a tenant may use, and what it uses now.",
    params: z.object({ tenant: TenantId }),
    answer: QuotasAnswer,
    handle: async ({ params, deps }) => shownOf(await deps.tenants.find(params.tenant), deps),
  }),
  defineRoute({
    method: "PUT",
    path: "/v1/operator/tenants/{tenant}/quotas",
    operationId: "setTenantQuotas",
    tag: "Operator",
    access: "operator",
    summary: "Sets a tenant's quotas. They hold everywhere within a minute; what is left out gets its default.",
    params: z.object({ tenant: TenantId }),
    body: QuotasInput,
    answer: QuotasAnswer,
    async handle({ params, body, audit, deps }) {
      const changed = await deps.tenants.change(params.tenant, { quotas: setQuotas(body) });
      await deps.ownedBy(params.tenant).usage.limitDeliveries(params.tenant, limitsOf(changed.quotas).storedDeliveries);
      await audit({ action: "quotas.change", subject: params.tenant, details: body, tenant: params.tenant });
      return shownOf(changed, deps);
    },
  }),
];
