import { createHmac } from "node:crypto";
import type { Collection, Entry, Shop } from "../simulator.ts";
import type { SimulatedDelivery } from "../types.ts";
import { type KiotVietRows, RETAILER_ID } from "./shop.ts";
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

export interface Views {
  product(entry: Entry<Row>): Row;
  customer(entry: Entry<Row>): Row;
  order(entry: Entry<Row>): Row;
  invoice(entry: Entry<Row>): Row;
}

/** Registrations and what is sent to them. */
export class KiotVietWebhooks {
  readonly registrations: Collection<Row>;
  private readonly shop: Shop;

  constructor(shop: Shop, rows: KiotVietRows, views: Views) {
    this.shop = shop;
    this.registrations = shop.collection({ firstId: 11_001 });

    const follow = (collection: Collection<Row>, noun: string, view: (entry: Entry<Row>) => Row) => {
      collection.onChange = (kind, entry) => {
        if (kind === "remove") this.notifyRemoved(`${noun}.delete`, entry.id);
        else this.notify(`${noun}.update`, () => [view(entry)]);
      };
    };
    follow(rows.products, "product", (entry) => ({
      __type: "KiotViet.OmniChannelCore.Api.Shared.Model.WebhookProductUpdateRes, KiotViet.OmniChannelCore.Api.Shared",
      ...views.product(entry),
    }));
    follow(rows.customers, "customer", views.customer);
    follow(rows.orders, "order", views.order);
    follow(rows.invoices, "invoice", views.invoice);
    follow(rows.categories, "category", ({ row, created, modified }) => ({
      id: row.categoryId,
      name: row.categoryName,
      parentId: row.parentId,
      isDeleted: false,
      createdDate: created,
      modifiedDate: modified,
      retailerId: RETAILER_ID,
      rank: row.rank,
      hasChild: row.hasChild,
    }));
    follow(rows.branches, "branch", ({ row, created, modified }) => ({
      id: row.id,
      name: row.branchName,
      contactNumber: row.contactNumber,
      address: row.address,
      isActive: row.isActive,
      isLock: false,
      createdDate: created,
      modifiedDate: modified,
      retailerId: RETAILER_ID,
    }));
    rows.priceBooks.onChange = (kind, entry) => {
      if (kind === "remove") this.notify("pricebook.delete", () => [entry.id]);
      else this.notify("pricebook.update", () => [entry.row]);
    };
    rows.onStock = ({ id, row }, branchId) => {
      const level = row.stock[branchId];
      const branchName = rows.branches.even(branchId)?.row.branchName;
      const { cost, onHand, reserved } = level;
      const named = { productId: id, productCode: row.code, productName: row.name, branchId, branchName };
      this.notify("stock.update", () => [{ ...named, cost, onHand, reserved }]);
    };
    rows.onPrice = (priceBookId, productId, price) => {
      if (price === undefined) {
        this.notify("pricebookdetail.delete", () => [{ PricebookId: priceBookId, ProductIds: [productId] }]);
      } else {
        this.notify("pricebookdetail.update", () => [{ priceBookId, productId, price }]);
      }
    };
  }

  /** The type is taken as it comes: the document does not say that an unknown one is refused. */
  register(webhook: Row): Entry<Row> {
    return this.registrations.insert((id) => ({
      id,
      type: webhook.Type,
      url: webhook.Url,
      isActive: webhook.IsActive ?? true,
      description: webhook.Description,
      secret: webhook.Secret,
    }));
  }

  private listeners(type: string): readonly Entry<Row>[] {
    if (this.registrations.size === 0) return [];
    return this.registrations.live().filter(({ row }) => row.isActive && row.type === type);
  }

  private notify(type: string, data: () => readonly unknown[]): void {
    const listeners = this.listeners(type);
    if (listeners.length === 0) return;
    // The shop's number is appended to the action (field note, recorded).
    const notification = { Action: `${type}.${RETAILER_ID}`, Data: toPascal(data()) };
    for (const listener of listeners) {
      const body = { Id: this.shop.dice.uuid(), Attempt: 1, Notifications: [notification] };
      this.send(listener, type, JSON.stringify(body), body.Id);
    }
  }

  /** Two shapes: the document's bare list of ids, and plain ids as data, as the vendor's own plugin reads (field note). */
  private notifyRemoved(type: string, id: number | string): void {
    if (this.shop.dice.chance(0.5)) {
      this.notify(type, () => [id]);
      return;
    }
    for (const listener of this.listeners(type)) {
      this.send(listener, type, JSON.stringify({ RemoveId: [id] }), this.shop.dice.uuid());
    }
  }

  private send({ row }: Entry<Row>, type: string, body: string, delivery: string): void {
    const headers: Record<string, string> = {
      "content-type": "application/json; charset=utf-8",
      "x-webhook-event": type,
      "x-webhook-delivery": delivery,
    };
    if (row.secret) {
      // Labelled sha1, and yet HMAC-SHA256 with the secret as registered (field note).
      headers["x-hub-signature"] = `sha1=${createHmac("sha256", row.secret).update(body).digest("hex")}`;
    }
    this.shop.deliver({ url: row.url, headers, body });
  }

  /** Stops for good, or tries again with the attempt counted up. */
  answered(delivery: SimulatedDelivery, status: number | undefined): void {
    if (status !== undefined && status >= 200 && status < 300) return;
    const type = delivery.headers["x-webhook-event"] ?? "";
    const listener = this.listeners(type).find(({ row }) => row.url === delivery.url);
    if (!listener) return;
    if (status !== undefined && FATAL.has(status)) {
      this.registrations.edit(listener.id, (row) => {
        row.isActive = false;
      });
      return;
    }
    const body = JSON.parse(delivery.body);
    const attempt = body.Attempt ?? 1;
    const wait = RETRY_AFTER[attempt - 1];
    if (wait === undefined || body.Attempt === undefined) return;
    this.shop.later(wait, () => {
      this.send(listener, type, JSON.stringify({ ...body, Attempt: attempt + 1 }), body.Id);
    });
  }
}
