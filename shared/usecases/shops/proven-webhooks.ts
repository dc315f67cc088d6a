import { isDoubted } from "../../core/pace.ts";
import type { Clock } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import type { Resource, Vendor, VendorWebhooks } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import type { HookActivity, WatchReport, WatchReportStore } from "../../stores/watch-reports.ts";
import { doubtedAtOf } from "../sync/standing.ts";
import { createSharedReadings } from "./shared-readings.ts";

/** The watchdog comes every quarter of an hour, and notes every second look. A report that is older says nothing about now. */
const BELIEVED = 50 * MINUTE;
/** States in which the watchdog has seen at the vendor what `events` names. */
const SEEN: readonly WatchReport["state"][] = ["registered", "repaired", "refused"];
/** Where a person registers, nobody can ask the vendor: an event that was heard within this is taken for registered. */
const HEARD_FOR = 7 * DAY;

/** What the watchdog has seen of a shop's webhooks. */
interface Watched {
  readonly report: WatchReport;
  readonly activity: HookActivity;
}

type Told = Pick<Vendor, "webhooks" | "resources">;

/**
 * Names of the resources that are told by webhooks that are proven: by their own, or by those of what they move. A return of
 * which the vendor tells nothing is told by its stock, which has the whole shop read at once.
 */
export const provenByWebhooks = (vendor: Told, watched: Watched, now: number): ReadonlySet<string> => {
  const told = toldByWebhooks(vendor, watched, now);
  const known = new Set(Object.values(vendor.webhooks?.events ?? {}).flat());
  const moves = ({ name, touches = [] }: Resource): boolean =>
    !known.has(name) && touches.some(({ resource }) => told.has(resource));
  return new Set([...told, ...vendor.resources.filter(moves).map(({ name }) => name)]);
};

/**
 * Names of the resources whose own webhooks are proven: the watchdog has just seen all their events registered at the vendor, and
 * deliveries of the shop with the right signature have come. Where a person registers, an event of the resource has been heard
 * in the last days.
 */
const toldByWebhooks = (
  { webhooks, resources }: Told,
  { report, activity }: Watched,
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
  return new Set(resources.filter(({ name }) => isTold(name)).map(({ name }) => name));
};

/** Names of the resources of which an event came that is about nothing else: others may come without that one. */
const heardAlone = ({ events }: VendorWebhooks, { heard = {} }: HookActivity, now: number): ReadonlySet<string> =>
  new Set(
    Object.entries(events).flatMap(([event, names]) =>
      names.length === 1 && now - (heard[event] ?? 0) < HEARD_FOR ? names : [],
    ),
  );

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

export interface BelievedDeps extends ProvenDeps {
  readonly states: Pick<SyncStateStore, "all">;
}

/** Webhooks lose and regain belief for days. */
const readShared = createSharedReadings<ReadonlySet<string>>(MINUTE);

/**
 * Names of the resources whose own webhooks are proven, have come lately, and have lacked nothing for a day. Costs two reads or three,
 * where its vendor has webhooks, or nothing where this instance has just asked.
 */
export const believedLately = (shop: Shop, deps: BelievedDeps): Promise<ReadonlySet<string>> =>
  readShared(deps.watchReports, refOf(shop), deps.clock, () => believedNow(shop, deps));

const believedNow = async (shop: Shop, { states, ...deps }: BelievedDeps): Promise<ReadonlySet<string>> => {
  const used = deps.vendor(shop.vendor);
  if (!used.webhooks) return new Set();
  const [now, ref] = [deps.clock(), refOf(shop)];
  const watched = await deps.watchReports.get(ref, { eventual: true });
  const told = toldByWebhooks(used, watched, now);
  const heard = heardAlone(used.webhooks, watched.activity, now);
  const believed = used.resources.filter(({ name }) => told.has(name) && heard.has(name));
  if (believed.length === 0) return new Set();
  const all = await states.all(ref, now, { eventual: true });
  return new Set(believed.filter((one) => !isDoubted(doubtedAtOf(one, all), now)).map(({ name }) => name));
};
