import type { Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { createRow, listRows, removeRow, showByCode, showRow, updateRow, writeMany } from "./calls.ts";
import { clearMissing, dated } from "./fields.ts";
import { attributesOf, productDetail, productListed, stockRow } from "./product-views.ts";
import { addProduct, checkChangedProduct, checkNewProduct, editProduct, removeProduct } from "./products.ts";
import { answer, type Listing } from "./wire.ts";

export const productsListing = (box: Box): Listing => ({
  rows: box.products,
  view: (entry, include) => productListed(box, entry, include),
  parts: ["includeInventory", "includePricebook", "includeQuantity"],
  sorts: { ...dated, name: "name", code: "code" },
  first: { by: "id", descending: true },
  modified: "touched",
  removed: "removeId",
  where: (params) => {
    const category = params.integer("categoryId");
    const name = params.text("name")?.toLowerCase();
    const active = params.text("isActive");
    const type = params.integer("productType");
    const brand = params.integer("tradeMarkId");
    const master = params.integer("masterProductId");
    return (row) =>
      (category === undefined || row.categoryId === category) &&
      (!name || row.name.toLowerCase().includes(name)) &&
      (!active || String(row.isActive) === active.toLowerCase()) &&
      (type === undefined || row.type === type) &&
      (brand === undefined || row.tradeMarkId === brand) &&
      (master === undefined || row.masterProductId === master);
  },
});

export const inventoryListing = (box: Box): Listing => ({
  rows: box.products,
  view: stockRow,
  // "modifiedDate" of a stock row is that of its stock.
  sorts: { id: "id", code: "code", createddate: "created", modifieddate: "stock" },
  modified: "stock",
});

export const productRoutes = (box: Box): Record<string, Handler> => ({
  "GET /products": listRows(box, productsListing(box)),
  "GET /products/{id}": showRow(box.products, "Hàng hóa", (entry) => productDetail(box, entry)),
  "GET /products/code/{code}": showByCode(box, box.products, "Hàng hóa", (entry) => productDetail(box, entry)),
  "POST /products": createRow(
    (body) => addProduct(box, body),
    (entry) => productDetail(box, entry),
  ),
  "PUT /products/{id}": updateRow(
    (id, body) => {
      // The list form has no barcode (KiotViet Public API §2.4.8), so it clears none.
      box.products.quietly(id, (row) => clearMissing(row, body, "barCode"));
      return editProduct(box, id, body, "api");
    },
    (entry) => {
      // Answers of updates call the stock `inventory` (KiotViet Public API §2.4.4).
      const { inventories, ...row } = productDetail(box, entry);
      return { ...row, inventory: inventories };
    },
  ),
  "DELETE /products/{id}": removeRow((id) => removeProduct(box, id)),
  "GET /attributes/allwithdistinctvalue": () => answer(attributesOf(box)),
  "POST /listaddproducts": writeMany(
    "listProducts",
    (row) => checkNewProduct(box, row),
    (row) => addProduct(box, row),
    "Thêm mới danh sách sản phẩm thành công",
  ),
  "PUT /listupdatedproducts": writeMany(
    "listProducts",
    (row) => checkChangedProduct(box, row.id, row),
    // What the list form does not name (§2.4.8) is dropped without a word.
    ({ barCode: _barCode, isActive: _isActive, ...row }) => editProduct(box, row.id, row, "api"),
    "Cập nhật danh sách sản phẩm thành công",
  ),
  "GET /productOnHands": listRows(box, inventoryListing(box)),
});
