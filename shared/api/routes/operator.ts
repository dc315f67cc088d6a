import * as z from "zod";
import { isoTime } from "../../core/time.ts";
import { DriftPage } from "../answers/tenants.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, PageQuery, type Route } from "../route.ts";

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
    async handle(request) {
      const { after, page } = listCursor(request);
      const { entries, next } = await request.deps.drifts.list(after, request.query.limit);
      const data = entries.map(({ firstAt, lastAt, fixture, ...entry }) => ({
        ...entry,
        fixture,
        firstAt: isoTime(firstAt),
        lastAt: isoTime(lastAt),
      }));
      return page(data, next);
    },
  }),
];
