import type { Collection, Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { done, innerOf, needRow, type Row, required, withStamps } from "./wire.ts";

interface Merge {
  /** Of the path: the row's id. */
  readonly parameter: string;
  /** What the body calls the row; absent: it is the body itself. */
  readonly name?: string;
}

export const mergeRow =
  (
    box: Box,
    collection: Collection<Row>,
    { parameter, name }: Merge,
    after: (row: Row, before: Row) => void = () => undefined,
  ): Handler =>
  ({ path, body, commit }) => {
    const change = name === undefined ? (body as Row) : innerOf(box, body, name);
    const entry = needRow(box, collection.get(path[parameter]), parameter.replace("_id", ""));
    const before = { ...entry.row };
    collection.edit(entry.id, (row) => {
      for (const [field, value] of Object.entries(change)) {
        if (field === "id" || field === "inserted_at") continue;
        row[field] = value;
      }
    });
    after(entry.row, before);
    commit(entry.id);
    return done(withStamps(entry));
  };

export const createRow =
  (box: Box, name: string, fields: readonly string[], make: (input: Row) => Entry<Row>): Handler =>
  ({ body, commit }) => {
    const input = innerOf(box, body, name);
    required(input, ...fields);
    const entry = make(input);
    commit(entry.id);
    return done(withStamps(entry));
  };
