import {
  fieldsOf,
  ok,
  type PaperAnswer,
  type PaperRequest,
  type PaperRoute,
  type PaperVendor,
  servePaper,
} from "../paper-vendor.ts";
import { answered, billsShelf, bodies, DRAWN, type Drawn, products, shelves } from "./shelves.ts";

/*
 * Nhanh's Open API v2.0 as its pages draw it: form-data with `version`, `appId`, `businessId`, `accessToken` and `data`, a
 * JSON text or a bare word; numbered pages of `icpp` rows; orders, products and depots keyed by their ids.
 */

export const businessId = 110668;
export const credentials = { appId: "73002", secretKey: "SECRET KEY", accessCode: "ACCESS CODE" };
const token = "ACCESS TOKEN V2 ".repeat(9).trim();

/** Answered as they are drawn, whatever is asked. */
const STILL = [
  "product/internalcategory",
  "product/gift",
  "product/imei",
  "product/imeisold",
  "article/categories",
  "ecom/shops",
];

export const refusal = (errorCode: string | undefined, messages: unknown): PaperAnswer =>
  ok({ code: 0, ...(errorCode ? { errorCode } : {}), messages });
/** "API Rate Limit": the overview writes the number 429, the samples ERR_429. */
export const locked = (seconds: number, now: number): PaperAnswer =>
  ok({
    code: 0,
    message: "Your app exceeded the API Rate Limit",
    errorCode: 429,
    data: { lockedSeconds: seconds, unlockedAt: Math.floor(now / 1_000) + seconds },
  });

export interface PaperNhanhV2 extends PaperVendor {
  readonly rows: Readonly<Record<string, any[]>>;
  readonly written: readonly { call: string; body: any }[];
}

/** The parts of a form, by name. */
const partsOf = (text: string, type: string): Record<string, string> => {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
  return Object.fromEntries(
    text.split(`--${boundary}`).flatMap((part) => {
      const found = /name="([^"]+)"\r\n\r\n([\s\S]*)\r\n$/.exec(part);
      return found ? [[found[1]!, found[2]!]] : [];
    }),
  );
};

/** `{"12": {...}, "9": {...}}` in the order of the rows, as PHP writes it. */
const keyedText = (rows: readonly any[], key: string): string =>
  `{${rows.map((row) => `"${row[key]}":${JSON.stringify(row)}`).join(",")}}`;

const DAY = 86_400_000;
const timeOf = (text: string | undefined): number | undefined =>
  text === undefined
    ? undefined
    : Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text.replace(" ", "T")}+07:00`);

const PLACES: Readonly<Record<string, readonly object[]>> = {
  "CITY ": [
    { id: 2, name: "Hà Nội" },
    { id: 3, name: "Hồ Chí Minh" },
  ],
  "DISTRICT 2": [{ id: 20, parentId: 2, name: "Đống Đa" }],
  "WARD 20": [{ id: 200, parentId: 20, name: "Ô Chợ Dừa" }],
};
const placesUnder = ({ type = "CITY", parentId = "" }: { type?: string; parentId?: number | string }) =>
  PLACES[`${type} ${parentId}`] ?? [];

export const drawNhanhV2 = async (now: () => number): Promise<PaperNhanhV2> => {
  const rows: Record<string, any[]> = Object.fromEntries(
    Object.keys(DRAWN).map((name) => {
      const shelf = name === "bills" ? billsShelf : name === "products" ? products : shelves[name]!;
      return [name, shelf.map(({ row }) => structuredClone(row))];
    }),
  );
  const written: { call: string; body: any }[] = [];
  let made = 990_000_000;
  const id = () => (made += 1);

  const within = (value: number | undefined, from: number | undefined, to: number | undefined): boolean =>
    (from === undefined || (value ?? 0) >= from) && (to === undefined || (value ?? 0) <= to);
  const tooLong = (from: number | undefined, to: number | undefined): boolean =>
    from !== undefined && to !== undefined && to - from >= 10 * DAY;

  const page = (name: string, kept: readonly any[], { body }: PaperRequest): PaperAnswer => {
    const { rows: under, key = "id", keyed, most, pages = "totalPages" } = DRAWN[name] as Drawn;
    const size = Math.min(Number(body?.icpp ?? most), most);
    const number = Number(body?.page ?? 1);
    const shown = kept.slice((number - 1) * size, number * size);
    const text = keyed && shown.length > 0 ? keyedText(shown, key) : JSON.stringify(shown);
    if (under === "") return ok(`{"code":1,"messages":[],"data":${text}}`);
    const counts = `"${pages}":${Math.ceil(kept.length / size)},"page":${number}`;
    const total = name === "orders" ? `,"totalRecords":${kept.length}` : "";
    return ok(`{"code":1,"messages":[],"data":{${counts}${total},"${under}":${text}}}`);
  };

  const filtered: Record<string, (asked: any, all: any[]) => any[] | PaperAnswer> = {
    orders: (asked, all) => {
      const [from, to] = [timeOf(asked.updatedDateTimeFrom), timeOf(asked.updatedDateTimeTo)];
      const [since, until] = [timeOf(asked.fromDate), timeOf(asked.toDate)];
      // "window max 10 days for each date kind".
      if (tooLong(from, to) || tooLong(since, until)) return refusal(undefined, ["max 10 days"]);
      const named = asked.id ?? asked.customerId ?? asked.customerMobile ?? asked.updatedDateTimeFrom;
      const start = since ?? (named === undefined ? now() - 10 * DAY : undefined);
      return all.filter(
        (row) =>
          (asked.id === undefined || String(row.id) === String(asked.id)) &&
          (asked.customerMobile === undefined || row.customerMobile === asked.customerMobile) &&
          (asked.statuses === undefined || asked.statuses.includes(row.statusCode)) &&
          within(timeOf(row.createdDateTime) ?? now(), start, until === undefined ? undefined : until + DAY) &&
          within(Number(row.updatedAt ?? 0) * 1_000, from, to),
      );
    },
    bills: (asked, all) => {
      const [from, to] = [timeOf(asked.fromDate), timeOf(asked.toDate)];
      if (tooLong(from, to)) return refusal(undefined, ["max 10 days"]);
      return all.filter(
        (row) =>
          (asked.id === undefined || String(row.id) === String(asked.id)) &&
          (asked.type === undefined || Number(row.type) === Number(asked.type)) &&
          (asked.mode === undefined || Number(row.mode) === Number(asked.mode)) &&
          (asked.modes === undefined || asked.modes.map(Number).includes(Number(row.mode))) &&
          within(timeOf(row.date), from ?? now() - 10 * DAY, to),
      );
    },
    products: (asked, all) => {
      const kept = all.filter(
        (row) =>
          (asked.name === undefined ||
            [row.name, row.code, row.barcode].some((text) => String(text ?? "").includes(asked.name))) &&
          (asked.status === undefined ? row.status !== "Inactive" : row.status === asked.status) &&
          within(
            row.updatedAt === undefined ? undefined : Number(row.updatedAt) * 1_000,
            timeOf(asked.updatedDateTimeFrom),
            timeOf(asked.updatedDateTimeTo),
          ),
      );
      const down = asked.sort?.id === "asc" ? 1 : -1;
      return [...kept].sort((one, two) => down * (Number(one.idNhanh) - Number(two.idNhanh)));
    },
    customers: (asked, all) =>
      all.filter(
        (row) =>
          (asked.id === undefined || String(row.id) === String(asked.id)) &&
          (asked.mobile === undefined || String(row.mobile) === asked.mobile),
      ),
    locations: (asked, all) =>
      all.filter((row) => asked?.depotId === undefined || String(row.id) === String(asked.depotId)),
  };

  const routes: Record<string, PaperRoute> = {
    "POST /api/oauth/access_token": {
      source: "oauth/access_token",
      answer: ({ form }) =>
        form?.accessCode === credentials.accessCode && form.secretKey === credentials.secretKey
          ? ok({
              code: 1,
              accessToken: token,
              expiredDateTime: "2026-08-01 08:30:00",
              expiredAt: 1785547800,
              businessId,
              depotIds: [],
              permissions: "",
              version: "2.0",
            })
          : // Recorded: `code` false.
            ok({ code: false, messages: ["Invalid accessCode or accessCode is expired"] }),
    },
    // Sample of the page; the levels below the two cities are drawn in its form ("3-level CITY/DISTRICT/WARD only").
    "POST /api/shipping/location": {
      source: "shipping/location",
      body: fieldsOf({ type: "CITY", parentId: 1 }),
      answer: ({ body }) => ok({ code: 1, messages: [], data: placesUnder(body ?? {}) }),
    },
    "POST /api/product/category": {
      source: "product/category",
      body: "any",
      answer: () => ok(answered("product/category")),
    },
    "POST /api/product/detail": {
      source: "product/detail",
      body: "any",
      answer: ({ body }) => {
        const found = rows.products!.find(({ idNhanh }) => String(idNhanh) === String(body));
        // Drawn as `[[product], ...]`.
        return found ? ok({ code: 1, messages: [], data: [[found]] }) : ok({ code: 1, messages: [], data: [] });
      },
    },
    "POST /api/promotion/coupon": {
      source: "promotion/coupon",
      query: ["act"],
      body: fieldsOf(...bodies("promotion/coupon")),
      answer: ({ query }) => ok(answered(`promotion/coupon?act=${query.get("act")}`)),
    },
  };
  for (const [name, { call }] of Object.entries(DRAWN)) {
    routes[`POST /api/${call}`] = {
      source: call,
      body: fieldsOf(...bodies(call), { page: 1, icpp: 1 }),
      answer: (request) => {
        const kept = (filtered[name] ?? ((_asked, all) => all))(request.body ?? {}, rows[name]!);
        return Array.isArray(kept) ? page(name, kept, request) : kept;
      },
    };
  }
  for (const call of STILL)
    routes[`POST /api/${call}`] = {
      source: call,
      body: bodies(call).some((body) => typeof body === "string")
        ? "any"
        : fieldsOf(...bodies(call), { page: 1, icpp: 1 }),
      answer: () => ok(answered(call)),
    };

  const write = (call: string, required: readonly string[], answer: (body: any) => PaperAnswer): void => {
    routes[`POST /api/${call}`] = {
      source: call,
      body: fieldsOf(...bodies(call)),
      required,
      answer: ({ body }) => {
        written.push({ call, body });
        return answer(body);
      },
    };
  };
  const stamp = () => new Date(now() + 7 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  const seconds = () => Math.floor(now() / 1_000);
  write(
    "order/add",
    ["id", "customerName", "customerMobile", "productList[].quantity", "productList[].price"],
    (body) => {
      const order = {
        id: id(),
        shopOrderId: body.id,
        privateId: body.id,
        depotId: body.depotId,
        type: body.type ?? "Shipping",
        statusCode: "New",
        statusName: "Đơn mới",
        customerName: body.customerName,
        customerMobile: body.customerMobile,
        customerAddress: body.customerAddress,
        customerShipFee: body.customerShipFee ?? 0,
        moneyDiscount: body.moneyDiscount ?? 0,
        moneyTransfer: body.moneyTransfer ?? 0,
        moneyDeposit: body.moneyDeposit ?? 0,
        description: body.description ?? "",
        products: body.productList.map((line: any) => ({
          productId: line.idNhanh,
          productName: line.name,
          quantity: line.quantity,
          price: line.price,
          discount: 0,
          productMoney: line.price * line.quantity,
        })),
        createdDateTime: stamp(),
        updatedAt: seconds(),
      };
      rows.orders!.push(order);
      return ok({ code: 1, messages: [], data: { orderId: order.id, trackingUrl: "https://example.com/t" } });
    },
  );
  write("order/update", [], (body) => {
    const order = rows.orders!.find((row) => String(row.id) === String(body.orderId));
    if (!order) return refusal(undefined, ["orderId not found"]);
    const { status, description, customerShipFee } = body;
    Object.assign(order, {
      ...(status ? { statusCode: status } : {}),
      ...(description === undefined ? {} : { description }),
      ...(customerShipFee === undefined ? {} : { customerShipFee }),
      updatedAt: seconds(),
    });
    return ok({ code: 1, messages: [], data: { orderId: order.id, status: order.statusCode, shipFee: 0, codFee: 0 } });
  });
  write("product/add", ["[].id", "[].name", "[].price"], (body) => {
    const ids: Record<string, string> = {};
    for (const product of body) {
      const found = rows.products!.find(({ idNhanh }) => String(idNhanh) === String(product.idNhanh));
      const { id: own, idNhanh: _, ...rest } = product;
      if (found) Object.assign(found, rest, { updatedAt: seconds() });
      const row = found ?? {
        status: "Active",
        ...rest,
        idNhanh: id(),
        parentId: -1,
        createdDateTime: stamp(),
        updatedAt: seconds(),
      };
      if (!found) rows.products!.push(row);
      ids[own] = String(row.idNhanh);
    }
    return ok({ code: 1, messages: [], data: { ids, barcodes: {} } });
  });
  // "upsert by mobile"; the page documents no answer.
  write("customer/add", ["[].name", "[].mobile"], (body) => {
    for (const customer of body) {
      const found = rows.customers!.find(({ mobile }) => String(mobile) === customer.mobile);
      if (found) Object.assign(found, customer);
      else rows.customers!.push({ ...customer, id: id() });
    }
    return ok({ code: 1, messages: [] });
  });

  const paper = await servePaper({
    routes,
    readBody: (text, headers) => {
      const form = partsOf(text, headers["content-type"] ?? "");
      const { data } = form;
      let body: unknown = data;
      try {
        body = data === undefined ? undefined : JSON.parse(data);
      } catch {
        // A bare word, as product/category wants it.
      }
      return { body, form };
    },
    admit: ({ path, form = {} }) => {
      if (form.version !== "2.0") return refusal("ERR_INVALID_VERSION", ["Invalid version"]);
      if (form.appId !== credentials.appId) return refusal("ERR_INVALID_APP_ID", ["Invalid appId"]);
      if (path.endsWith("/access_token")) return undefined;
      if (form.businessId !== String(businessId)) return refusal("ERR_INVALID_BUSINESS_ID", ["Invalid businessId"]);
      return form.accessToken === token ? undefined : refusal("ERR_INVALID_ACCESS_TOKEN", ["Invalid accessToken"]);
    },
    formFields: ["version", "appId", "businessId", "accessToken", "data", "accessCode", "secretKey"],
  });
  return Object.assign(paper, { rows, written });
};
