import type { PlacedOperation } from "./document.ts";
import { pathPart } from "./path-part.ts";
import { Trouble } from "./trouble.ts";

/** A command where the API takes it: an id that the route wants in its path is taken from the command. @throws Trouble */
export const placeCommand = (
  { method, path: pattern }: Pick<PlacedOperation, "method" | "path">,
  shop: string,
  command: Readonly<Record<string, unknown>>,
): { readonly method: string; readonly path: string; readonly body: unknown } => {
  const path = pattern.replace("{shop}", () => pathPart("shop", shop));
  if (!path.includes("{id}")) return { method, path, body: command };
  const { id, ...body } = command;
  if (id === undefined) throw new Trouble("id: the record that is meant is missing.", 2);
  return { method, path: path.replace("{id}", () => pathPart("id", id)), body };
};
