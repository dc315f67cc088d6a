import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import { DAY, parseTime, SECOND } from "../../../shared/core/time.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";

type Fields = Record<string, any>;

/** Order status -> code (Nhanh Open API v3, Model constant). */
const statuses: Readonly<Record<string, number>> = {
  ...{ New: 54, Confirming: 55, CustomerConfirming: 57, Confirmed: 56, Packing: 42, Packed: 40, ChangeDepot: 73 },
  ...{ Pickup: 43, Shipping: 59, Success: 60, Failed: 61, Canceled: 63, Aborted: 64, CarrierCanceled: 58 },
  ...{ SoldOut: 68, Returning: 71, Returned: 72 },
};
const productStatuses: Readonly<Record<string, number>> = { New: 1, Active: 2, Inactive: 3, OutOfStock: 4 };
const unix = (text: unknown): number => Math.floor((parseTime(text, "hanoi") ?? 0) / SECOND);
const money = (value: unknown): number => Number(value ?? 0);
const level = ({ remain, shipping, holding, damage, available, transfering }: Fields): Fields => ({
  ...{ remain, shipping, holding, damage, available, transfering },
});

/** A row of v2 as v3's pages show the same row. */
const drawings: Readonly<Record<string, (row: Fields) => Fields>> = {
  locations: ({ id, name, mobile, ...place }) => ({
    id,
    code: `K${id}`,
    name,
    mobile,
    location: place,
    locationV2: [],
  }),
  categories: ({ parentId, ...row }) => ({ ...row, parentId: parentId ?? 0 }),
  "internal-categories": ({ parentId, ...row }) => ({ ...row, parentId: parentId ?? 0 }),
  products: (row) => ({
    ...{ id: row.idNhanh, parentId: row.parentId, code: row.code, name: row.name, barcode: `893${row.idNhanh}` },
    ...{ status: productStatuses[row.status], categoryId: row.categoryId ?? 0, otherName: "", type: row.typeId },
    prices: { retail: money(row.price), import: money(row.importPrice), wholesale: 0, avgCost: 0 },
    images: { avatar: row.image, others: row.images },
    shipping: { width: 0, height: 0, length: 0, weight: row.shippingWeight },
    ...{ units: [], combos: [], brandId: 0, createdAt: unix(row.createdDateTime), updatedAt: row.updatedAt },
    attributes: row.attributes.flatMap((one: Fields) =>
      Object.values(one).map(({ id, attributeName, name }: any) => ({ id, name: attributeName, value: name })),
    ),
  }),
  inventory: ({ idNhanh, inventory }) => ({
    productId: idNhanh,
    barcode: `893${idNhanh}`,
    inventory: {
      ...level(inventory),
      depots: Object.entries(inventory.depots).map(([id, one]) => ({ id: Number(id), ...level(one as Fields) })),
    },
  }),
  customers: (row) => ({
    ...{ id: row.id, code: row.code, name: row.name, mobile: row.mobile, email: row.email, type: row.type },
    ...{ gender: row.gender ?? 0, birthday: row.birthday ?? "", points: row.points, totalAmount: row.totalMoney },
    group: row.group ? { id: 1, name: row.group } : [],
    ...{ address: row.address, taxCode: row.taxCode ?? "" },
    locations: { cityId: row.cityLocationId, districtId: row.districtLocationId, wardId: row.wardLocationId },
  }),
  orders: (row) => ({
    info: {
      ...{ id: Number(row.id), depotId: row.depotId, type: row.typeId, status: statuses[row.statusCode] },
      ...{ createdById: row.createdById, createdByName: row.createdByName, saleId: 0, saleName: "" },
      ...{ createdAt: unix(row.createdDateTime), updatedAt: row.updatedAt, description: row.description, tags: [] },
    },
    channel: { appOrderId: row.shopOrderId ?? "", saleChannel: row.saleChannel },
    shippingAddress: {
      ...{ id: row.customerId ?? 0, name: row.customerName, mobile: row.customerMobile, address: row.customerAddress },
      ...{ cityId: row.customerCityId, districtId: row.customerDistrictId, wardId: 0 },
    },
    products: row.products.map((line: Fields, place: number) => ({
      ...{ orderProductId: place + 1, productId: line.productId, code: line.productCode, name: line.productName },
      ...{ quantity: Number(line.quantity), price: money(line.price), discount: 0, totalAmount: line.productMoney },
      ...{ description: line.description, imei: "", imeiCodes: [] },
    })),
    carrier: {
      id: row.carrierId ?? 0,
      name: row.carrierName,
      customerShipFee: row.customerShipFee,
      shipFee: row.shipFee,
    },
    payment: {
      discount: { percent: 0, amount: row.moneyDiscount },
      deposit: { amount: row.moneyDeposit },
      codAmount: row.calcTotalMoney,
      ...{ usedPoints: [], vat: [], credit: [], transfer: [] },
    },
    gifts: [],
  }),
  bills: (row) => ({
    ...{ id: row.id, orderId: row.orderId ?? 0, depotId: row.depotId, date: row.date, type: row.type, mode: row.mode },
    related: row.relatedBillId ? { type: 6, billId: row.relatedBillId } : [],
    customer: row.customerId ? { id: row.customerId, name: row.customerName, mobile: row.customerMobile } : [],
    created: { id: row.createdById, name: row.createdByName, createdAt: unix(row.createdDateTime) },
    sale: { id: row.saleId, name: row.saleName },
    products: row.products.map((line: Fields, place: number) => ({
      ...{ imexId: place + 1, id: line.id, code: line.code, name: line.name, quantity: line.quantity },
      ...{ price: line.price, discount: line.discount, imei: [], vat: { percent: 0, amount: 0 } },
      amount: line.price * line.quantity,
    })),
    payment: { amount: money(row.money), discount: 0, cash: { accountId: 111, amount: money(row.cash) } },
    description: row.description,
  }),
  imeis: (row) => ({ product: { id: row.idNhanh, name: row.productName }, imei: row.imeiCode, status: row.status }),
  "marketplace-shops": ({ shopId, appId, shopName }) => ({ appId, shop: { id: shopId, name: shopName } }),
  "cash-flow": (row) => ({ ...row, created: { id: 1_001, name: "Lan", createdAt: unix(row.createdDateTime) } }),
  expiries: ({ id: _, ...row }) => ({ ...row, product: { id: 1, name: row.productName }, depot: { id: 31 } }),
  gifts: (row) => ({ promotion: { id: 1 }, product: { id: row.productId }, gift: { id: row.productGiftId } }),
  "imei-sales": ({ soldDate, ...row }) => ({ ...row, id: Number(row.imei), date: soldDate }),
};
const bills = ["invoices", "returns", "stock-bills"];
const drawn = (name: string): ((row: Fields) => Fields) => drawings[name] ?? ((row) => ({ ...row, drawnBy: "v3" }));

const inside = (value: number | undefined, from: unknown, to: unknown): boolean =>
  value !== undefined && value >= Number(from ?? 0) && value <= Number(to ?? Number.POSITIVE_INFINITY);
const dayOf = (row: Fields): number | undefined => parseTime(row.date ?? row.createdDateTime, "hanoi");

/** The filters of v3's lists that ask for times and ids. */
const isAsked = (row: Fields, filters: Fields, id: string): boolean => {
  const info = row.info ?? row;
  if (filters.ids && !filters.ids.map(String).includes(id)) return false;
  if (filters.updatedAtFrom !== undefined && !inside(info.updatedAt, filters.updatedAtFrom, filters.updatedAtTo))
    return false;
  if (filters.createdAtFrom !== undefined && !inside(info.createdAt, filters.createdAtFrom, filters.createdAtTo))
    return false;
  if (filters.fromDate !== undefined) {
    const [from, to] = [parseTime(filters.fromDate, "hanoi"), parseTime(filters.toDate, "hanoi")];
    if (!inside(dayOf(row), from, to === undefined ? undefined : to + DAY - 1)) return false;
  }
  return filters.batchId === undefined || row.batchId === filters.batchId;
};

/**
 * The shop of a v2 sandbox as v3 shows the same data: same ids, same stamps, other words. Writes go through v2 into the
 * same shop. What v2 lacks is empty.
 */
export const startV3Face = async (old: VendorSimulator, now: () => number) => {
  const codes = new Set<string>();
  const tokens = new Set<string>();
  const { appId } = old.credentials as { appId: string };
  const secretKey = "the-apps-key-of-version-3";
  let businessId = 110_668;
  let made = 0;
  const known = new Map<string, Map<string, number>>();

  const rowsOf = (name: string): readonly Fields[] => {
    const rows = old.rows(name as never) as readonly Fields[];
    return (rows ?? []).map(drawn(bills.includes(name) ? "bills" : name));
  };

  /** Ids that were there at an earlier look and are not now, with the time at which that was seen. */
  const deletedOf = (name: string): readonly Fields[] => {
    const ids = new Map<string, number>(known.get(name));
    const resource = nhanhV3.resources.find((one) => one.name === name)!;
    const living = new Set(rowsOf(name).map((row) => resource.id(row)));
    for (const id of living) ids.set(id, 0);
    for (const [id, at] of ids) if (!living.has(id) && at === 0) ids.set(id, Math.floor(now() / SECOND));
    known.set(name, ids);
    return [...ids].flatMap(([id, createdAt]) => (createdAt > 0 ? [{ id: Number(id), createdAt }] : []));
  };

  const list = (path: string, body: Fields): Fields => {
    const filters = body.filters ?? {};
    const operations = nhanhV3.operations.filter((one) => one.path === path).map(({ id }) => id);
    const resources = nhanhV3.resources.filter(({ listing }) => operations.includes(listing.operation));
    const rows = path.endsWith("/deleted")
      ? (path.includes("order") ? ["orders"] : bills).flatMap(deletedOf).filter((row) => isAsked(row, filters, ""))
      : resources.flatMap((resource) =>
          rowsOf(resource.name)
            .filter((row) => isAsked(row, filters, resource.id({ ...row, ...(filters.batchId ? filters : {}) })))
            .filter((row) => filters.type === undefined || row.type === filters.type)
            .filter((row) => filters.modes === undefined || filters.modes.includes(row.mode)),
        );
    const from = Number(body.paginator?.next?.from ?? 0);
    const size = Number(body.paginator?.size ?? 100);
    const next = from + size < rows.length ? { from: from + size } : undefined;
    return { code: 1, data: rows.slice(from, from + size), paginator: next ? { next } : {} };
  };

  /** order/add of v3 as order/add of v2. */
  const addOrder = (body: Fields): Fields => {
    const ask = (path: string, fields: Fields) => {
      const outcome = old.handle({
        method: "POST",
        path,
        query: new URLSearchParams(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ version: "2.0", appId, ...fields }).toString(),
      });
      return JSON.parse(outcome.kind === "answer" ? outcome.body : "{}");
    };
    const { accessCode, secretKey: key } = old.credentials as Fields;
    const { accessToken, businessId: business } = ask("/api/oauth/access_token", { accessCode, secretKey: key });
    const data = {
      id: body.channel.appOrderId,
      customerName: body.shippingAddress.name,
      customerMobile: body.shippingAddress.mobile,
      productList: body.products.map((line: Fields) => ({ ...line, idNhanh: line.id, name: "x" })),
    };
    const answer = ask("/api/order/add", { accessToken, businessId: business, data: JSON.stringify(data) });
    return answer.code === 1 ? { code: 1, data: { id: answer.data.orderId } } : answer;
  };

  const answer = (path: string, body: Fields): Fields => {
    const grant = (token: string) => ({
      code: 1,
      data: {
        ...{ accessToken: token, version: "3.0", expiredAt: Math.floor(now() / SECOND) + 31_536_000, businessId },
        ...{ depotIds: "All", pageIds: "All", permissions: [] },
      },
    });
    if (path === "/v3.0/app/getaccesstoken") {
      if (!codes.delete(body.accessCode) || body.secretKey !== secretKey)
        return { code: false, messages: ["Invalid accessCode or accessCode has expired"] };
      made += 1;
      const token = `v3-token-${made}-`.padEnd(40, "x");
      tokens.add(token);
      return grant(token);
    }
    if (path === "/v3.0/app/checkaccesstoken") return grant([...tokens].at(-1) ?? "");
    return path === "/v3.0/order/add" ? addOrder(body) : list(path, body);
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://face");
    const path = url.pathname.replace(/^\/(vpage|ship)/, "");
    if (path === "/consent/oauth") {
      const code = `code-of-version-3-${codes.size}-${made}`;
      codes.add(code);
      const back = new URL(url.searchParams.get("returnLink")!);
      back.searchParams.set("accessCode", code);
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    let text = "";
    for await (const chunk of request) text += chunk;
    const token = request.headers.authorization ?? "";
    const isOpen = path.startsWith("/v3.0/app/get") || tokens.has(token);
    const body = isOpen
      ? answer(path, text === "" ? {} : JSON.parse(text))
      : { code: 0, errorCode: "ERR_INVALID_ACCESS_TOKEN", messages: ["Invalid access token"] };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    credentials: { appId, secretKey },
    hosts: { api: url, vpage: `${url}/vpage`, ship: `${url}/ship`, consent: `${url}/consent` },
    rows: rowsOf,
    setBusiness: (id: number) => {
      businessId = id;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};
