import type { Clock, Queues, Secrets } from "../core/ports.ts";
import type { Table } from "../core/table.ts";
import type { Vendor } from "../core/vendor.ts";
import { keys, type ShopRef } from "../stores/keys.ts";
import { inParallel } from "../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../stores/shops.ts";

export interface RemoveDeps {
  readonly table: Table;
  readonly shops: ShopStore;
  readonly secrets: Secrets;
  readonly queues: Queues;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly secretName: (ref: ShopRef) => string;
  readonly clock: Clock;
}

/** Ends all access at once; the data goes in the background. */
export const removeShop = async (shop: Shop, deps: RemoveDeps): Promise<Shop> => {
  const ref = refOf(shop);
  const removing = await deps.shops.change(ref, { health: "removing", reason: "removed by the tenant" });
  await deps.secrets.delete(deps.secretName(ref));
  await deps.queues.send("sync", [{ body: { type: "remove", ...ref }, group: ref.tenant }]);
  return removing;
};

/** Deletes a shop's items until the deadline, and queues itself on while some are left. */
export const removeShopData = async (ref: ShopRef, deadline: number, deps: RemoveDeps): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (shop?.health !== "removing") return;
  const resources = deps.vendor(shop.vendor).resources.map(({ name }) => name);
  const partitions = [
    ...resources.flatMap((name) => [
      keys.records(ref, name),
      keys.candidates(ref, name),
      keys.feed(ref, name),
      keys.seen(ref, name),
    ]),
    keys.syncStates(ref),
    keys.unreadable(ref),
    keys.writes(ref),
    keys.lanes(ref),
    keys.laneTail(ref, "").pk,
    keys.idempotency(ref),
    keys.deliveries(ref),
    keys.seenDeliveries(ref),
    keys.pulls(ref),
    keys.lease(ref, "").pk,
  ];
  for (const pk of partitions) {
    for (;;) {
      const page = await deps.table.query({ pk, fields: [], limit: 500 });
      await inParallel(page.items, 16, async ({ sk }) => {
        await deps.table.delete({ pk, sk });
      });
      if (page.next === undefined) break;
      if (deps.clock() >= deadline) {
        await deps.queues.send("sync", [{ body: { type: "remove", ...ref }, group: ref.tenant }]);
        return;
      }
    }
  }
  const { businessId, appId } = (shop.accountDetails ?? {}) as { businessId?: unknown; appId?: unknown };
  if (businessId !== undefined)
    await deps.shops.unrouteBusiness(shop.vendor, String(appId ?? ""), String(businessId), ref);
  await deps.shops.delete(shop);
};
