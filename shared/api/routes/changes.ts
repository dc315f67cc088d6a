import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { type Change, changeName } from "../../stores/feed.ts";
import { refOf } from "../../stores/shops.ts";
import { resourcesOf } from "../../usecases/shops/resources-of.ts";
import { ChangePage } from "../answers/changes.ts";
import { decodeCursor, defineRoute, encodeCursor, type Route } from "../route.ts";
import { findShop, ShopId } from "./shops.ts";

/** Place in each resource's feed. */
const Places = z.record(z.string(), z.number().int().nonnegative());
const LOOK_EVERY = 500;

export const changeRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/changes",
    operationId: "listChanges",
    tag: "Changes",
    access: "read",
    summary: "What changed after a cursor, in order within each resource, without gaps.",
    params: ShopId,
    query: z.strictObject({
      cursor: z
        .string()
        .max(4_000)
        .optional()
        .describe("`next` of the answer before; absent: from the beginning; `latest`: only what comes now"),
      resources: z.string().max(1_000).optional().describe("names with commas between; default all"),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
      wait: z.coerce
        .number()
        .int()
        .min(0)
        .max(20)
        .default(0)
        .describe("seconds to wait for a change when there is none"),
    }),
    answer: ChangePage,
    problems: ["cursor-expired"],
    async handle(request) {
      const { query, deps } = request;
      const shop = await findShop(request);
      const ref = refOf(shop);
      const known = resourcesOf(shop, deps).map(({ name }) => name);
      const names = query.resources?.split(",") ?? known;
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) !== index)
          throw new BadRequest(400, "invalid-query", "A resource is named more than once.", [
            { field: "resources", message: name },
          ]);
        if (!known.includes(name))
          throw new BadRequest(400, "invalid-query", "The query is not what this route takes.", [
            { field: "resources", message: `a ${shop.vendor} shop has no resource ${name}` },
          ]);
      }
      const latest = query.cursor === "latest";
      const places = latest
        ? Object.fromEntries(await deps.feed.lastOf(ref, names))
        : { ...decodeCursor(Places, query.cursor, "cursor") };
      const until = Math.min(deps.clock() + query.wait * 1_000, request.deadline);
      for (;;) {
        const last = await deps.feed.lastOf(ref, names);
        const changes: Change[] = [];
        for (const name of names) {
          const place = places[name] ?? 0;
          if (place > (last.get(name) ?? 0))
            throw new BadRequest(400, "invalid-cursor", "This cursor is ahead of the feed.", [
              { field: "cursor", message: name },
            ]);
          if (place === last.get(name) || changes.length >= query.limit) continue;
          const found = await deps.feed.after(ref, name, place, query.limit - changes.length, deps.clock());
          changes.push(...found);
          places[name] = found.at(-1)?.seq ?? place;
        }
        if (changes.length > 0 || deps.clock() + LOOK_EVERY > until) {
          return {
            data: changes.map((change) => ({
              changeId: `${change.resource}:${change.id}:${change.version}`,
              ...change,
              type: changeName(change),
            })),
            next: encodeCursor(places),
          };
        }
        await deps.sleep(LOOK_EVERY);
      }
    },
  }),
];
