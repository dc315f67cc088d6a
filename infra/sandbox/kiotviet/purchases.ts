import type { Entry, Handler } from "../simulator.ts";
import { type Box, branchOf, nextCode } from "./box.ts";
import { createRow, done, listRows, showRow, updateRow } from "./calls.ts";
import { bodyTime, clearMissing, withoutDates } from "./fields.ts";
import { linesOf, totalOf } from "./sales.ts";
import { moveStock } from "./stock.ts";
import { invalid, type Listing, type Row } from "./wire.ts";

export const addPurchaseOrder = (box: Box, body: Row): Entry<Row> => {
  const branch = branchOf(box, body.branchId);
  const lines = linesOf(box, body.purchaseOrderDetails);
  const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate") ?? box.shop.now();
  const draft = Boolean(body.isDraft);
  const discount = body.discount ?? 0;
  const made = box.purchaseOrders.insert((id) => ({
    id,
    code: nextCode(box, "PN"),
    branchId: branch.id,
    branchName: branch.row.branchName,
    purchaseDate,
    discount,
    discountRatio: body.discountRatio ?? 0,
    total: totalOf(lines, discount, []),
    totalPayment: body.paidAmount ?? 0,
    supplierId: body.supplier ? 5_001 : undefined,
    supplierName: body.supplier?.name,
    supplierCode: body.supplier?.code,
    partnerType: "S",
    purchaseById: 51_001,
    purchaseName: "admin",
    description: body.description,
    status: draft ? 1 : 3,
    purchaseOrderDetails: lines,
    payments: [],
  }));
  if (!draft) receiveGoods(box, made.row, 1);
  return made;
};

const receiveGoods = (box: Box, order: Row, sign: 1 | -1): void => {
  for (const line of order.purchaseOrderDetails) {
    moveStock(box, line.productId, order.branchId, { onHand: sign * line.quantity });
  }
};

const editPurchaseOrder = (box: Box, id: number | string, body: Row): Entry<Row> => {
  const found = box.purchaseOrders.get(id);
  if (!found) throw invalid("Phiếu nhập không tồn tại");
  if (found.row.status === 4) throw invalid("Phiếu nhập đã bị hủy");
  const lines = body.purchaseOrderDetails ? linesOf(box, body.purchaseOrderDetails) : found.row.purchaseOrderDetails;
  const branch = body.branchId === undefined ? undefined : branchOf(box, body.branchId);
  const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
  if (found.row.status === 3) receiveGoods(box, found.row, -1);
  box.purchaseOrders.edit(id, (row) => {
    row.purchaseOrderDetails = lines;
    row.purchaseDate = purchaseDate ?? row.purchaseDate;
    clearMissing(row, body, "description");
    row.description = body.description ?? row.description;
    row.discount = body.discount ?? row.discount;
    row.total = totalOf(lines, row.discount, []);
    if (branch) Object.assign(row, { branchId: branch.id, branchName: branch.row.branchName });
    if (body.isDraft !== undefined) row.status = body.isDraft ? 1 : 3;
  });
  if (found.row.status === 3) receiveGoods(box, found.row, 1);
  return found;
};

const voidPurchaseOrder = (box: Box, id: number | string): void => {
  const found = box.purchaseOrders.get(id);
  if (!found || found.row.status === 4) throw invalid("Phiếu nhập không tồn tại hoặc đã hủy");
  if (found.row.status === 3) receiveGoods(box, found.row, -1);
  box.purchaseOrders.edit(id, (row) => {
    row.status = 4;
  });
};

export const purchaseOrdersListing = (box: Box): Listing => ({
  rows: box.purchaseOrders,
  view: ({ row }) => row,
  first: { by: "id", descending: true },
  where: (params) => {
    const branches = params.list("branchIds");
    const statuses = params.list("status");
    const [from, to] = [params.time("fromPurchaseDate"), params.time("toPurchaseDate")];
    return (row) =>
      (!branches || branches.has(String(row.branchId))) &&
      (!statuses || statuses.has(String(row.status))) &&
      (from === undefined || row.purchaseDate >= from) &&
      (to === undefined || row.purchaseDate <= to);
  },
});

export const purchaseRoutes = (box: Box): Record<string, Handler> => ({
  "GET /purchaseorders": listRows(box, purchaseOrdersListing(box)),
  "GET /purchaseorders/{id}": showRow(box.purchaseOrders, "Phiếu nhập", withoutDates),
  "POST /purchaseorders": createRow((body) => addPurchaseOrder(box, body), withoutDates),
  "PUT /purchaseorders/{id}": updateRow((id, body) => editPurchaseOrder(box, id, body), withoutDates),
  "DELETE /purchaseorders": (call) => {
    const id = call.query.get("id") ?? call.query.get("Id") ?? "";
    voidPurchaseOrder(box, id);
    call.commit(id);
    return done;
  },
});
