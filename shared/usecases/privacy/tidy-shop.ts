import { isFindable } from "../../core/finding.ts";
import type { SyncJob } from "../../core/jobs.ts";
import type { Clock, Queues } from "../../core/ports.ts";
import { type Rules, recordRetentionOf, retentionOf, tidyingOf } from "../../core/retention.ts";
import { DAY } from "../../core/time.ts";
import type { Resource, Vendor } from "../../core/vendor.ts";
import { deliveryTimes, timeOfDelivery } from "../../stores/delivery-items.ts";
import type { FindStore } from "../../stores/finds.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { Tidied, TidyStore } from "../../stores/tidy.ts";
import type { UsageStore } from "../../stores/usage.ts";
import { copiedBy, resourcesOf } from "../shops/resources-of.ts";

export interface TidyDeps {
  readonly shops: ShopStore;
  readonly tidy: TidyStore;
  readonly finds: FindStore;
  readonly usage: UsageStore;
  readonly queues: Queues;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
}

type TidyJob = Extract<SyncJob, { type: "tidy" }>;

/** A shop whose tenant has decided nothing is gone through once a week. 100,000 records of 1 kB cost $0.003 a time. */
const SELDOM = 7 * DAY;
const OFTEN = DAY;
/** Workers that were at it may still store what they have read by an older decision. */
const LATER_SECONDS = 900;
/** Of a shop that keeps nothing of customers, a write that succeeded keeps what it wrote for so long. */
const WRITTEN_KEPT = DAY;

export const isTidyDue = ({ tidyAt, createdAt }: Shop, now: number): boolean =>
  (tidyAt ?? Date.parse(createdAt) + SELDOM) <= now;

const messageOf = ({ tenant, shop }: ShopRef, at?: TidyJob["at"]): TidyJob => ({
  type: "tidy",
  ...{ tenant, shop },
  ...(at ? { at } : {}),
});

/** What was decided about the shop's copy holds for what is stored already as well. */
export const tidySoon = async (ref: ShopRef, { queues }: Pick<TidyDeps, "queues">): Promise<void> => {
  const message = { body: messageOf(ref), group: ref.tenant };
  await queues.send("backfill", [message, { ...message, delaySeconds: LATER_SECONDS }]);
};

/** The due shop is gone through; the mark first, so that no other round sends it again. */
export const beginTidy = async (shop: Shop, deps: Pick<TidyDeps, "shops" | "queues" | "clock">): Promise<void> => {
  await deps.shops.change(refOf(shop), { tidyAt: deps.clock() + OFTEN });
  await deps.queues.send("backfill", [{ body: messageOf(refOf(shop)), group: shop.tenant }]);
};

/** One stretch of the copy. @returns from where to go on */
type Part = (after: string | undefined) => Promise<Tidied>;

const partsOf = async (
  shop: Shop,
  deps: TidyDeps,
): Promise<{ readonly parts: readonly Part[]; readonly strict: boolean }> => {
  const ref = refOf(shop);
  const decided = await deps.tidy.retention(ref.tenant);
  const retention = retentionOf(decided);
  const now = deps.clock();
  const leavesOut = shop.personalData === "left-out";
  const chosen = new Set(copiedBy(shop, deps.vendor(shop.vendor)).map(({ name }) => name));
  // What only the version before could list stays, unless the shop has chosen.
  const isChosen = ({ name }: Resource): boolean => shop.resources === undefined || chosen.has(name);
  const records = resourcesOf(shop, deps).map((resource): Part => {
    const rules: Rules = {
      ...recordRetentionOf(retention, resource.name),
      chosen: isChosen(resource),
      leavesOut: leavesOut && resource.personal !== undefined,
    };
    return async (after) => {
      const { name } = resource;
      if (!rules.chosen && after === undefined && isFindable(name)) await deps.finds.removeAll(ref, name, () => false);
      return deps.tidy.records(ref, resource, after, { judge: (aged) => tidyingOf(aged, rules, now) });
    };
  });
  // What came before the owner's choice may tell of what is not shared any more.
  const keptSince = Math.max(now - retention.deliveries * DAY, shop.ownerShares?.at ?? 0);
  const deliveries: Part = async (after) => {
    const done = await deps.tidy.items(keys.deliveries(ref), after, (id) => timeOfDelivery(id) < keptSince);
    await deps.usage.leaveDeliveries(ref.tenant, deliveryTimes(done.gone));
    return done;
  };
  const writes: Part = (after) =>
    deps.tidy.writes(ref, after, ({ createdAt, state }) => {
      const age = now - createdAt;
      return age >= retention.writes * DAY || (leavesOut && state === "succeeded" && age >= WRITTEN_KEPT);
    });
  const unread: Part = (after) => deps.tidy.items(keys.unreadable(ref), after, () => leavesOut);
  return { parts: [...records, deliveries, writes, unread], strict: decided !== undefined || leavesOut };
};

/** Goes through the copy until the deadline, and queues itself on. Doing a part twice does no harm. */
export const tidyShop = async (job: TidyJob, deadline: number, deps: TidyDeps): Promise<void> => {
  const shop = await deps.shops.get(job);
  if (!shop || shop.health === "removing") return;
  const { parts, strict } = await partsOf(shop, deps);
  let after = job.at?.after;
  for (let part = job.at?.part ?? 0; part < parts.length; part += 1) {
    do {
      after = (await parts[part]!(after)).next;
      if (after !== undefined && deps.clock() >= deadline) return goOn(job, { part, after }, deps);
    } while (after !== undefined);
    if (part + 1 < parts.length && deps.clock() >= deadline) return goOn(job, { part: part + 1 }, deps);
  }
  await deps.shops.change(refOf(shop), { tidyAt: deps.clock() + (strict ? OFTEN : SELDOM) });
};

const goOn = (job: TidyJob, at: TidyJob["at"], { queues }: TidyDeps): Promise<void> =>
  queues.send("backfill", [{ body: messageOf(job, at), group: job.tenant }]);
