import type { Clock } from "../../core/ports.ts";
import { MINUTE } from "../../core/time.ts";
import type { FleetLine, FleetStore } from "../../stores/fleet.ts";
import { DUE_SHARDS } from "../../stores/keys.ts";
import type { ShopStore } from "../../stores/shops.ts";

export interface DeploymentDeps {
  readonly fleet: Pick<FleetStore, "all">;
  readonly shops: Pick<ShopStore, "due">;
  readonly clock: Clock;
}

export interface FleetCounts {
  readonly total: number;
  readonly byHealth: ReadonlyMap<FleetLine["health"], number>;
  readonly byVendor: ReadonlyMap<FleetLine["vendor"], VendorCount>;
  /** Degraded shops by `vendor cause`. */
  readonly byCause: ReadonlyMap<string, number>;
}

export interface VendorCount {
  readonly shops: number;
  readonly notHealthy: number;
  /** The earliest of its degraded shops, unix milliseconds. */
  readonly behindSince?: number | undefined;
}

/** How all shops stand, as their lines say it. 100,000 shops are 20 MB to read: a thousandth of a dollar. */
export const countFleet = async ({ fleet }: Pick<DeploymentDeps, "fleet">): Promise<FleetCounts> => {
  let total = 0;
  const byHealth = new Map<FleetLine["health"], number>();
  const byVendor = new Map<FleetLine["vendor"], VendorCount>();
  const byCause = new Map<string, number>();
  for await (const line of fleet.all()) {
    const { vendor, health, cause } = line;
    total += 1;
    byHealth.set(health, (byHealth.get(health) ?? 0) + 1);
    byVendor.set(vendor, withLine(byVendor.get(vendor), line));
    if (cause !== undefined) byCause.set(`${vendor} ${cause}`, (byCause.get(`${vendor} ${cause}`) ?? 0) + 1);
  }
  return { total, byHealth, byVendor, byCause };
};

const withLine = (before: VendorCount | undefined, { health, behindSince }: FleetLine): VendorCount => {
  const { shops, notHealthy, behindSince: earliest } = before ?? { shops: 0, notHealthy: 0 };
  const isBehind = health === "degraded" && behindSince !== undefined;
  return {
    shops: shops + 1,
    notHealthy: notHealthy + Number(health === "degraded" || health === "needs-reauth"),
    behindSince: isBehind ? Math.min(earliest ?? behindSince, behindSince) : earliest,
  };
};

/** `tick` comes every minute and needs less than one. */
const LATE = 3 * MINUTE;

export interface ScheduleStatus {
  readonly isLate: boolean;
  readonly overdue: number;
  readonly lateSeconds: number;
}

/** Whether the schedule runs, as the work shows it that nobody has taken. */
export const readSchedule = async ({
  shops,
  clock,
}: Pick<DeploymentDeps, "shops" | "clock">): Promise<ScheduleStatus> => {
  const now = clock();
  let [overdue, earliest] = [0, now];
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: string | undefined;
    do {
      const page = await shops.due(shard, now, after);
      overdue += page.work.length;
      earliest = page.work.reduce((first, { dueAt }) => Math.min(first, dueAt), earliest);
      after = page.next;
    } while (after !== undefined);
  }
  return { isLate: now - earliest > LATE, overdue, lateSeconds: Math.floor((now - earliest) / 1_000) };
};
