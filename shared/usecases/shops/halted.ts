import { NotNow } from "../../core/errors.ts";
import { minuteOf } from "../../core/grid.ts";
import { type Halt, suspension, vendorPause } from "../../core/halts.ts";
import type { PatientJob } from "../../core/jobs.ts";
import { type Clock, MOST_DELAY_SECONDS, type Queues } from "../../core/ports.ts";
import { MINUTE } from "../../core/time.ts";
import type { Vendor } from "../../core/vendor.ts";
import type { HaltStore, Halts } from "../../stores/halts.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";

/** A shop that stands still for an operator is looked at so often: it goes on within this once it may. */
const HALTED_REST = 5 * MINUTE;

interface HaltDeps {
  /** Of the function itself: they are all tenants'. */
  readonly halts: Pick<HaltStore, "read">;
  readonly clock: Clock;
}

/** Why an operator has stopped all work with a shop, as a part of a sentence, and since when. */
export interface ShopHalt {
  readonly since: number;
  readonly reason: string;
}

/** The removal of a suspended tenant's shop goes on: it needs nobody any more. */
export const haltOfShop = (
  { tenants, vendors }: Halts,
  shop: Pick<Shop, "tenant" | "vendor" | "health">,
  vendor: Pick<Vendor, "name">,
): ShopHalt | undefined => {
  const suspended = tenants.get(shop.tenant);
  if (suspended !== undefined && shop.health !== "removing") return { since: suspended, reason: suspension(suspended) };
  const paused = vendors.get(shop.vendor);
  return paused && { since: paused.since, reason: vendorPause(vendor.name, paused) };
};

/** When the last halt of the shop ended, unix milliseconds; 0: none has, of late. */
export const haltEndedAt = (
  { endedTenants, endedVendors }: Halts,
  { tenant, vendor }: Pick<Shop, "tenant" | "vendor">,
): number => Math.max(endedTenants.get(tenant) ?? 0, endedVendors.get(vendor) ?? 0);

/** The shop is asked for only while something is halted. */
export const isHalted = async (
  { tenant, shop: id }: { readonly tenant: string; readonly shop: string },
  { halts, shops, vendor, clock }: HaltDeps & { shops: Pick<ShopStore, "get">; vendor(id: Shop["vendor"]): Vendor },
): Promise<boolean> => {
  const known = await halts.read(clock());
  if (known.vendors.size === 0 && !known.tenants.has(tenant)) return false;
  const shop = await shops.get({ tenant, shop: id });
  return shop !== undefined && haltOfShop(known, shop, vendor(shop.vendor)) !== undefined;
};

/** The due index brings it up again; a shop that goes on is read whole. */
const FOUND_AGAIN: ReadonlySet<PatientJob["type"]> = new Set(["slice", "delivery", "watch", "read-instead"]);

/** Nothing is lost: what the due index brings up again is left to it, and so are rounds. All else comes again by a message. */
export const waitHalted = async (
  job: PatientJob,
  { shops, queues, clock }: { shops: Pick<ShopStore, "putOff">; queues: Queues; clock: Clock },
): Promise<void> => {
  const { type, tenant, shop } = job;
  if (type === "cycle") {
    const { again } = job;
    const next = minuteOf(clock()) + HALTED_REST;
    if (again !== undefined) await shops.putOff({ kind: "shop", tenant, id: shop, dueAt: again }, next, false);
    return;
  }
  if (FOUND_AGAIN.has(type)) return;
  const body = { ...job, patient: true } satisfies PatientJob;
  await queues.send("slow", [{ body, group: tenant, delaySeconds: MOST_DELAY_SECONDS }]);
};

/** No worker calls a paused vendor, for whatever reason. @throws NotNow */
export const needRunning = async (
  { id, name }: Pick<Vendor, "id" | "name">,
  { halts, clock }: HaltDeps,
): Promise<void> => {
  const now = clock();
  const paused: Halt | undefined = (await halts.read(now)).vendors.get(id);
  if (paused) throw new NotNow(vendorPause(name, paused), { retryAt: now + HALTED_REST, delivered: "no" });
};
