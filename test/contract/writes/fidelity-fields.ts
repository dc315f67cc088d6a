import type { VendorId, WriteKind } from "../../../shared/core/vendor.ts";
import { parcelOf } from "../../helpers/parcel.ts";
import type { WriteShop } from "../../helpers/write-shop.ts";
import { papers } from "./fidelity-papers.ts";

/** One field of a canonical command, a value for it, and where a canonical record shows it. */
export interface Field {
  readonly kind: WriteKind;
  readonly field: string;
  /** The whole command with the field set. */
  readonly command: object;
  /** What the record must show; undefined: the record has no such field, so the write has to tell. */
  /** The record, and the vendor's row for what has no canonical form. */
  readonly seen?: ((record: any, row?: any) => unknown) | undefined;
  readonly value: unknown;
}

/** Records of the shop that the commands name. */
export interface Known {
  readonly productId: string;
  readonly otherProductId: string;
  readonly locationId: string;
  readonly customerId: string;
  readonly orderId: string | undefined;
  readonly invoiceId: string | undefined;
  readonly categoryId: string | undefined;
  readonly otherLocationId: string | undefined;
  readonly staffId: string | undefined;
  /** The name of a label of orders, of a group or level of customers. */
  readonly tag: string | undefined;
  readonly group: string | undefined;
  readonly vendor: VendorId;
  readonly supplierIds: readonly string[];
  readonly purchaseId: string | undefined;
  readonly transferId: string | undefined;
  readonly campaignId: string | undefined;
  readonly priceBookId: string | undefined;
  /** Codes of the campaign that nobody has yet. */
  readonly codes: readonly string[];
  /** What the first product has at the first location. */
  readonly onHand: number;
  readonly shipmentId: string | undefined;
}

export const knownOf = async (shop: WriteShop): Promise<Known> => {
  const { deps, ref } = shop.world;
  const idsOf = async (resource: string): Promise<string[]> =>
    (await deps.records.page(ref, resource, { limit: 50 })).records.map(({ id }) => id);
  const nameIn = async (...resources: readonly string[]): Promise<string | undefined> => {
    for (const resource of resources) {
      const [first] = (await deps.records.page(ref, resource, { limit: 1 })).records;
      if (first) return (first.record as { name?: string }).name;
    }
    return undefined;
  };
  const [
    products,
    locations,
    customers,
    orders,
    invoices,
    categories,
    staff,
    purchases,
    transfers,
    campaigns,
    priceBooks,
  ] = await Promise.all(
    [
      "products",
      "locations",
      "customers",
      "orders",
      "invoices",
      "categories",
      "staff",
      "purchase-orders",
      "transfers",
      "voucher-campaigns",
      "price-books",
    ].map(idsOf),
  );
  return {
    productId: products![0]!,
    otherProductId: products![1]!,
    locationId: locations![0]!,
    customerId: customers![0]!,
    orderId: orders![0],
    invoiceId: invoices![0],
    categoryId: categories![0],
    otherLocationId: locations![1],
    staffId: staff![0],
    tag: await nameIn("order-tags"),
    group: await nameIn("customer-levels", "customer-groups"),
    vendor: shop.world.vendor.id,
    supplierIds: await idsOf("suppliers"),
    purchaseId: purchases![0],
    transferId: await openTransferOf(shop, transfers![0]),
    campaignId: campaigns![0],
    priceBookId: priceBooks![0],
    codes: freshCodesOf(shop, campaigns![0]),
    onHand: await onHandOf(shop, products![0]!, locations![0]!),
    shipmentId: await shipmentOf(shop),
  };
};

const freshCodesOf = ({ world, ids }: WriteShop, campaignId: string | undefined): string[] => {
  if (!world.vendor.resources.some(({ name }) => name === "vouchers") || ids("vouchers").length === 0) return [];
  return (world.simulator.rows("vouchers") as any[])
    .filter((row) => String(row.voucherCampaignId ?? row.batchId) === campaignId)
    .filter(({ status }) => status === (world.vendor.id === "kiotviet" ? 0 : 1))
    .map(({ code }) => String(code));
};

const onHandOf = async ({ world }: WriteShop, productId: string, locationId: string): Promise<number> => {
  const stored = await world.deps.records.get(world.ref, "inventory", productId);
  const { levels = [] } = (stored?.record ?? {}) as { levels?: { locationId: string; onHand?: number }[] };
  return levels.find((level) => level.locationId === locationId)?.onHand ?? 0;
};

/** A parcel, which a step is about. */
const shipmentOf = async (shop: WriteShop): Promise<string | undefined> => {
  if (!shop.world.vendor.writes["shipments.create"]) return undefined;
  const { body } = await shop.request("POST", "shipments", parcelOf(shop.ids("locations")[0]!));
  await shop.settle(30);
  return (await shop.write(body.id)).result?.id;
};

/** KiotViet's state of a transfer that was received, and does not change any more. */
const RECEIVED = 3;
/** Of the shop's own, or a new one where the only ones were received. */
const openTransferOf = async (shop: WriteShop, first: string | undefined): Promise<string | undefined> => {
  const { deps, ref, vendor } = shop.world;
  const { records } = await deps.records.page(ref, "transfers", { limit: 50 });
  const isReceived = ({ raw }: (typeof records)[number]) => (raw as { status?: unknown }).status === RECEIVED;
  if (vendor.id !== "kiotviet" || !records.every(isReceived)) return first;
  const [fromLocationId, toLocationId] = shop.ids("locations");
  const lines = [{ productId: shop.ids("products")[0], quantity: 1, price: 1_000 }];
  const { body } = await shop.request("POST", "transfers", { fromLocationId, toLocationId, lines, status: "draft" });
  await shop.settle(30);
  return (await shop.write(body.id)).result?.id;
};

const customer = { name: "Nguyễn Thị Lan", phone: "0912345678" };
const address = {
  name: customer.name,
  phone: customer.phone,
  line: "12 Lê Lợi",
  ward: "Phường Bến Nghé",
  district: "Quận 1",
  province: "Hồ Chí Minh",
};

const at =
  (path: string) =>
  (record: any): unknown =>
    path.split(".").reduce<any>((value, name) => value?.[name], record);

/** `path` in the command, the value, and the path in the record where it has another name. */
export type Setting = readonly [
  path: string,
  value: unknown,
  seen?: string | ((record: any, row?: any) => unknown) | null,
  /** Fields that have to go with it, with their values. */
  beside?: Readonly<Record<string, unknown>>,
];

const withField = (base: object, path: string, value: unknown): object => {
  const copy = structuredClone(base) as any;
  const names = path.split(".");
  let place = copy;
  for (const name of names.slice(0, -1)) place = place[name] ??= {};
  place[names.at(-1)!] = value;
  return copy;
};

const fieldsOf = (kind: WriteKind, base: object, settings: readonly Setting[]): Field[] =>
  settings.map(([path, value, seen, beside = {}]) => ({
    kind,
    field: path,
    command: Object.entries({ ...beside, [path]: value }).reduce(
      (command, [at, one]) => withField(command, at, one),
      base,
    ),
    value,
    seen: seen === null ? undefined : typeof seen === "function" ? seen : at(seen ?? path),
  }));

const firstLine = (name: string) => (record: any) => record.lines?.[0]?.[name];
const payment = (method: string): Setting => [
  "payments",
  [{ method, amount: 5_000 }],
  (record) => {
    const paid = record.payments?.find((one: any) => one.method === method);
    if (paid) return [{ method, amount: Number(paid.amount) }];
    return method === "cod" && record.shipping?.cod !== undefined
      ? [{ method, amount: Number(record.shipping.cod) }]
      : undefined;
  },
];

/** Our reference may stand behind the text. */
const within = (field: string, text: string) => (record: any) =>
  typeof record[field] === "string" && record[field].includes(text) ? text : record[field];
const noteOf = (text: string): Setting => ["note", text, within("note", text)];

const saleSettings = ({ staffId, tag }: Known): readonly Setting[] => [
  ...(staffId === undefined ? [] : ([["staffId", staffId]] as Setting[])),
  ["tags", [tag ?? "VIP"]],
];

const orderSettings = (known: Known): readonly Setting[] => [
  ["locationId", known.locationId],
  ["customer.id", known.customerId, "customerId"],
  ["customer.name", "Trần Văn Tư"],
  ["customer.phone", "0987654321"],
  ["customer.email", "tu@example.com"],
  ["customer.code", "KH-FIDELITY", "customer.code"],
  ["lines.0.productId", known.otherProductId, firstLine("productId")],
  ["lines.0.quantity", 3, firstLine("quantity")],
  ["lines.0.price", 23_000, firstLine("price")],
  ["lines.0.discount", 2_000, firstLine("discount")],
  ["lines.0.note", "màu xanh", (record) => within("note", "màu xanh")(record.lines?.[0] ?? {})],
  ["lines.0.name", "Tên riêng", firstLine("name")],
  ["discount", 4_000],
  payment("cash"),
  payment("card"),
  payment("transfer"),
  payment("cod"),
  // Nhanh keeps the source beside the place of sale.
  ["channel", "Facebook", (record, row) => row?.channel?.trafficSource || row?.trafficSourceName || record.channel],
  noteOf("Giao giờ hành chính"),
  ...saleSettings(known),
  ["lines.0.taxRate", 8, firstLine("taxRate")],
  ["lines.0.gift", true, firstLine("gift")],
  ["lines.0.serials", ["SN-1", "SN-2"], firstLine("serials")],
  ["lines.0.batch", { code: "L1", expiresOn: "2027-01-01" }, firstLine("batch")],
];
/** A district lies in its province, and a ward in its district. */
const AREAS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  line: {},
  ward: { district: "Quận 3", province: "Hồ Chí Minh" },
  district: { ward: "Phường 5", province: "Hồ Chí Minh" },
  province: { ward: "Tràng Tiền", district: "Quận Hoàn Kiếm" },
};
/** A vendor may keep the whole address as one line. */
const placeOf = (path: string, part: string, text: string): Setting => [
  `${path}.${part}`,
  text,
  (record) => {
    const place = at(path)(record) as Record<string, string> | undefined;
    const own = place?.[part];
    if (part !== "line" && own !== undefined) return own;
    // Some records show the id that the name has become.
    return place?.line?.includes(text) ? text : (own ?? place?.[`${part}Id`]);
  },
  Object.fromEntries(Object.entries(AREAS[part]!).map(([other, name]) => [`${path}.${other}`, name])),
];
/** Nhanh's id of a carrier stands for its common name (v3, Carrier). */
const carrierOf = ({ shipping }: any): unknown => {
  const code = shipping?.carrierCode ?? shipping?.carrier;
  return code === "5" ? "GHN" : code;
};
const shippingSettings: readonly Setting[] = [
  ["shipping.address.name", "Lê Thị Hoa"],
  ["shipping.address.phone", "0933333333"],
  placeOf("shipping.address", "line", "45 Nguyễn Huệ"),
  placeOf("shipping.address", "ward", "Phường 5"),
  placeOf("shipping.address", "district", "Quận 3"),
  placeOf("shipping.address", "province", "Hà Nội"),
  ["shipping.fee", 21_000],
  ["shipping.cod", 99_000],
  ["shipping.weightGrams", 700],
  ["shipping.carrierCode", "GHN", carrierOf],
  ["shipping.serviceCode", "express"],
  ["shipping.trackingCode", "WB-0001"],
  ["shipping.expectedAt", "2026-12-24T10:00:00Z", "expectedDeliveryAt"],
  ["shipping.note", "Gọi trước"],
];
const productSettings = (known: Known): readonly Setting[] => [
  ["name", "Áo thử"],
  ["code", "SKU-FIDELITY"],
  ["barcode", "8934563138165"],
  ["description", "Vải lanh"],
  ...(known.categoryId === undefined ? [] : ([["categoryId", known.categoryId]] as Setting[])),
  ["unit", "Cái"],
  ["price", 55_000],
  ["cost", 30_000],
  ["weightGrams", 250],
  ["attributes", [{ name: "Màu", value: "Đỏ" }]],
  ["images", ["https://images.example.com/ao.jpg"]],
  ["active", false],
];
const customerSettings = ({ group }: Known): readonly Setting[] => [
  ["groups", [group ?? "VIP"]],
  ["tags", ["VIP"]],
  ["points", 12],
  ["name", "Phạm Văn Ba"],
  ["code", "KH-FIDELITY"],
  ["phone", "0977777777"],
  ["email", "ba@example.com"],
  ["gender", "female"],
  ["birthday", "1990-02-03"],
  ["company", "Công ty ABC"],
  ["taxCode", "0101234567"],
  placeOf("address", "line", "78 Hai Bà Trưng"),
  placeOf("address", "ward", "Phường 5"),
  placeOf("address", "district", "Quận 3"),
  placeOf("address", "province", "Hà Nội"),
  noteOf("Khách quen"),
];

/** Every field of every canonical command that the vendor may have, one command for each. */
export const allFields = (known: Known): Field[] => {
  const line = { productId: known.productId, quantity: 2, price: 20_000 };
  const order = { locationId: known.locationId, customer, lines: [line] };
  const shipped = { ...order, shipping: { address } };
  const stock = { productId: known.productId, locationId: known.locationId };
  const level = (record: any) =>
    record.levels?.find(({ locationId }: any) => locationId === known.locationId)?.onHand as unknown;
  const product = { name: "Áo mới", code: "SKU-NEW", price: 50_000, categoryId: known.categoryId };
  return [
    ...fieldsOf("orders.create", order, orderSettings(known)),
    ...fieldsOf("orders.create", shipped, shippingSettings),
    ...(known.orderId === undefined
      ? []
      : [
          ...fieldsOf("orders.update", { id: known.orderId }, [
            ["status", "confirmed"],
            [
              "lines",
              [line],
              (record) =>
                record.lines?.map((one: any) => ({
                  productId: one.productId,
                  quantity: one.quantity,
                  price: Number(one.price),
                })),
            ],
            ["discount", 3_000],
            noteOf("Đổi ghi chú"),
            ["channel", "Shopee"],
            ...saleSettings(known),
          ]),
          ...fieldsOf("orders.update", { id: known.orderId, shipping: { address } }, shippingSettings),
          ...fieldsOf("orders.cancel", { id: known.orderId }, [
            [
              "reason",
              "Khách đổi ý",
              (record, row) =>
                row?.info?.privateDescription === "Khách đổi ý" ? "Khách đổi ý" : within("note", "Khách đổi ý")(record),
            ],
          ]),
        ]),
    ...fieldsOf("products.create", product, productSettings(known)),
    ...fieldsOf("products.update", { id: known.productId }, productSettings(known)),
    ...fieldsOf("stock.set", { ...stock, absolute: 16 }, [
      ["absolute", 17, level],
      ["note", "Kiểm kho", null],
    ]),
    ...fieldsOf("customers.create", { name: customer.name, phone: "0966666666" }, customerSettings(known)),
    ...fieldsOf("customers.update", { id: known.customerId }, customerSettings(known)),
    ...fieldsOf("invoices.create", order, orderSettings(known)),
    ...fieldsOf("invoices.create", shipped, shippingSettings),
    ...(known.invoiceId === undefined
      ? []
      : fieldsOf("payments.create", { invoiceId: known.invoiceId, method: "cash", amount: 1_000 }, [
          ["note", "Thu hộ", null],
          ["accountId", "1", null],
        ])),
    ...papers(known, shippingSettings).flatMap(({ kind, base, settings }) => fieldsOf(kind, base, settings)),
  ];
};
