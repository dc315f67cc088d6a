import type { Address } from "../../core/records.ts";
import { isMasked, type Untyped } from "../../core/rows.ts";
import { toHanoiLocal } from "../../core/time.ts";
import type {
  CustomerUpdateCommand,
  InvoiceUpdateCommand,
  LineCommand,
  OrderCreateCommand,
  OrderUpdateCommand,
  ProductUpdateCommand,
  StockCommand,
} from "./commands.ts";
import { discountOf } from "./documents.ts";
import { onlyRow } from "./normalize.ts";

/* Commands as bodies of KiotViet. */

export type Row = Record<string, Untyped>;

// ---- the reference -------------------------------------------------------------------------------------------------

const MARK = /(?:^|\s)#(TB-[0-9A-Z]{16})(?=\s|$)/g;
export const marksOf = (text: unknown): string[] =>
  typeof text === "string" ? [...text.matchAll(MARK)].map((match) => match[1] as string) : [];
export const withMark = (note: string | undefined, ...references: readonly string[]): string =>
  [note?.trim(), ...references.map((reference) => `#${reference}`)].filter(Boolean).join(" ");
/** The text as the shop's staff wrote it. */
export const withoutMark = (text: unknown): string =>
  String(text ?? "")
    .replace(MARK, "")
    .trim();

export const linesOf = (row: Row): Row[] => [row.orderDetails ?? row.invoiceDetails ?? []].flat();

// ---- pieces --------------------------------------------------------------------------------------------------------

export const number = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));
export const compact = (body: Row): Row =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
const isEmpty = (value: Row): boolean => Object.keys(value).length === 0;
export const rowIn = (current: unknown): Row => (onlyRow(current) ?? {}) as Row;

const PERSONAL = new Set(["name", "contactNumber", "address", "email", "receiver", "locationName", "wardName"]);

/** What the record has now, so that an update leaves alone what it does not name. Masked text is never sent back. */
const kept = (row: Row | null | undefined, fields: readonly string[]): Row =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = row?.[field];
      const isHidden = PERSONAL.has(field) && isMasked(value);
      return value === undefined || value === null || isHidden ? [] : [[field, value]];
    }),
  );

/** Discounts are for one unit at KiotViet and for the whole line here; decimals carry what does not divide. */
export const perUnit = (discount: number | undefined, quantity: number): number | undefined =>
  discount === undefined ? undefined : Math.round((discount / quantity) * 10_000) / 10_000;

const toLine = (line: LineCommand): Row =>
  compact({
    productId: number(line.productId),
    productCode: line.code,
    productName: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: perUnit(line.discount, line.quantity),
    note: line.note,
    serialNumbers: line.serials?.join(","),
  });

/** A second place for the mark: behind the note of the first line. */
export const markedLines = (lines: readonly LineCommand[], references: readonly string[]): Row[] => {
  const [first, ...rest] = lines.map(toLine);
  if (!first || references.length === 0) return lines.map(toLine);
  return [{ ...first, note: withMark(first.note, ...references) }, ...rest];
};

export const methods = { cash: "Cash", card: "Card", transfer: "Transfer" } as const;

export const toPaid = (list: OrderCreateCommand["payments"]): Row => {
  const [payment] = list ?? [];
  if (!payment) return { totalPayment: 0 };
  return compact({
    totalPayment: payment.amount,
    method: methods[payment.method],
    accountId: number(payment.accountId),
  });
};

/** Where a sale came from, and who made it. */
export const toOrigin = ({ channel, staffId }: Pick<OrderCreateCommand, "channel" | "staffId">): Row =>
  compact({ saleChannelId: number(channel), soldById: number(staffId) });

/** By id both ways: the document knows `customer.id`, the vendor's own plugin sends `customerId` (field note). */
export const toBuyer = (buyer: OrderCreateCommand["customer"]): Row => {
  if (!buyer) return {};
  if (buyer.id !== undefined) return { customerId: Number(buyer.id), customer: { id: Number(buyer.id) } };
  const inline = compact({ code: buyer.code, name: buyer.name, contactNumber: buyer.phone, email: buyer.email });
  return isEmpty(inline) ? {} : { customer: inline };
};

// ---- addresses -----------------------------------------------------------------------------------------------------

/** "Province - district" in the old scheme, a province alone in the new one. */
const toArea = ({ province, district }: Address): string | undefined =>
  [province, district].filter(Boolean).join(" - ") || undefined;

const PLACE = ["line", "ward", "wardId", "district", "districtId", "province", "provinceId"] as const;
export const namesPlace = (address: Address | undefined): address is Address =>
  address !== undefined && PLACE.some((part) => address[part] !== undefined);

/** The area's id is that of its smallest part. */
const areaIdOf = ({ districtId, provinceId }: Address): number | undefined => number(districtId ?? provinceId);

const toDeliveryPlace = (address: Address): Row => ({
  address: address.line,
  locationId: areaIdOf(address),
  locationName: toArea(address),
  wardName: address.ward,
});

const toRecipient = (address: Address | undefined): Row =>
  compact({ receiver: address?.name, contactNumber: address?.phone });

/** The sum to be collected and the word that it is to be collected go together. */
const toCollected = (cod: number | undefined): Row =>
  cod === undefined ? {} : { usingPriceCod: cod > 0, priceCodPayment: cod };

export const toDelivery = (delivery: OrderCreateCommand["shipping"]): Row | undefined => {
  if (!delivery) return undefined;
  return compact({
    ...toRecipient(delivery.address),
    ...(delivery.address && toDeliveryPlace(delivery.address)),
    price: delivery.fee,
    weight: delivery.weightGrams,
    deliveryCode: delivery.trackingCode,
    expectedDelivery: delivery.expectedAt === undefined ? undefined : toHanoiLocal(Date.parse(delivery.expectedAt)),
    ...toCollected(delivery.cod),
    partnerDelivery: delivery.carrierCode === undefined ? undefined : { code: delivery.carrierCode },
  });
};

/** An address is one value: a part that the command does not name must not stay from the old one. */
const NO_PLACE = { address: "", locationId: null, locationName: "", wardName: "" };

const changesOfDelivery = (delivery: OrderUpdateCommand["shipping"]): Row => ({
  ...(namesPlace(delivery?.address) ? NO_PLACE : {}),
  ...toDelivery(delivery),
  // The old carrier's id would name another one than the new code.
  ...(delivery?.carrierCode === undefined ? {} : { partnerDeliveryId: null }),
});

// ---- what updates repeat -------------------------------------------------------------------------------------------

/*
 * By the document's convention a field without "?" has to be there, so an update that leaves it out would blank it.
 * Each list names what a call repeats of the record as it is.
 */
const CARRIED = {
  order: ["branchId", "purchaseDate", "soldById", "discount", "description", "saleChannelId", "totalPayment"],
  line: [
    "productId",
    "productCode",
    "productName",
    "isMaster",
    "quantity",
    "price",
    "discount",
    "discountRatio",
    "note",
  ],
  delivery: [
    "deliveryCode",
    "type",
    "price",
    "receiver",
    "contactNumber",
    "address",
    "locationId",
    "locationName",
    "wardName",
    "weight",
    "length",
    "width",
    "height",
    "partnerDeliveryId",
    "expectedDelivery",
    "usingPriceCod",
    "priceCodPayment",
  ],
  invoice: ["purchaseDate", "status", "soldById", "saleChannelId"],
  carrier: ["code", "name", "address", "contactNumber", "email"],
  /** Never the inventories: stock that we stored is old stock. */
  product: [
    "name",
    "code",
    "barCode",
    "categoryId",
    "allowsSale",
    "description",
    "hasVariants",
    "unit",
    "masterUnitId",
    "conversionValue",
    "basePrice",
    "weight",
  ],
  attribute: ["attributeName", "attributeValue"],
  customer: [
    "code",
    "name",
    "gender",
    "birthDate",
    "contactNumber",
    "address",
    "locationName",
    "wardName",
    "email",
    "comments",
    "taxCode",
  ],
} as const;

const listOf = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);
export const unlessEmpty = <Value extends object>(value: Value): Value | undefined =>
  Object.keys(value).length === 0 ? undefined : value;

/** The sum that was paid goes with the way in which it was: lists and details show the way with each payment only. */
const carriedPayment = (row: Row): Row => {
  if (!(Number(row.totalPayment) > 0)) return {};
  const payments = listOf(row.payments);
  const method = row.method ?? payments[0]?.method ?? undefined;
  // The account is that of the same way: cash has none.
  const payment = payments.find((each) => each.method === method);
  return compact({ method, accountId: payment?.accountId ?? undefined });
};

const carriedDelivery = (delivery: Row | null | undefined): Row =>
  compact({
    ...kept(delivery, CARRIED.delivery),
    partnerDelivery: unlessEmpty(kept(delivery?.partnerDelivery, CARRIED.carrier)),
  });

/** Surcharges come as `invoiceOrderSurcharges` and go as `surchages` (§2.5.2, §2.5.4). */
const carriedSurcharges = (row: Row): Row[] =>
  listOf(row.invoiceOrderSurcharges).map(({ surchargeId, price, surValue }) =>
    compact({ id: surchargeId ?? undefined, price: price ?? surValue ?? 0 }),
  );

/**
 * The body has a sum only (§2.5.4), and a row may have a percentage alone, or with a 0 beside it. As it is when the lines
 * change as well: the update does not name it.
 */
const carriedDiscount = (row: Row): Row => {
  const amount = discountOf(row);
  return amount === undefined ? {} : { discount: Number(amount) };
};

/** What an update of an order repeats. */
export const carriedOrder = (current: unknown): Row => {
  const row = rowIn(current);
  return compact({
    ...kept(row, CARRIED.order),
    ...carriedDiscount(row),
    ...carriedPayment(row),
    customer: Number(row.customerId) > 0 ? { id: Number(row.customerId) } : undefined,
    orderDetails: unlessEmpty(listOf(row.orderDetails).map((line) => kept(line, CARRIED.line))),
    orderDelivery: unlessEmpty(carriedDelivery({ expectedDelivery: row.expectedDelivery, ...row.orderDelivery })),
    surchages: unlessEmpty(carriedSurcharges(row)),
  });
};

/** What an update of an invoice repeats (§2.12.4); reads and answers of writes call the delivery by two names. */
export const carriedInvoice = (current: unknown): Row => {
  const row = rowIn(current);
  const delivery = row.invoiceDelivery ?? row.deliveryDetail;
  return compact({
    ...kept(row, CARRIED.invoice),
    // The document's detail has the channel itself (§2.12.2); an update without its id moves the invoice to the default one.
    saleChannelId: row.saleChannelId ?? row.SaleChannel?.Id ?? undefined,
    deliveryDetail: unlessEmpty({ ...kept(delivery, ["status"]), ...carriedDelivery(delivery) }),
  });
};

export const carriedProduct = (current: unknown): Row => {
  const row = rowIn(current);
  return compact({
    ...kept(row, CARRIED.product),
    attributes: unlessEmpty(listOf(row.attributes).map((attribute) => kept(attribute, CARRIED.attribute))),
  });
};

/** The list form has the pictures as well (§2.4.8), as addresses; rows show them as texts or objects. */
export const carriedImages = (current: unknown): Row => {
  const images = [rowIn(current).images ?? []]
    .flat()
    .map((image: Untyped) => (typeof image === "string" ? image : (image?.Image ?? image?.image)))
    .filter((image) => typeof image === "string" && image !== "");
  return images.length > 0 ? { images } : {};
};

export const carriedCustomer = (current: unknown): Row => kept(rowIn(current), CARRIED.customer);

// ---- bodies of updates ---------------------------------------------------------------------------------------------

export const orderUpdateBody = (command: OrderUpdateCommand, current: unknown): Row => {
  const row = rowIn(current);
  const carried = carriedOrder(current);
  // The marks of the create stay behind the notes, so that its search keeps finding the order.
  const lineMarks = [...new Set(linesOf(row).flatMap(({ note }) => marksOf(note)))];
  return compact({
    ...carried,
    makeInvoice: false,
    ...toOrigin(command),
    ...(command.discount === undefined ? {} : { discount: command.discount }),
    ...(command.note === undefined ? {} : { description: withMark(command.note, ...marksOf(row.description)) }),
    ...(command.lines && { orderDetails: markedLines(command.lines, lineMarks) }),
    orderDelivery: unlessEmpty({ ...carried.orderDelivery, ...changesOfDelivery(command.shipping) }),
  });
};

/** State of a delivery that waits to be picked up (§2.12.3). */
export const WAITING = 1;

export const invoiceUpdateBody = (command: InvoiceUpdateCommand, current: unknown): Row => {
  const carried = carriedInvoice(current);
  return compact({
    ...carried,
    saleChannelId: number(command.channel) ?? carried.saleChannelId,
    deliveryDetail: command.shipping
      ? { status: WAITING, ...carried.deliveryDetail, ...changesOfDelivery(command.shipping) }
      : carried.deliveryDetail,
  });
};

export const productBody = (command: Partial<ProductUpdateCommand>): Row =>
  compact({
    name: command.name,
    code: command.code,
    barCode: command.barcode,
    description: command.description,
    categoryId: number(command.categoryId),
    unit: command.unit,
    basePrice: command.price,
    weight: command.weightGrams,
    ...(command.attributes
      ? {
          hasVariants: command.attributes.length > 0,
          attributes: command.attributes.map(({ name, value }) => ({ attributeName: name, attributeValue: value })),
        }
      : {}),
  });

export const productUpdateBody = (command: ProductUpdateCommand, current: unknown): Row => ({
  ...carriedProduct(current),
  ...productBody(command),
  ...(command.active === undefined ? {} : { isActive: command.active }),
});

export const customerBody = (command: Partial<CustomerUpdateCommand>): Row =>
  compact({
    code: command.code,
    name: command.name,
    gender: command.gender === undefined ? undefined : command.gender === "male",
    birthDate: command.birthday,
    contactNumber: command.phone,
    address: command.address?.line,
    locationName: command.address && toArea(command.address),
    wardName: command.address?.ward,
    email: command.email,
    comments: command.note,
    groupIds: command.groups?.map(Number),
    taxCode: command.taxCode,
  });

export const customerUpdateBody = (command: CustomerUpdateCommand, current: unknown): Row => ({
  ...carriedCustomer(current),
  ...(namesPlace(command.address) ? { address: "", locationName: "", wardName: "" } : {}),
  ...customerBody(command),
});

export const stockAt = ({ locationId, absolute }: Pick<StockCommand, "locationId" | "absolute">): Row => ({
  branchId: Number(locationId),
  onHand: absolute,
});
/** Only the branch that is named: stock of the others moves on while we write. The product's other fields are repeated. */
export const stockCall = (command: Pick<StockCommand, "productId" | "locationId" | "absolute">, product: unknown) => ({
  params: { id: command.productId },
  body: { ...carriedProduct(product), branchId: Number(command.locationId), inventories: [stockAt(command)] },
});
