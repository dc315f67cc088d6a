import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { DAY } from "../../core/time.ts";
import { addressFault } from "../../http/public-address.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Endpoint, EndpointHealth } from "../../stores/endpoints.ts";
import { wake } from "../../usecases/events/fan-out-events.ts";
import { hintOf, signingSecret } from "../../usecases/events/signing-secret.ts";
import { Endpoint as EndpointAnswer, EndpointPage, NewEndpoint } from "../answers/endpoints.ts";
import { EventType } from "../answers/events.ts";
import { pageAnswer } from "../answers/words.ts";
import { eventCatalog } from "../event-catalog.ts";
import { allResources, checkFilters } from "../event-filters.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, nothing, PageQuery, pageOf, type Route } from "../route.ts";
import { EndpointId, findEndpoint } from "./named-endpoint.ts";

const Filters = {
  shops: z.array(z.string()).min(1).max(100).optional().describe("only events of these shops"),
  resources: z.array(z.string()).min(1).max(100).optional().describe("only changes of these resources"),
  types: z.array(z.string()).min(1).max(100).optional().describe("only these events: orders.updated, orders.*, shop.*"),
  backfill: z
    .boolean()
    .optional()
    .describe("true: also events of records that were there before their shop was registered; default false"),
  payload: z.enum(["thin", "full"]).optional().describe("thin: ids and versions; full: with the record"),
  concurrency: z.number().int().min(1).max(20).optional(),
  ratePerSecond: z.number().int().min(1).max(500).optional(),
  description: z.string().max(200).optional(),
};

const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

/** How long both secrets sign after a rotation. */
const OVERLAP = DAY;

const shown = (endpoint: Endpoint, health?: EndpointHealth) => {
  const { secrets, tenant: _, pulledUntil: __, ...rest } = endpoint;
  return {
    ...rest,
    secrets: secrets.map(({ hint, until }) => ({ hint, until: time(until) })),
    ...(health ? { failingSince: time(health.failingSince), notBefore: time(health.notBefore) } : {}),
  };
};

const checkAddress = (url: string, deps: Deps): void => {
  const fault = addressFault(url, deps.config.allowLocalEndpoints);
  if (fault)
    throw new BadRequest(422, "address-refused", `This address cannot be an endpoint: ${fault}.`, [
      { field: "url", message: fault },
    ]);
};

/** Webhooks that go out to the tenant. */
export const endpointRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/event-types",
    operationId: "listEventTypes",
    tag: "Endpoints",
    access: "read",
    summary: "Every type of event, with the schema of what is sent and an example.",
    answer: pageAnswer(EventType),
    handle: async ({ deps }) => pageOf(eventCatalog(allResources(deps))),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/endpoints",
    operationId: "createEndpoint",
    tag: "Endpoints",
    access: "admin",
    summary: "Adds an address that is told of changes. The answer shows the signing secret, once.",
    body: z.strictObject({ url: z.string().max(2_000), ...Filters }),
    answer: NewEndpoint,
    status: 201,
    problems: ["address-refused"],
    async handle(request) {
      const { deps, tenant, body } = request;
      checkAddress(body.url, deps);
      await checkFilters(body, tenant, deps);
      const id = timeId(deps.clock(), deps.random);
      const secret = signingSecret(await deps.readSigningKey(), { tenant, id }, 1);
      const endpoint: Endpoint = {
        payload: "thin",
        concurrency: 8,
        ratePerSecond: 50,
        ...body,
        tenant,
        id,
        state: "enabled",
        createdAt: new Date(deps.clock()).toISOString(),
        secrets: [{ generation: 1, hint: hintOf(secret) }],
      };
      await deps.endpoints.create(endpoint, request.limits().endpoints);
      await request.audit({ action: "endpoints.create", subject: endpoint.id });
      return { ...shown(endpoint), secret };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/endpoints",
    operationId: "listEndpoints",
    tag: "Endpoints",
    access: "read",
    summary: "Lists the endpoints.",
    query: z.strictObject(PageQuery),
    answer: EndpointPage,
    async handle(request) {
      const { after, page } = listCursor(request);
      const { endpoints, next } = await request.deps.endpoints.page(request.tenant, after, request.query.limit);
      return page(
        endpoints.filter(({ pulledUntil }) => pulledUntil === undefined).map((one) => shown(one)),
        next,
      );
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/endpoints/{endpoint}",
    operationId: "getEndpoint",
    tag: "Endpoints",
    access: "read",
    summary: "One endpoint, and how it does.",
    params: EndpointId,
    answer: EndpointAnswer,
    handle: async (request) =>
      shown(await findEndpoint(request), await request.deps.endpoints.health(request.tenant, request.params.endpoint)),
  }),
  defineRoute({
    method: "PATCH",
    path: "/v1/endpoints/{endpoint}",
    operationId: "updateEndpoint",
    tag: "Endpoints",
    access: "admin",
    summary: "Changes an endpoint. Enabling it again sends the events that were held; null removes a filter.",
    params: EndpointId,
    body: z.strictObject({
      ...Filters,
      url: z.string().max(2_000).optional(),
      shops: Filters.shops.nullable(),
      resources: Filters.resources.nullable(),
      types: Filters.types.nullable(),
      state: z.enum(["enabled", "disabled"]).optional(),
    }),
    answer: EndpointAnswer,
    problems: ["address-refused"],
    async handle(request) {
      const { deps, tenant, params, body } = request;
      const before = await findEndpoint(request);
      if (body.url !== undefined) checkAddress(body.url, deps);
      await checkFilters(body, tenant, deps, before);
      const { shops, resources, types, ...rest } = body;
      const given = Object.fromEntries(
        Object.entries({ shops, resources, types })
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, value ?? undefined]),
      );
      const endpoint = await deps.endpoints.change(tenant, params.endpoint, () => ({
        ...rest,
        ...given,
        ...(body.state === undefined ? {} : { disabledBy: body.state === "disabled" ? "tenant" : undefined }),
      }));
      await request.audit({ action: "endpoints.change", subject: endpoint.id });
      if (endpoint.state === "enabled" && (body.state !== undefined || body.url !== undefined)) {
        await deps.endpoints.forgive(tenant, endpoint.id, deps.clock());
        await wake(endpoint, deps);
      }
      return shown(endpoint);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/endpoints/{endpoint}",
    operationId: "deleteEndpoint",
    tag: "Endpoints",
    access: "admin",
    summary: "Removes an endpoint; nothing more is sent to it.",
    params: EndpointId,
    answer: nothing,
    status: 204,
    async handle(request) {
      const endpoint = await findEndpoint(request);
      await request.deps.endpoints.delete(endpoint.tenant, endpoint.id);
      await request.deps.shops.unschedule({ kind: "endpoint", tenant: endpoint.tenant, id: endpoint.id });
      await request.audit({ action: "endpoints.delete", subject: endpoint.id });
      return undefined;
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/endpoints/{endpoint}/rotate",
    operationId: "rotateEndpointSecret",
    tag: "Endpoints",
    access: "admin",
    summary: "A new signing secret, shown once. For a day events carry two signatures.",
    params: EndpointId,
    answer: NewEndpoint,
    async handle(request) {
      const { deps, tenant, params } = request;
      const key = await deps.readSigningKey();
      const now = deps.clock();
      const secretOf = (endpoint: Endpoint, generation: number) => signingSecret(key, endpoint, generation);
      await findEndpoint(request);
      const endpoint = await deps.endpoints.change(tenant, params.endpoint, (current) => {
        const before = current.secrets.filter(({ until }) => until === undefined || until > now).slice(0, 1);
        const generation = Math.max(0, ...current.secrets.map((one) => one.generation)) + 1;
        const hint = hintOf(secretOf(current, generation));
        return { secrets: [{ generation, hint }, ...before.map((one) => ({ ...one, until: now + OVERLAP }))] };
      });
      await request.audit({ action: "endpoints.rotate", subject: endpoint.id });
      return { ...shown(endpoint), secret: secretOf(endpoint, endpoint.secrets[0]!.generation) };
    },
  }),
];
