import {
  fieldsOf,
  ok,
  type PaperAnswer,
  type PaperRequest,
  type PaperRoute,
  type PaperVendor,
  servePaper,
} from "../paper-vendor.ts";
import { answered, bodies, DRAWN, shelves } from "./shelves.ts";

/*
 * Pancake POS as its page "Pancake POS API" draws it: the key in the query, pages with `total_entries`, times without a
 * zone in UTC. Two calls that the page lacks, the shop and one product, have the shape of captured answers.
 */

export const shopId = "20";
export const apiKey = "0123456789abcdef0123456789abcdef";

/** Captured. */
export const tooMany: PaperAnswer = {
  status: 429,
  body: { message: "Too many requests", success: false, error_code: 429 },
};
export const refusal = (message: string, status = 400): PaperAnswer => ({ status, body: { success: false, message } });

export interface PaperPancake extends PaperVendor {
  readonly rows: Readonly<Record<string, any[]>>;
  /** What `PUT /shops/{shop_id}` set. */
  readonly hook: Readonly<Record<string, any>>;
}

/** `2020-05-12T04:51:42` is UTC. */
const timeOf = (text: unknown): number => (typeof text === "string" ? Date.parse(`${text.replace(" ", "T")}Z`) : 0);
/** Customers are drawn without any time, and filtered by the time of their change: it is not shown. */
const NOT_SHOWN = "2024-04-08T00:00:00";
const changedAt = (row: any): number => timeOf(row.updated_at ?? row.inserted_at ?? NOT_SHOWN);

export const drawPancake = async (now: () => number): Promise<PaperPancake> => {
  const rows: Record<string, any[]> = Object.fromEntries(
    Object.keys(DRAWN).map((name) => [name, shelves[name]!.map(({ row }) => structuredClone(row))]),
  );
  const hook: Record<string, any> = {};
  let made = 3_000;
  const stamp = () => new Date(now()).toISOString().slice(0, 19);
  const number = (): number => {
    made += 1;
    return made;
  };
  const uuid = () => `00000000-0000-4000-8000-${String(number()).padStart(12, "0")}`;

  const page = (kept: readonly any[], { query }: PaperRequest): PaperAnswer => {
    const size = Number(query.get("page_size") ?? 30);
    const place = Number(query.get("page_number") ?? query.get("page") ?? 1);
    return ok({
      data: kept.slice((place - 1) * size, place * size),
      page_number: place,
      page_size: size,
      success: true,
      total_entries: kept.length,
      total_pages: Math.ceil(kept.length / size),
    });
  };
  const within = (time: number, query: URLSearchParams, from: string, to: string): boolean =>
    (query.get(from) === null || time >= Number(query.get(from)) * 1_000) &&
    (query.get(to) === null || time <= Number(query.get(to)) * 1_000);
  const state = (row: any, query: URLSearchParams, all: string): boolean =>
    query.get("status") === null || query.get("status") === all || String(row.status) === query.get("status");

  const filters: Record<string, (row: any, query: URLSearchParams) => boolean> = {
    orders: (row, query) => {
      const time = query.get("updateStatus") === "updated_at" ? changedAt(row) : timeOf(row.inserted_at);
      const search = query.get("search");
      return (
        // Deleted ones (7) show when they are asked for.
        (query.get("status") === null ? String(row.status) !== "7" : state(row, query, "")) &&
        (search === null ||
          [row.id, row.custom_id, row.bill_phone_number, row.bill_full_name, row.note].map(String).includes(search)) &&
        within(time, query, "startDateTime", "endDateTime")
      );
    },
    customers: (row, query) => {
      const ids = query.get("customer_ids");
      const search = query.get("search");
      return (
        (ids === null || ids.split(",").includes(String(row.id))) &&
        (search === null || JSON.stringify([row.name, row.phone_numbers]).includes(search)) &&
        within(changedAt(row), query, "start_time_updated_at", "end_time_updated_at") &&
        within(timeOf(row.inserted_at), query, "start_time_inserted_at", "end_time_inserted_at")
      );
    },
    variations: (row, query) => query.get("search") === null || JSON.stringify(row).includes(query.get("search")!),
    returns: (row, query) => state(row, query, "-1"),
    "call-laters": (row, query) => state(row, query, "-1"),
    "purchase-orders": (row, query) => state(row, query, "-2"),
    exports: (row, query) => state(row, query, "-1") && String(row.type ?? 0) === query.get("type"),
    transfers: (row, query) => state(row, query, ""),
    stocktakings: (row, query) => state(row, query, "-2"),
    "cash-flow": (row, query) => state(row, query, "-1"),
    "inventory-histories": (row, query) => within(timeOf(row.inserted_at), query, "startDate", "endDate"),
  };

  const routes: Record<string, PaperRoute> = {
    "GET /shops": { source: "Danh sách shop", answer: () => ok(answered("GET /shops")) },
    "GET /shops/{shop_id}": {
      source: "captured",
      answer: () => ok({ success: true, shop: { id: Number(shopId), name: "Shop thời trang", ...hook } }),
    },
    "PUT /shops/{shop_id}": {
      source: "Cấu hình Webhook",
      body: new Set([...fieldsOf(...bodies("PUT /shops/{shop_id}")), "shop.webhook_headers.X-Tillbridge-Secret"]),
      answer: ({ body }) => {
        Object.assign(hook, body.shop);
        return ok({ success: true });
      },
    },
    "GET /shops/{shop_id}/categories": {
      source: "Danh mục",
      answer: () => ok(answered("GET /shops/{shop_id}/categories")),
    },
    "GET /shops/{shop_id}/crm/tables": {
      source: "CRM, List of tables",
      answer: () => ok(answered("GET /shops/{shop_id}/crm/tables")),
    },
    "GET /shops/{shop_id}/crm/{table_name}/records": {
      source: "CRM, Data of table",
      query: ["page_size", "page"],
      // The sample's own rows have no id; a row is drawn with one where a record is shown alone.
      answer: () => ok({ data: { entries: [], success: true } }),
    },
    "GET /shops/{shop_id}/orders/{order_id}": {
      source: "Lấy thông tin 1 đơn hàng",
      answer: ({ parameters }) => {
        const found = rows.orders!.find(({ id }) => String(id) === parameters.order_id);
        return found ? ok({ data: found, success: true }) : refusal("Order not found");
      },
    },
    "GET /shops/{shop_id}/products/{product_id}": {
      source: "captured",
      answer: ({ parameters }) => {
        const own = rows.variations!.filter(({ product_id }) => String(product_id) === parameters.product_id);
        if (own.length === 0) return refusal("Product not found");
        const { product, product_id } = own[0];
        return ok({
          data: { id: product_id, ...product, variations: own.map(({ product: _, ...variation }) => variation) },
          success: true,
        });
      },
    },
  };
  for (const [name, { path, query = [] }] of Object.entries(DRAWN)) {
    routes[`GET /shops/{shop_id}/${path}`] = {
      source: path,
      query,
      answer: (request) => {
        const kept = rows[name]!.filter((row) => filters[name]?.(row, request.query) ?? true);
        if (request.query.get("option_sort") === "last_updated_order_asc")
          kept.sort((one, two) => changedAt(one) - changedAt(two));
        return page(kept, request);
      },
    };
  }

  const write = (call: string, change: (request: PaperRequest) => PaperAnswer, more: readonly string[] = []): void => {
    routes[call] = { source: call, body: new Set([...fieldsOf(...bodies(call)), ...more]), answer: change };
  };
  write("POST /shops/{shop_id}/orders", ({ body }) => {
    if (rows.orders!.some(({ id }) => String(id) === body.custom_id)) return refusal("custom_id has been taken");
    const goods = body.items.reduce(
      (sum: number, item: any) => sum + item.quantity * (item.variation_info?.retail_price ?? 0),
      0,
    );
    const order = {
      ...body,
      // A custom id becomes the order's id (field note).
      id: body.custom_id ?? number(),
      status: 0,
      status_name: "new",
      inserted_at: stamp(),
      updated_at: stamp(),
      total_price: goods,
      total_price_after_sub_discount: goods - (body.total_discount ?? 0),
    };
    rows.orders!.push(order);
    return ok({ data: order, success: true });
  });
  write("PUT /shops/{shop_id}/orders/{order_id}", ({ parameters, body }) => {
    const order = rows.orders!.find(({ id }) => String(id) === parameters.order_id);
    if (!order) return refusal("Order not found");
    Object.assign(order, body, { updated_at: stamp() });
    return ok({ data: order, success: true });
  });
  write("POST /shops/{shop_id}/products", ({ body: { product } }) => {
    const product_id = uuid();
    const { variations, ...head } = product;
    const added = variations.map((variation: any) => ({
      ...variation,
      id: uuid(),
      product_id,
      display_id: variation.custom_id ?? null,
      product: {
        name: head.name,
        display_id: head.custom_id ?? null,
        note_product: head.note_product,
        categories: [],
        tags: [],
      },
      inserted_at: stamp(),
      updated_at: stamp(),
      is_locked: false,
      variations_warehouses: [],
    }));
    rows.variations!.push(...added);
    return ok({ data: { id: product_id, ...head, variations: added }, success: true });
  });
  write("PUT /shops/{shop_id}/products/{product_id}", ({ parameters, body: { product } }) => {
    const own = rows.variations!.filter(({ product_id }) => String(product_id) === parameters.product_id);
    if (own.length === 0) return refusal("Product not found");
    for (const row of own) {
      const variation = product.variations?.find(({ id }: any) => id === row.id);
      Object.assign(row, variation, { updated_at: stamp() });
      if (product.name) row.product = { ...row.product, name: product.name };
    }
    return ok({ data: { id: parameters.product_id, variations: own }, success: true });
  });
  const setStock = ({ variation_id, warehouse_id, remain_quantity }: any): void => {
    const row = rows.variations!.find(({ id }) => id === variation_id);
    const levels = row?.variations_warehouses ?? [];
    const level = levels.find((each: any) => each.warehouse_id === warehouse_id);
    const next = {
      warehouse_id,
      remain_quantity,
      actual_remain_quantity: remain_quantity,
      total_quantity: remain_quantity,
    };
    if (level) Object.assign(level, next);
    else if (row) row.variations_warehouses = [...levels, next];
  };
  write(
    "POST /shops/{shop_id}/variations/{variation_id}/update_quantity",
    ({ parameters, body }) => {
      for (const level of body.variations_warehouses) setStock({ ...level, variation_id: parameters.variation_id });
      return ok({ success: true });
    },
    // In the table, not in the sample.
    ["is_actual_remain_quantity"],
  );
  write("POST /shops/{shop_id}/variations/update_quantity", ({ body }) => {
    for (const level of body.variations_warehouses) setStock(level);
    return ok({ success: true });
  });
  write("POST /shops/{shop_id}/stocktakings", ({ body: { stocktaking } }) => {
    const { items, ...head } = stocktaking;
    for (const { variation_id, changed_quantity } of items) {
      const row = rows.variations!.find(({ id }) => id === variation_id);
      const level = row?.variations_warehouses?.find((each: any) => each.warehouse_id === head.warehouse_id);
      if (level) level.remain_quantity += changed_quantity;
      if (level) level.actual_remain_quantity += changed_quantity;
    }
    const row = { ...head, id: uuid(), items, display_id: number(), inserted_at: stamp(), updated_at: stamp() };
    rows.stocktakings!.push(row);
    return ok({ data: row, success: true });
  });
  write("POST /shops/{shop_id}/customers", ({ body }) => {
    const customer = {
      id: uuid(),
      name: body.name,
      phone_numbers: [body.phoneNumber],
      emails: [],
      inserted_at: stamp(),
      updated_at: stamp(),
    };
    rows.customers!.push(customer);
    return ok({ data: customer, success: true });
  });
  write("PUT /shops/{shop_id}/customers/{customer_id}", ({ parameters, body: { customer } }) => {
    const found = rows.customers!.find(({ id }) => String(id) === parameters.customer_id);
    if (!found) return refusal("Customer not found");
    Object.assign(found, customer, { updated_at: stamp() });
    return ok({ data: found, success: true });
  });

  const paper = await servePaper({
    routes,
    everywhere: ["api_key"],
    admit: ({ path, query, headers }) => {
      // The page wants the key in the query; shops were seen that want it as a bearer token too.
      if (query.get("api_key") !== apiKey) return refusal("api_key is invalid", 401);
      if (headers.authorization !== `Bearer ${apiKey}`) return refusal("Missing access_token", 401);
      return path === "/shops" || path.startsWith(`/shops/${shopId}`) ? undefined : refusal("Shop not found", 403);
    },
  });
  return Object.assign(paper, { rows, hook });
};
