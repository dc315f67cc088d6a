import * as z from "zod";
import { createQueryCursor } from "./finding-query.ts";
import type { Request } from "./route.ts";

/**
 * Where the list of this request goes on. Its cursor is bound to all that the request says, but for the size of a page: a filter
 * that a route gets later is in it by itself.
 * @throws BadRequest 400 for a cursor of another list, tenant or filter
 */
export const listCursor = <Position = string>(
  { operationId, tenant, params, query, body }: Pick<Request, "operationId" | "tenant" | "params" | "query" | "body">,
  position: z.ZodType<Position> = z.string() as unknown as z.ZodType<Position>,
) => {
  const { cursor: ofQuery, limit: _, ...filters } = query;
  const { cursor: ofBody, ...asked } = body ?? {};
  const cursor = createQueryCursor(position, { tenant, operationId, params, filters, asked });
  return {
    /** Undefined: from the beginning. */
    after: cursor.read(ofQuery ?? ofBody),
    next: cursor.write,
    page: <Item>(data: readonly Item[], next: Position | undefined) => ({ data, next: cursor.write(next) }),
  };
};
