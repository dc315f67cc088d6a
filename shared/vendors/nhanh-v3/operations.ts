import * as z from "zod";
import type { Operation } from "../../core/vendor.ts";
import { AnyId, Created, Done, Grant, Page } from "./schema.ts";

/**
 * Every documented call of Nhanh Open API v3.0. All of them are POST with a JSON body; `appId` and `businessId` go into
 * the query of every call and are filled in from the shop's access. What other vendors take as query parameters
 * stands in `filters`: strict here, because Nhanh ignores a filter that it does not know and answers with its default
 * listing (field note, seen in integrations).
 */

// ---- words of the bodies ----

const int = z.number().int();
const text = z.string();
const amount = z.number();
const flag = z.union([z.literal(0), z.literal(1)]);
const seconds = int.nonnegative().describe("unix seconds");
const day = z.iso.date();
const ints = z.array(int);
const hundred = z.array(int).max(100);
const texts = z.array(text);
const activity = z.union([z.literal(1), z.literal(2)]).describe("1 active, 2 inactive");
const range = z.strictObject({ from: amount.optional(), to: amount.optional() });
const locationVersion = z.enum(["v1", "v2"]).describe("v1 three tiers, v2 two tiers (since July 2025)");
const direction = z.enum(["asc", "desc", "ASC", "DESC"]);
const none = z.strictObject({});
const nothing = z.strictObject({}).optional();

const between = (name: string) => ({ [`${name}From`]: seconds.optional(), [`${name}To`]: seconds.optional() });
const days = { fromDate: day.optional(), toDate: day.optional() };
/** Makes every field optional. */
const some = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial();

/** The usual body of a listing. `next` is the answer's own `paginator.next`, given back as it came. */
const listBody = (
  filters: z.ZodObject = none,
  options: { size?: number; sort?: string; data?: z.ZodType; needed?: boolean } = {},
) =>
  z.strictObject({
    filters: options.needed ? filters : filters.optional(),
    paginator: z
      .strictObject({
        size: int
          .positive()
          .max(options.size ?? 100)
          .optional(),
        sort: options.sort ? z.partialRecord(z.enum([options.sort]), direction).optional() : z.never().optional(),
        next: z.unknown().optional(),
      })
      .optional(),
    ...(options.data ? { dataOptions: options.data.optional() } : {}),
  });

interface Entry
  extends Pick<Operation, "kind" | "id" | "path" | "title">,
    Partial<Pick<Operation, "answer" | "body" | "buckets">> {
  readonly host?: string | undefined;
}

const operation = ({ path, host, ...entry }: Entry): Operation => ({
  method: "POST",
  path: `/v3.0/${path}`,
  ...(host ? { host } : {}),
  source: `Nhanh Open API v3, ${host === undefined ? "" : `${host} `}${path}`,
  params: none,
  answer: Done,
  buckets: ["calls"],
  ...entry,
});
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const read = (id: string, path: string, title: string, body: z.ZodType, answer: z.ZodType = Page, host?: string) =>
  operation({ kind: "read", id, path, title, body, answer, host });
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const write = (id: string, path: string, title: string, body: z.ZodType, answer: z.ZodType = Done, host?: string) =>
  operation({ kind: "write", id, path, title, body, answer, host });

// ---- products ----

const productStatus = int.min(1).max(4).describe("1 new, 2 selling, 3 stopped, 4 out of stock");
const vatMode = z.union([z.literal(1), z.literal(2)]).describe("1 price includes VAT, 2 excludes it (default)");
const productFields = {
  code: text.max(255).optional(),
  barcode: text.max(255).optional(),
  shippingWeight: amount.nonnegative().describe("grams with packaging").optional(),
  vat: int.optional(),
  priceVatMode: vatMode.optional(),
  price: amount.nonnegative().optional(),
  oldPrice: amount.nonnegative().optional(),
  importPrice: amount.nonnegative().optional(),
  importPriceVatMode: vatMode.optional(),
  importPriceVat: amount.optional(),
  wholesalePrice: amount.nonnegative().optional(),
  status: productStatus.optional(),
  categoryId: int.optional(),
  unit: text.optional(),
  description: text.optional(),
  content: text.optional(),
  tagIds: z.array(int).max(30).optional(),
};
const productFilters = {
  name: text.describe("matches name, code or barcode"),
  status: z.array(productStatus).describe("stopped products are only listed when asked for"),
  brandIds: ints,
  ...between("updatedAt"),
};

// ---- orders ----

const address = {
  name: text.optional(),
  mobile: text.optional(),
  email: text.optional(),
  address: text.optional(),
  cityId: int.optional(),
  districtId: int.describe("needed with v1").optional(),
  wardId: int.optional(),
  locationVersion: locationVersion.optional(),
};
const orderPackage = z.strictObject({
  weight: int.describe("grams").optional(),
  length: int.describe("centimetres").optional(),
  width: int.optional(),
  height: int.optional(),
  merge: flag.optional(),
});
const carrier = {
  id: int.optional(),
  sendCarrierType: int.min(1).max(2).describe("1 Nhanh's account, 2 the shop's own").optional(),
  serviceId: int.describe("needed with sendCarrierType 1").optional(),
  serviceCode: text.describe("needed with sendCarrierType 2").optional(),
  accountId: int.describe("needed with sendCarrierType 2").optional(),
  shopId: int.optional(),
  allowTest: int.min(1).max(4).optional(),
  deliveryDate: day.optional(),
  customerShipFee: int.nonnegative().optional(),
  autoSend: z.literal(1).optional(),
  orderPackage: orderPackage.optional(),
};
const extraServices = some({ isReturnGoods: flag, isDocument: flag, handDelivery: flag });
const electronicInvoice = z.strictObject({
  publishType: int.min(1).max(2).describe("bill/addretail only: 1 draft, 2 publish").optional(),
  tax: z.strictObject({
    type: int.min(1).max(3).describe("1 household business, 2 company, 3 individual"),
    code: text.optional(),
    name: text.optional(),
    address: text.optional(),
    citizenIdNumber: text.nullish(),
    passportNumber: text.nullish(),
  }),
  contact: some({ name: text, mobile: text, email: text, email2: text }).optional(),
});
const orderBody = z.strictObject({
  info: some({
    depotId: int,
    type: int.describe("order type; 1 home delivery (default)"),
    saleId: int,
    createdById: int,
    description: text,
    privateDescription: text,
    status: z.literal([54, 55, 56, 57]).describe("54 new, 57 awaiting customer, 55 confirming, 56 confirmed"),
    tagIds: ints,
  }).optional(),
  channel: z.strictObject({
    appOrderId: text.min(1).describe("the vendor refuses a second order with the same one"),
    sourceName: text.optional(),
    affiliate: some({ code: text, value: amount, bonus: amount }).optional(),
    marketing: some({ utmCampaign: text, utmSource: text, utmMedium: text }).optional(),
  }),
  shippingAddress: z.strictObject({ ...address, name: text.min(1), mobile: text.min(1) }),
  carrier: z
    .strictObject({
      ...carrier,
      deliveryTime: text.regex(/^\d{1,2}:\d{2}(:\d{2})?$/).optional(),
      isPartDelivery: flag.nullish(),
      isDeclaredFee: flag.optional(),
      declaredValue: int.optional(),
      extraServices: extraServices.optional(),
    })
    .optional(),
  products: z
    .array(
      z.strictObject({
        id: int.describe("Nhanh's product id"),
        price: amount.nonnegative(),
        quantity: amount.positive(),
        imeis: texts.optional(),
        vat: amount.describe("percent, or -1 not taxable, -2 not declared, -100 zero").optional(),
        priceVatMode: vatMode.optional(),
        discount: amount.describe("for the whole line").optional(),
        description: text.optional(),
        gifts: z.array(z.strictObject({ id: int, quantity: amount, price: amount.optional() })).optional(),
      }),
    )
    .min(1)
    .max(500),
  payment: some({
    depositAmount: int,
    depositAccountId: int,
    transferAmount: int,
    transferAccountId: int,
    couponCode: text,
    usedPoints: int,
    discountAmount: int,
    discountType: z.enum(["cash", "percent"]),
  }).optional(),
  invoice: electronicInvoice.optional(),
});
const orderEdit = z.strictObject({
  info: z.strictObject({
    id: int,
    description: text.optional(),
    privateDescription: text.optional(),
    status: z
      .literal([56, 60, 63, 64, 72])
      .describe("56 confirmed, 60 success, 63 customer cancelled, 64 system cancelled, 72 returned")
      .optional(),
    tagIds: ints.optional(),
  }),
  shippingAddress: z.strictObject(address).optional(),
  carrier: z.strictObject(carrier).optional(),
  payment: some({ transferAmount: int, transferAccountId: int, code: text }).optional(),
});
/** It was made, and its id has to be looked for. */
const nothingNamed = z.looseObject({
  code: z.literal(1),
  data: z.union([z.null(), z.array(z.never()).length(0)]).optional(),
});
const orderDone = z.union([
  Created,
  // Seen beside the documented form; an answer without any id leaves the order to be looked for.
  z.looseObject({ data: z.looseObject({ orderId: AnyId }) }),
  z.looseObject({ data: z.array(z.looseObject({ id: AnyId })).length(1) }),
  nothingNamed,
]);
/** All of a list, each with its id, in an order of the vendor's own. */
const listDone = z.union([z.looseObject({ data: z.array(z.looseObject({ id: AnyId })).min(1) }), nothingNamed]);

// ---- bills and stock ----

const billFilters = {
  type: int.min(1).max(2).describe("1 in, 2 out"),
  depotIds: ints,
  orderIds: hundred,
  customerId: int,
  customerMobile: text,
  ...days,
};
const billData = z.union([z.array(z.enum(["giftProducts", "tags"])), none]);
const off = z.strictObject({ type: z.enum(["percent", "cash"]), value: amount });
const paidInto = some({ accountId: int, value: amount });
const stockLine = {
  id: int,
  quantity: amount.positive(),
  price: amount.optional(),
  discount: off.optional(),
  vat: off.optional(),
  imeis: texts.describe("needed for IMEI products").optional(),
  unitId: int.describe("needed for multi-unit products").optional(),
  batchId: int.describe("needed for products sold by batch").optional(),
  weight: int.optional(),
  description: text.optional(),
};
const stockBill = {
  depotId: int,
  description: text.optional(),
  tagIds: ints.optional(),
  debtDueDate: day.optional(),
  payment: some({
    manualDiscountType: z.enum(["percent", "cash"]),
    manualDiscount: amount,
    cash: paidInto,
    transfer: paidInto,
  }).optional(),
};
const incoming = z
  .array(z.strictObject({ ...stockLine, expiredDate: text.optional(), priorWarningDays: int.optional() }))
  .min(1);
// The field table calls it `imei` (one), the sample `imeis` (many): both pass.
const outgoing = z.array(z.strictObject({ ...stockLine, imei: text.optional() })).min(1);
const stockCustomer = some({ id: z.union([int, text]), name: text, mobile: text, email: text, address: text });
const billDone = z.union([Created, nothingNamed]);

// ---- vpage and ship ----

const token = { size: 50 };
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const vpage = (path: string, id: string, title: string, body: z.ZodType, answer?: z.ZodType) =>
  read(id, path, title, body, answer, "vpage");
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const vpageWrite = (path: string, id: string, title: string, body: z.ZodType, answer?: z.ZodType) =>
  write(id, path, title, body, answer, "vpage");
const spot = z.strictObject({
  name: text,
  mobile: text,
  shippingLocation: z.strictObject({
    locationVer: locationVersion.optional(),
    provinceId: int.optional(),
    districtId: int.describe("v1 only").optional(),
    wardId: int.optional(),
    address: text.optional(),
    longitude: amount.optional(),
    latitude: amount.optional(),
  }),
});
const parcel = {
  sender: spot,
  receiver: spot,
  products: z.array(some({ name: text, quantity: amount, price: amount, weight: int })).optional(),
  weight: int.positive().describe("grams"),
  packageDimensions: some({ width: int, height: int, length: int }).optional(),
  codAmount: int.nonnegative().optional(),
  description: text.optional(),
  carrierExtraServices: some({
    allowTest: z.boolean(),
    declaredSetting: z.boolean(),
    declaredAmount: int,
    declaredService: z.looseObject({}),
  }).optional(),
  shipFeeBy: z.enum(["sender", "receiver"]).optional(),
};
const shipmentId = z.strictObject({ orderId: int });
const excludes = some({
  topicsIds: z.array(text).max(50),
  audienceIds: z.array(text).max(50),
  campaignIds: z.array(text).max(50),
});

/** Tags of products, orders and customers. */
const tagBody = listBody(some({ ids: ints, name: text }));
const zaloBody = (template: string) =>
  z.strictObject({
    zaloOaId: int,
    [template]: int,
    mobile: text,
    keywords: z.record(text, z.unknown()).describe("keys without the angle brackets"),
  });

export const operations: readonly Operation[] = [
  // The bodies of the two token calls are filled in from the shop's credentials, so that no secret passes through
  // the passthrough.
  operation({
    kind: "auth",
    id: "app.get-access-token",
    path: "app/getaccesstoken",
    title: "Exchange the code of the consent for a token",
    body: nothing,
    answer: Grant,
  }),
  operation({
    kind: "auth",
    id: "app.check-access-token",
    path: "app/checkaccesstoken",
    title: "What the token is and may do",
    body: nothing,
    answer: Grant,
  }),

  read("depots.list", "business/depot", "Depots", listBody(some({ ids: ints }))),
  read("staff.list", "business/user", "Staff", listBody(some({ ids: hundred }))),
  read(
    "departments.list",
    "business/department",
    "Departments",
    listBody(some({ name: text, code: text, status: activity })),
  ),
  read("suppliers.list", "business/supplier", "Suppliers", listBody(some({ id: int }))),
  write(
    "suppliers.create",
    "business/addsupplier",
    "Add a supplier",
    z.strictObject({
      name: text.min(1),
      code: text.optional(),
      mobile: text.optional(),
      email: text.optional(),
      address: text.optional(),
      taxCode: text.optional(),
      typeId: int.min(1).max(2).describe("1 individual, 2 company").optional(),
      personalId: text.optional(),
      status: activity.optional(),
      note: text.optional(),
      bank: some({ name: text, branch: text, accountNumber: text, accountHolder: text }).optional(),
    }),
    Created,
  ),

  read(
    "products.list",
    "product/list",
    "Products",
    listBody(
      some({
        ids: hundred,
        ...productFilters,
        parentId: int,
        gpid: z.literal([-2, -1, 1, 2, 3]).describe("-1 independent, -2 parents, 1 children, 2 and 3 combinations"),
        categoryIds: ints,
        price: range,
        imei: text,
      }),
      { sort: "id" },
    ),
    Page,
  ),
  write(
    "products.create",
    "product/add",
    "Add products",
    z
      .array(
        z.strictObject({
          appProductId: text.min(1),
          name: text.min(1).max(255),
          type: int.min(1).max(10).optional(),
          comboItems: z.array(z.strictObject({ productId: int, quantity: amount.positive() })).optional(),
          ...productFields,
        }),
      )
      .min(1)
      .max(100),
    listDone,
  ),
  write(
    "products.update",
    "product/edit",
    "Change a product",
    z.strictObject({
      id: z.union([int, text.regex(/^\d+$/)]),
      name: text.min(1).max(255).optional(),
      ...productFields,
    }),
  ),
  read(
    "products.get",
    "product/detail",
    "One product in full",
    listBody(z.strictObject({ id: z.union([int, text.regex(/^\d+$/)]) }), { needed: true }),
    z.looseObject({ data: z.unknown().optional() }),
  ),
  read(
    "inventory.list",
    "product/inventory",
    "Stock of products",
    listBody(some({ ids: hundred, ...productFilters, depotIds: ints, categoryId: int }), { sort: "productId" }),
    Page,
  ),
  read(
    "categories.list",
    "product/category",
    "Product categories",
    listBody(some({ ids: hundred, name: text, code: text, status: activity })),
  ),
  read(
    "internal-categories.list",
    "product/internalcategory",
    "Internal categories",
    listBody(some({ ids: hundred, name: text, code: text })),
  ),
  read(
    "brands.list",
    "product/brand",
    "Brands",
    listBody(some({ ids: hundred, name: text, code: text, status: activity })),
  ),
  read(
    "units.list",
    "product/unit",
    "Units of multi-unit products",
    listBody(some({ id: int, productId: int, ...between("createdAt") })),
  ),
  read(
    "batches.list",
    "product/batch",
    "Batches",
    listBody(some({ id: int, productId: int, status: activity, ...between("createdAt") })),
  ),
  read(
    "expiries.list",
    "product/expire",
    "Expiry dates",
    listBody(
      some({
        billId: int,
        depotId: int,
        categoryId: int,
        internalCategoryId: int,
        expiredDateFrom: day,
        expiredDateTo: day,
        daysWarningFrom: int,
        daysWarningTo: int,
        status: activity,
      }),
    ),
    Page,
  ),
  read("gifts.list", "product/gift", "Gifts that come with products", listBody(some({ ids: ints })), Page),
  read(
    "imeis.list",
    "product/imei",
    "Serial numbers",
    listBody(some({ productId: int, imei: text, depotId: int, status: int.min(1).max(11) })),
    Page,
  ),
  read(
    "imeis.history",
    "product/imeihistory",
    "History of one serial number",
    listBody(z.strictObject({ imei: text.min(1) }), { needed: true }),
    Page,
  ),
  read(
    "imeis.sold",
    "product/imeisold",
    "Serial numbers sold, by day",
    listBody(some({ productIds: ints, ...days, imei: text, brandId: int }), { size: 50 }),
    Page,
  ),
  write(
    "products.set-external-images",
    "product/externalimage",
    "Set a product's images by address",
    // Listed in v3's index without a page of its own; the fields are those of the v2 page.
    z
      .array(
        z.looseObject({
          productId: int,
          mode: z.enum(["update", "deleteall"]).optional(),
          externalImages: z.array(z.url()).max(20).optional(),
        }),
      )
      .min(1)
      .max(10),
  ),
  read("product-tags.list", "product/tags", "Product tags", tagBody),
  read(
    "supplier-products.list",
    "product/supplierproduct",
    "Which supplier sells which product",
    listBody(some({ productIds: hundred, supplierIds: hundred, ...between("createdAt") }), { sort: "id" }),
    Page,
  ),
  read(
    "combos.list",
    "product/combo",
    "Combos",
    listBody(some({ productParentIds: z.array(int).max(50), ...productFilters, categoryIds: ints, price: range }), {
      size: 50,
      sort: "productParentId",
    }),
  ),

  read(
    "orders.list",
    "order/list",
    "Orders",
    listBody(
      some({
        ...between("createdAt"),
        ...between("deliveryAt"),
        ...between("updatedAt"),
        ids: ints,
        statuses: ints,
        saleChannels: ints,
        depotIds: ints,
        type: int,
        handoverId: int,
        carrier: some({ id: int, code: text }),
        shippingAddress: some({ id: int, mobile: text, cityId: int, districtId: int, wardId: int }),
      }),
      { data: some({ marketing: flag, comboItems: flag }) },
    ),
    Page,
  ),
  write("orders.create", "order/add", "Add an order", orderBody, orderDone),
  write("orders.update", "order/edit", "Change an order", orderEdit, orderDone),
  write(
    "orders.cancel-carrier",
    "order/cancelcarrier",
    "Cancel an order's shipment",
    z.strictObject({ orderId: z.union([int, ints]) }),
  ),
  write(
    "orders.add-complaint",
    "order/addcomplain",
    "Complain to the carrier",
    z.strictObject({
      id: int,
      reason: z.literal([6, 7, 8, 9, 10, 33, 34, 35, 36, 37, 38]),
      description: text.optional(),
    }),
  ),
  read("order-sources.list", "order/source", "Order sources", listBody(some({ ids: hundred }))),
  read(
    "orders.deleted",
    "order/deleted",
    "Deleted orders",
    listBody(some({ ids: ints, ...between("createdAt") })),
    Page,
  ),
  read(
    "orders.history",
    "order/history",
    "What happened to orders",
    listBody(
      z.strictObject({
        orderIds: hundred.min(1),
        type: z.enum(["loguser", "logcarrier"]).optional(),
        steps: ints.optional(),
        ...between("createdAt"),
      }),
      { needed: true },
    ),
    Page,
  ),
  read("order-tags.list", "order/tags", "Order tags", tagBody),

  read(
    "addresses.list",
    "shipping/location",
    "Provinces, districts and wards",
    listBody(
      z.strictObject({ locationVersion, type: z.enum(["CITY", "DISTRICT", "WARD"]), parentId: int.optional() }),
      { needed: true },
    ),
  ),
  read(
    "shipping-fees.calculate",
    "shipping/fee",
    "What a delivery would cost",
    listBody(
      z.strictObject({
        type: int.min(1).max(2).describe("1 Nhanh's account, 2 the shop's own"),
        depotId: int.optional(),
        shippingWeight: int.positive().describe("grams"),
        price: int.optional(),
        totalCod: int.optional(),
        carrier: some({
          id: int,
          service: text,
          followTotalFee: flag,
          isDeclaredValue: flag,
          declaredValue: int,
          promotionCode: text,
          ids: ints,
          extraServices,
        }).optional(),
        shippingFrom: z.strictObject({
          cityId: int,
          districtId: int.optional(),
          wardId: int.optional(),
          address: text.optional(),
          locationVersion,
        }),
        shippingTo: z.strictObject({
          cityId: int,
          districtId: int.optional(),
          wardId: int.optional(),
          address: text.optional(),
          locationVersion,
        }),
      }),
      { needed: true },
    ),
    Page,
  ),
  read("carriers.list", "shipping/carrier", "Carriers and their services", nothing),

  read(
    "bills.list",
    "bill/list",
    "Stock bills of every kind",
    listBody(some({ ids: hundred, ...billFilters, modes: ints }), { data: billData }),
    Page,
  ),
  read("bills.deleted", "bill/deleted", "Deleted bills", listBody(some({ ids: ints, ...between("createdAt") })), Page),
  read(
    "retail-bills.list",
    "bill/retail",
    "Retail bills",
    listBody(some({ id: int, ...billFilters }), { data: billData }),
    Page,
  ),
  write(
    "retail-bills.create",
    "bill/addretail",
    "Add a retail bill",
    z.strictObject({
      depotId: int,
      customer: some({
        id: z.union([int, z.literal("")]),
        name: text,
        mobile: text,
        email: text,
        address: text,
        facebookLink: text,
        cityLocationId: int,
        districtLocationId: int,
        wardLocationId: int,
        birthday: day,
        gender: int.min(0).max(3),
        groupId: int,
        businessName: text,
        businessAddress: text,
        taxCode: text,
        description: text,
        tagIds: ints,
      }).optional(),
      saleId: int.optional(),
      technicalStaffId: int.optional(),
      description: text.optional(),
      tagIds: ints.optional(),
      products: z
        .array(
          z.strictObject({
            id: int,
            quantity: amount.positive(),
            priceVatMode: vatMode.optional(),
            price: amount.nonnegative().optional(),
            discount: off.optional(),
            vat: amount.optional(),
            imeis: texts.optional(),
            unitId: z.union([int, text]).optional(),
            batchId: z.union([int, text]).optional(),
            extendedWarrantyId: int.optional(),
            extendedWarrantyMonths: z.union([int, text]).optional(),
            extendedWarrantyMoney: amount.optional(),
            description: text.optional(),
          }),
        )
        .min(1)
        .max(100),
      payment: some({
        usedPoints: int,
        customerAmount: amount,
        cash: paidInto,
        transfer: paidInto,
        credit: some({ accountId: int, value: amount, code: text }),
        installment: some({ id: int, value: amount, code: text }),
        debtDueDate: z.union([day, z.literal("")]),
      }).optional(),
      invoice: electronicInvoice.optional(),
    }),
    billDone,
  ),
  read(
    "bill-lines.list",
    "bill/imexs",
    "Movements of stock, line by line",
    listBody(
      some({
        id: int,
        ...days,
        billId: int,
        type: int.min(1).max(2),
        mode: int,
        depotId: int,
        relatedDepotId: int,
        warrantyBillId: int,
        orderId: int,
        orderIds: hundred,
        supplierId: int,
        product: some({
          id: int,
          relatedId: int,
          categoryId: int,
          internalCategoryId: int,
          brandId: int,
          typeId: int,
          imei: z.union([int, text]),
          imeiId: int,
        }),
      }),
    ),
  ),
  read(
    "draft-bills.list",
    "bill/draftlist",
    "Draft bills",
    listBody(
      some({ ids: ints, types: ints, modes: ints, depotIds: ints, statuses: ints, ...between("lastUpdatedAt") }),
    ),
  ),
  read(
    "draft-bill-lines.list",
    "bill/draftproducts",
    "Lines of draft bills",
    listBody(
      some({ billIds: ints, types: ints, modes: ints, depotIds: ints, statuses: ints, ...between("lastUpdatedAt") }),
    ),
  ),

  write(
    "stock.import-from-supplier",
    "inventory/importsupplier",
    "Take in goods of a supplier",
    z.strictObject({ ...stockBill, supplierId: int, updateImportPrice: flag.optional(), products: incoming }),
    billDone,
  ),
  write(
    "stock.return-to-supplier",
    "inventory/exportsupplier",
    "Send goods back to a supplier",
    z.strictObject({ ...stockBill, supplierId: int, products: outgoing }),
    billDone,
  ),
  write(
    "stock.import-other",
    "inventory/importother",
    "Take in goods otherwise",
    z.strictObject({
      ...stockBill,
      customer: stockCustomer.optional(),
      updateImportPrice: flag.optional(),
      products: incoming,
    }),
    billDone,
  ),
  write(
    "stock.export-other",
    "inventory/exportother",
    "Take out goods otherwise",
    z.strictObject({ ...stockBill, customer: stockCustomer.optional(), products: outgoing }),
    billDone,
  ),
  read(
    "stock-limits.list",
    "inventory/archive",
    "Least and most stock of products",
    listBody(
      some({
        productIds: hundred,
        depotIds: z.array(int).max(500),
        categoryId: int,
        brandId: ints,
        ...between("createdAt"),
        ...between("updatedAt"),
      }),
      { size: 50, sort: "id" },
    ),
    Page,
  ),

  read(
    "customers.list",
    "customer/list",
    "Customers",
    listBody(
      some({
        ids: hundred,
        mobile: text,
        lastBoughtDateFrom: day,
        lastBoughtDateTo: day,
        ...between("updatedAt"),
        type: int.min(1).max(3).describe("1 retail, 2 wholesale, 3 agent"),
      }),
    ),
    Page,
  ),
  write(
    "customers.create",
    "customer/add",
    "Add customers",
    z
      .array(
        z.strictObject({
          name: text.min(1),
          mobile: text.min(1),
          type: int.min(1).max(2).optional(),
          address: text.optional(),
          gender: int.min(1).max(2).optional(),
          birthday: day.optional(),
          locations: some({ cityId: int, districtId: int, wardId: int }).optional(),
          email: text.optional(),
          pid: text.optional(),
          groupId: int.optional(),
          tagIds: ints.optional(),
          points: int.optional(),
          taxCode: text.optional(),
          businessName: text.optional(),
          businessAddress: text.optional(),
          description: text.optional(),
          facebookLink: text.optional(),
          fromCustomer: text.optional(),
          saleName: text.optional(),
        }),
      )
      .min(1)
      .max(100),
    listDone,
  ),
  read("customer-tags.list", "customer/tags", "Customer tags", tagBody),

  read(
    "coupon-programs.list",
    "promotion/batch",
    "Coupon programmes",
    listBody(some({ id: int, couponCode: text, productId: int, depotId: int, name: text })),
  ),
  write(
    "coupon-programs.create",
    "promotion/batchadd",
    "Add a coupon programme",
    z.strictObject({
      name: text.min(1).max(255),
      status: activity,
      startDate: day,
      endDate: day,
      codeLength: int.positive(),
      numberOfCodes: int.positive().max(20_000),
      canUsedTimes: int.positive(),
      valueType: int.min(1).max(2).describe("1 cash, 2 percent"),
      value: int.nonnegative(),
      depotIds: z.union([int, ints]).optional(),
      categoryIds: z.union([int, ints]).optional(),
      fromValue: int.optional(),
      toValue: int.optional(),
      prefix: text.max(5).optional(),
      suffix: text.max(5).optional(),
      valueMax: int.optional(),
      description: text.max(255).optional(),
      notApplyWithDiscountPromotion: z.literal(1).optional(),
    }),
    Created,
  ),
  write(
    "coupon-programs.add-codes",
    "promotion/batchincreasecode",
    "Add codes to a coupon programme",
    z.strictObject({
      batchId: int,
      couponNumber: int.positive().max(1_000),
      canUsedTimes: int.positive(),
      codeLength: int.optional(),
      prefix: text.optional(),
      suffix: text.optional(),
    }),
  ),
  read(
    "coupons.list",
    "promotion/couponcode",
    "Codes of a coupon programme",
    listBody(z.strictObject({ batchId: int, code: text.optional() }), { needed: true }),
    Page,
  ),
  read(
    "coupon-products.list",
    "promotion/couponproduct",
    "Products of a coupon programme",
    listBody(z.strictObject({ batchId: int }), { needed: true }),
    Page,
  ),
  write(
    "coupons.update",
    "promotion/couponupdate",
    "Mark a coupon as given away or used",
    z.strictObject({ act: z.enum(["giveaway", "used"]), code: text.min(1) }),
  ),
  read(
    "price-books.list",
    "promotion/pricelist",
    "Price lists",
    listBody(some({ ids: ints, name: text, status: int, depotIds: ints }), { sort: "id" }),
  ),
  read(
    "price-book-products.list",
    "promotion/pricelistproduct",
    "Products of price lists",
    listBody(z.strictObject({ priceListIds: ints.min(1), productIds: ints.optional() }), { needed: true, sort: "id" }),
    Page,
  ),

  read(
    "transactions.list",
    "accounting/transaction",
    "Book entries",
    listBody(
      some({
        id: int,
        ...days,
        typeDate: int.min(1).max(2).describe("1 by date of the entry (default), 2 by date of creation"),
        type: int,
        mode: int,
        filterMode: int.min(1).max(2),
        contactType: z.literal([1, 2, 3, 4, 20, 21]),
      }),
      { sort: "id" },
    ),
  ),
  read(
    "debts.list",
    "accounting/debts",
    "What customers owe",
    listBody(
      some({
        id: int,
        ...days,
        code: text,
        name: text,
        address: text,
        mobile: text,
        itemSubType: int.min(1).max(3),
        debtType: int.min(1).max(3),
        lastRemain: text.describe("JSON with from and to"),
      }),
    ),
  ),
  // The field table has `types` (a list), the sample `type` (a number): both pass.
  read(
    "accounts.list",
    "accounting/account",
    "Accounts",
    listBody(some({ id: int, type: int, types: ints, status: ints })),
  ),

  write("zalo.send-zbs", "zalo/sendzbs", "Send a Zalo message by template", zaloBody("zbsTemplateId")),
  write("zalo.send-zns", "zalo/sendzns", "Send a Zalo message (the older form)", zaloBody("znsTemplateId")),

  read("marketplace-shops.list", "ecom/shop", "Shops on marketplaces", listBody(some({ appIds: ints })), Page),
  read(
    "marketplace-returns.list",
    "ecom/return",
    "Returns and refunds on marketplaces",
    z.strictObject({
      filters: z.strictObject({
        appId: z.literal([8195, 8855, 8142]).describe("8195 Shopee, 8855 TikTok, 8142 Lazada"),
        shopIds: z.array(z.union([int, text])).optional(),
        returnIdOrReturnTrackingNumber: text.optional(),
        originalEcomOrderId: text.optional(),
        createdFromAt: seconds.optional(),
        createdToAt: seconds.optional(),
        updatedFromAt: seconds.optional(),
        updatedToAt: seconds.optional(),
        nhanhStatuses: z.array(int.min(1).max(5)).optional(),
      }),
      // The sample of this one page says `icpp` where all others say `size`: both pass.
      paginator: some({ size: int.positive().max(100), icpp: int.positive().max(100), next: z.unknown() }).optional(),
    }),
    Page,
  ),

  vpage(
    "page/list",
    "pages.list",
    "Connected pages",
    listBody(some({ ids: z.array(text), channels: ints }), { ...token, sort: "createdAt" }),
  ),
  vpage(
    "user/list",
    "page-staff.list",
    "Vpage staff",
    listBody(some({ userIds: texts }), { ...token, sort: "createdAt" }),
  ),
  vpage(
    "conversation/list",
    "conversations.list",
    "Conversations",
    z.strictObject({
      filters: some({
        pageIds: texts,
        type: int.min(1).max(2).describe("1 comments, 2 messages"),
        hasPhone: z.boolean(),
        hasReply: z.boolean(),
        status: int.min(1).max(2).describe("1 unread, 2 read"),
        tagIds: texts,
        postIds: texts,
      }).optional(),
      // The table's key is updatedTime, the sample's updatedAt.
      paginator: some({
        size: int.positive().max(50),
        sort: some({ updatedTime: direction, updatedAt: direction }),
        next: z.unknown(),
      }).optional(),
    }),
  ),
  vpage(
    "conversation/messages",
    "conversations.messages",
    "Messages of a conversation",
    listBody(z.strictObject({ conversationId: text.min(1) }), { ...token, sort: "createdAt", needed: true }),
  ),
  vpageWrite(
    "conversation/reply",
    "conversations.reply",
    "Answer in a conversation",
    z.strictObject({
      conversationId: text.min(1),
      pageId: text.min(1),
      recipientId: text.min(1),
      messageType: z.enum(["text", "image", "video", "audio", "file", "button", "gallery", "quickReply"]).optional(),
      message: text.optional(),
      attachments: z.array(z.url()).optional(),
      buttons: z
        .array(z.looseObject({ type: z.enum(["block", "url", "phone_number"]), title: text }))
        .max(3)
        .optional(),
      quickReplies: z.array(z.strictObject({ title: text, blockId: text.optional() })).optional(),
      galleryCards: z
        .array(z.looseObject({ title: text }))
        .max(10)
        .optional(),
      replyToMessageId: text.optional(),
    }),
  ),
  vpage("conversation/tags", "conversation-tags.list", "Conversation tags", listBody(none, token)),
  vpageWrite(
    "conversation/updatetags",
    "conversations.update-tags",
    "Change a conversation's tags",
    z.strictObject({
      pageId: text.min(1),
      conversationId: text.min(1),
      addTags: texts.optional(),
      removeTags: texts.optional(),
    }),
  ),
  vpage(
    "customer/list",
    "page-customers.list",
    "Customers of a page",
    listBody(some({ pageId: text, pageUserIds: texts }), token),
  ),
  vpageWrite(
    "marketing/metasendcapi",
    "marketing.send-meta-event",
    "Report an event to Meta's conversion API",
    z.strictObject({
      eventName: z.enum(["Purchase", "LeadSubmitted", "OrderCanceled", "OrderReturned"]),
      conversationId: text.min(1),
      orderInfo: some({
        orderId: text,
        eventId: text,
        currency: text,
        orderValue: int,
        shippingFee: int,
        customerPhone: text,
        products: z.array(
          z.strictObject({
            id: text,
            quantity: int,
            price: int,
            itemGroupId: text.optional(),
            title: text.optional(),
            description: text.optional(),
            additionalImageLink: z.union([z.strictObject({ images: texts }), z.array(z.unknown())]).optional(),
          }),
        ),
      }),
    }),
    // The one success without `code` and `data`.
    z.looseObject({ events_received: z.unknown().optional() }),
  ),
  vpage("marketing/adaccountlist", "ad-accounts.list", "Advertising accounts", listBody(none, token)),
  vpage(
    "marketing/fmmcampaignlist",
    "campaigns.list",
    "Message campaigns",
    listBody(
      some({
        id: text,
        adCampaignId: text,
        adAccountId: text,
        pageIds: texts,
        name: text,
        status: int.min(1).max(7),
        syncFb: z.boolean().describe("true asks Meta at once and takes seconds"),
        fromAt: seconds,
        toAt: seconds,
      }),
      token,
    ),
  ),
  vpageWrite(
    "marketing/fmmcampaigncreate",
    "campaigns.create",
    "Start a message campaign",
    z.strictObject({
      campaign: z.strictObject({
        pageId: text.min(1),
        adAccountId: text.min(1),
        segmentIds: z.array(text).min(1).max(50),
        name: text.min(1),
        budget: amount.min(50_000),
        budgetType: z.enum(["daily", "life_time"]),
        adStartAt: seconds,
        adEndAt: seconds,
        type: z.enum(["creative", "template", "product", "coupon"]),
      }),
      settings: some({ noResendWithinDays: int, excludes }).optional(),
      message: z.looseObject({
        greeting: text.max(160).optional(),
        attachments: z
          .array(z.looseObject({ name: text.max(80) }))
          .max(10)
          .optional(),
        productIds: z
          .array(z.union([int, text]))
          .max(10)
          .optional(),
        quickReplies: z
          .array(z.looseObject({ type: z.enum(["text", "email", "phone"]) }))
          .max(13)
          .optional(),
        configCart: z.looseObject({ seedStatus: int.min(1).max(2) }).optional(),
      }),
    }),
  ),
  vpageWrite(
    "marketing/fmmcampaignresend",
    "campaigns.resend",
    "Send a message campaign again",
    z.strictObject({
      campaign: z.strictObject({
        adCampaignId: text.min(1),
        sendMode: z.enum(["NEW_USER", "ALL_USER"]),
        segmentIds: z.array(text).optional(),
        sendAt: seconds.optional(),
      }),
      settings: some({ noResendWithinDays: int, excludes }).optional(),
    }),
  ),
  vpage("marketing/topiclist", "marketing-topics.list", "Marketing topics", listBody(none, token)),
  vpage("marketing/customaudiencelist", "audiences.list", "Custom audiences", listBody(none, token)),
  vpageWrite(
    "marketing/customaudiencecreate",
    "audiences.create",
    "Add a custom audience",
    z.strictObject({
      adAccountId: text.min(1),
      pageId: text.min(1),
      subtype: z.enum(["MESSENGER_SUBSCRIBER_LIST", "CUSTOM"]),
      name: text.min(1).max(50),
      description: text.max(100).optional(),
    }),
  ),
  vpageWrite(
    "marketing/customaudienceaddsubscriber",
    "audiences.add-subscribers",
    "Add people to a custom audience",
    z.strictObject({
      audienceId: text.min(1),
      dataType: z.enum(["raw", "hash"]),
      audienceData: z
        .array(
          some({ phone: text, phone_2: text, phone_3: text, email: text, email_2: text, email_3: text }).refine(
            (person) => Object.keys(person).length > 0,
            "a phone number or an e-mail address",
          ),
        )
        .min(1)
        .max(5_000),
    }),
  ),
  vpageWrite(
    "marketing/fbaduploadimage",
    "ad-images.upload",
    "Upload an image for advertisements",
    z.strictObject({
      bytes: text.min(1).describe("base64, at most 10 MB decoded"),
      adAccountId: text.min(1),
      pageId: text.min(1),
    }),
  ),
  vpage(
    "report/capi",
    "meta-events.report",
    "Events reported to Meta, by day",
    z.strictObject({
      filters: z.strictObject({
        pageIds: texts.min(1),
        createdAt: z.strictObject({ from: seconds, to: seconds }).describe("at most 31 days"),
        timeZone: text.optional(),
        events: texts.min(1),
      }),
    }),
    Page,
  ),
  vpage(
    "report/capievent",
    "meta-events.list",
    "Events reported to Meta",
    listBody(
      some({
        pageIds: texts,
        events: texts,
        createdAt: z.strictObject({ from: seconds, to: seconds }),
        statuses: z.array(int.min(1).max(4)),
        orderId: text,
        pageUserId: text,
        adId: text,
      }),
      { ...token, sort: "createdAt" },
    ),
  ),

  read(
    "ship-addresses.list",
    "shipping/location",
    "Provinces, districts and wards of the shipping hub",
    listBody(
      z.strictObject({
        locationVersion,
        type: z.enum(["PROVINCE", "DISTRICT", "WARD"]),
        parentId: int.optional(),
      }),
      { needed: true },
    ),
    Page,
    "ship",
  ),
  read("ship-carriers.list", "carrier/list", "Carriers of the shipping hub", nothing, Page, "ship"),
  read(
    "shipments.rate",
    "shipment/rate",
    "What a shipment would cost",
    z.strictObject({
      ...parcel,
      carrierIds: ints.optional(),
      serviceTypes: z.array(z.literal([5, 10, 15])).optional(),
    }),
    Page,
    "ship",
  ),
  write(
    "shipments.create",
    "shipment/create",
    "Create a shipment",
    z.strictObject({
      ...parcel,
      businessStoreId: int,
      appOrderId: text.min(1),
      carrier: z.strictObject({ id: int, serviceId: int.optional(), promoCode: text.optional() }),
      sendCarrier: flag.nullish(),
    }),
    z.looseObject({ data: z.looseObject({ orderId: AnyId }) }),
    "ship",
  ),
  write("shipments.send", "shipment/send", "Hand a shipment to its carrier", shipmentId, Done, "ship"),
  write(
    "shipments.cancel",
    "shipment/cancel",
    "Cancel a shipment",
    shipmentId.extend({ cancelReason: text.optional() }),
    Done,
    "ship",
  ),
];
