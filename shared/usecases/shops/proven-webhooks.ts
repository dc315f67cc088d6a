import type { Clock } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import type { Resource, Vendor } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { HookActivity, WatchReport, WatchReportStore } from "../../stores/watch-reports.ts";

/** The watchdog comes every quarter of an hour, and notes every second look. A report that is older says nothing about now. */
const BELIEVED = 50 * MINUTE;
/** States in which the watchdog has seen at the vendor what `events` names. */
const SEEN: readonly WatchReport["state"][] = ["registered", "repaired", "refused"];
/** Where a person registers, nobody can ask the vendor: an event that was heard within this is taken for registered. */
const HEARD_FOR = 7 * DAY;

/**
 * Names of the resources that are told by webhooks that are proven: the watchdog has just seen all their events
 * registered at the vendor, and deliveries of the shop with the right signature have come. Where a person registers, an event of the
 * resource has been heard in the last days. A document of which the vendor
 * tells nothing is told by what it moves: a return by its stock, which has the whole shop read at once.
 */
export const provenByWebhooks = (
  { webhooks, resources }: Pick<Vendor, "webhooks" | "resources">,
  { report, activity }: { readonly report: WatchReport; readonly activity: HookActivity },
  now: number,
): ReadonlySet<string> => {
  const { state, checkedAt = 0 } = report;
  const isSeen = SEEN.includes(state);
  const isOld = now - checkedAt > BELIEVED;
  if (!webhooks || activity.lastGoodAt === undefined || !(isSeen || state === "manual") || isOld) return new Set();
  const all = Object.entries(webhooks.events);
  const known = new Set(all.flatMap(([, names]) => names));
  const missing = new Set(all.flatMap(([event, names]) => (report.events.includes(event) ? [] : names)));
  const isHeard = (event: string): boolean => now - (activity.heard?.[event] ?? 0) < HEARD_FOR;
  const heard = new Set(all.flatMap(([event, names]) => (isHeard(event) ? names : [])));
  const isTold = (name: ResourceName): boolean => (isSeen ? known.has(name) && !missing.has(name) : heard.has(name));
  const moves = ({ name, touches = [] }: Resource): boolean =>
    !known.has(name) && touches.some(({ resource }) => isTold(resource));
  return new Set(resources.filter((one) => isTold(one.name) || moves(one)).map(({ name }) => name));
};

interface ProvenDeps {
  readonly watchReports: Pick<WatchReportStore, "get">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "webhooks" | "resources">;
  readonly clock: Clock;
}

/** The same for a shop as it is now. One read, where its vendor has webhooks. */
export const provenNow = async (
  shop: Shop,
  { watchReports, vendor, clock }: ProvenDeps,
): Promise<ReadonlySet<string>> => {
  const used = vendor(shop.vendor);
  if (!used.webhooks) return new Set();
  return provenByWebhooks(used, await watchReports.get(refOf(shop), { eventual: true }), clock());
};
