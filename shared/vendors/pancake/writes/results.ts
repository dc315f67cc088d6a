import { createHash } from "node:crypto";
import type { Entity, Subject } from "../../../core/subjects.ts";
import { isRow } from "./rows.ts";

/* What the declarations of all writes share: the ids in answers, and what a change by id has in common. */

export const idText = (id: unknown): string | undefined =>
  typeof id === "string" || typeof id === "number" ? String(id) : undefined;

/**
 * The id's name has moved between versions of the vendor (field note, seen in integrations). `system_id` is another
 * number than the id in most shops, so an answer with nothing else leaves the order to be looked for.
 */
export const createdId = (answer: unknown): string | undefined => {
  if (!isRow(answer)) return undefined;
  const data = isRow(answer.data) ? answer.data : answer;
  return idText(data.id ?? data.order_id);
};

export const hash = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

/** A change of a record that the command names: sent again it does no harm, and the record itself tells. */
export const byId = (entity: Subject) => ({
  reference: { by: "record" } as const,
  result: (_answer: unknown, { id }: { readonly id: string }) => ({ id }),
  repeatable: true,
  entity: ({ id }: { readonly id: string }): Entity => `${entity}:${id}`,
});
