import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { Operation as CatalogOperation } from "../../core/vendor.ts";
import { refOf } from "../../stores/shops.ts";
import { openShop } from "../../usecases/shops/open-shop.ts";
import { collectionsOfCall, requireShared } from "../../usecases/shops/owners-choice.ts";
import { operationOf } from "../../usecases/shops/request-context.ts";
import { settleTally } from "../../usecases/shops/tallies.ts";
import { checkCall } from "../../usecases/writing/check-passthrough.ts";
import { pageAnswer } from "../answers/words.ts";
import { DryRun, Operation, Write as WriteAnswer, Writes } from "../answers/writes.ts";
import { type Access, checkAccess, defineRoute, pageOf, type Request, type Route } from "../route.ts";
import { submit, submitted, WriteQuery } from "../submit-writes.ts";
import { findShop, ShopId } from "./named-shop.ts";

const inputSchema = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" });
  return rest;
};

/** The scope that a key needs to call an operation of a vendor's catalog. */
export const operationAccess = ({ kind, admin }: Pick<CatalogOperation, "kind" | "admin">): Access =>
  admin ? "admin" : kind === "read" ? "read" : "write";

export const operationRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/operations",
    operationId: "listOperations",
    tag: "Writes",
    access: "read",
    summary: "The vendor's catalog: every operation that can be called.",
    params: ShopId,
    answer: pageAnswer(Operation),
    async handle(request) {
      const shop = await findShop(request);
      const { operations } = request.deps.vendor(shop.vendor);
      return pageOf(
        operations.flatMap(({ id, method, path, kind, title, source, permission, params, body }) =>
          kind === "auth"
            ? []
            : [
                {
                  id,
                  method,
                  path,
                  kind,
                  title,
                  source,
                  ...(permission ? { permission } : {}),
                  params: inputSchema(params),
                  ...(body ? { body: inputSchema(body) } : {}),
                },
              ],
        ),
      );
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/operations/{operation}",
    operationId: "callOperation",
    tag: "Writes",
    // What the operation does decides: see `operationAccess`.
    access: "read",
    summary: "Calls any operation of the vendor's catalog: reads at once, writes through the ledger.",
    params: ShopId.extend({ operation: z.string().max(100).describe("name of the operation in the vendor's catalog") }),
    query: WriteQuery,
    description:
      "A write needs a key with the scope `write`, what concerns webhooks `admin`. An operation that only reads is answered at once, with the vendor's answer. One that writes gets an entry in the " +
      "ledger, like a command, and needs an Idempotency-Key.",
    body: z
      .strictObject({ params: z.record(z.string(), z.unknown()).optional(), body: z.unknown().optional() })
      .default({}),
    ...submitted,
    idempotencyKey: "optional",
    status: 200,
    answer: z.union([z.object({ answer: z.unknown().describe("as the vendor answered") }), WriteAnswer, DryRun]),
    also: { 202: WriteAnswer, 207: Writes },
    problems: [...submitted.problems, "unknown-operation", "invalid-call"],
    async handle(request) {
      const { params, body, deps } = request;
      const shop = await findShop(request);
      const operation = deps.vendor(shop.vendor).operations.find(({ id }) => id === params.operation);
      if (!operation || operation.kind === "auth")
        throw new BadRequest(404, "unknown-operation", `${shop.vendor} has no operation ${params.operation}.`, [
          { field: "operation", message: params.operation },
        ]);
      checkAccess({ access: operationAccess(operation) }, request.caller);
      if (operation.kind !== "read") return submit(request as Request<{ shop: string }>, "passthrough", operation.id);
      const { call } = checkCall(operationOf(deps.vendor(shop.vendor), operation.id), body);
      requireShared(shop, collectionsOfCall(deps.vendor(shop.vendor), operation, call));
      await request.audit({ action: "operations.read", subject: `${shop.id}/${operation.id}` });
      const open = await openShop(shop, deps);
      try {
        return { answer: await open.call("passthrough")(operation.id, call) };
      } finally {
        // The count waits for the next time where the table does not take it.
        await settleTally(refOf(shop), deps, deps.clock()).catch(() => undefined);
      }
    },
  }),
];
