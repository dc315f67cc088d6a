import { type Box, rowsOf } from "./box.ts";
import { carriers } from "./data.ts";
import { orderView } from "./orders.ts";
import { productView } from "./products.ts";

export const resources = (box: Box): Record<string, () => readonly unknown[]> => ({
  locations: () => rowsOf(box.depots),
  categories: () => rowsOf(box.categories),
  "internal-categories": () => rowsOf(box.internalCategories),
  products: () => box.products.live().map((entry) => productView(box, entry)),
  inventory: () => box.products.live().map((entry) => productView(box, entry)),
  customers: () => rowsOf(box.customers),
  orders: () => box.orders.live().map((entry) => orderView(box, entry)),
  invoices: () => rowsOf(box.bills).filter(({ type, mode }) => type === 2 && (mode === 2 || mode === 6)),
  returns: () => rowsOf(box.bills).filter(({ type, mode }) => type === 1 && (mode === 2 || mode === 6)),
  "stock-bills": () => rowsOf(box.bills).filter(({ mode }) => mode !== 2 && mode !== 6),
  "stock-movements": () => rowsOf(box.billLines),
  "draft-bill-lines": () => rowsOf(box.drafts),
  gifts: () => rowsOf(box.gifts),
  imeis: () => rowsOf(box.imeis),
  "imei-sales": () => rowsOf(box.imeiSales),
  expiries: () => rowsOf(box.expiries),
  "order-sources": () => rowsOf(box.sources),
  carriers: () => carriers,
  suppliers: () => rowsOf(box.suppliers),
  articles: () => rowsOf(box.articles),
  "article-categories": () => rowsOf(box.articleCategories),
  staff: () => rowsOf(box.users),
  "cash-flow": () => rowsOf(box.transactions),
  debts: () => box.debts.live().map(({ id, row }) => ({ id, ...row })),
  "voucher-campaigns": () => rowsOf(box.batches),
  vouchers: () => rowsOf(box.coupons),
  "marketplace-shops": () => rowsOf(box.channels),
});
