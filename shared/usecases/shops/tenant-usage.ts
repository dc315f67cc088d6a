import { inParallel } from "../../core/parallel.ts";
import { dayBegins, dayOf } from "../../core/tally.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import { allShops, refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { UsageStore } from "../../stores/usage.ts";
import { type ActivityDeps, readActivity } from "./activity.ts";

interface TenantUsageDeps extends ActivityDeps {
  readonly shops: Pick<ShopStore, "page">;
  readonly ledger: Pick<LedgerStore, "list">;
  readonly usage: Pick<UsageStore, "requestsSince" | "deliveriesByDay">;
}

export interface UsageOfDay {
  readonly day: string;
  readonly requests: number;
  readonly vendorCalls: number;
  readonly changes: number;
  readonly writes: number;
  readonly webhooks: number;
}

const TOGETHER = 4;
const PAGE = 500;
/** Pages of writes that are looked through in each shop. */
const MOST_PAGES = 20;

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

/** What a tenant has used of us on each of the last days, the oldest first. */
export const readTenantUsage = async (
  tenant: string,
  days: number,
  deps: TenantUsageDeps,
): Promise<{ readonly shops: number; readonly days: readonly UsageOfDay[] }> => {
  const from = dayBegins(deps.clock(), days - 1);
  const [requests, webhooks] = await Promise.all([
    deps.usage.requestsSince(tenant, dayOf(from)),
    deps.usage.deliveriesByDay(tenant),
  ]);
  const shops: Shop[] = [];
  for await (const shop of allShops(deps.shops, tenant)) shops.push(shop);
  const calls = new Map<string, number>();
  const changes = new Map<string, number>();
  const writes = new Map<string, number>();
  const add = (counts: Map<string, number>, day: string, count: number): void =>
    void counts.set(day, (counts.get(day) ?? 0) + count);
  await inParallel(shops, TOGETHER, async (shop) => {
    for (const one of (await readActivity(shop, days, deps)).days) {
      add(calls, one.day, sum(Object.values(one.calls).flatMap((counts) => Object.values(counts))));
      add(changes, one.day, sum(Object.values(one.changes)));
    }
    for (const at of await writesSince(shop, from, deps)) add(writes, dayOf(at), 1);
  });
  const listed = Array.from({ length: days }, (_, index) => dayOf(dayBegins(deps.clock(), days - 1 - index)));
  return {
    shops: shops.length,
    days: listed.map((day) => ({
      day,
      requests: requests.get(day) ?? 0,
      vendorCalls: calls.get(day) ?? 0,
      changes: changes.get(day) ?? 0,
      writes: writes.get(day) ?? 0,
      webhooks: webhooks.get(day) ?? 0,
    })),
  };
};

/** When each was taken, unix milliseconds. */
const writesSince = async (shop: Shop, from: number, { ledger }: TenantUsageDeps): Promise<readonly number[]> => {
  const times: number[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await ledger.list(refOf(shop), { limit: PAGE, after });
    times.push(...found.writes.map(({ createdAt }) => createdAt).filter((at) => at >= from));
    after = found.next;
    if (after === undefined || found.writes.some(({ createdAt }) => createdAt < from)) break;
  }
  return times;
};
