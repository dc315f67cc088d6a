import * as z from "zod";
import { vendorIds } from "../../core/vendor.ts";
import type { Config } from "../../lambda/config.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { openApi } from "../openapi.ts";
import { defineRoute, type Route } from "../route.ts";
import { activityRoutes } from "./activity.ts";
import { budgetRoutes } from "./budgets.ts";
import { changeRoutes } from "./changes.ts";
import { commandRoutes } from "./commands.ts";
import { connectLinkRoutes } from "./connect.ts";
import { connectPageRoutes } from "./connect-page.ts";
import { consentRoutes } from "./consent.ts";
import { endpointEventRoutes } from "./endpoint-events.ts";
import { endpointRoutes } from "./endpoints.ts";
import { explainRoutes } from "./explain.ts";
import { historyRoutes } from "./history.ts";
import { listenerRoutes } from "./listeners.ts";
import { metadataRoutes } from "./metadata.ts";
import { operationRoutes } from "./operations.ts";
import { operatorRoutes } from "./operator.ts";
import { fleetRoutes } from "./operator-fleet.ts";
import { haltRoutes } from "./operator-halts.ts";
import { deadLetterRoutes } from "./operator-letters.ts";
import { repairRoutes } from "./operator-repairs.ts";
import { operatorTwins } from "./operator-tenants.ts";
import { operatorKeyRoutes } from "./operators.ts";
import { privacyRoutes } from "./privacy.ts";
import { problemRoutes } from "./problems.ts";
import { proofRoutes } from "./proofs.ts";
import { quotaRoutes } from "./quotas.ts";
import { recordRoutes } from "./records.ts";
import { searchRoutes } from "./search.ts";
import { sessionRoutes } from "./sessions.ts";
import { shopAccessRoutes } from "./shop-access.ts";
import { shopLifeRoutes } from "./shop-life.ts";
import { shopRoutes } from "./shops.ts";
import { syncRoutes } from "./sync.ts";
import { tenantRoutes } from "./tenants.ts";
import { vendorRoutes } from "./vendors.ts";
import { webhookRoutes } from "./webhooks.ts";
import { writeRoutes } from "./writes.ts";

const publicRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/health",
    operationId: "getHealth",
    tag: "Service",
    access: "public",
    summary: "Answers when the API runs.",
    answer: z.object({ ok: z.literal(true), stage: z.string() }),
    handle: async ({ deps }) => ({ ok: true as const, stage: deps.config.stage }),
  }),
  defineRoute({
    method: "GET",
    path: "/openapi.json",
    operationId: "getOpenApi",
    tag: "Service",
    access: "public",
    summary: "This API as an OpenAPI 3.1 document.",
    answer: z.looseObject({}),
    handle: async ({ deps }) => documentOf(deps),
  }),
];

const documents = new WeakMap<Config, Record<string, unknown>>();

/** Made once per instance: a tenth of a second. */
const documentOf = (deps: Deps): Record<string, unknown> => {
  const made =
    documents.get(deps.config) ??
    openApi(routes, { url: deps.config.publicUrl, vendors: vendorIds.map((id) => deps.vendor(id)) });
  documents.set(deps.config, made);
  return made;
};

const ownRoutes: readonly Route[] = [
  ...publicRoutes,
  ...problemRoutes,
  ...tenantRoutes,
  ...operatorRoutes,
  ...fleetRoutes,
  ...haltRoutes,
  ...repairRoutes,
  ...deadLetterRoutes,
  ...operatorKeyRoutes,
  ...quotaRoutes,
  ...vendorRoutes,
  ...shopRoutes,
  ...shopAccessRoutes,
  ...shopLifeRoutes,
  ...budgetRoutes,
  ...consentRoutes,
  ...connectLinkRoutes,
  ...connectPageRoutes,
  ...sessionRoutes,
  ...syncRoutes,
  ...activityRoutes,
  ...explainRoutes,
  ...changeRoutes,
  ...commandRoutes,
  ...operationRoutes,
  ...writeRoutes,
  ...webhookRoutes,
  ...endpointRoutes,
  ...endpointEventRoutes,
  ...listenerRoutes,
  // Before the records: `orders/deletions` is no id.
  ...proofRoutes,
  ...recordRoutes,
  ...searchRoutes,
  ...metadataRoutes,
  ...historyRoutes,
  ...privacyRoutes,
];

/** Every route of the API. */
export const routes: readonly Route[] = [...ownRoutes, ...operatorTwins(ownRoutes)];
