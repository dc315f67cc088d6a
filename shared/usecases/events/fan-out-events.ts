import { eventId, type OutgoingEvent } from "../../core/events.ts";
import type { Clock, Metric, Queues } from "../../core/ports.ts";
import { explained } from "../../core/refusals.ts";
import { MINUTE } from "../../core/time.ts";
import type { Endpoint, EndpointStore } from "../../stores/endpoints.ts";
import { type Change, changeName } from "../../stores/feed.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { Write } from "../../stores/ledger.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";

export interface FanOutDeps {
  readonly endpoints: EndpointStore;
  readonly shops: ShopStore;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly metric: Metric;
}

/** Changes of one shop that have their places in the feed. */
export interface PlacedChanges {
  readonly ref: ShopRef;
  readonly changes: readonly Change[];
}

/** Hands changes of the feed on to the tenants' endpoints; a tenant's are read once. */
export const fanOutChanges = async (placed: readonly PlacedChanges[], deps: FanOutDeps): Promise<void> => {
  const tenants = new Map<string, PlacedChanges[]>();
  for (const one of placed) {
    if (one.changes.length === 0) continue;
    tenants.set(one.ref.tenant, [...(tenants.get(one.ref.tenant) ?? []), one]);
  }
  for (const [tenant, ones] of tenants) {
    const make = () => ones.flatMap(({ ref, changes }) => changes.map((change) => toEvent(ref, change)));
    await queueEvents(tenant, make, deps);
  }
};

/** Tells the tenant about a shop itself: `shop.needs-reauth`, `shop.credentials-expiring`, `deletions.held`, ... */
export const notifyShop = async (
  type: string,
  shop: Shop,
  data: Readonly<Record<string, unknown>>,
  deps: FanOutDeps,
): Promise<void> => {
  const at = deps.clock();
  const event = { id: eventId(at, type, shop.id, JSON.stringify(data)), type, at, shop: shop.id };
  await queueEvents(shop.tenant, () => [{ ...event, data: { vendor: shop.vendor, name: shop.name, ...data } }], deps);
};

/** Tells the tenant how a write ended. */
export const notifyWrite = async (type: string, write: Write, deps: FanOutDeps): Promise<void> =>
  tellOfWrite(type, write, await deps.endpoints.list(write.tenant), deps);

/** The same by a worker that has read the endpoints since the outcome was stored. */
export const tellOfWrite = async (
  type: string,
  write: Write,
  endpoints: readonly Endpoint[],
  deps: FanOutDeps,
): Promise<void> => {
  if (endpoints.length > 0) await queueTo(endpoints, [writeEvent(type, write, deps.clock())], deps);
};

type ToldOfWrite = "id" | "shop" | "kind" | "operation" | "state" | "attempts" | "result" | "error" | "batch";

export const writeEvent = (type: string, write: Pick<Write, ToldOfWrite>, at: number): OutgoingEvent => {
  const { id, shop, kind, operation, state, attempts, result, error, batch } = write;
  const refusal = error && state === "rejected" ? explained(error) : error;
  const data = { id, kind, operation, state, attempts, result, error: refusal, batch };
  return { id: eventId(at, type, shop, id, attempts), type, at, shop, data };
};

/**
 * Only of interest to one endpoint: whether it works.
 * @param example an event of the type that is to be tried; no record and no shop stands behind it
 */
export const testEvent = async (
  endpoint: Endpoint,
  { type, shop, resource, data }: Pick<OutgoingEvent, "type" | "shop" | "resource" | "data">,
  deps: FanOutDeps,
): Promise<OutgoingEvent> => {
  const at = deps.clock();
  const event = { id: eventId(at, type, endpoint.id), type, at, shop, resource, data: { ...data, test: true } };
  await queueFor(endpoint, [event], deps);
  return event;
};

/** The id of the event that tells of a version of a record. */
export const recordEventId = (
  at: number,
  { shop }: ShopRef,
  change: Pick<Change, "resource" | "id" | "version">,
): string => eventId(at, shop, change.resource, change.id, change.version);

export const toEvent = (ref: ShopRef, change: Change): OutgoingEvent => {
  const { resource, id, version, seq, fields, origin, backfill } = change;
  const at = Date.parse(change.at);
  return {
    id: recordEventId(at, ref, change),
    type: changeName(change),
    at,
    shop: ref.shop,
    resource,
    record: id,
    seq,
    data: {
      id,
      version,
      seq,
      fields,
      ...(origin === undefined ? {} : { origin }),
      ...(backfill ? { backfill } : {}),
    },
  };
};

/** Nobody asks a listener for its events any more. */
export const hasEnded = ({ pulledUntil }: Endpoint, now: number): boolean =>
  pulledUntil !== undefined && pulledUntil <= now;

/** What was there before the shop was registered is told where it is asked for. */
const allowsBackfill = ({ backfill = false }: Endpoint, { data }: OutgoingEvent): boolean =>
  backfill || data.backfill !== true;

export const wants = (endpoint: Endpoint, event: OutgoingEvent): boolean =>
  allowsBackfill(endpoint, event) &&
  allows(endpoint.shops, event.shop) &&
  allows(endpoint.resources, event.resource) &&
  allowsType(endpoint, event.type);

/** A filter of shops or resources says nothing about events without one. */
const allows = (filter: readonly string[] | undefined, value: string | undefined): boolean =>
  filter === undefined || value === undefined || filter.includes(value);

/** `orders.updated`, or `orders.*`. */
const allowsType = ({ types }: Endpoint, type: string): boolean =>
  types === undefined || types.includes(type) || types.includes(`${type.split(".")[0]}.*`);

/**
 * The endpoints are read each time, strongly: a worker that remembers them for some seconds tells a new endpoint nothing of
 * what happened in these, and it never hears of it. A tenant without one costs one read unit.
 */
const queueEvents = async (tenant: string, make: () => readonly OutgoingEvent[], deps: FanOutDeps): Promise<void> => {
  const endpoints = await deps.endpoints.list(tenant);
  if (endpoints.length > 0) await queueTo(endpoints, make(), deps);
};

const queueTo = async (
  endpoints: readonly Endpoint[],
  events: readonly OutgoingEvent[],
  deps: FanOutDeps,
): Promise<void> => {
  for (const endpoint of endpoints) {
    if (hasEnded(endpoint, deps.clock())) continue;
    const wanted = events.filter((event) => wants(endpoint, event));
    if (wanted.length > 0) await queueFor(endpoint, wanted, deps);
  }
};

/** A disabled endpoint's events are held: they go out when it is enabled again. */
export const queueFor = async (
  endpoint: Endpoint,
  events: readonly OutgoingEvent[],
  deps: FanOutDeps,
): Promise<void> => {
  const now = deps.clock();
  const idle = await deps.endpoints.queue(endpoint.tenant, endpoint.id, events, { dueAt: now, now });
  if (idle && (await isEnabled(endpoint, deps))) await wake(endpoint, deps);
};

/** Read again when it was disabled: a request that enabled it before the events lay there has found none, and wakes no worker. */
const isEnabled = async ({ tenant, id, state }: Endpoint, deps: FanOutDeps): Promise<boolean> =>
  state === "enabled" || (await deps.endpoints.get(tenant, id))?.state === "enabled";

/** In the due index as well: a lost message delays by a minute and loses nothing. */
export const wake = async (endpoint: Pick<Endpoint, "tenant" | "id">, deps: FanOutDeps): Promise<void> => {
  const { tenant, id } = endpoint;
  await Promise.all([
    deps.shops.schedule({ kind: "endpoint", tenant, id, dueAt: deps.clock() + MINUTE }),
    deps.queues.send("deliveries", [{ body: { tenant, endpoint: id }, group: tenant }]),
  ]);
};
