import * as z from "zod";
import { isoTime } from "../../core/time.ts";
import { vendorIds } from "../../core/vendor.ts";
import { decodeCursor, defineRoute, PageQuery, pageOf, type Route } from "../route.ts";

const DriftAnswer = z.object({
  vendor: z.enum(vendorIds),
  operation: z.string(),
  kind: z.enum(["new-field", "new-type", "new-code", "missing-field"]),
  path: z.string().describe("where in the answer: `data[].lines[].price`"),
  found: z.string().optional().describe("the type, or the code where it is a number or one plain word"),
  firstAt: z.string(),
  lastAt: z.string(),
  times: z.number().describe("hours in which it was seen, by each worker"),
  fixture: z.unknown().describe("a part of an answer that shows it, with made-up values"),
});

/** What the operator alone sees, of all tenants together. */
export const operatorRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/operator/drift",
    access: "operator",
    summary: "Fields, types and codes in vendors' answers that were not known. No tenant, shop or person is named.",
    query: z.strictObject(PageQuery),
    answer: z.object({ data: z.array(DriftAnswer), next: z.string().nullable() }),
    async handle({ query, deps }) {
      const { entries, next } = await deps.drifts.list(decodeCursor(z.string(), query.cursor), query.limit);
      const data = entries.map(({ firstAt, lastAt, ...entry }) => ({
        ...entry,
        firstAt: isoTime(firstAt),
        lastAt: isoTime(lastAt),
      }));
      return pageOf(data, next);
    },
  }),
];
