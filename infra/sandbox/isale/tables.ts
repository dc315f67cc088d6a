import { readableTables, type Table, writableTables } from "../../../shared/vendors/isale/operations.ts";
import { type Collection, type Handler, json, type RouteCall } from "../simulator.ts";
import { keyOf, ORDERS_ONLY } from "./access.ts";
import { type Box, newestOf } from "./box.ts";
import { asStored, equals, type Fields, firstOf, notFound, problem, referenceIn } from "./wire.ts";

/** Small tables stay below one answer, as in most shops; what lies beyond cannot be read from iSale at all. */
export const SMALL = 150;

export const addTo = (box: Box, table: Table, fields: Fields, dates: readonly string[] = []) =>
  box.tables[table].insert((id, at) => ({
    id,
    ...fields,
    ...Object.fromEntries(dates.map((date) => [date, asStored(at)])),
  }));

export const bookTo = (box: Box, table: Table, fields: Fields) => {
  if (box.tables[table].size < SMALL) addTo(box, table, fields, ["createdAt", "modifiedAt"]);
};

const tableOf = (box: Box, call: RouteCall): Collection<Fields> | undefined => box.tables[call.path.table as Table];

const listRecords =
  (box: Box): Handler =>
  (call) => {
    const table = tableOf(box, call);
    if (!table) return notFound();
    // The document: "to filter or take from a certain record". Here it filters, which helps nobody to page.
    const rows = newestOf(table).filter((row) => equals(row, "id", call.query.get("id")));
    return json({ data: firstOf(call, rows) });
  };

const createRecord =
  (box: Box): Handler =>
  (call) => {
    const table = call.path.table as Table;
    if (!(writableTables as readonly string[]).includes(table)) return problem(403, "forbidden", "Table is read-only");
    const made = addTo(box, table, { ...call.body, id: undefined }, ["createdAt"]);
    made.row.id = made.id;
    call.commit(made.id, referenceIn(call.body));
    return json({ data: { id: made.id } }, 201);
  };

export const tableRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/data/tables": (call) => {
    const narrow = keyOf(call.request) !== box.credentials.publicKey;
    const names = Object.entries(readableTables).filter(([, need]) => !narrow || ORDERS_ONLY.includes(need));
    return json({ data: names.map(([table]) => ({ name: table })) });
  },
  "GET /ext/v1/data/tables/{table}/records": listRecords(box),
  "GET /ext/v1/data/tables/{table}/records/{id}": (call) => {
    const found = tableOf(box, call)?.get(call.path.id);
    return found ? json({ data: found.row }) : notFound();
  },
  "POST /ext/v1/data/tables/{table}/records": createRecord(box),
});
