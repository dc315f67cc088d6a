import { createHmac } from "node:crypto";
import { VendorChanged } from "../../core/errors.ts";
import { countOf, searchable } from "../../core/rows.ts";
import type { Hint, IncomingDelivery, RegisteredWebhook, VendorWebhooks } from "../../core/vendor.ts";

/** The events of §2.11.3 to §2.11.10 and the resources that each of them touches. */
const events = {
  "customer.update": ["customers"],
  "customer.delete": ["customers"],
  "product.update": ["products", "inventory"],
  "product.delete": ["products", "inventory"],
  "stock.update": ["inventory"],
  "order.update": ["orders"],
  "invoice.update": ["invoices"],
  "pricebook.update": ["price-books"],
  "pricebook.delete": ["price-books"],
  // A changed price shows in its product; the price books' own list is far too long to read for one price.
  "pricebookdetail.update": ["products"],
  "pricebookdetail.delete": ["products"],
  "category.update": ["categories"],
  "category.delete": ["categories"],
  "branch.update": ["locations"],
  "branch.delete": ["locations"],
} as const satisfies Record<string, readonly string[]>;
type Event = keyof typeof events;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Keys are PascalCase but for a few (recorded), so both spellings are read. */
const field = (row: unknown, name: string): unknown => {
  if (!isObject(row)) return undefined;
  if (row[name] !== undefined) return row[name];
  const wanted = name.toLowerCase();
  return Object.entries(row).find(([key]) => key.toLowerCase() === wanted)?.[1];
};
const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};
const idOf = (value: unknown): string[] =>
  (typeof value === "number" && Number.isInteger(value) && value > 0) || (typeof value === "string" && value !== "")
    ? [String(value)]
    : [];

/** `product.update.500400541`: the shop's number is appended (recorded). */
const eventOf = (action: unknown): string | undefined =>
  typeof action === "string" ? action.toLowerCase().split(".").slice(0, 2).join(".") : undefined;

/** Ids that one entry of `Data` names. A product's nested rows carry other ids (recorded): only the outer one counts. */
const idsOf = (event: string, row: unknown): string[] => {
  if (!isObject(row)) return idOf(row);
  if (event === "stock.update") return idOf(field(row, "ProductId"));
  if (event.startsWith("pricebookdetail.")) {
    return [field(row, "ProductId"), ...listOf(field(row, "ProductIds"))].flatMap(idOf);
  }
  return [field(row, "Id"), ...removed(row)].flatMap(idOf);
};

const removed = (body: unknown): readonly unknown[] =>
  ["RemoveId", "RemoveIds", "RemovedIds"].flatMap((name) => listOf(field(body, name)));

const hint = (event: string, ids: readonly string[], deleted: boolean): Hint[] =>
  (Object.hasOwn(events, event) ? events[event as Event] : []).map((resource) => ({ resource, ids, deleted, event }));

const hints = (body: unknown): readonly Hint[] => {
  const found: Hint[] = [];
  for (const notification of listOf(field(body, "Notifications"))) {
    const event = eventOf(field(notification, "Action"));
    if (event === undefined) continue;
    const rows = [...listOf(field(notification, "Data")), ...removed(notification)];
    const gone = event.endsWith(".delete") && event !== "pricebookdetail.delete";
    // A category that is deleted may come as an update that says so (§2.11.9).
    const isGone = (row: unknown): boolean => gone || field(row, "IsDeleted") === true;
    for (const deleted of [false, true]) {
      const ids = rows.filter((row) => isGone(row) === deleted).flatMap((row) => idsOf(event, row));
      if (ids.length > 0) found.push(...hint(event, [...new Set(ids)], deleted));
    }
    // A notification that names nothing still says that something changed.
    if (rows.length === 0) found.push(...hint(event, [], gone));
  }
  // `{ "RemoveId": [...] }` alone does not say of what (§2.11.3, §2.11.4, §2.11.9, §2.11.10): the numbers are asked for
  // everywhere they may belong. Deletions are confirmed before they count, so a wrong guess costs a call.
  const bare = [...new Set(removed(body).flatMap(idOf))];
  if (bare.length > 0) {
    for (const event of ["customer.delete", "product.delete", "category.delete", "branch.delete"]) {
      found.push(...hint(event, bare, true));
    }
  }
  return found;
};

/**
 * The header reads `sha1=<64 hex>`, yet the hash is HMAC-SHA256 of the raw body (field note, from two working
 * receivers). The key is the secret as registered, or what it stands for where it was registered as base64 text as
 * §2.11.1 tells.
 */
const wanted = (secret: string, body: Uint8Array): readonly string[] => {
  const decoded = Buffer.from(secret, "base64");
  // Text that is not base64 decodes to something shorter, or to nothing: an empty key would let everybody sign.
  const keys = [Buffer.from(secret, "utf8"), ...(decoded.length >= 8 ? [decoded] : [])];
  return keys.map((key) => createHmac("sha256", key).update(body).digest("hex"));
};

const shown = ({ headers }: IncomingDelivery): string | undefined => {
  const signature = (headers["x-hub-signature"] ?? "").trim().replace(/^\w+=/, "");
  return /^[0-9a-f]{64}$/i.test(signature) ? signature.toLowerCase() : undefined;
};

interface WebhookRow {
  id: string | number;
  url?: string | null;
  type?: string | null;
  isActive?: boolean | null;
}

export const webhooks: VendorWebhooks = {
  scope: "shop",
  events,
  secrets: ["clientSecret"],
  shown,
  wanted,
  hints,
  deliveryId: (body) => {
    const id = field(body, "Id");
    // A bare row has a numeric id; only the envelope's is text.
    return typeof id === "string" && id !== "" ? id : undefined;
  },
  registration: {
    // Others' registrations are listed as well. Another app may delete ours (field note): hence the watchdog.
    list: async (call) => {
      const found = new Map<string, RegisteredWebhook>();
      let counted: number | undefined;
      for (let offset = 0; offset < 5_000; ) {
        const page = (await call("webhooks.list", { params: { pageSize: 100, currentItem: offset } })) as {
          data?: unknown;
          total?: unknown;
        };
        const rows = searchable(page.data) as readonly WebhookRow[];
        const before = found.size;
        for (const { id, url, type, isActive } of rows) {
          const event = eventOf(type);
          const registered = {
            id: String(id),
            url: url ?? "",
            events: event ? [event] : [],
            active: isActive !== false,
          };
          found.set(registered.id, registered);
        }
        offset += rows.length;
        counted = countOf(page.total);
        // To the total, whatever size the pages have; a list that repeats itself has been seen whole.
        if (found.size === before || offset >= (counted ?? Number.POSITIVE_INFINITY)) break;
      }
      // What is not shown may be ours: to register it anew would have each change told twice.
      if (found.size < (counted ?? 0))
        throw new VendorChanged(`webhooks: ${found.size} of ${counted} registrations are shown`, "");
      return [...found.values()];
    },
    // One registration for each event.
    add: async (call, { url, secret, events: wanted }) => {
      for (const type of wanted) {
        await call("webhooks.create", {
          body: { Webhook: { Type: type, Url: url, IsActive: true, Description: "Tillbridge", Secret: secret } },
        });
      }
    },
    remove: async (call, { id }) => {
      await call("webhooks.delete", { params: { id } });
    },
  },
};
