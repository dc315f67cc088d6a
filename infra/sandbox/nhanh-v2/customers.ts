import { parseTime, SECOND, toHanoiDay } from "../../../shared/core/time.ts";
import type { Entry, Handler } from "../simulator.ts";
import { type Box, phoneNumber } from "./box.ts";
import { AREAS } from "./data.ts";
import { dataOf, isAsked, pagesOf, sliceOf } from "./listing.ts";
import { type Fields, failure, success } from "./wire.ts";

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const GIVEN = ["An", "Bình", "Châu", "Dũng", "Hà", "Lan", "Minh", "Ngọc", "Quân", "Thảo"];

export const personName = (box: Box) => `${box.dice.pick(FAMILY)} ${box.dice.pick(GIVEN)}`;

export const addCustomer = (box: Box, fields: Fields = {}): Entry<Fields> =>
  box.customers.insert((id, at) => ({
    id,
    type: 1,
    name: personName(box),
    mobile: phoneNumber(box),
    email: "",
    gender: box.dice.pick([1, 2, null]),
    address: `${box.dice.integer(1, 300)} Lê Lợi`,
    birthday: null,
    code: `KH${id}`,
    level: null,
    group: box.dice.chance(0.2) ? "VIP" : null,
    totalMoney: 0,
    points: 0,
    cityLocationId: 2,
    districtLocationId: 4,
    wardLocationId: 41,
    saleName: null,
    startedDate: toHanoiDay(at),
    taxCode: null,
    businessName: null,
    businessAddress: null,
    ...fields,
  }));

export const countPurchase = (box: Box, customer: Entry<Fields> | undefined, money: number) => {
  if (!customer) return;
  box.customers.edit(customer.id, (row) => {
    row.totalMoney += money;
    row.points = Math.floor(row.totalMoney / 100_000);
  });
};

const searchCustomers =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(box, data, 50, 10);
    const from = parseTime(data.updatedAtFrom, "hanoi");
    const to = parseTime(data.updatedAtTo, "hanoi");
    const { total, entries } = box.customers.query({
      descending: true,
      between: { by: "touched", from, to: to === undefined ? undefined : to + SECOND - 1 },
      where: (row) => isAsked(row.id, data.id) && isAsked(row.mobile, data.mobile) && isAsked(row.type, data.type),
      offset,
      limit,
    });
    return success(
      total === 0 && box.dice.chance(0.5)
        ? []
        : { totalPages: pagesOf(total, size), customers: entries.map(({ row }) => row) },
    );
  };

/** Names of areas become ids where the vendor knows them; an empty name leaves none. */
const placesOf = ({ cityName, districtName, wardName }: Fields): Fields => {
  const city = AREAS.find(({ name }) => name === cityName);
  const district = city?.areas?.find(({ name }) => name === districtName);
  const ward = district?.areas?.find(({ name }) => name === wardName);
  return {
    ...(cityName === undefined ? {} : { cityLocationId: city?.id ?? null }),
    ...(districtName === undefined ? {} : { districtLocationId: district?.id ?? null }),
    ...(wardName === undefined ? {} : { wardLocationId: ward?.id ?? null }),
  };
};

/** @throws Refuse */
const checkCustomer = (item: Fields | null | undefined): void => {
  if (!item?.name) throw failure({ name: "name is required" });
  if (!item.mobile) throw failure({ mobile: "mobile is required" });
};

const fieldsOf = (item: Fields): Fields => ({
  ...Object.fromEntries(
    ["name", "email", "gender", "address", "businessName", "taxCode", "type", "points"].flatMap((name) =>
      item[name] === undefined ? [] : [[name, item[name]]],
    ),
  ),
  ...placesOf(item),
  // The list shows a group without saying whether it is the id or the name.
  ...(item.groupId ? { group: `Nhóm ${item.groupId}` } : {}),
  ...(item.birthday ? { birthday: String(item.birthday).split("/").reverse().join("-") } : {}),
});

const saveCustomers =
  (box: Box): Handler =>
  (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items)) throw failure("invalid data");
    if (items.length > 50) throw failure("The maximum number of customers is 50");
    for (const item of items) checkCustomer(item);
    for (const item of items) {
      const known = box.customers.by("mobile", item.mobile);
      const fields = fieldsOf(item);
      const entry = known
        ? box.customers.edit(known.id, (row) => Object.assign(row, fields))!
        : addCustomer(box, { gender: null, address: "", group: null, ...fields, mobile: item.mobile });
      call.commit(entry.id, item.mobile, item);
    }
    return success();
  };

export const customerRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "customer/search": searchCustomers(box),
  "customer/add": saveCustomers(box),
});
