import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { stamps, withoutFields } from "./fields.ts";
import type { Row } from "./wire.ts";

const levelsOf = (box: Box, { row }: Entry<Row>, part: "list" | "detail" | "quantity"): Row[] =>
  Object.entries<Row>(row.stock).map(([branchId, level]) => ({
    productId: row.id,
    // Lists leave the product's name out and carry two more figures (field note, recorded).
    ...(part === "detail"
      ? { productCode: row.code, productName: row.name }
      : { actualReserved: level.reserved, onOrder: 0 }),
    branchId: Number(branchId),
    branchName: box.branches.even(branchId)?.row.branchName,
    onHand: level.onHand,
    cost: level.cost,
    reserved: level.reserved,
    ...(part === "quantity" ? { minQuantity: 0, maxQuantity: 999_999_999 } : {}),
  }));

const bookPricesOf = (box: Box, { row }: Entry<Row>): Row[] =>
  Object.entries<number>(row.prices).flatMap(([priceBookId, price]) => {
    const book = box.priceBooks.get(priceBookId)?.row;
    if (!book) return [];
    return {
      priceBookId: book.id,
      priceBookName: book.name,
      productId: row.id,
      isActive: book.isActive,
      startDate: book.startDate,
      endDate: book.endDate,
      price,
    };
  });

const productHead = (box: Box, entry: Entry<Row>): Row => {
  const { stock: _stock, prices: _prices, stockModified: _moved, ...row } = entry.row;
  const attributes = row.attributes as readonly Row[] | undefined;
  return {
    ...row,
    fullName: [row.name, ...(attributes ?? []).map(({ attributeValue }) => attributeValue)].join(" - "),
    categoryName: box.categories.even(row.categoryId)?.row.categoryName,
    attributes: attributes?.map((attribute) => ({ productId: row.id, ...attribute })),
    ...stamps(entry),
  };
};

// What only one of list and detail shows is by the document's paragraphs (§2.4.1, §2.4.2 and so on below).
export const productListed = (box: Box, entry: Entry<Row>, include: (part: string) => boolean): Row => ({
  ...withoutFields(productHead(box, entry), "type", "isLotSerialControl", "isBatchExpireControl"),
  orderTemplate: "",
  ...(include("includeInventory")
    ? { inventories: levelsOf(box, entry, include("includeQuantity") ? "quantity" : "list") }
    : {}),
  ...(include("includePricebook") ? { priceBooks: bookPricesOf(box, entry) } : {}),
  ...(include("includeQuantity") ? { minQuantity: 0, maxQuantity: 999_999_999 } : {}),
});

export const productDetail = (box: Box, entry: Entry<Row>): Row => ({
  ...withoutFields(productHead(box, entry), "tradeMarkName"),
  units: [],
  inventories: levelsOf(box, entry, "detail"),
  priceBooks: bookPricesOf(box, entry),
  productFormulas: [],
  productSerials: [],
  productBatchExpires: [],
});

export const stockRow = (entry: Entry<Row>): Row => ({
  id: entry.id,
  code: entry.row.code,
  createdDate: entry.created,
  inventories: Object.entries<Row>(entry.row.stock).map(([branchId, level]) => ({
    branchId: Number(branchId),
    onhand: level.onHand,
    reserved: level.reserved,
    modifiedDate: level.modifiedDate,
  })),
});

export const attributesOf = (box: Box): Row[] => {
  const names = new Map<string, Set<string>>();
  for (const { row } of box.products.live()) {
    for (const { attributeName, attributeValue } of row.attributes ?? []) {
      const values = names.get(attributeName) ?? new Set();
      names.set(attributeName, values.add(attributeValue));
    }
  }
  return [...names].sort().map(([name, values], place) => ({
    name,
    id: 2_001 + place,
    attributeValues: [...values].sort().map((value) => ({ value, attributeId: 2_001 + place })),
  }));
};
