import * as z from "zod";
import { causes } from "../../stores/trail.ts";
import { Change } from "./changes.ts";
import { LoggedEvent } from "./endpoints.ts";
import { Count, Time } from "./words.ts";
import { Write } from "./writes.ts";

/** How a record came to be what it is. */
export const RecordHistory = z.object({
  shop: z.string(),
  resource: z.string(),
  id: z.string(),
  version: Count.describe("the record's version now"),
  versions: z
    .array(
      z.object({
        version: Count,
        at: Time.describe("when we began to ask for what it shows"),
        way: z
          .enum([...causes, "first-copy"])
          .optional()
          .describe(
            "what brought it: a page of a list, a question for this record, a webhook that made us ask, a write of yours, a list of what " +
              "was deleted, its absence from a whole listing, your metadata, or the first copy of the shop",
          ),
        type: Change.shape.type.optional(),
        fields: Change.shape.fields.optional(),
        origin: Change.shape.origin,
        changeId: Change.shape.changeId.optional(),
      }),
    )
    .describe(
      "the last twelve at most, the newest first; `type`, `fields` and `changeId` while the feed holds the change",
    ),
  writes: z
    .array(Write.pick({ id: true, kind: true, operation: true, state: true, createdAt: true, error: true }))
    .describe(
      "writes about it, the newest first: those that made one of the versions, and of the shop's last 200 those that name it",
    ),
  events: z
    .array(
      LoggedEvent.omit({ shop: true, data: true }).extend({
        endpoint: z.string().describe("id of the endpoint"),
        url: z.string().describe("of the endpoint"),
      }),
    )
    .describe("what your endpoints were told of these versions, the newest first"),
  sources: z
    .record(z.string(), z.array(z.string()))
    .describe(
      "field of the canonical record -> the fields of the vendor's row that it is made of, as paths; `[]` is each of a list",
    ),
});
