import { limitsOf } from "../../core/quotas.ts";
import { leavesTrace, plainAct } from "../audit.ts";
import type { Request, Route, Tag } from "../route.ts";
import { TenantId } from "./tenants.ts";

/** What an operator does in a tenant's place, by the operation of the tenant. Nothing shows or writes a tenant's records. */
export const twinned = [
  "listShops",
  "getShop",
  "pauseShop",
  "resumeShop",
  "deleteShop",
  "getBudget",
  "getSyncStatus",
  "getActivity",
  "startSync",
  "buildIndex",
  "explainRecord",
  "listDeletions",
  "listKeys",
  "deleteKey",
  "getWebhooks",
  "registerWebhooks",
  "replayDelivery",
  "replayDeliveries",
  "replayEvents",
  "retryWrites",
  "listEndpoints",
] as const;

const tag: Tag = "Operator";
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** `listShops` -> `operatorListShops` */
export const twinOf = (operationId: string): string => `operator${capital(operationId)}`;

/** The same work in the tenant's name, for the operator: it is in the trail of the tenant and in that of the operators. */
const forOperator = (route: Route): Route => ({
  ...route,
  path: route.path.replace("/v1/", "/v1/operator/tenants/{tenant}/"),
  operationId: twinOf(route.operationId),
  tag,
  access: "operator",
  summary: `For a tenant: ${route.summary}`,
  params: route.params.extend({ tenant: TenantId }),
  handle: async (request: Request) => {
    const { tenant, ...params } = request.params as { readonly tenant: string } & Readonly<Record<string, string>>;
    const { quotas } = await request.deps.tenants.find(tenant);
    let isTold = false;
    const audit: Request["audit"] = async (act) => {
      isTold = true;
      await request.audit({ ...act, tenant });
    };
    const result = await route.handle({
      ...request,
      params,
      tenant,
      audit,
      limits: () => limitsOf(quotas),
      deps: { ...request.deps, ...request.deps.ownedBy(tenant) },
    });
    // Work that leaves its trace elsewhere, in the ledger, was a key's of the tenant: an operator's is told here.
    if (!isTold && (route.method !== "GET" || leavesTrace(route, request.query))) await audit(plainAct(route, params));
    return result;
  },
});

/** @param routes those of tenants */
export const operatorTwins = (routes: readonly Route[]): readonly Route[] =>
  twinned.map((operationId) => forOperator(routes.find((one) => one.operationId === operationId)!));
