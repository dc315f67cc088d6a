import { type Collection, type Entry, type Handler, json } from "../simulator.ts";
import { type Box, newestOf } from "./box.ts";
import { patchRow, showRow } from "./calls.ts";
import {
  equals,
  type Fields,
  firstOf,
  knownFields,
  matches,
  missingField,
  noContent,
  referenceIn,
  withZone,
} from "./wire.ts";

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Võ", "Bùi", "Hồ"];
const GIVEN = ["Anh Tuấn", "Thị Lan", "Minh Châu", "Quốc Huy", "Thu Hà", "Gia Bảo", "Ngọc Ánh", "Văn Đức"];

/** With letters that are rare in names, so that a search for them is not full. */
const NICKNAMES = ["Bé Xíu", "Anh Ken", "Jun", "Zin", "Kiwi"];

export const phoneNumber = (box: Box) =>
  `0${box.dice.pick(["3", "5", "7", "8", "9"])}${String(box.dice.integer(0, 99_999_999)).padStart(8, "0")}`;

export const personName = (box: Box) => `${box.dice.pick(FAMILY)} ${box.dice.pick(GIVEN)}`;

/** One in twenty is a nickname and nothing else: no search for a digit finds these. */
export const addContact = (box: Box, fields: Fields = {}) =>
  box.contacts.insert((id) => ({
    id,
    ...(box.dice.chance(0.05)
      ? { code: "", fullName: box.dice.pick(NICKNAMES), mobile: "" }
      : {
          code: `KH${String(id).padStart(8, "0")}`,
          fullName: personName(box),
          mobile: box.dice.chance(0.9) ? phoneNumber(box) : "",
        }),
    email: null,
    gender: box.dice.pick(["male", "female", ""]),
    address: box.dice.chance(0.5) ? `${box.dice.integer(1, 300)} Lê Lợi, Quận 1` : "",
    dateOfBirth: null,
    note: null,
    point: 0,
    buyCount: 0,
    staffId: 0,
    onlineId: 0,
    ...fields,
  }));

const listPeople =
  (collection: Collection<Fields>): Handler =>
  (call) => {
    const { query } = call;
    const rows = newestOf(collection).filter(
      (row) =>
        matches(row, query.get("q")) &&
        equals(row, "ownerStaffId", query.get("ownerStaffId")) &&
        (query.get("status") === null || String(row.status) === query.get("status")) &&
        equals(row, "id", call.operation === "leads.list" ? query.get("id") : null),
    );
    return rows.length === 0 ? noContent : json({ data: firstOf(call, rows) });
  };

const createPerson =
  (collection: Collection<Fields>, make: (fields: Fields) => Entry<Fields>): Handler =>
  ({ body, commit }) => {
    if (typeof body?.fullName !== "string" || body.fullName.trim() === "") return missingField("fullName");
    const made = make({ mobile: "", note: null });
    collection.quietly(made.id, (row) => Object.assign(row, { gender: "", address: "" }, knownFields(row, body)));
    commit(made.id, referenceIn(body));
    return json({ data: made.row }, 201);
  };

export const addLead = (box: Box, fields: Fields = {}) =>
  box.leads.insert((id, at) => ({
    id,
    fullName: personName(box),
    mobile: phoneNumber(box),
    email: null,
    source: "website",
    status: box.dice.pick(["new", "contacted", "won"]),
    ownerStaffId: box.dice.integer(0, 3),
    note: null,
    createdAt: withZone(at),
    ...fields,
  }));

export const peopleRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/crm/leads": listPeople(box.leads),
  "GET /ext/v1/crm/leads/{id}": showRow(box.leads),
  "POST /ext/v1/crm/leads": createPerson(box.leads, (fields) => addLead(box, fields)),
  "GET /ext/v1/crm/contacts": listPeople(box.contacts),
  "GET /ext/v1/crm/contacts/{id}": showRow(box.contacts),
  "POST /ext/v1/crm/contacts": createPerson(box.contacts, (fields) => addContact(box, fields)),
  "PATCH /ext/v1/crm/contacts/{id}": patchRow(box.contacts),
});
