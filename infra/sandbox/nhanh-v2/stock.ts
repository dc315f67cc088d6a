import type { Entry } from "../simulator.ts";
import { type Box, rowsOf } from "./box.ts";
import type { Fields } from "./wire.ts";

export const noStock = () => ({
  remain: 0,
  shipping: 0,
  holding: 0,
  damage: 0,
  available: 0,
  warranty: 0,
  warrantyHolding: 0,
});

export const moveStock = (
  box: Box,
  productId: number,
  depotId: number,
  change: Partial<Record<"remain" | "shipping" | "holding", number>>,
) => {
  box.products.quietly(productId, (row) => {
    row.inventory.depots[depotId] ??= { ...noStock(), transfering: 0 };
    for (const level of [row.inventory, row.inventory.depots[depotId]]) {
      for (const [name, by] of Object.entries(change)) level[name] += by;
      level.available = level.remain - level.holding - level.shipping;
    }
  });
};

export const stockUp = (box: Box, entry: Entry<Fields>) => {
  for (const depot of rowsOf(box.depots))
    moveStock(box, entry.row.idNhanh, depot.id, { remain: box.dice.integer(10, 200) });
};
