import type * as z from "zod";
import type { Vendor as VendorAdapter } from "../../core/vendor.ts";
import type { Bucket, BudgetReport } from "../../stores/budgets.ts";
import type { Shop } from "../../stores/shops.ts";
import { SHARED_ADDRESS } from "../../usecases/shops/egress.ts";
import { bucketsOf } from "../../usecases/shops/spend.ts";
import { Budget } from "../answers/shops.ts";
import { pageAnswer } from "../answers/words.ts";
import { defineRoute, pageOf, type Route } from "../route.ts";
import { findShop, ShopId } from "./named-shop.ts";

/** A bucket of a vendor's limit, and one of the operations whose calls it counts. */
interface Counted {
  readonly bucket: Bucket;
  readonly operation: string;
}

/** Buckets of what syncing calls, and of what counts every call. */
const countedFor = (shop: Shop, vendor: VendorAdapter): readonly Counted[] => {
  const synced = new Set(vendor.resources.map(({ listing }) => listing.operation));
  const countsAll = (id: string): boolean => vendor.limits.find((limit) => limit.id === id)?.per === "all";
  const counted = new Map(
    vendor.operations
      .filter((operation) => synced.has(operation.id) || operation.buckets.every(countsAll))
      .flatMap((operation) =>
        bucketsOf(vendor, shop, operation).map((bucket) => [bucket.key, { bucket, operation: operation.id }] as const),
      ),
  );
  return [...counted.values()];
};

const shownReport = (report: BudgetReport, { bucket: { limit }, operation }: Counted): z.infer<typeof Budget> => ({
  limit: limit.id,
  ...(limit.per === "operation" ? { operation } : {}),
  sharedBy: limit.scope === "ip" ? ("deployment" as const) : ("shop" as const),
  ...(limit.adaptive === "below" ? { note: SHARED_ADDRESS } : {}),
  capacity: report.capacity,
  windowSeconds: report.windowSeconds,
  left: report.left,
  ...(report.blockedUntil === undefined ? {} : { blockedUntil: new Date(report.blockedUntil).toISOString() }),
  waiting: Object.fromEntries(
    Object.entries(report.waiting).map(([who, until]) => [who, new Date(until).toISOString()]),
  ),
  source: limit.source,
});

export const budgetRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/budget",
    operationId: "getBudget",
    tag: "Shops",
    access: "read",
    summary:
      "What the vendor's limits still allow, and who waits: calls `left` in the sliding window, when the vendor or the last one in each line may be called again.",
    params: ShopId,
    answer: pageAnswer(Budget),
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      // The account that it names may be another owner's.
      if (shop.health === "authorizing") return pageOf([]);
      const counted = countedFor(shop, deps.vendor(shop.vendor));
      const reports = await deps.budgets.report(
        counted.map(({ bucket }) => bucket),
        deps.clock(),
      );
      return pageOf(
        reports.flatMap((report, index) => {
          const own = counted[index]!;
          // Nothing is counted in it: only the vendor's own word is worth telling.
          const isSilent = own.bucket.limit.within !== undefined && report.blockedUntil === undefined;
          return isSilent ? [] : [shownReport(report, own)];
        }),
      );
    },
  }),
];
