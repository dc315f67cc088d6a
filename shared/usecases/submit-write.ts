import { contentHash } from "../core/content.ts";
import { BadRequest, Rejected } from "../core/errors.ts";
import { referenceOf, timeId } from "../core/ids.ts";
import type { Clock, QueueMessage, Queues } from "../core/ports.ts";
import { SECOND } from "../core/time.ts";
import type { HttpRequest, OperationCall, Vendor, WriteKind } from "../core/vendor.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { LedgerStore, Write } from "../stores/ledger.ts";
import type { RecordStore } from "../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../stores/shops.ts";
import { hostsOf, operationOf } from "./open-shop.ts";

export interface SubmitDeps {
  readonly ledger: LedgerStore;
  readonly shops: ShopStore;
  readonly records: RecordStore;
  readonly queues: Queues;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
  readonly random: () => number;
  readonly randomId: () => string;
}

export interface Submission {
  /** `orders.create`, or `passthrough` with the vendor's operation. */
  readonly kind: WriteKind | "passthrough";
  readonly operation?: string | undefined;
  readonly command: unknown;
  readonly idempotencyKey: string;
  readonly ifVersion?: number | undefined;
  readonly batch?: string | undefined;
}

/** Work that is found by `tick` if the queue should never hear of it. */
const OUTBOX_DELAY = 20 * SECOND;

/**
 * Stores a write in the ledger and wakes a worker. Same key and body: the entry that is already there.
 * @throws BadRequest 422 with the field at fault, or for a key that stands for another body; 404, 409
 */
export const submitWrite = async (shop: Shop, submission: Submission, deps: SubmitDeps): Promise<Write> => {
  const ref = refOf(shop);
  const checked = checkCommand(shop, submission, deps.vendor(shop.vendor));
  const requestHash = contentHash(submission.kind, checked.operation, submission.command, submission.ifVersion ?? null);
  for (;;) {
    const now = deps.clock();
    const known = await deps.ledger.byKey(ref, submission.idempotencyKey, now);
    if (known) {
      if (known.requestHash !== requestHash) {
        throw new BadRequest(422, "idempotency-key-reused", "This Idempotency-Key was used with another body.", [
          { field: "Idempotency-Key", message: `stands for write ${known.id}` },
        ]);
      }
      return deps.ledger.find(ref, known.id);
    }
    const tail = submission.kind === "stock.set" ? await deps.ledger.tail(ref, checked.entity) : undefined;
    const merged = tail && mergeStock(tail, checked.command);
    const write: Write = {
      id: await deps.ledger.nextId(ref, checked.entity, now, deps.random),
      ...ref,
      kind: submission.kind,
      operation: checked.operation,
      command: merged ?? checked.command,
      entity: checked.entity,
      state: "queued",
      attempts: 0,
      probes: 0,
      createdAt: now,
      requestHash,
      ...(submission.ifVersion === undefined ? {} : { ifVersion: submission.ifVersion }),
      ...(submission.batch === undefined ? {} : { batch: submission.batch }),
    };
    // The reminder before the entry: an entry without a reminder could be forgotten, the reverse costs one look.
    await deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: now + OUTBOX_DELAY });
    if (!(await deps.ledger.add(write, submission.idempotencyKey, now, merged ? tail : undefined))) continue;
    await wake(ref, [deps.ledger.lane(write.entity)], deps);
    return write;
  }
};

/** Wakes workers for these lines. A queue that cannot take the message is no reason to refuse a stored write. */
export const wake = async (
  ref: ShopRef,
  lanes: readonly string[],
  deps: Pick<SubmitDeps, "queues" | "randomId">,
): Promise<void> => {
  await deps.queues
    .send(
      "writes",
      lanes.map((lane) => wakeMessage(ref, lane, deps.randomId())),
    )
    .catch(() => undefined);
};

export const wakeMessage = (ref: ShopRef, lane: string, id: string): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop, lane },
  group: `${ref.shop}-${lane}`,
  id,
});

interface CheckedCommand {
  readonly operation: string;
  readonly command: unknown;
  readonly entity: string;
}

/** The vendor's documented rules, before anything is stored. */
export const checkCommand = (
  shop: Shop,
  submission: Pick<Submission, "kind" | "operation" | "command">,
  vendor: Vendor,
): CheckedCommand => {
  if (submission.kind === "passthrough") return checkPassthrough(shop, submission, vendor);
  const declared = vendor.writes[submission.kind];
  if (!declared) {
    throw new BadRequest(422, "not-supported", `${vendor.name} has no way to do ${submission.kind}.`, [
      { field: "kind", message: submission.kind },
    ]);
  }
  const parsed = declared.command.safeParse(submission.command);
  if (!parsed.success) {
    throw new BadRequest(
      422,
      "invalid-command",
      "The vendor would refuse this command.",
      parsed.error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message })),
    );
  }
  return {
    operation: declared.operation,
    command: parsed.data,
    entity: `${submission.kind.split(".")[0]}:${declared.entity(parsed.data)}`,
  };
};

const checkPassthrough = (
  shop: Shop,
  submission: Pick<Submission, "operation" | "command">,
  vendor: Vendor,
): CheckedCommand => {
  const operation = vendor.operations.find(({ id }) => id === submission.operation);
  if (!operation || operation.kind === "auth")
    throw new BadRequest(404, "unknown-operation", `${vendor.name} has no operation ${submission.operation}.`);
  if (operation.kind === "read")
    throw new BadRequest(409, "not-a-write", `${operation.id} only reads; call it under /operations.`);
  const call = checkCall(operation, submission.command as OperationCall);
  const ids = Object.values(call.params ?? {})
    .map(String)
    .sort()
    .join(",");
  return {
    operation: operation.id,
    command: call,
    entity: ids === "" ? `${operation.id}:${contentHash(call.body ?? null)}` : `${operation.path}:${ids}:${shop.id}`,
  };
};

/** Parameters and body against the catalog. @throws BadRequest 422 */
export const checkCall = (operation: ReturnType<typeof operationOf>, call: OperationCall): OperationCall => {
  const errors: { field: string; message: string }[] = [];
  const params = operation.params.safeParse(call.params ?? {});
  if (!params.success)
    errors.push(
      ...params.error.issues.map((issue) => ({ field: ["params", ...issue.path].join("."), message: issue.message })),
    );
  const body = operation.body?.safeParse(call.body);
  if (body && !body.success)
    errors.push(
      ...body.error.issues.map((issue) => ({ field: ["body", ...issue.path].join("."), message: issue.message })),
    );
  if (!operation.body && call.body !== undefined) errors.push({ field: "body", message: "this operation has no body" });
  if (errors.length > 0) throw new BadRequest(422, "invalid-call", `${operation.id} does not take this.`, errors);
  return { params: params.data as Record<string, unknown>, ...(body ? { body: body.data } : {}) };
};

/** Stock that waits in the line is overtaken by newer stock of the same kind: one call instead of two. */
const mergeStock = (tail: Write, command: unknown): unknown | undefined => {
  if (tail.kind !== "stock.set" || tail.state !== "queued" || tail.attempts > 0 || tail.ifVersion !== undefined)
    return undefined;
  const old = tail.command as { absolute?: number; delta?: number };
  const next = command as { absolute?: number; delta?: number };
  if (next.absolute !== undefined) return next;
  if (old.delta !== undefined && next.delta !== undefined) return { ...next, delta: old.delta + next.delta };
  return undefined;
};

/** The exact request that would be sent, without the parts that are secret. */
export const dryRun = async (
  shop: Shop,
  submission: Submission,
  deps: SubmitDeps,
): Promise<Pick<HttpRequest, "method" | "url"> & { body?: unknown }> => {
  const vendor = deps.vendor(shop.vendor);
  const checked = checkCommand(shop, submission, vendor);
  const declared = submission.kind === "passthrough" ? undefined : vendor.writes[submission.kind];
  const writeId = timeId(deps.clock(), deps.random);
  const call = declared
    ? await encodeDry(() =>
        declared.encode(checked.command, {
          writeId,
          reference: referenceOf(writeId),
          settings: shop.settings,
          grants: {},
        }),
      )
    : (checked.command as OperationCall);
  const operation = operationOf(vendor, checked.operation);
  const blank = "0".repeat(32);
  const credentials = Object.fromEntries(Object.keys(vendor.credentials.shape).map((name) => [name, blank]));
  const request = vendor.request(operation, call, {
    access: { credentials, session: { token: blank, grants: shop.accountDetails ?? {} } },
    hosts: hostsOf(shop, vendor),
    settings: shop.settings,
    now: deps.clock,
    randomId: deps.randomId,
  });
  return {
    method: request.method,
    url: request.url.replaceAll(blank, "..."),
    ...(request.body === undefined ? {} : { body: readable(request.body.replaceAll(blank, "...")) }),
  };
};

const encodeDry = async <Result>(encode: () => Result): Promise<Result> => {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new BadRequest(
      422,
      error.code,
      error.message,
      Object.entries(error.fields).map(([field, message]) => ({ field, message })),
    );
  }
};

const readable = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};
