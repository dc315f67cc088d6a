import { parseJson } from "../../core/json.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Untyped } from "../../core/rows.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";

type Loose = Record<string, Untyped>;
const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;

/** Nhanh Open API v2, webhooks. `appUninstalled` is in v3's list only; an app may be switched over at any time. */
const events = {
  webhooksEnabled: [],
  appUninstalled: [],
  productAdd: ["products", "inventory"],
  productUpdate: ["products", "inventory"],
  productDelete: ["products", "inventory"],
  inventoryChange: ["inventory"],
  orderAdd: ["orders"],
  orderUpdate: ["orders"],
  orderDelete: ["orders"],
  paymentReceived: ["orders", "invoices"],
} as const;

/** An app chooses the version of its webhooks for all of its shops: those of v3 may come to a shop of v2. */
const eventsOfV3 = { orderPartialReturn: ["orders", "returns"] } as const;
const known: Readonly<Record<string, readonly ResourceName[]>> = { ...events, ...eventsOfV3 };

/** Names of the id in the webhook, in the list, and in older payloads, in the order in which they are believed. */
const idNames: Readonly<Record<string, readonly string[]>> = {
  products: ["productId", "idNhanh", "id"],
  inventory: ["productId", "idNhanh", "id"],
  orders: ["orderId", "idNhanh", "id"],
  invoices: ["billId"],
};

const isId = (value: unknown): value is string | number =>
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0) ||
  (typeof value === "string" && /^[1-9]\d*$/.test(value));

/** One row, an array of rows or ids, or an object keyed by id: every one of them is read. */
const idsIn = (data: unknown, names: readonly string[], depth = 0): string[] => {
  if (isId(data)) return [String(data)];
  if (!isObject(data) || depth > 2) return [];
  if (Array.isArray(data)) return data.flatMap((row) => idsIn(row, names, depth + 1));
  // v3 puts an order's id into `info`, and the order that goods come back from into `originalOrder`.
  const [inside, original] = [data.info, data.originalOrder].map((part) => (isObject(part) ? part.id : undefined));
  const own = [inside, ...names.map((name) => data[name])].find(isId);
  // A product of v3 brings its children along.
  const children = Array.isArray(data.childs) ? idsIn(data.childs, names, depth + 1) : [];
  if (own !== undefined || isId(original)) return [...[own, original].filter(isId).map(String), ...children];
  return Object.entries(data).flatMap(([name, row]) => {
    if (isId(name) && isObject(row)) {
      const inside = idsIn(row, names, depth + 1);
      return inside.length > 0 ? inside : [name];
    }
    // `{"0": 12345, "1": 12346}` and `{orderId1, orderId2}`: a list that was drawn as an object.
    return isId(row) && /^\d+$/.test(name) ? [String(row)] : [];
  });
};

const parse = (body: Uint8Array): unknown => {
  try {
    return parseJson(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
};

const eventOf = (body: unknown): string => (isObject(body) && typeof body.event === "string" ? body.event : "");

/** The samples show `data` as an object; the text (of v3, same rules) also calls it a JSON string. */
const dataOf = (body: Loose): unknown => {
  if (typeof body.data !== "string") return body.data;
  return parse(Buffer.from(body.data));
};

export const webhooks: VendorWebhooks = {
  scope: "app",
  family: { name: "nhanh", keeper: "nhanh-v3" },
  events,
  secrets: ["secretKey", "accessCode"],

  // The token lies in the body; in the header where the app has chosen the webhooks of v3.
  shown: ({ headers, body }) => {
    const parsed = parse(body);
    const token = (isObject(parsed) ? parsed.webhooksVerifyToken : undefined) ?? headers.authorization;
    return typeof token === "string" ? token : undefined;
  },
  wanted: (secret) => [secret],

  business: (body) => {
    if (!isObject(body)) return undefined;
    const id = body.businessId ?? (isObject(body.data) ? body.data.businessId : undefined);
    return isId(id) ? String(id) : undefined;
  },

  hints: (body) => {
    const event = eventOf(body);
    const resources = Object.hasOwn(known, event) ? known[event]! : [];
    const data = isObject(body) ? dataOf(body) : undefined;
    return resources.flatMap((resource): Hint[] => {
      // Ids of orders say nothing about returns: those are looked at as a whole.
      const ids = resource === "returns" ? [] : [...new Set(idsIn(data, idNames[resource] ?? ["id"]))];
      // `paymentReceived` has no documented payload: without an id the whole resource is looked at.
      if (ids.length === 0 && event === "paymentReceived" && idsOfOther(data, resource)) return [];
      return [{ resource, ids, deleted: event.endsWith("Delete"), event }];
    });
  },

  revoked: (body) => eventOf(body) === "appUninstalled",

  instructions: (address, secret) => [
    "Sign in at https://open.nhanh.vn/apps with the developer account and open the app.",
    'Edit the app, turn on "Webhooks" and choose webhooks version 2.0, or 3.0 where shops of the app have its tokens.',
    `Webhooks callback URL: ${address}`,
    `Webhooks verify token: ${secret} (16 to 128 characters, digits and letters)`,
    "Tick productAdd, productUpdate, productDelete, inventoryChange, orderAdd, orderUpdate, orderDelete and paymentReceived.",
    "Save. Nhanh sends webhooksEnabled at once and expects HTTP 200. The address serves every business of the app.",
  ],
};

/** A payment that names an order does not concern the invoices, and the other way round. */
const idsOfOther = (data: unknown, resource: string): boolean =>
  idsIn(data, resource === "orders" ? ["billId"] : ["orderId"]).length > 0;
