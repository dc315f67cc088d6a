import {
  ok,
  type PaperAnswer,
  type PaperRequest,
  type PaperRoute,
  type PaperVendor,
  servePaper,
} from "../paper-vendor.ts";
import { type Shown, shelfOf } from "../shelf.ts";

/*
 * iSale as its page "API kết nối" (External API /ext/v1, June 2026) draws it. The page shows paths, permissions,
 * parameters, errors and limits, and no successful answer: rows have the names that its parameters use, and those
 * that its app is known by.
 */

export const publicKey = "3f1c9a2e00004000800000000000aaaa";

const list = (body: any): readonly any[] => {
  const found = Array.isArray(body) ? body : (body.data ?? body.items ?? body.records);
  return Array.isArray(found) ? found : Array.isArray(found?.items) ? found.items : [];
};
const options = { rows: list, id: (row: any) => row.id, renamed: (row: any, id: string | number) => ({ ...row, id }) };
const tableCalls = (table: string) => [`GET /ext/v1/data/tables/${table}/records`];

/** The whitelist of "Bảng đọc được". */
export const tables = (
  "store, staff, note, debt, quote, trade, trade_category, sales_line, business_type, money_account, transfer_note, " +
  "received_note, level_config, shift_log, product_attribute, product_type, product_attribute_quantity, custom_table, " +
  "custom_table_data, crm_task, crm_deal, crm_deal_item, crm_deal_stage, crm_pipeline"
).split(", ");

export const shelves = {
  orders: shelfOf("isale", ["GET /ext/v1/sales/orders"], options),
  products: shelfOf("isale", ["GET /ext/v1/catalog/products"], options),
  customers: shelfOf("isale", ["GET /ext/v1/crm/contacts"], options),
  leads: shelfOf("isale", ["GET /ext/v1/crm/leads"], options),
  flows: shelfOf("isale", ["GET /ext/v1/crm/flows"], options),
  runs: shelfOf("isale", ["GET /ext/v1/crm/flows/{flowId}/runs"], options),
  events: shelfOf("isale", ["GET /ext/v1/calendar/events"], options),
  ...Object.fromEntries(tables.map((table) => [table, shelfOf("isale", tableCalls(table), options)])),
} as Readonly<Record<string, readonly Shown[]>>;

const error = (status: number, code: string, message: string, more: object = {}): PaperAnswer => ({
  status,
  body: { error: { code, message, ...more } },
});

/** "Phân trang": 50 by default, at most 200. */
const cut = (rows: readonly unknown[], { query }: PaperRequest): PaperAnswer =>
  ok({ data: rows.slice(0, Math.min(200, Number(query.get("limit") ?? 50))) });

/** Days in Vietnam; both ends count. */
const dayOf = (time: string): string =>
  new Date(Date.parse(/Z|[+-]\d\d:\d\d$/.test(time) ? time : `${time}+07:00`) + 7 * 3_600_000)
    .toISOString()
    .slice(0, 10);

export interface PaperIsale extends PaperVendor {
  /** What the shop has: name of the shelf -> rows. */
  readonly rows: Readonly<Record<string, any[]>>;
}

export const drawIsale = async (): Promise<PaperIsale> => {
  const rows: Record<string, any[]> = Object.fromEntries(
    Object.entries(shelves).map(([name, shelf]) => [name, shelf.map(({ row }) => structuredClone(row))]),
  );
  let made = 5_000;

  const listed = (
    name: string,
    source: string,
    query: readonly string[],
    fits?: (row: any, asked: URLSearchParams) => boolean,
  ): PaperRoute => ({
    source,
    query,
    answer: (request) =>
      cut(
        rows[name]!.filter((row) => fits?.(row, request.query) ?? true),
        request,
      ),
  });
  const one = (name: string, source: string, query: readonly string[] = []): PaperRoute => ({
    source,
    query,
    answer: ({ parameters }) => {
      const [id] = Object.values(parameters);
      const found = rows[name]!.find((row) => String(row.id) === id);
      return found ? ok({ data: found }) : error(404, "not_found", "Not found");
    },
  });
  const create = (name: string, source: string): PaperRoute => ({
    source,
    // The page lists the fields of no body but a lead's, so none is strange.
    body: "any",
    answer: ({ body }) => {
      made += 1;
      rows[name]!.push({ createdAt: "2026-06-30T02:00:00Z", ...body, id: made });
      return ok({ data: { id: made } });
    },
  });
  const change = (name: string, source: string): PaperRoute => ({
    source,
    body: "any",
    answer: ({ parameters, body }) => {
      const found = rows[name]!.find((row) => String(row.id) === parameters.id);
      if (!found) return error(404, "not_found", "Not found");
      Object.assign(found, body);
      return ok({ data: found });
    },
  });
  const same = (field: string) => (row: any, asked: URLSearchParams) =>
    asked.get(field) === null || String(row[field]) === asked.get(field);
  const all =
    (...tests: ((row: any, asked: URLSearchParams) => boolean)[]) =>
    (row: any, asked: URLSearchParams) =>
      tests.every((each) => each(row, asked));

  const routes: Record<string, PaperRoute> = {
    "GET /ext/v1/crm/leads": listed("leads", "CRM, Leads", ["q", "ownerStaffId", "status", "limit", "id"], same("id")),
    "GET /ext/v1/crm/leads/{id}": one("leads", "CRM, Leads"),
    "GET /ext/v1/crm/contacts": listed("customers", "CRM, Contacts", ["limit", "q"], (row, asked) =>
      // "q (tìm theo tên, SĐT, email, mã)"
      [row.fullName, row.mobile, row.email, row.code].some((text) => String(text ?? "").includes(asked.get("q") ?? "")),
    ),
    "GET /ext/v1/crm/contacts/{id}": one("customers", "CRM, Contacts"),
    "POST /ext/v1/crm/contacts": create("customers", "CRM, Contacts"),
    "PATCH /ext/v1/crm/contacts/{id}": change("customers", "CRM, Contacts"),
    "GET /ext/v1/crm/flows": listed("flows", "CRM, Flows", ["limit"]),
    "GET /ext/v1/crm/flows/{id}": one("flows", "CRM, Flows"),
    "GET /ext/v1/crm/flows/{flowId}/runs": {
      source: "CRM, Flows",
      query: ["limit"],
      answer: (request) =>
        cut(
          rows.runs!.filter(({ flowId }) => String(flowId) === request.parameters.flowId),
          request,
        ),
    },
    "GET /ext/v1/crm/flow-runs/{runId}": one("runs", "CRM, Flows"),
    "GET /ext/v1/sales/orders": listed(
      "orders",
      "Bán hàng",
      ["dateFrom", "dateTo", "contactId", "staffId", "storeId", "status", "limit"],
      all(same("contactId"), same("staffId"), same("storeId"), same("status"), ({ createdAt }, asked) => {
        const day = dayOf(createdAt);
        return (asked.get("dateFrom") ?? day) <= day && day <= (asked.get("dateTo") ?? day);
      }),
    ),
    "GET /ext/v1/sales/orders/{id}": one("orders", "Bán hàng"),
    "POST /ext/v1/sales/orders": create("orders", "Bán hàng"),
    "PATCH /ext/v1/sales/orders/{id}": change("orders", "Bán hàng"),
    "GET /ext/v1/catalog/products": listed(
      "products",
      "Danh mục sản phẩm",
      ["storeId", "categoryId", "isMaterial", "limit"],
      all(same("storeId"), same("categoryId"), same("isMaterial")),
    ),
    "GET /ext/v1/catalog/products/{id}": one("products", "Danh mục sản phẩm", ["storeId"]),
    "POST /ext/v1/catalog/products": create("products", "Danh mục sản phẩm"),
    "PATCH /ext/v1/catalog/products/{id}": change("products", "Danh mục sản phẩm"),
    "GET /ext/v1/calendar/events": listed("events", "Lịch", ["staffId", "contactId", "id", "limit"], same("id")),
    "GET /ext/v1/calendar/events/{id}": one("events", "Lịch"),
    "GET /ext/v1/data/tables": {
      source: "Bảng dữ liệu",
      answer: () => ok({ data: tables.map((name) => ({ name, canRead: true })) }),
    },
    "GET /ext/v1/data/tables/{table}/records": {
      source: "Bảng dữ liệu",
      query: ["limit", "id"],
      answer: (request) => {
        const found = rows[request.parameters.table!];
        if (!found || !tables.includes(request.parameters.table!)) return error(404, "not_found", "Table not found");
        return cut(
          found.filter((row) => same("id")(row, request.query)),
          request,
        );
      },
    },
    "GET /ext/v1/data/tables/{table}/records/{id}": {
      source: "Bảng dữ liệu",
      answer: ({ parameters }) => {
        const found = rows[parameters.table!]?.find((row) => String(row.id) === parameters.id);
        return found ? ok({ data: found }) : error(404, "not_found", "Not found");
      },
    },
  };

  const paper = await servePaper({
    routes,
    // "Header bắt buộc": the scheme is Apikey, and no part of the signature comes alone.
    admit: ({ headers }) => {
      if (headers.authorization !== `Apikey ${publicKey}`)
        return error(401, "unauthorized", "Thiếu/sai Apikey hoặc key đã thu hồi");
      const signed = ["x-timestamp", "x-nonce", "x-signature"].filter((name) => headers[name] !== undefined);
      return signed.length === 0 || signed.length === 3 ? undefined : error(401, "unauthorized", "Missing X-Signature");
    },
  });
  return Object.assign(paper, { rows });
};
