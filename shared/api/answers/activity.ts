import * as z from "zod";
import { callOutcomes } from "../../core/tally.ts";
import { Count, Time } from "./words.ts";

/** What went on in a shop in the last days. */
export const Activity = z.object({
  shop: z.string(),
  days: z
    .array(
      z.object({
        day: z.string().describe("YYYY-MM-DD, in Vietnam"),
        from: Time,
        calls: Count.describe("calls of the vendor"),
        failed: Count.describe("of those, the ones without a good answer"),
        operations: z
          .array(
            z.object({
              operation: z.string().describe("of the vendor's catalog"),
              outcomes: z
                .array(z.object({ outcome: z.enum(callOutcomes), calls: Count }))
                .describe(
                  "`limited`: the vendor said that a limit is used up; `signed-out`: it did not take the credentials; `no-answer`, " +
                    "`unknown-answer`: none, or one whose form we do not know",
                ),
            }),
          )
          .describe("the one with the most calls first"),
        changes: z.record(z.string(), Count).describe("changes in the feed, by collection"),
      }),
    )
    .describe("the oldest first; today is the last one"),
  stretches: z
    .array(
      z.object({
        from: Time,
        until: Time,
        calls: Count,
        failed: Count,
        longestGapSeconds: Count.describe(
          "longest time between the beginnings of two readings of one collection that is read at least every 15 minutes; 0: not measured",
        ),
        records: Count.optional().describe("records of the copy, as its last full readings counted them"),
      }),
    )
    .describe("parts of these days, by the hour in which each begins and of six hours at most, the oldest first"),
});
