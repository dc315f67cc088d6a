import { randomBytes } from "node:crypto";
import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { limitsOf } from "../../core/quotas.ts";
import { DAY } from "../../core/time.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { type ApiKey, scopes, type Tenant as TenantItem } from "../../stores/tenants.ts";
import { AuditPage, KeyPage, NewKey, Tenant, TenantLogo, TenantPage } from "../answers/tenants.ts";
import type { Audit } from "../audit.ts";
import { shownHalt } from "../halts.ts";
import { listCursor } from "../list-cursor.ts";
import { QuotasInput, setQuotas } from "../quotas.ts";
import { defineRoute, nothing, PageQuery, type Route } from "../route.ts";

export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, at most 40")
  .describe("id of the tenant");
const TenantName = z.string().min(1).max(200);
const KeyInput = z.strictObject({ name: z.string().min(1).max(100), scope: z.enum(scopes).default("read") });

export const tenantShown = ({ id, name, createdAt, suspension }: TenantItem) => ({
  id,
  name,
  createdAt,
  ...(suspension === undefined ? {} : { suspension: shownHalt(suspension) }),
});

/** A rotated key goes on working for this long unless the caller says otherwise. */
const ROTATION_OVERLAP = DAY;

interface Issuing {
  readonly audit: Audit;
  /** How many keys the tenant may have. */
  readonly limit: number;
}

const issueKey = async (
  owner: Pick<ApiKey, "tenant" | "name" | "scope">,
  { audit, limit }: Issuing,
  deps: Deps,
): Promise<z.input<typeof NewKey>> => {
  const { secret, keyOf } = drawKey(deps);
  const key = keyOf(owner);
  await deps.tenants.addKey(secret, key, limit, deps.clock());
  return issued(key, secret, audit);
};

/** A secret, and what is stored of it. */
const drawKey = ({ clock, random }: Deps) => {
  const now = clock();
  const secret = `tb_${randomBytes(30).toString("base64url")}`;
  const own = { id: timeId(now, random), createdAt: new Date(now).toISOString(), hint: secret.slice(-4) };
  const keyOf = ({ tenant, name, scope }: Pick<ApiKey, "tenant" | "name" | "scope">): ApiKey => ({
    ...own,
    tenant,
    name,
    scope,
  });
  return { secret, keyOf };
};

const issued = async (key: ApiKey, secret: string, audit: Audit): Promise<z.input<typeof NewKey>> => {
  const { id, tenant, name, scope } = key;
  await audit({ action: "keys.create", subject: id, details: { name, scope }, tenant });
  return { ...shown(key), key: secret };
};

const shown = (key: ApiKey) => {
  const { tenant: _, expiresAt, ...rest } = key;
  return { ...rest, ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }) };
};

export const tenantRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/tenants",
    operationId: "createTenant",
    tag: "Operator",
    access: "operator",
    summary: "Creates a tenant.",
    body: z.strictObject({ id: TenantId, name: TenantName, quotas: QuotasInput.optional() }),
    answer: Tenant,
    status: 201,
    problems: ["tenant-exists"],
    async handle({ body, audit, deps }) {
      const { quotas, ...rest } = body;
      const tenant: TenantItem = {
        ...rest,
        createdAt: new Date(deps.clock()).toISOString(),
        ...(quotas ? { quotas: setQuotas(quotas) } : {}),
      };
      if (!(await deps.tenants.create(tenant)))
        throw new BadRequest(409, "tenant-exists", `There is a tenant ${body.id} already.`, [
          { field: "id", message: "taken" },
        ]);
      await deps.ownedBy(body.id).usage.limitDeliveries(body.id, limitsOf(tenant.quotas).storedDeliveries);
      await audit({ action: "tenants.create", subject: body.id, tenant: body.id });
      return tenantShown(tenant);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/tenants",
    operationId: "listTenants",
    tag: "Operator",
    access: "operator",
    summary: "Lists tenants.",
    query: z.strictObject(PageQuery),
    answer: TenantPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { tenants, next } = await request.deps.tenants.list(after, request.query.limit);
      return page(tenants.map(tenantShown), next);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/tenants/{tenant}",
    operationId: "getTenant",
    tag: "Operator",
    access: "operator",
    summary: "One tenant.",
    params: z.object({ tenant: TenantId }),
    answer: Tenant,
    handle: async ({ params, deps }) => tenantShown(await deps.tenants.find(params.tenant)),
  }),
  defineRoute({
    method: "PATCH",
    path: "/v1/tenants/{tenant}",
    operationId: "updateTenant",
    tag: "Operator",
    access: "operator",
    summary: "Changes a tenant's name, or the logo on its connect links.",
    params: z.object({ tenant: TenantId }),
    body: z.strictObject({ name: TenantName, logo: TenantLogo.nullable() }).partial(),
    answer: Tenant,
    async handle({ params, body, audit, deps }) {
      const { logo, ...named } = body;
      const changed = await deps.tenants.change(params.tenant, named);
      if (logo !== undefined) await deps.ownedBy(params.tenant).tenants.setLogo(params.tenant, logo);
      const details = { ...named, ...(logo === undefined ? {} : { logo: logo === null ? "removed" : "set" }) };
      await audit({ action: "tenants.change", subject: params.tenant, details, tenant: params.tenant });
      return tenantShown(changed);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/tenants/{tenant}/keys",
    operationId: "createTenantKey",
    tag: "Operator",
    access: "operator",
    summary: "Gives a tenant an API key.",
    params: z.object({ tenant: TenantId }),
    body: KeyInput,
    answer: NewKey,
    status: 201,
    problems: ["quota-exceeded"],
    async handle({ params, body, audit, deps }) {
      const { id, quotas } = await deps.tenants.find(params.tenant);
      const own = { ...deps, ...deps.ownedBy(id) };
      return issueKey({ tenant: id, ...body }, { audit, limit: limitsOf(quotas).keys }, own);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/keys",
    operationId: "listKeys",
    tag: "Keys",
    access: "admin",
    summary: "Lists the tenant's API keys.",
    query: z.strictObject(PageQuery),
    answer: KeyPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { keys, next } = await request.deps.tenants.listKeys(request.tenant, after, request.query.limit);
      return page(keys.map(shown), next);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/keys",
    operationId: "createKey",
    tag: "Keys",
    access: "admin",
    summary: "Creates another API key.",
    body: KeyInput,
    answer: NewKey,
    status: 201,
    handle: ({ tenant, body, audit, limits, deps }) =>
      issueKey({ tenant, ...body }, { audit, limit: limits().keys }, deps),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/keys/{key}/rotate",
    operationId: "rotateKey",
    tag: "Keys",
    access: "admin",
    summary: "Gives out a new secret; the old one works on for a while.",
    params: z.object({ key: z.string().describe("id of the key") }),
    body: z
      .strictObject({
        overlapSeconds: z
          .number()
          .int()
          .min(0)
          .max(30 * 86_400)
          .default(ROTATION_OVERLAP / 1_000),
      })
      .default({ overlapSeconds: ROTATION_OVERLAP / 1_000 }),
    answer: NewKey,
    status: 201,
    problems: ["unknown-key", "key-ended"],
    async handle({ tenant, params, body, audit, limits, deps }) {
      const now = deps.clock();
      const { secret, keyOf } = drawKey(deps);
      const expiresAt = now + body.overlapSeconds * 1_000;
      const rotation = { tenant, id: params.key, secret, expiresAt, limit: limits().keys };
      const key = await deps.tenants.rotateKey(rotation, keyOf, now);
      return issued(key, secret, audit);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/keys/{key}",
    operationId: "deleteKey",
    tag: "Keys",
    access: "admin",
    summary: "Ends an API key (within 15 seconds everywhere).",
    params: z.object({ key: z.string().describe("id of the key") }),
    answer: nothing,
    status: 204,
    problems: ["unknown-key", "key-ended"],
    async handle({ tenant, params, audit, deps }) {
      const now = deps.clock();
      await deps.tenants.endKey(tenant, params.key, now, now);
      await audit({ action: "keys.delete", subject: params.key });
      return undefined;
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/audit",
    operationId: "listAuditEntries",
    tag: "Keys",
    access: "admin",
    summary:
      "Who did what, newest first: each administrative act, of the tenant and of operators, and each reading of what a vendor sent as it was.",
    query: z.strictObject(PageQuery),
    answer: AuditPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { entries, next } = await request.deps.tenants.auditTrail(request.tenant, after, request.query.limit);
      return page(entries, next);
    },
  }),
];
