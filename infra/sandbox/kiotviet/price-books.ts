import { type Entry, type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { bodyOf, listRows } from "./calls.ts";
import { answer, invalid, type Listing, type Row, unknown } from "./wire.ts";

export const setPrice = (
  box: Box,
  priceBookId: number,
  productId: number | string,
  price: number | undefined,
): void => {
  const product = box.products.get(productId);
  if (!product) throw invalid("Hàng hóa không tồn tại");
  // Book 0 is the common one: the product's own price (KiotViet Public API §2.17.3).
  if (priceBookId !== 0 && !box.priceBooks.get(priceBookId)) throw invalid("Bảng giá không tồn tại");
  box.products.edit(productId, (row) => {
    if (priceBookId === 0) row.basePrice = price ?? row.basePrice;
    else if (price === undefined) delete row.prices[priceBookId];
    else row.prices[priceBookId] = price;
  });
  if (priceBookId !== 0) box.onPrice?.(priceBookId, Number(product.id), price);
};

const priceBookView = ({ row }: Entry<Row>, include: (part: string) => boolean): Row => ({
  ...row,
  ...(include("includePriceBookBranch") ? { priceBookBranches: [] } : {}),
  ...(include("includePriceBookCustomerGroups") ? { priceBookCustomerGroups: [] } : {}),
  ...(include("includePriceBookUsers") ? { priceBookUsers: [] } : {}),
});

// A filter by time is documented for both of these, and has no effect (field note).
export const priceBooksListing = (box: Box): Listing => ({
  rows: box.priceBooks,
  view: priceBookView,
  parts: ["includePriceBookBranch", "includePriceBookCustomerGroups", "includePriceBookUsers"],
  sorts: { id: "id", name: "name" },
});

export const pricesOf = (box: Box, priceBookId: number): Row[] =>
  box.products.live().flatMap(({ row }) => {
    const price = row.prices[priceBookId];
    return price === undefined ? [] : [{ productId: row.id, productCode: row.code, price }];
  });

const showPriceBook =
  (box: Box): Handler =>
  ({ path, query }) => {
    if (!box.priceBooks.get(path.id)) throw unknown("Bảng giá");
    const all = pricesOf(box, path.id);
    const size = box.shop.pageSize(100, Number(query.get("pageSize")) || 20);
    const offset = Number(query.get("currentItem") ?? 0);
    return answer({ total: all.length, pageSize: size, data: all.slice(offset, offset + size) });
  };

export const priceBookRoutes = (box: Box): Record<string, Handler> => ({
  "GET /pricebooks": listRows(box, priceBooksListing(box)),
  "GET /pricebooks/{id}": showPriceBook(box),
  "POST /pricebooks/detail": (call) => {
    const { pricebookId, productId, price } = bodyOf(call);
    if (!(price >= 0)) throw invalid("Giá không hợp lệ");
    setPrice(box, Number(pricebookId ?? 0), productId, price);
    call.commit(productId);
    return json({ message: "Cập nhật dữ liệu thành công", isSuccess: true });
  },
});
