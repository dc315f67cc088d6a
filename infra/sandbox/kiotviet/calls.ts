import { type Collection, type Entry, type Handler, json, type RouteCall } from "../simulator.ts";
import type { Box } from "./box.ts";
import { answer, invalid, type Listing, page, type Row, Texts, unknown } from "./wire.ts";

export const done = json({ message: "Xóa dữ liệu thành công" });

// One cache for each list: several lists show the same rows in different views.
export const listRows = (box: Box, listing: Listing): Handler => {
  const kept = new Texts();
  return (call) => page(box.shop, kept, listing, call);
};

export const showRow =
  (collection: Collection<Row>, what: string, view: (entry: Entry<Row>) => unknown): Handler =>
  ({ path }) => {
    const found = collection.get(path.id);
    if (!found) throw unknown(what);
    return answer(view(found));
  };

export const showByCode =
  (box: Box, collection: Collection<Row>, what: string, view: (entry: Entry<Row>) => Row): Handler =>
  ({ path }) => {
    const found = collection.by("code", path.code);
    if (!found) throw unknown(what);
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: box.texts.of(found, what, () => view(found)),
    };
  };

/** Our mark in any text of the body, else the code that was given. */
const referenceOf = (body: Row): string | undefined =>
  /TB-[A-Z0-9]{16}/i.exec(`${body.description ?? ""} ${body.comments ?? ""} ${body.code ?? ""}`)?.[0] ??
  (typeof body.code === "string" && body.code !== "" ? body.code : undefined);

export const bodyOf = ({ body }: RouteCall): Row => {
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw invalid("Dữ liệu không hợp lệ");
  return body;
};

export const createRow =
  (add: (body: Row) => Entry<Row>, view: (entry: Entry<Row>) => unknown): Handler =>
  (call) => {
    const body = bodyOf(call);
    const made = add(body);
    call.commit(made.id, referenceOf(body));
    return answer(view(made));
  };

export const updateRow =
  (edit: (id: string, body: Row) => Entry<Row>, view: (entry: Entry<Row>) => unknown): Handler =>
  (call) => {
    const body = bodyOf(call);
    const edited = edit(call.path.id, body);
    call.commit(edited.id, referenceOf(body));
    return answer(view(edited));
  };

export const removeRow =
  (take: (id: string, call: RouteCall) => void): Handler =>
  (call) => {
    take(call.path.id, call);
    call.commit(call.path.id);
    return done;
  };

/** Lists are taken as a whole or not at all. */
export const writeMany =
  (field: string, check: (row: Row) => void, write: (row: Row) => Entry<Row>, message: string): Handler =>
  (call) => {
    const given = bodyOf(call)[field];
    if (!Array.isArray(given) || given.length === 0) throw invalid("Danh sách không được để trống");
    const codes = given.map((row: Row) => row.code).filter(Boolean);
    if (new Set(codes).size < codes.length) throw invalid("Mã bị trùng trong danh sách");
    for (const row of given) check(row);
    for (const row of given) call.commit(write(row).id, referenceOf(row), row);
    return json({ message });
  };

export const isVoid = ({ query }: RouteCall) =>
  [...query].some(([name, value]) => name.toLowerCase() === "isvoidpayment" && value.toLowerCase() === "true");
