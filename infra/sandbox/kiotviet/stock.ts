import type { Box } from "./box.ts";

export const setStock = (box: Box, productId: number | string, branchId: number, onHand: number): void => {
  const level = box.products.get(productId)?.row.stock[branchId];
  moveStock(box, productId, branchId, { onHand: onHand - (level?.onHand ?? 0) });
};

/** A move shows in the stock listing and leaves the product's own date alone. */
export const moveStock = (
  box: Box,
  productId: number | string,
  branchId: number,
  { onHand = 0, reserved = 0 }: { readonly onHand?: number; readonly reserved?: number },
): void => {
  const product = box.products.get(productId);
  if (!product || (onHand === 0 && reserved === 0)) return;
  const now = box.shop.now();
  box.products.quietly(productId, (row) => {
    row.stock[branchId] ??= { onHand: 0, reserved: 0, cost: 0 };
    const level = row.stock[branchId];
    level.onHand += onHand;
    level.reserved = Math.max(0, level.reserved + reserved);
    if (box.shop.habits.unmovedStock) return;
    level.modifiedDate = Math.max(now, level.modifiedDate ?? 0);
    row.stockModified = Math.max(now, row.stockModified ?? 0);
  });
  box.onStock?.(product, branchId);
};
