import { type Collection, type Handler, json } from "../simulator.ts";
import { type Fields, notFound, problem } from "./wire.ts";

export const showRow =
  (collection: Collection<Fields>, parameter = "id"): Handler =>
  ({ path }) => {
    const found = collection.get(path[parameter]);
    return found ? json({ data: found.row }) : notFound();
  };

/** Takes over fields that the row has, as an entity framework binds them; others are dropped without a word. */
export const patchRow =
  (collection: Collection<Fields>, before?: (row: Fields, body: Fields) => void): Handler =>
  ({ path, body, commit }) => {
    const found = collection.get(path.id);
    if (!found) return notFound();
    if (typeof body !== "object" || body === null) return problem(400, "invalid_request", "Body is required");
    collection.edit(path.id, (row) => {
      before?.(row, body);
      for (const field of Object.keys(row)) if (field !== "id" && field in body) row[field] = body[field];
    });
    commit(path.id);
    return json({ data: found.row });
  };
