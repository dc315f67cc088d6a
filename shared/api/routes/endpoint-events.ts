import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { OutgoingEvent } from "../../core/events.ts";
import type { Endpoint } from "../../stores/endpoints.ts";
import { refOf } from "../../stores/shops.ts";
import { exampleEvent } from "../../usecases/events/example-event.ts";
import { queueFor, testEvent, toEvent } from "../../usecases/events/fan-out-events.ts";
import { EventPage, LoggedEvent, Replayed, SentEvent } from "../answers/endpoints.ts";
import { TimeInput } from "../answers/words.ts";
import { allResources } from "../event-filters.ts";
import { listCursor } from "../list-cursor.ts";
import { spanOfReplay } from "../past-times.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { shownEvent, shownFinished, shownPending } from "../shown-event.ts";
import { EndpointId, findEndpoint } from "./named-endpoint.ts";
import { ShopId } from "./named-shop.ts";
import { findResource } from "./records.ts";

const EventId = EndpointId.extend({
  event: z
    .string()
    .regex(/^evt_[0-9a-z]{30}$/, "id of an event")
    .describe("id of the event"),
});
/** Replayed by one request; the answer says where to go on. */
const MOST_REPLAYED = 1_000;

const Replay = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(100)).min(1).max(100) }),
  z.strictObject({
    since: TimeInput,
    until: TimeInput.optional(),
    state: z.enum(["delivered", "failed"]).optional(),
    cursor: z.string().optional(),
  }),
  z.strictObject({
    shop: ShopId.shape.shop,
    resource: z.string(),
    after: z.number().int().min(0).default(0).describe("seq of the feed, behind which it begins"),
    cursor: z.string().optional(),
  }),
]);
type Replay = z.infer<typeof Replay>;

/** What a replay asks for, and where to go on when there is more. */
const eventsToReplay = async (
  request: Request<unknown, unknown, Replay>,
  { tenant, id }: Endpoint,
): Promise<{ events: readonly OutgoingEvent[]; next: string | null }> => {
  const { body: wanted, deps } = request;
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
    return { events: found.flatMap((one) => (one ? [one.event] : [])), next: null };
  }
  if ("since" in wanted) {
    const { since, until } = spanOfReplay(wanted, deps.clock());
    const list = listCursor(request);
    const span = { from: since, to: until };
    const page = await deps.endpoints.finishedBetween(tenant, id, span, { after: list.after, limit: MOST_REPLAYED });
    const events = page.events.filter(({ state }) => wanted.state === undefined || state === wanted.state);
    return { events: events.map(({ event }) => event), next: list.next(page.next) };
  }
  const shop = await deps.shops.find({ tenant, shop: wanted.shop });
  findResource(request, shop, wanted.resource);
  const list = listCursor(request, z.number());
  const bounds = { limit: MOST_REPLAYED, now: deps.clock() };
  const changes = await deps.feed.after(refOf(shop), wanted.resource, list.after ?? wanted.after, bounds);
  return {
    events: changes.map((change) => toEvent(refOf(shop), change)),
    next: list.next(changes.length === MOST_REPLAYED ? changes.at(-1)!.seq : undefined),
  };
};

/** What was sent to an endpoint, what waits, and what is sent to it again. */
export const endpointEventRoutes: readonly Route[] = [
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
      // The example's own endpoint is made up.
      const own =
        "endpoint" in example.data ? { ...example, data: { ...example.data, endpoint: endpoint.id } } : example;
      return shownEvent(await testEvent(endpoint, own, request.deps));
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
    query: z.strictObject({
      ...PageQuery,
      state: z
        .enum(["pending", "finished"])
        .default("finished")
        .describe("`pending`: still to be taken; `finished`: delivered or given up"),
    }),
    answer: EventPage,
    async handle(request) {
      const { deps, query } = request;
      const { tenant, id } = await findEndpoint(request);
      const list = listCursor(request);
      if (query.state === "pending") {
        const page = await deps.endpoints.pending(tenant, id, list.after, query.limit);
        return list.page(page.events.map(shownPending), page.next);
      }
      const page = await deps.endpoints.finished(tenant, id, list.after, query.limit);
      return list.page(page.events.map(shownFinished), page.next);
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
      return shownFinished(found);
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
      const { events, next } = await eventsToReplay(request, endpoint);
      if (events.length > 0) await queueFor(endpoint, events, request.deps);
      await request.audit({ action: "endpoints.replay", subject: endpoint.id });
      return { replayed: events.length, next };
    },
  }),
];
