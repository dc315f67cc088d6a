import * as z from "zod";
import { isoTime } from "../../core/time.ts";
import { DriftPage } from "../answers/tenants.ts";
import { decodeCursor, defineRoute, PageQuery, pageOf, type Route } from "../route.ts";

/** What the operator alone sees, of all tenants together. */
export const operatorRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/operator/drift",
    operationId: "listDrift",
    tag: "Operator",
    access: "operator",
    summary: "Fields, types and codes in vendors' answers that were not known. No tenant, shop or person is named.",
    query: z.strictObject(PageQuery),
    answer: DriftPage,
    async handle({ query, deps }) {
      const { entries, next } = await deps.drifts.list(decodeCursor(z.string(), query.cursor), query.limit);
      const data = entries.map(({ firstAt, lastAt, fixture, ...entry }) => ({
        ...entry,
        fixture,
        firstAt: isoTime(firstAt),
        lastAt: isoTime(lastAt),
      }));
      return pageOf(data, next);
    },
  }),
];
