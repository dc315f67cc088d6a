import * as z from "zod";
import { queueNames } from "../../core/ports.ts";
import type { LateCause } from "../../core/shop-health.ts";
import { shownBreaker } from "../../core/silence.ts";
import { isoTime, SECOND } from "../../core/time.ts";
import { type VendorId, vendorIds } from "../../core/vendor.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { type FleetLine, fleetOrder } from "../../stores/fleet.ts";
import type { ShopHealth } from "../../stores/shops.ts";
import { countFleet, type FleetCounts, readSchedule } from "../../usecases/shops/deployment-status.ts";
import { BreakerPage, DeploymentStatus, FleetPage, Health } from "../answers/operator.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, PageQuery, type Route } from "../route.ts";
import { TenantId } from "./tenants.ts";

const Place = z.array(z.string().nullable()).readonly();

const behindOf = (behindSince: number | undefined, now: number) =>
  behindSince === undefined
    ? {}
    : { behindSince: isoTime(behindSince), behindSeconds: Math.max(0, Math.floor((now - behindSince) / SECOND)) };

const shownLine = ({ late, behindSince, silence: _, ...line }: FleetLine, now: number) => ({
  ...line,
  ...(late === undefined ? {} : { lateResources: late }),
  ...behindOf(behindSince, now),
});

const shownCounts = ({ total, byHealth, byVendor, byCause }: FleetCounts, now: number) => ({
  total,
  byHealth: fleetOrder
    .filter((health) => byHealth.has(health))
    .map((health) => ({ health, shops: byHealth.get(health)! })),
  byVendor: vendorIds.flatMap((vendor) => {
    const count = byVendor.get(vendor);
    if (!count) return [];
    const { shops, notHealthy, behindSince } = count;
    const { behindSeconds } = behindOf(behindSince, now);
    return [
      { vendor, shops, notHealthy, ...(behindSeconds === undefined ? {} : { longestBehindSeconds: behindSeconds }) },
    ];
  }),
  byCause: [...byCause]
    .toSorted(([one, some], [other, more]) => more - some || (one < other ? -1 : 1))
    .map(([name, shops]) => {
      const [vendor, cause] = name.split(" ") as [VendorId, LateCause];
      return { vendor, cause, shops };
    }),
});

/** The shops whose servers answer nothing, of one vendor or of all. */
const breakers = async (lines: readonly FleetLine[], { silences, clock }: Pick<Deps, "silences" | "clock">) => {
  const vendors = [...new Set(lines.map(({ vendor }) => vendor))];
  const wide = new Map(
    await Promise.all(vendors.map(async (vendor) => [vendor, await silences.wide(vendor, clock())] as const)),
  );
  return lines.flatMap(({ tenant, shop, vendor, silence }) =>
    silence
      ? [{ tenant, shop, ...shownBreaker(vendor, silence), serverIsSilent: wide.get(vendor)!.has(silence.host) }]
      : [],
  );
};

/** The whole deployment at one glance, and all of its shops. */
export const fleetRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/operator/status",
    operationId: "getDeploymentStatus",
    tag: "Operator",
    access: "operator",
    summary:
      "How the deployment stands: shops of all tenants by health, vendor and cause, and whether the schedule runs.",
    description:
      "The watchdog looks at each shop once in 15 minutes; a shop that has just become late is counted then.",
    answer: DeploymentStatus,
    async handle({ deps }) {
      const now = deps.clock();
      const [counts, halts, schedule, letters] = await Promise.all([
        countFleet(deps),
        deps.halts.readAnew(now),
        readSchedule(deps),
        Promise.all(queueNames.map(async (queue) => ({ queue, messages: await deps.deadLetters.count(queue) }))),
      ]);
      const deadLetters = letters.filter(({ messages }) => messages > 0);
      const halted = { vendors: [...halts.vendors.keys()], tenants: [...halts.tenants.keys()].sort() };
      const shops = shownCounts(counts, now);
      return { stage: deps.config.stage, at: isoTime(now), shops, schedule, halted, deadLetters };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/shops",
    operationId: "listAllShops",
    tag: "Operator",
    access: "operator",
    summary: "Shops of all tenants, the worst first: degraded ones, those that need new credentials, then the others.",
    description:
      "Within one health, the shop that is behind for the longest time comes first. A page of a filter that fits few shops can hold " +
      "fewer than `limit`, or none, while `next` goes on.",
    query: z.strictObject({
      tenant: TenantId.optional().describe("only shops of this tenant"),
      vendor: z.enum(vendorIds).optional().describe("only shops of this vendor"),
      health: Health.optional().describe("only shops that are so"),
      behindSeconds: z.coerce.number().int().positive().optional().describe("not kept fresh for longer than this"),
      ...PageQuery,
    }),
    answer: FleetPage,
    async handle(request) {
      const { query, deps } = request;
      const { tenant, vendor, behindSeconds, limit } = query;
      const { after, page } = listCursor(request, Place);
      const now = deps.clock();
      const behindBefore = behindSeconds === undefined ? undefined : now - behindSeconds * SECOND;
      const health = query.health as ShopHealth | undefined;
      const filter = { tenant, vendor, health, behindBefore };
      const { lines, next } = await deps.fleet.page(filter, after, limit);
      return page(
        lines.map((line) => shownLine(line, now)),
        next,
      );
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/operator/breakers",
    operationId: "listBreakers",
    tag: "Operator",
    access: "operator",
    summary: "Shops of all tenants whose vendor's server answers nothing: since when, and when it is asked again.",
    description:
      "In the order of `GET /v1/operator/shops`. A page can hold fewer than `limit`, or none, while `next` goes on.",
    query: z.strictObject({
      tenant: TenantId.optional().describe("only shops of this tenant"),
      vendor: z.enum(vendorIds).optional().describe("only shops of this vendor"),
      ...PageQuery,
    }),
    answer: BreakerPage,
    async handle(request) {
      const { tenant, vendor, limit } = request.query;
      const { after, page } = listCursor(request, Place);
      const { lines, next } = await request.deps.fleet.page({ tenant, vendor, silent: true }, after, limit);
      return page(await breakers(lines, request.deps), next);
    },
  }),
];
