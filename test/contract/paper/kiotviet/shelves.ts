import { type ShelfOptions, type Shown, shelfOf } from "../shelf.ts";

const data = (body: any): readonly any[] => (Array.isArray(body) ? body : (body.data ?? []));
const options = (key = "id", more: Partial<ShelfOptions> = {}): ShelfOptions => ({
  rows: data,
  id: (row) => row[key],
  renamed: (row, id) => ({ ...row, [key]: id }),
  ...more,
});

/** Parameters that every paged list has. */
export const PAGED = ["pageSize", "currentItem", "orderBy", "orderDirection", "lastModifiedFrom"];

export interface Drawn {
  readonly path: string;
  /** Paragraph, and where `{path}/{id}` and `{path}/code/{code}` are described. */
  readonly source: string;
  readonly detail?: string;
  readonly key?: string;
  readonly query?: readonly string[];
  /** How this page of the document spells the list of deleted ids. */
  readonly removed?: "removedIds" | "removeIds" | "removeId";
  readonly timestamp?: boolean;
  readonly without?: readonly string[];
  /** What the document calls one record. */
  readonly noun?: string;
}

export const DRAWN: Readonly<Record<string, Drawn>> = {
  // With `hierachicalData=true` children stand inside their parents; these two samples are of that form.
  categories: {
    path: "/categories",
    noun: "Nhóm hàng",
    source: "§2.3.1",
    detail: "§2.3.2",
    key: "categoryId",
    query: ["hierachicalData"],
    removed: "removedIds",
    timestamp: true,
    without: ["get-categories-1", "get-categories-6"],
  },
  products: {
    path: "/products",
    noun: "Hàng hóa",
    source: "§2.4.1",
    detail: "§2.4.2",
    query: (
      "includeInventory includePricebook IncludeSerials IncludeBatchExpires includeWarranties masterUnitId " +
      "masterProductId categoryId BranchIds includeRemoveIds includeQuantity productType includeMaterial isActive name " +
      "includeSoftDeletedAttribute tradeMarkId"
    ).split(" "),
    removed: "removeId",
  },
  inventory: { path: "/productOnHands", source: "§2.4.9", query: ["branchIds"] },
  orders: {
    path: "/orders",
    noun: "Đơn đặt hàng",
    source: "§2.5.1",
    detail: "§2.5.2",
    query:
      "branchIds customerIds customerCode status includePayment includeOrderDelivery toDate createdDate saleChannelId".split(
        " ",
      ),
  },
  customers: {
    path: "/customers",
    noun: "Khách hàng",
    source: "§2.6.1",
    detail: "§2.6.2",
    query:
      "code name contactNumber includeRemoveIds includeTotal includeCustomerGroup birthDate groupId includeCustomerSocial".split(
        " ",
      ),
    removed: "removeId",
  },
  locations: { path: "/branches", source: "§2.7", query: ["includeRemoveIds"], removed: "removedIds", timestamp: true },
  staff: { path: "/users", source: "§2.8", query: ["includeRemoveIds"], removed: "removeIds" },
  "bank-accounts": { path: "/BankAccounts", source: "§2.9", query: ["includeRemoveIds"], removed: "removeIds" },
  surcharges: { path: "/surchages", source: "§2.10.1", query: ["branchId"] },
  invoices: {
    path: "/invoices",
    noun: "Hóa đơn",
    source: "§2.12.1",
    detail: "§2.12.2",
    query: (
      "branchIds customerIds customerCode status includePayment includeInvoiceDelivery toDate orderId createdDate " +
      // The last stands in a remark below the parameters.
      "fromPurchaseDate toPurchaseDate SaleChannel"
    ).split(" "),
  },
  "customer-groups": { path: "/customers/group", source: "§2.13.1" },
  "cash-flow": {
    path: "/cashflow",
    source: "§2.14.1",
    query: (
      "branchIds code userId accountId partnerType method cashFlowGroupId usedForFinancialReporting partnerName " +
      "contactNumber isReceipt includeAccount includeBranch includeUser startDate endDate status ids"
    ).split(" "),
  },
  "purchase-orders": {
    path: "/purchaseorders",
    noun: "Phiếu nhập hàng",
    source: "§2.15.1",
    detail: "§2.15.2",
    query: "branchIds status includePayment includeOrderDelivery fromPurchaseDate toPurchaseDate".split(" "),
  },
  transfers: {
    path: "/transfers",
    source: "§2.16.1",
    query: "toBranchIds fromBranchIds status fromReceivedDate toReceivedDate fromTransferDate toTransferDate".split(
      " ",
    ),
  },
  "price-books": {
    path: "/pricebooks",
    source: "§2.17.1",
    query: ["includePriceBookBranch", "includePriceBookCustomerGroups", "includePriceBookUsers"],
  },
  "sale-channels": { path: "/salechannel", source: "§2.18.1" },
  returns: {
    path: "/returns",
    noun: "Phiếu trả hàng",
    source: "§2.19.1",
    detail: "§2.19.2",
    query: ["fromReturnDate", "toReturnDate", "includePayment"],
  },
  "supplier-orders": {
    path: "/ordersuppliers",
    noun: "Phiếu đặt hàng nhập",
    source: "§2.20.1",
    detail: "§2.20.2",
    query: "branchId status productKey supplierKey expensesOthersIds purchaseOrderCode".split(" "),
  },
  "delivery-areas": { path: "/locations", source: "§2.21" },
  attributes: { path: "/attributes/allwithdistinctvalue", source: "§2.4.6" },
  "voucher-campaigns": {
    path: "/vouchercampaign",
    source: "§2.24.1",
    query: "includeVoucherBranchs includeVoucherUsers isActive id isGlobal forAllCusGroup forAllUser".split(" "),
  },
  vouchers: { path: "/voucher", source: "§2.24.2", query: ["campaignId", "status"] },
};

export const shelves: Readonly<Record<string, readonly Shown[]>> = Object.fromEntries(
  Object.entries(DRAWN).map(([name, { path, key, without }]) => [
    name,
    shelfOf("kiotviet", [`GET ${path}`], options(key, without ? { without } : {})),
  ]),
);
