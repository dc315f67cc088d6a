import { parseJson } from "../../core/json.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Untyped } from "../../core/rows.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";

type Loose = Record<string, Untyped>;
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

/** An app chooses the version of its webhooks for all of its shops: those of v2 may come to a shop of v3. */
const eventsOfV2: Readonly<Record<string, readonly ResourceName[]>> = { paymentReceived: ["orders", "invoices"] };
const resourcesOf = (event: string): readonly ResourceName[] => {
  const table = Object.hasOwn(events, event) ? events : eventsOfV2;
  return Object.hasOwn(table, event) ? table[event]! : [];
};

const isId = (value: unknown): value is string | number =>
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0) ||
  (typeof value === "string" && /^[1-9]\d*$/.test(value));

/** v2 names the ids of its webhooks `orderId`, `productId` and `billId`. */
const ownIds = ["id", "productId", "orderId", "billId"];
/** Rows as an array, a single row, an object keyed by id, or bare ids: every one of them is read. */
const rowsIn = (data: unknown): readonly unknown[] => {
  if (Array.isArray(data)) return data;
  if (!isObject(data)) return isId(data) ? [data] : [];
  if (isObject(data.info) || ownIds.some((name) => isId(data[name]))) return [data];
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
        // `id` beside `productId` would be the shop's own.
        row.productId ?? row.idNhanh ?? row.id,
        ...(depth < 2 && Array.isArray(row.childs) ? row.childs : []).flatMap((child: unknown) =>
          productIds(child, depth + 1),
        ),
      ]
    : [row];

const idsOf = (data: unknown, read: (row: unknown) => unknown[]): string[] => [
  ...new Set(
    rowsIn(data)
      .flatMap((row) => read(row))
      .filter(isId)
      .map(String),
  ),
];

/** The payment names an order or a bill; its payload is not documented, so without either both are looked at whole. */
const paymentHints = (data: unknown, event: string): readonly Hint[] => {
  const named = (name: string) => idsOf(data, (row) => (isObject(row) ? [row[name]] : []));
  const [orders, invoices] = [named("orderId"), named("billId")];
  const hint = (resource: ResourceName, ids: readonly string[]): Hint => ({ resource, ids, deleted: false, event });
  if (orders.length === 0 && invoices.length === 0) return [hint("orders", []), hint("invoices", [])];
  return [
    ...(orders.length > 0 ? [hint("orders", orders)] : []),
    ...(invoices.length > 0 ? [hint("invoices", invoices)] : []),
  ];
};

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
  family: { name: "nhanh", keeper: "nhanh-v3" },
  events,
  secrets: ["secretKey", "accessCode", "accessToken"],

  // The pages disagree: the token is raw in `Authorization` (Webhooks) or in the body, as in v2 (app settings).
  shown: ({ headers, body }) => {
    const token = headers.authorization ?? tokenIn(body);
    return typeof token === "string" ? token : undefined;
  },
  wanted: (secret) => [secret],

  business: (body) => {
    if (!isObject(body)) return undefined;
    // v2 writes it into `data` where a change of an order is told.
    const id = body.businessId ?? (isObject(body.data) ? body.data.businessId : undefined);
    return isId(id) ? String(id) : undefined;
  },

  hints: (body) => {
    const event = eventOf(body);
    const resources = resourcesOf(event);
    if (resources.length === 0 || !isObject(body)) return [];
    if (event === "paymentReceived") return paymentHints(dataOf(body), event);
    const ids = idsOf(dataOf(body), event.startsWith("order") ? orderIds : productIds);
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
    "Save. Nhanh sends webhooksEnabled at once and expects HTTP 200. The address serves every business of the app, with tokens of version 2.0 as well.",
  ],
};
