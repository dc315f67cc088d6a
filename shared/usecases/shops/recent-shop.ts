import type { Clock } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";

const REMEMBERED = 2 * SECOND;

/** The reading, so that workers that ask at the same time share it. */
type Known = Map<string, { readonly shop: Promise<Shop | undefined>; readonly until: number }>;
const memories = new WeakMap<ShopStore, Known>();

/** The shop as it was up to two seconds ago: for the worker that asks for it with every webhook. */
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
  if (known.size > 5_000) known.clear();
  const reading = { shop: deps.shops.get(ref), until: now + REMEMBERED };
  known.set(name, reading);
  const forget = (): void => {
    if (known.get(name) === reading) known.delete(name);
  };
  try {
    const shop = await reading.shop;
    if (!shop) forget();
    return shop;
  } catch (error) {
    forget();
    throw error;
  }
};
