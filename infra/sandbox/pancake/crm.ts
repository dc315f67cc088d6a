import { type Entry, type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { allRows, pageOf } from "./listing.ts";
import { innerOf, micros, needRow, type Row, refuse, required, SHOP, seconds } from "./wire.ts";

export const addRecord = (box: Box, table: string, input: Row): Entry<Row> => {
  return box.records.insert((id) => ({ ...input, id, table, CreatedBy: box.keyOwner, ModifiedBy: box.keyOwner }));
};

/** Blank between day and time here, and the names of the fields are the CRM's own. */
export const crmRecord = (entry: Entry<Row>): Row => {
  const { table: _table, ...row } = entry.row;
  const stamp = (time: number) => micros(time).replace("T", " ");
  return { ...row, CreatedOn: stamp(entry.created), ModifiedOn: stamp(entry.modified ?? entry.created) };
};

export const newCrmTable = (id: unknown, name: string, label: string): Row => ({
  id,
  name,
  label,
  can_remove: name !== "Contact",
  creator_id: null,
  filters: [],
  icon: null,
  is_removed: false,
  permission_type: 1,
  sections: [
    { can_remove: false, fields: [{ name: "Name", label: "Name", type: 5, is_require: true, is_unique: false }] },
  ],
  table_permissions: [],
});

const tableNamed = (box: Box, name: string): Entry<Row> =>
  needRow(
    box,
    box.tables.live().find(({ row }) => row.name === name),
    "Table",
  );

export const crmRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${SHOP}/crm/tables`]: () => json({ success: true, tables: box.tables.live().map(tableRow) }),
  [`POST ${SHOP}/crm/tables`]: ({ body, commit }) => {
    const input = innerOf(box, body, "table");
    required(input, "name", "label");
    if (box.tables.live().some(({ row }) => row.name === input.name)) return refuse(box, "name has already been taken");
    const made = box.tables.insert((id) => newCrmTable(id, input.name, input.label));
    commit(input.name);
    return json({ data: { table: tableRow(made), success: true } });
  },
  [`GET ${SHOP}/crm/profile`]: allRows(box.profiles),
  [`GET ${SHOP}/crm/{table_name}/records`]: ({ path, query }) => {
    const { row } = tableNamed(box, path.table_name);
    const { data, success, ...pages } = pageOf(box, box.records, query, {
      show: crmRecord,
      where: (record) => record.table === row.name,
    });
    return json({ data: { entries: data, ...pages }, success });
  },
  [`POST ${SHOP}/crm/{table_name}/records`]: ({ path, body, commit }) => {
    const made = addRecord(box, tableNamed(box, path.table_name).row.name, innerOf(box, body, "record"));
    commit(made.id);
    return json({ data: { record: crmRecord(made), success: true } });
  },
  [`PUT ${SHOP}/crm/{table_name}/records`]: ({ path, body, commit }) => {
    tableNamed(box, path.table_name);
    const input = innerOf(box, body, "record");
    const entry = needRow(box, box.records.get(String(input.id)), "Record");
    box.records.edit(entry.id, (row) => Object.assign(row, input));
    commit(entry.id);
    return json({ data: { record: crmRecord(entry), success: true } });
  },
  [`GET ${SHOP}/crm/{table_name}/history`]: ({ query }) => {
    const record = needRow(box, box.records.get(String(query.get("record_id"))), "Record");
    return json({
      history: [
        {
          id: `h-${record.id}`,
          record_id: record.id,
          changes: [],
          editor_id: box.keyOwner,
          updated_at: seconds(record.created),
        },
      ],
      success: true,
    });
  },
});

export const tableRow = (entry: Entry<Row>): Row => {
  const { id: _id, ...row } = entry.row;
  return { ...row, inserted_at: seconds(entry.created) };
};
