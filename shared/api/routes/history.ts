import { BadRequest } from "../../core/errors.ts";
import { isoTime } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import { changeName } from "../../stores/feed.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { type RecordHistory as History, readHistory, type Version } from "../../usecases/shops/record-history.ts";
import { RecordHistory } from "../answers/history.ts";
import { defineRoute, type Request, type Route } from "../route.ts";
import { shownFinished, shownPending } from "../shown-event.ts";
import { shownWrite } from "../shown-write.ts";
import { findShop } from "./named-shop.ts";
import { findResource, RecordParams } from "./records.ts";

const shownVersion = ({ version, at, way, change }: Version) => ({
  version,
  at: isoTime(at),
  way,
  ...(change && {
    type: changeName(change),
    fields: change.fields,
    origin: change.origin,
    changeId: `${change.resource}:${change.id}:${change.version}`,
  }),
});

const shownEvent = ({ endpoint, event }: History["events"][number]) => {
  const { shop: _, data: __, ...shown } = "nextAt" in event ? shownPending(event) : shownFinished(event);
  return { ...shown, endpoint: endpoint.id, url: endpoint.url };
};

const shortWrite = (write: History["writes"][number]) => {
  const { id, kind, operation, state, createdAt, error } = shownWrite(write);
  return { id, kind, operation, state, createdAt, ...(error ? { error } : {}) };
};

/** Field of the record -> fields of the vendor's row. The tables have them as text, with commas between. */
const sourcesOf = (shop: Shop, { name }: Resource, { deps }: Request): Record<string, string[]> => {
  const { sources } = deps.vendor(shop.vendor);
  const all = Object.entries(sources[name] ?? {}).map(([field, raw]) => [field, raw === "" ? [] : raw.split(", ")]);
  return Object.fromEntries(all);
};

/** Whatever the collection: how a record came to be what it is. */
export const historyRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/{resource}/{id}/history",
    operationId: "getRecordHistory",
    tag: "Records",
    access: "read",
    problems: ["unknown-resource", "unknown-record"],
    summary:
      "How a record came to be what it is: its versions and what brought each, writes about it, and what endpoints were told.",
    description: "For people who look into one record. Software follows the feed instead: `GET /v1/changes`.",
    params: RecordParams,
    answer: RecordHistory,
    async handle(request) {
      const { params, deps } = request;
      const shop = await findShop(request);
      const resource = findResource(request, shop, params.resource);
      const stored = await deps.records.get(refOf(shop), params.resource, params.id);
      if (!stored)
        throw new BadRequest(404, "unknown-record", `There is no record ${params.id} in ${params.resource}.`);
      const { versions, writes, events } = await readHistory(shop, resource, stored, deps);
      return {
        shop: shop.id,
        resource: params.resource,
        id: stored.id,
        version: stored.version,
        versions: versions.map(shownVersion),
        writes: writes.map(shortWrite),
        events: events.map(shownEvent),
        sources: sourcesOf(shop, resource, request),
      };
    },
  }),
];
