import { DAY, HOUR, MINUTE, parseTime, SECOND, toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/nhanh-v3/operations.ts";
import {
  type Collection,
  type Entry,
  type Handler,
  html,
  json,
  type Reply,
  type RouteCall,
  Shop,
} from "../simulator.ts";
import type { CreateSimulator, SimulatedDelivery, SimulatedRequest } from "../types.ts";

/*
 * Nhanh Open API v3 over rows in memory: routes, row shapes, limits, windows and errors are the document's; what it
 * leaves open is answered as the recorded samples do, or else in the unkind way: unknown filters are ignored without a
 * word, stopped products are hidden, the filter of product/inventory does not see stock, pages come short or empty
 * although more follows, the continuation changes its shape, an order list without dates shows 31 days.
 *
 * Two things stand for acts of people in a browser: `GET /consent/oauth` is the consent page (with what the person
 * picks as `depots=1,2` and `without=order/list`), `POST /console/webhooks` the app's page at the developer console.
 */

type Fields = Record<string, any>;
type Rows = Collection<Fields>;

const MONTH = 31 * DAY;
const YEAR_SECONDS = 365 * 86_400;
const CODE_LIFE = 10 * MINUTE;
const OLD_TOKEN_LIFE = 15 * MINUTE;
const RETRIES = [5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
const FAILURES_BEFORE_OFF = 50;

const RETAIL = 2;
const WHOLESALE = 6;

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi"];
const GIVEN = ["Văn Cường", "Thị Mai", "Minh Đức", "Thu Trang", "Quang Huy", "Ngọc Linh"];
const GOODS = ["Áo sơ mi", "Quần jean", "Váy hoa", "Giày thể thao", "Túi da", "Mũ lưỡi trai"];
const COLOURS = ["Đỏ", "Xanh", "Trắng", "Đen"];

const unix = (time: number): number => Math.floor(time / SECOND);
const touched = (entry: Entry<Fields>): number => unix(entry.modified ?? entry.created);
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

const ok = (data?: unknown, more: Fields = {}): Reply =>
  json({ code: 1, ...(data === undefined ? {} : { data }), ...more });
const refuse = (errorCode: string, messages: unknown, data?: unknown): Reply =>
  json({ code: 0, errorCode, messages, ...(data === undefined ? {} : { data }) });
const invalid = (fields: Fields): Reply => refuse("ERR_INVALID_FORM_FIELDS", fields);

export const createNhanhV3Simulator: CreateSimulator = (options) => {
  const shop = new Shop(options);
  const { dice } = shop;
  const appId = 73_000 + dice.integer(1, 999);
  const businessId = 110_000 + dice.integer(1, 9_999);
  const secretKey = dice.hex(64);

  // ------------------------------------------------------------------------------------------------------- access

  const codes = new Map<string, { until: number; depots: number[]; without: string[] }>();
  let lastToken: string | undefined;
  const newCode = (depots: number[] = [], without: string[] = []): string => {
    const code = dice.hex(40);
    codes.set(code, { until: shop.now() + CODE_LIFE, depots, without });
    return code;
  };
  const issue = (grant: { depots: number[]; without: string[] }): string => {
    const { depots, without } = grant;
    const old = lastToken;
    if (old) shop.later(OLD_TOKEN_LIFE, () => shop.tokens.end(old));
    lastToken = shop.tokens.issue(YEAR_SECONDS, {
      length: 128,
      data: { depots, without, expiredAt: unix(shop.now()) + YEAR_SECONDS },
    });
    return lastToken;
  };
  /** A token that the shop already has. Looking at it after its end is what a person does who consents again. */
  const credentials = {
    appId: String(appId),
    secretKey,
    businessId: String(businessId),
    get accessToken() {
      if (lastToken && (shop.signInRefused || shop.tokens.valid(lastToken))) return lastToken;
      return issue({ depots: [], without: [] });
    },
  };
  const tokenOf = ({ request }: RouteCall): string => request.headers.authorization ?? "";
  const grantOf = (call: RouteCall): { depots: number[]; without: string[]; expiredAt: number } =>
    shop.tokens.dataOf(tokenOf(call)) ?? { depots: [], without: [], expiredAt: 0 };
  const grantAnswer = (token: string): Reply => {
    const { depots: depotIds, expiredAt } = shop.tokens.dataOf(token);
    return ok({ accessToken: token, version: "3.0", expiredAt, businessId, depotIds, pageIds: "All", permissions: [] });
  };
  const giveToken: Handler = ({ body, query }) => {
    if (query.get("appId") !== String(appId)) return refuse("ERR_INVALID_APP_ID", "Invalid appId");
    if (body?.secretKey !== secretKey) return refuse("ERR_INVALID_SECRET_KEY", ["Invalid secretKey"]);
    const code = codes.get(body?.accessCode);
    // Recorded: `false` instead of 0, and no errorCode.
    if (!code || code.until < shop.now() || shop.signInRefused)
      return json({ code: false, messages: ["Invalid accessCode or accessCode has expired"] });
    codes.delete(body.accessCode);
    return grantAnswer(issue(code));
  };
  const checkToken: Handler = (call) =>
    call.body?.secretKey === secretKey
      ? grantAnswer(tokenOf(call))
      : refuse("ERR_INVALID_SECRET_KEY", ["Invalid secretKey"]);
  const consentPage: Handler = ({ query }) => {
    const back = query.get("returnLink");
    if (query.get("appId") !== String(appId) || !back || !URL.canParse(back)) return html("<h1>Invalid app</h1>", 200);
    const depots = (query.get("depots") ?? "").split(",").filter(Boolean).map(Number);
    const location = new URL(back);
    location.searchParams.set("accessCode", newCode(depots, (query.get("without") ?? "").split(",").filter(Boolean)));
    return { status: 302, headers: { location: location.href }, body: "" };
  };

  // -------------------------------------------------------------------------------------------------------- rows

  const depots = shop.collection<Fields>({ firstId: 31_010 });
  const users = shop.collection<Fields>({ firstId: 2_054_190 });
  const categories = shop.collection<Fields>({ firstId: 501 });
  const products = shop.collection<Fields>({ firstId: 1_231_270_001 });
  const customers = shop.collection<Fields>({ firstId: 20_184_001, keys: { mobile: (row) => row.mobile } });
  const orders = shop.collection<Fields>({
    firstId: 14_889_001,
    keys: { appOrderId: (row) => row.channel.appOrderId },
  });
  const bills = shop.collection<Fields>({ firstId: 7_410_001 });
  const history = shop.collection<Fields>({ firstId: 1 });
  const codesOfCoupons = shop.collection<Fields>({ firstId: 1, keys: { code: (row) => row.code } });
  const tables: Record<string, Rows> = {};
  const table = (name: string, firstId = 1): Rows => {
    tables[name] ??= shop.collection<Fields>({ firstId });
    return tables[name];
  };
  /** Ids of Vpage are texts. */
  const named = (name: string): Rows => {
    tables[name] ??= shop.collection<Fields>({ nextId: () => dice.hex(20) });
    return tables[name];
  };
  const rowsOf = (collection: Rows) => collection.live().map(({ row }) => row);
  const any = (collection: Rows): Entry<Fields> => collection.some(dice.random) as Entry<Fields>;
  const name = () => `${dice.pick(FAMILY)} ${dice.pick(GIVEN)}`;
  const phone = () => `09${String(dice.integer(0, 99_999_999)).padStart(8, "0")}`;

  const stockOf = (row: Fields, granted: readonly number[] = []) => {
    const numbers = ({ remain, shipping, holding }: Fields) => ({
      remain,
      shipping,
      damaged: 0,
      holding,
      transfering: 0,
      available: remain - holding,
      warranty: { remain: 0, holding: 0 },
    });
    const levels = Object.entries(row.stock as Record<string, Fields>)
      .map(([id, level]) => ({ id: Number(id), ...level }) as Fields)
      // A depot that was not picked at the consent silently lowers the total.
      .filter(({ id }) => granted.length === 0 || granted.includes(id));
    const sum = (field: string) => levels.reduce((total, level) => total + level[field], 0);
    const total = numbers({ remain: sum("remain"), shipping: sum("shipping"), holding: sum("holding") });
    // Recorded: the total that can be sold is not always the sum over the depots.
    if (row.id % 11 === 0) total.available = Math.max(0, total.available - 10);
    return { ...total, depots: levels.map((level) => ({ id: level.id, ...numbers(level) })) };
  };
  const productRow = (entry: Entry<Fields>, granted: readonly number[] = []): Fields => {
    const { stock: _stock, appProductId: _app, description: _text, content: _content, vat: _vat, ...row } = entry.row;
    return { ...row, inventory: stockOf(entry.row, granted), updatedAt: touched(entry) };
  };
  const inventoryRow = ({ row }: Entry<Fields>, granted: readonly number[] = []): Fields => ({
    productId: row.id,
    barcode: row.barcode,
    name: row.name,
    prices: { retail: row.prices.retail, wholesale: row.prices.wholesale, import: row.prices.import, avgCost: 0 },
    inventory: stockOf(row, granted),
  });
  const customerRow = (entry: Entry<Fields>): Fields => ({ ...entry.row, updatedAt: touched(entry) });
  const orderRow = (entry: Entry<Fields>): Fields => ({
    ...entry.row,
    info: { ...entry.row.info, updatedAt: touched(entry) },
  });
  const retailRow = ({ row }: Entry<Fields>): Fields => {
    const { mode: _mode, supplier, created, products: lines, ...rest } = row;
    return {
      ...rest,
      supplierId: supplier?.id ?? 0,
      createdById: created.id,
      createdAt: created.createdAt,
      products: lines.map(({ barcode: _barcode, ...line }: Fields) => ({ ...line, priceVatMode: 2 })),
    };
  };

  const addProduct = (fields: Fields = {}) =>
    products.insert((id, at) => {
      const price = dice.integer(20, 900) * 1_000;
      return {
        id,
        parentId: dice.chance(0.1) && products.size > 0 ? any(products).id : -1,
        code: `SP${id}`,
        barcode: `2000${id}`,
        name: `${dice.pick(GOODS)} ${dice.integer(1, 999)}`,
        otherName: "",
        status: dice.chance(0.1) ? 3 : dice.pick([1, 2, 2, 2, 4]),
        priceVatMode: 2,
        importPriceVatMode: 2,
        categoryId: any(categories)?.id ?? 0,
        internalCategoryId: 0,
        prices: {
          retail: price,
          retailVat: 0,
          import: price / 2,
          importVat: 0,
          old: 0,
          wholesale: price * 0.8,
          avgCost: 0,
        },
        images: { avatar: "", others: [] },
        warranty: { month: 0, phone: "", address: "" },
        brandId: 0,
        type: 1,
        shipping: { width: 0, height: 0, length: 0, weight: 300 },
        countryName: "",
        // PHP writes an empty object as an empty array.
        units: [],
        combos: [],
        attributes: [{ id: 1, name: "Màu sắc", nameOther: "", value: dice.pick(COLOURS), code: "", codeOther: "" }],
        createdAt: unix(at),
        tagIds: [],
        stock: Object.fromEntries(
          depots.live().map((depot) => [depot.id, { remain: dice.integer(0, 200), shipping: 0, holding: 0 }]),
        ),
        ...fields,
      };
    });

  const addCustomer = (fields: Fields = {}) =>
    customers.insert((id, at) => ({
      id,
      type: dice.pick([1, 1, 1, 2]),
      name: name(),
      mobile: phone(),
      code: `KH${id}`,
      gender: dice.pick([1, 2, null]),
      address: `${dice.integer(1, 400)} La Thành`,
      email: "",
      birthday: dice.chance(0.3) ? "1990-05-17" : "0000-00-00",
      points: dice.integer(0, 300),
      saleName: "",
      startedDate: toHanoiDay(at),
      taxCode: "",
      locations: { cityId: 254, districtId: 321, wardId: 1_116 },
      location: dice.chance(0.5) ? { cityId: 254, wardId: 9_001 } : [],
      business: [],
      level: [],
      group: dice.chance(0.2) ? { id: 3, name: "VIP" } : [],
      totalAmount: dice.integer(0, 90) * 100_000,
      ...fields,
    }));

  /** Moves stock without a new `updatedAt` of the product: that covers its details only. */
  const move = (moves: readonly { id: number; depotId: number; remain?: number; holding?: number }[]) => {
    const changed = new Map<number, Entry<Fields>>();
    for (const { id, depotId, remain = 0, holding = 0 } of moves) {
      const entry = products.get(id);
      if (!entry) continue;
      products.quietly(id, (row) => {
        row.stock[depotId] ??= { remain: 0, shipping: 0, holding: 0 };
        row.stock[depotId].remain += remain;
        row.stock[depotId].holding += holding;
      });
      changed.set(id, entry);
    }
    if (changed.size === 0) return;
    notify("inventoryChange", () =>
      [...changed.values()].map(({ row }) => ({ id: row.id, typeId: row.type, code: row.code, ...stockOf(row) })),
    );
  };

  const log = (orderId: number, step: number, old: number, status: number) =>
    history.insert((id, at) => ({
      logId: String(id),
      orderId,
      step,
      status: { old, new: status },
      createdAt: unix(at),
      createdById: 2_054_190,
      createdBy: "Lan",
    }));

  const orderLine = (product: Fields, line: Fields, place: number): Fields => {
    const discount = line.discount ?? 0;
    return {
      productId: product.id,
      orderProductId: place + 1,
      typeId: product.type,
      code: product.code,
      name: product.name,
      appProductId: product.appProductId ?? "",
      weight: product.shipping.weight,
      quantity: line.quantity,
      price: line.price,
      originalPrice: product.prices.retail,
      priceVatMode: 2,
      priceAfterVAT: line.price,
      // Given for the line, shown per unit.
      discount: discount / line.quantity,
      discountAmount: discount,
      avgCost: 0,
      vatPercent: 0,
      description: line.description ?? "",
      imeiId: 0,
      imei: "",
      imeiIds: [],
      imeiCodes: list(line.imeis).map((code, at) => ({ id: at + 1, code })),
      partialDelivery: [],
      combos: [],
      totalAmount: line.price * line.quantity - discount,
    };
  };

  const addOrder = (body: Fields, saleChannel: number, customer: Fields) => {
    const given = list(body.products);
    const goods = given.reduce((total, line) => total + line.price * line.quantity, 0);
    const whole = body.payment?.discountAmount ?? 0;
    const off = body.payment?.discountType === "percent" ? Math.round((goods * whole) / 100) : whole;
    let spread = 0;
    const lines = given.map((line, place) => {
      // The order's discount is spread over its lines when it is saved; the last one takes the rest.
      const part =
        place === given.length - 1
          ? off - spread
          : Math.floor(goods > 0 ? (off * line.price * line.quantity) / goods : 0);
      spread += part;
      const product = products.even(line.id)!.row;
      return orderLine(product, { ...line, discount: (line.discount ?? 0) + part }, place);
    });
    const depotId = body.info?.depotId ?? depots.live()[0]?.id ?? 0;
    const fee = body.carrier?.customerShipFee ?? 0;
    const deposit = body.payment?.depositAmount ?? 0;
    const transfer = body.payment?.transferAmount ?? 0;
    const total = lines.reduce((sum, line) => sum + line.totalAmount, 0) + fee;
    const made = orders.insert((id, at) => ({
      info: {
        id,
        depotId,
        pickupDepotId: depotId,
        type: body.info?.type ?? 1,
        originalOrderId: 0,
        createdById: body.info?.createdById ?? 2_054_190,
        createdByName: "Lan",
        saleId: body.info?.saleId ?? 0,
        saleName: "",
        createdAt: unix(at),
        confirmedAt: 0,
        packedAt: 0,
        description: body.info?.description ?? "",
        privateDescription: body.info?.privateDescription ?? "",
        orderIndex: 1,
        status: body.info?.status ?? 54,
        reason: 0,
        handoverIds: [],
        trackingUrl: `https://example.com/tracking/${id}`,
        tags: list(body.info?.tagIds).map((tag) => ({ id: String(tag), name: `Tag ${tag}`, status: 1 })),
      },
      channel: {
        appOrderId: body.channel?.appOrderId ?? "",
        saleChannel,
        trafficSource: body.channel?.sourceName ?? "",
        shopId: 0,
        affiliate: [],
      },
      shippingAddress: {
        id: customer.id,
        code: customer.code,
        birthday: "",
        email: "",
        address: "",
        cityId: 0,
        districtId: 0,
        wardId: 0,
        ...withoutVersion(body.shippingAddress ?? {}),
      },
      products: lines,
      carrier: {
        id: body.carrier?.id ?? 0,
        name: "",
        service: [],
        carrierCode: "",
        sendCarrierAt: 0,
        deliveryAt: 0,
        weight: body.carrier?.orderPackage?.weight ?? 0,
        shipFee: 0,
        codFee: 0,
        customerShipFee: fee,
      },
      payment: {
        usedPoints: [],
        vat: [],
        discount: { percent: 0, amount: off },
        couponCode: body.payment?.couponCode ?? "",
        deposit: { amount: deposit, accountId: body.payment?.depositAccountId ?? 0, name: "" },
        transfer: { amount: transfer, accountId: body.payment?.transferAccountId ?? 0, name: "" },
        credit: [],
        codAmount: total - deposit - transfer,
      },
      gifts: [],
    }));
    const id = Number(made.id);
    log(id, 1, 0, made.row.info.status);
    move(lines.map((line) => ({ id: line.productId, depotId, holding: line.quantity })));
    return made;
  };

  const setStatus = (id: number | string, status: number, step = 7) => {
    const entry = orders.get(id);
    if (!entry) return;
    const before = entry.row.info.status;
    orders.edit(id, (row) => {
      row.info.status = status;
      if (status === 59) {
        row.carrier = { ...row.carrier, id: 8, name: "GHTK", carrierCode: `S${id}`, sendCarrierAt: unix(shop.now()) };
      }
      if (status === 60) row.carrier = { ...row.carrier, deliveryAt: unix(shop.now()) };
    });
    log(Number(id), step, before, status);
    const ended = [60, 63, 64, 72].includes(status) && ![60, 63, 64, 72].includes(before);
    if (!ended) return;
    const { depotId } = entry.row.info;
    move(
      entry.row.products.map((line: Fields) => ({
        id: line.productId,
        depotId,
        holding: -line.quantity,
        remain: status === 60 ? -line.quantity : 0,
      })),
    );
  };

  const addBill = (bill: {
    mode: number;
    type: 1 | 2;
    depotId: number;
    lines: readonly Fields[];
    customer?: Fields | undefined;
    supplier?: Fields | undefined;
    related?: number | undefined;
    payment?: Fields | undefined;
    description?: string | undefined;
    date?: string | undefined;
    orderId?: number | undefined;
  }) => {
    const lines = bill.lines.map((line, place): Fields => {
      const product = products.even(line.id)!.row;
      const price = line.price ?? product.prices.retail;
      const off =
        line.discount?.type === "percent"
          ? (price * line.quantity * line.discount.value) / 100
          : (line.discount?.value ?? 0);
      return {
        imexId: bills.size * 100 + place + 1,
        id: product.id,
        code: product.code,
        barcode: product.barcode,
        name: product.name,
        imeiId: 0,
        imei: list(line.imeis),
        quantity: line.quantity,
        price,
        discount: off,
        extendedWarrantyAmount: 0,
        vat: { percent: 0, amount: 0 },
        amount: price * line.quantity - off,
        giftProducts: [],
      };
    });
    const amount = lines.reduce((sum, line) => sum + line.amount, 0);
    const sign = bill.type === 1 ? 1 : -1;
    const part = (given: Fields | undefined) =>
      given?.value ? { accountId: given.accountId ?? 0, name: "", amount: given.value, code: given.code ?? "" } : [];
    const made = bills.insert((id, at) => ({
      id,
      orderId: bill.orderId ?? 0,
      requirementBillId: 0,
      inventoryCheckId: 0,
      warrantyBillId: 0,
      depotId: bill.depotId,
      date: bill.date ?? toHanoiDay(at),
      type: bill.type,
      mode: bill.mode,
      related: bill.related ? { type: 6, parentId: 0, billId: bill.related } : [],
      customer: bill.customer
        ? { id: bill.customer.id, name: bill.customer.name, mobile: bill.customer.mobile, address: "" }
        : [],
      created: { id: 2_054_190, name: "Lan", createdAt: unix(at) },
      sale: { id: 0, name: "", saleBonus: 0 },
      technicalStaff: [],
      supplier: bill.supplier ?? [],
      products: lines,
      payment: {
        amount,
        customerAmount: bill.payment?.customerAmount ?? 0,
        discount: 0,
        points: 0,
        usedPoints: [],
        transfer: part(bill.payment?.transfer),
        cash: part(bill.payment?.cash),
        installment: [],
        credit: part(bill.payment?.credit),
        coupon: [],
        returnFee: 0,
        returnAmount: bill.mode === RETAIL && bill.type === 1 ? amount : 0,
      },
      description: bill.description ?? "",
      customerSource: [],
      tags: [],
    }));
    move(lines.map((line) => ({ id: line.id, depotId: bill.depotId, remain: sign * line.quantity })));
    return made;
  };

  // ----------------------------------------------------------------------------------------------------- webhooks

  let hook: { url: string; token: string; events: readonly string[] } | undefined;
  let failuresInARow = 0;
  const attempts = new Map<string, number>();
  const notify = (event: string, data: () => unknown) => {
    if (!hook || (event !== "webhooksEnabled" && !hook.events.includes(event))) return;
    const body = event === "webhooksEnabled" ? { event } : { event, businessId, data: data() };
    shop.deliver({
      url: hook.url,
      headers: { "content-type": "application/json", authorization: hook.token },
      body: JSON.stringify(body),
    });
  };
  /** Not the shape of the list: people as objects, `id` for the product. */
  const orderHook = (entry: Entry<Fields>): Fields => {
    const { info, channel, products: lines, ...rest } = orderRow(entry);
    return {
      ...rest,
      info: {
        ...info,
        createdBy: { id: info.createdById, name: info.createdByName },
        sale: { id: info.saleId, name: "" },
      },
      channel: { ...channel, trafficSource: { id: 0, name: channel.trafficSource } },
      products: lines.map(({ productId, ...line }: Fields) => ({
        ...line,
        id: productId,
        vat: { value: 0, amount: 0 },
      })),
    };
  };
  const productHook = (entry: Entry<Fields>): Fields => {
    const row = productRow(entry);
    return { ...row, status: String(row.status), category: { id: row.categoryId }, type: { id: row.type }, childs: [] };
  };
  const announce = (collection: Rows, noun: string, toData: (entry: Entry<Fields>) => Fields) => {
    collection.onChange = (kind, entry) =>
      notify(`${noun}${kind === "insert" ? "Add" : kind === "edit" ? "Update" : "Delete"}`, () =>
        kind === "remove" ? [entry.id] : toData(entry),
      );
  };
  announce(orders, "order", orderHook);
  announce(products, "product", productHook);
  const delivered = (delivery: SimulatedDelivery, status: number | undefined) => {
    if (status === 200) {
      failuresInARow = 0;
      attempts.delete(delivery.body);
      return;
    }
    failuresInARow += 1;
    if (failuresInARow >= FAILURES_BEFORE_OFF) hook = undefined;
    const made = attempts.get(delivery.body) ?? 0;
    const wait = RETRIES[made];
    if (wait === undefined) attempts.delete(delivery.body);
    else {
      attempts.set(delivery.body, made + 1);
      shop.later(wait, () => hook && shop.deliver(delivery));
    }
  };
  const console: Handler = ({ body }) => {
    if (!body?.url) {
      hook = undefined;
      return ok({});
    }
    const events = list(body.events);
    hook = { url: body.url, token: body.verifyToken ?? "", events: events.length > 0 ? events : everyEvent };
    failuresInARow = 0;
    notify("webhooksEnabled", () => undefined);
    return ok({});
  };
  const everyEvent = [
    "appUninstalled",
    "productAdd",
    "productUpdate",
    "productDelete",
    "inventoryChange",
    "orderAdd",
    "orderUpdate",
    "orderDelete",
    "orderPartialReturn",
  ];

  // ------------------------------------------------------------------------------------------------------ listings

  interface ListingOptions {
    readonly most?: number;
    readonly where?: ((row: Fields, entry: Entry<Fields>, filters: Fields) => boolean) | undefined;
    readonly toRow?: (entry: Entry<Fields>, call: RouteCall) => unknown;
    /** `id`: `{"id": ...}`; `array`: `[createdAt, n]` as Vpage does; `text`: bare text as bill/draftlist does. */
    readonly next?: "id" | "array" | "text";
    readonly sortable?: string;
    readonly descending?: boolean;
    /** Seconds of `touched`, where the filter looks at it. */
    readonly between?: { from?: number | undefined; to?: number | undefined } | undefined;
  }
  const page = (call: RouteCall, rows: Rows, how: ListingOptions = {}): Reply => {
    const filters: Fields = call.body?.filters ?? {};
    const paginator: Fields = call.body?.paginator ?? {};
    const most = how.most ?? 100;
    const size = shop.pageSize(most, Number(paginator.size) || most);
    const asked = how.sortable ? String(paginator.sort?.[how.sortable] ?? "").toLowerCase() : "";
    const descending = asked === "" ? (how.descending ?? false) : asked === "desc";
    const cursor = placeOf(paginator.next, rows);
    // Rows that are hidden or gone leave holes: pages are short, and now and then there is nothing on one.
    const empty = cursor.turn % 7 === 6;
    const wanted = cursor.turn % 3 === 2 ? Math.max(1, size - 1) : size;
    const { from, to } = how.between ?? {};
    const after = cursor.place;
    // By insertion, which is by id where ids count up.
    const { entries } = rows.query({
      descending,
      ...(how.between && {
        between: {
          by: "touched",
          from: from === undefined ? undefined : from * SECOND,
          to: to === undefined ? undefined : to * SECOND + SECOND - 1,
        },
      }),
      where: (row, entry) =>
        (after === undefined || (descending ? entry.place < after : entry.place > after)) &&
        (how.where?.(row, entry, filters) ?? true),
      limit: wanted + 1,
    });
    const shown = empty ? [] : entries.slice(0, wanted);
    const more = entries.length > shown.length;
    const last = shown.at(-1);
    const turn = cursor.turn + 1;
    const end = dice.pick([{ paginator: { next: null } }, { paginator: [] }, {}]);
    return ok(
      shown.map((entry) => how.toRow?.(entry, call) ?? entry.row),
      more ? { paginator: { next: nextOf(how.next ?? "id", last, cursor, turn) } } : end,
    );
  };
  interface Cursor {
    readonly place: number | undefined;
    readonly turn: number;
  }
  const placeOf = (next: any, rows: Rows): Cursor => {
    if (next === undefined || next === null || next === "") return { place: undefined, turn: 0 };
    if (Array.isArray(next)) return { place: Number(next[1]), turn: 1 };
    if (typeof next === "string") return { place: Number(next), turn: 1 };
    if (next.place !== undefined)
      return { place: next.place < 0 ? undefined : next.place, turn: Number(next.turn ?? 1) };
    return { place: rows.even(next.id)?.place, turn: Number(next.turn ?? 1) };
  };
  const nextOf = (style: string, last: Entry<Fields> | undefined, cursor: Cursor, turn: number): unknown => {
    const place = last?.place ?? cursor.place ?? -1;
    if (style === "array") return [unix(last?.created ?? shop.now()), place];
    if (style === "text") return String(place);
    // The shape is nobody's business: it changes between the pages of one listing.
    return last && turn % 2 === 1 ? { id: String(last.id), turn } : { place, turn };
  };

  const includes = (filter: unknown, value: unknown): boolean =>
    filter === undefined || !Array.isArray(filter) || filter.length === 0 || filter.map(String).includes(String(value));
  const equals = (filter: unknown, value: unknown): boolean =>
    filter === undefined || filter === null || String(filter) === String(value);
  const contains = (filter: unknown, ...values: unknown[]): boolean =>
    filter === undefined ||
    values.some((value) =>
      String(value ?? "")
        .toLowerCase()
        .includes(String(filter).toLowerCase()),
    );
  const inside = (filters: Fields, field: string, value: number): boolean =>
    (filters[`${field}From`] === undefined || value >= filters[`${field}From`]) &&
    (filters[`${field}To`] === undefined || value <= filters[`${field}To`]);
  /** The rule of 31 days; a half-open interval is closed by it. */
  const window = (filters: Fields, field: string): { from: number; to: number } | Reply => {
    const span = MONTH / SECOND;
    const to = filters[`${field}To`] ?? (filters[`${field}From`] ?? unix(shop.now()) - span) + span;
    const from = filters[`${field}From`] ?? to - span;
    return to - from > span ? invalid({ [`${field}From`]: `${field} cannot exceed 31 days` }) : { from, to };
  };
  const isReply = (value: object): value is Reply => "body" in value;

  const small =
    (rows: Rows, how: ListingOptions = {}): Handler =>
    (call) =>
      page(call, rows, {
        where: (row, _entry, { ids, id, name: part, code, status }) =>
          includes(ids, row.id) &&
          equals(id, row.id) &&
          contains(part, row.name) &&
          equals(code, row.code) &&
          (Array.isArray(status) ? includes(status, row.status) : equals(status, row.status)),
        ...how,
      });

  const productFilter = (row: Fields, filters: Fields): boolean =>
    includes(filters.ids, row.id) &&
    // Stopped ones are hidden unless asked for, by status or by id.
    (list(filters.status).length > 0 || list(filters.ids).length > 0
      ? includes(filters.status, row.status)
      : row.status !== 3) &&
    contains(filters.name, row.name, row.code, row.barcode) &&
    equals(filters.parentId, row.parentId) &&
    includes(filters.categoryIds, row.categoryId) &&
    equals(filters.categoryId, row.categoryId) &&
    includes(filters.brandIds, row.brandId) &&
    (filters.price?.from === undefined || row.prices.retail >= filters.price.from) &&
    (filters.price?.to === undefined || row.prices.retail <= filters.price.to);
  const betweenUpdates = (filters: Fields = {}) =>
    filters.updatedAtFrom === undefined && filters.updatedAtTo === undefined
      ? undefined
      : { from: filters.updatedAtFrom, to: filters.updatedAtTo };
  const productList: Handler = (call) =>
    page(call, products, {
      sortable: "id",
      descending: true,
      between: betweenUpdates(call.body?.filters),
      where: (row, _entry, filters) => productFilter(row, filters),
      toRow: (entry) => productRow(entry, grantOf(call).depots),
    });
  const inventoryList: Handler = (call) =>
    page(call, products, {
      sortable: "productId",
      descending: true,
      // The details' time: a change of stock alone is not found by it.
      between: betweenUpdates(call.body?.filters),
      where: (row, _entry, filters) => productFilter(row, filters),
      toRow: (entry) =>
        inventoryRow(
          entry,
          list(call.body?.filters?.depotIds).length > 0 ? call.body.filters.depotIds : grantOf(call).depots,
        ),
    });
  const orderList: Handler = (call) => {
    const filters: Fields = call.body?.filters ?? {};
    const named = list(filters.ids).length > 0 || filters.shippingAddress?.id || filters.shippingAddress?.mobile;
    const byUpdate = betweenUpdates(filters) !== undefined;
    const updates = byUpdate ? window(filters, "updatedAt") : undefined;
    if (updates && isReply(updates)) return updates;
    // Without any date only the last 31 days are looked at, and nothing says so.
    const created = named || byUpdate ? undefined : window(filters, "createdAt");
    if (created && isReply(created)) return created;
    return page(call, orders, {
      descending: true,
      between: updates,
      where: (row) =>
        includes(filters.ids, row.info.id) &&
        includes(filters.statuses, row.info.status) &&
        includes(filters.depotIds, row.info.depotId) &&
        includes(filters.saleChannels, row.channel.saleChannel) &&
        equals(filters.type, row.info.type) &&
        equals(filters.shippingAddress?.id, row.shippingAddress.id) &&
        equals(filters.shippingAddress?.mobile, row.shippingAddress.mobile) &&
        (created === undefined || (row.info.createdAt >= created.from && row.info.createdAt <= created.to)),
      toRow: orderRow,
    });
  };
  /** Deletions in the order in which they were made; the row's id is the deleted one. */
  const deletedList =
    (rows: Rows): Handler =>
    ({ body }) => {
      const filters: Fields = body?.filters ?? {};
      const size = shop.pageSize(100, Number(body?.paginator?.size) || 100);
      const start = Number(body?.paginator?.next?.id ?? 0);
      const found = rows.removed.filter(
        ({ id, at }) => includes(filters.ids, id) && inside(filters, "createdAt", unix(at)),
      );
      const shown = found.slice(start, start + size);
      return ok(
        shown.map(({ id, at }) => ({ id, createdAt: unix(at), createdById: 2_054_190 })),
        start + size < found.length ? { paginator: { next: { id: start + size } } } : {},
      );
    };
  const billList =
    (retailOnly: boolean): Handler =>
    (call) => {
      const filters: Fields = call.body?.filters ?? {};
      const named = list(filters.ids).length > 0 || filters.id || filters.customerId || filters.customerMobile;
      const day = (text: unknown): number | undefined => (text === undefined ? undefined : parseTime(text, "hanoi"));
      const today = day(toHanoiDay(shop.now()))!;
      const to = day(filters.toDate) ?? (filters.fromDate === undefined ? today : day(filters.fromDate)! + 30 * DAY);
      const from = day(filters.fromDate) ?? to - 30 * DAY;
      // Both days count: 31 of them at most. createdAtFrom and createdAtTo of the prose are not filters.
      if (!named && to - from > 30 * DAY) return invalid({ fromDate: "date range cannot exceed 31 days" });
      return page(call, bills, {
        descending: true,
        where: (row) => {
          const at = day(row.date)!;
          return (
            (named && filters.fromDate === undefined ? true : at >= from && at <= to) &&
            (!retailOnly || row.mode === RETAIL) &&
            includes(filters.ids, row.id) &&
            equals(filters.id, row.id) &&
            equals(filters.type, row.type) &&
            includes(filters.modes, row.mode) &&
            includes(filters.depotIds, row.depotId) &&
            includes(filters.orderIds, row.orderId) &&
            equals(filters.customerId, row.customer.id) &&
            equals(filters.customerMobile, row.customer.mobile)
          );
        },
        toRow: retailOnly ? retailRow : ({ row }) => row,
      });
    };
  /** Rows that are derived from others: made for the moment, in pages of their own. */
  const derived =
    (make: (filters: Fields) => readonly unknown[], most = 100): Handler =>
    ({ body }) => {
      const size = shop.pageSize(most, Number(body?.paginator?.size ?? body?.paginator?.icpp) || most);
      const start = Number(body?.paginator?.next?.id ?? 0);
      const rows = make(body?.filters ?? {});
      const more = start + size < rows.length;
      return ok(rows.slice(start, start + size), more ? { paginator: { next: { id: String(start + size) } } } : {});
    };
  const draftLines = (filters: Fields): Fields[] =>
    rowsOf(table("draft-bills"))
      .filter((row) => inside(filters, "lastUpdatedAt", row.lastUpdatedAt))
      .map((row) => ({
        id: row.id * 10,
        billId: row.id,
        type: row.type,
        mode: row.mode,
        status: row.status,
        required: { quantity: 3 },
      }));
  const billLines = (filters: Fields): Fields[] =>
    rowsOf(bills)
      .filter(
        (bill) =>
          (filters.fromDate === undefined || bill.date >= filters.fromDate) &&
          (filters.toDate === undefined || bill.date <= filters.toDate) &&
          equals(filters.billId, bill.id) &&
          equals(filters.mode, bill.mode) &&
          equals(filters.type, bill.type),
      )
      .flatMap((bill) =>
        bill.products.map((line: Fields) => ({
          id: line.imexId,
          billId: bill.id,
          type: bill.type,
          mode: bill.mode,
          date: bill.date,
          reference: { orderId: bill.orderId },
          depot: { id: bill.depotId, name: "" },
          product: { id: line.id, code: line.code, barcode: line.barcode, name: line.name },
          productPrice: line.price,
          quantity: line.quantity,
          createdAt: bill.created.createdAt,
        })),
      );

  // -------------------------------------------------------------------------------------------------------- writes

  const missing = (body: Fields | undefined, ...fields: string[]): Reply | undefined => {
    const lacking = fields.filter((field) => {
      const value = field.split(".").reduce<any>((part, key) => part?.[key], body);
      return value === undefined || value === null || value === "";
    });
    return lacking.length > 0
      ? invalid(Object.fromEntries(lacking.map((field) => [field, `${field} is required`])))
      : undefined;
  };
  const unknownProducts = (lines: unknown): Reply | undefined => {
    const bad = list(lines).flatMap((line, place) =>
      products.get(line?.id) && line.quantity > 0 ? [] : [[`products.${place}.id`, "invalid product id"]],
    );
    if (list(lines).length === 0) return invalid({ products: "products is required" });
    return bad.length > 0 ? invalid(Object.fromEntries(bad)) : undefined;
  };
  const wrongDepot = (call: RouteCall, depotId: unknown): Reply | undefined => {
    if (depotId === undefined) return undefined;
    const { depots: granted } = grantOf(call);
    const known = depots.get(depotId as number) && (granted.length === 0 || granted.includes(Number(depotId)));
    return known ? undefined : refuse("ERR_INVALID_DEPOT_ID", "Invalid depotId");
  };
  const customerFor = (given: Fields): Fields => {
    const known = customers.by("mobile", given.mobile);
    return known?.row ?? addCustomer({ name: given.name, mobile: given.mobile, address: given.address ?? "" }).row;
  };
  /** Where our reference lies in a text that people read. */
  const referenceIn = (text: unknown): string | undefined => /\[(TB-[A-Za-z0-9]+)\]/.exec(String(text ?? ""))?.[1];

  const orderAdd: Handler = (call) => {
    const { body, commit } = call;
    const wrong =
      missing(body, "channel.appOrderId", "shippingAddress.name", "shippingAddress.mobile") ??
      wrongDepot(call, body?.info?.depotId) ??
      unknownProducts(body?.products);
    if (wrong) return wrong;
    if (body.products.length > 500) return invalid({ products: "max 500 products" });
    if (body.products.some((line: Fields) => typeof line.price !== "number"))
      return invalid({ "products.price": "is required" });
    const { appOrderId } = body.channel;
    // Also when the first one was deleted since.
    if (orders.by("appOrderId", appOrderId) || orders.gone().some(({ row }) => row.channel.appOrderId === appOrderId))
      return invalid({ "channel.appOrderId": `appOrderId ${appOrderId} already existed` });
    const made = addOrder(body, 10, customerFor(body.shippingAddress));
    commit(made.id, appOrderId);
    const warning = body.shippingAddress.locationVersion === "v2" ? { warning: ["v1 is recommended"] } : {};
    return ok({ id: made.id, trackingUrl: made.row.info.trackingUrl }, warning);
  };
  const orderEdit: Handler = (call) => {
    const { body, commit } = call;
    const wrong = missing(body, "info.id");
    if (wrong) return wrong;
    const entry = orders.get(body.info.id);
    if (!entry) return invalid({ "info.id": "order not found" });
    const { info, carrier } = entry.row;
    if (info.status === 60 || info.status === 72 || carrier.sendCarrierAt > 0)
      return refuse("ERR_ORDER_CANNOT_EDIT", "The order cannot be edited");
    const { status } = body.info;
    if (status !== undefined && ![56, 60, 63, 64, 72].includes(status))
      return invalid({ "info.status": "invalid status" });
    orders.edit(entry.id, (row) => {
      // An empty value clears; products are not looked at.
      for (const field of ["description", "privateDescription"])
        if (field in body.info) row.info[field] = body.info[field] ?? "";
      Object.assign(row.shippingAddress, withoutVersion(body.shippingAddress ?? {}));
      if (body.carrier?.customerShipFee !== undefined) {
        row.payment.codAmount += body.carrier.customerShipFee - row.carrier.customerShipFee;
        row.carrier.customerShipFee = body.carrier.customerShipFee;
      }
      if (body.carrier?.orderPackage?.weight !== undefined) row.carrier.weight = body.carrier.orderPackage.weight;
      if (body.payment?.transferAmount !== undefined)
        row.payment.transfer = {
          amount: body.payment.transferAmount,
          accountId: body.payment.transferAccountId ?? 0,
          name: "",
        };
    });
    if (status !== undefined) setStatus(entry.id, status, 20);
    commit(entry.id);
    return ok({ id: entry.id, trackingUrl: info.trackingUrl });
  };
  const cancelCarrier: Handler = ({ body, commit }) => {
    const [id] = [body?.orderId].flat();
    const entry = orders.get(id);
    if (!entry) return invalid({ orderId: "order not found" });
    if (!entry.row.carrier.sendCarrierAt)
      return refuse("ERR_ORDER_CARRIER_NOT_YET_SENT", "Not yet sent to the carrier");
    orders.edit(id, (row) => {
      row.carrier = { ...row.carrier, carrierCode: "", sendCarrierAt: 0 };
      row.info.status = 58;
    });
    commit(id);
    return ok({});
  };
  const productFields = (row: Fields, given: Fields) => {
    for (const field of [
      "name",
      "code",
      "barcode",
      "status",
      "categoryId",
      "description",
      "content",
      "tagIds",
      "vat",
      "priceVatMode",
    ])
      if (given[field] !== undefined) row[field] = given[field];
    if (given.price !== undefined) row.prices = { ...row.prices, retail: given.price };
    if (given.importPrice !== undefined) row.prices = { ...row.prices, import: given.importPrice };
    if (given.wholesalePrice !== undefined) row.prices = { ...row.prices, wholesale: given.wholesalePrice };
    if (given.shippingWeight !== undefined) row.shipping = { ...row.shipping, weight: given.shippingWeight };
    if (given.unit !== undefined) row.units = { name: given.unit, list: [] };
  };
  const blankProduct = { parentId: -1, categoryId: 0, status: 1, attributes: [], stock: {} };
  const productAdd: Handler = ({ body, commit }) => {
    if (!Array.isArray(body) || body.length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.length > 100) return invalid({ products: "max 100 products" });
    for (const [place, given] of body.entries()) {
      const wrong = missing(given, "appProductId", "name");
      if (wrong) return invalid({ [`${place}`]: "appProductId and name are required" });
    }
    const made = body.map((given) => {
      const fields: Fields = {
        ...blankProduct,
        prices: { retail: 0, import: 0, wholesale: 0, old: 0, avgCost: 0 },
        shipping: { width: 0, height: 0, length: 0, weight: 0 },
        appProductId: given.appProductId,
        type: given.type ?? 1,
      };
      productFields(fields, given);
      const entry = addProduct(fields);
      commit(entry.id, given.appProductId, given);
      return { id: entry.id, appProductId: given.appProductId, barcode: entry.row.barcode };
    });
    return ok(made);
  };
  const productEdit: Handler = ({ body, commit }) => {
    const entry = products.get(body?.id);
    if (!entry) return invalid({ id: "id is invalid" });
    products.edit(entry.id, (row) => productFields(row, body));
    commit(entry.id);
    return ok([{ id: String(entry.id), appProductId: entry.row.appProductId ?? null, barcode: entry.row.barcode }]);
  };
  const productDetail: Handler = (call) => {
    const entry = products.get(call.body?.filters?.id);
    if (!entry) return refuse("ERR_PRODUCT_NOT_FOUND", "Product not found");
    const row = productRow(entry, grantOf(call).depots);
    const { warranty: _warranty, ...inventory } = row.inventory as Fields;
    return ok({
      ...row,
      status: String(row.status),
      description: entry.row.description ?? "",
      content: entry.row.content ?? "",
      vat: entry.row.vat ?? 0,
      category: { id: row.categoryId, code: "", name: categories.get(row.categoryId)?.row.name ?? "" },
      brand: [],
      type: { id: row.type, name: "" },
      // Flat here, an object in the list.
      inventory: { ...inventory, warranty: 0, warrantyHolding: 0, holdingNew: 0, shippingExport: 0 },
      suppliers: [],
      videos: [],
      branchPrices: [],
      childs: [],
    });
  };
  const externalImages: Handler = ({ body, commit }) => {
    if (list(body).length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.some((each: Fields) => !products.get(each?.productId))) return invalid({ productId: "is invalid" });
    for (const { productId, mode, externalImages: links } of body) {
      products.edit(productId, (row) => {
        const [avatar = "", ...others] = mode === "deleteall" ? [] : list(links);
        row.images = { avatar, others };
      });
      commit(productId);
    }
    return ok(body.map(({ productId }: Fields) => productId));
  };
  const customerAdd: Handler = ({ body, commit }) => {
    if (!Array.isArray(body) || body.length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.length > 100) return invalid({ customers: "max 100 customers" });
    for (const given of body) {
      const wrong = missing(given, "name", "mobile");
      if (wrong) return wrong;
    }
    const made = body.map((given) => {
      const { businessName, businessAddress, description: _text, tagIds: _tags, groupId, ...fields } = given;
      const more = {
        ...fields,
        ...(businessName ? { business: { name: businessName, address: businessAddress ?? "" } } : {}),
        ...(groupId ? { group: { id: groupId, name: `Group ${groupId}` } } : {}),
      };
      // A phone number that is known is that customer.
      const known = customers.by("mobile", given.mobile);
      const entry = known
        ? customers.edit(known.id, (row) => Object.assign(row, more))!
        : addCustomer({
            gender: null,
            points: 0,
            totalAmount: 0,
            address: "",
            locations: [],
            location: [],
            birthday: "",
            ...more,
          });
      commit(entry.id, undefined, given);
      return { id: entry.id, mobile: given.mobile };
    });
    return ok(made);
  };
  const addRetail: Handler = (call) => {
    const { body, commit } = call;
    const wrong = missing(body, "depotId") ?? wrongDepot(call, body?.depotId) ?? unknownProducts(body?.products);
    if (wrong) return wrong;
    if (body.products.length > 100) return invalid({ products: "max 100 products" });
    const customer = body.customer?.mobile ? customerFor(body.customer) : customers.get(body.customer?.id)?.row;
    const made = addBill({ mode: RETAIL, type: 2, lines: body.products, ...body, customer });
    commit(made.id, referenceIn(body.description));
    return ok({ id: made.id, totalAmount: made.row.payment.amount });
  };
  const stockBill =
    (mode: number, type: 1 | 2): Handler =>
    (call) => {
      const { body, commit } = call;
      const wrong =
        missing(body, "depotId", ...(mode === 5 ? ["supplierId"] : [])) ??
        wrongDepot(call, body?.depotId) ??
        unknownProducts(body?.products);
      if (wrong) return wrong;
      const supplier = mode === 5 ? { id: body.supplierId, name: "", mobile: "" } : undefined;
      const made = addBill({
        mode,
        type,
        depotId: body.depotId,
        lines: body.products,
        supplier,
        description: body.description,
      });
      commit(made.id, referenceIn(body.description));
      return ok({ id: made.id, totalAmount: made.row.payment.amount });
    };
  /** A write that adds a row to a small table. */
  const adds =
    (
      rows: Rows,
      needed: readonly string[],
      toRow: (body: any, at: number) => Fields,
      answer: (entry: Entry<Fields>) => unknown,
    ): Handler =>
    ({ body, commit }) => {
      const wrong = missing(body, ...needed);
      if (wrong) return wrong;
      const made = rows.insert((id, at) => ({ id, createdAt: unix(at), ...toRow(body, at) }));
      commit(made.id);
      return ok(answer(made));
    };
  const addCodes = (batchId: number, count: number, body: Fields) => {
    for (let n = 0; n < count; n += 1)
      codesOfCoupons.insert((id, at) => ({
        id,
        batchId,
        depotId: 0,
        code: `${body.prefix ?? ""}${dice.hex(body.codeLength ?? 8).toUpperCase()}${body.suffix ?? ""}`,
        value: body.value ?? 0,
        valueMax: body.valueMax ?? 0,
        valueType: body.valueType ?? 1,
        status: 1,
        usedAt: 0,
        totalCanUsed: body.canUsedTimes,
        totalAssigned: 0,
        totalUsed: 0,
        createdAt: unix(at),
      }));
  };
  const couponRow = ({ row: { id: _id, batchId: _batch, ...row } }: Entry<Fields>) => row;
  const zalo: Handler = ({ body, commit }) => {
    const wrong = missing(body, "zaloOaId", "mobile", "keywords");
    if (wrong) return wrong;
    commit(`${body.mobile}`);
    return ok({ oaBalance: 10_000_000, quota: { remainingQuota: 4_995, dailyQuota: 5_000 } });
  };

  // -------------------------------------------------------------------------------------------------- vpage and ship

  const conversations = named("conversations");
  const messages = named("messages");
  const events = table("meta-events");
  const shipments = table("shipments", 12_345);
  const vpage = (rows: Rows, how: ListingOptions = {}) =>
    small(rows, { most: 50, next: "array", sortable: "createdAt", ...how });
  const reply: Handler = ({ body, commit }) => {
    const wrong = missing(body, "conversationId", "pageId", "recipientId");
    if (wrong) return wrong;
    const entry = conversations.get(body.conversationId);
    if (!entry) return invalid({ conversationId: "Invalid conversationId." });
    if (entry.row.pageId !== body.pageId) return refuse("ERR_INVALID_PAGE_ID", "Invalid page id");
    const made = messages.insert((id, at) => ({
      id: `m_${id}`,
      conversationId: body.conversationId,
      pageId: body.pageId,
      senderId: body.pageId,
      senderName: "Page",
      createdAt: at,
      message: body.message ?? "",
      pageUserId: entry.row.pageUserId,
    }));
    conversations.edit(entry.id, (row) => Object.assign(row, { lastMessage: made.row.message, hasReply: true }));
    commit(made.row.id);
    return ok({ conversation: { ...entry.row, updatedAt: touched(entry) } });
  };
  const updateTags: Handler = ({ body, commit }) => {
    const entry = conversations.get(body?.conversationId);
    if (!entry) return invalid({ conversationId: "Invalid conversationId." });
    conversations.edit(entry.id, (row) => {
      row.tagIds = [...new Set([...row.tagIds, ...list(body.addTags)])].filter(
        (tag) => !list(body.removeTags).includes(tag),
      );
    });
    commit(entry.id);
    return ok({ tags: entry.row.tagIds });
  };
  const metaEvent: Handler = ({ body, commit }) => {
    const wrong = missing(body, "eventName", "conversationId");
    if (wrong) return wrong;
    const made = events.insert((_id, at) => ({
      id: `${body.eventName}_${body.orderInfo?.orderId ?? at}`,
      createdAt: unix(at),
      channel: 1,
      pageId: "",
      eventName: body.eventName,
      orderId: body.orderInfo?.orderId ?? "",
      status: 1,
      products: [],
      dataResponse: {},
    }));
    commit(made.row.id);
    // The one success without `code`.
    return json({ logId: dice.hex(16), events_received: 1, messages: [], fbtrace_id: dice.hex(12) });
  };
  const campaigns = named("campaigns");
  const campaignAdd: Handler = ({ body, commit }) => {
    const wrong = missing(
      body,
      "campaign.pageId",
      "campaign.adAccountId",
      "campaign.name",
      "campaign.budget",
      "campaign.type",
    );
    if (wrong) return wrong;
    const made = campaigns.insert((id, at) => ({
      id,
      ...body.campaign,
      adCampaignId: `1202${id.slice(0, 8)}`,
      status: 3,
      createdAt: unix(at),
    }));
    commit(made.id);
    return ok({ adCampaignId: made.row.adCampaignId });
  };
  const campaignResend: Handler = ({ body, commit }) => {
    const entry = campaigns.live().find(({ row }) => row.adCampaignId === body?.campaign?.adCampaignId);
    if (!entry) return invalid({ "campaign.adCampaignId": "is invalid" });
    campaigns.edit(entry.id, (row) => {
      row.status = 2;
    });
    commit(entry.id);
    return ok({ adCampaignId: entry.row.adCampaignId });
  };
  const shipmentAdd: Handler = ({ body, commit }) => {
    const wrong = missing(body, "businessStoreId", "appOrderId", "sender", "receiver", "weight", "carrier.id");
    if (wrong) return wrong;
    const made = shipments.insert((id) => ({ id, status: 54, carrierCode: "", appOrderId: body.appOrderId }));
    if (body.sendCarrier === 1) made.row.carrierCode = `AHM-${made.id}`;
    commit(made.id, body.appOrderId);
    return ok({ orderId: made.id, ...(made.row.carrierCode ? { orderCode: made.row.carrierCode } : {}) });
  };
  const shipmentChange =
    (change: (row: Fields) => Reply | undefined, answer: (row: Fields) => Fields): Handler =>
    ({ body, commit }) => {
      const entry = shipments.get(body?.orderId);
      if (!entry) return refuse("ERR_INVALID_DATA", "Order not found");
      const wrong = change(entry.row);
      if (wrong) return wrong;
      commit(entry.id);
      return ok({ orderId: entry.id, ...answer(entry.row), createdDate: toHanoiSeconds(shop.now()) });
    };
  const rates: Handler = ({ body }) =>
    missing(body, "sender", "receiver", "weight") ??
    ok([
      {
        carrierId: 18,
        serviceId: 5,
        serviceName: "Instant",
        serviceCode: "INSTANT",
        totalFee: 32_000,
        shipFee: 32_000,
      },
    ]);
  const places =
    (first: string): Handler =>
    ({ body }) => {
      const wrong = missing(body, "filters.locationVersion");
      if (wrong) return wrong;
      const { type = first, parentId, locationVersion } = body.filters;
      if (locationVersion === "v2" && type === "DISTRICT") return ok([]);
      if (type === first)
        return ok([
          { id: 254, name: "Hà Nội" },
          { id: 255, name: "Hồ Chí Minh", otherName: "Sài Gòn" },
        ]);
      return ok(parentId === undefined ? [] : [{ id: type === "WARD" ? 1_116 : 321, name: "Đống Đa" }]);
    };

  // --------------------------------------------------------------------------------------------------------- routes

  const tags = (name: string) => small(table(name, 92_201));
  const suppliers = table("suppliers", 40_801);
  const batches = table("voucher-campaigns", 27_601);
  const priceBooks = table("price-books", 73_541);
  const audiences = named("audiences");
  const images = named("ad-images");
  const carriers = [
    { id: 8, name: "Giao hàng tiết kiệm", shortName: "GHTK", logo: "", status: 1, services: [] },
    {
      id: 2,
      name: "Viettel Post",
      shortName: "VTP",
      logo: "",
      status: 1,
      services: [{ id: 1, name: "PHS", description: "" }],
    },
  ];
  const pos: Record<string, Handler> = {
    "app/getaccesstoken": giveToken,
    "app/checkaccesstoken": checkToken,
    "business/depot": (call) =>
      page(call, depots, {
        where: (row, _entry, { ids }) =>
          includes(ids, row.id) && (grantOf(call).depots.length === 0 || grantOf(call).depots.includes(row.id)),
      }),
    "business/user": small(users),
    "business/department": small(table("departments", 11)),
    "business/supplier": small(suppliers, {
      toRow: ({ row: { id, name: called, mobile } }) => ({ id, name: called, mobile }),
    }),
    "business/addsupplier": adds(
      suppliers,
      ["name"],
      (body) => ({ name: body.name, mobile: body.mobile ?? "", status: body.status ?? 1 }),
      ({ row }) => ({ id: row.id, status: row.status }),
    ),
    "product/list": productList,
    "product/add": productAdd,
    "product/edit": productEdit,
    "product/detail": productDetail,
    "product/inventory": inventoryList,
    "product/category": small(categories),
    "product/internalcategory": small(table("internal-categories", 901)),
    "product/brand": small(table("brands", 61)),
    "product/unit": small(table("units", 31)),
    "product/batch": small(table("batches", 41)),
    "product/expire": derived(() => rowsOf(table("expiries")).map(({ id: _id, ...row }) => row)),
    "product/gift": derived(() => rowsOf(table("gifts")).map(({ id: _id, ...row }) => row)),
    "product/imei": derived(() => rowsOf(table("imeis")).map(({ id: _id, ...row }) => row)),
    "product/imeihistory": ({ body }) =>
      missing(body, "filters.imei") ??
      ok([{ step: { id: 1, name: "Nhập" }, itemType: 1, itemId: 1, createdAt: unix(shop.now()) }]),
    "product/imeisold": derived(
      ({ fromDate = "", toDate = "9" }) =>
        rowsOf(table("imei-sales")).filter(({ date }) => date >= fromDate && date <= toDate),
      50,
    ),
    "product/externalimage": externalImages,
    "product/tags": tags("product-tags"),
    "product/supplierproduct": derived(() => rowsOf(table("supplier-products")).map(({ id: _id, ...row }) => row)),
    "product/combo": derived(() => rowsOf(table("combos", 1_231_999_001)), 50),
    "order/list": orderList,
    "order/add": orderAdd,
    "order/edit": orderEdit,
    "order/cancelcarrier": cancelCarrier,
    "order/addcomplain": ({ body, commit }) => {
      const wrong = missing(body, "id", "reason");
      if (wrong) return wrong;
      if (!orders.get(body.id)) return invalid({ id: "order not found" });
      const made = log(body.id, 19, 0, 0);
      commit(body.id);
      return ok({ complainId: made.id });
    },
    "order/source": small(table("order-sources", 71)),
    "order/deleted": deletedList(orders),
    "order/history": (call) =>
      missing(call.body, "filters.orderIds") ??
      page(call, history, {
        where: (row, _entry, { orderIds, steps }) => includes(orderIds, row.orderId) && includes(steps, row.step),
      }),
    "order/tags": tags("order-tags"),
    "shipping/location": places("CITY"),
    "shipping/fee": ({ body }) =>
      missing(
        body,
        "filters.type",
        "filters.shippingWeight",
        "filters.shippingFrom.cityId",
        "filters.shippingTo.cityId",
      ) ??
      ok([
        {
          logo: "",
          carrier: { id: 8 },
          service: { id: 1, name: "Chuẩn" },
          shipFee: 25_000,
          codFee: 0,
          customerShipFee: 25_000,
        },
      ]),
    "shipping/carrier": () => ok(carriers),
    "bill/list": billList(false),
    "bill/deleted": deletedList(bills),
    "bill/retail": billList(true),
    "bill/addretail": addRetail,
    "bill/imexs": derived(billLines),
    "bill/draftlist": (call) =>
      page(call, table("draft-bills", 1_900_001), {
        next: "text",
        where: (row, _entry, filters) =>
          includes(filters.ids, row.id) && inside(filters, "lastUpdatedAt", row.lastUpdatedAt),
      }),
    "bill/draftproducts": derived(draftLines),
    "inventory/importsupplier": stockBill(5, 1),
    "inventory/exportsupplier": stockBill(5, 2),
    "inventory/importother": stockBill(10, 1),
    "inventory/exportother": stockBill(10, 2),
    "inventory/archive": derived(() => rowsOf(table("stock-limits")).map(({ id: _id, ...row }) => row), 50),
    "customer/list": (call) =>
      page(call, customers, {
        descending: true,
        between: betweenUpdates(call.body?.filters),
        where: (row, _entry, { ids, mobile, type }) =>
          includes(ids, row.id) && equals(mobile, row.mobile) && equals(type, row.type),
        toRow: customerRow,
      }),
    "customer/add": customerAdd,
    "customer/tags": tags("customer-tags"),
    "promotion/batch": small(batches),
    "promotion/batchadd": (call) => {
      const made = adds(
        batches,
        ["name", "status", "startDate", "endDate", "codeLength", "numberOfCodes", "canUsedTimes", "valueType", "value"],
        (body) => ({ ...body, totalUsedTime: 0, totalAssign: 0 }),
        (entry) => {
          addCodes(Number(entry.id), call.body.numberOfCodes, call.body);
          return { id: entry.id };
        },
      );
      return made(call);
    },
    "promotion/batchincreasecode": ({ body, commit }) => {
      const wrong = missing(body, "batchId", "couponNumber", "canUsedTimes");
      if (wrong) return wrong;
      if (!batches.get(body.batchId)) return invalid({ batchId: "is invalid" });
      addCodes(body.batchId, body.couponNumber, body);
      commit(body.batchId);
      return ok({ batchId: body.batchId });
    },
    "promotion/couponcode": (call) =>
      missing(call.body, "filters.batchId") ??
      page(call, codesOfCoupons, {
        where: (row, _entry, { batchId, code }) => equals(batchId, row.batchId) && equals(code, row.code),
        toRow: couponRow,
      }),
    "promotion/couponproduct": ({ body }) =>
      missing(body, "filters.batchId") ??
      ok(
        products
          .live()
          .slice(0, 2)
          .map(({ row }) => ({ batchId: body.filters.batchId, product: { id: row.id, name: row.name } })),
      ),
    "promotion/couponupdate": ({ body, commit }) => {
      const entry = codesOfCoupons.by("code", body?.code);
      if (!entry) return invalid({ code: "code is invalid" });
      codesOfCoupons.edit(entry.id, (row) => {
        if (body.act === "used")
          Object.assign(row, { totalUsed: row.totalUsed + 1, status: 2, usedAt: unix(shop.now()) });
        else row.totalAssigned += 1;
      });
      commit(entry.id);
      return ok(couponRow(entry));
    },
    "promotion/pricelist": small(priceBooks, { sortable: "id" }),
    "promotion/pricelistproduct": (call) =>
      missing(call.body, "filters.priceListIds") ??
      derived(({ priceListIds }) =>
        products
          .live()
          .slice(0, 3)
          .map(({ row }) => ({
            product: { id: row.id, name: row.name, code: row.code, price: row.prices.retail },
            priceList: list(priceListIds).map((id) => ({ id, businessId, name: "", value: row.prices.retail })),
          })),
      )(call),
    "accounting/transaction": derived(({ fromDate = "", toDate = "9", typeDate = 1 }) =>
      rowsOf(table("cash-flow", 8_001)).filter((row) => {
        const day = typeDate === 2 ? toHanoiDay(row.created.createdAt * SECOND) : row.date;
        return day >= fromDate && day <= toDate;
      }),
    ),
    "accounting/debts": small(table("debts", 501)),
    "accounting/account": small(table("accounts", 263_470)),
    "zalo/sendzbs": zalo,
    "zalo/sendzns": zalo,
    "ecom/shop": derived(() => rowsOf(table("marketplace-shops")).map(({ id: _id, ...row }) => row)),
    "ecom/return": (call) =>
      missing(call.body, "filters.appId") ??
      derived(({ appId: market, updatedFromAt = 0, updatedToAt = Number.MAX_SAFE_INTEGER }) =>
        rowsOf(table("marketplace-returns"))
          .filter(({ appId: at, updateAt }) => at === market && updateAt >= updatedFromAt && updateAt <= updatedToAt)
          .map(({ id: _id, appId: _app, ...row }) => row),
      )(call),
  };
  const vpageRoutes: Record<string, Handler> = {
    "page/list": vpage(named("pages")),
    "user/list": vpage(named("page-staff")),
    "conversation/list": vpage(conversations, {
      toRow: (entry) => {
        const { tagIds: _tags, ...row } = entry.row;
        return { ...row, updatedAt: touched(entry) };
      },
    }),
    "conversation/messages": (call) =>
      missing(call.body, "filters.conversationId") ??
      vpage(messages, { where: (row, _entry, { conversationId }) => row.conversationId === conversationId })(call),
    "conversation/reply": reply,
    "conversation/tags": vpage(named("conversation-tags")),
    "conversation/updatetags": updateTags,
    "customer/list": derived(() =>
      rowsOf(conversations).map((row) => ({
        id: row.id,
        fanpageId: row.pageId,
        fanpageUserId: row.pageUserId,
        name: row.pageUserName,
      })),
    ),
    "marketing/metasendcapi": metaEvent,
    "marketing/adaccountlist": vpage(named("ad-accounts")),
    "marketing/fmmcampaignlist": vpage(campaigns),
    "marketing/fmmcampaigncreate": campaignAdd,
    "marketing/fmmcampaignresend": campaignResend,
    "marketing/topiclist": vpage(named("marketing-topics")),
    "marketing/customaudiencelist": vpage(audiences),
    "marketing/customaudiencecreate": adds(
      audiences,
      ["adAccountId", "pageId", "subtype", "name"],
      ({ adAccountId, subtype, name: called, description = "" }) => ({
        adAccountId,
        subtype,
        name: called,
        description,
      }),
      ({ id }) => ({ audienceId: id }),
    ),
    "marketing/customaudienceaddsubscriber": ({ body, commit }) => {
      const wrong = missing(body, "audienceId", "dataType", "audienceData");
      if (wrong) return wrong;
      if (!audiences.get(body.audienceId)) return invalid({ audienceId: "is invalid" });
      commit(body.audienceId);
      return ok([{ num_received: list(body.audienceData).length }]);
    },
    "marketing/fbaduploadimage": adds(
      images,
      ["bytes", "adAccountId", "pageId"],
      () => ({}),
      ({ id }) => ({ imageHash: id }),
    ),
    "report/capi": ({ body }) =>
      missing(body, "filters.pageIds", "filters.createdAt", "filters.events") ??
      ok([{ date: toHanoiDay(shop.now()), events: [{ event: "LeadSubmitted", totalOrders: events.size }] }]),
    "report/capievent": vpage(events),
  };
  const shipRoutes: Record<string, Handler> = {
    "shipping/location": places("PROVINCE"),
    "carrier/list": () => ok(carriers),
    "shipment/rate": rates,
    "shipment/create": shipmentAdd,
    "shipment/send": shipmentChange(
      (row) => {
        if (row.carrierCode)
          return refuse("ERR_ORDER_EXISTED", "The order was sent before", {
            orderId: row.id,
            carrierCode: row.carrierCode,
          });
        row.carrierCode = `AHM-${row.id}`;
        return undefined;
      },
      ({ carrierCode }) => ({ carrierCode }),
    ),
    "shipment/cancel": shipmentChange(
      (row) => {
        row.status = 63;
        return undefined;
      },
      ({ status }) => ({ status, statusName: "Khách hủy" }),
    ),
  };
  const under = (prefix: string, handlers: Record<string, Handler>): Record<string, Handler> =>
    Object.fromEntries(Object.entries(handlers).map(([path, handler]) => [`POST ${prefix}/v3.0/${path}`, handler]));

  const authenticate = (call: RouteCall): Reply | undefined => {
    const { route, query, request } = call;
    if (route === "GET /consent/oauth" || route === "POST /console/webhooks") return undefined;
    if (request.body !== "" && call.body === undefined) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (route.endsWith("app/getaccesstoken")) return undefined;
    if (query.get("appId") !== String(appId)) return refuse("ERR_INVALID_APP_ID", "Invalid appId");
    if (query.get("businessId") !== String(businessId)) return refuse("ERR_INVALID_BUSINESS_ID", "Invalid businessId");
    const token = tokenOf(call);
    if (!shop.tokens.valid(token)) {
      // The recorded form for a token that was one, the document's for a stranger.
      return shop.tokens.dataOf(token)
        ? json({ code: false, messages: ["Invalid accessToken or accessToken has expired"] })
        : refuse("ERR_INVALID_ACCESS_TOKEN", "Invalid access token");
    }
    const path = route.split("/v3.0/")[1] ?? "";
    return grantOf(call).without.includes(path)
      ? refuse("ERR_403", "The app or accessToken is not authorized for this feature")
      : undefined;
  };

  // --------------------------------------------------------------------------------------------------- the shop's life

  const basket = (): Fields[] => {
    const chosen = new Map<number, Fields>();
    for (let n = dice.integer(1, 4); n > 0; n -= 1) {
      const product = any(products)?.row;
      if (product)
        chosen.set(product.id, { id: product.id, quantity: dice.integer(1, 3), price: product.prices.retail });
    }
    return [...chosen.values()];
  };
  const depotId = () => Number(any(depots).id);
  const newOrder = () => {
    const lines = basket();
    const customer = any(customers)?.row;
    if (lines.length === 0 || !customer) return;
    const { name: called, mobile, address } = customer;
    const saleChannel = dice.pick([1, 1, 2, 20, 42, 48]);
    const marketplace = saleChannel > 40 ? { channel: { appOrderId: dice.hex(14).toUpperCase() } } : {};
    const shippingAddress = { name: called, mobile, address, cityId: 254, districtId: 321, wardId: 1_116 };
    const info = { depotId: depotId(), description: dice.chance(0.3) ? "Giao giờ hành chính" : "" };
    addOrder(
      { ...marketplace, info, shippingAddress, products: lines, carrier: { customerShipFee: 30_000 } },
      saleChannel,
      customer,
    );
  };
  const advance: Readonly<Record<number, readonly number[]>> = {
    54: [55, 56, 56, 63],
    55: [56, 57, 64],
    56: [42, 42, 63],
    57: [56, 63],
    42: [40],
    40: [43],
    43: [59],
    59: [60, 60, 60, 61, 71],
    61: [71],
    71: [74],
    74: [72],
  };
  const moveOrder = () => {
    const entry = orders.some(dice.random);
    if (!entry) return;
    const steps = advance[entry.row.info.status];
    if (steps) setStatus(entry.id, dice.pick(steps), 13);
    else
      orders.edit(entry.id, (row) => {
        row.info.privateDescription = `Ghi chú ${dice.integer(1, 999)}`;
      });
  };
  const sell = () => {
    const lines = basket();
    if (lines.length === 0) return;
    const customer = dice.chance(0.7) ? any(customers)?.row : undefined;
    const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    // Now and then a bill is entered for an earlier day.
    const date = dice.chance(0.05) ? toHanoiDay(shop.now() - DAY) : undefined;
    const mode = dice.chance(0.15) ? WHOLESALE : RETAIL;
    addBill({
      mode,
      type: 2,
      depotId: depotId(),
      lines,
      customer,
      date,
      payment: { cash: { accountId: 263_470, value: amount } },
    });
  };
  const takeBack = () => {
    const sale = bills.some(dice.random);
    if (!sale || sale.row.mode !== RETAIL || sale.row.type !== 2) return sell();
    const [line] = sale.row.products;
    if (!products.get(line.id)) return;
    const { depotId: at, id, customer } = sale.row;
    addBill({
      mode: RETAIL,
      type: 1,
      depotId: at,
      lines: [{ id: line.id, quantity: 1, price: line.price }],
      customer: customer.id ? customer : undefined,
      related: id,
    });
  };
  const editProduct = () => {
    const entry = products.some(dice.random);
    if (!entry) return;
    products.edit(entry.id, (row) => {
      const retail = dice.integer(20, 900) * 1_000;
      if (dice.chance(0.7)) row.prices = { ...row.prices, retail };
      else row.status = dice.pick([1, 2, 3, 4]);
    });
  };
  const count = () => {
    const entry = products.some(dice.random);
    if (entry) move([{ id: Number(entry.id), depotId: depotId(), remain: dice.integer(-3, 20) }]);
  };
  const editCustomer = () => {
    const entry = customers.some(dice.random);
    if (!entry) return;
    customers.edit(entry.id, (row) => {
      row.points += 10;
      row.address = `${dice.integer(1, 400)} Giải Phóng`;
    });
  };
  const removeSome = (rows: Rows, least: number) => () => {
    const entry = rows.some(dice.random);
    if (entry && rows.size > least) rows.remove(entry.id);
  };

  const seedSmall = () => {
    if (depots.size > 0) return;
    const fill = (rows: Rows, make: readonly Fields[]) => {
      for (const fields of make) rows.insert((id, at) => ({ id, createdAt: unix(at), ...fields }));
    };
    const place = {
      cityId: 254,
      cityName: "Hà Nội",
      districtId: 321,
      districtName: "Đống Đa",
      wardId: 1_116,
      wardName: "Ô Chợ Dừa",
      address: "170 La Thành",
    };
    for (const called of ["Kho Hà Nội", "Kho Sài Gòn", "Kho Online"])
      depots.insert((id) => ({
        id,
        code: `K${id}`,
        name: called,
        mobile: "0987654321",
        location: place,
        locationV2: [],
      }));
    fill(
      users,
      ["Lan", "Huy"].map((called) => ({
        username: called,
        fullName: called,
        email: "",
        mobile: "",
        roleName: "",
        depots: [],
      })),
    );
    fill(
      categories,
      GOODS.map((called, order) => ({
        parentId: 0,
        code: `DM${order}`,
        name: called,
        order,
        image: "",
        content: "",
        status: 1,
      })),
    );
    for (const called of ["product-tags", "order-tags", "customer-tags"])
      fill(
        table(called, 92_201),
        ["VIP", "Mới"].map((tag) => ({ businessId, name: tag, status: 1, bgColor: "#000", textColor: "#fff" })),
      );
    fill(table("departments"), [{ parentId: 0, code: "KD", name: "Kinh doanh", status: 1 }]);
    fill(suppliers, [{ name: "Xưởng may", mobile: "0911111111", status: 1 }]);
    fill(table("internal-categories"), [{ parentId: 0, name: "Nội bộ", code: "NB" }]);
    fill(table("brands"), [{ code: "TH", name: "Thương hiệu", status: 1, parentId: 0 }]);
    fill(table("order-sources"), [{ name: "Facebook", status: 1 }]);
    fill(table("accounts"), [
      { parentId: 0, type: 3, code: "111", name: "Tiền mặt", status: 1, createdAt: "2026-01-01 08:00:00" },
    ]);
    fill(priceBooks, [{ businessId, name: "Giá sỉ", status: 1, startDate: "2026-01-01", endDate: "2026-12-31" }]);
    fill(batches, [{ name: "Tết", status: 1, numberOfCodes: 3, codeLength: 8, valueType: 1, value: 10_000 }]);
    addCodes(Number(batches.live()[0]!.id), 3, { canUsedTimes: 1 });
    const today = toHanoiDay(shop.now());
    fill(table("draft-bills"), [
      { type: 2, mode: 3, status: 1, lastUpdatedAt: unix(shop.now() - HOUR), description: "" },
    ]);
    fill(table("cash-flow"), [
      { date: today, type: 3, mode: 3, amount: 250_000, created: { id: 1, name: "Lan", createdAt: unix(shop.now()) } },
    ]);
    fill(table("debts"), [{ code: "KH1", name: "Mai", mobile: "0922222222", debit: 100_000 }]);
    fill(table("marketplace-shops"), [
      { appId: 8_195, shop: { id: "s-1", name: "Shopee Mall" }, expriredAt: unix(shop.now() + DAY) },
    ]);
    fill(table("marketplace-returns"), [
      {
        appId: 8_195,
        shopId: "s-1",
        returnId: "R1",
        returnType: 2,
        amount: 99_000,
        createdAt: unix(shop.now() - DAY),
        updateAt: unix(shop.now() - HOUR),
      },
    ]);
    fill(named("pages"), [{ name: "Good bag", channel: 1, expiredAt: unix(shop.now() + 300 * DAY) }]);
    const page = named("pages").live()[0]!.row;
    fill(named("page-staff"), [{ displayName: "Lan", posUid: "2054190", posName: "Lan" }]);
    fill(conversations, [
      {
        channel: 1,
        type: 2,
        pageId: page.id,
        pageUserId: "752",
        pageUserName: "Linh",
        hasReply: false,
        hasPhone: true,
        status: 2,
        tagIds: [],
      },
    ]);
    const talk = conversations.live()[0]!.row;
    messages.insert((id, at) => ({
      id: `m_${id}`,
      conversationId: talk.id,
      pageId: page.id,
      senderId: "752",
      createdAt: at,
      message: "Còn hàng không?",
    }));
    fill(named("conversation-tags"), [
      { name: "Ordered", status: 1, color: "#fff", backgroundColor: "#2e3191", order: 1, shortcut: "" },
    ]);
    fill(named("ad-accounts"), [{ fbBusinessId: 1, name: "Quảng cáo" }]);
    fill(campaigns, [{ name: "FMM", status: 1, adCampaignId: "120232711406030373", pageId: page.id }]);
    fill(named("marketing-topics"), [{ name: "Ưu đãi", title: "Nhận ưu đãi" }]);
    fill(audiences, [{ name: "Tệp 1", description: "", adAccountId: "act_1", subtype: "CUSTOM" }]);
  };
  /** What hangs on products: once there are some. */
  const seedDetails = () => {
    const product = products.live()[0]?.row;
    if (!product || table("imeis").size > 0) return;
    const at = unix(shop.now());
    const add = (name: string, fields: Fields) => table(name).insert((id) => ({ id, createdAt: at, ...fields }));
    const of = { id: product.id, name: product.name, code: product.code };
    const depot = { id: Number(depots.live()[0]!.id), name: "" };
    add("units", { productId: product.id, name: "Hộp", quantity: 10, price: 1_000_000, wholesalePrice: 0 });
    add("batches", {
      productId: product.id,
      name: "L1",
      manufactureDate: "2026-01-01",
      expiredDate: "2027-01-01",
      status: 1,
    });
    add("expiries", { depot, product: of, billId: 1, quantity: 5, expiredDate: "2027-01-01", status: 1 });
    add("gifts", { categoryId: 0, quantity: 1, promotion: { id: 1 }, product: of, gift: of });
    add("imeis", { product: of, depot, imei: "356938035643809", status: 1, price: 1 });
    add("imei-sales", { imei: "356938035643809", date: toHanoiDay(shop.now()), mode: RETAIL, depot, product: of });
    add("supplier-products", { productId: product.id, supplierId: 40_801, supplierProductCode: "X1" });
    add("combos", { comboName: "Bộ", comboCode: "CB1", avgCost: 0, comboItems: [] });
    add("stock-limits", { depot, product: of, minRemain: 5, maxRemain: 50 });
  };

  const invoices = (type: 1 | 2) =>
    rowsOf(bills).filter((row) => row.type === type && (row.mode === RETAIL || row.mode === WHOLESALE));
  /** Of each campaign the first products; of each price list as well. */
  const eachOf = (parts: Rows, field: string, most: number) => () =>
    rowsOf(parts).flatMap(({ id }) =>
      rowsOf(products)
        .slice(0, most)
        .map((product) => ({ [field]: id, product })),
    );
  const rows: Record<string, () => readonly unknown[]> = {
    locations: () => rowsOf(depots),
    categories: () => rowsOf(categories),
    products: () => products.live().map((entry) => productRow(entry)),
    inventory: () => products.live().map((entry) => inventoryRow(entry)),
    customers: () => customers.live().map(customerRow),
    orders: () => orders.live().map(orderRow),
    invoices: () => invoices(2),
    returns: () => invoices(1),
    staff: () => rowsOf(users),
    "stock-bills": () => rowsOf(bills).filter((row) => row.mode !== RETAIL && row.mode !== WHOLESALE),
    "stock-movements": () => billLines({}),
    carriers: () => carriers,
    "draft-bill-lines": () => draftLines({}),
    vouchers: () => codesOfCoupons.live().map((entry) => ({ ...couponRow(entry), batchId: entry.row.batchId })),
    "voucher-products": eachOf(batches, "batchId", 2),
    "price-book-products": eachOf(priceBooks, "priceListId", 3),
    conversations: () => rowsOf(conversations),
    campaigns: () => rowsOf(campaigns),
    audiences: () => rowsOf(audiences),
  };
  for (const name of ["pages", "page-staff", "conversation-tags", "ad-accounts", "marketing-topics"])
    rows[name] = () => rowsOf(named(name));
  for (const name of [
    "departments",
    "suppliers",
    "internal-categories",
    "brands",
    "units",
    "batches",
    "imei-sales",
    "product-tags",
    "combos",
    "order-sources",
    "order-tags",
    "customer-tags",
    "draft-bills",
    "voucher-campaigns",
    "price-books",
    "cash-flow",
    "debts",
    "accounts",
    "expiries",
    "gifts",
    "imeis",
    "supplier-products",
    "stock-limits",
    "marketplace-shops",
    "marketplace-returns",
  ])
    rows[name] = () => rowsOf(table(name));

  seedSmall();
  return shop.open({
    vendor: "nhanh-v3",
    credentials,
    operations,
    hosts: { api: "", vpage: "/vpage", ship: "/ship", consent: "/consent" },
    routes: {
      "GET /consent/oauth": consentPage,
      "POST /console/webhooks": console,
      ...under("", pos),
      ...under("/vpage", vpageRoutes),
      ...under("/ship", shipRoutes),
    },
    authenticate,
    limits: [
      {
        id: "calls",
        key: ({ query, path }) =>
          path.includes("/v3.0/") ? `${query.get("appId")} ${query.get("businessId")} ${path}` : undefined,
        capacity: 150,
        windowSeconds: 30,
        lock: { seconds: 10, lengthenSeconds: 10 },
      },
    ],
    forms: {
      // Two names for one thing, and `message` where everything else says `messages`.
      limit: ({ retryAt, now }) =>
        json({
          code: 0,
          errorCode: dice.pick(["ERR_429", "ERR_429", "ERR_EXCEEDED_RATE_LIMIT", 429]),
          message: "Your app exceeded the API Rate Limit",
          data: { lockedSeconds: Math.ceil((retryAt - now) / SECOND), unlockedAt: Math.ceil(retryAt / SECOND) },
        }),
      expire: (request: SimulatedRequest) => shop.tokens.end(request.headers.authorization ?? ""),
      notFound: () => html("<html><body>404 Not Found</body></html>", 404),
    },
    secretParameters: ["accessCode"],
    rows,
    changes: [
      { weight: 6, run: newOrder },
      { weight: 8, run: moveOrder },
      { weight: 5, run: sell },
      { weight: 1, run: takeBack },
      { weight: 3, run: editProduct },
      { weight: 3, run: count },
      { weight: 2, run: editCustomer },
      { weight: 1, run: () => addCustomer() },
      { weight: 1, run: () => addProduct() },
      { weight: 0.6, run: removeSome(orders, 5) },
      { weight: 0.4, run: removeSome(bills, 5) },
      { weight: 0.3, run: removeSome(products, 5) },
      { weight: 0.3, run: removeSome(customers, 5) },
    ],
    seed: (size) => {
      const now = shop.now();
      // Over four months, so that a reader has to walk through several windows.
      const step = Math.floor((120 * DAY) / Math.max(1, size));
      for (let n = size; n > 0; n -= 1) {
        shop.at(now - n * step, () => {
          addProduct();
          addCustomer();
          newOrder();
          if (dice.chance(0.8)) moveOrder();
          sell();
          if (dice.chance(0.1)) takeBack();
        });
      }
      seedDetails();
    },
    revoke: () => {
      codes.clear();
      notify("appUninstalled", () => undefined);
    },
    delivered,
  });
};

const withoutVersion = ({ locationVersion: _version, ...address }: Fields): Fields => address;
