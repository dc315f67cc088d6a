import * as z from "zod";
import { BadRequest } from "../core/errors.ts";
import { inParallel } from "../core/parallel.ts";
import { openStates } from "../core/write-states.ts";
import type { Deps } from "../lambda/wiring.ts";
import type { Write } from "../stores/ledger.ts";
import type { Shop } from "../stores/shops.ts";
import { signOfLife } from "../usecases/shops/sign-of-life.ts";
import { createAreaReach } from "../usecases/writing/area-reach.ts";
import { type CheckDeps, dryRun, type WriteRequest } from "../usecases/writing/check-write.ts";
import { queuedPlaces } from "../usecases/writing/queued-places.ts";
import { type Submission, type SubmitDeps, submitWrite, submitWrites } from "../usecases/writing/submit-write.ts";
import { hasOutcome } from "../usecases/writing/wait-for-outcome.ts";
import { DryRun, Write as WriteAnswer, Writes } from "./answers/writes.ts";
import { callerName } from "./audit.ts";
import { vendorProblems } from "./problems-of.ts";
import { type Request, type Route, reply } from "./route.ts";
import { findShop } from "./routes/named-shop.ts";
import { shownWrite } from "./shown-write.ts";

/* How a request becomes writes of the ledger: one command, a list of them, or a dry run. */

const MOST_IN_BULK = 1_000;

export const WriteQuery = z.strictObject({
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
export const submitDeps = ({ deps, tenant, caller, limits }: Request): SubmitDeps & Deps => ({
  by: callerName(caller),
  ...deps,
  areaReach: createAreaReach(deps),
  queuedPlaces: queuedPlaces(tenant, limits, deps),
});

/** One command, or an array of up to 1,000 with an outcome for each. */
export const submit = async (request: Request<{ shop: string }>, kind: Submission["kind"], operation?: string) => {
  const { query } = request;
  const deps = submitDeps(request);
  const shop = await findShop(request);
  const input = request.body as unknown;
  if (Array.isArray(input)) return submitMany(request, shop, kind, input);
  const asked = { kind, operation, command: input, strict: strictOf(query), ifVersion: query.ifVersion };
  if (query.dryRun === "true") return reply(200, await dryRun(shop, asked, deps));
  const submission: Submission = { ...asked, idempotencyKey: idempotencyKey(request) };
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
export const outcomeOf = async (write: Write, seconds: number, request: Request): Promise<Write> => {
  if (hasOutcome(write)) return write;
  const { tenant, shop, id } = write;
  await request.wait({ kind: "write", tenant, shop, write: id, until: request.waitsUntil(seconds) });
  return request.deps.ledger.find({ tenant, shop }, id);
};

/** What a write answers: 202 while its outcome is to come, 200 with the outcome or of a dry run, 207 of a list. */
export const submitted = {
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
    "version-conflict",
    "moving",
    ...vendorProblems,
  ],
} as const satisfies Partial<Route> & { answer: z.ZodType; also: Record<number, z.ZodType> };
