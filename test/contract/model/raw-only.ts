import type { VendorId } from "../../../shared/core/vendor.ts";

interface RawOnly {
  readonly reason: string;
  readonly vendor?: VendorId;
  readonly resource?: RegExp;
  readonly field: RegExp;
}

/** Why a field of a vendor's row stands in no canonical field. The first that fits. */
const table: readonly RawOnly[] = [
  {
    reason: "stock, which is a collection of its own",
    resource: /^products$/,
    field: /^(inventory|inventories|variations_warehouses|remain_quantity|count\b|storeId)/,
  },
  {
    reason: "the product, which is a collection of its own",
    resource: /^(inventory|price-book-products|promotions)$/,
    field: /^(barcode|name|prices|product|fields|images|is_|last_imported|retail_price|wholesale|variation_info|arr_)/,
  },
  { reason: "the product that is a part, which has a record of its own", field: /productFormulas\[\]|combo|measure/i },
  {
    reason: "the order inside the return, which has a record of its own",
    resource: /^returns$/,
    field: /^order(_to_returned)?\./,
  },
  {
    reason: "the name, code or address of a record of another collection, which is named by its id",
    field:
      /(branchName|depotName|depots?\[?\]?\.name|warehouse_info|warehouse_name|_warehouse_name|partnerDelivery\.|group\.id|level\.id|brandId|tradeMarkId|categor|customerGroupName|parentId|children|contactCode|product_display_id|shopName|customerSource\.id|trafficSourceId|SaleChannel\.|supplier\.|contact\.code|internalCategoryId|priceListName|priceBookId|productId|product_id|customer\.(id|name|fb_id|page_id|address)|businessAddress|business\.address)/,
  },
  {
    reason: "a person of the staff beside the one who sold",
    field:
      /(createdBy|created\.|creator|packed|customerCare|technical|saleName|saleBonus|saleId|sale\.|relatedUser|related\.user|editor|marketer|mkter|assigning|lock_order|userName|priceBookUsers|voucherUsers|supportUser|staffId)/i,
  },
  {
    reason: "the vendor's own bookkeeping: numbers of rows, links, colours, switches of its screens",
    field:
      /(retailerId|shop_id|businessId|userId|^id$|\bid$|Id$|_id$|_ids?(\[\])?$|Ids(\[\])?$|color|printing_count|avatar|viewing|is_locked|is_lock$|system_created|orderIndex|orderTemplate|hasVariants|hasChild|isMaster|viewPrice|status$|type$|mode$|exportType|display_id|images?(\[\])?$|key$|keyValue|bill_images|domain|fbPsid|psId)/,
  },
  {
    reason: "the time of one step within the vendor's work",
    field: /(At$|_at$|time_|Date$|datetime|createdDate|modifiedDate|DateTime$)/,
  },
  {
    reason: "a detail of the carrier's own: sort codes, sizes, insurance, service numbers",
    field:
      /(carrier|partner|orderDelivery|invoiceDelivery|^service|handover|merchantTracking|post_code|shipping\.(width|height|length)|^(width|height|length)$)/,
  },
  { reason: "warranty, which no record holds", field: /warrant/i },
  {
    reason: "accounts of the bookkeeping behind a movement of money",
    field: /(debit|credit|account|accounting|bank|items\[\]\.(amount|itemType|description)|\.name$)/i,
  },
  {
    reason: "another way of saying an amount or rate that the record has",
    field:
      /(discountRatio|percent|total_quantity|Quantity|Qty|subTotal|totalAmt|netValue|money_to_collect|taxType|discountType|taxCode|taxDate|priceAfterVAT|originalPrice|priceOriginal|vat\.|avgCost|avg|surValue|price_at_counter|wholesale|fullName|otherName|full_address|total_price|totalRevenue|valueType|unit\.)/,
  },
  {
    reason: "points, bonuses and codes of a programme that the vendor runs by itself",
    field:
      /(point|bonus|coupon|affiliate|referral|promo|discount_by|level|upgrade|assigned|Assign|used|Used|prefix|suffix|codeLength|voucher)/i,
  },
];

/** What is left. */
const ALONE = "no canonical field: one vendor alone tells it, or it is a detail of a screen";

export const reasonFor = (vendor: VendorId, resource: string, field: string): string =>
  table.find(
    (one) =>
      (one.vendor === undefined || one.vendor === vendor) &&
      (one.resource === undefined || one.resource.test(resource)) &&
      one.field.test(field),
  )?.reason ?? ALONE;
