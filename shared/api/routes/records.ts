import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { Resource } from "../../core/vendor.ts";
import { type Candidate, lastSeenAt } from "../../stores/candidates.ts";
import { changedAt, type StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { resourcesOf } from "../../usecases/shops/resources-of.ts";
import { tracksOf } from "../../usecases/sync/tracks.ts";
import { decodeCursor, defineRoute, PageQuery, pageOf, type Request, type Route } from "../route.ts";
import { findShop, ShopId } from "./shops.ts";

const ResourceParams = ShopId.extend({ resource: z.string().max(60) });
export const RecordParams = ResourceParams.extend({ id: z.string().min(1).max(300) });
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** @throws BadRequest 404 */
export const findResource = ({ deps }: Request, shop: Shop, name: string): Resource => {
  const resource = resourcesOf(shop, deps).find((one) => one.name === name);
  if (!resource)
    throw new BadRequest(404, "unknown-resource", `A ${shop.vendor} shop has no resource ${name}.`, [
      { field: "resource", message: name },
    ]);
  return resource;
};

/** A record that is gone says so at the top, where nobody takes it for one that is there. */
export const shown = (stored: StoredRecord, raw: boolean) => ({
  ...(stored.deleted ? { deleted: true } : {}),
  ...stored.record,
  ...(stored.metadata ? { metadata: stored.metadata } : {}),
  _meta: {
    ...stored.record._meta,
    version: stored.version,
    updatedAt: new Date(changedAt(stored)).toISOString(),
    ...(stored.modified === undefined ? {} : { vendorModifiedAt: new Date(stored.modified).toISOString() }),
    ...(stored.deleted ? { deleted: true } : {}),
    ...(stored.origin === undefined ? {} : { origin: stored.origin }),
  },
  ...(raw ? { _raw: stored.raw } : {}),
});

const MOST_IDS = 100;

/** @throws BadRequest 400 for an empty id, and for more than can be answered */
const idsOf = (text: string): string[] => {
  const ids = [...new Set(text.split(","))];
  if (ids.some((id) => id === "" || Buffer.byteLength(id) > 1_000))
    throw new BadRequest(400, "invalid-query", "The query is not what this route takes.", [
      { field: "id", message: "ids with commas between, none empty, each of at most 1,000 bytes" },
    ]);
  if (ids.length > MOST_IDS)
    throw new BadRequest(400, "invalid-query", "The query is not what this route takes.", [
      { field: "id", message: `at most ${MOST_IDS} ids` },
    ]);
  return ids;
};

/** Of records in one answer, in JSON as UTF-8. Lambda's answers end at 6 MB. */
const MOST_BYTES = 3_500_000;

/** Pages of the table looked at for one answer, so that a rare filter cannot hold a request for long. */
const MOST_LOOKED_AT = 20;

export const recordRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/{resource}",
    access: "read",
    summary: "Reads records, in pages, in the order of their ids.",
    params: ResourceParams,
    query: z.strictObject({
      ...PageQuery,
      updatedSince: z.iso.datetime({ offset: true }).optional().describe("stored at or after"),
      id: z.string().optional().describe("one id, or several with commas between"),
      code: z.string().optional(),
      deleted: flag.describe("with tombstones"),
      raw: flag.describe("with the vendor's own row under _raw"),
    }),
    async handle(request) {
      const { params, query, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const ref = refOf(shop);
      if (query.id !== undefined) {
        const found = await deps.records.getMany(ref, params.resource, idsOf(query.id));
        return pageOf(found.filter(({ deleted }) => query.deleted || !deleted).map((one) => shown(one, query.raw)));
      }
      const changedSince = query.updatedSince === undefined ? undefined : Date.parse(query.updatedSince);
      const data: ReturnType<typeof shown>[] = [];
      let bytes = 0;
      let last = "";
      let after = decodeCursor(z.string(), query.cursor);
      for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
        const page = await deps.records.page(ref, params.resource, {
          after,
          limit: query.limit - data.length,
          changedSince,
          deleted: query.deleted,
        });
        const matching =
          query.code === undefined
            ? page.records
            : page.records.filter(({ record }) => (record as { code?: string }).code === query.code);
        after = page.next;
        for (const one of matching) {
          const record = shown(one, query.raw);
          bytes += Buffer.byteLength(JSON.stringify(record));
          // The rest comes with the next page. One record is smaller than the bound.
          if (bytes > MOST_BYTES && data.length > 0) return pageOf(data, last);
          data.push(record);
          last = one.id;
        }
        if (after === undefined || data.length >= query.limit) break;
      }
      return pageOf(data, after);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/{resource}/{id}",
    access: "read",
    summary: "Reads one record.",
    params: RecordParams,
    query: z.strictObject({ raw: flag }),
    async handle(request) {
      const { params, query, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const stored = await deps.records.get(refOf(shop), params.resource, params.id);
      if (!stored)
        throw new BadRequest(404, "unknown-record", `There is no record ${params.id} in ${params.resource}.`);
      return shown(stored, query.raw);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/{resource}/verify",
    access: "write",
    summary: "Reads a sample of the records (or all) again at the vendor and repairs differences.",
    params: ResourceParams,
    body: z.strictObject({ sample: z.number().int().positive().max(10_000).optional() }).default({}),
    status: 202,
    async handle(request) {
      const { params, body, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const ref = refOf(shop);
      await deps.queues.send("sync", [
        {
          body: { type: "verify", ...ref, resource: params.resource, ...(body.sample ? { sample: body.sample } : {}) },
          group: ref.tenant,
        },
      ]);
      return { accepted: true };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/{resource}/verify",
    access: "read",
    summary: "The report of the last verification.",
    params: ResourceParams,
    async handle(request) {
      const { params, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const report = await deps.states.verification(refOf(shop), params.resource);
      if (!report) throw new BadRequest(404, "no-verification", "This resource was never verified.");
      return report;
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/{resource}/deletions",
    access: "read",
    summary: "Records that may be gone at the vendor, or were removed within a day, with what was seen of each.",
    params: ResourceParams,
    query: z.strictObject(PageQuery),
    async handle(request) {
      const { params, query, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const page = await deps.candidates.list(
        refOf(shop),
        params.resource,
        query.limit,
        decodeCursor(z.string(), query.cursor),
      );
      return pageOf(page.candidates.map(toDeletion), page.next);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/{resource}/deletions",
    access: "admin",
    summary: "Approves or dismisses held deletions; all of them, or those named.",
    params: ResourceParams,
    body: z.strictObject({ decision: z.enum(["approve", "dismiss"]), ids: z.array(z.string()).max(1_000).optional() }),
    status: 202,
    async handle(request) {
      const { params, body, deps } = request;
      const shop = await findShop(request);
      const resource = findResource(request, shop, params.resource);
      const ref = refOf(shop);
      let decided = 0;
      let after: string | undefined;
      do {
        const page = await deps.candidates.list(ref, params.resource, 1_000, after);
        for (const { id, state } of page.candidates) {
          if (state !== "held" || (body.ids && !body.ids.includes(id))) continue;
          const decision = body.decision === "approve" ? "approved" : "dismissed";
          if (await deps.candidates.decide(ref, params.resource, id, decision)) decided += 1;
        }
        after = page.next;
      } while (after !== undefined);
      const track = tracksOf(resource)[0]!;
      if (decided > 0) await deps.states.schedule(ref, params.resource, track, deps.clock());
      const details = { decision: body.decision, decided };
      await request.audit({ action: "deletions.decide", subject: `${shop.id}/${params.resource}`, details });
      return details;
    },
  }),
];

const timeOf = (at: number): string => new Date(at).toISOString();

/** A candidate as a tenant reads it: what was seen, when, and by which way. */
const toDeletion = (candidate: Candidate) => {
  const { id, state, evidence, removedAt } = candidate;
  return {
    id,
    state,
    observedAt: timeOf(lastSeenAt(candidate)),
    ...(removedAt === undefined ? {} : { removedAt: timeOf(removedAt) }),
    evidence: evidence.map(({ at, ...seen }) => ({ at: timeOf(at), ...seen })),
  };
};
