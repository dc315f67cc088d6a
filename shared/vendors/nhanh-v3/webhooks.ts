import { createHash, timingSafeEqual } from "node:crypto";
import { parseJson } from "../../core/json.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";

type Loose = Record<string, any>;
const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;

/** Nhanh Open API v3, Webhooks. orderPartialReturn is on the order page and missing in the table of events. */
const events: Readonly<Record<string, readonly ResourceName[]>> = {
  webhooksEnabled: [],
  appUninstalled: [],
  productAdd: ["products", "inventory"],
  productUpdate: ["products", "inventory"],
  productDelete: ["products", "inventory"],
  inventoryChange: ["inventory"],
  orderAdd: ["orders"],
  orderUpdate: ["orders"],
  orderDelete: ["orders"],
  // Goods come back into stock: there is a bill as well, which the payload does not name.
  orderPartialReturn: ["orders", "returns"],
};

const isId = (value: unknown): value is string | number =>
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0) ||
  (typeof value === "string" && /^[1-9]\d*$/.test(value));

/** Rows as an array, a single row, an object keyed by id, or bare ids: every one of them is read. */
const rowsIn = (data: unknown): readonly unknown[] => {
  if (Array.isArray(data)) return data;
  if (!isObject(data)) return isId(data) ? [data] : [];
  if (isObject(data.info) || isId(data.id) || isId(data.productId)) return [data];
  return Object.entries(data).map(([name, row]) =>
    isObject(row) && !isObject(row.info) && !isId(row.id) && isId(name) ? { ...row, id: name } : row,
  );
};

const orderIds = (row: unknown): unknown[] =>
  isObject(row) ? [row.info?.id, row.originalOrder?.id, row.orderId, row.id] : [row];
/** A product's children come along with it. */
const productIds = (row: unknown, depth = 0): unknown[] =>
  isObject(row)
    ? [
        row.id ?? row.productId,
        ...(depth < 2 && Array.isArray(row.childs) ? row.childs : []).flatMap((child: unknown) =>
          productIds(child, depth + 1),
        ),
      ]
    : [row];

const digest = (value: string): Buffer => createHash("sha256").update(value).digest();

/** The text calls `data` a JSON string, the samples show plain JSON: both are read. */
const dataOf = (body: Loose): unknown => {
  if (typeof body.data !== "string") return body.data;
  try {
    return parseJson(body.data);
  } catch {
    return undefined;
  }
};

const tokenIn = (bytes: Uint8Array): unknown => {
  try {
    return (JSON.parse(Buffer.from(bytes).toString("utf8")) as Loose | null)?.webhooksVerifyToken;
  } catch {
    return undefined;
  }
};

const eventOf = (body: unknown): string => (isObject(body) && typeof body.event === "string" ? body.event : "");

export const webhooks: VendorWebhooks = {
  scope: "app",
  events,

  // The pages disagree: the token is raw in `Authorization` (Webhooks) or in the body, as in v2 (app settings).
  verify: (delivery, secret) => {
    const token = delivery.headers.authorization ?? tokenIn(delivery.body);
    return secret !== "" && typeof token === "string" && timingSafeEqual(digest(token), digest(secret));
  },

  business: (body) => {
    const id = isObject(body) ? body.businessId : undefined;
    return isId(id) ? String(id) : undefined;
  },

  hints: (body) => {
    const event = eventOf(body);
    const resources = Object.hasOwn(events, event) ? events[event]! : [];
    if (resources.length === 0 || !isObject(body)) return [];
    const read = event.startsWith("order") ? orderIds : productIds;
    const ids = [
      ...new Set(
        rowsIn(dataOf(body))
          .flatMap((row) => read(row))
          .filter(isId)
          .map(String),
      ),
    ];
    return resources.map(
      // Ids of orders say nothing about returns: those are looked at as a whole.
      (resource): Hint => ({
        resource,
        ids: resource === "returns" ? [] : ids,
        deleted: ids.length > 0 && event.endsWith("Delete"),
        event,
      }),
    );
  },

  revoked: (body) => eventOf(body) === "appUninstalled",

  instructions: (address, secret) => [
    "Sign in at https://open.nhanh.vn/apps with the developer account and open the app.",
    'Edit the app, turn on "Webhooks" and choose webhooks version 3.0.',
    `Webhooks callback URL: ${address}`,
    `Webhooks verify token: ${secret} (16 to 128 characters, digits and letters)`,
    "Tick productAdd, productUpdate, productDelete, inventoryChange, orderAdd, orderUpdate, orderDelete and, where it is offered, orderPartialReturn and appUninstalled.",
    "Save. Nhanh sends webhooksEnabled at once and expects HTTP 200. The address serves every business of the app.",
  ],
};
