import type { Change } from "../stores/feed.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { Write } from "../stores/ledger.ts";
import type { Shop } from "../stores/shops.ts";

// biome-ignore lint/complexity/noBannedTypes: filled in by the next commit
export type FanOutDeps = {};

/** Hands changes of the feed on to the tenant's endpoints. */
export const fanOutChanges = async (_ref: ShopRef, _changes: readonly Change[], _deps: FanOutDeps): Promise<void> => {};

/** Tells the tenant about a shop itself. */
export const notifyShop = async (
  _type: string,
  _shop: Shop,
  _data: Readonly<Record<string, unknown>>,
  _deps: FanOutDeps,
): Promise<void> => {};

/** Tells the tenant how a write ended. */
export const notifyWrite = async (_type: string, _write: Write, _deps: FanOutDeps): Promise<void> => {};
