import { isSameLateness, latenessOf, type ResourceFreshness, shownFreshness } from "../../core/shop-health.ts";
import { DAY, toHanoiDay } from "../../core/time.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { WatchReport } from "../../stores/watch-reports.ts";
import { readFreshness } from "../shops/shop-freshness.ts";
import type { JobDeps } from "./job-deps.ts";

/** Days before the end of the credentials at which the tenant is told. */
const WARNINGS = [30, 7, 1];
/** Days before the last day of the vendor's support. A move takes longer than a new consent. */
const SUNSET_WARNINGS = [90, 30, 7, 1];

/**
 * What a tenant has to know of a shop without asking: support or credentials that end, resources that are late, deletions that wait.
 * @returns the report with what was told
 */
export const watchHealth = async (shop: Shop, report: WatchReport, deps: JobDeps): Promise<WatchReport> => {
  const next = await tellSunset(shop, await tellExpiry(shop, report, deps), deps);
  // At once: whatever stops us from here on, nobody is told again.
  if (next !== report) await deps.watchReports.save(refOf(shop), next);
  if (isPaused(shop)) return next;
  const { shop: judged, resources, states } = await readFreshness(shop, deps, { eventual: true });
  // An operator has stopped it a moment ago: that is no health of its own.
  if (isPaused(judged)) return next;
  const late = resources.filter((one) => one.late);
  const lateness = latenessOf(resources, deps.clock());
  if (late.length > 0) {
    deps.metric("ShopsBehind", 1);
    deps.metric("ShopsBehind", 1, { vendor: shop.vendor });
    if (lateness) deps.metric("ShopsDegraded", 1, { vendor: shop.vendor, cause: lateness.cause });
    if (late.some(({ state }) => state === "limited")) deps.metric("ShopsStarved", 1);
    // The entry in the due index may have been lost: that is a reason, too, why nothing is read.
    await deps.shops.wake(refOf(shop), deps.clock());
  }
  // A tenant who has paused the shop meanwhile has the last word.
  const { health, reason } = judged;
  if (health !== shop.health || reason !== shop.reason || !isSameLateness(lateness, shop.lateness))
    await deps.shops.change(refOf(shop), { health, reason, lateness }, (now) => !isPaused(now));
  return tellHeld(shop, states, await tellLate(judged, late, next, deps), deps);
};

/** By days of the calendar in Vietnam, as the vendor names its last one. */
const tellSunset = async (shop: Shop, report: WatchReport, deps: JobDeps): Promise<WatchReport> => {
  const { sunset, successor } = deps.vendor(shop.vendor);
  if (sunset === undefined) return report.sunsetTold === undefined ? report : { ...report, sunsetTold: undefined };
  const days = Math.round((Date.parse(sunset) - Date.parse(toHanoiDay(deps.clock()))) / DAY);
  const warning = SUNSET_WARNINGS.filter((most) => days <= most).at(-1);
  if (warning === undefined || (report.sunsetTold ?? Number.POSITIVE_INFINITY) <= warning) return report;
  await deps.notifyShop("shop.sunset", shop, { sunset, days: Math.max(0, days), successor });
  deps.metric("ShopsNearSunset", 1, { vendor: shop.vendor });
  return { ...report, sunsetTold: warning };
};

/** Tells of each resource once, as long as it is late, and of the end when none is. */
const tellLate = async (
  shop: Shop,
  late: readonly ResourceFreshness[],
  report: WatchReport,
  deps: JobDeps,
): Promise<WatchReport> => {
  const told = report.lateTold ?? [];
  if (late.length === 0) {
    if (told.length === 0) return report;
    await deps.notifyShop("shop.recovered", shop, { resources: told });
    return { ...report, lateTold: undefined };
  }
  const names = late.map(({ resource }) => resource);
  if (names.every((name) => told.includes(name)))
    return told.length === names.length ? report : { ...report, lateTold: names };
  await deps.notifyShop("shop.degraded", shop, { reason: shop.reason, resources: late.map(shownFreshness) });
  return { ...report, lateTold: names };
};

const tellHeld = async (
  shop: Shop,
  states: ReadonlyMap<string, { readonly held?: number }>,
  report: WatchReport,
  deps: JobDeps,
): Promise<WatchReport> => {
  const held: Record<string, number> = {};
  for (const [name, state] of states) {
    const [resource = name] = name.split("#");
    if (state.held) held[resource] = state.held;
  }
  const waiting = Object.keys(held).length > 0;
  if (waiting && !report.heldTold) await deps.notifyShop("deletions.held", shop, { resources: held });
  return waiting === (report.heldTold ?? false) ? report : { ...report, heldTold: waiting };
};

const tellExpiry = async (shop: Shop, report: WatchReport, deps: JobDeps): Promise<WatchReport> => {
  if (shop.expiresAt === undefined) return report;
  const left = shop.expiresAt - deps.clock();
  const warning = WARNINGS.filter((days) => left <= days * DAY).at(-1);
  if (warning === undefined) return report.expiryTold === undefined ? report : { ...report, expiryTold: undefined };
  if (report.expiryTold !== undefined && report.expiryTold <= warning) return report;
  await deps.notifyShop("shop.credentials-expiring", shop, {
    expiresAt: new Date(shop.expiresAt).toISOString(),
    days: Math.max(0, Math.ceil(left / DAY)),
  });
  deps.metric("CredentialsExpiring", 1);
  return { ...report, expiryTold: warning };
};
