import type { ResourceName } from "../../core/records.ts";
import type { Call, Hint, RegisteredWebhook, VendorWebhooks } from "../../core/vendor.ts";

/**
 * One address per shop, no signature: deliveries are known by a header that we ask the vendor to send
 * ("Pancake POS Open API, Cấu hình Webhook", `webhook_headers`).
 */
const SECRET_HEADER = "x-tillbridge-secret";

const events: Readonly<Record<string, readonly ResourceName[]>> = {
  orders: ["orders"],
  customers: ["customers"],
  variations_warehouses: ["inventory"],
  // Ours: the document names "Dữ liệu bảng (CRM)" and not the word for it, so it is never asked for. A person may have it sent.
  crm: ["crm-records"],
  // Sent by shops though the document does not list it (field note, seen in integrations).
  products: ["products", "inventory"],
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const idOf = (value: unknown): string | undefined =>
  (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;

/** What a row is, by its `type` or by what it holds. */
const eventOf = (row: Record<string, unknown>, outer: string | undefined): string | undefined => {
  for (const name of [row.type, row.event_type, outer]) {
    const known = named(name);
    if (known) return known;
  }
  if (idOf(row.variation_id) && idOf(row.warehouse_id)) return "variations_warehouses";
  if (Array.isArray(row.items) || "bill_phone_number" in row || "bill_full_name" in row) return "orders";
  if (Array.isArray(row.phone_numbers)) return "customers";
  if (Array.isArray(row.variations)) return "products";
  if ("CreatedOn" in row || "ModifiedOn" in row) return "crm";
  return undefined;
};

/** `orders`, `order.created`, `order`, `variations_warehouses`, `product.updated` ... */
const named = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  const head = value.toLowerCase().split(/[.:]/)[0] ?? "";
  if (Object.hasOwn(events, head)) return head;
  if (Object.hasOwn(events, `${head}s`)) return `${head}s`;
  if (head.startsWith("inventor") || head.startsWith("variation")) return "variations_warehouses";
  return undefined;
};

interface Wrapped {
  readonly row: Record<string, unknown>;
  readonly outer: string | undefined;
}
interface Wrapping {
  /** What an envelope calls what is in it. */
  readonly outer?: string | undefined;
  readonly wrapped?: boolean;
  readonly depth?: number;
}
/** Envelopes within each other: two were seen. */
const MOST_WRAPPINGS = 10;

/**
 * Rows in every shape that was seen or written down: a bare row, `{type, data: row}`, `{data: [rows]}`,
 * `{data: {record: row}}`, an envelope `{event, timestamp, data}`, or a list of any of these.
 */
const rowsOf = (body: unknown, { outer, wrapped = false, depth = 0 }: Wrapping = {}): Wrapped[] => {
  if (depth > MOST_WRAPPINGS) return [];
  const inner = { wrapped: true, depth: depth + 1 };
  if (Array.isArray(body)) return body.flatMap((part) => rowsOf(part, { ...inner, outer, wrapped }));
  if (!isObject(body)) return [];
  const label = labelOf(body, outer);
  if (!wrapped || !idOf(body.id)) {
    if (isObject(body.record)) return rowsOf(body.record, { ...inner, outer: label });
    if (isObject(body.data) || Array.isArray(body.data)) return rowsOf(body.data, { ...inner, outer: label });
  }
  return [{ row: body, outer: label }];
};

/** What an envelope calls what is in it: `orders`, `orders.deleted`. */
const labelOf = (body: Readonly<Record<string, unknown>>, outer: string | undefined): string | undefined => {
  const name = named(body.event) ?? named(body.type) ?? named(body.event_type) ?? outer;
  if (name === undefined) return undefined;
  const spoken = [body.event, body.event_type, body.type].find((word) => typeof word === "string");
  return typeof spoken === "string" && /delet|remov/i.test(spoken) ? `${name}.deleted` : name;
};

const hintsOf = (row: Record<string, unknown>, outer: string | undefined): Hint[] => {
  const event = eventOf(row, outer?.replace(".deleted", ""));
  if (event === undefined) return [];
  const told = outer?.endsWith(".deleted") ?? false;
  const hint = (resource: ResourceName, ids: readonly string[], deleted: boolean): Hint => ({
    resource,
    ids,
    deleted,
    event,
  });
  const some = (id: unknown): string[] => {
    const known = idOf(id);
    return known === undefined ? [] : [known];
  };
  switch (event) {
    case "orders":
      // Status 7 is "deleted": the order itself still comes as a row.
      return [hint("orders", some(row.id ?? row.system_id), told || String(row.status) === "7")];
    case "customers":
      return [hint("customers", some(row.id), told)];
    case "variations_warehouses":
      return [hint("inventory", some(row.variation_id), false)];
    case "products": {
      const variations = (Array.isArray(row.variations) ? row.variations : [row]).filter(isObject);
      return variations.flatMap((variation) => {
        const ids = some(variation.id);
        const deleted = told || variation.is_removed === true;
        return [hint("products", ids, deleted), hint("inventory", ids, deleted)];
      });
    }
    default:
      return [hint("crm-records", some(row.id), told)];
  }
};

/** "webhook_types" of the document's example; the other one is a field note. */
const words = { documented: ["orders", "customers", "variations_warehouses"], seen: ["products"] } as const;

interface ShopAnswer {
  readonly shop: Readonly<Record<string, unknown>>;
}

export const webhooks: VendorWebhooks = {
  scope: "shop",
  events,
  secrets: ["apiKey"],
  shown: ({ headers }) => headers[SECRET_HEADER],
  wanted: (secret) => [secret],
  hints: (body) => rowsOf(body).flatMap(({ row, outer }) => hintsOf(row, outer)),
  registration: {
    exclusive: true,
    words,
    list: async (call: Call): Promise<readonly RegisteredWebhook[]> => {
      const { shop } = (await call("shops.get", {})) as ShopAnswer;
      // Nor does it say that it shows the types: then what was asked for is taken for what it has.
      const asked = [...words.documented, ...words.seen];
      const types = Array.isArray(shop.webhook_types)
        ? shop.webhook_types.map((word) => named(word) ?? String(word))
        : asked;
      // The document does not say that the shop shows its address. Where it does not, another one's may be there all
      // the same, so that ours is written only with consent.
      if (!("webhook_url" in shop)) return [{ id: "webhook", url: "unknown:", events: types, active: true }];
      const url = typeof shop.webhook_url === "string" ? shop.webhook_url : "";
      if (url === "") return [];
      return [{ id: "webhook", url, events: types, active: shop.webhook_enable !== false }];
    },
    add: async (call, { url, secret, events: wanted }) => {
      await call("shops.configure-webhook", {
        body: {
          shop: {
            webhook_enable: true,
            webhook_url: url,
            webhook_types: [...wanted],
            webhook_headers: { "X-Tillbridge-Secret": secret },
          },
        },
      });
    },
    remove: async (call) => {
      await call("shops.configure-webhook", { body: { shop: { webhook_enable: false, webhook_url: "" } } });
    },
  },
  instructions: (address, secret) => [
    "In Pancake POS open Cấu hình -> Cấu hình ứng dụng and switch the application in the frame WEBHOOK URL on.",
    `Webhook URL: ${address}`,
    `Request Headers: X-Tillbridge-Secret: ${secret}`,
    "Dữ liệu: Đơn hàng (POS), Khách hàng (POS, CRM), Tồn kho (POS), Dữ liệu bảng (CRM).",
    "Email thông báo lỗi: an address that a person reads; Pancake writes there when deliveries fail.",
  ],
};
