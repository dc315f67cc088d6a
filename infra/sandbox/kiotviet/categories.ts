import type { Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { createRow, removeRow, showRow, updateRow } from "./calls.ts";
import { type By, clearMissing, dated, withStamps } from "./fields.ts";
import { answer, invalid, type Listing, page, type Row, withOffset } from "./wire.ts";

const checkCategory = (box: Box, body: Row): void => {
  if (typeof body.categoryName !== "string" || body.categoryName.trim() === "") {
    throw invalid("Tên nhóm hàng không được để trống");
  }
  if (body.categoryName.length > 125) throw invalid("Tên nhóm hàng tối đa 125 ký tự");
  let depth = 1;
  for (let parent = body.parentId; parent; depth += 1) {
    const found = box.categories.get(parent);
    if (!found) throw invalid("Nhóm hàng cha không tồn tại");
    parent = found.row.parentId;
  }
  if (depth > 3) throw invalid("Nhóm hàng chỉ có tối đa 3 cấp");
};

export const addCategory = (box: Box, body: Row): Entry<Row> => {
  checkCategory(box, body);
  const made = box.categories.insert((id) => ({
    categoryId: id,
    categoryName: body.categoryName,
    parentId: body.parentId,
    hasChild: false,
    rank: 0,
  }));
  if (body.parentId)
    box.categories.quietly(body.parentId, (row) => {
      row.hasChild = true;
    });
  return made;
};

export const editCategory = (box: Box, id: number | string, body: Row, by: By = "staff"): Entry<Row> => {
  const found = box.categories.get(id);
  if (!found) throw invalid("Nhóm hàng không tồn tại");
  checkCategory(box, { categoryName: found.row.categoryName, ...body });
  const renamed = body.categoryName !== undefined && body.categoryName !== found.row.categoryName;
  box.categories.edit(id, (row) => {
    row.categoryName = body.categoryName ?? row.categoryName;
    if (by === "api") clearMissing(row, body, "parentId");
    if (body.parentId !== undefined) row.parentId = body.parentId;
  });
  // Whether a new name of the group stamps its products is not known; here it does.
  if (renamed) {
    for (const product of box.products.live()) {
      if (String(product.row.categoryId) === String(id)) box.products.edit(product.id, () => {});
    }
  }
  return found;
};

const removeCategory = (box: Box, id: number | string): void => {
  if (!box.categories.get(id)) throw invalid("Nhóm hàng không tồn tại");
  // KiotViet Public API §2.3.1: neither a group with groups in it nor one in use can be deleted.
  if (box.categories.live().some(({ row }) => String(row.parentId) === String(id))) {
    throw invalid("Không thể xóa nhóm hàng đang có nhóm con");
  }
  if (box.products.live().some(({ row }) => String(row.categoryId) === String(id))) {
    throw invalid("Không thể xóa nhóm hàng đang được sử dụng");
  }
  box.categories.remove(id);
};

const categoryView = (entry: Entry<Row>): Row => withStamps(entry);

export const categoriesListing = (box: Box): Listing => ({
  rows: box.categories,
  view: categoryView,
  sorts: { ...dated, categoryid: "id", name: "name", categoryname: "name" },
  // KiotViet Public API §2.3.1: from A to Z.
  first: { by: "name" },
  modified: "touched",
  removed: "removedIds",
});

const categoryTree = (box: Box): unknown => {
  const all = box.categories.query({ orderBy: "name" }).entries;
  const childrenOf = (parentId: unknown): Row[] =>
    all
      .filter(({ row }) => (row.parentId ?? undefined) === parentId)
      .map((entry) => ({ ...categoryView(entry), children: childrenOf(entry.id) }));
  const roots = childrenOf(undefined);
  return { total: roots.length, pageSize: roots.length, data: roots, timestamp: withOffset(box.shop.now()) };
};

const categoryWritten = (entry: Entry<Row>) => ({
  message: "Cập nhật dữ liệu thành công",
  data: { ...categoryView(entry), children: [] },
});

export const categoryRoutes = (box: Box): Record<string, Handler> => ({
  "GET /categories": (call) =>
    call.query.get("hierachicalData") === "true"
      ? answer(categoryTree(box))
      : page(box.shop, box.texts, categoriesListing(box), call),
  "GET /categories/{id}": showRow(box.categories, "Nhóm hàng", (entry) => ({ data: categoryWritten(entry).data })),
  "POST /categories": createRow((body) => addCategory(box, body), categoryWritten),
  "PUT /categories/{id}": updateRow((id, body) => editCategory(box, id, body, "api"), categoryWritten),
  "DELETE /categories/{id}": removeRow((id) => removeCategory(box, id)),
});
