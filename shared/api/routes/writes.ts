import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { explained } from "../../core/refusals.ts";
import { isoTime } from "../../core/time.ts";
import type { Operation as CatalogOperation, WriteKind } from "../../core/vendor.ts";
import { openStates, writeStates } from "../../core/write-states.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Write } from "../../stores/ledger.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { openShop } from "../../usecases/shops/open-shop.ts";
import { collectionsOfCall, requireShared } from "../../usecases/shops/owners-choice.ts";
import { operationOf } from "../../usecases/shops/request-context.ts";
import { signOfLife } from "../../usecases/shops/sign-of-life.ts";
import { settleTally } from "../../usecases/shops/tallies.ts";
import { createAreaReach } from "../../usecases/writing/area-reach.ts";
import { changeWrite, retryAll } from "../../usecases/writing/change-write.ts";
import { checkCall } from "../../usecases/writing/check-passthrough.ts";
import { type CheckDeps, dryRun, type WriteRequest } from "../../usecases/writing/check-write.ts";
import { queuedPlaces } from "../../usecases/writing/queued-places.ts";
import { type Submission, type SubmitDeps, submitWrite, submitWrites } from "../../usecases/writing/submit-write.ts";
import { hasOutcome } from "../../usecases/writing/wait-for-outcome.ts";
import { pageAnswer } from "../answers/words.ts";
import { DryRun, OneWrite, Operation, Write as WriteAnswer, Writes } from "../answers/writes.ts";
import { callerName } from "../audit.ts";
import { vendorProblems } from "../problems-of.ts";
import {
  type Access,
  checkAccess,
  decodeCursor,
  defineRoute,
  PageQuery,
  pageOf,
  type Request,
  type Route,
  reply,
} from "../route.ts";
import { shownExchange } from "../shown-exchange.ts";
import { findShop, ShopId } from "./shops.ts";

const WriteParams = ShopId.extend({ write: z.string().min(1).max(60) });
const MOST_IN_BULK = 1_000;

const WriteQuery = z.strictObject({
  wait: z.coerce.number().int().min(0).max(20).default(0).describe("seconds to wait for the outcome"),
  dryRun: z.enum(["true", "false"]).default("false").describe("answers the vendor's request instead of sending it"),
  strict: z
    .enum(["true", "false"])
    .optional()
    .describe(
      "commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: " +
        "false sends a field that the vendor's document does not have, with a warning, instead of refusing it",
    ),
  ifVersion: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("refuse when the record has another version by now"),
});

const inputSchema = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" });
  return rest;
};

/** A write as its tenant sees it. */
export const shownWrite = (write: Write) => {
  const {
    tenant: _,
    requestHash: __,
    leaseUntil: ___,
    place: ____,
    worker: _____,
    closed: ______,
    alone: _______,
    startedAt: ________,
    recordBefore: _________,
    unlocated: __________,
    lostAt,
    missedAt,
    firstAttemptAt,
    lastAttemptAt,
    notBefore,
    createdAt,
    error,
    ...rest
  } = write;
  const iso = (time: number | undefined) => (time === undefined ? undefined : isoTime(time));
  return {
    ...rest,
    ...(error === undefined ? {} : { error: write.state === "rejected" ? explained(error) : error }),
    createdAt: isoTime(createdAt),
    firstAttemptAt: iso(firstAttemptAt),
    lastAttemptAt: iso(lastAttemptAt),
    lostAt: iso(lostAt),
    missedAt: iso(missedAt),
    notBefore: iso(notBefore),
  };
};

const strictOf = ({ strict }: { strict?: string | undefined }): boolean | undefined =>
  strict === undefined ? undefined : strict === "true";

const idempotencyKey = (request: Request): string => {
  const key = request.headers["idempotency-key"];
  if (!key || key.length > 200) {
    throw new BadRequest(
      400,
      "idempotency-key-missing",
      "Every write needs a key of your own, so that a repeated request is one write.",
      [{ field: "Idempotency-Key", message: "1 to 200 characters" }],
    );
  }
  return key;
};

/**
 * Names of areas are looked up while the caller waits, so that he is told of those that the vendor does not have. What
 * enters a line takes one of the tenant's places.
 */
const submitDeps = ({ deps, tenant, caller, limits }: Request): SubmitDeps & Deps => ({
  by: callerName(caller),
  ...deps,
  areaReach: createAreaReach(deps),
  queuedPlaces: queuedPlaces(tenant, limits, deps),
});

/** One command, or an array of up to 1,000 with an outcome for each. */
const submit = async (request: Request<{ shop: string }>, kind: Submission["kind"], operation?: string) => {
  const { query } = request;
  const deps = submitDeps(request);
  const shop = await findShop(request);
  const input = request.body as unknown;
  if (Array.isArray(input)) return submitMany(request, shop, kind, input);
  if (query.dryRun === "true")
    return reply(200, await dryRun(shop, { kind, operation, command: input, strict: strictOf(query) }, deps));
  const submission: Submission = {
    kind,
    operation,
    command: input,
    strict: strictOf(query),
    idempotencyKey: idempotencyKey(request),
    ifVersion: query.ifVersion,
  };
  const write = await submitWrite(shop, submission, deps);
  await signOfLife(shop, deps);
  const seen = query.wait > 0 ? await outcomeOf(write, query.wait, request) : write;
  return reply(openStates.includes(seen.state) ? 202 : 200, shownWrite(seen), {
    location: `/v1/shops/${shop.id}/writes/${write.id}`,
  });
};

const submitMany = async (request: Request, shop: Shop, kind: Submission["kind"], input: readonly unknown[]) => {
  const { query } = request;
  const deps = submitDeps(request);
  if (input.length === 0 || input.length > MOST_IN_BULK) {
    throw new BadRequest(422, "bulk-size", `1 to ${MOST_IN_BULK} commands.`, [
      { field: "body", message: `${input.length} commands` },
    ]);
  }
  for (const name of ["wait", "ifVersion"] as const) {
    if (!query[name]) continue;
    throw new BadRequest(422, "not-for-lists", `${name} is for a single command.`, [
      { field: name, message: "leave it out" },
    ]);
  }
  const requests: WriteRequest[] = input.map((command) => ({ kind, command, strict: strictOf(query) }));
  if (query.dryRun === "true") return reply(207, { data: await dryRunMany(shop, requests, deps) });
  const { batch, results } = await submitWrites(shop, requests, idempotencyKey(request), deps);
  await signOfLife(shop, deps);
  const data = results.map((result, index) =>
    result instanceof BadRequest ? refused(index, result) : { index, status: 202, write: shownWrite(result) },
  );
  return reply(207, { batch, data });
};

const refused = (index: number, { status, code, message, errors }: BadRequest) => ({
  index,
  status,
  error: { code, detail: message, errors },
});

const dryRunMany = async (shop: Shop, requests: readonly WriteRequest[], deps: CheckDeps) => {
  const data: unknown[] = [];
  await inParallel([...requests.entries()], 24, async ([index, request]) => {
    try {
      data[index] = { index, status: 200, request: await dryRun(shop, request, deps) };
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      data[index] = refused(index, error);
    }
  });
  return data;
};

/** The entry when it has an outcome that was read back, or when the time is over. */
const outcomeOf = async (write: Write, seconds: number, request: Request): Promise<Write> => {
  if (hasOutcome(write)) return write;
  const { tenant, shop, id } = write;
  await request.wait({ kind: "write", tenant, shop, write: id, until: request.waitsUntil(seconds) });
  return request.deps.ledger.find({ tenant, shop }, id);
};

/** What a write answers: 202 while its outcome is to come, 200 with the outcome or of a dry run, 207 of a list. */
const submitted = {
  status: 202,
  answer: WriteAnswer,
  also: { 200: z.union([WriteAnswer, DryRun]), 207: Writes },
  idempotencyKey: "required",
  ledger: true,
  problems: [
    "invalid-command",
    "not-supported",
    "not-shared",
    "unknown-record",
    "out-of-stock",
    "areas-unreachable",
    "command-too-large",
    "bulk-size",
    "not-for-lists",
    "no-version",
    "moving",
    ...vendorProblems,
  ],
} as const satisfies Partial<Route> & { answer: z.ZodType; also: Record<number, z.ZodType> };

/** `POST /v1/shops/{shop}/orders` and so on: one route per canonical write. */
const commandRoutes: readonly Route[] = (
  [
    ["POST", "orders", "orders.create", "createOrder", "Creates an order, or several."],
    ["PATCH", "orders", "orders.update", "updateOrders", "Changes orders, each named by its id."],
    ["PATCH", "orders/{id}", "orders.update", "updateOrder", "Changes an order."],
    ["POST", "orders/cancel", "orders.cancel", "cancelOrders", "Cancels orders, each named by its id."],
    ["POST", "orders/{id}/cancel", "orders.cancel", "cancelOrder", "Cancels an order."],
    ["POST", "products", "products.create", "createProduct", "Creates a product, or several."],
    ["PATCH", "products", "products.update", "updateProducts", "Changes products, each named by its id."],
    ["PATCH", "products/{id}", "products.update", "updateProduct", "Changes a product."],
    ["POST", "stock", "stock.set", "setStock", "Sets stock at a location, or adds to it."],
    ["POST", "customers", "customers.create", "createCustomer", "Creates a customer, or several."],
    ["PATCH", "customers", "customers.update", "updateCustomers", "Changes customers, each named by its id."],
    ["PATCH", "customers/{id}", "customers.update", "updateCustomer", "Changes a customer."],
    ["POST", "invoices", "invoices.create", "createInvoice", "Creates an invoice."],
    [
      "PATCH",
      "invoices/{id}",
      "invoices.update",
      "updateInvoice",
      "Changes the delivery or the channel of an invoice.",
    ],
    ["POST", "invoices/{id}/cancel", "invoices.cancel", "cancelInvoice", "Cancels an invoice; its payments stay."],
    ["POST", "payments", "payments.create", "createPayment", "Pays an invoice."],
    ["DELETE", "products/{id}", "products.delete", "deleteProduct", "Removes a product at the vendor."],
    ["DELETE", "customers/{id}", "customers.delete", "deleteCustomer", "Removes a customer at the vendor."],
    ["POST", "categories", "categories.create", "createCategory", "Creates a category."],
    ["PATCH", "categories/{id}", "categories.update", "updateCategory", "Renames or moves a category."],
    ["DELETE", "categories/{id}", "categories.delete", "deleteCategory", "Removes a category at the vendor."],
    ["POST", "purchases", "purchases.create", "createPurchase", "Takes in goods from a supplier."],
    ["PATCH", "purchases/{id}", "purchases.update", "updatePurchase", "Changes a purchase."],
    ["POST", "purchases/{id}/cancel", "purchases.cancel", "cancelPurchase", "Cancels a purchase."],
    ["POST", "supplier-returns", "supplier-returns.create", "createSupplierReturn", "Gives goods back to a supplier."],
    ["POST", "transfers", "transfers.create", "createTransfer", "Moves goods from one location to another."],
    [
      "PATCH",
      "transfers/{id}",
      "transfers.update",
      "updateTransfer",
      "Changes a transfer, or says that it was sent or received.",
    ],
    ["POST", "transfers/{id}/cancel", "transfers.cancel", "cancelTransfer", "Cancels a transfer."],
    ["PATCH", "price-books/{id}", "price-books.set", "setPrices", "Sets prices of products in a price book."],
    ["POST", "vouchers", "vouchers.create", "createVouchers", "Makes voucher codes."],
    ["POST", "vouchers/release", "vouchers.release", "releaseVouchers", "Hands voucher codes out."],
    ["POST", "vouchers/cancel", "vouchers.cancel", "cancelVouchers", "Ends voucher codes."],
    ["POST", "shipments", "shipments.create", "createShipment", "Makes a shipment without an order."],
    ["POST", "shipments/{id}/send", "shipments.send", "sendShipment", "Hands a shipment to its carrier."],
    ["POST", "shipments/{id}/cancel", "shipments.cancel", "cancelShipment", "Cancels a shipment."],
    ["POST", "stock/count", "stock.count", "countStock", "Sets the stock of counted products."],
    ["POST", "cash", "cash.create", "createCashEntry", "Writes an entry of the cash book."],
  ] as const satisfies readonly (readonly [Route["method"], string, WriteKind, string, string])[]
).map(([method, path, kind, operationId, summary]) => {
  const byId = path.includes("{id}");
  return defineRoute({
    method,
    path: `/v1/shops/{shop}/${path}`,
    operationId,
    tag: "Commands",
    access: "write",
    summary,
    params: byId ? ShopId.extend({ id: z.string().min(1).max(300) }) : ShopId,
    query: WriteQuery,
    // The vendor's own, stricter schema decides later and names the field; this one documents the words.
    body: z.unknown().meta({ commandOf: kind }),
    ...submitted,
    handle: (request) => {
      const body = byId
        ? { ...(request.body as object | undefined), id: (request.params as unknown as { id: string }).id }
        : request.body;
      return submit({ ...request, body } as Request<{ shop: string }>, kind);
    },
  });
});

/** The scope that a key needs to call an operation of a vendor's catalog. */
export const operationAccess = ({ kind, admin }: Pick<CatalogOperation, "kind" | "admin">): Access =>
  admin ? "admin" : kind === "read" ? "read" : "write";

export const writeRoutes: readonly Route[] = [
  ...commandRoutes,
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
    params: ShopId.extend({ operation: z.string().max(100) }),
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
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/writes",
    operationId: "listWrites",
    tag: "Writes",
    access: "read",
    summary: "The ledger, newest first.",
    params: ShopId,
    query: z.strictObject({ ...PageQuery, state: z.enum(writeStates).optional(), batch: z.string().optional() }),
    answer: pageAnswer(WriteAnswer),
    async handle(request) {
      const { query, deps } = request;
      const shop = await findShop(request);
      const page = await deps.ledger.list(refOf(shop), {
        state: query.state,
        batch: query.batch,
        limit: query.limit,
        after: decodeCursor(z.string(), query.cursor),
      });
      return pageOf(page.writes.map(shownWrite), page.next);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/writes/{write}",
    operationId: "getWrite",
    tag: "Writes",
    access: "read",
    summary: "One write: its state, its outcome, what the vendor did not take, and its last call.",
    params: WriteParams,
    query: z.strictObject({ wait: z.coerce.number().int().min(0).max(20).default(0) }),
    answer: OneWrite,
    problems: ["unknown-write"],
    async handle(request) {
      const { params, query, deps } = request;
      const shop = await findShop(request);
      const write = await deps.ledger.find(refOf(shop), params.write);
      const now = query.wait > 0 ? await outcomeOf(write, query.wait, request) : write;
      const exchange = now.attempts > 0 ? await deps.exchanges.get(refOf(shop), write.id) : undefined;
      return { ...shownWrite(now), ...(exchange ? { exchange: shownExchange(exchange) } : {}) };
    },
  }),
  ...(["cancel", "retry", "adopt"] as const).map((action) =>
    defineRoute({
      method: "POST",
      path: `/v1/shops/{shop}/writes/{write}/${action}`,
      access: "write",
      operationId: { cancel: "cancelWrite", retry: "retryWrite", adopt: "adoptWrite" }[action],
      tag: "Writes",
      summary: {
        cancel: "Cancels a write that still waits.",
        retry: "Sends a rejected, dead or unknown write (again), with a changed command if one is given.",
        adopt: "Tells that the vendor did carry it out, under this id.",
      }[action],
      params: WriteParams,
      body: {
        cancel: z.strictObject({}).default({}),
        retry: z.strictObject({ command: z.unknown().optional() }).default({}),
        adopt: z.strictObject({ id: z.string().min(1).max(300) }),
      }[action],
      answer: WriteAnswer,
      problems: [
        "unknown-write",
        "wrong-state",
        "may-be-done",
        "carries-another",
        "invalid-command",
        "invalid-call",
        "command-too-large",
        "not-shared",
        "areas-unreachable",
        "moving",
      ],
      async handle(request) {
        const { params, body } = request;
        const shop = await findShop(request as Request<{ shop: string }>);
        const write = await changeWrite(shop, params.write, { action, ...(body as object) }, submitDeps(request));
        await request.audit({ action: `writes.${action}`, subject: write.id });
        return shownWrite(write);
      },
    }),
  ),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/writes/retry",
    operationId: "retryWrites",
    tag: "Writes",
    access: "write",
    summary: "Sends all rejected or dead writes again, those that stood foremost first; `more`: call again.",
    params: ShopId,
    body: z.strictObject({ state: z.enum(["rejected", "dead"]), batch: z.string().optional() }),
    answer: z.object({ retried: z.array(z.string()), more: z.boolean() }),
    problems: ["moving"],
    async handle(request) {
      const { body } = request;
      const shop = await findShop(request);
      const { retried, more } = await retryAll(shop, body, request.deadline, submitDeps(request));
      const details = { state: body.state, count: retried.length };
      await request.audit({ action: "writes.retry-all", subject: shop.id, details });
      return { retried, more };
    },
  }),
];
