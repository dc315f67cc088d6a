import * as z from "zod";
import { writeStates } from "../../core/write-states.ts";
import { refOf } from "../../stores/shops.ts";
import { changeWrite, retryAll } from "../../usecases/writing/change-write.ts";
import { pageAnswer } from "../answers/words.ts";
import { OneWrite, Write as WriteAnswer } from "../answers/writes.ts";
import { listCursor } from "../list-cursor.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { shownExchange } from "../shown-exchange.ts";
import { shownWrite } from "../shown-write.ts";
import { outcomeOf, submitDeps } from "../submit-writes.ts";
import { findShop, ShopId } from "./named-shop.ts";

const WriteParams = ShopId.extend({ write: z.string().min(1).max(60).describe("id of the write") });

/** The ledger. */
export const writeRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/writes",
    operationId: "listWrites",
    tag: "Writes",
    access: "read",
    summary: "The ledger, newest first.",
    params: ShopId,
    query: z.strictObject({
      ...PageQuery,
      state: z.enum(writeStates).optional().describe("only writes in this state"),
      batch: z.string().optional().describe("only writes of this array of commands"),
    }),
    answer: pageAnswer(WriteAnswer),
    async handle(request) {
      const { query, deps } = request;
      const shop = await findShop(request);
      const { after, page } = listCursor(request);
      const { writes, next } = await deps.ledger.list(refOf(shop), {
        state: query.state,
        batch: query.batch,
        limit: query.limit,
        after,
      });
      return page(writes.map(shownWrite), next);
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
    query: z.strictObject({
      wait: z.coerce.number().int().min(0).max(20).default(0).describe("seconds to wait for the outcome"),
    }),
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
