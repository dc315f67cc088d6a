import {
  fieldsOf,
  ok,
  type PaperAnswer,
  type PaperRequest,
  type PaperRoute,
  type PaperVendor,
  servePaper,
} from "../paper-vendor.ts";
import { answersOf, bodies, DRAWN, NAMELESS, shelves, vpageCalls } from "./shelves.ts";

/*
 * Nhanh's Open API v3.0 as its pages draw it: every call is a POST with a JSON body, the app and the business stand in the
 * query and the token raw in `Authorization`; lists go on by `paginator.next`, given back exactly as it came.
 */

export const appId = 73001;
export const businessId = 110668;
export const credentials = { appId: String(appId), secretKey: "SECRET KEY", accessCode: "ACCESS CODE" };
const token = "ACCESS TOKEN ".repeat(10).trim();

/** Filters that a page lists and no sample shows. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  "bill/list": ["fromDate", "toDate", "ids", "type", "modes", "depotIds", "orderIds", "customerId", "customerMobile"],
  "order/deleted": ["ids", "createdAtFrom", "createdAtTo"],
  "bill/deleted": ["ids", "createdAtFrom", "createdAtTo"],
  "customer/list": ["ids", "mobile", "lastBoughtDateFrom", "lastBoughtDateTo", "updatedAtFrom", "updatedAtTo", "type"],
};
const filtersOf = (call: string): readonly string[] => (FILTERS[call] ?? []).map((filter) => `filters.${filter}`);
/** Drawn by their fields alone, without a sample. */
const UNDRAWN = ["marketing/adaccountlist", "marketing/topiclist", "marketing/customaudiencelist"];

const PAGINATOR = ["filters", "paginator", "paginator.size", "paginator.sort", "paginator.next", "dataOptions"];

export const refusal = (errorCode: string, messages: unknown): PaperAnswer => ok({ code: 0, errorCode, messages });
/** "API Rate Limit", as drawn there: `message`, and the lock. */
export const locked = (seconds: number, now: number): PaperAnswer =>
  ok({
    code: 0,
    errorCode: "ERR_429",
    message: "Your app exceeded the API Rate Limit",
    data: { lockedSeconds: seconds, unlockedAt: Math.floor(now / 1_000) + seconds },
  });

export interface PaperNhanhV3 extends PaperVendor {
  readonly rows: Readonly<Record<string, any[]>>;
  readonly deleted: Readonly<Record<"orders" | "bills", any[]>>;
  /** What was written, in order: call and body. */
  readonly written: readonly { call: string; body: any }[];
}

const DAY = 86_400;

export const drawNhanhV3 = async (now: () => number): Promise<PaperNhanhV3> => {
  const rows: Record<string, any[]> = Object.fromEntries(
    Object.keys(DRAWN).map((name) => [name, shelves[name]!.map(({ row }) => structuredClone(row))]),
  );
  const deleted: Record<"orders" | "bills", any[]> = { orders: [], bills: [] };
  const written: { call: string; body: any }[] = [];
  let made = 880_000_000;
  const seconds = () => Math.floor(now() / 1_000);

  /** `next` is opaque; here it is the id of the last row, under whatever name. */
  const page = (kept: readonly any[], { body }: PaperRequest, most: number): PaperAnswer => {
    const { size = most, next } = body?.paginator ?? {};
    const keyOf = (row: any) => row.info?.id ?? row.id ?? row.productId;
    const start = next?.id === undefined ? 0 : kept.findIndex((row) => String(keyOf(row)) === String(next.id)) + 1;
    const end = start + Math.min(Number(size), most);
    const shown = kept.slice(start, end);
    return ok({
      code: 1,
      paginator: { next: end < kept.length ? { id: keyOf(shown.at(-1)) } : null },
      data: shown,
    });
  };
  const within = (value: unknown, from: unknown, to: unknown): boolean =>
    (from === undefined || Number(value ?? 0) >= Number(from)) &&
    (to === undefined || Number(value ?? 0) <= Number(to));
  const tooLong = (from: unknown, to: unknown): boolean =>
    from !== undefined && to !== undefined && Number(to) - Number(from) > 31 * DAY;
  const windowRefused = (name: string) => refusal("ERR_INVALID_FORM_FIELDS", { [name]: `${name}: max 31 days` });
  const dayOf = (row: any) => Date.parse(`${row.date}T00:00:00+07:00`) / 1_000;

  /** What each list's page says of its filters. */
  const filtered: Record<string, (filters: any, all: any[]) => any[] | PaperAnswer> = {
    orders: (filters, all) => {
      const { ids, updatedAtFrom, updatedAtTo, shippingAddress } = filters;
      if (tooLong(updatedAtFrom, updatedAtTo)) return windowRefused("updatedAtFrom");
      const named = ids !== undefined || shippingAddress !== undefined || updatedAtFrom !== undefined;
      // "If createdAtFrom omitted -> defaults to last 31 days".
      const from = filters.createdAtFrom ?? (named ? undefined : seconds() - 31 * DAY);
      if (tooLong(from, filters.createdAtTo)) return windowRefused("createdAtFrom");
      return all.filter(
        ({ info, shippingAddress: place }) =>
          (ids === undefined || ids.map(String).includes(String(info.id))) &&
          within(info.createdAt ?? info.updatedAt, from, filters.createdAtTo) &&
          within(info.updatedAt ?? info.createdAt, updatedAtFrom, updatedAtTo) &&
          (shippingAddress?.mobile === undefined || place?.mobile === shippingAddress.mobile),
      );
    },
    bills: (filters, all) => {
      const from = filters.fromDate && dayOf({ date: filters.fromDate });
      const to = filters.toDate && dayOf({ date: filters.toDate });
      if (tooLong(from, to)) return windowRefused("fromDate");
      const start =
        from ?? (filters.ids || filters.customerId || filters.customerMobile ? undefined : seconds() - 31 * DAY);
      return all.filter(
        (row) =>
          (filters.ids === undefined || filters.ids.map(String).includes(String(row.id))) &&
          (filters.type === undefined || Number(row.type) === Number(filters.type)) &&
          (filters.modes === undefined || filters.modes.map(Number).includes(Number(row.mode))) &&
          (filters.customerMobile === undefined || row.customer?.mobile === filters.customerMobile) &&
          within(dayOf(row), start, to),
      );
    },
    products: (filters, all) =>
      all.filter(
        (row) =>
          (filters.ids === undefined || filters.ids.map(String).includes(String(row.id))) &&
          (filters.name === undefined ||
            [row.name, row.code, row.barcode].some((text) => String(text ?? "").includes(filters.name))) &&
          // "Product status": stopped ones (3) are hidden unless they are asked for.
          (filters.status === undefined
            ? Number(row.status) !== 3
            : filters.status.map(Number).includes(Number(row.status ?? 2))) &&
          within(row.updatedAt ?? row.createdAt, filters.updatedAtFrom, filters.updatedAtTo),
      ),
    inventory: (filters, all) =>
      all.filter(({ productId }) => filters.ids === undefined || filters.ids.map(String).includes(String(productId))),
    customers: (filters, all) =>
      all.filter(
        (row) =>
          (filters.ids === undefined || filters.ids.map(String).includes(String(row.id))) &&
          (filters.mobile === undefined || row.mobile === filters.mobile) &&
          within(row.updatedAt, filters.updatedAtFrom, filters.updatedAtTo),
      ),
    "stock-movements": (filters, all) =>
      all.filter((row) =>
        within(
          dayOf(row),
          filters.fromDate && dayOf({ date: filters.fromDate }),
          filters.toDate && dayOf({ date: filters.toDate }),
        ),
      ),
  };
  const byIds = (filters: any, all: any[]) =>
    all.filter(({ id }) => filters.ids === undefined || filters.ids.map(String).includes(String(id)));

  const routes: Record<string, PaperRoute> = {
    "POST /pos/v3.0/app/getaccesstoken": {
      source: "app/getaccesstoken",
      query: ["appId"],
      body: new Set(["accessCode", "secretKey"]),
      required: ["appId", "accessCode", "secretKey"],
      answer: ({ body }) =>
        body.accessCode === credentials.accessCode && body.secretKey === credentials.secretKey
          ? ok({
              code: 1,
              data: {
                accessToken: token,
                version: "3.0",
                expiredAt: 1785603599,
                businessId,
                depotIds: [],
                pageIds: [],
                permissions: [],
              },
            })
          : ok({ code: 0, messages: ["Invalid accessCode or accessCode is expired"] }),
    },
    "POST /pos/v3.0/app/checkaccesstoken": {
      source: "app/checkaccesstoken",
      body: new Set(["secretKey"]),
      required: ["secretKey"],
      answer: () =>
        ok({
          code: 1,
          data: { version: "3.0", expiredAt: 1785603599, businessId, depotIds: [], pageIds: [], permissions: [] },
        }),
    },
  };
  for (const [name, { call, most = 100 }] of Object.entries(DRAWN)) {
    routes[`POST /pos/v3.0/${call}`] = {
      source: call,
      body: new Set([...PAGINATOR, ...fieldsOf(...bodies(call)), ...filtersOf(call)]),
      answer: (request) => {
        const kept = (filtered[name] ?? byIds)(request.body?.filters ?? {}, rows[name]!);
        return Array.isArray(kept) ? page(kept, request, most) : kept;
      },
    };
  }
  const still = (host: string, call: string): PaperRoute => ({
    source: call,
    body: new Set([...PAGINATOR, ...fieldsOf(...bodies(call))]),
    answer: () => {
      const [first] = answersOf(call, host === "vpage" ? "vpage" : undefined);
      return ok({ ...(first?.body as object), paginator: { next: null } });
    },
  });
  for (const call of NAMELESS) routes[`POST /pos/v3.0/${call}`] = still("pos", call);
  for (const call of vpageCalls) routes[`POST /vpage/v3.0/${call}`] = still("vpage", call);
  for (const call of UNDRAWN)
    routes[`POST /vpage/v3.0/${call}`] = {
      source: call,
      body: new Set(PAGINATOR),
      answer: () => ok({ code: 1, data: [], paginator: { next: null } }),
    };
  routes["POST /vpage/v3.0/conversation/tags"] = still("vpage", "conversation/tags");
  for (const [name, call] of [
    ["orders", "order/deleted"],
    ["bills", "bill/deleted"],
  ] as const) {
    routes[`POST /pos/v3.0/${call}`] = {
      source: call,
      body: new Set([...PAGINATOR, ...filtersOf(call), ...fieldsOf(...bodies(call))]),
      answer: (request) => {
        const { ids, createdAtFrom, createdAtTo } = request.body?.filters ?? {};
        const kept = deleted[name].filter(
          ({ id, createdAt }) =>
            (ids === undefined || ids.map(String).includes(String(id))) &&
            within(createdAt, createdAtFrom, createdAtTo),
        );
        return page(kept, request, 100);
      },
    };
  }

  const write = (call: string, required: readonly string[], answer: (body: any) => PaperAnswer): void => {
    routes[`POST /pos/v3.0/${call}`] = {
      source: call,
      body: fieldsOf(...bodies(call)),
      required,
      answer: ({ body }) => {
        written.push({ call, body });
        return answer(body);
      },
    };
  };
  const id = () => (made += 1);
  write(
    "order/add",
    ["channel.appOrderId", "shippingAddress.name", "shippingAddress.mobile", "products[].id", "products[].price"],
    (body) => {
      const own = body.channel.appOrderId;
      if (rows.orders!.some(({ channel }) => channel?.appOrderId === own))
        return refusal("ERR_INVALID_FORM_FIELDS", { "channel.appOrderId": "channel.appOrderId already exists" });
      const order = {
        info: { id: id(), type: 1, status: 54, createdAt: seconds(), updatedAt: seconds(), ...body.info },
        channel: { appOrderId: own, saleChannel: 10 },
        shippingAddress: { ...body.shippingAddress, id: id() },
        // order/list: `discount` of one unit, `discountAmount` of the line.
        products: body.products.map((line: any) => ({
          productId: line.id,
          orderProductId: id(),
          quantity: line.quantity,
          price: line.price,
          discount: (line.discount ?? 0) / line.quantity,
          discountAmount: line.discount ?? 0,
          totalAmount: line.price * line.quantity - (line.discount ?? 0),
        })),
        carrier: { customerShipFee: body.carrier?.customerShipFee ?? 0 },
        payment: {
          deposit: { amount: body.payment?.depositAmount ?? 0, accountId: body.payment?.depositAccountId ?? 0 },
          transfer: { amount: body.payment?.transferAmount ?? 0, accountId: body.payment?.transferAccountId ?? 0 },
        },
      };
      rows.orders!.push(order);
      return ok({ code: 1, data: { id: order.info.id, trackingUrl: `https://example.com/tracking/${order.info.id}` } });
    },
  );
  write("order/edit", ["info.id"], (body) => {
    const order = rows.orders!.find(({ info }) => String(info.id) === String(body.info.id));
    if (!order) return refusal("ERR_ORDER_NOT_FOUND", "order not found");
    Object.assign(order.info, body.info, { id: order.info.id, updatedAt: seconds() });
    Object.assign(order.shippingAddress, body.shippingAddress);
    return ok({ code: 1, data: { id: order.info.id } });
  });
  write("product/add", ["[].appProductId", "[].name"], (body) => {
    const added = body.map((product: any) => ({
      appProductId: product.appProductId,
      id: id(),
      barcode: product.barcode ?? "",
      product,
    }));
    for (const { id: own, product } of added)
      rows.products!.push({
        ...product,
        id: own,
        parentId: -1,
        status: 2,
        prices: { retail: product.price, import: product.importPrice },
        createdAt: seconds(),
        updatedAt: seconds(),
      });
    return ok({ code: 1, data: added.map(({ product: _, ...shown }: any) => shown) });
  });
  write("product/edit", ["id"], ({ id: own, ...body }) => {
    const product = rows.products!.find((row) => String(row.id) === String(own));
    if (!product) return refusal("ERR_PRODUCT_NOT_FOUND", "product not found");
    Object.assign(product, body, { updatedAt: seconds() });
    if (body.price !== undefined) product.prices = { ...product.prices, retail: body.price };
    return ok({ code: 1, data: [{ id: String(own), appProductId: 0, barcode: product.barcode ?? "" }] });
  });
  write("customer/add", ["[].name", "[].mobile"], (body) => {
    const added = body.map((customer: any) => ({ ...customer, id: id(), updatedAt: seconds() }));
    rows.customers!.push(...added);
    return ok({ code: 1, data: added.map(({ id: own, mobile }: any) => ({ id: own, mobile })) });
  });
  write("bill/addretail", ["depotId", "products[].id", "products[].quantity"], (body) => {
    const bill = {
      id: id(),
      type: 2,
      mode: 2,
      date: new Date(now() + 7 * 3_600_000).toISOString().slice(0, 10),
      depotId: body.depotId,
      customer: body.customer,
      description: body.description,
      created: { id: 1, name: "api", createdAt: seconds() },
      products: body.products.map((line: any) => ({
        ...line,
        imexId: id(),
        discount: 0,
        amount: line.price * line.quantity,
      })),
      payment: { amount: body.products.reduce((sum: number, line: any) => sum + line.price * line.quantity, 0) },
    };
    rows.bills!.push(bill);
    return ok({ code: 1, data: { id: bill.id, totalAmount: bill.payment.amount } });
  });
  for (const call of ["inventory/importother", "inventory/exportother"]) {
    write(call, ["depotId", "products[].id", "products[].quantity"], (body) => {
      for (const line of body.products) {
        const stock = rows.inventory!.find(({ productId }) => String(productId) === String(line.id));
        const level = stock?.inventory?.depots?.find((each: any) => String(each.id) === String(body.depotId));
        if (level) level.remain += call.endsWith("importother") ? line.quantity : -line.quantity;
      }
      return ok({ code: 1, data: { id: id(), totalAmount: 0 } });
    });
  }

  const paper = await servePaper({
    routes,
    everywhere: ["appId", "businessId"],
    admit: ({ path, query, headers }) => {
      if (query.get("appId") !== String(appId)) return refusal("ERR_INVALID_APP_ID", "Invalid appId");
      if (path.endsWith("/getaccesstoken")) return undefined;
      if (query.get("businessId") !== String(businessId))
        return refusal("ERR_INVALID_BUSINESS_ID", "Invalid businessId");
      // Raw, without "Bearer".
      return headers.authorization === token ? undefined : refusal("ERR_INVALID_ACCESS_TOKEN", "Invalid accessToken");
    },
  });
  return Object.assign(paper, { rows, deleted, written });
};
