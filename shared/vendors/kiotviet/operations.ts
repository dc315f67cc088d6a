import * as z from "zod";
import type { Method, Operation } from "../../core/vendor.ts";
import { AnyId, Done, IdentifiedOne, One, Page, Token } from "./schema.ts";

// The catalog: every call of KiotViet's Public API for retail shops (the document of 11/11/2024).
// The document's convention is that a value marked "?" may be left out; where the examples plainly leave out an
// unmarked field, it is optional here as well.

const Int = z.number().int();
const Bool = z.boolean();
const Money = z.number();
const Text = z.string();
const DateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ].+)?$/, "a date or date and time, local (+07:00) when without an offset");
const PathId = z.union([Int, z.string().regex(/^-?\d+$/, "a whole number")]);
// "." and ".." would be folded away by every URL parser and so reach another resource.
const PathCode = z
  .string()
  .min(1)
  .max(200)
  .refine((code) => !/^\.{1,2}$/.test(code), "not a code");
const Ids = z.array(Int).min(1);

const paging = { pageSize: Int.min(1).max(100).optional(), currentItem: Int.min(0).optional() };
const sorting = {
  orderBy: z
    .string()
    .regex(/^[A-Za-z]+$/)
    .optional(),
  orderDirection: z.enum(["Asc", "Desc", "ASC", "DESC"]).optional(),
};
const modified = { lastModifiedFrom: DateTime.optional() };
const removals = { includeRemoveIds: Bool.optional() };
const listed = { ...paging, ...sorting, ...modified };

interface Details {
  params?: z.ZodRawShape;
  body?: z.ZodType;
  answer: z.ZodType;
  admin?: true;
}

interface Entry extends Pick<Operation, "id" | "kind" | "title"> {
  readonly call: `${Method} /${string}`;
  /** Of the document. */
  readonly paragraph: string;
}

const operation = (
  { id, call, kind, title, paragraph }: Entry,
  { params, body, answer, admin }: Details,
): Operation => {
  const [method, path] = call.split(" ") as [Method, string];
  return {
    id,
    method,
    path,
    kind,
    title,
    source: `KiotViet Public API §${paragraph}`,
    params: z.strictObject(params ?? {}),
    ...(body ? { body } : {}),
    ...(admin ? { admin } : {}),
    answer,
    // Only GET is limited by the document (§2); the other bucket is our own and finds its size by itself.
    buckets: method === "GET" ? ["get"] : ["write"],
  };
};

// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const get = (id: string, path: `/${string}`, title: string, paragraph: string, details: Details): Operation =>
  operation({ id, call: `GET ${path}`, kind: "read", title, paragraph }, details);
// biome-ignore lint/complexity/useMaxParams: a row of the catalog by its columns. Named, each of so many rows would be a block.
const write = (id: string, call: Entry["call"], title: string, paragraph: string, details: Details): Operation =>
  operation({ id, call, kind: "write", title, paragraph }, details);

const byId = { id: PathId };
const byCode = { code: PathCode };

const CategoryIdentified = z.looseObject({ categoryId: AnyId });

const attributes = z.array(z.strictObject({ attributeName: Text, attributeValue: Text })).optional();
const inventories = z
  .array(
    z.strictObject({
      branchId: Int,
      branchName: Text.optional(),
      onHand: z.number().nullable().optional(),
      cost: Money.nullable().optional(),
    }),
  )
  .optional();
const productFields = {
  name: Text.min(1).optional(),
  code: Text.optional(),
  barCode: Text.max(16).nullable().optional(),
  fullName: Text.optional(),
  categoryId: Int.optional(),
  allowsSale: Bool.optional(),
  description: Text.optional(),
  hasVariants: Bool.optional(),
  attributes,
  unit: Text.optional(),
  masterProductId: Int.nullable().optional(),
  masterUnitId: Int.nullable().optional(),
  conversionValue: z.number().optional(),
  inventories,
  basePrice: Money.optional(),
  weight: z.number().optional(),
};
const productNew = { ...productFields, name: Text.min(1), categoryId: Int, images: z.array(Text).optional() };
const productChange = { ...productFields, isActive: Bool.optional(), isRewardPoint: Bool.optional() };

const partnerDelivery = z
  .strictObject({
    code: Text.optional(),
    name: Text.optional(),
    address: Text.optional(),
    contactNumber: Text.optional(),
    email: Text.optional(),
  })
  .optional();
const delivery = {
  deliveryCode: Text.optional(),
  type: Int.optional(),
  price: Money.optional(),
  receiver: Text.optional(),
  contactNumber: Text.optional(),
  address: Text.optional(),
  locationId: Int.nullable().optional(),
  locationName: Text.optional(),
  wardName: Text.optional(),
  weight: z.number().optional(),
  length: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  partnerDeliveryId: Int.nullable().optional(),
  expectedDelivery: DateTime.optional(),
  // Documented for invoices (§2.12.3); a recorded request for an order has both as well.
  usingPriceCod: Bool.optional(),
  priceCodPayment: Money.optional(),
  partnerDelivery,
};
const customerInline = z
  .strictObject({
    id: Int.optional(),
    code: Text.optional(),
    name: Text.optional(),
    gender: Bool.optional(),
    birthDate: DateTime.optional(),
    contactNumber: Text.optional(),
    address: Text.optional(),
    wardName: Text.optional(),
    email: Text.optional(),
    comments: Text.optional(),
    comment: Text.optional(),
  })
  .optional();
const surchages = z
  .array(z.strictObject({ id: Int.optional(), code: Text.optional(), price: Money }))
  .optional()
  .describe("other revenue; the spelling is the vendor's");
const voucherPayments = z
  .array(
    z.strictObject({
      Method: Text,
      MethodStr: Text.optional(),
      Amount: Money,
      Id: Int.optional(),
      AccountId: Int.nullable().optional(),
      VoucherId: Int.optional(),
      VoucherCampaignId: Int.optional(),
    }),
  )
  .optional();
const lines = z
  .array(
    z.strictObject({
      productId: Int.optional(),
      productCode: Text.optional(),
      productName: Text.optional(),
      isMaster: Bool.optional(),
      quantity: z.number(),
      price: Money,
      discount: Money.nullable().optional(),
      discountRatio: z.number().nullable().optional(),
      note: Text.optional(),
      serialNumbers: Text.optional(),
    }),
  )
  .min(1);
const saleFields = {
  branchId: Int.optional(),
  purchaseDate: DateTime.optional(),
  soldById: Int.nullable().optional(),
  cashierId: Int.nullable().optional(),
  discount: Money.optional(),
  description: Text.optional(),
  method: Text.optional(),
  totalPayment: Money.optional(),
  accountId: Int.nullable().optional(),
  saleChannelId: Int.nullable().optional(),
};
const orderFields = {
  ...saleFields,
  makeInvoice: Bool.optional(),
  isApplyVoucher: Bool.optional(),
  // Not in the document's body; the vendor's own web shop plugin sends both (field note).
  customerId: Int.optional(),
  status: Int.optional(),
  orderDelivery: z.strictObject(delivery).optional(),
  customer: customerInline,
  surchages,
  Payments: voucherPayments,
};
const deliveryDetail = z
  .strictObject({
    ...delivery,
    status: Int.min(1).max(12).optional(),
    surchages,
  })
  .optional();

const customerFields = {
  code: Text.optional(),
  name: Text.optional(),
  gender: Bool.optional(),
  birthDate: DateTime.nullable().optional(),
  contactNumber: Text.optional(),
  address: Text.optional(),
  locationName: Text.optional(),
  wardName: Text.optional(),
  email: Text.optional(),
  comments: Text.optional(),
};
const groups = { groupIds: z.array(Int).optional() };

const surchargeFields = { name: Text, code: Text.optional(), value: Money.optional() };

const purchaseOrderBody = z.strictObject({
  purchaseDate: DateTime.optional(),
  branchId: Int,
  supplier: z
    .strictObject({
      code: Text.optional(),
      name: Text.optional(),
      contactNumber: Text.optional(),
      address: Text.optional(),
      email: Text.optional(),
      comment: Text.optional(),
    })
    .optional(),
  description: Text.optional(),
  isDraft: z.union([Bool, Int]).optional(),
  discount: Money.nullable().optional(),
  discountRatio: z.number().nullable().optional(),
  paidAmount: Money.optional(),
  paymentMethod: z.enum(["Cash", "Transfer", "Card"]).optional(),
  accountId: Int.optional(),
  surcharges: z
    .array(
      z.strictObject({
        code: Text.optional(),
        name: Text.optional(),
        value: Money.nullable().optional(),
        valueRatio: z.number().nullable().optional(),
        isSupplierExpense: Bool.optional(),
        type: Int.optional(),
      }),
    )
    .optional(),
  purchaseOrderDetails: z
    .array(
      z.strictObject({
        productCode: Text,
        description: Text.optional(),
        quantity: z.number(),
        price: Money,
        discount: Money.nullable().optional(),
        discountRatio: z.number().nullable().optional(),
      }),
    )
    .min(1),
});

const transferBody = z.strictObject({
  fromBranchId: Int,
  toBranchId: Int,
  isDraft: z.union([Bool, Int]).optional(),
  code: Text.optional(),
  description: Text.optional(),
  status: Int.optional(),
  transferDetails: z
    .array(
      z.strictObject({
        transferId: Int.optional(),
        productCode: Text.optional(),
        productId: Int.optional(),
        sendQuantity: z.number(),
        recivedQuantity: z.number().optional(),
        price: Money.optional(),
      }),
    )
    .min(1),
});

const Webhook = z.looseObject({
  id: AnyId,
  type: z.string().nullish(),
  url: z.string().nullish(),
  isActive: z.boolean().nullish(),
});

const voucherCodes = z.array(z.strictObject({ Code: Text })).min(1);

export const operations: readonly Operation[] = [
  {
    id: "token.create",
    method: "POST",
    path: "/connect/token",
    host: "id",
    kind: "auth",
    title: "Access token",
    source: "KiotViet Public API §2.2",
    params: z.strictObject({}),
    body: z.strictObject({
      // `scope` works as well (field note); the document and nearly every integration write `scopes`.
      scopes: z.enum(["PublicApi.Access", "PublicApi.Access.FNB"]),
      grant_type: z.literal("client_credentials"),
      client_id: Text.min(1),
      client_secret: Text.min(1).meta({ secret: true }),
    }),
    answer: Token,
    buckets: [],
  },

  get("categories.list", "/categories", "List categories", "2.3.1", {
    // `hierachicalData` is the vendor's spelling; with true the time filter is ignored.
    // includeRemoveIds is not listed here by the document, but sent by production users (field note).
    params: { ...listed, ...removals, hierachicalData: Bool.optional() },
    answer: Page,
  }),
  get("categories.get", "/categories/{id}", "Category detail", "2.3.2", {
    params: byId,
    answer: One(CategoryIdentified),
  }),
  write("categories.create", "POST /categories", "Create category", "2.3.3", {
    body: z.strictObject({ categoryName: Text.min(1).max(125), parentId: Int.optional() }),
    answer: One(CategoryIdentified),
  }),
  write("categories.update", "PUT /categories/{id}", "Update category", "2.3.4", {
    params: byId,
    body: z.strictObject({ categoryName: Text.min(1).max(125).optional(), parentId: Int.nullable().optional() }),
    answer: One(CategoryIdentified),
  }),
  write("categories.delete", "DELETE /categories/{id}", "Delete category", "2.3.5", { params: byId, answer: Done }),

  get("products.list", "/products", "List products", "2.4.1", {
    params: {
      ...listed,
      ...removals,
      includeInventory: Bool.optional(),
      includePricebook: Bool.optional(),
      IncludeSerials: Bool.optional(),
      IncludeBatchExpires: Bool.optional(),
      includeWarranties: Bool.optional(),
      includeQuantity: Bool.optional(),
      includeMaterial: Bool.optional(),
      includeSoftDeletedAttribute: Bool.optional(),
      masterUnitId: Int.optional(),
      masterProductId: Int.optional(),
      categoryId: Int.optional(),
      BranchIds: Ids.optional(),
      productType: Int.min(1).max(3).optional().describe("1 combo, 2 goods, 3 service"),
      isActive: Bool.optional(),
      name: Text.optional(),
      tradeMarkId: Int.optional(),
    },
    answer: Page,
  }),
  get("products.get", "/products/{id}", "Product detail by id", "2.4.2", {
    params: { ...byId, includeSoftDeletedAttribute: Bool.optional() },
    answer: IdentifiedOne,
  }),
  get("products.get-by-code", "/products/code/{code}", "Product detail by code", "2.4.2", {
    params: { ...byCode, includeSoftDeletedAttribute: Bool.optional() },
    answer: IdentifiedOne,
  }),
  write("products.create", "POST /products", "Create product", "2.4.3", {
    body: z.strictObject({ ...productNew, isProductSerial: Bool.optional() }),
    answer: IdentifiedOne,
  }),
  write("products.update", "PUT /products/{id}", "Update product", "2.4.4", {
    params: byId,
    body: z.strictObject({ ...productChange, id: Int.optional(), branchId: Int.optional() }),
    answer: IdentifiedOne,
  }),
  write("products.delete", "DELETE /products/{id}", "Delete product", "2.4.5", { params: byId, answer: Done }),
  get("attributes.list", "/attributes/allwithdistinctvalue", "List attributes with values", "2.4.6", {
    answer: z.union([z.array(z.unknown()), Page]),
  }),
  write("products.create-many", "POST /listaddproducts", "Create products in bulk", "2.4.7", {
    body: z.strictObject({
      listProducts: z.array(z.strictObject({ ...productNew, branchId: Int.nullable().optional() })).min(1),
    }),
    answer: Done,
  }),
  write("products.update-many", "PUT /listupdatedproducts", "Update products in bulk", "2.4.8", {
    body: z.strictObject({
      listProducts: z
        .array(
          z.strictObject({
            ...productChange,
            id: Int,
            branchId: Int.nullable().optional(),
            images: z.array(Text).optional(),
          }),
        )
        .min(1),
    }),
    answer: Done,
  }),
  get("inventory.list", "/productOnHands", "List stock on hand", "2.4.9", {
    params: { ...listed, branchIds: Ids.optional() },
    answer: Page,
  }),

  get("orders.list", "/orders", "List orders", "2.5.1", {
    params: {
      ...listed,
      branchIds: Ids.optional(),
      customerIds: Ids.optional(),
      customerCode: Text.optional(),
      status: Ids.optional(),
      includePayment: Bool.optional(),
      includeOrderDelivery: Bool.optional(),
      toDate: DateTime.optional(),
      createdDate: DateTime.optional(),
      saleChannelId: Int.optional(),
    },
    answer: Page,
  }),
  get("orders.get", "/orders/{id}", "Order detail", "2.5.2", { params: byId, answer: IdentifiedOne }),
  get("orders.get-by-code", "/orders/code/{code}", "Order detail", "2.5.2", { params: byCode, answer: IdentifiedOne }),
  write("orders.create", "POST /orders", "Create order", "2.5.3", {
    body: z.strictObject({ ...orderFields, branchId: Int, orderDetails: lines }),
    answer: IdentifiedOne,
  }),
  write("orders.update", "PUT /orders/{id}", "Update order", "2.5.4", {
    params: byId,
    body: z.strictObject({ ...orderFields, orderDetails: lines.optional() }),
    answer: IdentifiedOne,
  }),
  write("orders.delete", "DELETE /orders/{id}", "Void order", "2.5.5", {
    params: { ...byId, IsVoidPayment: Bool.optional() },
    answer: Done,
  }),

  get("customers.list", "/customers", "List customers", "2.6.1", {
    params: {
      ...listed,
      ...removals,
      code: Text.optional(),
      name: Text.optional(),
      contactNumber: Text.optional(),
      includeTotal: Bool.optional(),
      includeCustomerGroup: Bool.optional(),
      birthDate: Text.optional(),
      groupId: Int.optional(),
      includeCustomerSocial: Bool.optional(),
    },
    answer: Page,
  }),
  get("customers.get", "/customers/{id}", "Customer detail by id", "2.6.2", { params: byId, answer: IdentifiedOne }),
  get("customers.get-by-code", "/customers/code/{code}", "Customer detail by code", "2.6.2", {
    params: byCode,
    answer: IdentifiedOne,
  }),
  write("customers.create", "POST /customers", "Create customer", "2.6.3", {
    body: z.strictObject({
      ...customerFields,
      ...groups,
      name: Text.min(1),
      branchId: z.union([Int, z.array(Int)]).optional(),
    }),
    answer: IdentifiedOne,
  }),
  write("customers.update", "PUT /customers/{id}", "Update customer", "2.6.4", {
    params: byId,
    body: z.strictObject({ ...customerFields, ...groups, taxCode: Text.optional() }),
    answer: IdentifiedOne,
  }),
  write("customers.delete", "DELETE /customers/{id}", "Delete customer", "2.6.5", { params: byId, answer: Done }),
  // "cutomers" is the vendor's spelling.
  write("customers.create-many", "POST /listaddcutomers", "Create customers in bulk", "2.6.6", {
    body: z.strictObject({ listCustomers: z.array(z.strictObject({ ...customerFields, name: Text.min(1) })).min(1) }),
    answer: Done,
  }),
  write("customers.update-many", "PUT /listupdatecustomers", "Update customers in bulk", "2.6.7", {
    body: z.strictObject({ listCustomers: z.array(z.strictObject({ ...customerFields, id: Int })).min(1) }),
    answer: Done,
  }),

  get("branches.list", "/branches", "List branches", "2.7", {
    params: { ...listed, ...removals },
    answer: Page,
  }),
  get("users.list", "/users", "List users", "2.8", { params: { ...listed, ...removals }, answer: Page }),
  get("bank-accounts.list", "/BankAccounts", "List bank accounts", "2.9", {
    params: { ...listed, ...removals },
    answer: Page,
  }),
  get("surcharges.list", "/surchages", "List surcharges", "2.10.1", {
    params: { ...listed, branchId: Int.optional() },
    answer: Page,
  }),
  write("surcharges.create", "POST /surchages", "Create surcharge", "2.10.2", {
    body: z.strictObject(surchargeFields),
    answer: IdentifiedOne,
  }),
  write("surcharges.update", "PUT /surchages/{id}", "Update surcharge", "2.10.3", {
    params: byId,
    body: z.strictObject({ ...surchargeFields, name: Text.optional() }),
    answer: IdentifiedOne,
  }),
  write("surcharges.activate", "POST /surchages/{id}/activesurchage", "Activate or deactivate surcharge", "2.10.4", {
    params: byId,
    body: z.strictObject({ isActive: Bool }),
    answer: Done,
  }),

  write("webhooks.create", "POST /webhooks", "Register webhook", "2.11.1", {
    admin: true,
    body: z.strictObject({
      Webhook: z.strictObject({
        Type: Text.min(1),
        Url: z.url(),
        IsActive: Bool,
        Description: Text.optional(),
        Secret: Text.optional().meta({ secret: true }),
      }),
    }),
    answer: One(Webhook),
  }),
  write("webhooks.delete", "DELETE /webhooks/{id}", "Unregister webhook", "2.11.2", {
    params: byId,
    answer: Done,
    admin: true,
  }),
  // The addresses carry the tokens by which our intake knows the shops.
  get("webhooks.list", "/webhooks", "List webhooks", "2.11.11", { admin: true, params: paging, answer: Page }),
  get("webhooks.get", "/webhooks/{id}", "Webhook detail", "2.11.12", { params: byId, answer: One(Webhook) }),

  get("invoices.list", "/invoices", "List invoices", "2.12.1", {
    params: {
      ...listed,
      branchIds: Ids.optional(),
      customerIds: Ids.optional(),
      customerCode: Text.optional(),
      status: Ids.optional(),
      includePayment: Bool.optional(),
      includeInvoiceDelivery: Bool.optional(),
      SaleChannel: Bool.optional(),
      toDate: DateTime.optional(),
      orderId: Int.optional(),
      createdDate: DateTime.optional(),
      fromPurchaseDate: DateTime.optional(),
      toPurchaseDate: DateTime.optional(),
    },
    answer: Page,
  }),
  get("invoices.get", "/invoices/{id}", "Invoice detail", "2.12.2", { params: byId, answer: IdentifiedOne }),
  get("invoices.get-by-code", "/invoices/code/{code}", "Invoice detail", "2.12.2", {
    params: byCode,
    answer: IdentifiedOne,
  }),
  write("invoices.create", "POST /invoices", "Create invoice", "2.12.3", {
    body: z.strictObject({
      ...saleFields,
      branchId: Int,
      isApplyVoucher: Bool.optional(),
      customerId: Int.nullable().optional(),
      usingCod: Bool.optional(),
      orderId: Int.nullable().optional(),
      invoiceDetails: lines,
      deliveryDetail,
      surchages,
      Payments: voucherPayments,
      customer: customerInline,
    }),
    answer: IdentifiedOne,
  }),
  write("invoices.update", "PUT /invoices/{id}", "Update invoice", "2.12.4", {
    params: byId,
    body: z.strictObject({
      purchaseDate: DateTime.optional(),
      status: Int.optional(),
      soldById: Int.optional(),
      // "Tranfer" is how the document spells it.
      codPaymentMethod: z.enum(["Cash", "Transfer", "Tranfer", "Card"]).optional(),
      codPaymentAccount: Int.nullable().optional(),
      saleChannelId: Int.nullable().optional(),
      deliveryDetail,
    }),
    answer: IdentifiedOne,
  }),
  write("invoices.delete", "DELETE /invoices", "Void invoice", "2.12.5", {
    body: z.strictObject({ id: Int, isVoidPayment: Bool.optional() }),
    answer: z.union([IdentifiedOne, Done]),
  }),

  // No parameters are documented for this one; the paging pair is that of every other list (inferred).
  get("customer-groups.list", "/customers/group", "List customer groups", "2.13.1", {
    params: paging,
    answer: Page,
  }),

  get("cash-flow.list", "/cashflow", "List cash flow", "2.14.1", {
    params: {
      ...paging,
      branchIds: Ids.optional(),
      code: z.array(Text).optional(),
      userId: Int.optional(),
      accountId: Int.optional(),
      partnerType: z.enum(["A", "C", "S", "U", "D", "O"]).optional(),
      method: z.array(Text).optional(),
      cashFlowGroupId: Ids.optional(),
      usedForFinancialReporting: Int.min(0).max(1).optional(),
      partnerName: Text.optional(),
      contactNumber: Text.optional(),
      isReceipt: Bool.optional(),
      includeAccount: Bool.optional(),
      includeBranch: Bool.optional(),
      includeUser: Bool.optional(),
      startDate: DateTime.optional(),
      endDate: DateTime.optional(),
      status: Int.min(0).max(1).optional(),
      ids: Ids.optional(),
    },
    answer: Page,
  }),
  write("payments.create", "POST /payments", "Pay an invoice", "2.14.2", {
    body: z.strictObject({
      amount: Money.positive(),
      method: z.enum(["Cash", "Card", "Transfer"]),
      accountId: Int.optional(),
      invoiceId: Int,
    }),
    answer: z.union([
      z.looseObject({ paymentId: AnyId }),
      z.looseObject({ data: z.looseObject({ paymentId: AnyId }) }),
    ]),
  }),

  get("purchase-orders.list", "/purchaseorders", "List purchase orders", "2.15.1", {
    params: {
      ...paging,
      branchIds: Ids.optional(),
      status: Ids.optional(),
      includePayment: Bool.optional(),
      includeOrderDelivery: Bool.optional(),
      fromPurchaseDate: DateTime.optional(),
      toPurchaseDate: DateTime.optional(),
    },
    answer: Page,
  }),
  get("purchase-orders.get", "/purchaseorders/{id}", "Purchase order detail", "2.15.2", {
    params: byId,
    answer: IdentifiedOne,
  }),
  write("purchase-orders.create", "POST /purchaseorders", "Create purchase order", "2.15.3", {
    body: purchaseOrderBody,
    answer: IdentifiedOne,
  }),
  write("purchase-orders.update", "PUT /purchaseorders/{id}", "Update purchase order", "2.15.4", {
    params: byId,
    body: purchaseOrderBody.partial(),
    answer: IdentifiedOne,
  }),
  write("purchase-orders.delete", "DELETE /purchaseorders", "Void purchase order", "2.15.5", {
    params: { ...byId, IsVoidPayment: Bool.optional() },
    answer: Done,
  }),

  get("transfers.list", "/transfers", "List transfers", "2.16.1", {
    params: {
      ...paging,
      toBranchIds: Ids.optional(),
      fromBranchIds: Ids.optional(),
      status: Ids.optional(),
      fromReceivedDate: DateTime.optional(),
      toReceivedDate: DateTime.optional(),
      fromTransferDate: DateTime.optional(),
      toTransferDate: DateTime.optional(),
    },
    answer: Page,
  }),
  get("transfers.get", "/transfers/{id}", "Transfer detail", "2.16.2", { params: byId, answer: IdentifiedOne }),
  write("transfers.create", "POST /transfers", "Create transfer", "2.16.3", {
    body: transferBody,
    answer: IdentifiedOne,
  }),
  write("transfers.update", "PUT /transfers/{id}", "Update transfer", "2.16.4", {
    params: byId,
    body: transferBody.partial(),
    answer: IdentifiedOne,
  }),
  write("transfers.delete", "DELETE /transfers/{id}", "Delete transfer", "2.16.5", { params: byId, answer: Done }),

  get("price-books.list", "/pricebooks", "List price books", "2.17.1", {
    params: {
      ...listed,
      includePriceBookBranch: Bool.optional(),
      includePriceBookCustomerGroups: Bool.optional(),
      includePriceBookUsers: Bool.optional(),
    },
    answer: Page,
  }),
  // The "detail" of a price book is the paged list of its products' prices.
  get("price-books.get", "/pricebooks/{id}", "Price book detail", "2.17.2", {
    params: { ...byId, ...listed },
    answer: Page,
  }),
  write("price-books.set-price", "POST /pricebooks/detail", "Update price book detail", "2.17.3", {
    body: z.strictObject({ pricebookId: Int, productId: Int, price: Money }),
    answer: Done,
  }),

  get("sale-channels.list", "/salechannel", "List sale channels", "2.18.1", {
    params: listed,
    answer: Page,
  }),

  get("returns.list", "/returns", "List returns", "2.19.1", {
    params: {
      ...listed,
      fromReturnDate: DateTime.optional(),
      toReturnDate: DateTime.optional(),
      includePayment: Bool.optional(),
    },
    answer: Page,
  }),
  get("returns.get", "/returns/{id}", "Return detail", "2.19.2", { params: byId, answer: IdentifiedOne }),
  get("returns.get-by-code", "/returns/code/{code}", "Return detail", "2.19.2", {
    params: byCode,
    answer: IdentifiedOne,
  }),

  get("supplier-orders.list", "/ordersuppliers", "List supplier orders", "2.20.1", {
    params: {
      ...paging,
      branchId: Int.optional(),
      status: Int.optional(),
      productKey: Text.optional(),
      supplierKey: Text.optional(),
      userNamKey: Text.optional(),
      userNamCreatedKey: Text.optional(),
      expensesOthersIds: Text.optional(),
      descriptionKey: Text.optional(),
      codeKey: Text.optional(),
      purchaseOrderCode: Text.optional(),
    },
    answer: Page,
  }),
  get("supplier-orders.get", "/ordersuppliers/{id}", "Supplier order detail", "2.20.2", {
    params: byId,
    answer: IdentifiedOne,
  }),

  // "No parameters" says the document, and shows a paged answer: the paging pair again (inferred).
  get("delivery-areas.list", "/locations", "List locations", "2.21", { params: paging, answer: Page }),
  get("settings.get", "/settings", "Shop settings", "2.22", { answer: z.looseObject({}) }),
  write("coupons.set-used", "POST /coupons/setused", "Mark coupons used", "2.23", {
    body: z.strictObject({ coupons: z.array(z.strictObject({ code: Text.min(1) })).min(1) }),
    answer: Done,
  }),

  get("voucher-campaigns.list", "/vouchercampaign", "List voucher campaigns", "2.24.1", {
    params: {
      ...paging,
      includeVoucherBranchs: Bool.optional(),
      includeVoucherUsers: Bool.optional(),
      isActive: Bool.optional(),
      id: Int.optional(),
      isGlobal: Bool.optional(),
      forAllCusGroup: Bool.optional(),
      forAllUser: Bool.optional(),
    },
    answer: Page,
  }),
  get("vouchers.list", "/voucher", "List vouchers of a campaign", "2.24.2", {
    params: { ...paging, campaignId: Int, status: Int.min(0).max(3).optional() },
    answer: Page,
  }),
  write("vouchers.create", "POST /voucher", "Create vouchers", "2.24.3", {
    body: z.strictObject({ voucherCampaignId: Int, data: z.array(z.strictObject({ code: Text.min(1) })).min(1) }),
    answer: Done,
  }),
  write("vouchers.release", "POST /voucher/release/give", "Release vouchers", "2.24.4", {
    body: z.strictObject({ CampaignId: Int, Vouchers: voucherCodes, ReleaseDate: DateTime }),
    answer: Done,
  }),
  write("vouchers.cancel", "DELETE /voucher/cancel", "Cancel vouchers", "2.24.5", {
    body: z.strictObject({ CampaignId: Int, Vouchers: voucherCodes }),
    answer: Done,
  }),
];
