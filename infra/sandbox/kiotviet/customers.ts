import type { Entry } from "../simulator.ts";
import { type Box, nextCode } from "./box.ts";
import { type By, bodyTime, clearMissing } from "./fields.ts";
import { invalid, type Row } from "./wire.ts";

export const checkCustomer = (box: Box, body: Row, id?: number | string): void => {
  if (id === undefined && !body?.name) throw invalid("Tên khách hàng không được để trống");
  if (id !== undefined && !box.customers.get(id)) throw invalid("Khách hàng không tồn tại");
  if (body.code) {
    const other = box.customers.by("code", body.code);
    if (other && String(other.id) !== String(id)) throw invalid(`Mã khách hàng ${body.code} đã tồn tại`);
  }
  for (const group of body.groupIds ?? []) {
    if (!box.customerGroups.get(group)) throw invalid("Nhóm khách hàng không tồn tại");
  }
  bodyTime(body.birthDate, "birthDate");
};

export const addCustomer = (box: Box, body: Row): Entry<Row> => {
  checkCustomer(box, body);
  const branchId = Array.isArray(body.branchId) ? body.branchId[0] : body.branchId;
  const made = box.customers.insert((id) => ({
    id,
    code: body.code || nextCode(box, "KH"),
    name: body.name,
    type: 0,
    gender: body.gender,
    birthDate: bodyTime(body.birthDate, "birthDate"),
    contactNumber: body.contactNumber,
    address: body.address,
    locationName: body.locationName,
    wardName: body.wardName,
    email: body.email,
    organization: body.organization,
    taxCode: body.taxCode,
    comments: body.comments ?? body.comment,
    branchId: branchId ?? box.branches.live()[0]?.id,
    debt: 0,
    totalInvoiced: 0,
    totalPoint: 0,
    totalRevenue: 0,
    rewardPoint: 0,
    groupIds: body.groupIds ?? [],
  }));
  setGroups(box, made, body.groupIds);
  return made;
};

export const editCustomer = (box: Box, id: number | string, body: Row, by: By = "staff"): Entry<Row> => {
  checkCustomer(box, body, id);
  const taken = ["code", "name", "gender", "contactNumber", "address", "locationName", "wardName", "email"];
  taken.push("comments", "taxCode");
  const edited = box.customers.edit(id, (row) => {
    // KiotViet Public API §2.6.4: the birthday alone has a "?".
    if (by === "api") clearMissing(row, body, ...taken.filter((field) => field !== "code" && field !== "name"));
    for (const field of taken) if (body[field] !== undefined) row[field] = body[field];
    if (body.birthDate !== undefined) row.birthDate = bodyTime(body.birthDate, "birthDate");
    if (body.groupIds) row.groupIds = body.groupIds;
  }) as Entry<Row>;
  setGroups(box, edited, body.groupIds);
  return edited;
};

const setGroups = (box: Box, customer: Entry<Row>, groupIds: readonly number[] | undefined): void => {
  if (!groupIds) return;
  for (const group of box.customerGroups.live()) {
    const member = groupIds.map(Number).includes(Number(group.id));
    const members = group.row.members.filter((id: unknown) => id !== customer.id);
    if (member || members.length !== group.row.members.length) {
      box.customerGroups.edit(group.id, (row) => {
        row.members = member ? [...members, customer.id] : members;
      });
    }
  }
};

export const removeCustomer = (box: Box, id: number | string): void => {
  const customer = box.customers.remove(id);
  if (!customer) throw invalid("Khách hàng không tồn tại");
  setGroups(box, customer, []);
};

/** The customer that a sale names: by id, code or telephone; else a new one. */
export const customerOf = (box: Box, body: Row): (() => Entry<Row> | undefined) => {
  const given = body.customer ?? {};
  const id = body.customerId ?? (given.id > 0 ? given.id : undefined);
  if (id) {
    const found = box.customers.get(id);
    if (!found) throw invalid("Khách hàng không tồn tại");
    return () => found;
  }
  const known = box.customers.by("code", given.code) ?? box.customers.by("phone", given.contactNumber);
  if (known) return () => known;
  if (!given.name) return () => undefined;
  checkCustomer(box, given);
  return () => addCustomer(box, given);
};
