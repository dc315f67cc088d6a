import { type Entry, type Handler, json } from "../simulator.ts";
import { type Box, nextCode, RETAILER_ID } from "./box.ts";
import { createRow, listRows, updateRow } from "./calls.ts";
import { dated, withStamps } from "./fields.ts";
import { invalid, type Listing, type Row } from "./wire.ts";

export const addSurcharge = (box: Box, body: Row): Entry<Row> => {
  if (!body.name) throw invalid("Tên thu khác không được để trống");
  const code = body.code || nextCode(box, "THK");
  if (box.surcharges.by("code", code)) throw invalid("Mã thu khác đã tồn tại");
  return box.surcharges.insert((id) => ({
    id,
    surchargeCode: code,
    surchargeName: body.name,
    value: body.value ?? 0,
    isActive: true,
  }));
};

const editSurcharge = (box: Box, id: number | string, body: Row): Entry<Row> => {
  const edited = box.surcharges.edit(id, (row) => {
    row.surchargeName = body.name ?? row.surchargeName;
    row.surchargeCode = body.code ?? row.surchargeCode;
    row.value = body.value ?? row.value;
    if (typeof body.isActive === "boolean") row.isActive = body.isActive;
  });
  if (!edited) throw invalid("Thu khác không tồn tại");
  return edited;
};

const surchargeView = ({ row, created, modified }: Entry<Row>): Row => ({
  ...row,
  retailerId: RETAILER_ID,
  createDate: created,
  modifiedDate: modified,
});

export const branchesListing = (box: Box): Listing => ({
  rows: box.branches,
  view: withStamps,
  sorts: { ...dated, name: "name", branchname: "name" },
  modified: "touched",
  removed: "removedIds",
});

export const usersListing = (box: Box): Listing => ({
  rows: box.users,
  view: withStamps,
  sorts: { ...dated, name: "name", givenname: "name" },
  modified: "touched",
  removed: "removeIds",
});

export const bankAccountsListing = (box: Box): Listing => ({
  rows: box.bankAccounts,
  view: withStamps,
  sorts: { ...dated, bankname: "name" },
  modified: "touched",
  removed: "removeIds",
});

export const surchargesListing = (box: Box): Listing => ({
  rows: box.surcharges,
  view: surchargeView,
  sorts: dated,
  modified: "touched",
});

export const saleChannelsListing = (box: Box): Listing => ({
  rows: box.saleChannels,
  view: ({ row }) => row,
  sorts: { id: "id", name: "name" },
});

export const locationsListing = (box: Box): Listing => ({ rows: box.locations, view: ({ row }) => row });

const surchargeWritten = (entry: Entry<Row>) => ({
  message: "Thông tin thu khác được cập nhật thành công",
  data: surchargeView(entry),
});

export const businessRoutes = (box: Box): Record<string, Handler> => ({
  "GET /branches": listRows(box, branchesListing(box)),
  "GET /users": listRows(box, usersListing(box)),
  "GET /BankAccounts": listRows(box, bankAccountsListing(box)),
  "GET /surchages": listRows(box, surchargesListing(box)),
  "POST /surchages": createRow((body) => addSurcharge(box, body), surchargeWritten),
  "PUT /surchages/{id}": updateRow((id, body) => editSurcharge(box, id, body), surchargeWritten),
  "POST /surchages/{id}/activesurchage": updateRow(
    (id, body) => editSurcharge(box, id, { isActive: body.isActive }),
    () => ({ message: "Cập nhật dữ liệu thành công" }),
  ),
  "GET /salechannel": listRows(box, saleChannelsListing(box)),
  "GET /locations": listRows(box, locationsListing(box)),
  "GET /settings": () =>
    json({
      ManagerCustomerByBranch: false,
      AllowOrderWhenOutStock: true,
      AllowSellWhenOrderOutStock: true,
      AllowSellWhenOutStock: true,
    }),
});
