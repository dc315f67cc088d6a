import * as z from "zod";
import { failureCauses, freshnessStates } from "../../core/freshness.ts";
import { queueNames } from "../../core/ports.ts";
import { vendorIds } from "../../core/vendor.ts";
import { fleetOrder } from "../../stores/fleet.ts";
import { Halt } from "../halts.ts";
import { Breaker } from "./shops.ts";
import { Count, pageAnswer, Time } from "./words.ts";

export const Health = z.enum(fleetOrder as [string, ...string[]]);
const Cause = z
  .enum([...failureCauses, ...freshnessStates.filter((state) => state !== "failing" && state !== "current")])
  .describe(
    "why the resource that is late for the longest time fails (`defect`: an error of ours; `no-answer`: the vendor is " +
      "silent or its limit is used up; `unknown-answer`: its answer has a form that we do not know), or else its state",
  );

export const FleetShop = z.object({
  tenant: z.string(),
  shop: z.string(),
  vendor: z.enum(vendorIds),
  health: Health,
  cause: Cause.optional(),
  lateResources: Count.optional().describe("how many of its resources are late"),
  behindSince: Time.optional().describe("since when its copy is not kept fresh"),
  behindSeconds: Count.optional().describe("the same, as seconds until now"),
});
export const FleetPage = pageAnswer(FleetShop);

export const OpenBreaker = z.object({
  tenant: z.string(),
  shop: z.string(),
  ...Breaker.shape,
  serverIsSilent: z
    .boolean()
    .describe(
      "the server answered nothing to three shops of at least two tenants within ten minutes: one shop at a time asks for all",
    ),
});
export const BreakerPage = pageAnswer(OpenBreaker);
export const VendorStanding = z.object({
  vendor: z.enum(vendorIds),
  name: z.string(),
  paused: Halt.optional().describe("an operator has stopped all calls of it"),
});
export const VendorStandingPage = pageAnswer(VendorStanding);

export const PublishedAgain = z.object({ resources: z.array(z.string()).describe("whose records are being told") });
export const FleetRebuilt = z.object({
  shops: Count.describe("that were looked at"),
  written: Count.describe("lines that were missing"),
  next: z.string().nullable().describe("there are more shops: send it as `cursor`"),
});

export const TenantUsage = z.object({
  tenant: z.string(),
  shops: Count.describe("that the tenant has now"),
  days: z
    .array(
      z.object({
        day: z.string().describe("`2026-11-28`, in Vietnam"),
        requests: Count.describe("to the API; each instance tells what it has counted every ten minutes"),
        vendorCalls: Count.describe("of the vendors, for the shops that the tenant has now"),
        changes: Count.describe("of records, as the feeds have them"),
        writes: Count.describe("that were taken; of a shop at most 10,000 are looked at"),
        webhooks: Count.describe("of the vendors that are stored, by day in UTC"),
      }),
    )
    .describe("the oldest first"),
});

const ShopCount = z.object({ shops: Count });
export const DeploymentStatus = z.object({
  stage: z.string(),
  at: Time,
  shops: z.object({
    total: Count,
    byHealth: z.array(ShopCount.extend({ health: Health })),
    byVendor: z.array(
      ShopCount.extend({
        vendor: z.enum(vendorIds),
        notHealthy: Count.describe("degraded, or the vendor refuses the credentials"),
        longestBehindSeconds: Count.optional().describe("of its degraded shops"),
      }),
    ),
    byCause: z.array(ShopCount.extend({ vendor: z.enum(vendorIds), cause: Cause })).describe("degraded shops"),
  }),
  schedule: z
    .object({
      isLate: z.boolean().describe("work is due for more than three minutes: the schedule, or `tick`, stands still"),
      overdue: Count.describe("pieces of work whose time has come"),
      lateSeconds: Count.describe("how long the first of them has waited"),
    })
    .describe("what `tick` has to find every minute"),
  halted: z
    .object({
      vendors: z.array(z.enum(vendorIds)).describe("paused ones"),
      tenants: z.array(z.string()).describe("suspended ones"),
    })
    .describe("what operators have stopped"),
  deadLetters: z.array(z.object({ queue: z.enum(queueNames), messages: Count })).describe("queues that have some"),
});

const DeadLetter = z.object({
  id: z.string(),
  sentAt: Time.describe("first"),
  bytes: Count,
  isOurs: z.boolean().describe("false: its form is none of our messages"),
  about: z.record(z.string(), z.string()).optional().describe("whose work it is: type, tenant, shop, resource, ..."),
});
export const DeadLetterPage = pageAnswer(DeadLetter);
export const Redriven = z.object({ redriven: Count });
