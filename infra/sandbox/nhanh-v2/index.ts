import { DAY, HOUR, MINUTE, parseTime, SECOND, toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/nhanh-v2/operations.ts";
import { type Collection, type Entry, type Handler, type Reply, type RouteCall, Shop } from "../simulator.ts";
import type { SimulatorOptions, VendorSimulator } from "../types.ts";
import { type Fields, failure, formOf, keyed, Raw, success, text, write } from "./wire.ts";

/*
 * Nhanh's Open API 2.0 over rows in memory, as its pages describe it: form posts with JSON in `data`, answers with
 * `code`, failures at HTTP 200. Collections are drawn with keys where the pages draw them so, newest first, and
 * empty ones come as `[]` or not at all. Unknown filters are ignored, an entry of an order that the shop does not know
 * becomes a product, stock moves no `updatedAt`, deleted rows are simply no longer there.
 *
 * Two things stand for acts of people in a browser: `GET /consent/oauth` is the consent page, `POST /console/webhooks`
 * (JSON: url, verifyToken) the app's page at the developer console.
 */

/** What only Nhanh has beside the common simulator. */
export interface NhanhV2Simulator extends VendorSimulator {
  /** A person's settings on the app's page. No address: no webhooks. */
  readonly app: { callbackUrl: string | undefined; verifyToken: string; enabled: boolean };
  /** Sets both and sends `webhooksEnabled`, as saving the page does. */
  enableWebhooks(callbackUrl: string, verifyToken: string): void;
  /**
   * `lagSeconds`: how long an order cannot be found by its id after it was made (field note, seen in integrations).
   * `stringly`: numbers come as text, as some endpoints send them.
   */
  readonly quirks: { lagSeconds: number; stringly: boolean };
}

const YEAR_SECONDS = 365 * 86_400;
const CODE_LIFE = 10 * MINUTE;
const APP_ID = "70001";
const BUSINESS_ID = 110_668;
const SECRET_KEY = "nhanh-v2-secret-key";
/** At most three more tries. */
const REDELIVERIES = 3;
/** Failures in a row after which the webhooks are switched off; the page gives no number. */
const PATIENCE = 20;

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const GIVEN = ["An", "Bình", "Châu", "Dũng", "Hà", "Lan", "Minh", "Ngọc", "Quân", "Thảo"];
const GOODS = ["Áo thun", "Quần jean", "Giày vải", "Túi da", "Mũ len", "Khăn lụa", "Điện thoại", "Tai nghe"];
const PLACES = [
  { id: 2, name: "Hà Nội", district: { id: 4, name: "Hoàn Kiếm" }, ward: { id: 41, name: "Tràng Tiền" } },
  { id: 3, name: "Hồ Chí Minh", district: { id: 7, name: "Quận 1" }, ward: { id: 71, name: "Bến Nghé" } },
] as const;
const STATUS_NAMES: Readonly<Record<string, string>> = {
  New: "Đơn mới",
  Confirming: "Đang xác nhận",
  CustomerConfirming: "Chờ khách xác nhận",
  Confirmed: "Đã xác nhận",
  Packing: "Đang đóng gói",
  Packed: "Đã đóng gói",
  Pickup: "Chờ thu gom",
  Shipping: "Đang chuyển",
  Success: "Thành công",
  Failed: "Thất bại",
  Canceled: "Khách hủy",
  Aborted: "Hệ thống hủy",
  Returning: "Đang chuyển hoàn",
  Returned: "Đã chuyển hoàn",
};
const NEXT: Readonly<Record<string, readonly string[]>> = {
  New: ["Confirming", "Confirmed", "Canceled"],
  Confirming: ["CustomerConfirming", "Confirmed", "Aborted"],
  CustomerConfirming: ["Confirmed", "Canceled"],
  Confirmed: ["Packing", "Packing", "Canceled"],
  Packing: ["Packed"],
  Packed: ["Pickup"],
  Pickup: ["Shipping"],
  Shipping: ["Success", "Success", "Failed", "Returning"],
  Returning: ["Returned"],
};
const MODE_NAMES: Readonly<Record<number, string>> = {
  1: "Giao hàng",
  2: "Bán lẻ",
  3: "Chuyển kho",
  5: "Nhà cung cấp",
  6: "Bán sỉ",
  8: "Kiểm kho",
};

const seconds = (time: number): number => Math.floor(time / SECOND);
const touched = (entry: Entry<Fields>): number => entry.modified ?? entry.created;

export const createNhanhV2Simulator = (options: SimulatorOptions): NhanhV2Simulator => {
  const shop = new Shop(options);
  const { dice } = shop;
  let failures = 0;
  const attempts = new WeakMap<object, number>();
  const quirks = { lagSeconds: 0, stringly: false };
  const app = { callbackUrl: undefined as string | undefined, verifyToken: "", enabled: false };
  const codes = new Map<string, number>();
  /** Every look at the credentials is a person who has just consented: each code works once. */
  const credentials = {
    appId: APP_ID,
    secretKey: SECRET_KEY,
    get accessCode(): string {
      const code = dice.hex(32);
      codes.set(code, options.now() + CODE_LIFE);
      return code;
    },
  };

  const depots = shop.collection<Fields>({ firstId: 31 });
  const categories = shop.collection<Fields>({ firstId: 401 });
  const internalCategories = shop.collection<Fields>({ firstId: 451 });
  const products = shop.collection<Fields>({
    firstId: 30_000_001,
    keys: { own: (row) => row.own, code: (row) => row.code },
    orders: {
      price: (row) => Number(row.price),
      name: (row) => row.name,
      inventory: (row) => Number(row.inventory.available),
    },
  });
  const customers = shop.collection<Fields>({ firstId: 5_000_001, keys: { mobile: (row) => row.mobile } });
  const orders = shop.collection<Fields>({
    firstId: 125_000_001,
    keys: { own: (row) => row.shopOrderId },
    orders: { mobile: (row) => row.customerMobile },
  });
  const bills = shop.collection<Fields>({
    firstId: 80_000_001,
    orders: { date: (row) => parseTime(row.date, "hanoi")! },
  });
  const lines = shop.collection<Fields>({
    firstId: 90_000_001,
    orders: { date: (row) => parseTime(row.date, "hanoi")! },
  });
  const drafts = shop.collection<Fields>({ firstId: 95_001, orders: { approvedAt: (row) => row.approvedAt * SECOND } });
  const gifts = shop.collection<Fields>({ firstId: 1 });
  const imeis = shop.collection<Fields>({ firstId: 1 });
  const imeiSales = shop.collection<Fields>({
    firstId: 1,
    orders: { soldDate: (row) => parseTime(row.soldDate, "hanoi")! },
  });
  const expiries = shop.collection<Fields>({ firstId: 601 });
  const sources = shop.collection<Fields>({ firstId: 701 });
  const suppliers = shop.collection<Fields>({ firstId: 801 });
  const articles = shop.collection<Fields>({ firstId: 901 });
  const articleCategories = shop.collection<Fields>({ firstId: 951 });
  const users = shop.collection<Fields>({ firstId: 1_001 });
  const transactions = shop.collection<Fields>({ firstId: 70_001 });
  const debts = shop.collection<Fields>({ firstId: 1 });
  const batches = shop.collection<Fields>({ firstId: 51 });
  const coupons = shop.collection<Fields>({ firstId: 1, keys: { code: (row) => row.code } });
  const channels = shop.collection<Fields>({ firstId: 1 });
  const carriers = [
    { id: 2, name: "Vietnam Post", logo: "https://static.example/vnpost.png", services: [{ id: 21, name: "EMS" }] },
    { id: 5, name: "Giao hàng nhanh", logo: "https://static.example/ghn.png", services: [{ id: 51, name: "Chuẩn" }] },
    { id: 12, name: "Tự vận chuyển", logo: "", services: [] },
  ];

  const rowsOf = (collection: Collection<Fields>) => collection.live().map(({ row }) => row);
  const any = (collection: Collection<Fields>) => collection.some(dice.random);
  const phone = () => `09${String(dice.integer(0, 99_999_999)).padStart(8, "0")}`;
  const personName = () => `${dice.pick(FAMILY)} ${dice.pick(GIVEN)}`;
  const number = (value: number): number | string => (quirks.stringly ? String(value) : value);

  // ------------------------------------------------------------------------------------- rows as the pages show them

  const orderView = (entry: Entry<Fields>): Fields => {
    const { history: _history, ...row } = entry.row;
    return { ...row, id: number(row.id), updatedAt: seconds(touched(entry)) };
  };
  const productView = (entry: Entry<Fields>): Fields => {
    const { own: _own, barcode: _barcode, description: _description, content: _content, ...row } = entry.row;
    return { ...row, price: number(row.price), updatedAt: seconds(touched(entry)) };
  };
  /** What the detail has beyond the list, and what it lacks. */
  const productDetail = (entry: Entry<Fields>): Fields => {
    const {
      own: _own,
      unit: _unit,
      units: _units,
      avgCost: _avgCost,
      internalCategoryId: _internal,
      ...row
    } = entry.row;
    const { warranty: _warranty, warrantyHolding: _holding, ...inventory } = row.inventory;
    return { ...row, inventory, highlight: [], warrantyContent: "", websiteInfo: { metaTitle: row.name } };
  };

  // ---------------------------------------------------------------------------------------------------------- webhooks

  const tell = (event: string, data?: unknown, withBusiness = true) => {
    if (!app.callbackUrl || (!app.enabled && event !== "webhooksEnabled")) return;
    const body = {
      event,
      ...(withBusiness ? { businessId: BUSINESS_ID } : {}),
      webhooksVerifyToken: app.verifyToken,
      ...(data === undefined ? {} : { data }),
    };
    shop.deliver({ url: app.callbackUrl, headers: { "content-type": "application/json" }, body: write(body) });
  };
  const levelsOf = ({ remain, shipping, holding, damage, available }: Fields) => ({
    remain,
    shipping,
    holding,
    damage,
    available,
  });
  const stockOf = (row: Fields) => ({
    ...levelsOf(row.inventory),
    depots: Object.fromEntries(
      Object.entries(row.inventory.depots).map(([id, level]) => [id, levelsOf(level as Fields)]),
    ),
  });
  /** The names of the webhook's order are not those of the list's. */
  const orderHook = ({ row }: Entry<Fields>): Fields => ({
    orderId: row.id,
    shopOrderId: row.shopOrderId,
    typeId: row.typeId,
    type: row.type,
    moneyDiscount: row.moneyDiscount,
    calcTotalMoney: row.calcTotalMoney,
    customerId: row.customerId,
    customerName: row.customerName,
    customerMobile: row.customerMobile,
    status: row.statusCode,
    statusDescription: row.statusName,
    depotId: row.depotId,
    createdDateTime: row.createdDateTime,
    products: row.products.map((line: Fields) => ({
      id: line.productId,
      quantity: line.quantity,
      price: line.price,
      code: line.productCode,
    })),
  });
  orders.onChange = (kind, entry) => {
    if (kind === "insert") tell("orderAdd", orderHook(entry));
    else if (kind === "remove") tell("orderDelete", [String(entry.id)]);
    else {
      const { orderId, shopOrderId, status, statusDescription, depotId } = orderHook(entry);
      tell("orderUpdate", { businessId: BUSINESS_ID, orderId, shopOrderId, status, statusDescription, depotId });
    }
  };
  products.onChange = (kind, entry) => {
    if (kind === "remove") tell("productDelete", [String(entry.id)]);
    else {
      const { own, idNhanh, code, name, price, status, parentId, categoryId } = entry.row;
      const head = { productId: idNhanh, shopProductId: own ?? null, code, name, price, status, parentId, categoryId };
      tell(kind === "insert" ? "productAdd" : "productUpdate", { ...head, inventory: stockOf(entry.row) });
    }
  };
  const tellStock = (ids: readonly (number | string)[]) => {
    const known = [...new Set(ids)].flatMap((id) => products.get(id) ?? []);
    if (known.length === 0) return;
    const rows = known.map(({ row }) => ({ id: row.idNhanh, shopProductId: row.own ?? null, ...stockOf(row) }));
    tell("inventoryChange", keyed(rows));
  };

  // ------------------------------------------------------------------------------------------------- the shop's life

  const zero = () => ({ remain: 0, shipping: 0, holding: 0, damage: 0, available: 0, warranty: 0, warrantyHolding: 0 });
  const move = (
    productId: number,
    depotId: number,
    change: Partial<Record<"remain" | "shipping" | "holding", number>>,
  ) => {
    products.quietly(productId, (row) => {
      row.inventory.depots[depotId] ??= { ...zero(), transfering: 0 };
      for (const level of [row.inventory, row.inventory.depots[depotId]]) {
        for (const [name, by] of Object.entries(change)) level[name] += by;
        level.available = level.remain - level.holding - level.shipping;
      }
    });
  };

  const addProduct = (fields: Fields = {}): Entry<Fields> =>
    products.insert((id, at) => {
      const name = `${dice.pick(GOODS)} ${id % 100_000}`;
      const typeId = dice.chance(0.1) ? 4 : 1;
      return {
        own: undefined,
        idNhanh: id,
        categoryId: any(categories)?.id ?? null,
        internalCategoryId: any(internalCategories)?.id ?? null,
        parentId: -1,
        code: `SP${id}`,
        barcode: `893${id}`,
        name,
        otherName: "",
        importPrice: dice.integer(20, 400) * 1_000,
        oldPrice: 0,
        price: dice.integer(50, 900) * 1_000,
        wholesalePrice: 0,
        vat: 0,
        image: "",
        images: [],
        status: dice.pick(["New", "Active", "Active", "Active", "OutOfStock", "Inactive"]),
        showHot: 0,
        showNew: 0,
        showHome: 0,
        width: 0,
        height: 0,
        length: 0,
        shippingWeight: dice.integer(50, 2_000),
        createdDateTime: toHanoiSeconds(at),
        brandId: null,
        brandName: null,
        typeId,
        typeName: typeId === 4 ? "Sản phẩm IMEI" : "Sản phẩm",
        avgCost: dice.integer(20, 400) * 1_000,
        countryName: "",
        unit: "cái",
        units: [],
        description: "",
        content: "",
        inventory: {
          ...zero(),
          depots: Object.fromEntries(rowsOf(depots).map((depot) => [depot.id, { ...zero(), transfering: 0 }])),
        },
        attributes: dice.chance(0.3)
          ? [{ "11": { attributeName: "Màu sắc", id: 1101, name: dice.pick(["Đỏ", "Xanh"]), order: 1 } }]
          : [],
        ...fields,
      };
    });
  const stockUp = (entry: Entry<Fields>) => {
    for (const depot of rowsOf(depots)) move(entry.row.idNhanh, depot.id, { remain: dice.integer(10, 200) });
  };

  const addCustomer = (fields: Fields = {}): Entry<Fields> =>
    customers.insert((id, at) => ({
      id,
      type: 1,
      name: personName(),
      mobile: phone(),
      email: "",
      gender: dice.pick([1, 2, null]),
      address: `${dice.integer(1, 300)} Lê Lợi`,
      birthday: null,
      code: `KH${id}`,
      level: null,
      group: dice.chance(0.2) ? "VIP" : null,
      totalMoney: 0,
      points: 0,
      cityLocationId: 2,
      districtLocationId: 4,
      wardLocationId: 41,
      saleName: null,
      startedDate: toHanoiDay(at),
      taxCode: null,
      businessName: null,
      businessAddress: null,
      ...fields,
    }));
  const bought = (customer: Entry<Fields> | undefined, money: number) => {
    if (!customer) return;
    customers.edit(customer.id, (row) => {
      row.totalMoney += money;
      row.points = Math.floor(row.totalMoney / 100_000);
    });
  };

  const orderLine = (product: Fields, quantity: number, price: number): Fields => ({
    productId: product.idNhanh,
    productName: product.name,
    productCode: product.code,
    productBarcode: product.barcode,
    price: number(price),
    quantity: number(quantity),
    weight: product.shippingWeight,
    imei: "",
    vat: 0,
    discount: 0,
    description: "",
    giftProducts: [],
    batch: [],
    comboItems: [],
    productMoney: price * quantity,
    priceOriginal: price,
    avgCost: product.avgCost,
  });
  const moneyOf = (row: Fields): number =>
    row.products.reduce((sum: number, line: Fields) => sum + Number(line.productMoney), 0) +
    row.customerShipFee -
    row.moneyDiscount -
    row.moneyDeposit -
    row.moneyTransfer;

  const addOrder = (fields: Fields = {}): Entry<Fields> => {
    const customer = any(customers)?.row;
    const place = dice.pick(PLACES);
    const goods = Array.from({ length: dice.integer(1, 3) }, () => any(products)).flatMap((entry) => entry?.row ?? []);
    const entry = orders.insert((id, at) => {
      const row: Fields = {
        id,
        privateId: null,
        shopOrderId: null,
        merchantTrackingNumber: "",
        handoverId: null,
        depotId: any(depots)?.id ?? 31,
        depotName: "",
        typeId: 1,
        type: "Shipping",
        moneyDiscount: dice.chance(0.2) ? 10_000 : 0,
        moneyDeposit: 0,
        moneyTransfer: 0,
        usedPoints: 0,
        moneyUsedPoints: 0,
        serviceId: null,
        carrierId: 5,
        carrierCode: "",
        carrierName: "Giao hàng nhanh",
        carrierServiceName: "Chuẩn",
        shipFee: 20_000,
        codFee: 0,
        declaredFee: 0,
        customerShipFee: 30_000,
        returnFee: 0,
        overWeightShipFee: 0,
        description: "",
        privateDescription: "",
        customerId: customer?.id ?? null,
        customerName: customer?.name ?? personName(),
        customerMobile: customer?.mobile ?? phone(),
        customerEmail: "",
        customerAddress: "1 Tràng Tiền",
        customerCityId: place.id,
        customerCity: place.name,
        customerDistrictId: place.district.id,
        customerDistrict: place.district.name,
        createdById: 1_001,
        createdByName: "Lan",
        createdDateTime: toHanoiSeconds(at),
        deliveryDate: toHanoiDay(at + 2 * DAY),
        statusCode: "New",
        statusName: STATUS_NAMES.New,
        calcTotalMoney: 0,
        trafficSourceId: null,
        trafficSourceName: null,
        saleId: null,
        saleName: null,
        affiliateCode: null,
        tags: [],
        saleChannel: dice.pick([1, 2, 10, 42, 48]),
        ecomShopId: null,
        couponCode: null,
        products: goods.map((product) => orderLine(product, dice.integer(1, 3), Number(product.price))),
        facebook: {},
        packed: {},
        vat: {},
        gifts: [],
        history: [],
        ...fields,
      };
      row.calcTotalMoney = moneyOf(row);
      return row;
    });
    const { row } = entry;
    for (const line of row.products) move(line.productId, row.depotId, { holding: Number(line.quantity) });
    tellStock(row.products.map((line: Fields) => line.productId));
    return entry;
  };

  /** Young rows mostly: staff rarely touch what is done. */
  const recent = (collection: Collection<Fields>): Entry<Fields> | undefined => {
    const live = collection.live();
    return dice.chance(0.8) ? live[Math.max(0, live.length - 1 - dice.integer(0, 40))] : any(collection);
  };
  const setStatus = (id: number | string, status: string) => {
    orders.edit(id, (row) => {
      row.history.push({
        step: "Cập nhật trạng thái",
        createdBy: "Lan",
        createdDateTime: toHanoiSeconds(shop.now()),
        oldStatus: row.statusCode,
        newStatus: status,
      });
      row.statusCode = status;
      row.statusName = STATUS_NAMES[status] ?? status;
      if (status === "Shipping") row.carrierCode = `GHN${row.id}`;
    });
  };
  const advance = () => {
    const entry = recent(orders);
    const next = entry && NEXT[entry.row.statusCode];
    if (!entry || !next) return;
    const status = dice.pick(next);
    setStatus(entry.id, status);
    const { products: sold, depotId } = entry.row;
    for (const line of sold) {
      const quantity = Number(line.quantity);
      if (status === "Shipping") move(line.productId, depotId, { holding: -quantity, shipping: quantity });
      if (status === "Success") move(line.productId, depotId, { shipping: -quantity, remain: -quantity });
      if (status === "Canceled" || status === "Aborted") move(line.productId, depotId, { holding: -quantity });
    }
    tellStock(sold.map((line: Fields) => line.productId));
    if (status === "Success") book(entry.row.calcTotalMoney, entry.row);
  };
  const book = (amount: number, { customerId, customerName, id, depotId }: Fields) =>
    transactions.insert((made, at) => ({
      id: made,
      date: toHanoiDay(at),
      type: 3,
      mode: 22,
      contactId: customerId,
      contactName: customerName,
      contactCode: null,
      itemId: id,
      source: "",
      amount,
      accountDebitId: 111,
      accountDebit: "Tiền mặt",
      accountCreditId: 131,
      accountCredit: "Phải thu",
      description: "",
      depotId,
      createdById: 1_001,
      createdUserName: "Lan",
      createdDateTime: toHanoiSeconds(at),
    }));

  const addBill = (type: 1 | 2, mode: number, fields: Fields = {}): Entry<Fields> => {
    const customer = mode === 2 || mode === 6 ? any(customers) : undefined;
    const depotId = Number(any(depots)?.id ?? 31);
    const goods = Array.from({ length: dice.integer(1, 3) }, () => any(products)).flatMap((entry) => entry?.row ?? []);
    const sold = goods.map((product) => ({
      id: product.idNhanh,
      code: product.code,
      name: product.name,
      quantity: dice.chance(0.1) ? 1.5 : dice.integer(1, 4),
      price: Number(product.price),
      discount: 0,
      vat: 0,
      VATPercent: 0,
    }));
    const money = sold.reduce((sum, line) => sum + line.price * line.quantity, 0);
    const entry = bills.insert((id, at) => ({
      id,
      date: toHanoiDay(at),
      createdDateTime: toHanoiSeconds(at),
      type,
      mode,
      depotId,
      customerId: customer?.id ?? null,
      customerName: customer?.row.name ?? null,
      customerMobile: customer?.row.mobile ?? null,
      saleId: 1_001,
      saleName: "Lan",
      createdById: 1_001,
      createdByName: "Lan",
      discount: 0,
      moneyTransfer: 0,
      cash: String(money),
      cashAccount: "111",
      money: String(money),
      payment: money,
      returnFee: 0,
      relatedBillId: null,
      orderId: null,
      description: "",
      products: sold,
      tags: [],
      ...fields,
    }));
    for (const line of sold) {
      lines.insert((id) => ({
        id,
        billId: entry.id,
        type,
        typeName: type === 1 ? "Nhập kho" : "Xuất kho",
        mode,
        modeName: MODE_NAMES[mode] ?? "Khác",
        date: entry.row.date,
        depotId,
        productId: line.id,
        proudctStore: { code: line.code, name: line.name, price: line.price },
        avgCost: 0,
        productPrice: line.price,
        remain: 0,
        discount: 0,
        createdDateTime: entry.row.createdDateTime,
      }));
      move(line.id, depotId, { remain: type === 1 ? line.quantity : -line.quantity });
    }
    tellStock(sold.map((line) => line.id));
    if (mode === 2 || mode === 6) bought(customer, type === 2 ? money : -money);
    return entry;
  };
  const takeBack = () => {
    const sale = bills.live().findLast(({ row }) => row.type === 2 && row.mode === 2);
    if (sale) addBill(1, 2, { relatedBillId: sale.id });
  };
  const addDraft = () => {
    const product = any(products)?.row;
    if (!product) return;
    drafts.insert((id, at) => ({
      id,
      billId: id,
      type: 1,
      typeName: "Nhập kho",
      mode: 5,
      modeName: "Nhà cung cấp",
      fromDepotId: null,
      toDepotId: any(depots)?.id,
      proudctStore: { code: product.code, name: product.name },
      productStoreId: product.idNhanh,
      requiredQuantity: 5,
      requiredAt: seconds(at),
      approvedQuantity: 5,
      approvedAt: seconds(at),
      status: 3,
      statusName: "Đã duyệt",
    }));
  };
  const addImei = (product: Fields) =>
    imeis.insert((id, at) => ({
      idNhanh: product.idNhanh,
      productName: product.name,
      productCode: product.code,
      depotId: 31,
      depotName: "Kho Hà Nội",
      imeiCode: `35${String(id).padStart(13, "0")}`,
      price: product.price,
      status: 1,
      statusName: "Mới",
      createdDateTime: toHanoiSeconds(at),
    }));
  const sellImei = () => {
    const entry = imeis.live().find(({ row }) => row.status === 1);
    if (!entry) return;
    imeis.edit(entry.id, (row) => Object.assign(row, { status: 2, statusName: "Đã bán" }));
    imeiSales.insert((_id, at) => ({
      imei: entry.row.imeiCode,
      soldDate: toHanoiDay(at),
      depotId: 31,
      depotName: "Kho Hà Nội",
      mode: 2,
      modeName: "Bán lẻ",
      productName: entry.row.productName,
      productPrice: entry.row.price,
      customer: { id: null, name: "" },
    }));
  };

  // ------------------------------------------------------------------------------------------------------- the calls

  const dataOf = (call: RouteCall): any => {
    const { data } = formOf(call.request);
    if (data === undefined || data === "") return {};
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      throw failure("invalid data");
    }
    return value ?? {};
  };
  const sliceOf = (data: Fields, most: number, usual: number) => {
    const size = shop.pageSize(most, Number(data.icpp) || usual);
    const page = Math.max(1, Math.floor(Number(data.page) || 1));
    return { page, size, offset: (page - 1) * size, limit: size };
  };
  const pagesOf = (total: number, size: number) => Math.ceil(total / size);

  /** A list that has nothing to say about order or time. */
  const simpleList =
    (
      collection: Collection<Fields>,
      name: string,
      most: number,
      usual: number,
      more: { where?: (row: Fields, data: Fields) => boolean; head?: string; asObject?: boolean; by?: string } = {},
    ): Handler =>
    (call) => {
      const data = dataOf(call);
      const { page, size, offset, limit } = sliceOf(data, most, usual);
      const between =
        more.by && (data.fromDate || data.toDate)
          ? { by: more.by, from: parseTime(data.fromDate, "hanoi"), to: endOfDay(data.toDate) }
          : undefined;
      const { total, entries } = collection.query({
        descending: true,
        offset,
        limit,
        where: more.where && ((row) => more.where!(row, data)),
        ...(between && { between }),
      });
      const rows = entries.map(({ row }) => row);
      if (name === "") return success(rows);
      const pages = { [more.head ?? "totalPages"]: pagesOf(total, size), page };
      if (total === 0) return success(dice.chance(0.5) ? { ...pages, [name]: [] } : []);
      return success({ ...pages, [name]: more.asObject ? keyed(rows) : rows });
    };
  const endOfDay = (day: unknown): number | undefined => {
    const start = parseTime(day, "hanoi");
    return start === undefined ? undefined : start + DAY - 1;
  };
  const tree = (collection: Collection<Fields>, parentId: number | null = null): Fields[] =>
    rowsOf(collection)
      .filter((row) => (row.parentId || null) === parentId)
      .map((row) => ({ ...row, childs: tree(collection, row.id) }));
  const same = (row: unknown, asked: unknown): boolean => asked === undefined || String(row) === String(asked);

  const searchProducts: Handler = (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(data, 100, 100);
    const [field, direction] = Object.entries((data.sort ?? {}) as Fields)[0] ?? ["id", "desc"];
    const from = parseTime(data.updatedDateTimeFrom, "hanoi");
    const to = parseTime(data.updatedDateTimeTo, "hanoi");
    const word = typeof data.name === "string" ? data.name.toLowerCase() : undefined;
    const { total, entries } = products.query({
      orderBy: ["price", "name", "inventory"].includes(field) ? field : "",
      descending: direction !== "asc",
      between: { by: "touched", from, to: to === undefined ? undefined : to + SECOND - 1 },
      where: (row) =>
        (data.status ? row.status === data.status : row.status !== "Inactive") &&
        (word === undefined ||
          [row.name, row.code, row.barcode].some((text) => String(text).toLowerCase().includes(word))) &&
        same(row.categoryId, data.categoryId) &&
        (data.parentId === undefined ||
          (data.parentId === -10 ? row.parentId > 0 : String(row.parentId) === String(data.parentId))),
      offset,
      limit,
    });
    if (total === 0) return success(dice.chance(0.5) ? { totalPages: 0, products: [] } : { totalPages: 0 });
    const rows = entries.map(productView);
    return success({ totalPages: pagesOf(total, size), products: keyed(rows, (row) => row.idNhanh) });
  };

  const saveProducts: Handler = (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items)) throw failure("invalid data");
    if (items.length > 300) throw failure("The maximum number of products is 300");
    for (const item of items) {
      for (const field of ["id", "name", "price"]) {
        if (item?.[field] === undefined || item[field] === "") throw failure({ [field]: `${field} is required` });
      }
      if (String(item.id).length > 20) throw failure({ id: "id is too long" });
    }
    const ids: Fields = {};
    const barcodes: Fields = {};
    for (const { id: own, idNhanh, externalImages, ...given } of items) {
      const known = products.get(idNhanh ?? "") ?? products.by("own", String(own));
      const fields = Object.fromEntries(
        Object.entries(given).filter(([name]) => name in (any(products)?.row ?? given)),
      );
      const images = externalImages && !known ? { images: externalImages, image: externalImages[0] ?? "" } : {};
      const entry = known
        ? products.edit(known.id, (row) =>
            Object.assign(row, fields, row.own === undefined ? { own: String(own) } : {}),
          )!
        : addProduct({ attributes: [], status: "Active", barcode: "", ...fields, ...images, own: String(own) });
      ids[String(own)] = String(entry.id);
      barcodes[String(own)] = entry.row.barcode;
      call.commit(entry.id, String(own), { id: own, idNhanh, ...given });
    }
    return success({ ids, barcodes });
  };

  const productFamily: Handler = (call) => {
    const id = dataOf(call);
    const entry = products.get(String(id));
    if (!entry) throw failure("Product not found");
    const family = products.live().filter(({ row }) => String(row.parentId) === String(id));
    return success([[entry, ...family].map(productDetail)]);
  };

  const wordOnly =
    (word: string, collection: Collection<Fields>): Handler =>
    ({ request }) => {
      const { data } = formOf(request);
      if (data !== word && data !== JSON.stringify(word)) throw failure("invalid data");
      return success(tree(collection));
    };

  const TEN_DAYS = 10 * DAY;
  const dayWindow = (data: Fields, from: string, to: string): { from: number; to: number } | undefined => {
    if (data[from] === undefined && data[to] === undefined) return undefined;
    const start = parseTime(data[from], "hanoi") ?? (endOfDay(data[to]) as number) - TEN_DAYS + 1;
    const end = endOfDay(data[to]) ?? start + TEN_DAYS - 1;
    if (end - start >= TEN_DAYS) throw failure(`${from} and ${to} must be within 10 days`);
    return { from: start, to: end };
  };
  const lastTenDays = () => ({ from: parseTime(toHanoiDay(shop.now() - 9 * DAY), "hanoi") as number, to: undefined });

  const listOrders: Handler = (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(data, 100, 100);
    const from = parseTime(data.updatedDateTimeFrom, "hanoi");
    const to = parseTime(data.updatedDateTimeTo, "hanoi");
    const free = data.id !== undefined || data.customerId !== undefined || data.customerMobile !== undefined;
    let between: { by: string; from?: number | undefined; to?: number | undefined } | undefined;
    if (from !== undefined || to !== undefined) {
      const end = to ?? from! + TEN_DAYS;
      const start = from ?? end - TEN_DAYS;
      if (end - start > TEN_DAYS) throw failure("updatedDateTimeFrom and updatedDateTimeTo must be within 10 days");
      between = { by: "touched", from: start, to: end + SECOND - 1 };
    } else {
      const created = dayWindow(data, "fromDate", "toDate");
      between = created || !free ? { by: "created", ...(created ?? lastTenDays()) } : undefined;
    }
    const delivery = dayWindow(data, "fromDeliveryDate", "toDeliveryDate");
    const young = shop.now() - quirks.lagSeconds * SECOND;
    const { total, entries } = orders.query({
      descending: true,
      ...(between && { between }),
      where: (row, entry) =>
        same(row.id, data.id) &&
        (data.id === undefined || quirks.lagSeconds === 0 || entry.created <= young) &&
        same(row.customerId, data.customerId) &&
        same(row.customerMobile, data.customerMobile) &&
        same(row.depotId, data.depotId) &&
        same(row.typeId, data.type) &&
        same(row.carrierId, data.carrierId) &&
        same(row.carrierCode, data.carrierCode) &&
        (!Array.isArray(data.statuses) || data.statuses.includes(row.statusCode)) &&
        (!delivery ||
          ((parseTime(row.deliveryDate, "hanoi") ?? 0) >= delivery.from &&
            parseTime(row.deliveryDate, "hanoi")! <= delivery.to)),
      offset,
      limit,
    });
    const head = { totalPages: pagesOf(total, size), totalRecords: number(total), page };
    if (total === 0) return success(dice.chance(0.5) ? [] : head);
    return success({ ...head, orders: keyed(entries.map(orderView)) });
  };

  const addOwnOrder: Handler = (call) => {
    const data = dataOf(call);
    const missing = ["id", "customerName", "customerMobile"].filter((field) => !data[field]);
    if (missing.length > 0) throw failure(Object.fromEntries(missing.map((field) => [field, `${field} is required`])));
    if (String(data.id).length > 36) throw failure({ id: "id is too long" });
    // How a known own id is refused is not documented; that it is the key is.
    if (orders.by("own", String(data.id))) throw failure({ id: "id already exists" });
    if (data.depotId !== undefined && !depots.get(data.depotId))
      throw failure("depotId is not granted to this token", "ERR_INVALID_DEPOT_ID");
    const entries = (data.productList ?? []) as Fields[];
    for (const line of entries) {
      const known = products.get(line.idNhanh ?? "") ?? products.by("own", String(line.id));
      if (!known && (!line.name || line.price === undefined)) throw failure({ productList: "product is unknown" });
      if (!(Number(line.quantity) > 0)) throw failure({ productList: "quantity is required" });
    }
    const sold = entries.map((line) => {
      const known =
        products.get(line.idNhanh ?? "") ??
        products.by("own", String(line.id)) ??
        addProduct({ own: String(line.id), name: line.name, price: line.price, code: line.code ?? "", attributes: [] });
      return {
        ...orderLine(known.row, Number(line.quantity), Number(line.price)),
        description: line.description ?? "",
      };
    });
    const customer =
      customers.by("mobile", data.customerMobile) ??
      addCustomer({ name: data.customerName, mobile: data.customerMobile });
    const take = (names: readonly string[]) =>
      Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
    const status = ["New", "Confirming", "CustomerConfirming", "Confirmed"].includes(data.status) ? data.status : "New";
    const entry = addOrder({
      privateId: String(data.id),
      shopOrderId: String(data.id),
      moneyDiscount: 0,
      customerShipFee: 0,
      shipFee: 0,
      carrierId: null,
      carrierName: "",
      carrierServiceName: "",
      customerCity: data.customerCityName ?? "",
      customerCityId: null,
      customerDistrict: data.customerDistrictName ?? "",
      customerDistrictId: null,
      customerAddress: "",
      ...take(["depotId", "type", "customerName", "customerMobile", "customerEmail", "customerAddress", "description"]),
      ...take(["moneyDiscount", "moneyTransfer", "moneyDeposit", "customerShipFee", "privateDescription", "carrierId"]),
      ...take(["deliveryDate", "couponCode", "usedPoints", "saleId"]),
      customerId: customer.id,
      trafficSourceName: data.trafficSource ?? null,
      statusCode: status,
      statusName: STATUS_NAMES[status],
      saleChannel: 10,
      tags: [],
      products: sold,
    });
    call.commit(entry.id, String(data.id), data);
    return success({ orderId: entry.id, trackingUrl: `https://nhanh.example/tracking/${entry.id}` });
  };

  const updateOrder: Handler = (call) => {
    const data = dataOf(call);
    if (!data.orderId && !data.id) throw failure({ orderId: "orderId or id is required" });
    const entry = data.orderId ? orders.get(data.orderId) : orders.by("own", String(data.id));
    if (!entry) throw failure("Order not found");
    const { status } = data;
    if (status !== undefined) {
      if (!["Success", "Confirmed", "Canceled", "Aborted"].includes(status))
        throw failure({ status: "invalid status" });
      const now = entry.row.statusCode;
      const early = ["New", "Confirming", "CustomerConfirming", "Confirmed"];
      if (["Canceled", "Aborted"].includes(status) && !["New", "Confirming", "Confirmed"].includes(now))
        throw failure({ status: `an order that is ${now} cannot be canceled` });
      if (status === "Confirmed" && !early.includes(now)) throw failure({ status: "the order is confirmed already" });
      if (["Canceled", "Aborted", "Success"].includes(now)) throw failure({ status: "the order is closed" });
    }
    if (status !== undefined) setStatus(entry.id, status);
    orders.edit(entry.id, (row) => {
      for (const field of ["description", "privateDescription", "customerShipFee", "moneyTransfer"]) {
        if (data[field] !== undefined) row[field] = data[field];
      }
      row.calcTotalMoney = moneyOf(row);
    });
    call.commit(entry.id, data.id === undefined ? undefined : String(data.id), data);
    const { statusCode, shipFee, codFee, carrierCode } = entry.row;
    return success({
      orderId: entry.id,
      status: statusCode,
      shipFee,
      codFee,
      shipFeeDiscount: 0,
      codFeeDiscount: 0,
      carrierCode,
    });
  };

  const orderHistory: Handler = (call) => {
    const data = dataOf(call);
    const entry = orders.get(data.orderId);
    if (!entry) throw failure("Order not found");
    if (data.type !== "logcarrier") return success(entry.row.history);
    return success(entry.row.carrierCode ? { carrierLink: "https://carrier.example", logs: [] } : []);
  };

  const searchBills: Handler = (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(data, 100, 100);
    // A customer lifts the ten days; an id alone does not.
    const free = data.customerId !== undefined || data.customerMobile !== undefined;
    const window = dayWindow(data, "fromDate", "toDate") ?? (free ? undefined : lastTenDays());
    const { total, entries } = bills.query({
      descending: true,
      ...(window && { between: { by: "date", ...window } }),
      where: (row) =>
        same(row.id, data.id) &&
        same(row.type, data.type) &&
        same(row.mode, data.mode) &&
        (!Array.isArray(data.modes) || data.modes.map(Number).includes(row.mode)) &&
        same(row.depotId, data.depotId) &&
        same(row.customerId, data.customerId) &&
        same(row.customerMobile, data.customerMobile),
      offset,
      limit,
    });
    return success({ totalPages: pagesOf(total, size), bill: entries.map(({ row }) => row) });
  };
  const searchDrafts: Handler = (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(data, 20, 10);
    const free = data.id !== undefined || data.billId !== undefined;
    const window = dayWindow(data, "fromDate", "toDate") ?? (free ? undefined : lastTenDays());
    const { total, entries } = drafts.query({
      descending: true,
      ...(window && { between: { by: "approvedAt", ...window } }),
      where: (row) => same(row.id, data.id) && same(row.billId, data.billId),
      offset,
      limit,
    });
    return success({ totalPage: pagesOf(total, size), page, imexs: entries.map(({ row }) => row) });
  };

  const searchCustomers: Handler = (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(data, 50, 10);
    const from = parseTime(data.updatedAtFrom, "hanoi");
    const to = parseTime(data.updatedAtTo, "hanoi");
    const { total, entries } = customers.query({
      descending: true,
      between: { by: "touched", from, to: to === undefined ? undefined : to + SECOND - 1 },
      where: (row) => same(row.id, data.id) && same(row.mobile, data.mobile) && same(row.type, data.type),
      offset,
      limit,
    });
    return success(
      total === 0 && dice.chance(0.5)
        ? []
        : { totalPages: pagesOf(total, size), customers: entries.map(({ row }) => row) },
    );
  };
  const saveCustomers: Handler = (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items)) throw failure("invalid data");
    if (items.length > 50) throw failure("The maximum number of customers is 50");
    for (const item of items) {
      if (!item?.name) throw failure({ name: "name is required" });
      if (!item.mobile) throw failure({ mobile: "mobile is required" });
    }
    for (const item of items) {
      const known = customers.by("mobile", item.mobile);
      const fields = Object.fromEntries(
        ["name", "email", "gender", "address", "businessName", "taxCode", "type", "points"].flatMap((name) =>
          item[name] === undefined ? [] : [[name, item[name]]],
        ),
      );
      if (item.birthday) fields.birthday = String(item.birthday).split("/").reverse().join("-");
      const entry = known
        ? customers.edit(known.id, (row) => Object.assign(row, fields))!
        : addCustomer({ gender: null, address: "", group: null, ...fields, mobile: item.mobile });
      call.commit(entry.id, item.mobile, item);
    }
    return success();
  };

  const letters: Fields[] = [];
  const saveLetters =
    (most: number): Handler =>
    (call) => {
      const items = dataOf(call);
      if (!Array.isArray(items) || items.length > most) throw failure("invalid data");
      for (const item of items) if (!item?.name || !item.email) throw failure({ email: "email is required" });
      for (const item of items) {
        letters.push(item);
        call.commit(letters.length, item.email, item);
      }
      return success();
    };

  const couponCall: Handler = (call) => {
    const data = dataOf(call);
    const act = call.query.get("act");
    const paged = (rows: readonly Fields[], most = 20) => {
      const size = shop.pageSize(most);
      const page = Number(data.page) || 1;
      return { totalPages: pagesOf(rows.length, size), page, result: rows.slice((page - 1) * size, page * size) };
    };
    const coupon = () => {
      const found = coupons.by("code", data.couponCode);
      if (!found) throw failure("couponCode not found");
      return found;
    };
    const makeCodes = (batchId: number, count: number, times: number) => {
      const batch = batches.get(batchId)!.row;
      for (let made = 0; made < count; made += 1) {
        coupons.insert(() => ({
          batchId,
          code: `${batch.prefix ?? ""}${dice.hex(8).toUpperCase()}`,
          value: batch.value,
          valueType: batch.valueType,
          valueMax: batch.valueMax,
          canUsedTimes: times,
          usedTimes: 0,
          assignedTimes: 0,
          status: 1,
        }));
      }
      batch.numberOfCodes += count;
    };
    switch (act) {
      case "list":
        return success(
          paged(
            rowsOf(batches)
              .filter((row) => same(row.id, data.id))
              .toReversed(),
          ),
        );
      case "codes":
        if (!batches.get(data.batchId)) throw failure("batchId not found");
        return success(
          paged(
            rowsOf(coupons)
              .filter((row) => same(row.batchId, data.batchId))
              .map(({ batchId: _batchId, ...row }) => row),
          ),
        );
      case "products":
        return success({ totalPages: 1, page: 1, data: { productIds: null } });
      case "check":
        return success({ result: [coupon().row] });
      case "giveaway":
      case "use": {
        const entry = coupon();
        if (act === "use" && entry.row.canUsedTimes <= 0) throw failure("couponCode has been used");
        coupons.edit(entry.id, (row) => {
          if (act === "use")
            Object.assign(row, { canUsedTimes: row.canUsedTimes - 1, usedTimes: row.usedTimes + 1, status: 2 });
          else Object.assign(row, { assignedTimes: row.assignedTimes + 1, status: 4 });
        });
        call.commit(entry.row.code, undefined, data);
        return success();
      }
      case "addbatch": {
        for (const field of ["name", "startDate", "endDate", "codeLength", "numberOfCodes", "canUsedTimes", "value"])
          if (data[field] === undefined) throw failure({ [field]: `${field} is required` });
        const entry = addBatch({ ...data, numberOfCodes: 0 });
        makeCodes(Number(entry.id), data.numberOfCodes, data.canUsedTimes);
        call.commit(entry.id, undefined, data);
        return success({ couponBacthId: entry.id });
      }
      case "increasecode":
        if (!batches.get(data.couponBatchId)) throw failure("couponBatchId not found");
        makeCodes(Number(data.couponBatchId), data.couponNumber, data.canUsedTimes);
        call.commit(data.couponBatchId, undefined, data);
        return success();
      default:
        throw failure("act is invalid");
    }
  };
  const addBatch = (fields: Fields = {}) =>
    batches.insert((id, at) => ({
      name: `Đợt ${id}`,
      depotIds: [],
      categories: "",
      description: "",
      startDate: toHanoiDay(at),
      endDate: toHanoiDay(at + 30 * DAY),
      fromValue: 0,
      numberOfCodes: 0,
      canUsedTimes: 1,
      usedTimes: 0,
      assignedTimes: 0,
      valueType: 1,
      value: 20_000,
      valueMax: 0,
      status: 1,
      createdDatetime: toHanoiSeconds(at),
      options: { notApplyWithDiscountPromotion: false },
      ...fields,
      id,
    }));

  const listDepots: Handler = (call) => {
    const data = dataOf(call);
    return success(keyed(rowsOf(depots).filter((row) => same(row.id, data.depotId))));
  };
  const listDebts: Handler = (call) => {
    const data = dataOf(call);
    if (data.contactType !== "customer") throw failure({ contactType: "contactType is required" });
    const { size, offset, limit } = sliceOf(data, 50, 50);
    const { total, entries } = debts.query({ offset, limit });
    const rows = new Raw(`{${entries.map(({ id, row }) => `"${id}":${JSON.stringify(row)}`).join(",")}}`);
    return success({ totalPages: pagesOf(total, size), debts: total === 0 ? [] : rows });
  };
  const listPlaces: Handler = (call) => {
    const { type = "CITY", parentId } = dataOf(call);
    if (type === "CITY") return success(PLACES.map(({ id, name }) => ({ id, name })));
    const rows = PLACES.flatMap((place): Fields[] =>
      type === "DISTRICT"
        ? [{ ...place.district, cityLocationId: place.id }]
        : [{ ...place.ward, parentId: place.district.id }],
    );
    return success(rows.filter((row) => same(row.parentId ?? row.cityLocationId, parentId)));
  };
  const fees: Handler = (call) => {
    const data = dataOf(call);
    if (!data.toCityName) throw failure({ toCityName: "toCityName is required" });
    return success([
      { carrierId: 5, carrierName: "Giao hàng nhanh", serviceId: 51, serviceName: "Chuẩn", shipFee: 20_000, codFee: 0 },
    ]);
  };
  const exchange: Handler = ({ request }) => {
    const { accessCode, secretKey, appId } = formOf(request);
    if (appId !== APP_ID) throw failure("Invalid appId", "ERR_INVALID_APP_ID");
    const good = secretKey === SECRET_KEY && (codes.get(accessCode) ?? 0) > options.now() && !shop.signInRefused;
    // The boolean was recorded at exactly this call.
    if (!good) return text('{"code": false,"messages":["Invalid accessCode or accessCode has expired"]}');
    codes.delete(accessCode);
    const accessToken = shop.tokens.issue(YEAR_SECONDS, { length: 128 });
    const expiresAt = shop.now() + YEAR_SECONDS * SECOND;
    return text(
      write({
        code: 1,
        messages: [],
        accessToken,
        expiredDateTime: toHanoiSeconds(expiresAt),
        expiredAt: seconds(expiresAt),
        businessId: BUSINESS_ID,
        depotIds: [],
        permissions: [],
      }),
    );
  };
  const enableWebhooks = (callbackUrl: string, verifyToken: string) => {
    Object.assign(app, { callbackUrl, verifyToken, enabled: true });
    failures = 0;
    const registeredEvents = {
      "101": "productAdd",
      "102": "productUpdate",
      "110": "inventoryChange",
      "202": "orderUpdate",
    };
    tell("webhooksEnabled", { registeredEvents }, false);
  };
  const console: Handler = ({ body }) => {
    if (body?.url) enableWebhooks(body.url, body.verifyToken ?? "");
    else Object.assign(app, { callbackUrl: undefined, enabled: false });
    return success();
  };
  const consent: Handler = ({ query }) => {
    const back = query.get("returnLink") ?? "";
    if (query.get("appId") !== APP_ID || !URL.canParse(back)) return text("<h1>Ứng dụng không hợp lệ</h1>", 400);
    const link = new URL(back);
    link.searchParams.set("accessCode", credentials.accessCode);
    return { status: 302, headers: { location: link.href }, body: "" };
  };

  const authenticate = ({ request, route }: RouteCall): Reply | undefined => {
    if (route === "GET /consent/oauth" || route === "POST /console/webhooks") return undefined;
    const { version, appId, businessId, accessToken } = formOf(request);
    if (version !== "2.0") throw failure("version is invalid", "ERR_INVALID_VERSION");
    if (route.endsWith("/oauth/access_token")) return undefined;
    if (appId !== APP_ID) throw failure("Invalid appId", "ERR_INVALID_APP_ID");
    if (businessId !== String(BUSINESS_ID)) throw failure("Invalid businessId", "ERR_INVALID_BUSINESS_ID");
    if (!shop.tokens.valid(accessToken ?? ""))
      return text('{"code": false, "messages": ["Invalid accessToken or accessToken has expired"]}');
    return undefined;
  };

  const handlers: Readonly<Record<string, Handler>> = {
    "oauth/access_token": exchange,
    "product/search": searchProducts,
    "product/add": saveProducts,
    "product/detail": productFamily,
    "product/category": wordOnly("productcategory", categories),
    "product/internalcategory": wordOnly("internalcategory", internalCategories),
    "product/gift": simpleList(gifts, "", 20, 10),
    "product/imei": simpleList(imeis, "products", 50, 20, { where: (row, data) => same(row.imeiCode, data.imeiCode) }),
    "product/imeisold": simpleList(imeiSales, "", 50, 50, { by: "soldDate" }),
    "product/imeihistory": (call) => {
      const { imei } = dataOf(call);
      if (!imei) throw failure({ imei: "imei is required" });
      return success({ totalPages: 1, histories: [{ step: 1, stepName: "Mới", itemType: "", itemId: 1 }] });
    },
    "product/expire": simpleList(expiries, "products", 50, 30),
    "product/externalimage": (call) => {
      const items = dataOf(call);
      if (!Array.isArray(items) || items.length > 10) throw failure("invalid data");
      if (items.some(({ productId }: Fields) => !products.get(productId))) throw failure("Product not found");
      for (const { productId, mode, externalImages = [] } of items) {
        const images = mode === "deleteall" ? [] : externalImages;
        products.edit(productId, (row) => Object.assign(row, { images, image: images[0] ?? "" }));
        call.commit(productId);
      }
      return success(items.map(({ productId }: Fields) => productId));
    },
    "order/index": listOrders,
    "order/add": addOwnOrder,
    "order/update": updateOrder,
    "order/addcomplain": (call) => {
      const data = dataOf(call);
      if (!data.id || !data.reason || !data.description) throw failure({ description: "description is required" });
      call.commit(data.id, undefined, data);
      return success({ complainId: dice.integer(1, 99_999) });
    },
    "order/history": orderHistory,
    "order/source": simpleList(sources, "sources", 100, 100),
    "shipping/carrier": () => success(carriers),
    "shipping/location": listPlaces,
    "shipping/fee": fees,
    "shipping/feeselfconnect": fees,
    "bill/search": searchBills,
    "bill/imexs": simpleList(lines, "imexs", 20, 10, { by: "date", head: "totalPage" }),
    "bill/imexrequirements": searchDrafts,
    "customer/search": searchCustomers,
    "customer/add": saveCustomers,
    "article/search": simpleList(articles, "result", 50, 10, { where: (row, data) => row.id > (data.lastId ?? 0) }),
    "article/categories": () => success(tree(articleCategories)),
    "website/addsubscriber": saveLetters(100),
    "website/addcontact": saveLetters(100),
    "supplier/search": simpleList(suppliers, "result", 50, 10, { where: (row, data) => row.id > (data.lastId ?? 0) }),
    "promotion/coupon": couponCall,
    "store/depot": listDepots,
    "user/index": simpleList(users, "users", 50, 10, { asObject: true }),
    "accounting/transaction": (call) => {
      const data = dataOf(call);
      const { size, offset, limit } = sliceOf(data, 50, 20);
      const from = parseTime(data.fromDate, "hanoi");
      const { total, entries } = transactions.query({
        descending: data.sort?.id !== "asc",
        ...(from || data.toDate ? { between: { by: "created", from, to: endOfDay(data.toDate) } } : {}),
        offset,
        limit,
      });
      return success({ totalPages: pagesOf(total, size), transactions: entries.map(({ row }) => row) });
    },
    "accounting/debts": listDebts,
    "zalo/sendzns": (call) => {
      const data = dataOf(call);
      if (!data.keywords) throw failure("keywords are required", "ERR_ZNS_REQUIRED_KEYWORDS");
      call.commit(dice.hex(8), undefined, data);
      return success({ oaBalance: 10_000_000, quota: { remainingQuota: 4_995, dailyQuota: 5_000 } });
    },
    "ecom/shops": simpleList(channels, "shops", 100, 100),
  };

  const fewRows = () => {
    for (const [index, name] of ["Kho Hà Nội", "Kho Sài Gòn"].entries()) {
      const place = PLACES[index]!;
      depots.insert((id) => ({
        id,
        name,
        mobile: phone(),
        cityId: place.id,
        cityName: place.name,
        districtId: place.district.id,
        districtName: place.district.name,
        wardId: place.ward.id,
        wardName: place.ward.name,
        address: "1 Lê Lợi",
      }));
    }
    for (const collection of [categories, internalCategories, articleCategories]) {
      const root = collection.insert((id) => ({
        id,
        parentId: null,
        code: `C${id}`,
        name: "Thời trang",
        order: 1,
        status: 1,
      }));
      for (const name of ["Áo", "Quần"])
        collection.insert((id) => ({ id, parentId: root.id, code: `C${id}`, name, order: 1, status: 1 }));
    }
    for (const name of ["Facebook", "Zalo", "Website"])
      sources.insert((id, at) => ({ id, name, createdAt: seconds(at) }));
    for (const name of ["Lan", "Huy", "Bảo"])
      users.insert((id) => ({
        id,
        username: `nv${id}`,
        fullName: name,
        email: "",
        mobile: phone(),
        roleName: "Nhân viên",
      }));
    for (const name of ["Xưởng may A", "Nhà máy B"])
      suppliers.insert((id) => ({ id, typeId: 2, code: `NCC${id}`, name, mobile: phone(), address: "", status: 1 }));
    for (const title of ["Khuyến mãi", "Tuyển dụng"])
      articles.insert((id, at) => ({
        id,
        categoryId: 952,
        status: 1,
        title,
        intro: "",
        publishedDate: toHanoiDay(at),
      }));
    for (const appId of [8195, 8855])
      channels.insert((id, at) => ({
        shopId: `S${id}`,
        appId,
        shopName: "Gian hàng",
        createdAt: seconds(at),
        expiredAt: 0,
      }));
    for (let made = 0; made < 2; made += 1) {
      const batch = addBatch();
      for (let code = 0; code < 3; code += 1)
        coupons.insert((id) => ({
          batchId: batch.id,
          code: `TB${batch.id}${id}`,
          value: 20_000,
          valueType: 1,
          valueMax: 0,
          canUsedTimes: 1,
          usedTimes: 0,
          assignedTimes: 0,
          status: 1,
        }));
    }
  };
  const rowsFromProducts = () => {
    const some = products.live().slice(0, 4);
    for (const { row } of some) {
      gifts.insert(() => ({
        productId: row.idNhanh,
        productCode: row.code,
        productName: row.name,
        productGiftId: some[0]!.row.idNhanh,
        productGiftCode: some[0]!.row.code,
        productGiftName: some[0]!.row.name,
        quantity: 1,
        value: 1_000,
        promotionFromDate: "2026-01-01",
        promotionToDate: "2026-12-31",
        promotionStatus: 1,
        promotionDepotIds: [],
      }));
      expiries.insert((id) => ({
        id,
        depotName: "Kho Hà Nội",
        productName: row.name,
        billId: 1,
        quantity: 3,
        expiredDate: "2027-01-01",
        priorWarningDays: 30,
        status: 1,
      }));
      addImei(row);
      addImei(row);
    }
    for (const { id, row } of customers.live().slice(0, 5))
      debts.insert(
        () => ({
          customerCode: row.code,
          customerName: row.name,
          customerMobile: row.mobile,
          debit: 100_000,
          credit: 0,
        }),
        { id },
      );
  };

  const simulator = shop.open({
    vendor: "nhanh-v2",
    credentials,
    operations,
    hosts: { api: "", consent: "/consent" },
    routes: {
      ...Object.fromEntries(Object.entries(handlers).map(([path, handler]) => [`POST /api/${path}`, handler])),
      "GET /consent/oauth": consent,
      "POST /console/webhooks": console,
    },
    authenticate,
    limits: [
      {
        id: "calls",
        key: (request) => {
          if (!request.path.startsWith("/api/")) return undefined;
          const { appId, businessId } = formOf(request);
          return `${appId} ${businessId ?? ""} ${request.path}`;
        },
        capacity: 150,
        windowSeconds: 30,
        lock: { seconds: 10, lengthenSeconds: 5 },
      },
    ],
    forms: {
      // HTTP 200, `message` in the singular, the code as text or as a number.
      limit: ({ retryAt, now }) =>
        text(
          write({
            code: 0,
            message: "Your app exceeded the API Rate Limit",
            errorCode: dice.chance(0.5) ? "ERR_429" : 429,
            data: { lockedSeconds: Math.ceil((retryAt - now) / SECOND), unlockedAt: Math.ceil(retryAt / SECOND) },
          }),
        ),
      expire: (request) => shop.tokens.end(formOf(request).accessToken ?? ""),
      malformed: () => text('{"result":{"rows":"none"}}'),
    },
    rows: {
      locations: () => rowsOf(depots),
      categories: () => rowsOf(categories),
      "internal-categories": () => rowsOf(internalCategories),
      products: () => products.live().map(productView),
      inventory: () => products.live().map(productView),
      customers: () => rowsOf(customers),
      orders: () => orders.live().map(orderView),
      invoices: () => rowsOf(bills).filter(({ type, mode }) => type === 2 && (mode === 2 || mode === 6)),
      returns: () => rowsOf(bills).filter(({ type, mode }) => type === 1 && (mode === 2 || mode === 6)),
      "stock-bills": () => rowsOf(bills).filter(({ mode }) => mode !== 2 && mode !== 6),
      "stock-movements": () => rowsOf(lines),
      "draft-bill-lines": () => rowsOf(drafts),
      gifts: () => rowsOf(gifts),
      imeis: () => rowsOf(imeis),
      "imei-sales": () => rowsOf(imeiSales),
      expiries: () => rowsOf(expiries),
      "order-sources": () => rowsOf(sources),
      carriers: () => carriers,
      suppliers: () => rowsOf(suppliers),
      articles: () => rowsOf(articles),
      "article-categories": () => rowsOf(articleCategories),
      staff: () => rowsOf(users),
      "cash-flow": () => rowsOf(transactions),
      debts: () => debts.live().map(({ id, row }) => ({ id, ...row })),
      "voucher-campaigns": () => rowsOf(batches),
      vouchers: () => rowsOf(coupons),
      "marketplace-shops": () => rowsOf(channels),
    },
    changes: [
      { weight: 8, run: () => void addOrder() },
      { weight: 8, run: advance },
      {
        weight: 2,
        run: () => {
          const entry = recent(orders);
          if (entry) orders.edit(entry.id, (row) => (row.description = `ghi chú ${dice.integer(1, 999)}`));
        },
      },
      { weight: 4, run: () => void addBill(2, dice.pick([2, 2, 6])) },
      { weight: 1, run: takeBack },
      { weight: 1, run: () => void addBill(dice.pick([1, 2]), dice.pick([3, 5, 8])) },
      { weight: 0.5, run: addDraft },
      {
        weight: 2,
        run: () => {
          const entry = any(products);
          if (entry)
            products.edit(entry.id, (row) => {
              row.price = dice.integer(50, 900) * 1_000;
              if (dice.chance(0.2)) row.status = dice.pick(["Active", "Inactive"]);
            });
        },
      },
      { weight: 1, run: () => stockUp(addProduct()) },
      { weight: 1, run: () => void addCustomer() },
      {
        weight: 1,
        run: () => {
          const entry = any(customers);
          if (entry) customers.edit(entry.id, (row) => (row.address = `${dice.integer(1, 300)} Hai Bà Trưng`));
        },
      },
      {
        weight: 1,
        run: () => {
          const entry = recent(orders);
          if (entry && orders.size > 3) orders.remove(entry.id);
        },
      },
      {
        weight: 0.3,
        run: () => {
          const entry = any(products);
          if (entry && products.size > 3) products.remove(entry.id);
        },
      },
      { weight: 0.5, run: sellImei },
    ],
    seed: (size) => {
      const now = shop.now();
      if (depots.size === 0) shop.at(now - 400 * DAY, fewRows);
      for (let made = size; made > 0; made -= 1) {
        shop.at(now - 100 * DAY - made * HOUR, () => stockUp(addProduct()));
        shop.at(now - 90 * DAY - made * HOUR, () => addCustomer());
      }
      shop.at(now - 80 * DAY, rowsFromProducts);
      // Spread over some weeks, so that there are several windows of ten days.
      for (let made = size; made > 0; made -= 1) {
        shop.at(now - made * ((30 * DAY) / size), () => {
          const { row } = addOrder();
          for (let step = 0; step < 4; step += 1) advance();
          if (made % 8 === 0) book(row.calcTotalMoney, row);
          if (made % 16 === 0) sellImei();
          if (made % 3 === 0) addBill(2, made % 2 === 0 ? 2 : 6);
          if (made % 12 === 0) takeBack();
          if (made % 10 === 0) addBill(1, 5);
          if (made % 15 === 0) addDraft();
        });
      }
      // The years before Nhanh was connected fire no webhook.
      shop.takeDeliveries();
    },
    revoke: (permanently) => {
      codes.clear();
      if (permanently) tell("appUninstalled");
    },
    delivered: (delivery, status) => {
      failures = status === 200 ? 0 : failures + 1;
      // A copy keeps its headers, by which it is known again.
      const sent = (attempts.get(delivery.headers) ?? 0) + 1;
      attempts.set(delivery.headers, sent);
      if (status !== 200 && sent <= REDELIVERIES) shop.later(5 * MINUTE, () => shop.deliver(delivery));
      if (failures >= PATIENCE) app.enabled = false;
    },
  });

  return Object.assign(simulator, {
    app,
    quirks,
    enableWebhooks,
  });
};
