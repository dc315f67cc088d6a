import type { Entry, Handler } from "../simulator.ts";
import { type Box, branchOf, nextCode, RETAILER_ID } from "./box.ts";
import { createRow, listRows, removeRow, showRow, updateRow } from "./calls.ts";
import { clearMissing } from "./fields.ts";
import { moveStock } from "./stock.ts";
import { invalid, type Listing, type Row } from "./wire.ts";

const transferLines = (box: Box, details: unknown): Row[] => {
  if (!Array.isArray(details) || details.length === 0) throw invalid("Danh sách hàng hóa không được để trống");
  return details.map((detail: Row, place) => {
    const product = detail.productId ? box.products.get(detail.productId) : box.products.by("code", detail.productCode);
    if (!product) throw invalid("Hàng hóa không tồn tại");
    if (!(detail.sendQuantity > 0)) throw invalid("Số lượng không hợp lệ");
    const price = detail.price ?? 0;
    return {
      id: place + 1,
      productId: product.id,
      productCode: product.row.code,
      productName: product.row.name,
      sendQuantity: detail.sendQuantity,
      receiveQuantity: detail.recivedQuantity ?? 0,
      price,
      sendPrice: price * detail.sendQuantity,
      receivePrice: price * (detail.recivedQuantity ?? 0),
    };
  });
};

/** Status 1 draft, 2 on the way, 3 received. */
export const addTransfer = (box: Box, body: Row): Entry<Row> => {
  const source = branchOf(box, body.fromBranchId);
  const target = branchOf(box, body.toBranchId);
  if (source.id === target.id) throw invalid("Chi nhánh nhận phải khác chi nhánh chuyển");
  const lines = transferLines(box, body.transferDetails);
  if (body.code && box.transfers.by("code", body.code)) throw invalid("Mã phiếu chuyển đã tồn tại");
  const status = body.isDraft ? 1 : (body.status ?? 2);
  const made = box.transfers.insert((id, at) => ({
    id,
    code: body.code || nextCode(box, "TRF"),
    fromBranchId: source.id,
    toBranchId: target.id,
    status,
    description: body.description ?? "",
    dispatchedDate: at,
    receivedDate: status === 3 ? at : undefined,
    isActive: true,
    transferDetails: lines,
  }));
  shipGoods(box, made.row, 1);
  return made;
};

const shipGoods = (box: Box, transfer: Row, sign: 1 | -1): void => {
  for (const line of transfer.transferDetails) {
    if (transfer.status >= 2)
      moveStock(box, line.productId, transfer.fromBranchId, { onHand: -sign * line.sendQuantity });
    if (transfer.status === 3)
      moveStock(box, line.productId, transfer.toBranchId, { onHand: sign * line.sendQuantity });
  }
};

const editTransfer = (box: Box, id: number | string, body: Row): Entry<Row> => {
  const found = box.transfers.get(id);
  if (!found) throw invalid("Phiếu chuyển không tồn tại");
  if (found.row.status === 3) throw invalid("Phiếu chuyển đã hoàn thành");
  const lines = body.transferDetails ? transferLines(box, body.transferDetails) : found.row.transferDetails;
  if (body.fromBranchId !== undefined) branchOf(box, body.fromBranchId);
  if (body.toBranchId !== undefined) branchOf(box, body.toBranchId);
  shipGoods(box, found.row, -1);
  box.transfers.edit(id, (row) => {
    row.transferDetails = lines;
    row.fromBranchId = body.fromBranchId ?? row.fromBranchId;
    row.toBranchId = body.toBranchId ?? row.toBranchId;
    clearMissing(row, body, "description");
    row.description = body.description ?? row.description;
    row.status = body.isDraft ? 1 : (body.status ?? row.status);
    if (row.status === 3) row.receivedDate = box.shop.now();
  });
  shipGoods(box, found.row, 1);
  return found;
};

export const removeTransfer = (box: Box, id: number | string): void => {
  const found = box.transfers.get(id);
  if (!found) throw invalid("Phiếu chuyển không tồn tại");
  shipGoods(box, found.row, -1);
  box.transfers.remove(id);
};

const transferListed = ({ row }: Entry<Row>): Row => {
  const { receivedDate: _, dispatchedDate: __, isActive: ___, ...head } = row;
  return { ...head, retailerId: RETAILER_ID };
};

const transferDetail = (box: Box, { row }: Entry<Row>): Row => ({
  id: row.id,
  code: row.code,
  status: row.status,
  transferredDate: row.dispatchedDate,
  receivedDate: row.receivedDate,
  createdById: 51_001,
  createdByName: "admin",
  fromBranchId: row.fromBranchId,
  fromBranchName: box.branches.even(row.fromBranchId)?.row.branchName,
  toBranchId: row.toBranchId,
  toBranchName: box.branches.even(row.toBranchId)?.row.branchName,
  noteBySource: row.description,
  noteByDestination: "",
  details: row.transferDetails.map((line: Row) => ({
    id: line.id,
    productId: line.productId,
    productCode: line.productCode,
    productName: line.productName,
    transferredQuantity: line.sendQuantity,
    price: line.price,
    totalTransfer: line.sendPrice,
    totalReceive: line.receivePrice,
  })),
});

export const transfersListing = (box: Box): Listing => ({
  rows: box.transfers,
  view: transferListed,
  first: { by: "id", descending: true },
  where: (params) => {
    const statuses = params.list("status");
    return (row) => !statuses || statuses.has(String(row.status));
  },
});

const transferWritten = (entry: Entry<Row>) => ({
  message: "Cập nhật dữ liệu thành công",
  data: { ...entry.row, retailerId: RETAILER_ID },
});

export const transferRoutes = (box: Box): Record<string, Handler> => ({
  "GET /transfers": listRows(box, transfersListing(box)),
  "GET /transfers/{id}": showRow(box.transfers, "Phiếu chuyển", (entry) => transferDetail(box, entry)),
  "POST /transfers": createRow((body) => addTransfer(box, body), transferWritten),
  "PUT /transfers/{id}": updateRow((id, body) => editTransfer(box, id, body), transferWritten),
  "DELETE /transfers/{id}": removeRow((id) => removeTransfer(box, id)),
});
