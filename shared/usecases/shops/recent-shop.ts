import type { Clock } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";

const REMEMBERED = 2 * SECOND;

type Known = Map<string, { readonly shop: Shop; readonly until: number }>;
const memories = new WeakMap<ShopStore, Known>();

/** The shop as it was up to two seconds ago: for whoever asks for it with every webhook. */
export const recentShop = async (
  ref: ShopRef,
  deps: { readonly shops: ShopStore; readonly clock: Clock },
): Promise<Shop | undefined> => {
  const known: Known = memories.get(deps.shops) ?? new Map();
  memories.set(deps.shops, known);
  const name = `${ref.tenant}#${ref.shop}`;
  const now = deps.clock();
  const remembered = known.get(name);
  if (remembered && remembered.until > now) return remembered.shop;
  const shop = await deps.shops.get(ref);
  if (known.size > 5_000) known.clear();
  if (shop) known.set(name, { shop, until: now + REMEMBERED });
  else known.delete(name);
  return shop;
};
