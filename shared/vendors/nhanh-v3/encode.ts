import { createHash } from "node:crypto";
import type { Untyped } from "../../core/rows.ts";
import { toHanoiDay, toHanoiSeconds } from "../../core/time.ts";
import type { WriteContext } from "../../core/vendor.ts";
import {
  type Address,
  type CustomerCreate,
  carrierNamed,
  type InvoiceCreate,
  type OrderCreate,
  type OrderUpdate,
  type ProductCreate,
  type PurchaseCreate,
  type ShipmentCreate,
  type SupplierReturnCreate,
  type VoucherCreate,
} from "./commands.ts";

/* How commands become bodies. */

export type Loose = Record<string, Untyped>;

export const toMobile = (phone: string): string => phone.replace(/^\+?84/, "0");

export const number = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));

/** Absent stays absent: in order/edit an empty value clears what is stored. */
export const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const filled = (values: Loose): Loose | undefined => {
  const rest = defined(values);
  return Object.keys(rest).length > 0 ? rest : undefined;
};

export const fingerprint = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

const locationVersion = (address: Address): "v1" | "v2" | undefined => {
  if (!address.provinceId && !address.districtId && !address.wardId) return undefined;
  if (address.scheme) return address.scheme === "three-tier" ? "v1" : "v2";
  return address.districtId || !address.wardId ? "v1" : "v2";
};

/** Names of areas without an id would be lost: they go into the line, where a person can read them. */
export const lineOf = (address: Address): string | undefined => {
  const named = [
    address.wardId ? undefined : address.ward,
    address.districtId ? undefined : address.district,
    address.provinceId ? undefined : address.province,
  ];
  const parts = [address.line, ...named].filter((part) => part !== undefined && part !== "");
  return parts.length > 0 ? parts.join(", ") : address.line;
};

const places = (address: Address): Loose => ({
  cityId: number(address.provinceId),
  districtId: number(address.districtId),
  wardId: number(address.wardId),
});

export const receiverOf = (order: OrderCreate): Loose => {
  const address = order.shipping?.address ?? {};
  return defined({
    name: address.name ?? order.customer.name,
    mobile: toMobile(address.phone ?? order.customer.phone),
    email: order.customer.email,
    address: lineOf(address),
    ...places(address),
    locationVersion: locationVersion(address),
  });
};

/** Money that was taken before the delivery is an order's deposit, of whatever kind (order/add, payment). */
export const cashOf = (payments: OrderCreate["payments"]): Record<string, string> =>
  Object.fromEntries(
    (payments ?? []).flatMap(({ method }, at) =>
      method === "cash"
        ? [[`payments.${at}.method`, "Nhanh keeps it as a deposit and does not say that it was cash"]]
        : [],
    ),
  );

/** A carrier by its id or its common name. */
export const carrierId = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : (carrierNamed(code) ?? code);

const carrierOf = (shipping: OrderCreate["shipping"]): Loose | undefined => {
  const { fee, weightGrams, carrierCode, serviceCode, expectedAt } = shipping ?? {};
  const expected = expectedAt === undefined ? undefined : Date.parse(expectedAt);
  return filled({
    id: number(carrierId(carrierCode)),
    // A service of Nhanh's own account; one of the shop's own needs an account as well.
    sendCarrierType: serviceCode === undefined ? undefined : 1,
    serviceId: number(serviceCode),
    deliveryDate: expected === undefined ? undefined : toHanoiDay(expected),
    customerShipFee: fee,
    orderPackage: weightGrams === undefined ? undefined : { weight: weightGrams },
  });
};

/** order/edit takes the day alone. */
const hourOf = (expectedAt: string | undefined): string | undefined =>
  expectedAt === undefined ? undefined : toHanoiSeconds(Date.parse(expectedAt)).slice(11, 16);

/** Gifts travel with the line that they follow. */
const soldLines = (lines: OrderCreate["lines"]): Loose[] => {
  const sold: Loose[] = [];
  for (const line of lines) {
    const product = { id: Number(line.productId), quantity: line.quantity, price: line.price };
    if (line.gift) {
      const before = sold.at(-1)!;
      before.gifts = [...(before.gifts ?? []), defined(product)];
    } else
      sold.push(
        defined({
          ...product,
          // Of the whole line when it is added; order/list shows it per unit.
          discount: line.discount,
          vat: line.taxRate,
          imeis: line.serials,
          description: line.note,
        }),
      );
  }
  return sold;
};

export const encodeOrder = (order: OrderCreate, reference: string): Loose => {
  const paid = (method: string) => order.payments?.find((payment) => payment.method === method);
  return defined({
    info: filled({
      depotId: number(order.locationId),
      saleId: number(order.staffId),
      description: order.note,
      tagIds: order.tags?.map(Number),
    }),
    channel: defined({ appOrderId: reference, sourceName: order.channel }),
    shippingAddress: receiverOf(order),
    carrier: filled({ ...carrierOf(order.shipping), deliveryTime: hourOf(order.shipping?.expectedAt) }),
    products: soldLines(order.lines),
    payment: filled({
      // Cash that was taken before delivery is a deposit here; what is left is collected on delivery.
      depositAmount: paid("cash")?.amount,
      depositAccountId: number(paid("cash")?.accountId),
      transferAmount: paid("transfer")?.amount,
      transferAccountId: number(paid("transfer")?.accountId),
      discountAmount: order.discount,
      discountType: order.discount === undefined ? undefined : "cash",
    }),
  });
};

/** The only steps forward that order/edit takes. */
const steps = { confirmed: 56, completed: 60, returned: 72 } as const;

/**
 * An address is one value: what the command does not name of the place would stay from the old one, so it is sent empty,
 * which clears it (order/edit). Who receives stays unless the command says so.
 */
const changedAddress = (address: Address): Loose => {
  const named = defined({
    name: address.name,
    mobile: address.phone === undefined ? undefined : toMobile(address.phone),
  });
  if (!namesPlace(address)) return named;
  const none = { address: "", cityId: 0, districtId: 0, wardId: 0 };
  const place = defined({ address: lineOf(address), ...places(address), locationVersion: locationVersion(address) });
  return { ...named, ...none, ...place };
};
/** Not only who receives. */
export const namesPlace = (address: Address): boolean =>
  (["line", "ward", "wardId", "district", "districtId", "province", "provinceId"] as const).some(
    (part) => address[part] !== undefined,
  );

export const encodeOrderUpdate = (order: OrderUpdate): Loose => {
  const { address } = order.shipping ?? {};
  return defined({
    info: defined({
      id: Number(order.id),
      description: order.note,
      status: order.status === undefined ? undefined : steps[order.status],
      tagIds: order.tags?.map(Number),
    }),
    shippingAddress: address && changedAddress(address),
    carrier: carrierOf(order.shipping),
  });
};

export const encodeProduct = (product: Partial<ProductCreate>): Loose =>
  defined({
    name: product.name,
    code: product.code,
    barcode: product.barcode,
    price: product.price,
    importPrice: product.cost,
    shippingWeight: product.weightGrams,
    categoryId: number(product.categoryId),
    unit: product.unit,
    description: product.description,
    // 2 selling, 3 stopped.
    status: product.active === undefined ? undefined : product.active ? 2 : 3,
  });

export const encodeNewProduct = (product: ProductCreate, { reference }: WriteContext): Loose => ({
  appProductId: reference,
  ...encodeProduct(product),
});

export const encodeCustomer = (customer: CustomerCreate): Loose =>
  defined({
    name: customer.name,
    mobile: toMobile(customer.phone),
    email: customer.email,
    gender: customer.gender === undefined ? undefined : customer.gender === "male" ? 1 : 2,
    birthday: customer.birthday,
    businessName: customer.company,
    taxCode: customer.taxCode,
    address: customer.address && lineOf(customer.address),
    locations: customer.address && filled(places(customer.address)),
    groupId: number(customer.groups?.[0]),
    tagIds: customer.tags?.map(Number),
    points: customer.points,
    description: customer.note,
  });

export const marked = (note: string | undefined, reference: string): string =>
  [note, `[${reference}]`].filter((part) => part !== undefined && part !== "").join(" ");

const billLine = (line: PurchaseCreate["lines"][number]): Loose =>
  defined({
    id: Number(line.productId),
    quantity: line.quantity,
    price: line.price,
    discount: line.discount ? { type: "cash", value: line.discount } : undefined,
    imeis: line.serials,
    batchId: number(line.batch?.id),
    description: line.note,
  });

/** Goods from or to a supplier. Our reference stands at the bill and at its first line, which another listing shows. */
export const encodeSupplied = (bill: SupplierReturnCreate, reference: string): Loose => {
  const money = bill.paid === undefined ? undefined : defined({ accountId: number(bill.accountId), value: bill.paid });
  return defined({
    depotId: Number(bill.locationId),
    supplierId: Number(bill.supplier.id),
    description: marked(bill.note, reference),
    products: bill.lines.map((line, at) => billLine(at === 0 ? { ...line, note: marked(line.note, reference) } : line)),
    payment: filled({
      manualDiscountType: bill.discount === undefined ? undefined : "cash",
      manualDiscount: bill.discount,
      [bill.method ?? "cash"]: money,
    }),
  });
};

/** Codes begin with a part of our reference, by which those of a lost answer are found again. Nhanh takes five letters. */
export const codePrefix = (reference: string): string => reference.slice(-5);
const CODE_LENGTH = 8;
/** Each code can be used once: the command has no word for more. */
const ONCE = 1;
export const encodeVouchers = (voucher: VoucherCreate, reference: string): Loose => {
  const codes = { codeLength: CODE_LENGTH, canUsedTimes: ONCE, prefix: codePrefix(reference) };
  if (voucher.campaignId !== undefined)
    return { ...codes, batchId: Number(voucher.campaignId), couponNumber: voucher.count };
  return defined({
    ...codes,
    name: voucher.name,
    // 1 active.
    status: 1,
    startDate: toHanoiDay(Date.parse(voucher.from!)),
    endDate: toHanoiDay(Date.parse(voucher.to!)),
    numberOfCodes: voucher.count,
    // 1 an amount, 2 percent.
    valueType: voucher.percent === undefined ? 1 : 2,
    value: voucher.percent ?? voucher.value,
    valueMax: voucher.mostOff,
    description: `[${reference}]`,
  });
};

const spot = ({ name, phone, address }: ShipmentCreate["sender"]): Loose => ({
  name,
  mobile: toMobile(phone),
  shippingLocation: defined({
    locationVer: address.districtId === undefined ? "v2" : "v1",
    provinceId: Number(address.provinceId),
    districtId: number(address.districtId),
    wardId: Number(address.wardId),
    address: address.line,
  }),
});
export const encodeShipment = (shipment: ShipmentCreate, reference: string): Loose =>
  defined({
    businessStoreId: Number(shipment.locationId),
    appOrderId: reference,
    sender: spot(shipment.sender),
    receiver: spot(shipment.receiver),
    products: shipment.lines?.map(({ name, quantity, price }) => defined({ name, quantity, price })),
    weight: shipment.weightGrams,
    codAmount: shipment.cod,
    description: shipment.note,
    carrier: defined({ id: Number(carrierId(shipment.carrierCode)), serviceId: number(shipment.serviceCode) }),
    sendCarrier: shipment.send ? 1 : undefined,
  });

export const encodeInvoice = (invoice: InvoiceCreate, reference: string): Loose => {
  const paid = (method: string) => {
    const payment = invoice.payments?.find((each) => each.method === method);
    return payment && defined({ accountId: number(payment.accountId), value: payment.amount });
  };
  const customer = invoice.customer;
  return defined({
    depotId: Number(invoice.locationId),
    customer:
      customer &&
      filled({
        id: number(customer.id),
        name: customer.name,
        mobile: customer.phone === undefined ? undefined : toMobile(customer.phone),
        email: customer.email,
      }),
    // addretail has no key of ours that the vendor would keep unique: the description is where we can find it again.
    description: marked(invoice.note, reference),
    saleId: number(invoice.staffId),
    tagIds: invoice.tags?.map(Number),
    products: invoice.lines.map((line) =>
      defined({ ...billLine(line), price: line.gift ? 0 : line.price, vat: line.taxRate }),
    ),
    payment: filled({ cash: paid("cash"), transfer: paid("transfer"), credit: paid("card") }),
  });
};
