import * as z from "zod";
import { callOutcomes, callsIn, emptyTally, type Tally } from "../../core/tally.ts";
import { isoTime } from "../../core/time.ts";
import type { Stretch } from "../../stores/days.ts";
import { type Day, MOST_DAYS, readActivity } from "../../usecases/shops/activity.ts";
import { Activity } from "../answers/activity.ts";
import { defineRoute, type Route } from "../route.ts";
import { findShop, ShopId } from "./named-shop.ts";

const sumOf = (calls: Tally["calls"]) => callsIn({ ...emptyTally(0), calls });

const shownDay = ({ day, from, calls, changes }: Day) => {
  const { all, failed } = sumOf(calls);
  const operations = Object.entries(calls)
    .map(([operation, counts]) => ({
      operation,
      all: sumOf({ [operation]: counts }).all,
      outcomes: callOutcomes.flatMap((outcome) => (counts[outcome] ? [{ outcome, calls: counts[outcome] }] : [])),
    }))
    .sort((one, other) => other.all - one.all || (one.operation < other.operation ? -1 : 1))
    .map(({ operation, outcomes }) => ({ operation, outcomes }));
  return { day, from: isoTime(from), calls: all, failed, operations, changes };
};

const shownStretch = ({ from, until, gapSeconds, ...rest }: Stretch) => ({
  ...rest,
  from: isoTime(from),
  until: isoTime(until),
  longestGapSeconds: gapSeconds,
});

export const activityRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/activity",
    operationId: "getActivity",
    tag: "Shops",
    access: "read",
    summary:
      "What went on in a shop in the last days: calls of the vendor by operation and outcome, changes, and how the copy kept up.",
    description:
      "Calls are counted where they are made and put down with what is stored anyway: failed ones at once, good ones within half an hour. " +
      "Good calls of a worker that dies before are not counted.",
    params: ShopId,
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(MOST_DAYS).default(MOST_DAYS).describe("so many last days, with today"),
    }),
    answer: Activity,
    async handle(request) {
      const shop = await findShop(request);
      const { days, stretches } = await readActivity(shop, request.query.days, request.deps);
      return { shop: shop.id, days: days.map(shownDay), stretches: stretches.map(shownStretch) };
    },
  }),
];
