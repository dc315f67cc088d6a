import { stableJson } from "../../core/content.ts";
import { BadRequest, isVendorError, Rejected } from "../../core/errors.ts";
import { recordIdOf, referenceOf, timeId } from "../../core/ids.ts";
import type { Inventory } from "../../core/records.ts";
import { isObject } from "../../core/rows.ts";
import type { CanonicalWrite, HttpRequest, OperationCall, Vendor, WriteContext, WriteKind } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { collectionsOfCall, collectionsOfWrite, requireShared } from "../shops/owners-choice.ts";
import { plainRequest } from "../shops/plain-request.ts";
import { checkPassthrough } from "./check-passthrough.ts";
import { readOf } from "./context.ts";
import { type Portable, type PortableDeps, toVendorCommand } from "./portable.ts";

export interface CheckDeps extends PortableDeps {
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly random: () => number;
  readonly randomId: () => string;
}

/** What is to be written: `orders.create`, or `passthrough` with the vendor's operation. */
export interface WriteRequest {
  readonly kind: WriteKind | "passthrough";
  readonly operation?: string | undefined;
  readonly command: unknown;
  /**
   * A command: what the vendor cannot hold is refused by field, instead of left out and named (default: left out). An
   * operation: fields that the document does not have are refused, instead of sent with a warning (default: refused).
   */
  readonly strict?: boolean | undefined;
}

export interface CheckedCommand extends Pick<Portable, "filled" | "dropped" | "unlocated"> {
  /** What the vendor is told to do: a `delta` makes `stock.move` of `stock.set`. */
  readonly kind: WriteRequest["kind"];
  readonly operation: string;
  readonly command: unknown;
  readonly entity: string;
  /** The vendor call as it would be sent now. */
  readonly call: OperationCall;
  /** What of the call repeats the record as the copy has it. */
  readonly carried?: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly string[];
}

/**
 * Bytes of a command in the ledger. The table refuses items of more than 400 KB, also when they grow: the rest is room
 * for what is noted later, an answer or a refusal.
 */
const LARGEST = 300_000;

/**
 * What the vendor would refuse is refused before anything is stored: documented rules, records that it would make up,
 * what the copy says about the record, stock that the shop does not sell below.
 * @throws BadRequest 422 with the field at fault; 403 for what the owner does not share; 404 and 409 for operations
 */
export const checkWrite = async (
  shop: Shop,
  request: WriteRequest,
  deps: CheckDeps,
  lookUp?: LookUp,
): Promise<CheckedCommand> => {
  const vendor = deps.vendor(shop.vendor);
  if (request.kind === "passthrough") return passthrough(shop, request, vendor);
  const kind = kindOf(request, vendor);
  const declared = vendor.writes[kind];
  if (!declared) {
    const instead = kind === "stock.set" && vendor.writes["stock.move"] ? " It moves stock by a delta." : "";
    throw new BadRequest(422, "not-supported", `${vendor.name} has no way to do ${kind}.${instead}`, [
      { field: kind === "stock.set" ? "absolute" : "kind", message: kind },
    ]);
  }
  requireShared(shop, collectionsOfWrite(vendor, kind, declared));
  const { command, filled, dropped, unlocated } = await toVendorCommand(
    { shop, kind, declared, given: request.command, strict: request.strict ?? false },
    deps,
  );
  const entity = declared.entity(command);
  checkSize(command, entity);
  await checkExistence(shop, declared, command, deps);
  await checkStock(shop, declared, command, deps);
  const { call, carried } = await encodeNow(shop, { declared, command, lookUp }, deps);
  return {
    kind,
    operation: declared.operationFor?.(command) ?? declared.operation,
    command,
    entity,
    call,
    carried,
    filled,
    dropped,
    unlocated,
  };
};

/** An entity is made of parts of the command, and a direct call's may be long. */
const checkSize = (command: unknown, entity: string): void => {
  const bytes = Buffer.byteLength(JSON.stringify(command)) + Buffer.byteLength(entity);
  if (bytes <= LARGEST) return;
  throw new BadRequest(422, "command-too-large", `A command may have ${LARGEST} bytes. Send it in parts.`, [
    { field: "body", message: `${bytes} bytes; at most ${LARGEST}` },
  ]);
};

/** One route takes both; at the vendors they are two different calls. */
const kindOf = ({ kind, command }: WriteRequest, vendor: Vendor): WriteKind => {
  if (kind !== "stock.set" && kind !== "stock.move") return kind as WriteKind;
  const { absolute, delta } = (command ?? {}) as { absolute?: unknown; delta?: unknown };
  const isMove = delta !== undefined && absolute === undefined;
  return isMove && (vendor.writes["stock.move"] || !vendor.writes["stock.set"]) ? "stock.move" : "stock.set";
};

const checkExistence = async (shop: Shop, declared: CanonicalWrite, command: unknown, deps: CheckDeps) => {
  const errors: { field: string; message: string }[] = [];
  for (const { resource, ids, field } of declared.mustExist?.(command) ?? []) {
    // Of what the shop does not copy nobody can tell what exists.
    if (shop.resources !== undefined && !shop.resources.includes(resource)) continue;
    const known = new Set(await deps.records.living(refOf(shop), resource, ids));
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    errors.push(...missing.map((id) => ({ field, message: `${id} is not among the shop's ${resource}` })));
  }
  if (errors.length > 0)
    throw new BadRequest(422, "unknown-record", "The vendor would make up what it does not know.", errors);
};

/** By the copy of the stock: what it does not hold is left to the vendor. */
const checkStock = async (shop: Shop, declared: CanonicalWrite, command: unknown, deps: CheckDeps) => {
  const needs = declared.takesStock?.(command, shop.accountDetails ?? {}) ?? [];
  if (needs.length === 0) return;
  const stored = await deps.records.getMany(
    refOf(shop),
    "inventory",
    needs.map(({ productId }) => productId),
  );
  const levels = new Map(stored.filter(({ deleted }) => !deleted).map(({ id, record }) => [id, record as Inventory]));
  const taken = new Map<string, number>();
  const errors: { field: string; message: string }[] = [];
  for (const { productId, locationId, quantity, field } of needs) {
    const level = levels.get(productId)?.levels.find((one) => one.locationId === locationId);
    const place = `${productId}#${locationId}`;
    const sum = (taken.get(place) ?? 0) + quantity;
    taken.set(place, sum);
    if (level?.onHand !== undefined && sum > level.onHand)
      errors.push({ field, message: `only ${level.onHand} are in stock` });
  }
  if (errors.length > 0)
    throw new BadRequest(422, "out-of-stock", "The shop does not sell more than it has in stock.", errors);
};

interface Encoding {
  readonly declared: CanonicalWrite;
  readonly command: unknown;
  readonly lookUp: LookUp | undefined;
}

const encodeNow = async (
  shop: Shop,
  { declared, command, lookUp }: Encoding,
  deps: CheckDeps,
): Promise<Required<Pick<CheckedCommand, "call" | "carried">>> => {
  const id = recordIdOf(command);
  const current =
    declared.resource && id !== undefined ? await deps.records.get(refOf(shop), declared.resource, id) : undefined;
  const reading = declared.reads?.(command);
  const writeId = timeId(deps.clock(), deps.random);
  const context: WriteContext = {
    writeId,
    reference: referenceOf(writeId),
    settings: shop.settings,
    grants: shop.accountDetails ?? {},
    current: current?.raw,
    found: await lookUp?.(declared, command),
    ...(reading && readOf(await deps.records.getMany(refOf(shop), reading.resource, reading.ids))),
  };
  try {
    const call = declared.encode(command, context);
    return { call, carried: stillCarried(declared.carried?.(context.current, context), call.body) };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new BadRequest(
      422,
      "invalid-command",
      error.message,
      Object.entries(error.fields).map(([field, message]) => ({ field, message })),
    );
  }
};

/** Of what a call repeats: the fields that the command has not replaced. */
const stillCarried = (carried: unknown, body: unknown): Record<string, unknown> => {
  // Some calls take a list, here of one.
  const sent = ((Array.isArray(body) ? body[0] : body) ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries((carried ?? {}) as Record<string, unknown>).flatMap(([field, value]) => {
      const part = partCarried(value, sent[field]);
      return part === undefined ? [] : [[field, part]];
    }),
  );
};

const partCarried = (value: unknown, sent: unknown): unknown => {
  if (stableJson(value) === stableJson(sent)) return value;
  if (Array.isArray(value) && Array.isArray(sent)) return entriesCarried(value, sent);
  if (!isObject(value) || !isObject(sent)) return undefined;
  const part = stillCarried(value, sent);
  return Object.keys(part).length > 0 ? part : undefined;
};

/** Of a list: the entries that are sent again, and of one that was changed what has stayed beside its id. */
const entriesCarried = (values: readonly unknown[], sent: readonly unknown[]): readonly unknown[] | undefined => {
  const parts = values.flatMap((value) => {
    const same = sent.find(
      (one) => stableJson(one) === stableJson(value) || (hasId(value) && idOf(one) === idOf(value)),
    );
    const part = partCarried(value, same);
    return part === undefined ? [] : [part];
  });
  return parts.length > 0 ? parts : undefined;
};

const idOf = (value: unknown): unknown => (isObject(value) ? value.id : undefined);
const hasId = (value: unknown): boolean => idOf(value) !== undefined;

const passthrough = (shop: Shop, { operation, command, strict }: WriteRequest, vendor: Vendor): CheckedCommand => {
  const checked = checkPassthrough(operation, command as OperationCall, vendor, strict ?? true);
  requireShared(shop, collectionsOfCall(vendor, { id: checked.operation }, checked.call));
  checkSize(checked.call, checked.entity);
  return { ...checked, kind: "passthrough", command: checked.call, filled: {}, dropped: {}, unlocated: false };
};

/** What a write looks up right before its call, for a caller who only wants to see it. */
type LookUp = (declared: CanonicalWrite, command: unknown) => Promise<unknown>;

const lookUpNow =
  (shop: Shop, { areaReach }: CheckDeps): LookUp =>
  async (declared, command) => {
    if (!areaReach) return undefined;
    try {
      return await declared.lookUp?.(command, areaReach(shop).call);
    } catch (error) {
      // The lists cannot be read now: the names are shown as they would go without them.
      if (!isVendorError(error)) throw error;
      return undefined;
    }
  };

/** A guard that guards nothing would be believed. @throws BadRequest 422 */
export const checkGuard = (shop: Shop, { kind, command }: CheckedCommand, deps: CheckDeps): Guarded => {
  const { resource } = (kind === "passthrough" ? undefined : deps.vendor(shop.vendor).writes[kind]) ?? {};
  const id = recordIdOf(command);
  if (resource !== undefined && id !== undefined) return { resource, id };
  throw new BadRequest(422, "no-version", "This write is not about a record that has a version.", [
    { field: "ifVersion", message: "for updates and stock" },
  ]);
};

/** The record whose version a write names. */
interface Guarded {
  readonly resource: string;
  readonly id: string;
}

/** By the copy: a write is compared once more right before its call, with what the vendor shows then. */
const checkVersion = async (shop: Shop, { resource, id }: Guarded, ifVersion: number, deps: CheckDeps) => {
  const stored = await deps.records.get(refOf(shop), resource, id);
  const version = stored && !stored.deleted ? stored.version : 0;
  if (version === ifVersion) return;
  const message = `the record is at version ${version}`;
  throw new BadRequest(409, "version-conflict", `The write would be refused: ${message}.`, [
    { field: "ifVersion", message },
  ]);
};

/** What would be sent, and how the command was understood. */
export interface DryRun extends Pick<HttpRequest, "method" | "url"> {
  readonly body?: unknown;
  /** The command as this vendor takes it. */
  readonly command?: unknown;
  /** Its fields that the copy of the shop has filled in. */
  readonly filled?: Portable["filled"];
  /** What the body repeats of the record as the copy has it, because the call would blank it. Read anew when it is sent. */
  readonly carried?: CheckedCommand["carried"];
  /** Its fields that the vendor cannot hold, each with the reason. */
  readonly dropped?: Portable["dropped"];
}

/** The exact request that would be sent, without the parts that are secret; or the refusal that the write would meet. */
export const dryRun = async (
  shop: Shop,
  request: WriteRequest & { readonly ifVersion?: number | undefined },
  deps: CheckDeps,
): Promise<DryRun> => {
  const checked = await checkWrite(shop, request, deps, lookUpNow(shop, deps));
  const { kind, operation, call, command, filled, carried, dropped } = checked;
  if (request.ifVersion !== undefined)
    await checkVersion(shop, checkGuard(shop, checked, deps), request.ifVersion, deps);
  const { method, url, body } = plainRequest(shop, deps.vendor(shop.vendor), { operation, call }, deps);
  return {
    method,
    url,
    ...(body === undefined ? {} : { body: readable(body) }),
    ...(kind === "passthrough" ? {} : { command, filled, carried, dropped }),
  };
};

const readable = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};
