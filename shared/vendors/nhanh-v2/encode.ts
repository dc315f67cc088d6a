import { Rejected } from "../../core/errors.ts";
import type { Untyped } from "../../core/rows.ts";
import { toHanoiDay } from "../../core/time.ts";
import type { OperationCall, WriteContext } from "../../core/vendor.ts";
import {
  type CustomerCreate,
  type CustomerUpdate,
  type OrderCreate,
  type ProductCreate,
  type ProductUpdate,
  toMobile,
  type VoucherCreate,
} from "./commands.ts";

/* How commands become bodies. */

export type Loose = Record<string, Untyped>;

export const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Money that was taken before the delivery is an order's deposit, of whatever kind (order/add). */
export const keptAsLess = ({ payments, shipping }: OrderCreate): Record<string, string> => ({
  ...cashOf(payments),
  ...(shipping?.expectedAt === undefined ? {} : { "shipping.expectedAt": "Nhanh v2 keeps the day and not the time" }),
});
const cashOf = (payments: OrderCreate["payments"]): Record<string, string> =>
  Object.fromEntries(
    (payments ?? []).flatMap(({ method }, at) =>
      method === "cash"
        ? [[`payments.${at}.method`, "Nhanh keeps it as a deposit and does not say that it was cash"]]
        : [],
    ),
  );

/** Gifts travel with the line that they follow. */
const soldLines = (lines: OrderCreate["lines"]): Loose[] => {
  const sold: Loose[] = [];
  for (const line of lines) {
    if (line.gift) {
      const gift = { productStoreId: Number(line.productId), quantity: line.quantity, value: line.price };
      const before = sold.at(-1)!;
      before.gifts = [...(before.gifts ?? []), defined(gift)];
    } else
      sold.push(
        defined({
          // The own id is required; Nhanh's id, which `idNhanh` repeats, can stand for no other product.
          id: line.productId,
          idNhanh: Number(line.productId),
          name: line.name ?? line.code ?? line.productId,
          code: line.code,
          imei: line.serials?.[0],
          type: line.serials ? "IMEI" : undefined,
          quantity: line.quantity,
          price: line.price,
          description: line.note,
        }),
      );
  }
  return sold;
};

export const encodeOrder = (order: OrderCreate, reference: string): Loose => {
  const paid = (method: string) => order.payments?.find((payment) => payment.method === method);
  const account = (method: string) => {
    const id = paid(method)?.accountId;
    return id === undefined ? undefined : Number(id);
  };
  const { address, fee, carrierCode, serviceCode, expectedAt } = order.shipping ?? {};
  return defined({
    id: reference,
    depotId: order.locationId === undefined ? undefined : Number(order.locationId),
    customerName: order.customer.name,
    customerMobile: toMobile(order.customer.phone),
    customerEmail: order.customer.email,
    customerAddress: address?.line,
    customerCityName: address?.province,
    customerDistrictName: address?.district,
    customerWardLocationName: address?.ward,
    moneyDiscount: order.discount,
    moneyTransfer: paid("transfer")?.amount,
    moneyTransferAccountId: account("transfer"),
    // Cash that was taken before delivery is a deposit here.
    moneyDeposit: paid("cash")?.amount,
    moneyDepositAccountId: account("cash"),
    paymentMethod: paid("cod") ? "COD" : undefined,
    carrierId: carrierCode === undefined ? undefined : Number(carrierCode),
    customerShipFee: fee,
    trafficSource: order.channel,
    description: order.note,
    saleId: order.staffId === undefined ? undefined : Number(order.staffId),
    // By Nhanh's own prices; a contract of the shop's own needs an account as well.
    sendCarrierType: serviceCode === undefined ? undefined : 1,
    carrierServiceId: serviceCode === undefined ? undefined : Number(serviceCode),
    deliveryDate: expectedAt === undefined ? undefined : toHanoiDay(Date.parse(expectedAt)),
    productList: soldLines(order.lines),
  });
};

/** `Success` and `Confirmed` are the only steps forward that the vendor lets others make. */
export const steps = { confirmed: "Confirmed", completed: "Success" } as const;

/** States that `Canceled` may follow; anything else would be refused anyway. */
export const cancellable = ["New", "Confirming", "Confirmed"];

const encodeProduct = (product: Partial<ProductCreate>): Loose =>
  defined({
    name: product.name,
    price: product.price,
    code: product.code,
    barcode: product.barcode,
    description: product.description,
    categoryId: product.categoryId === undefined ? undefined : Number(product.categoryId),
    importPrice: product.cost,
    shippingWeight: product.weightGrams,
    status: product.active === undefined ? undefined : product.active ? "Active" : "Inactive",
    externalImages: product.images,
  });

export const encodeNewProduct = (product: ProductCreate, { reference }: WriteContext): Loose => ({
  id: reference,
  // No list shows the own id: without a code nothing could be looked for.
  ...encodeProduct({ ...product, code: product.code ?? reference }),
});

/** What product/add asks for with every update, as the product has it. */
export const carriedProduct = (current: unknown): Loose => {
  const { name, price } = (current ?? {}) as Loose;
  return defined({ name, price: price === undefined ? undefined : Math.round(Number(price)) });
};
/** Name and price are required even for an update: what is not changed is repeated from the copy. */
export const encodeChangedProduct = (product: ProductUpdate, { current }: WriteContext): Loose => {
  const { name, price } = {
    ...carriedProduct(current),
    ...defined({ name: product.name, price: product.price }),
  } as Loose;
  const missing = Object.entries({ name, price }).filter(([, value]) => value === undefined);
  if (missing.length > 0)
    throw new Rejected("Nhanh v2 wants name and price with every update of a product", {
      fields: Object.fromEntries(missing.map(([field]) => [field, "is required: the product is not in the copy"])),
    });
  return { id: product.id, idNhanh: Number(product.id), ...encodeProduct({ ...product, name, price }) };
};

export const encodeCustomer = (customer: CustomerCreate): Loose =>
  defined({
    name: customer.name,
    mobile: toMobile(customer.phone),
    email: customer.email,
    gender: customer.gender === undefined ? undefined : customer.gender === "male" ? 1 : 2,
    birthday: customer.birthday?.split("-").reverse().join("/"),
    businessName: customer.company,
    taxCode: customer.taxCode,
    address: customer.address?.line,
    cityName: customer.address?.province,
    districtName: customer.address?.district,
    wardName: customer.address?.ward,
    groupId: customer.groups === undefined ? undefined : Number(customer.groups[0]),
    points: customer.points,
    description: customer.note,
  });

/** What customer/add asks for with every update, as the customer has it. */
export const carriedCustomer = (current: unknown): Loose => {
  const { name, mobile } = (current ?? {}) as Loose;
  return defined({ name, mobile: typeof mobile === "number" ? `0${mobile}` : mobile });
};
export const namesPlace = ({ line, ward, district, province }: NonNullable<CustomerUpdate["address"]> = {}): boolean =>
  [line, ward, district, province].some((part) => part !== undefined);
/** The mobile is the key: another one would make another customer, so it cannot be changed. */
export const encodeChangedCustomer = (customer: CustomerUpdate, { current }: WriteContext): Loose => {
  const { name: stored, mobile } = carriedCustomer(current);
  if (typeof mobile !== "string" || !/^\+?\d{8,15}$/.test(mobile))
    throw new Rejected("Nhanh v2 finds a customer by mobile only, and the copy has none for this one", {
      fields: { id: "has no usable mobile in the copy" },
    });
  if (customer.phone !== undefined && toMobile(customer.phone) !== toMobile(mobile))
    throw new Rejected("Nhanh v2 cannot change a customer's mobile: another customer would be made", {
      fields: { phone: "cannot be changed" },
    });
  const name = customer.name ?? stored;
  if (typeof name !== "string" || name === "")
    throw new Rejected("Nhanh v2 wants the name with every update", { fields: { name: "is required" } });
  // An address is one value: what it does not name is not kept of the old one. Who lives there is no part of a customer's.
  const noPlaces = namesPlace(customer.address) ? { address: "", cityName: "", districtName: "", wardName: "" } : {};
  return { ...noPlaces, ...encodeCustomer({ ...customer, name, phone: mobile }), mobile };
};

const CODE_LENGTH = 8;
/** Each code can be used once: the command has no word for more. */
const ONCE = 1;
export const encodeVouchers = (voucher: VoucherCreate, reference: string): OperationCall => {
  if (voucher.campaignId !== undefined)
    return {
      params: { act: "increasecode" },
      body: { couponBatchId: Number(voucher.campaignId), couponNumber: voucher.count, canUsedTimes: ONCE },
    };
  return {
    params: { act: "addbatch" },
    body: defined({
      name: voucher.name,
      // 1 active.
      status: 1,
      startDate: toHanoiDay(Date.parse(voucher.from!)),
      endDate: toHanoiDay(Date.parse(voucher.to!)),
      codeLength: CODE_LENGTH,
      numberOfCodes: voucher.count,
      canUsedTimes: ONCE,
      // 1 an amount, 2 percent.
      valueType: voucher.percent === undefined ? 1 : 2,
      value: voucher.percent ?? voucher.value,
      valueMax: voucher.mostOff,
      description: `[${reference}]`,
    }),
  };
};
