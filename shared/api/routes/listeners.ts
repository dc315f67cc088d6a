import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { HOUR, isoTime } from "../../core/time.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Endpoint } from "../../stores/endpoints.ts";
import { payloadOf } from "../../usecases/events/deliver-events.ts";
import { hasEnded } from "../../usecases/events/fan-out-events.ts";
import { Listener, PulledEvents } from "../answers/endpoints.ts";
import { checkFilters } from "../event-filters.ts";
import { defineRoute, nothing, type Request, type Route } from "../route.ts";

const ListenerId = z.object({ listener: z.string().min(1).max(40).describe("id of the listener") });

/** A listener that nobody asks for so long has ended, with the events that it holds. */
const LASTS = 3 * HOUR;
const MOST_EVENTS = 100;
/** Before it is worth asking again where nothing waits. */
const PAUSE_SECONDS = 5;

/** Everything but changes of records: these are in the feed, which nobody has to be there for. */
const NOT_IN_THE_FEED = ["write.*", "shop.*", "deletions.*", "endpoint.*"];

const findListener = async ({ tenant, params, deps }: Request<{ listener: string }>): Promise<Endpoint> => {
  const found = await deps.endpoints.get(tenant, params.listener);
  if (found?.pulledUntil !== undefined && !hasEnded(found, deps.clock())) return found;
  throw new BadRequest(404, "unknown-endpoint", `There is no listener ${params.listener}, or it has ended.`);
};

/** They would count as endpoints of the tenant. */
const removeEnded = async (tenant: string, { endpoints, clock }: Deps): Promise<void> => {
  for (const one of await endpoints.list(tenant)) if (hasEnded(one, clock())) await endpoints.delete(tenant, one.id);
};

const shown = ({ id, shops, types, pulledUntil }: Endpoint) => ({
  id,
  ...(shops ? { shops } : {}),
  types: types ?? NOT_IN_THE_FEED,
  endsAt: isoTime(pulledUntil!),
});

/** Events for a program that has no address: it asks for them. */
export const listenerRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/listeners",
    operationId: "createListener",
    tag: "Endpoints",
    access: "write",
    summary: "Begins to hold events for a program that has no address and asks for them.",
    description:
      "Without `types` it holds what is not in the feed: events about shops and writes. It counts as an endpoint of the tenant, and " +
      "ends three hours after it was last asked.",
    body: z
      .strictObject({
        shops: z.array(z.string()).min(1).max(100).optional().describe("only events of these shops"),
        types: z.array(z.string()).min(1).max(100).optional().describe("only these events: write.*, orders.updated"),
      })
      .default({}),
    answer: Listener,
    status: 201,
    async handle(request) {
      const { deps, tenant, body } = request;
      await checkFilters(body, tenant, deps);
      await removeEnded(tenant, deps);
      const now = deps.clock();
      const listener: Endpoint = {
        ...{ tenant, id: timeId(now, deps.random), url: "", types: NOT_IN_THE_FEED, ...body },
        ...{ payload: "thin", concurrency: 1, ratePerSecond: 1, secrets: [] },
        // Held as those of an endpoint that is switched off.
        state: "disabled",
        pulledUntil: now + LASTS,
        createdAt: isoTime(now),
      };
      await deps.endpoints.create(listener, request.limits().endpoints);
      await request.audit({ action: "listeners.create", subject: listener.id });
      return shown(listener);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/listeners/{listener}/next",
    operationId: "nextEvents",
    tag: "Endpoints",
    access: "write",
    summary: "Ends the events that were taken, and answers the following ones.",
    description:
      "An event comes again until it is named in `taken`, so a program that dies in between loses none. `body` is what an endpoint is sent.",
    params: ListenerId,
    body: z
      .strictObject({ taken: z.array(z.string()).max(MOST_EVENTS).default([]).describe("ids of events that are done") })
      .default({ taken: [] }),
    answer: PulledEvents,
    problems: ["unknown-endpoint"],
    async handle(request) {
      const { deps, tenant, body } = request;
      const { id, pulledUntil } = await findListener(request);
      const now = deps.clock();
      if (pulledUntil! - now < LASTS / 2) await deps.endpoints.change(tenant, id, () => ({ pulledUntil: now + LASTS }));
      const events = await deps.endpoints.pull(tenant, id, new Set(body.taken), { now, limit: MOST_EVENTS });
      return {
        data: events.map((event) => ({ id: event.id, body: payloadOf(event, undefined) })),
        pauseSeconds: events.length === 0 ? PAUSE_SECONDS : 0,
      };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/listeners/{listener}",
    operationId: "deleteListener",
    tag: "Endpoints",
    access: "write",
    summary: "Ends a listener; what it holds is gone.",
    params: ListenerId,
    answer: nothing,
    status: 204,
    problems: ["unknown-endpoint"],
    async handle(request) {
      const { id } = await findListener(request);
      await request.deps.endpoints.delete(request.tenant, id);
      await request.audit({ action: "listeners.delete", subject: id });
      return undefined;
    },
  }),
];
