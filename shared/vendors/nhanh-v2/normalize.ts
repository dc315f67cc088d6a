import { type Money, minus, sum, times } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import { compact, filled, first, isMasked, nameOr, positive, some, type Unreadable } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import {
  Bill,
  type BillLine,
  Category,
  Customer,
  Depot,
  Order,
  type OrderLine,
  Plain,
  Product,
  Stock,
} from "./schema.ts";

const country = "VN";
/** v2 knows provinces, districts and wards of before July 2025 only. */
const scheme = "three-tier" as const;

/** Nhanh Open API v2, order status. `Success` is the end of a delivered order here. */
const statuses: Readonly<Record<string, records.OrderStatus>> = {
  New: "pending",
  Confirming: "pending",
  CustomerConfirming: "pending",
  Confirmed: "confirmed",
  Packing: "packing",
  Packed: "packing",
  ChangeDepot: "confirmed",
  Pickup: "packing",
  Shipping: "shipping",
  Success: "completed",
  Failed: "failed",
  Canceled: "cancelled",
  Aborted: "cancelled",
  CarrierCanceled: "failed",
  SoldOut: "failed",
  Returning: "returning",
  Returned: "returned",
};
export const orderStatus = (code: unknown): records.OrderStatus => statuses[String(code)] ?? "unknown";

/** Nhanh Open API v2, order/index, saleChannel. */
const channels: Readonly<Record<string, string>> = {
  1: "admin",
  2: "website",
  10: "api",
  20: "facebook",
  21: "instagram",
  41: "lazada",
  42: "shopee",
  43: "sendo",
  45: "tiki",
  46: "zalo-shop",
  47: "1landing",
  48: "tiktok-shop",
  49: "zalo-oa",
  50: "shopee-chat",
  51: "lazada-chat",
  52: "zalo",
};

export const toLocation = recordOf(
  Depot,
  (row): records.Location =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      phone: row.mobile,
      address: filled({
        line: row.address,
        ward: row.wardName,
        wardId: row.wardId,
        district: row.districtName,
        districtId: row.districtId,
        province: row.cityName,
        provinceId: row.cityId,
        country,
        scheme,
      }),
    }),
);

export const toCategory = recordOf(
  Category,
  ({ id, name, code, parentId, order }): records.Category =>
    compact({ id, name: nameOr(name, id), code, parentId, rank: order }),
);

/**
 * List and detail do not have the same fields: barcode and description are in the detail only, units in the list only.
 * The record holds what both have, so that it is the same whichever was read last.
 */
export const toProduct = recordOf(Product, (row): records.Product => {
  const { status } = row;
  return compact({
    id: row.idNhanh,
    // -1 stands alone, -2 is a parent.
    parentId: row.parentId,
    code: row.code,
    name: nameOr(row.name, row.idNhanh),
    type: row.typeId,
    categoryId: row.categoryId,
    brand: row.brandName,
    price: row.price,
    cost: row.importPrice,
    weightGrams: row.shippingWeight,
    attributes: some(
      row.attributes.flat().flatMap(({ attributeName, name, value }) => {
        const chosen = first(name, value);
        return attributeName && chosen ? [{ name: attributeName, value: chosen }] : [];
      }),
    ),
    images: some([...new Set([row.image, ...row.images].flatMap((link) => link ?? []))]),
    active: status ? status !== "Inactive" : undefined,
    sellable: status ? status !== "Inactive" && status !== "OutOfStock" : undefined,
    createdAt: row.createdDateTime,
  });
});

/**
 * `available` of the product and the sum over its depots may differ (field note, recorded): both are kept as they are.
 */
export const toInventory = recordOf(
  Stock,
  ({ idNhanh, code, inventory }): records.Inventory =>
    compact({
      id: idNhanh,
      productId: idNhanh,
      code,
      onHand: inventory?.remain,
      available: inventory?.available,
      levels: (inventory?.depots ?? [])
        .map((level) =>
          compact({
            locationId: level.id,
            onHand: level.remain,
            reserved: level.holding,
            available: level.available,
            incoming: level.transfering,
          }),
        )
        .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
    }),
);

export const toCustomer = recordOf(
  Customer,
  (row): records.Customer =>
    compact({
      id: row.id,
      code: row.code,
      name: row.name,
      phone: row.mobile,
      email: row.email,
      gender: row.gender,
      birthday: row.birthday,
      company: row.businessName,
      taxCode: row.taxCode,
      type: row.businessName ? ("company" as const) : undefined,
      address: filled({
        line: row.address,
        wardId: row.wardLocationId,
        districtId: row.districtLocationId,
        provinceId: row.cityLocationId,
      }),
      groups: row.group ? [row.group] : undefined,
      points: row.points,
      totalSpent: row.totalMoney,
      masked: [row.name, row.mobile].some(isMasked) || undefined,
    }),
);

/**
 * `discount` of an order's line is per unit in v3; v2 does not say. `productMoney` (after VAT, less discount) decides
 * where it can: without VAT it is price x quantity less the whole discount.
 */
const lineDiscount = ({ discount, vat, productMoney, price, quantity }: OrderLine): Money | undefined => {
  const given = positive(discount);
  if (given === undefined || vat === null || productMoney === null) return undefined;
  const perUnit = times(given, quantity);
  if (productMoney === undefined || positive(vat) !== undefined) return perUnit;
  const whole = minus(times(price, quantity), productMoney);
  return String(whole) === String(given) ? given : perUnit;
};

const orderLine = (line: OrderLine): records.Line =>
  compact({
    productId: first(line.productId, line.id),
    code: first(line.productCode, line.code),
    name: first(line.productName, line.name),
    quantity: Number(line.quantity),
    price: line.price,
    discount: lineDiscount(line),
    total: line.productMoney,
    note: line.description,
    serials: some(line.imei.flatMap((serial) => serial ?? [])),
  });

const payment = (
  method: string,
  amount: Unreadable<Money>,
  accountId?: Unreadable<string>,
  code?: Unreadable<string>,
): records.Payment[] => {
  const value = positive(amount);
  return value === undefined ? [] : [compact({ method, amount: value, accountId, code })];
};

interface Person {
  readonly customerName?: Unreadable<string>;
  readonly customerMobile?: Unreadable<string>;
  readonly customerEmail?: Unreadable<string>;
}
const person = (row: Person) => filled({ name: row.customerName, phone: row.customerMobile, email: row.customerEmail });

export const toOrder = recordOf(Order, (row): records.Order => {
  const { statusCode, calcTotalMoney: collect, saleChannel } = row;
  return compact({
    id: row.id,
    status: orderStatus(statusCode),
    vendorStatus: statusCode ? compact({ code: statusCode, name: row.statusName }) : undefined,
    locationId: row.depotId,
    customerId: row.customerId,
    customer: person(row),
    lines: row.products.map(orderLine),
    discount: positive(row.moneyDiscount),
    tax: positive(row.vat),
    // The vendor gives what is still to be collected: what was paid before belongs to the total as well.
    total: collect === undefined ? undefined : sum(collect, row.moneyDeposit, row.moneyTransfer, row.moneyUsedPoints),
    paid: positive(sum(row.moneyDeposit, row.moneyTransfer)),
    payments: some([
      ...payment("deposit", row.moneyDeposit),
      ...payment("transfer", row.moneyTransfer),
      ...payment("points", row.moneyUsedPoints),
    ]),
    staffId: first(row.saleId, row.createdById),
    staffName: first(row.saleName, row.createdByName),
    channel: saleChannel ? (channels[saleChannel] ?? saleChannel) : undefined,
    channelOrderId: first(row.shopOrderId, row.privateId),
    note: row.description,
    createdAt: row.createdDateTime,
    expectedDeliveryAt: row.deliveryDate,
    tags: some(row.tags.flatMap((tag) => tag ?? [])),
    shipping: filled({
      address: filled({
        name: row.customerName,
        phone: row.customerMobile,
        line: row.customerAddress,
        ward: row.customerWard,
        district: row.customerDistrict,
        districtId: row.customerDistrictId,
        province: row.customerCity,
        provinceId: row.customerCityId,
        country,
        scheme,
      }),
      carrier: row.carrierName,
      // The vendor's `carrierCode` is the parcel's number; the carrier has an id only.
      carrierCode: row.carrierId,
      trackingCode: row.carrierCode,
      trackingUrl: row.trackingUrl,
      fee: row.customerShipFee,
      cost: positive(sum(row.shipFee, row.codFee, row.declaredFee, row.returnFee, row.overWeightShipFee)),
      cod: positive(collect),
    }),
  });
});

const billLine = (line: BillLine): records.Line =>
  compact({
    productId: line.id,
    code: line.code,
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: positive(line.discount),
    serials: some(line.imei.flatMap((serial) => serial ?? [])),
  });

const document = (bill: Bill) => ({
  id: bill.id,
  locationId: bill.depotId,
  customerId: bill.customerId,
  customer: person(bill),
  lines: bill.products.map(billLine),
  discount: positive(bill.discount),
  total: bill.money,
  paid: bill.payment,
  payments: some([
    ...payment("cash", bill.cash, bill.cashAccount),
    ...payment("transfer", bill.moneyTransfer, bill.moneyAccount),
    ...payment("card", bill.creditMoney, bill.creditAccount, bill.creditCode),
    ...payment("installment", bill.installmentMoney, bill.installmentAccount, bill.installmentCode),
    ...payment("points", bill.usedPointsMoney),
  ]),
  staffId: first(bill.saleId, bill.createdById),
  staffName: first(bill.saleName, bill.createdByName),
  note: bill.description,
  createdAt: bill.createdDateTime,
});

/** Bills exist only once goods have moved: they are complete. */
export const toInvoice = recordOf(
  Bill,
  (row): records.Invoice =>
    compact({
      ...document(row),
      status: "completed" as const,
      type: row.mode === null ? undefined : row.mode === "6" ? ("wholesale" as const) : ("retail" as const),
      orderId: row.orderId,
    }),
);

export const toReturn = recordOf(
  Bill,
  (row): records.Return =>
    compact({
      ...document(row),
      status: "completed" as const,
      invoiceId: row.relatedBillId,
      orderId: row.orderId,
      fee: positive(row.returnFee),
    }),
);

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw = (id: (row: any) => string) =>
  recordOf(
    Plain,
    (row, { raw }): records.RawRecord =>
      compact({
        id: id(raw),
        code: first(row.code, row.customerCode),
        name: first(row.name, row.title, row.fullName, row.shopName, row.productName, row.customerName),
        createdAt: first(row.createdDateTime, row.createdDatetime, row.createdAt),
      }),
  );
