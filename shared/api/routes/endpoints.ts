import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { OutgoingEvent } from "../../core/events.ts";
import { timeId } from "../../core/ids.ts";
import { DAY, isoTime } from "../../core/time.ts";
import { addressFault } from "../../http/public-address.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Attempt, Endpoint, EndpointHealth, FinishedEvent, PendingEvent } from "../../stores/endpoints.ts";
import { exampleEvent } from "../../usecases/events/example-event.ts";
import { queueFor, testEvent, toEvent, wake } from "../../usecases/events/fan-out-events.ts";
import { hintOf, signingSecret } from "../../usecases/events/signing-secret.ts";
import {
  Endpoint as EndpointAnswer,
  EndpointPage,
  EventPage,
  LoggedEvent,
  NewEndpoint,
  Replayed,
  SentEvent,
} from "../answers/endpoints.ts";
import { EventType } from "../answers/events.ts";
import { pageAnswer, TimeInput } from "../answers/words.ts";
import { eventCatalog } from "../event-catalog.ts";
import { allResources, checkFilters } from "../event-filters.ts";
import {
  decodeCursor,
  defineRoute,
  encodeCursor,
  nothing,
  PageQuery,
  pageOf,
  type Request,
  type Route,
} from "../route.ts";

const EndpointId = z.object({ endpoint: z.string().min(1).max(40) });
const EventId = EndpointId.extend({ event: z.string().regex(/^evt_[0-9a-z]{30}$/, "id of an event") });

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
/** Replayed by one request; the answer says where to go on. */
const MOST_REPLAYED = 1_000;

const shown = (endpoint: Endpoint, health?: EndpointHealth) => {
  const { secrets, tenant: _, pulledUntil: __, ...rest } = endpoint;
  return {
    ...rest,
    secrets: secrets.map(({ hint, until }) => ({ hint, until: time(until) })),
    ...(health ? { failingSince: time(health.failingSince), notBefore: time(health.notBefore) } : {}),
  };
};

const attempts = (list: readonly Attempt[]) => list.map((one) => ({ ...one, at: isoTime(one.at) }));
const eventShown = ({ id, type, at, shop, data }: OutgoingEvent) => ({ id, type, at: isoTime(at), shop, data });
export const pendingShown = ({ event, nextAt, tries, attempts: tried }: PendingEvent) => ({
  ...eventShown(event),
  state: "pending" as const,
  nextAt: time(nextAt),
  tries,
  attempts: attempts(tried),
});
export const finishedShown = ({ event, state, finishedAt, tries, attempts: tried }: FinishedEvent) => ({
  ...eventShown(event),
  state,
  finishedAt: time(finishedAt),
  tries,
  attempts: attempts(tried),
});

const checkAddress = (url: string, deps: Deps): void => {
  const fault = addressFault(url, deps.config.allowLocalEndpoints);
  if (fault)
    throw new BadRequest(422, "address-refused", `This address cannot be an endpoint: ${fault}.`, [
      { field: "url", message: fault },
    ]);
};

/** @throws BadRequest 404, also for a listener, which has routes of its own */
const findEndpoint = async ({ tenant, params, deps }: Request<{ endpoint: string }>): Promise<Endpoint> => {
  const endpoint = await deps.endpoints.find(tenant, params.endpoint);
  if (endpoint.pulledUntil === undefined) return endpoint;
  throw new BadRequest(404, "unknown-endpoint", `There is no endpoint ${params.endpoint}.`);
};

const Replay = z.union([
  z.strictObject({ ids: z.array(z.string()).min(1).max(100) }),
  z.strictObject({
    since: TimeInput,
    until: TimeInput.optional(),
    state: z.enum(["delivered", "failed"]).optional(),
    cursor: z.string().optional(),
  }),
  z.strictObject({
    shop: z.string(),
    resource: z.string(),
    after: z.number().int().min(0).default(0).describe("seq of the feed, behind which it begins"),
    cursor: z.string().optional(),
  }),
]);
type Replay = z.infer<typeof Replay>;

/** What a replay asks for, and where to go on when there is more. */
const eventsToReplay = async (
  endpoint: Endpoint,
  wanted: Replay,
  deps: Deps,
): Promise<{ events: OutgoingEvent[]; next?: unknown }> => {
  const { tenant, id } = endpoint;
  if ("ids" in wanted) {
    const found = await Promise.all(wanted.ids.map((one) => deps.endpoints.findFinished(tenant, id, one)));
    const unknown = wanted.ids.filter((_, index) => found[index] === undefined);
    if (unknown.length > 0)
      throw new BadRequest(
        404,
        "unknown-event",
        "Some events are not in the log: still pending, or no longer kept.",
        unknown.map((one) => ({ field: "ids", message: one })),
      );
    return { events: found.flatMap((one) => (one ? [one.event] : [])) };
  }
  if ("since" in wanted) {
    const page = await deps.endpoints.finishedBetween(
      tenant,
      id,
      Date.parse(wanted.since),
      wanted.until === undefined ? deps.clock() : Date.parse(wanted.until),
      decodeCursor(z.string(), wanted.cursor),
      MOST_REPLAYED,
    );
    const events = page.events.filter(({ state }) => wanted.state === undefined || state === wanted.state);
    return {
      events: events.map(({ event }) => event),
      next: page.next,
    };
  }
  const ref = { tenant, shop: wanted.shop };
  await deps.shops.find(ref);
  const after = decodeCursor(z.number(), wanted.cursor) ?? wanted.after;
  const changes = await deps.feed.after(ref, wanted.resource, after, MOST_REPLAYED, deps.clock());
  const last = changes.at(-1);
  return {
    events: changes.map((change) => toEvent(ref, change)),
    ...(last && changes.length === MOST_REPLAYED ? { next: last.seq } : {}),
  };
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
    async handle({ tenant, query, deps }) {
      const page = await deps.endpoints.page(tenant, decodeCursor(z.string(), query.cursor), query.limit);
      return pageOf(
        page.endpoints.filter(({ pulledUntil }) => pulledUntil === undefined).map((one) => shown(one)),
        page.next,
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
  defineRoute({
    method: "POST",
    path: "/v1/endpoints/{endpoint}/test",
    operationId: "sendTestEvent",
    tag: "Endpoints",
    access: "write",
    summary: "Sends an event to try the endpoint; its entry in the log tells how it went.",
    params: EndpointId,
    description: "The event is made of example values and has `test: true` in its data. Filters are not looked at.",
    body: z
      .strictObject({ type: z.string().max(100).default("endpoint.test").describe("a type of `GET /v1/event-types`") })
      .default({ type: "endpoint.test" }),
    answer: SentEvent,
    status: 202,
    problems: ["endpoint-disabled", "unknown-event-type"],
    async handle(request) {
      const endpoint = await findEndpoint(request);
      if (endpoint.state === "disabled") throw new BadRequest(409, "endpoint-disabled", "Enable the endpoint first.");
      const { type } = request.body;
      const example = exampleEvent(type, allResources(request.deps));
      if (!example) throw new BadRequest(404, "unknown-event-type", `No event has the type ${type}.`);
      return eventShown(await testEvent(endpoint, example, request.deps));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/endpoints/{endpoint}/events",
    operationId: "listEvents",
    tag: "Endpoints",
    access: "read",
    summary: "The delivery log: what was sent, newest first, or what waits, in the order of its next try.",
    params: EndpointId,
    query: z.strictObject({ ...PageQuery, state: z.enum(["pending", "finished"]).default("finished") }),
    answer: EventPage,
    async handle(request) {
      const { deps, query } = request;
      const { tenant, id } = await findEndpoint(request);
      const after = decodeCursor(z.string(), query.cursor);
      if (query.state === "pending") {
        const page = await deps.endpoints.pending(tenant, id, after, query.limit);
        return pageOf(page.events.map(pendingShown), page.next);
      }
      const page = await deps.endpoints.finished(tenant, id, after, query.limit);
      return pageOf(page.events.map(finishedShown), page.next);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/endpoints/{endpoint}/events/{event}",
    operationId: "getEvent",
    tag: "Endpoints",
    access: "read",
    summary: "One event of the log with its tries.",
    params: EventId,
    answer: LoggedEvent,
    problems: ["unknown-event"],
    async handle(request) {
      const { tenant, id } = await findEndpoint(request);
      const found = await request.deps.endpoints.findFinished(tenant, id, request.params.event);
      if (!found) throw new BadRequest(404, "unknown-event", "This event is still pending, or no longer kept.");
      return finishedShown(found);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/endpoints/{endpoint}/replay",
    operationId: "replayEvents",
    tag: "Endpoints",
    access: "write",
    summary: "Sends events again under their ids: by id, by time, or by their place in a feed.",
    params: EndpointId,
    body: Replay,
    answer: Replayed,
    status: 202,
    problems: ["unknown-event", "unknown-shop", "unknown-resource", "cursor-expired", "invalid-cursor"],
    async handle(request) {
      const endpoint = await findEndpoint(request);
      const { events, next } = await eventsToReplay(endpoint, request.body, request.deps);
      if (events.length > 0) await queueFor(endpoint, events, request.deps);
      await request.audit({ action: "endpoints.replay", subject: endpoint.id });
      return { replayed: events.length, next: next === undefined ? null : encodeCursor(next) };
    },
  }),
];
