import type { Entry, Handler } from "../simulator.ts";
import { type Box, RETAILER_ID } from "./box.ts";
import { createRow, listRows, removeRow, showByCode, showRow, updateRow, writeMany } from "./calls.ts";
import { addCustomer, checkCustomer, editCustomer, removeCustomer } from "./customers.ts";
import { always, dated, stamps } from "./fields.ts";
import type { Listing, Row } from "./wire.ts";

export const customerView = (box: Box, entry: Entry<Row>, include: (part: string) => boolean): Row => {
  const { groupIds, totalInvoiced, totalPoint, totalRevenue, ...row } = entry.row;
  const groups = groupIds.map((id: number) => box.customerGroups.even(id)?.row.name).join("|");
  return {
    ...row,
    ...(include("includeTotal") ? { totalInvoiced, totalPoint, totalRevenue } : {}),
    ...(include("includeCustomerGroup") && groups ? { groups } : {}),
    ...stamps(entry),
  };
};

const customerWritten = (box: Box, entry: Entry<Row>): Row => ({
  ...customerView(box, entry, () => false),
  customerGroupDetails: entry.row.groupIds.map((groupId: number, place: number) => ({
    id: Number(entry.id) * 10 + place,
    customerId: entry.id,
    groupId,
  })),
});

const groupView = ({ row, created }: Entry<Row>): Row => {
  const { members, ...head } = row;
  return {
    ...head,
    createdDate: created,
    retailerId: RETAILER_ID,
    customerGroupDetails: members.map((customerId: number) => ({
      id: customerId * 10,
      customerId,
      groupId: row.id,
    })),
  };
};

export const customersListing = (box: Box): Listing => ({
  rows: box.customers,
  view: (entry, include) => customerView(box, entry, include),
  parts: ["includeTotal", "includeCustomerGroup"],
  sorts: { ...dated, name: "name", code: "code" },
  modified: "touched",
  removed: "removeId",
  where: (params) => {
    const code = params.text("code");
    const name = params.text("name")?.toLowerCase();
    const phone = params.text("contactNumber");
    const group = params.integer("groupId");
    return (row) =>
      (!code || row.code === code) &&
      (!name || row.name.toLowerCase().includes(name)) &&
      (!phone || row.contactNumber === phone) &&
      (group === undefined || row.groupIds.map(Number).includes(group));
  },
});

export const customerGroupsListing = (box: Box): Listing => ({ rows: box.customerGroups, view: groupView, bare: true });

export const customerRoutes = (box: Box): Record<string, Handler> => ({
  "GET /customers": listRows(box, customersListing(box)),
  "GET /customers/{id}": showRow(box.customers, "Khách hàng", (entry) => customerView(box, entry, always)),
  "GET /customers/code/{code}": showByCode(box, box.customers, "Khách hàng", (entry) =>
    customerView(box, entry, always),
  ),
  "POST /customers": createRow(
    (body) => addCustomer(box, body),
    (entry) => customerWritten(box, entry),
  ),
  "PUT /customers/{id}": updateRow(
    (id, body) => editCustomer(box, id, body, "api"),
    (entry) => customerView(box, entry, (part) => part === "includeCustomerGroup"),
  ),
  "DELETE /customers/{id}": removeRow((id) => removeCustomer(box, id)),
  "POST /listaddcutomers": writeMany(
    "listCustomers",
    (row) => checkCustomer(box, row),
    (row) => addCustomer(box, row),
    "Thêm mới danh sách khách hàng thành công",
  ),
  "PUT /listupdatecustomers": writeMany(
    "listCustomers",
    (row) => checkCustomer(box, row, row.id ?? 0),
    (row) => editCustomer(box, row.id, row, "api"),
    "Cập nhật danh sách khách hàng thành công",
  ),
  "GET /customers/group": listRows(box, customerGroupsListing(box)),
});
