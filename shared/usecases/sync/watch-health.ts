import { DAY, HOUR } from "../../core/time.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { WatchReport } from "../../stores/watch-reports.ts";
import type { JobDeps } from "./job-deps.ts";

/** Days before the end of the credentials at which the tenant is told. */
const WARNINGS = [30, 7, 1];
/** A resource that fails so often in a row, and for so long, makes the shop degraded. */
const FAILURES = 3;
const STALE = HOUR;

/**
 * What a tenant has to know of a shop without asking: credentials that end, resources that fail, deletions that wait.
 * @returns the report with what was told
 */
export const watchHealth = async (shop: Shop, report: WatchReport, deps: JobDeps): Promise<WatchReport> => {
  let next = await tellExpiry(shop, report, deps);
  if (isPaused(shop)) return next;
  const states = await deps.states.all(refOf(shop), deps.clock());
  const failing: string[] = [];
  const held: Record<string, number> = {};
  for (const [name, state] of states) {
    const [resource = name] = name.split("#");
    const stale = deps.clock() - (state.lastCycle?.endedAt ?? 0) > STALE;
    // A missing permission is the tenant's choice; it is shown with the resource.
    if (state.failures >= FAILURES && stale && state.error?.code !== "forbidden") failing.push(resource);
    if (state.held) held[resource] = state.held;
  }
  await tellDegraded(shop, [...new Set(failing)].sort(), deps);
  const waiting = Object.keys(held).length > 0;
  if (waiting && !next.heldTold) await deps.notifyShop("deletions.held", shop, { resources: held });
  if (waiting !== (next.heldTold ?? false)) next = { ...next, heldTold: waiting };
  return next;
};

const tellExpiry = async (shop: Shop, report: WatchReport, deps: JobDeps): Promise<WatchReport> => {
  if (shop.expiresAt === undefined) return report;
  const left = shop.expiresAt - deps.clock();
  const warning = WARNINGS.filter((days) => left <= days * DAY).at(-1);
  if (warning === undefined) return report.expiryTold === undefined ? report : { ...report, expiryTold: undefined };
  if (report.expiryTold !== undefined && report.expiryTold <= warning) return report;
  await deps.notifyShop("shop.credentials_expiring", shop, {
    expiresAt: new Date(shop.expiresAt).toISOString(),
    days: Math.max(0, Math.ceil(left / DAY)),
  });
  deps.metric("CredentialsExpiring", 1);
  return { ...report, expiryTold: warning };
};

const tellDegraded = async (shop: Shop, failing: readonly string[], deps: JobDeps): Promise<void> => {
  if (failing.length > 0 && shop.health === "healthy") {
    const reason = `cannot be synced now: ${failing.join(", ")}`;
    await deps.shops.change(refOf(shop), { health: "degraded", reason });
    await deps.notifyShop("shop.degraded", shop, { reason, resources: failing });
  }
  if (failing.length === 0 && shop.health === "degraded")
    await deps.shops.change(refOf(shop), { health: "healthy", reason: undefined });
};
