import { createHmac } from "node:crypto";
import { MINUTE } from "../../../shared/core/time.ts";
import { operations, readableTables, type Table } from "../../../shared/vendors/isale/operations.ts";
import type { Reply, RouteCall } from "../simulator.ts";
import type { SimulatedRequest } from "../types.ts";
import { type Box, newKey } from "./box.ts";
import { problem } from "./wire.ts";

export const ORDERS_ONLY = ["sales.orders.read", "data.notes.read"];

export const keyOf = (request: SimulatedRequest) => (request.headers.authorization ?? "").replace(/^Apikey\s+/, "");

export const isWrite = (request: SimulatedRequest) => request.method !== "GET";

const permissionOf = (call: RouteCall): string | undefined => {
  const operation = operations.find(({ id }) => id === call.operation);
  if (!call.operation?.startsWith("table-records.")) return operation?.permission;
  const read = readableTables[call.path.table as Table] as string | undefined;
  return isWrite(call.request) ? read?.replace(/read$/, "write") : read;
};

const unauthorized = () => problem(401, "unauthorized", "API key is missing, wrong or revoked");

export const authenticate = (box: Box, call: RouteCall): Reply | undefined => {
  const key = keyOf(call.request);
  const narrow = key === `${box.credentials.publicKey}-orders-only`;
  if (box.dead.has(key) || box.shop.signInRefused || (key !== box.credentials.publicKey && !narrow))
    return unauthorized();
  if (!signedWell(box, call.request, key)) return unauthorized();
  const permission = permissionOf(call);
  const listsTables = call.operation === "tables.list";
  if (narrow && !listsTables && permission !== undefined && !ORDERS_ONLY.includes(permission)) {
    return problem(403, "forbidden", `Missing permission: ${permission}`);
  }
  return undefined;
};

/** One of the three headers on a write switches the check of all three on. */
const signedWell = (box: Box, request: SimulatedRequest, key: string): boolean => {
  const { "x-timestamp": timestamp, "x-nonce": nonce, "x-signature": signature } = request.headers;
  if (!isWrite(request) || (timestamp === undefined && nonce === undefined && signature === undefined)) return true;
  if (timestamp === undefined || nonce === undefined || signature === undefined) return false;
  if (!(Math.abs(Number(timestamp) - box.shop.now()) <= 5 * MINUTE)) return false;
  if ((box.nonces.get(nonce) ?? 0) > box.shop.now()) return false;
  box.nonces.set(nonce, box.shop.now() + 5 * MINUTE);
  // The document keeps the canonical string to itself; this shop signs these five lines.
  const canonical = [request.method, request.path, timestamp, nonce, request.body].join("\n");
  return createHmac("sha256", key).update(canonical).digest("hex") === signature;
};

/** The owner withdraws the key and makes a new one: that is what a person would then type in. */
export const withdrawKey = (box: Box) => {
  box.dead.add(box.credentials.publicKey);
  box.credentials.publicKey = newKey(box.dice);
};
