import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { notify } from "./webhooks.ts";
import type { Fields } from "./wire.ts";

export const stockOf = (row: Fields, granted: readonly number[] = []) => {
  const numbers = ({ remain, shipping, holding }: Fields) => ({
    remain,
    shipping,
    damaged: 0,
    holding,
    transfering: 0,
    available: remain - holding,
    warranty: { remain: 0, holding: 0 },
  });
  const levels = Object.entries(row.stock as Record<string, Fields>)
    .map(([id, level]) => ({ id: Number(id), ...level }) as Fields)
    // A depot that was not picked at the consent silently lowers the total.
    .filter(({ id }) => granted.length === 0 || granted.includes(id));
  const sum = (field: string) => levels.reduce((total, level) => total + level[field], 0);
  const total = numbers({ remain: sum("remain"), shipping: sum("shipping"), holding: sum("holding") });
  // Recorded: the total that can be sold is not always the sum over the depots.
  if (row.id % 11 === 0) total.available = Math.max(0, total.available - 10);
  return { ...total, depots: levels.map((level) => ({ id: level.id, ...numbers(level) })) };
};

/** Moves stock without a new `updatedAt` of the product: that covers its details only. */
export const moveStock = (
  box: Box,
  moves: readonly { id: number; depotId: number; remain?: number; holding?: number }[],
) => {
  const changed = new Map<number, Entry<Fields>>();
  for (const { id, depotId, remain = 0, holding = 0 } of moves) {
    const entry = box.products.get(id);
    if (!entry) continue;
    box.products.quietly(id, (row) => {
      row.stock[depotId] ??= { remain: 0, shipping: 0, holding: 0 };
      row.stock[depotId].remain += remain;
      row.stock[depotId].holding += holding;
    });
    changed.set(id, entry);
  }
  if (changed.size === 0) return;
  notify(box, "inventoryChange", () =>
    [...changed.values()].map(({ row }) => ({ id: row.id, typeId: row.type, code: row.code, ...stockOf(row) })),
  );
};
