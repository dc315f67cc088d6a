import { createHmac } from "node:crypto";
import type { Entry } from "../simulator.ts";
import type { SimulatedDelivery } from "../types.ts";
import { type Box, RETAILER_ID } from "./box.ts";
import { type Row, withOffset } from "./wire.ts";

/** Answers that make KiotViet stop sending to the address for good (KiotViet Public API §2.11.1). */
const FATAL = new Set([400, 401, 403, 404, 405]);

/** How often it tries again is not published (field note). */
const RETRY_AFTER = [10_000, 60_000, 300_000];

/** Keys in PascalCase but for `isActive`, dates with their offset (sample, recorded). */
const toPascal = (value: unknown, key = ""): unknown => {
  if (Array.isArray(value)) return value.map((item) => toPascal(item));
  if (typeof value === "number" && /Date$/.test(key)) return withOffset(value);
  if (value === null || typeof value !== "object") return value;
  const result: Row = {};
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined || field === null) continue;
    result[name === "isActive" ? name : name.charAt(0).toUpperCase() + name.slice(1)] = toPascal(field, name);
  }
  return result;
};

/** The type is taken as it comes: the document does not say that an unknown one is refused. */
export const register = (box: Box, webhook: Row): Entry<Row> => {
  return box.registrations.insert((id) => ({
    id,
    type: webhook.Type,
    url: webhook.Url,
    isActive: webhook.IsActive ?? true,
    description: webhook.Description,
    secret: webhook.Secret,
  }));
};

const listenersOf = (box: Box, type: string): readonly Entry<Row>[] => {
  if (box.registrations.size === 0) return [];
  return box.registrations.live().filter(({ row }) => row.isActive && row.type === type);
};

export const notify = (box: Box, type: string, data: () => readonly unknown[]): void => {
  const listeners = listenersOf(box, type);
  if (listeners.length === 0) return;
  // The shop's number is appended to the action (field note, recorded).
  const notification = { Action: `${type}.${RETAILER_ID}`, Data: toPascal(data()) };
  for (const listener of listeners) {
    const body = { Id: box.shop.dice.uuid(), Attempt: 1, Notifications: [notification] };
    sendWebhook(box, listener, type, { body: JSON.stringify(body), id: body.Id });
  }
};

/** Two shapes: the document's bare list of ids, and plain ids as data, as the vendor's own plugin reads (field note). */
export const notifyRemoved = (box: Box, type: string, id: number | string): void => {
  if (box.shop.dice.chance(0.5)) {
    notify(box, type, () => [id]);
    return;
  }
  for (const listener of listenersOf(box, type)) {
    sendWebhook(box, listener, type, { body: JSON.stringify({ RemoveId: [id] }), id: box.shop.dice.uuid() });
  }
};

const sendWebhook = (
  box: Box,
  { row }: Entry<Row>,
  type: string,
  { body, id }: { readonly body: string; readonly id: string },
): void => {
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "x-webhook-event": type,
    "x-webhook-delivery": id,
  };
  if (row.secret) {
    // Labelled sha1, and yet HMAC-SHA256 with the secret as registered (field note).
    headers["x-hub-signature"] = `sha1=${createHmac("sha256", row.secret).update(body).digest("hex")}`;
  }
  box.shop.deliver({ url: row.url, headers, body });
};

/** Stops for good, or tries again with the attempt counted up. */
export const delivered = (box: Box, delivery: SimulatedDelivery, status: number | undefined): void => {
  if (status !== undefined && status >= 200 && status < 300) return;
  const type = delivery.headers["x-webhook-event"] ?? "";
  const listener = listenersOf(box, type).find(({ row }) => row.url === delivery.url);
  if (!listener) return;
  if (status !== undefined && FATAL.has(status)) {
    box.registrations.edit(listener.id, (row) => {
      row.isActive = false;
    });
    return;
  }
  const body = JSON.parse(delivery.body);
  const attempt = body.Attempt ?? 1;
  const wait = RETRY_AFTER[attempt - 1];
  if (wait === undefined || body.Attempt === undefined) return;
  box.shop.later(wait, () => {
    sendWebhook(box, listener, type, { body: JSON.stringify({ ...body, Attempt: attempt + 1 }), id: body.Id });
  });
};
