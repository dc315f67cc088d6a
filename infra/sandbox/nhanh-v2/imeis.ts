import { toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { dataOf, isAsked, simpleList } from "./listing.ts";
import { type Fields, failure, success } from "./wire.ts";

export const addImei = (box: Box, product: Fields) =>
  box.imeis.insert((id, at) => ({
    idNhanh: product.idNhanh,
    productName: product.name,
    productCode: product.code,
    depotId: 31,
    depotName: "Kho Hà Nội",
    imeiCode: `35${String(id).padStart(13, "0")}`,
    price: product.price,
    status: 1,
    statusName: "Mới",
    createdDateTime: toHanoiSeconds(at),
  }));

export const sellImei = (box: Box) => {
  const entry = box.imeis.live().find(({ row }) => row.status === 1);
  if (!entry) return;
  box.imeis.edit(entry.id, (row) => Object.assign(row, { status: 2, statusName: "Đã bán" }));
  box.imeiSales.insert((_id, at) => ({
    imei: entry.row.imeiCode,
    soldDate: toHanoiDay(at),
    depotId: 31,
    depotName: "Kho Hà Nội",
    mode: 2,
    modeName: "Bán lẻ",
    productName: entry.row.productName,
    productPrice: entry.row.price,
    customer: { id: null, name: "" },
  }));
};

export const imeiRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "product/imei": simpleList(box, box.imeis, {
    name: "products",
    most: 50,
    usual: 20,
    where: (row, data) => isAsked(row.imeiCode, data.imeiCode),
  }),
  "product/imeisold": simpleList(box, box.imeiSales, { name: "", most: 50, usual: 50, by: "soldDate" }),
  "product/imeihistory": (call) => {
    const { imei } = dataOf(call);
    if (!imei) throw failure({ imei: "imei is required" });
    return success({ totalPages: 1, histories: [{ step: 1, stepName: "Mới", itemType: "", itemId: 1 }] });
  },
});
