import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { explanationCauses, type Sought } from "../../core/explanation.ts";
import { phoneKey } from "../../core/finding.ts";
import { isoTime } from "../../core/time.ts";
import { explainRecord } from "../../usecases/shops/explain.ts";
import { defineRoute, type Route } from "../route.ts";
import { findShop, ShopId } from "./named-shop.ts";
import { findResource } from "./records.ts";

const Answer = z.object({
  found: z.boolean().describe("it is here and alive"),
  cause: z.enum(explanationCauses),
  sentence: z.string().describe("the answer for a person"),
  record: z.object({ id: z.string(), version: z.number(), asOf: z.string(), deleted: z.boolean() }).optional(),
  evidence: z
    .object({
      state: z.string().describe("how the copy of the resource stands"),
      reason: z.string().optional(),
      lagSeconds: z.number().nullable(),
      promisedSeconds: z.number(),
      lastReading: z.object({ startedAt: z.string(), endedAt: z.string() }).optional(),
      stored: z.number().optional(),
      vendorTotal: z.number().optional(),
      unreadableRows: z.number(),
      since: z.string().optional(),
      searched: z.object({ records: z.number(), all: z.boolean() }).optional(),
      deletion: z.object({ state: z.string(), seenAt: z.string(), ways: z.array(z.string()) }).optional(),
      fetching: z.enum(["this", "all"]).optional(),
      unanswered: z.object({ since: z.string(), givenUp: z.boolean() }).optional(),
      write: z.object({ id: z.string(), state: z.string(), reason: z.string().optional() }).optional(),
    })
    .describe("all that was looked at"),
});

const soughtOf = (resource: string, given: Readonly<Partial<Record<Sought["by"], string | undefined>>>): Sought => {
  const named = (["id", "code", "phone"] as const).filter((by) => given[by] !== undefined);
  if (named.length === 1) return { resource, by: named[0]!, value: given[named[0]!]! };
  throw new BadRequest(400, "invalid-query", "Say which record: by its id, its code or a phone number, one of them.", [
    { field: named[1] ?? "id", message: "exactly one of id, code and phone" },
  ]);
};

export const explainRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/explain",
    operationId: "explainRecord",
    problems: ["unknown-resource"],
    tag: "Sync",
    access: "read",
    summary: "Why a record is here, or is not: one sentence, and all that was looked at.",
    params: ShopId,
    query: z.strictObject({
      resource: z.string().max(60).default("orders").describe("the collection that the record belongs to"),
      id: z.string().min(1).max(300).optional().describe("the vendor's id of the record"),
      code: z.string().min(1).max(300).optional().describe("the number or code that people at the shop use"),
      phone: z
        .string()
        .max(40)
        .refine((text) => phoneKey(text) !== undefined, "is no phone number")
        .optional()
        .describe("in any spelling"),
    }),
    answer: Answer,
    async handle(request): Promise<z.infer<typeof Answer>> {
      const { deps, query } = request;
      const shop = await findShop(request);
      const resource = findResource(request, shop, query.resource);
      const sought = soughtOf(query.resource, query);
      const { found, cause, sentence, facts } = await explainRecord(shop, resource, sought, deps);
      const { freshness, record, lastReading, deletion, unanswered } = facts;
      return {
        ...{ found, cause, sentence },
        ...(record
          ? {
              record: {
                ...{ id: record.id, version: record.version, deleted: record.deleted },
                asOf: isoTime(record.observedAt),
              },
            }
          : {}),
        evidence: {
          state: freshness.state,
          reason: freshness.reason,
          lagSeconds: freshness.lag === undefined ? null : Math.round(freshness.lag / 1_000),
          promisedSeconds: freshness.promisedSeconds,
          lastReading: lastReading && {
            startedAt: isoTime(lastReading.startedAt),
            endedAt: isoTime(lastReading.endedAt),
          },
          stored: facts.counts?.stored,
          vendorTotal: facts.counts?.vendorTotal,
          unreadableRows: facts.unreadableRows,
          since: facts.since,
          searched: facts.searched,
          deletion: deletion && { ...deletion, seenAt: isoTime(deletion.seenAt), ways: [...deletion.ways] },
          fetching: facts.pull,
          unanswered: unanswered && { ...unanswered, since: isoTime(unanswered.since) },
          write: facts.write,
        },
      };
    },
  }),
];
