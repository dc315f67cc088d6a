import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { isoTime } from "../../core/time.ts";
import { type Candidate, lastSeenAt } from "../../stores/candidates.ts";
import { refOf } from "../../stores/shops.ts";
import { decideDeletions } from "../../usecases/sync/decide-deletions.ts";
import type { Verification as VerificationReport } from "../../usecases/sync/verify-records.ts";
import { Deletion, Verification } from "../answers/sync.ts";
import { Count, pageAnswer } from "../answers/words.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, PageQuery, type Route } from "../route.ts";
import { findShop } from "./named-shop.ts";
import { findResource, ResourceParams } from "./records.ts";

/** How the copy of a collection is proven, and what may be gone from it. */
export const proofRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/sync/{resource}/verify",
    operationId: "startVerification",
    tag: "Sync",
    access: "write",
    summary: "Reads a sample of the records (or all) again at the vendor and repairs differences.",
    params: ResourceParams,
    body: z.strictObject({ sample: z.number().int().positive().max(10_000).optional() }).default({}),
    answer: z.object({ accepted: z.literal(true) }),
    status: 202,
    problems: ["unknown-resource"],
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
      return { accepted: true as const };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/sync/{resource}/verify",
    operationId: "getVerification",
    tag: "Sync",
    access: "read",
    summary: "The report of the last verification.",
    params: ResourceParams,
    answer: Verification,
    problems: ["unknown-resource", "no-verification"],
    async handle(request) {
      const { params, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const report = await deps.states.verification(refOf(shop), params.resource);
      if (!report) throw new BadRequest(404, "no-verification", "This resource was never verified.");
      return report as VerificationReport;
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/sync/{resource}/deletions",
    operationId: "listDeletions",
    tag: "Sync",
    access: "read",
    summary: "Records that may be gone at the vendor, or were removed within a day, with what was seen of each.",
    params: ResourceParams,
    query: z.strictObject(PageQuery),
    answer: pageAnswer(Deletion),
    problems: ["unknown-resource"],
    async handle(request) {
      const { params, query, deps } = request;
      const shop = await findShop(request);
      findResource(request, shop, params.resource);
      const { after, page } = listCursor(request);
      const { candidates, next } = await deps.candidates.list(refOf(shop), params.resource, query.limit, after);
      return page(candidates.map(toDeletion), next);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/sync/{resource}/deletions",
    operationId: "decideDeletions",
    tag: "Sync",
    access: "admin",
    summary: "Approves or dismisses held deletions; all of them, or those named.",
    params: ResourceParams,
    body: z.strictObject({ decision: z.enum(["approve", "dismiss"]), ids: z.array(z.string()).max(1_000).optional() }),
    answer: z.object({ decision: z.enum(["approve", "dismiss"]), decided: Count }),
    status: 202,
    problems: ["unknown-resource"],
    async handle(request) {
      const { params, body, deps } = request;
      const shop = await findShop(request);
      const resource = findResource(request, shop, params.resource);
      const ref = refOf(shop);
      const decision = body.decision === "approve" ? "approved" : "dismissed";
      const isMeant = (id: string) => !body.ids || body.ids.includes(id);
      const decided = await decideDeletions(ref, resource, (id) => (isMeant(id) ? decision : undefined), deps);
      const details = { decision: body.decision, decided };
      await request.audit({ action: "deletions.decide", subject: `${shop.id}/${params.resource}`, details });
      return details;
    },
  }),
];

/** A candidate as a tenant reads it: what was seen, when, and by which way. */
const toDeletion = (candidate: Candidate) => {
  const { id, state, evidence, removedAt } = candidate;
  return {
    id,
    state,
    observedAt: isoTime(lastSeenAt(candidate)),
    ...(removedAt === undefined ? {} : { removedAt: isoTime(removedAt) }),
    evidence: evidence.map(({ at, ...seen }) => ({ at: isoTime(at), ...seen })),
  };
};
