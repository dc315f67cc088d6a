import type { Clock } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";
import { createSharedReadings } from "./shared-readings.ts";

const readShared = createSharedReadings<Shop | undefined>(2 * SECOND, (shop) => shop !== undefined);

/** The shop as it was up to two seconds ago: for the worker that asks for it with every webhook. */
export const recentShop = (
  ref: ShopRef,
  { shops, clock }: { readonly shops: ShopStore; readonly clock: Clock },
): Promise<Shop | undefined> => readShared(shops, ref, clock, () => shops.get(ref));
