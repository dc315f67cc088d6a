import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { callOutcomes, callsIn, dayOf, type Tally } from "../core/tally.ts";
import { DAY, HOUR } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";
import { createPacking } from "./packed-json.ts";

/** A stretch of a day. */
export interface Stretch {
  /** Unix milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly calls: number;
  readonly failed: number;
  readonly gapSeconds: number;
  readonly records?: number | undefined;
}

/** What is kept of one day of a shop. */
export interface DayOfShop {
  readonly day: string;
  readonly calls: Tally["calls"];
  readonly stretches: readonly Stretch[];
}

const KEPT = 9 * DAY;

/** Its words are what tallies are made of. */
const packing = createPacking([
  "accounts.list ad-accounts.list advanced-promotions.list article-categories.list articles.list attributes.list",
  "audiences.list bank-accounts.list batches.list bill-lines.list bills.deleted bills.list branches.list",
  "brands.list calendar-events.get calendar-events.list call-laters.list campaigns.list carriers.list",
  "cash-flow.list categories.get categories.list combos.list contacts.get contacts.list conversation-tags.list",
  "conversations.list coupon-products.list coupon-programs.list coupons.call coupons.list crm-profiles.list",
  "crm-records.list crm-tables.list customer-groups.list customer-levels.list customer-tags.list customers.get",
  "customers.list debts.list delivery-areas.list departments.list depots.list draft-bill-lines.list",
  "draft-bills.list expiries.list exports.list flow-runs.get flow-runs.list flows.get flows.list gifts.list",
  "imeis.list imeis.sold internal-categories.list inventory-histories.list inventory.list invoices.get",
  "invoices.list leads.get leads.list marketing-topics.list marketplace-returns.list marketplace-shops.list",
  "order-sources.list order-tags.list orders.deleted orders.get orders.list page-staff.list pages.list",
  "price-book-products.list price-books.get price-books.list product-tags.list products.get products.list",
  "promotions.list purchase-orders.get purchase-orders.list returns.get returns.list sale-channels.list",
  "staff.list stock-limits.list stocktakings.list supplier-orders.get supplier-orders.list supplier-products.list",
  "suppliers.list surcharges.list table-records.get table-records.list transactions.list transfers.list",
  "unit-groups.list units.list users.list variations.list voucher-campaigns.list vouchers.list warehouses.list",
  "webhooks.list",
  '":{"ok":24},"":{"ok":96},"":{"ok":4},"":{"ok":1,"no-answer":1,"limited":1},"gapSeconds":900,"records":',
  '{"since":1795000000000,"until":1795000000000,"calls":{"orders.list":{"ok":24},"products.list":{"ok":24},',
]);

/** One that was packed without the words is lost; it holds some hours of counts. */
export const packTally = (tally: Tally): Uint8Array => packing.pack(tally);
export const unpackTally = (packed: unknown): Tally | undefined => {
  if (packed === undefined) return undefined;
  try {
    return packing.unpack(packed as Uint8Array) as Tally;
  } catch {
    return undefined;
  }
};

/** `c|orders.list|0`: the number stands for the outcome. */
const callName = (operation: string, outcome: number): string => `c|${operation}|${outcome}`;
/**
 * `h|8bgl|c`: something of the hour that began so many hours after 1970. Stretches that begin in one hour are one: a shop whose
 * calls fail puts some down each minute, and the item would grow until it takes no more.
 */
const hourName = (from: number, field: keyof typeof hourFields): string =>
  `h|${Math.floor(from / HOUR).toString(36)}|${hourFields[field]}`;
const hourFields = { calls: "c", failed: "f", until: "u", gapSeconds: "g", records: "r" } as const;

export const stretchOf = (tally: Tally): Stretch => {
  const { since: from, until, gapSeconds, records } = tally;
  const { all: calls, failed } = callsIn(tally);
  return { from, until, calls, failed, gapSeconds, ...(records === undefined ? {} : { records }) };
};

/**
 * Adds a tally to its day. Counts of several workers add up, so no read comes before. Of two longest gaps in one hour the
 * later one stays.
 */
export const dayWrite = (ref: ShopRef, tally: Tally): Extract<TableWrite, { update: unknown }> => {
  const { since, until, gapSeconds, records } = tally;
  const { all, failed } = callsIn(tally);
  const add: Record<string, number> = {};
  for (const [operation, counts] of Object.entries(tally.calls))
    for (const [index, outcome] of callOutcomes.entries())
      if (counts[outcome]) add[callName(operation, index)] = counts[outcome];
  add[hourName(since, "calls")] = all;
  if (failed > 0) add[hourName(since, "failed")] = failed;
  return {
    update: { pk: keys.days(ref), sk: dayOf(since) },
    change: {
      add,
      set: {
        [hourName(since, "until")]: until,
        ...(gapSeconds > 0 ? { [hourName(since, "gapSeconds")]: gapSeconds } : {}),
        ...(records === undefined ? {} : { [hourName(since, "records")]: records }),
        ttl: Math.ceil((since + KEPT) / 1_000),
      },
    },
  };
};

const emptyHour = (hour: string): Stretch => {
  const from = Number.parseInt(hour, 36) * HOUR;
  return { from, until: from, calls: 0, failed: 0, gapSeconds: 0 };
};

const fieldOf = (letter: string | undefined) =>
  (Object.keys(hourFields) as (keyof typeof hourFields)[]).find((field) => hourFields[field] === letter);

const toDay = (item: Item): DayOfShop => {
  const calls: Record<string, Record<string, number>> = {};
  const stretches: Stretch[] = [];
  const hours = new Map<string, Stretch>();
  for (const [name, value] of Object.entries(item)) {
    const [kind, of = "", part] = name.split("|");
    if (kind === "c") calls[of] = { ...calls[of], [callOutcomes[Number(part)]!]: Number(value) };
    const field = kind === "h" ? fieldOf(part) : undefined;
    if (field) hours.set(of, { ...(hours.get(of) ?? emptyHour(of)), [field]: Number(value) });
    // Days that were begun before hours were: they end within nine days.
    if (kind === "s") stretches.push(JSON.parse(String(value)) as Stretch);
  }
  stretches.push(...hours.values());
  return { day: item.sk, calls, stretches: stretches.sort((one, other) => one.from - other.from) };
};

/** What was counted of a shop, a day in one item. */
export const createDayStore = (table: Table) => ({
  async add(ref: ShopRef, tally: Tally): Promise<void> {
    const { update, change } = dayWrite(ref, tally);
    await table.update(update, change);
  },

  /** The oldest first. @param from `2026-11-22` */
  async since(ref: ShopRef, from: string): Promise<DayOfShop[]> {
    const found: DayOfShop[] = [];
    for await (const item of queryAll(table, { pk: keys.days(ref), from })) found.push(toDay(item));
    return found;
  },
});

export type DayStore = ReturnType<typeof createDayStore>;
