import * as z from "zod";
import { openApi } from "../openapi.ts";
import { defineRoute, type Route } from "../route.ts";
import { changeRoutes } from "./changes.ts";
import { consentRoutes } from "./consent.ts";
import { endpointRoutes } from "./endpoints.ts";
import { metadataRoutes } from "./metadata.ts";
import { operatorRoutes } from "./operator.ts";
import { operatorKeyRoutes } from "./operators.ts";
import { quotaRoutes } from "./quotas.ts";
import { recordRoutes } from "./records.ts";
import { shopRoutes } from "./shops.ts";
import { syncRoutes } from "./sync.ts";
import { tenantRoutes } from "./tenants.ts";
import { webhookRoutes } from "./webhooks.ts";
import { writeRoutes } from "./writes.ts";

const publicRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/health",
    access: "public",
    summary: "Answers when the API runs.",
    handle: async ({ deps }) => ({ ok: true, stage: deps.config.stage }),
  }),
  defineRoute({
    method: "GET",
    path: "/openapi.json",
    access: "public",
    summary: "This API as an OpenAPI 3.1 document.",
    answer: z.unknown(),
    handle: async ({ deps }) => openApi(routes, deps.config.publicUrl),
  }),
];

/** Every route of the API. */
export const routes: readonly Route[] = [
  ...publicRoutes,
  ...tenantRoutes,
  ...operatorRoutes,
  ...operatorKeyRoutes,
  ...quotaRoutes,
  ...shopRoutes,
  ...consentRoutes,
  ...syncRoutes,
  ...changeRoutes,
  ...writeRoutes,
  ...webhookRoutes,
  ...endpointRoutes,
  ...recordRoutes,
  ...metadataRoutes,
];
