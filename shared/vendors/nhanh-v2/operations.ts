import * as z from "zod";
import type { Operation } from "../../core/vendor.ts";
import * as schema from "./schema.ts";

/**
 * Every call is a POST of form fields; the table's `body` is what travels as JSON in the field `data`. Read filters are
 * strict: names that the vendor does not know are ignored without a word and the default list comes back (field note,
 * seen in integrations).
 */
const Day = z.iso.date().describe("Y-m-d, Asia/Ho_Chi_Minh");
const Moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .describe("Y-m-d H:i:s, Asia/Ho_Chi_Minh");
const Int = z.int();
const Flag = z.union([z.literal(0), z.literal(1)]);
const Text = (most = 255) => z.string().max(most);
const Required = (most = 255) => z.string().min(1).max(most);
const Money = z.number().nonnegative().describe("VND");
const NhanhId = z.int().positive();
const Direction = z.enum(["asc", "desc"]);
const oneOrMany = z.union([Int, z.array(Int)]);

/** Every filter is optional. */
const filters = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial();
const paged = <Shape extends z.ZodRawShape>(most: number, shape: Shape) =>
  filters({ page: Int.min(1), icpp: Int.min(1).max(most), ...shape });

const productStatus = z.enum(["New", "Active", "Inactive", "OutOfStock"]);
const orderStatuses = [
  "New",
  "Confirming",
  "CustomerConfirming",
  "Confirmed",
  "Packing",
  "Packed",
  "ChangeDepot",
  "Pickup",
  "Shipping",
  "Success",
  "Failed",
  "Canceled",
  "Aborted",
  "CarrierCanceled",
  "SoldOut",
  "Returning",
  "Returned",
] as const;

type Entry = Pick<Operation, "kind" | "id" | "path" | "title" | "answer"> & Partial<Operation>;

const operation = ({ path, ...entry }: Entry): Operation => ({
  method: "POST",
  path: `/api/${path}`,
  source: `Nhanh Open API v2, ${path}`,
  params: z.strictObject({}),
  buckets: ["calls"],
  ...entry,
});
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const read = (
  id: string,
  path: string,
  title: string,
  body: z.ZodType | undefined,
  answer: z.ZodType,
  permission = "",
) =>
  operation({
    ...{ kind: "read", id, path, title, answer },
    ...(body ? { body } : {}),
    ...(permission ? { permission } : {}),
  });
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const write = (id: string, path: string, title: string, body: z.ZodType, answer: z.ZodType) =>
  operation({ kind: "write", id, path, title, body, answer });

/** The only permissions that the document names. */
const productList = "Danh sách sản phẩm";
const orderList = "Danh sách đơn hàng";

const auth = [
  operation({
    kind: "auth",
    id: "app.get-access-token",
    path: "oauth/access_token",
    title: "Exchange an access code for a token",
    body: z.strictObject({ accessCode: Required(), secretKey: Required() }),
    answer: schema.TokenAnswer,
  }),
];

const products = [
  read(
    "products.list",
    "product/search",
    "List products",
    paged(100, {
      sort: filters({ id: Direction, price: Direction, name: Direction, inventory: Direction }),
      name: Text().describe("name, code or barcode"),
      parentId: Int.describe("-1 standalone, -2 parents, -10 all children, or a parent's id"),
      categoryId: Int,
      status: productStatus,
      priceFrom: Money,
      priceTo: Money,
      brandId: Int,
      imei: Text(),
      showHot: Flag,
      showNew: Flag,
      showHome: Flag,
      updatedDateTimeFrom: Moment,
      updatedDateTimeTo: Moment,
    }),
    schema.pageOf("products"),
    productList,
  ),
  write(
    "products.save",
    "product/add",
    "Add or update products",
    z
      .array(
        z.strictObject({
          id: Required(20).describe("the caller's own id"),
          idNhanh: NhanhId.optional(),
          code: Text().optional(),
          barcode: Text(20).optional(),
          name: Required(),
          shippingWeight: Int.nonnegative().optional(),
          vat: Int.optional(),
          price: Int.nonnegative(),
          importPrice: Int.nonnegative().optional(),
          wholesalePrice: Int.nonnegative().optional(),
          status: productStatus.optional(),
          categoryId: Int.optional(),
          oldPrice: Int.nonnegative().optional(),
          description: z.string().optional(),
          content: z.string().optional(),
          externalImages: z.array(z.string()).optional(),
        }),
      )
      .min(1)
      .max(300),
    schema.ProductsAdded,
  ),
  read("products.get", "product/detail", "Get a product with its variants", NhanhId, schema.List),
  read(
    "categories.list",
    "product/category",
    "List product categories",
    z.literal("productcategory").default("productcategory"),
    schema.List,
  ),
  read(
    "internal-categories.list",
    "product/internalcategory",
    "List internal categories",
    z.literal("internalcategory").default("internalcategory"),
    schema.List,
  ),
  read("gifts.list", "product/gift", "List gifts of products", paged(20, { ids: z.array(NhanhId) }), schema.List),
  read(
    "imeis.list",
    "product/imei",
    "List IMEIs",
    // The page's introduction says 100, its table 50: the lower one is safe with both.
    paged(50, { productId: Int, depotId: Int, status: Int, imeiCode: Text() }),
    schema.pageOf("products"),
  ),
  read(
    "imeis.sold",
    "product/imeisold",
    "List sold IMEIs",
    paged(50, { fromDate: Day, toDate: Day, productIds: oneOrMany, brandId: Int, imei: Text() }),
    schema.List,
  ),
  read(
    "imeis.history",
    "product/imeihistory",
    "List the history of an IMEI",
    z.strictObject({
      imei: Required(),
      step: Int.optional(),
      page: Int.min(1).optional(),
      icpp: Int.min(1).max(50).optional(),
    }),
    schema.pageOf("histories"),
  ),
  read(
    "expiries.list",
    "product/expire",
    "List expiry dates",
    paged(50, {
      billId: Int,
      depotId: Int,
      productName: Text(),
      categoryId: Int,
      internalCategoryId: Int,
      expiredFromDate: Day,
      expiredToDate: Day,
      fromDaysWarning: Int,
      toDaysWarning: Int,
      status: z.union([z.literal(1), z.literal(2)]),
    }),
    schema.pageOf("products"),
  ),
  write(
    "products.set-external-images",
    "product/externalimage",
    "Set external images of products",
    z
      .array(
        z.strictObject({
          productId: NhanhId,
          mode: z.enum(["update", "deleteall"]).optional(),
          externalImages: z.array(z.string()).max(20).optional(),
        }),
      )
      .min(1)
      .max(10),
    schema.envelope(z.array(schema.AnyId)),
  ),
];

const orders = [
  read(
    "orders.list",
    "order/index",
    "List orders",
    paged(100, {
      fromDate: Day,
      toDate: Day,
      id: NhanhId,
      customerMobile: Text(),
      customerId: Int,
      statuses: z.array(z.enum(orderStatuses)),
      fromDeliveryDate: Day,
      toDeliveryDate: Day,
      carrierId: Int,
      carrierCode: Text(36),
      type: Int,
      customerCityId: Int,
      customerDistrictId: Int,
      handoverId: Int,
      depotId: Int,
      updatedDateTimeFrom: Moment,
      updatedDateTimeTo: Moment,
      dataOptions: z.array(z.enum(["giftProducts", "marketingUtm", "productBatchs", "comboItems"])),
    }),
    schema.pageOf("orders"),
    orderList,
  ),
  write(
    "orders.create",
    "order/add",
    "Add an order",
    z.strictObject({
      id: Required(36).describe("the caller's own order id"),
      depotId: Int.optional(),
      type: z.enum(["Shipping", "Shopping", "PreOrder"]).optional(),
      customerName: Required(),
      customerMobile: Required(),
      customerEmail: Text().optional(),
      customerAddress: Text().optional(),
      customerCityName: Text().optional(),
      customerDistrictName: Text().optional(),
      customerWardLocationName: Text().optional(),
      moneyDiscount: Money.optional(),
      moneyTransfer: Money.optional(),
      moneyTransferAccountId: Int.optional(),
      moneyDeposit: Money.optional(),
      moneyDepositAccountId: Int.optional(),
      paymentMethod: z.enum(["COD", "Store", "Gateway", "Online"]).optional(),
      paymentCode: Text().optional(),
      paymentGateway: Text().optional(),
      carrierId: Int.optional(),
      carrierServiceId: Int.optional(),
      customerShipFee: Int.nonnegative().optional(),
      deliveryDate: Day.optional(),
      // The table lists three; the change log of 2025-04-14 adds CustomerConfirming.
      status: z.enum(["New", "Confirming", "CustomerConfirming", "Confirmed"]).optional(),
      description: Text().optional(),
      privateDescription: Text().optional(),
      trafficSource: Text().optional(),
      productList: z
        .array(
          z.strictObject({
            // Required here although the vendor does not: an entry that it cannot find is added to the shop's products.
            idNhanh: NhanhId,
            id: Required(20),
            quantity: z.number().positive(),
            name: Required(),
            code: Text().optional(),
            imei: Text().optional(),
            type: z.enum(["Product", "Voucher", "IMEI"]).optional(),
            price: Int.nonnegative(),
            weight: Int.nonnegative().optional(),
            importPrice: Int.nonnegative().optional(),
            description: z.string().optional(),
            gifts: z
              .array(
                z
                  .strictObject({ Id: Text(), productStoreId: NhanhId, quantity: z.number().positive(), value: Money })
                  .partial(),
              )
              .optional(),
          }),
        )
        .optional(),
      couponCode: Text().optional(),
      allowTest: Int.min(1).max(4).optional(),
      saleId: Int.optional(),
      autoSend: Flag.optional(),
      sendCarrierType: z.union([z.literal(1), z.literal(2)]).optional(),
      carrierAccountId: Int.optional(),
      carrierShopId: Int.optional(),
      carrierServiceCode: Text().optional(),
      utmCampaign: Text().optional(),
      utmSource: Text().optional(),
      utmMedium: Text().optional(),
      affiliate: z.strictObject({ code: Text(), discount: Money, bonus: Money }).partial().optional(),
      usedPoints: Int.nonnegative().optional(),
      isPartDelivery: Flag.optional(),
    }),
    schema.OrderAdded,
  ),
  write(
    "orders.update",
    "order/update",
    "Update an order",
    z
      .strictObject({
        orderId: Required(20).optional().describe("Nhanh's id; goes before `id`"),
        id: Required(36).optional().describe("the caller's own id"),
        autoSend: Flag.optional(),
        moneyTransfer: Int.nonnegative().optional(),
        moneyTransferAccountId: Int.optional(),
        paymentCode: Text().optional(),
        paymentGateway: Text().optional(),
        status: z.enum(["Success", "Confirmed", "Canceled", "Aborted"]).optional(),
        description: Text().optional(),
        privateDescription: Text().optional(),
        customerShipFee: Int.nonnegative().optional(),
      })
      .refine((body) => body.orderId !== undefined || body.id !== undefined, {
        path: ["orderId"],
        message: "give orderId or id",
      }),
    schema.OrderUpdated,
  ),
  write(
    "orders.add-complaint",
    "order/addcomplain",
    "Complain about an order",
    z.strictObject({ id: z.union([Int, Required(36)]), reason: Int, description: Required(2_000) }),
    schema.done,
  ),
  read(
    "orders.history",
    "order/history",
    "List the history of an order",
    z.strictObject({ orderId: NhanhId, type: z.enum(["lognhanh", "logcarrier"]).optional() }),
    schema.envelope(z.union([z.array(z.looseObject({})), z.looseObject({})])),
  ),
  read(
    "order-sources.list",
    "order/source",
    "List order sources",
    paged(100, { id: Int, name: Text() }),
    schema.pageOf("sources"),
  ),
];

const productIds = z.record(z.string().regex(/^\d+$/), z.number().positive());
const shipping = [
  read("carriers.list", "shipping/carrier", "List carriers", undefined, schema.List),
  read(
    "addresses.list",
    "shipping/location",
    "List cities, districts or wards",
    filters({ type: z.enum(["CITY", "DISTRICT", "WARD"]), parentId: Int }),
    schema.List,
  ),
  read(
    "shipping-fees.calculate",
    "shipping/fee",
    "Price a shipment at Nhanh's rates",
    z.strictObject({
      fromCityName: Required(),
      fromDistrictName: Required(),
      toCityName: Required(),
      toDistrictName: Required(),
      codMoney: Int.optional(),
      shippingWeight: Int.max(100_000).optional(),
      productIds: productIds.optional(),
      carrierIds: z.array(Int).optional(),
      length: Int.optional(),
      width: Int.optional(),
      height: Int.optional(),
    }),
    schema.List,
  ),
  read(
    "own-shipping-fees.calculate",
    "shipping/feeselfconnect",
    "Price a shipment under the shop's own contract",
    z.strictObject({
      carrierId: Int,
      fromMobile: Text().optional(),
      fromCityName: Required(),
      fromDistrictName: Required(),
      fromWardName: Text().optional(),
      fromAddress: Text().optional(),
      toCityName: Required(),
      toDistrictName: Required(),
      toWardName: Text().optional(),
      toAddress: Text().optional(),
      codMoney: Int.optional(),
      shippingWeight: Int.optional(),
      productIds: productIds.optional(),
    }),
    schema.List,
  ),
];

const lineFilters = {
  fromDate: Day,
  toDate: Day,
  id: Int,
  billId: Int,
  type: Int,
  mode: Int,
  supplierId: Int,
  productStoreId: Int,
  productStoreName: Text(),
  categoryId: Int,
  brandId: Int,
  productStoreTypeId: Int,
  imeiId: Int,
  imei: Text(),
};
const bills = [
  read(
    "bills.list",
    "bill/search",
    "List stock bills",
    paged(100, {
      id: Int,
      type: z.union([z.literal(1), z.literal(2)]),
      mode: Int,
      modes: z.array(Int),
      depotId: Int,
      customerId: Int,
      customerMobile: Text(),
      fromDate: Day,
      toDate: Day,
      dataOptions: z.array(z.enum(["giftProducts", "tags"])),
    }),
    schema.pageOf("bill"),
  ),
  read(
    "bill-lines.list",
    "bill/imexs",
    "List product lines of stock bills",
    paged(20, {
      ...lineFilters,
      depotId: Int,
      relatedDepotId: Int,
      productId: Int,
      relatedProductStoreId: Int,
      internalCategoryId: Int,
      warrantyBillId: Int,
    }),
    schema.pageOf("imexs"),
  ),
  read(
    "draft-bill-lines.list",
    "bill/imexrequirements",
    "List product lines of draft stock bills",
    paged(20, {
      ...lineFilters,
      fromDepotId: Int,
      toDepotId: Int,
      requiredById: Int,
      approvedById: Int,
      status: Int.min(1).max(6),
    }),
    schema.pageOf("imexs"),
  ),
];

const people = [
  read(
    "customers.list",
    "customer/search",
    "List customers",
    paged(50, {
      id: Int,
      mobile: Text(),
      lastBoughtDateFrom: Day,
      lastBoughtDateTo: Day,
      // The introduction still says updatedDateTimeFrom/To; the change log of 2024-04-22 renamed them.
      updatedAtFrom: Moment,
      updatedAtTo: Moment,
      type: Int.min(1).max(3),
    }),
    schema.pageOf("customers"),
  ),
  write(
    "customers.save",
    "customer/add",
    "Add customers, or update them by mobile number",
    z
      .array(
        z.strictObject({
          name: Required(),
          mobile: Required(),
          fromCustomer: Text().optional(),
          saleName: Text().optional(),
          type: Int.min(1).max(3).optional(),
          address: Text().optional(),
          businessName: Text().optional(),
          taxCode: Text().optional(),
          points: Int.optional(),
          gender: Int.min(1).max(2).optional(),
          birthday: z
            .string()
            .regex(/^\d{2}\/\d{2}\/\d{4}$/)
            .describe("d/m/Y")
            .optional(),
          cityName: Text().optional(),
          districtName: Text().optional(),
          wardName: Text().optional(),
          email: Text().optional(),
          pid: Text().optional(),
          description: z.string().optional(),
          facebookLink: Text().optional(),
          groupId: Int.optional(),
        }),
      )
      .min(1)
      .max(50),
    schema.done,
  ),
  read(
    "articles.list",
    "article/search",
    "List articles",
    paged(50, {
      lastId: Int,
      categoryId: Int,
      status: Int.min(1).max(2),
      fromPublishedDate: Day,
      toPublishedDate: Day,
      fromExpiredDate: Day,
      toExpiredDate: Day,
    }),
    schema.pageOf("result"),
  ),
  read("article-categories.list", "article/categories", "List article categories", undefined, schema.List),
  write(
    "subscribers.save",
    "website/addsubscriber",
    "Add newsletter subscribers",
    z
      .array(
        z.strictObject({
          name: Required(),
          email: Required(),
          mobile: Text().optional(),
          gender: Int.optional(),
          content: z.string().optional(),
          note: z.string().optional(),
        }),
      )
      .min(1)
      .max(100),
    schema.done,
  ),
  write(
    "contacts.save",
    "website/addcontact",
    "Add messages of the website's contact form",
    z
      .array(
        z.strictObject({
          name: Required(),
          email: Required(),
          mobile: Text().optional(),
          address: Text().optional(),
          subject: Text().optional(),
          content: z.string().optional(),
          note: z.string().optional(),
        }),
      )
      .min(1)
      .max(100),
    schema.done,
  ),
  read(
    "suppliers.list",
    "supplier/search",
    "List suppliers",
    paged(50, { lastId: Int, name: Text(), code: Text(), mobile: Text() }),
    schema.pageOf("result"),
  ),
];

/** One address for eight calls: `act` in the query says which. */
const couponActs = ["list", "codes", "products", "check", "giveaway", "use", "addbatch", "increasecode"] as const;
const coupons = [
  operation({
    kind: "read+write",
    id: "coupons.call",
    path: "promotion/coupon",
    title: "Read coupons, or give, use and create them",
    body: z
      .strictObject({
        page: Int.min(1),
        icpp: Int.min(1).max(20),
        id: Int,
        couponCode: Required(),
        productStoreId: Int,
        name: Text(),
        batchId: Int,
        couponBatchId: Int,
        couponNumber: Int.min(1).max(1_000),
        canUsedTimes: Int.min(1),
        status: Int.min(1).max(2),
        startDate: Day,
        endDate: Day,
        codeLength: Int.min(5).max(10),
        numberOfCodes: Int.min(1).max(20_000),
        valueType: Int.min(1).max(2),
        value: Int.nonnegative(),
        depotId: oneOrMany,
        categoryId: oneOrMany,
        fromValue: Int.nonnegative(),
        toValue: Int.nonnegative(),
        prefix: Text(5),
        suffix: Text(5),
        valueMax: Int.nonnegative(),
        description: Text(),
        notApplyWithDiscountPromotion: z.literal(1),
      })
      .partial(),
    // Its acts answer differently; where a list is read, that it is one is looked at there.
    answer: schema.done,
    params: z.strictObject({ act: z.enum(couponActs) }),
  }),
];

const business = [
  read("depots.list", "store/depot", "List depots", filters({ depotId: Int }), schema.List),
  read("staff.list", "user/index", "List users", paged(50, {}), schema.pageOf("users")),
  read(
    "transactions.list",
    "accounting/transaction",
    "List accounting transactions",
    // 100 in the introduction, 50 in the table.
    paged(50, {
      sort: filters({ id: Direction, date: Direction, amount: Direction }),
      id: Int,
      typeDate: Int.min(1).max(2).describe("1 transaction date, 2 created date"),
      fromDate: Day,
      toDate: Day,
      type: Int,
      mode: Int,
      filterMode: Int.min(1).max(2),
      contactType: Int,
    }),
    schema.pageOf("transactions"),
  ),
  read(
    "debts.list",
    "accounting/debts",
    "List debts of customers",
    z.strictObject({
      contactType: z.literal("customer"),
      page: Int.min(1).optional(),
      icpp: Int.min(1).max(50).optional(),
      id: Int.optional(),
      fromDate: Day.optional(),
      toDate: Day.optional(),
      code: Text().optional(),
      name: Text().optional(),
      address: Text().optional(),
      mobile: Text().optional(),
      itemSubType: Int.min(1).max(3).optional(),
      debtType: Int.min(1).max(3).optional(),
      fromLastRemain: z.number().optional(),
      toLastRemain: z.number().optional(),
    }),
    schema.pageOf("debts"),
  ),
  write(
    "zalo-messages.send",
    "zalo/sendzns",
    "Send a Zalo notification",
    z.strictObject({
      zaloOaId: Int,
      znsTemplateId: Int,
      mobile: Required(),
      keywords: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
    schema.done,
  ),
  read(
    "marketplace-shops.list",
    "ecom/shops",
    "List marketplace shops",
    filters({ page: Int.min(1), appId: Int }),
    schema.pageOf("shops"),
  ),
];

export const operations: readonly Operation[] = [
  ...auth,
  ...products,
  ...orders,
  ...shipping,
  ...bills,
  ...people,
  ...coupons,
  ...business,
];
