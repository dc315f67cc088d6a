import * as z from "zod";
import { type Findable, findable, folded } from "../../core/finding.ts";
import { type Hit, searchedBy, searchRecords } from "../../usecases/finding/search-records.ts";
import { blockwise, pageInShops, VendorJson } from "../answers/words.ts";
import { createQueryCursor, invalidQuery, ShopsCursor } from "../finding-query.ts";
import { shown } from "../list-records.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { shopChoiceOf } from "./records.ts";

/** Of records in one answer, in JSON as UTF-8. */
const MOST_BYTES = 2_000_000;
const LEAST_LETTERS = 2;

const Found = z.object({
  resource: z.enum(findable),
  shop: z.string(),
  id: z.string(),
  by: z.enum(searchedBy).describe("what of the record is what was typed"),
  record: VendorJson.describe("as `GET /v1/shops/{shop}/{resource}/{id}` answers it"),
});

const SearchCursor = z.object({ stage: z.number().int().min(0), in: ShopsCursor.optional() });

/** @throws BadRequest 400 naming what is no collection that is searched */
const resourcesOf = (named: string | undefined): readonly Findable[] => {
  if (named === undefined) return findable;
  const wanted = named.split(",");
  const unknown = wanted.filter((name) => !(findable as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw invalidQuery([
      { field: "resources", message: `${unknown.join(", ")} cannot be searched; ${findable.join(", ")} can` },
    ]);
  return findable.filter((resource) => wanted.includes(resource));
};

export const searchRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/search",
    operationId: "searchRecords",
    tag: "Records",
    access: "read",
    summary: "Finds what a person typed: a code, a bar code, a phone or words of a name, in all shops of the tenant.",
    description:
      "Codes first, then bar codes, phones and names; the newest first. Each record comes once. Case, marks, blanks and the form of " +
      "Unicode make no difference, and a phone may be spelled in any way. What is found by its name comes with a page of its own, behind all others. A page may be shorter than `limit` while `next` is not null. " +
      blockwise,
    query: z.strictObject({
      cursor: PageQuery.cursor,
      limit: z.coerce.number().int().min(1).max(100).default(20).describe("records of a page, at most"),
      q: z
        .string()
        .max(300)
        .refine((text) => folded(text).length >= LEAST_LETTERS, `at least ${LEAST_LETTERS} letters or digits`)
        .describe("what is looked for"),
      shop: z.string().max(5_000).optional().describe("only these shops: ids with commas between"),
      resources: z
        .string()
        .max(200)
        .optional()
        .describe(`only these, with commas between: ${findable.join(", ")}`),
    }),
    answer: pageInShops(Found),
    async handle(request) {
      const { tenant, query, deps } = request;
      const resources = resourcesOf(query.resources);
      const choice = await shopChoiceOf(request as Request, query.shop);
      const of = { tenant, q: folded(query.q), resources, shop: query.shop };
      const cursor = createQueryCursor(SearchCursor, of);
      const hits: Hit[] = [];
      let bytes = 0;
      const search = { tenant, choice, text: query.q, resources, from: cursor.read(query.cursor), limit: query.limit };
      const { next, block } = await searchRecords(search, deps, (hit) => {
        hits.push(hit);
        bytes += Buffer.byteLength(JSON.stringify(hit.stored.record));
        return bytes > MOST_BYTES;
      });
      const data = hits.map(({ resource, by, place: { shop, id }, stored }) => ({
        ...{ resource, shop, id, by },
        record: shown(stored, false),
      }));
      return { data, next: cursor.write(next), ...(block ? { block } : {}) };
    },
  }),
];
