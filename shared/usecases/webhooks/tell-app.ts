import type { Queues } from "../../core/ports.ts";
import { type ShopAccess, type Vendor, type VendorId, vendorIds } from "../../core/vendor.ts";
import type { ShopStore } from "../../stores/shops.ts";

/** A larger app's other shops hear of a rotation from their watchdogs, within a quarter of an hour. */
const MOST_TOLD = 500;

/** The other shops of an app whose secret was rotated take the new one over now; each tells its own tenant. */
export const tellApp = async (
  id: VendorId,
  { credentials }: ShopAccess,
  deps: {
    readonly shops: ShopStore;
    readonly queues: Queues;
    readonly vendor: (id: VendorId) => Pick<Vendor, "webhooks">;
  },
): Promise<void> => {
  const { webhooks } = deps.vendor(id);
  if (webhooks?.scope !== "app") return;
  const family = vendorIds.filter(
    (one) => one === id || (webhooks.family && deps.vendor(one).webhooks?.family?.name === webhooks.family.name),
  );
  const refs = (await Promise.all(family.map((one) => deps.shops.ofApp(one, String(credentials.appId))))).flat();
  const messages = refs
    .slice(0, MOST_TOLD)
    .map((ref) => ({ body: { type: "watch" as const, ...ref }, group: ref.tenant }));
  if (messages.length > 0) await deps.queues.send("sync", messages).catch(() => undefined);
};
