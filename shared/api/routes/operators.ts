import { randomBytes } from "node:crypto";
import * as z from "zod";
import { timeId } from "../../core/ids.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { OPERATOR_PREFIX, type OperatorKey as StoredKey } from "../../stores/operators.ts";
import { AuditPage, NewOperatorKey, type OperatorKey, OperatorKeyPage } from "../answers/tenants.ts";
import type { Audit } from "../audit.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, nothing, PageQuery, pageOf, type Route } from "../route.ts";
import { TenantId } from "./tenants.ts";

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, "lower-case letters, digits, dots and dashes, at most 40")
  .describe("of the person or program that gets the key; shown in the audit trail");
const KeyParams = z.object({ key: z.string().min(1).max(60).describe("id of the key") });

const shown = ({ expiresAt, ...rest }: StoredKey): z.infer<typeof OperatorKey> => ({
  ...rest,
  ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
});

const issue = async (name: string, deps: Deps, audit: Audit): Promise<z.infer<typeof NewOperatorKey>> => {
  const now = deps.clock();
  const secret = `${OPERATOR_PREFIX}${randomBytes(30).toString("base64url")}`;
  const key: StoredKey = {
    id: timeId(now, deps.random),
    name,
    createdAt: new Date(now).toISOString(),
    hint: secret.slice(-4),
  };
  await deps.operators.add(secret, key);
  await audit({ action: "operators.keys.create", subject: key.id, details: { name } });
  return { ...shown(key), key: secret };
};

/** Keys of the people who run the deployment, and what they did. */
export const operatorKeyRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/operator/keys",
    operationId: "listOperatorKeys",
    tag: "Operator",
    access: "operator",
    summary: "Lists the operators' keys, oldest first. The deployment's own key is a secret of AWS and not among them.",
    answer: OperatorKeyPage,
    handle: async ({ deps }) => pageOf((await deps.operators.list()).map(shown)),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/keys",
    operationId: "createOperatorKey",
    tag: "Operator",
    access: "operator",
    summary: "Gives an operator a key with a name.",
    body: z.strictObject({ name: Name }),
    answer: NewOperatorKey,
    status: 201,
    handle: ({ body, deps, audit }) => issue(body.name, deps, audit),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/operator/keys/{key}/rotate",
    operationId: "rotateOperatorKey",
    tag: "Operator",
    access: "operator",
    summary: "Gives out a new secret under the same name. The old one ends within a minute.",
    params: KeyParams,
    answer: NewOperatorKey,
    status: 201,
    problems: ["unknown-key", "key-ended"],
    async handle({ params, deps, audit }) {
      const now = deps.clock();
      // Other instances believe a looked-up key for a quarter of a minute.
      const { name } = await deps.operators.end(params.key, now + MINUTE - 15 * SECOND, now);
      return issue(name, deps, audit);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/operator/keys/{key}",
    operationId: "deleteOperatorKey",
    tag: "Operator",
    access: "operator",
    summary: "Ends an operator's key (within 15 seconds everywhere).",
    params: KeyParams,
    answer: nothing,
    status: 204,
    problems: ["unknown-key", "key-ended"],
    async handle({ params, deps, audit }) {
      const now = deps.clock();
      const { name } = await deps.operators.end(params.key, now, now);
      await audit({ action: "operators.keys.delete", subject: params.key, details: { name } });
      return undefined;
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/audit",
    operationId: "listOperatorAuditEntries",
    tag: "Operator",
    access: "operator",
    summary: "What operators did, newest first.",
    query: z.strictObject(PageQuery),
    answer: AuditPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { entries, next } = await request.deps.operators.auditTrail(after, request.query.limit);
      return page(entries, next);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/tenants/{tenant}/audit",
    operationId: "listTenantAuditEntries",
    tag: "Operator",
    access: "operator",
    summary: "The audit trail of a tenant, newest first.",
    params: z.object({ tenant: TenantId }),
    query: z.strictObject(PageQuery),
    answer: AuditPage,
    async handle(request) {
      const { params, query, deps } = request;
      await deps.tenants.find(params.tenant);
      const { after, page } = listCursor(request);
      const trail = await deps.ownedBy(params.tenant).tenants.auditTrail(params.tenant, after, query.limit);
      return page(trail.entries, trail.next);
    },
  }),
];
