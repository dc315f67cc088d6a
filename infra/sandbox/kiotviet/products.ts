import type { Entry } from "../simulator.ts";
import { type Box, branchOf, nextCode } from "./box.ts";
import { type By, clearMissing } from "./fields.ts";
import { setStock } from "./stock.ts";
import { invalid, type Row } from "./wire.ts";

const checkProduct = (box: Box, body: Row, id?: number | string): void => {
  if (body.code) {
    const other = box.products.by("code", body.code);
    if (other && String(other.id) !== String(id)) throw invalid(`Mã hàng hóa ${body.code} đã tồn tại`);
  }
  if (typeof body.barCode === "string" && body.barCode.length > 16) throw invalid("Mã vạch tối đa 16 ký tự");
  if (body.categoryId !== undefined && !box.categories.get(body.categoryId)) {
    throw invalid("Nhóm hàng không tồn tại");
  }
  if (body.basePrice !== undefined && !(body.basePrice >= 0)) throw invalid("Giá bán không hợp lệ");
  for (const level of body.inventories ?? []) branchOf(box, level.branchId);
};

/** Throws what adding would throw, for lists that are taken as a whole or not at all. */
export const checkNewProduct = (box: Box, body: Row): void => {
  if (!body?.name) throw invalid("Tên hàng hóa không được để trống");
  if (body.categoryId === undefined) throw invalid("Nhóm hàng không được để trống");
  checkProduct(box, body);
};

export const addProduct = (box: Box, body: Row): Entry<Row> => {
  checkNewProduct(box, body);
  const stock: Row = {};
  for (const { id } of box.branches.live()) stock[id] = { onHand: 0, reserved: 0, cost: 0 };
  for (const level of body.inventories ?? []) {
    Object.assign(stock[level.branchId], { onHand: level.onHand ?? 0, cost: level.cost ?? 0 });
  }
  return box.products.insert((id) => ({
    id,
    code: body.code || nextCode(box, "SP"),
    barCode: body.barCode || undefined,
    name: body.name,
    categoryId: Number(body.categoryId),
    allowsSale: body.allowsSale ?? true,
    type: 2,
    description: body.description,
    hasVariants: body.hasVariants ?? (body.attributes?.length ?? 0) > 0,
    attributes: body.attributes,
    unit: body.unit ?? "",
    masterProductId: body.masterProductId,
    masterUnitId: body.masterUnitId,
    tradeMarkId: body.tradeMarkId,
    tradeMarkName: body.tradeMarkName,
    conversionValue: body.conversionValue ?? 1,
    images: body.images,
    basePrice: body.basePrice ?? 0,
    weight: body.weight,
    isActive: true,
    isRewardPoint: false,
    isLotSerialControl: body.isProductSerial ?? false,
    isBatchExpireControl: false,
    stock,
    prices: {},
    stockModified: undefined,
  }));
};

export const checkChangedProduct = (box: Box, id: number | string, body: Row): void => {
  if (!box.products.get(id)) throw invalid("Hàng hóa không tồn tại");
  checkProduct(box, body, id);
};

export const editProduct = (box: Box, id: number | string, body: Row, by: By = "staff"): Entry<Row> => {
  checkChangedProduct(box, id, body);
  const taken = ["name", "code", "barCode", "allowsSale", "description", "hasVariants", "attributes", "unit"];
  taken.push("masterUnitId", "conversionValue", "basePrice", "weight", "isActive", "isRewardPoint", "categoryId");
  const edited = box.products.edit(id, (row) => {
    if (by === "api") clearMissing(row, body, "description", "unit", "masterUnitId", "weight", "attributes");
    for (const field of taken) if (body[field] !== undefined) row[field] = body[field];
  });
  // The stock is set as given; a cost is taken without complaint and without effect (field note, claimed).
  for (const level of body.inventories ?? []) {
    if (typeof level.onHand === "number") setStock(box, id, Number(level.branchId), level.onHand);
  }
  return edited as Entry<Row>;
};

export const removeProduct = (box: Box, id: number | string): void => {
  if (!box.products.remove(id)) throw invalid("Hàng hóa không tồn tại");
};
