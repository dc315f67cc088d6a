import { toHanoiDay } from "../../../shared/core/time.ts";
import type { Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { betweenUpdates, equals, includes } from "./filters.ts";
import { pageOf, tagList } from "./listing.ts";
import { type Fields, invalid, missing, ok, refuse, touched } from "./wire.ts";

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi"];
const GIVEN = ["Văn Cường", "Thị Mai", "Minh Đức", "Thu Trang", "Quang Huy", "Ngọc Linh"];

const personName = (box: Box) => `${box.dice.pick(FAMILY)} ${box.dice.pick(GIVEN)}`;

const phoneNumber = (box: Box) => `09${String(box.dice.integer(0, 99_999_999)).padStart(8, "0")}`;

export const customerRow = (entry: Entry<Fields>): Fields => ({ ...entry.row, updatedAt: touched(entry) });

export const addCustomer = (box: Box, fields: Fields = {}) =>
  box.customers.insert((id, at) => ({
    id,
    type: box.dice.pick([1, 1, 1, 2]),
    name: personName(box),
    mobile: phoneNumber(box),
    code: `KH${id}`,
    gender: box.dice.pick([1, 2, null]),
    address: `${box.dice.integer(1, 400)} La Thành`,
    email: "",
    birthday: box.dice.chance(0.3) ? "1990-05-17" : "0000-00-00",
    points: box.dice.integer(0, 300),
    saleName: "",
    startedDate: toHanoiDay(at),
    taxCode: "",
    locations: { cityId: 254, districtId: 321, wardId: 1_116 },
    location: box.dice.chance(0.5) ? { cityId: 254, wardId: 9_001 } : [],
    business: [],
    level: [],
    group: box.dice.chance(0.2) ? { id: 3, name: "VIP" } : [],
    totalAmount: box.dice.integer(0, 90) * 100_000,
    ...fields,
  }));

export const customerFor = (box: Box, given: Fields): Fields => {
  const known = box.customers.by("mobile", given.mobile);
  return known?.row ?? addCustomer(box, { name: given.name, mobile: given.mobile, address: given.address ?? "" }).row;
};

const customerAdd =
  (box: Box): Handler =>
  ({ body, commit }) => {
    if (!Array.isArray(body) || body.length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.length > 100) return invalid({ customers: "max 100 customers" });
    for (const given of body) {
      const wrong = missing(given, "name", "mobile");
      if (wrong) return wrong;
    }
    const made = body.map((given) => {
      const { businessName, businessAddress, description: _text, tagIds: _tags, groupId, ...fields } = given;
      const more = {
        ...fields,
        ...(businessName ? { business: { name: businessName, address: businessAddress ?? "" } } : {}),
        ...(groupId ? { group: { id: groupId, name: `Group ${groupId}` } } : {}),
      };
      // A phone number that is known is that customer.
      const known = box.customers.by("mobile", given.mobile);
      const entry = known
        ? box.customers.edit(known.id, (row) => Object.assign(row, more))!
        : addCustomer(box, {
            gender: null,
            points: 0,
            totalAmount: 0,
            address: "",
            locations: [],
            location: [],
            birthday: "",
            ...more,
          });
      commit(entry.id, undefined, given);
      return { id: entry.id, mobile: given.mobile };
    });
    return ok(made);
  };

export const customerRoutes = (box: Box): Record<string, Handler> => ({
  "customer/list": (call) =>
    pageOf(box, call, box.customers, {
      descending: true,
      between: betweenUpdates(call.body?.filters),
      where: (row, _entry, { ids, mobile, type }) =>
        includes(ids, row.id) && equals(mobile, row.mobile) && equals(type, row.type),
      toRow: customerRow,
    }),
  "customer/add": customerAdd(box),
  "customer/tags": tagList(box, "customer-tags"),
});
