import { entriesOf } from "../entries.ts";
import {
  fieldsOf,
  ok,
  type PaperAnswer,
  type PaperRequest,
  type PaperRoute,
  type PaperVendor,
  servePaper,
} from "../paper-vendor.ts";
import { DRAWN, type Drawn, PAGED, shelves } from "./shelves.ts";

/*
 * KiotViet as its "Hướng dẫn sử dụng Public API, Ngành Bán lẻ" draws it. Names of parameters and fields, sizes of pages
 * and spellings (`surchages`, `removeId`, `onhand`) are those of its paragraphs. Error bodies are not drawn there: they
 * have the shapes that were captured.
 */

export const credentials = {
  clientId: "83a5bcbe-3c39-458c-bdd9-128112cef3f7",
  clientSecret: "3B52F3A9DDE194966DAE2CE0A478B2DE",
  retailer: "taphoaxyz",
};

const bodies = (call: string): readonly unknown[] =>
  entriesOf("kiotviet")
    .filter((entry) => entry.kind === "request" && entry.call === call)
    .map(({ body }) => body);

/** Without an offset a time is Vietnam's. */
const timeOf = (value: unknown): number =>
  value === undefined || value === null
    ? 0
    : Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(String(value)) ? String(value) : `${value}+07:00`);
/** Stock has its times at the branches (§2.4.9). */
const changedAt = (row: any): number =>
  Math.max(
    timeOf(row.modifiedDate ?? row.createdDate ?? row.createDate),
    ...(row.inventories ?? []).map((level: any) => timeOf(level.modifiedDate)),
  );

/** Captured: HTTP 420 with PascalCase for what the validation refuses. */
export const refusal = (message: string): PaperAnswer => ({
  status: 420,
  body: { ResponseStatus: { ErrorCode: "KvValidateException", Message: message } },
});
/** Captured. */
export const deadToken: PaperAnswer = {
  status: 401,
  body: { responseStatus: { errorCode: "TokenException", message: "Token is expired", errors: [] } },
};

export interface PaperKiotViet extends PaperVendor {
  readonly rows: Readonly<Record<string, any[]>>;
  /** Ids that lists report as deleted. */
  readonly removed: Readonly<Record<string, number[]>>;
  readonly hooks: readonly any[];
  /** What the hooks were registered with. */
  readonly secrets: readonly string[];
  /** What the vendor's clock says, ISO 8601 with offset. */
  clock: string;
}

export const drawKiotViet = async (): Promise<PaperKiotViet> => {
  const rows: Record<string, any[]> = Object.fromEntries(
    Object.entries(shelves).map(([name, shelf]) => [name, shelf.map(({ row }) => structuredClone(row))]),
  );
  const removed: Record<string, number[]> = Object.fromEntries(Object.keys(DRAWN).map((name) => [name, []]));
  const hooks: any[] = [];
  const secrets: string[] = [];
  const state = { clock: "2024-11-12T11:00:00.0000000+07:00", made: 7_000_000 };

  /** §2.3.1: 20 rows unless asked otherwise, at most 100; from `currentItem`; sorted where asked. */
  const page = (name: string, { query }: PaperRequest, fits: (row: any) => boolean = () => true): PaperAnswer => {
    const { removed: spelled, timestamp } = DRAWN[name] as Drawn;
    const from = query.get("lastModifiedFrom");
    const to = query.get("toDate");
    // §2.14.1: the rows do not tell, but the numbers of payments begin with PC.
    const receipt = query.get("isReceipt");
    const kept = rows[name]!.filter(
      (row) =>
        fits(row) &&
        (receipt === null || (receipt === "true") !== String(row.code).startsWith("PC")) &&
        (from === null || changedAt(row) >= timeOf(from)) &&
        (to === null || changedAt(row) <= timeOf(to)),
    );
    const by = query.get("orderBy");
    const value = (row: any) => (by === "modifiedDate" ? changedAt(row) : row[by ?? ""]);
    const down = query.get("orderDirection")?.toLowerCase() === "desc" ? -1 : 1;
    if (by !== null) kept.sort((one, two) => (value(one) < value(two) ? -down : value(one) > value(two) ? down : 0));
    const start = Number(query.get("currentItem") ?? 0);
    const size = Math.min(100, Number(query.get("pageSize") ?? 20));
    return ok({
      total: kept.length,
      pageSize: size,
      data: kept.slice(start, start + size),
      ...(spelled && query.get("includeRemoveIds") !== "false" ? { [spelled]: removed[name] } : {}),
      ...(timestamp ? { timestamp: state.clock } : {}),
    });
  };

  const routes: Record<string, PaperRoute> = {
    "POST /connect/token": {
      source: "§2.2",
      body: fieldsOf(...bodies("POST /connect/token")),
      required: ["scopes", "grant_type", "client_id", "client_secret"],
      answer: ({ body }) =>
        body.client_id === credentials.clientId && body.client_secret === credentials.clientSecret
          ? ok({ access_token: "TOKEN_A", expires_in: 86_400, token_type: "Bearer" })
          : { status: 400, body: { error: "invalid_client" } },
    },
    "GET /settings": {
      source: "§2.22",
      answer: () =>
        ok({
          ManagerCustomerByBranch: true,
          AllowOrderWhenOutStock: true,
          AllowSellWhenOrderOutStock: true,
          AllowSellWhenOutStock: true,
        }),
    },
    "GET /webhooks": {
      source: "§2.11.11",
      query: ["pageSize", "currentItem"],
      answer: () => ok({ total: hooks.length, pageSize: 20, data: hooks }),
    },
    "POST /webhooks": {
      source: "§2.11.1",
      body: fieldsOf(...bodies("POST /webhooks")),
      required: ["Webhook.Type", "Webhook.Url"],
      answer: ({ body: { Webhook: hook } }) => {
        const id = hooks.length + 1;
        const { Type: type, Url: url, IsActive: isActive, Description: description } = hook;
        secrets.push(hook.Secret);
        hooks.push({ id, type, url, isActive, retailerId: 500123, description });
        return ok(hooks.at(-1));
      },
    },
    "DELETE /webhooks/{id}": { source: "§2.11.2", answer: () => ok({ message: "Hủy đăng ký webhook thành công" }) },
    "GET /pricebooks/{id}": {
      source: "§2.17.2",
      query: PAGED,
      answer: ({ parameters }) =>
        ok({
          total: 1,
          pageSize: 20,
          data: [{ productId: 2001, productCode: "SP2001", price: parameters.id === "501" ? 90_000 : 95_000 }],
        }),
    },
  };

  for (const [name, { path, source, query = [], key = "id", detail, noun = "" }] of Object.entries(DRAWN)) {
    routes[`GET ${path}`] = {
      source,
      query: [...PAGED, ...query],
      answer: (request) =>
        name === "attributes"
          ? ok(rows.attributes)
          : page(
              name,
              request,
              (row) => name !== "vouchers" || String(row.voucherCampaignId) === String(request.query.get("campaignId")),
            ),
    };
    if (!detail) continue;
    const one = (fits: (row: any, request: PaperRequest) => boolean): PaperRoute => ({
      source: detail,
      // "includeInventory" and its like stand with the list alone.
      query,
      answer: (request) => {
        const found = rows[name]!.find((row) => fits(row, request));
        // How an unknown id is answered is not drawn: a sentence about the record, in the captured envelope.
        return found ? ok(found) : refusal(`${noun} không tồn tại`);
      },
    });
    routes[`GET ${path}/{id}`] = one((row, { parameters }) => String(row[key]) === parameters.id);
    if (name !== "categories")
      routes[`GET ${path}/code/{code}`] = one((row, { parameters }) => row.code === parameters.code);
  }

  const written = (name: string, source: string, call: string, toRow: (body: any) => any): PaperRoute => ({
    source,
    body: fieldsOf(...bodies(call)),
    answer: ({ body }) => {
      state.made += 1;
      const row = {
        ...toRow(body),
        id: state.made,
        createdDate: "2024-11-12T11:00:00",
        modifiedDate: "2024-11-12T11:00:00",
      };
      rows[name]!.push(row);
      return ok(row);
    },
  });
  const changed = (name: string, source: string, call: string, toRow: (body: any) => any): PaperRoute => ({
    source,
    body: fieldsOf(...bodies(call)),
    answer: ({ parameters, body }) => {
      const found = rows[name]!.find((row) => String(row.id) === parameters.id);
      if (!found) return refusal("Dữ liệu không tồn tại");
      Object.assign(found, toRow(body), { modifiedDate: "2024-11-12T11:00:00" });
      return ok(found);
    },
  });
  const totalOf = (lines: any[], discount = 0): number =>
    lines.reduce((sum, { price = 0, quantity, discount: off = 0 }) => sum + (price - off) * quantity, 0) - discount;
  const product = (body: any) => ({ ...body, fullName: body.fullName ?? body.name });
  const sale = (body: any) => ({
    ...body,
    code: body.code ?? `DH${state.made}`,
    status: body.status ?? 1,
    statusValue: "Phiếu tạm",
    ...(body.orderDetails ? { total: totalOf(body.orderDetails, body.discount) } : {}),
    ...(body.customer?.id ? { customerId: body.customer.id } : {}),
  });
  Object.assign(routes, {
    "POST /orders": written("orders", "§2.5.3", "POST /orders", sale),
    "PUT /orders/{id}": changed("orders", "§2.5.4", "PUT /orders/{id}", ({ orderDetails, ...body }) => ({
      ...body,
      ...(orderDetails ? { orderDetails, total: totalOf(orderDetails, body.discount) } : {}),
    })),
    "DELETE /orders/{id}": {
      source: "§2.5.5",
      query: ["IsVoidPayment"],
      answer: ({ parameters }: PaperRequest) => {
        const found = rows.orders!.find((row) => String(row.id) === parameters.id);
        if (!found) return refusal("Đơn đặt hàng không tồn tại");
        Object.assign(found, { status: 4, statusValue: "Đã hủy", modifiedDate: "2024-11-12T11:00:00" });
        return ok({ message: "Xóa dữ liệu thành công" });
      },
    },
    "POST /products": written("products", "§2.4.3", "POST /products", product),
    "PUT /products/{id}": changed("products", "§2.4.4", "PUT /products/{id}", (body) => body),
    "POST /customers": written("customers", "§2.6.3", "POST /customers", (body) => body),
    "PUT /customers/{id}": changed("customers", "§2.6.4", "PUT /customers/{id}", (body) => body),
    "POST /invoices": written("invoices", "§2.12.3", "POST /invoices", (body) => ({
      ...body,
      code: `HD${state.made}`,
      status: 1,
      statusValue: "Hoàn thành",
      total: totalOf(body.invoiceDetails, body.discount),
    })),
    "POST /payments": {
      source: "§2.14.2",
      body: fieldsOf(...bodies("POST /payments")),
      required: ["amount", "method", "invoiceId"],
      answer: ({ body }: PaperRequest) =>
        ok({ paymentId: 7_004, paymentCode: "TT7004", ...body, DocumentCode: "HD6001" }),
    },
  } satisfies Record<string, PaperRoute>);

  const paper = await servePaper({
    routes,
    readBody: (text, headers) =>
      headers["content-type"]?.includes("urlencoded")
        ? { body: Object.fromEntries(new URLSearchParams(text)) }
        : undefined,
    // §2: the name of the shop and the token stand in the headers of every call.
    admit: ({ path, headers }) => {
      if (path === "/connect/token") return undefined;
      return headers.retailer === credentials.retailer && headers.authorization === "Bearer TOKEN_A"
        ? undefined
        : deadToken;
    },
  });
  return Object.defineProperty(Object.assign(paper, { rows, removed, hooks, secrets, clock: "" }), "clock", {
    get: () => state.clock,
    set: (value: string) => {
      state.clock = value;
    },
  });
};
