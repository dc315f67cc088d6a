import { amount, line, list, type Reader, text } from "./held.ts";

/* How the vendors' stores keep papers of the warehouse, stock, prices and vouchers, as `store.ts` says it of sales. */

const levelOf = (levels: readonly any[], place: string, name: string, locationId: unknown): number =>
  amount(levels.find((level) => text(level[place]) === text(locationId))?.[name]);

/** Dates are days there, and the commands' times are of the same day in Vietnam. */
const dayOf = (value: unknown): string => text(value).slice(0, 10);

export const kiotVietPapers: Readonly<Record<string, Reader>> = {
  purchases: (row) => ({
    texts: { note: text(row.description) },
    values: {
      locationId: text(row.branchId),
      discount: amount(row.discount),
      "supplier.id": text(row.supplierId),
    },
    lines: list(row.purchaseOrderDetails).map(({ productId, quantity, price, discount }) =>
      line(productId, quantity, price, { discount: Math.round(amount(discount) * amount(quantity)) }),
    ),
  }),
  transfers: (row) => ({
    texts: { note: text(row.description) },
    values: { fromLocationId: text(row.fromBranchId), toLocationId: text(row.toBranchId) },
    lines: list(row.transferDetails).map(({ productId, sendQuantity, price }) => line(productId, sendQuantity, price)),
  }),
  "stock.set": (row, { locationId }) => ({
    texts: {},
    values: { absolute: levelOf(list(row.inventories), "branchId", "onhand", locationId) },
  }),
  "price-books.set": (row, { id }) => ({
    texts: {},
    values: { "prices.0.price": levelOf(list(row.priceBooks), "priceBookId", "price", id) },
  }),
  "vouchers.create": (row) => ({
    texts: {},
    values: { "codes.0": text(row.code), campaignId: text(row.voucherCampaignId) },
  }),
};

const slip: Reader = (row) => ({
  texts: { note: text(row.description) },
  values: { locationId: text(row.depotId), "supplier.id": text(row.supplier?.id) },
  lines: list(row.products).map(({ id, quantity, price }) => line(id, quantity, price)),
});
export const nhanhCampaign: Reader = (row) => ({
  texts: {},
  values: {
    name: text(row.name),
    count: amount(row.numberOfCodes),
    value: amount(row.value),
  },
});
export const nhanhPapers: Readonly<Record<string, Reader>> = {
  purchases: slip,
  "supplier-returns": slip,
  "vouchers.create": nhanhCampaign,
};

const items: Reader = (row) => ({
  texts: { note: text(row.note) },
  values: { locationId: text(row.warehouse_id) },
  lines: list(row.items).map(({ variation_id, quantity, imported_price: price }) =>
    line(variation_id, quantity, price),
  ),
});
export const pancakePapers: Readonly<Record<string, Reader>> = {
  purchases: (row, command) => ({
    ...items(row, command),
    values: { locationId: text(row.warehouse_id), discount: amount(row.discount) },
  }),
  "supplier-returns": items,
  transfers: (row) => ({
    texts: { note: text(row.note) },
    values: { fromLocationId: text(row.from_warehouse_id), toLocationId: text(row.to_warehouse_id) },
    // Goods that move have no price.
    lines: list(row.items).map(({ variation_id, quantity }) => line(variation_id, quantity, undefined)),
  }),
  "stock.set": (row, { locationId }) => ({
    texts: {},
    values: {
      absolute: levelOf(list(row.variations_warehouses), "warehouse_id", "actual_remain_quantity", locationId),
    },
  }),
  "cash.create": (row) => ({
    texts: { note: text(row.note) },
    values: { amount: Math.abs(amount(row.amount ?? row.value)) },
  }),
  "vouchers.create": (row) => ({
    texts: {},
    values: { "codes.0": text(row.name), value: amount(row.promo_code_info?.discount), from: dayOf(row.start_time) },
  }),
};
