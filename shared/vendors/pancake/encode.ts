import type * as commands from "../../core/commands.ts";
import { Rejected } from "../../core/errors.ts";
import { isExactNumber } from "../../core/json.ts";
import type { OperationCall, WriteContext } from "../../core/vendor.ts";
import type { LineCommand } from "./commands.ts";
import { encodeAddress, located } from "./writes/addresses.ts";
import { clean, isRow, type Row, rowOf, rowsOf, textsOf } from "./writes/rows.ts";

/** Canonical commands as calls of Pancake. */

const MARK = /(?:^|\s)#TB-[0-9A-Z]{16}(?=\s|$)/g;
/** Our reference behind a note, and behind it those that stood there before: their creates are found by them. */
export const withMark = (note: string | undefined, ...references: readonly string[]): string =>
  [note?.trim(), ...references.map((reference) => `#${reference}`)].filter(Boolean).join(" ");
export const marksIn = (note: unknown): readonly string[] =>
  [...String(note ?? "").matchAll(MARK)].map(([mark]) => mark.trim().slice(1));
/** The note as people wrote it. */
export const withoutMarks = (note: unknown): string =>
  String(note ?? "")
    .replace(MARK, "")
    .trim();

/**
 * An order and a customer are changed field by field, but what is itself a list or an object is replaced as a whole
 * (document: the PUTs show them whole). So an update repeats what the record has there. By the body's fields.
 */
const CARRIED = {
  order: {
    shipping_address: (address: unknown) => (isRow(address) ? address : undefined),
    partner: (partner: unknown) => (isRow(partner) ? partner : undefined),
    cod: (cod: unknown) => cod ?? undefined,
  },
  customer: {
    phone_numbers: (numbers: unknown) => textsOf(numbers),
    emails: (emails: unknown) => textsOf(emails),
    notes: (notes: unknown) => rowsOf(notes),
    shop_customer_addresses: (addresses: unknown) => (rowsOf(addresses).length > 0 ? rowsOf(addresses) : undefined),
  },
} as const satisfies Record<string, Record<string, (value: unknown) => unknown>>;

const carriedBy = (fields: Readonly<Record<string, (value: unknown) => unknown>>, current: unknown): Row =>
  clean(Object.fromEntries(Object.entries(fields).map(([field, read]) => [field, read(rowOf(current)[field])])));

export const carriedOrder = (current: unknown): Row => carriedBy(CARRIED.order, current);
export const carriedCustomer = (current: unknown): Row => ({ customer: carriedBy(CARRIED.customer, current) });

const encodeLine = (line: LineCommand, stored?: Row): Row => ({
  variation_id: line.productId,
  quantity: line.quantity,
  discount_each_product: line.discount === undefined ? 0 : line.discount / line.quantity,
  is_discount_percent: false,
  ...(line.gift === undefined ? {} : { is_bonus_product: line.gift }),
  note: line.note,
  variation_info:
    line.price === undefined && line.name === undefined
      ? undefined
      : {
          ...rowOf(stored?.variation_info),
          ...clean({ retail_price: line.price, name: line.name, display_id: line.code }),
        },
});

/**
 * What a command has no word for and the vendor would forget with the lines. Without the line's own id: neither the
 * document's PUT ("Cập nhật đơn hàng") nor integrations send one, a line is known by its variation.
 */
const KEPT_OF_LINE = ["product_id", "is_bonus_product", "is_wholesale", "one_time_product", "measure_group_id"];

const isGift = (row: Row): boolean => row.is_bonus_product ?? false;

/**
 * The stored lines that a line of the command may stand for. One that does not say whether it is a gift is a sold one, and
 * a gift only where nothing else is known of it: no price, and no sold line of the variation.
 */
const storedOf = (line: LineCommand, current: readonly Row[]): readonly Row[] => {
  const same = current.filter((row) => String(row.variation_id) === line.productId);
  if (line.gift !== undefined) return same.filter((row) => isGift(row) === line.gift);
  const sold = same.filter((row) => !isGift(row));
  return sold.length > 0 || line.price !== undefined ? sold : same;
};

/** Lines replace each other as a whole. One that sells the same variation at the same price is the same line. */
const replaceLines = (lines: readonly LineCommand[], current: readonly Row[]): readonly Row[] => {
  const used = new Set<Row>();
  return lines.map((line) => {
    const same = storedOf(line, current).filter((row) => !used.has(row));
    const stored = same.find((row) => Number(row.variation_info?.retail_price) === line.price) ?? same[0];
    if (!stored) return encodeLine(line);
    used.add(stored);
    const kept = KEPT_OF_LINE.flatMap((field) => (stored[field] === undefined ? [] : [[field, stored[field]]]));
    return { ...Object.fromEntries(kept), ...encodeLine(line, stored) };
  });
};

export const paymentFields = {
  cash: "cash",
  card: "charged_by_card",
  transfer: "transfer_money",
  cod: "cod",
} as const;

/** The canonical states that an order can be set to, as the vendor's numbers. */
export const statusCodes = {
  pending: 0,
  confirmed: 1,
  packing: 8,
  shipping: 2,
  delivered: 3,
  completed: 16,
  returned: 5,
} as const satisfies Record<NonNullable<commands.OrderUpdate["status"]>, number>;
export const CANCELLED = 6;
/** From here on the vendor changes nothing of an order but its state (field note, seen in integrations). */
const EDITABLE = new Set(["0", "17", "11", "20", "1", "12", "13", "8", "9"]);

const EDITS = ["discount", "shipping", "staffId", "channel"] as const;

/** "Tạo đơn hàng" has the number of a source, and its name beside it. */
const sourceOf = (channel: string | undefined): Row => {
  if (channel === undefined) return {};
  return /^-?\d{1,9}$/.test(channel) ? { account: Number(channel) } : { account_name: channel };
};

/** The carrier's number and the parcel's ("partner.partner_id", "partner.extend_code"), beside what stands there. */
const partnerOf = (shipping: commands.OrderUpdate["shipping"], current: Row): Row | undefined =>
  shipping?.carrierCode === undefined && shipping?.trackingCode === undefined
    ? undefined
    : {
        ...rowOf(current.partner),
        ...clean({
          partner_id: shipping.carrierCode === undefined ? undefined : Number(shipping.carrierCode),
          extend_code: shipping.trackingCode,
        }),
      };

export const encodeOrderCreate = (command: commands.OrderCreate, context: WriteContext): OperationCall => {
  const { customer, shipping } = command;
  const paid: Record<string, number> = {};
  for (const { method, amount } of command.payments ?? []) {
    const field = paymentFields[method];
    paid[field] = (paid[field] ?? 0) + amount;
  }
  const shopId = context.grants.shopId;
  const person = { name: customer?.name, phone: customer?.phone };
  return {
    body: clean({
      shop_id: shopId === undefined ? undefined : Number(shopId),
      custom_id: context.reference,
      warehouse_id: command.locationId,
      bill_full_name: customer?.name ?? shipping?.address?.name,
      bill_phone_number: customer?.phone ?? shipping?.address?.phone,
      bill_email: customer?.email,
      received_at_shop: false,
      items: command.lines.map((line) => encodeLine(line)),
      shipping_address: encodeAddress(located(shipping?.address, context) ?? {}, person),
      shipping_fee: shipping?.fee ?? 0,
      is_free_shipping: false,
      total_discount: command.discount ?? 0,
      note: command.note,
      note_print: shipping?.note,
      ...sourceOf(command.channel),
      assigning_seller_id: command.staffId,
      cod: shipping?.cod,
      ...paid,
    }),
  };
};

/** @throws Rejected with the fields that the vendor would answer "success" to and drop */
/**
 * What the parcel collects, as the order has it. Whether a PUT without it keeps it is not documented. Where the command
 * changes a sum, the vendor reckons it anew.
 */
const keptCollection = ({ lines, discount, shipping }: commands.OrderUpdate, current: Row): unknown =>
  lines === undefined && discount === undefined && shipping?.fee === undefined ? (current.cod ?? undefined) : undefined;

export const encodeOrderUpdate = (command: commands.OrderUpdate, context: WriteContext): OperationCall => {
  const current = rowOf(context.current);
  const status = current.status === undefined ? undefined : String(current.status);
  if (command.lines && status !== undefined && status !== "0") {
    throw new Rejected("Pancake changes the lines of new orders only", {
      code: "order-not-new",
      fields: { lines: "only while the order is new (status 0)" },
    });
  }
  const edits = EDITS.filter((field) => command[field] !== undefined);
  const canEdit = status === undefined || EDITABLE.has(status);
  if (edits.length > 0 && !canEdit) {
    throw new Rejected("Pancake changes nothing but state, note and labels of an order that was sent", {
      code: "order-sent",
      fields: Object.fromEntries(edits.map((field) => [field, "only before the order is sent"])),
    });
  }
  const person = { name: current.bill_full_name, phone: current.bill_phone_number };
  const address = located(command.shipping?.address, context);
  return {
    params: { order_id: command.id },
    body: clean({
      status: command.status === undefined ? undefined : statusCodes[command.status],
      items: command.lines && replaceLines(command.lines, rowsOf(current.items)),
      // The document's PUT has `discount`; some shops take the name that the answers have (field note).
      discount: command.discount,
      total_discount: command.discount,
      shipping_fee: command.shipping?.fee,
      cod: command.shipping?.cod ?? (canEdit ? keptCollection(command, current) : undefined),
      note: command.note,
      note_print: command.shipping?.note,
      ...sourceOf(command.channel),
      assigning_seller_id: command.staffId,
      tags: command.tags?.map((id) => ({ id: Number(id) })),
      partner: partnerOf(command.shipping, current),
      shipping_address: address && encodeAddress(address, person, rowOf(current.shipping_address)),
    }),
  };
};

export const encodeOrderCancel = (command: commands.OrderCancel, context: WriteContext): OperationCall => {
  const note = isRow(context.current) && typeof context.current.note === "string" ? context.current.note : "";
  const told = command.reason === undefined || note.includes(command.reason);
  return {
    params: { order_id: command.id },
    // There is no field for a reason; without the note as it is now, writing one would wipe it out.
    body: clean({
      status: CANCELLED,
      note: told || !isRow(context.current) ? undefined : [note, command.reason].filter(Boolean).join("\n"),
    }),
  };
};

const encodeVariation = (product: Omit<commands.ProductUpdate, "id">): Row => ({
  custom_id: product.code,
  barcode: product.barcode,
  retail_price: product.price,
  last_imported_price: product.cost,
  weight: product.weightGrams,
  images: product.images,
  fields: product.attributes,
});

/** Field note, seen in integrations: the document lists categories only in what it answers. */
const categoryIds = (id: string | undefined) =>
  id === undefined ? undefined : [/^\d+$/.test(id) && isExactNumber(id) ? Number(id) : id];

export const encodeProductCreate = (command: commands.ProductCreate, context: WriteContext): OperationCall => {
  const code = command.code ?? context.reference;
  return {
    body: clean({
      product: {
        name: command.name,
        note_product: command.description,
        custom_id: code,
        category_ids: categoryIds(command.categoryId),
        product_attributes: command.attributes?.map(({ name, value }) => ({ name, values: [value] })),
        weight: command.weightGrams ?? 0,
        variations: [{ ...encodeVariation({ ...command, code }), weight: command.weightGrams ?? 0 }],
      },
    }),
  };
};

/** The product of a variation's stored row. */
export const productIdOf = (current: unknown): string | undefined =>
  isRow(current) && (typeof current.product_id === "string" || typeof current.product_id === "number")
    ? String(current.product_id)
    : undefined;

/** @throws Rejected where the copy does not know the variation's product */
const ownProduct = ({ current }: WriteContext): string => {
  const product = productIdOf(current);
  if (product !== undefined) return product;
  throw new Rejected("Pancake changes a variation through its product, which is not known yet", {
    code: "product-unknown",
    fields: { id: "not in the copy of the shop" },
  });
};

export const encodeProductUpdate = (command: commands.ProductUpdate, context: WriteContext): OperationCall => {
  const product = ownProduct(context);
  const variation = encodeVariation(command);
  const changed = Object.values(variation).some((value) => value !== undefined);
  return {
    params: { product_id: product },
    body: clean({
      product: {
        name: command.name,
        note_product: command.description,
        category_ids: categoryIds(command.categoryId),
        variations: changed ? [{ id: command.id, ...variation }] : undefined,
      },
    }),
  };
};

/** "is_removed: true: Xóa mẫu mã": a variation is removed through its product. */
export const encodeProductDelete = ({ id }: { readonly id: string }, context: WriteContext): OperationCall => ({
  params: { product_id: ownProduct(context) },
  body: { product: { variations: [{ id, is_removed: true }] } },
});

const level = ({ absolute, locationId }: commands.StockSet) => ({
  remain_quantity: absolute,
  warehouse_id: locationId,
});

/** `is_actual_remain_quantity`: the stock on hand. False would set what can be sold, orders already subtracted. */
export const encodeStock = (command: commands.StockSet): OperationCall => ({
  params: { variation_id: command.productId },
  body: { is_actual_remain_quantity: true, variations_warehouses: [level(command)] },
});
export const encodeStocks = (stocks: readonly commands.StockSet[]): OperationCall => ({
  body: {
    is_actual_remain_quantity: true,
    variations_warehouses: stocks.map((command) => ({ variation_id: command.productId, ...level(command) })),
  },
});

export const encodeCustomerCreate = (command: commands.CustomerCreate): OperationCall => ({
  body: clean({
    name: command.name,
    phoneNumber: command.phone,
    // A customer with this phone stays as he is: sending the command again cannot make a second one.
    createType: "ignore",
    dateOfBirth: command.birthday,
  }),
});

/** The new one first, the others kept. */
const firstOf = (value: string | undefined, known: unknown): string[] | undefined =>
  value === undefined ? undefined : [value, ...textsOf(known).filter((other) => other !== value)];

/** The last note is the one that the record shows; it keeps its id. */
const lastNote = (message: string | undefined, known: readonly Row[]): readonly Row[] | undefined =>
  message === undefined ? undefined : [...known.slice(0, -1), { images: [], ...known.at(-1), message }];

export const encodeCustomerUpdate = (command: commands.CustomerUpdate, context: WriteContext): OperationCall => {
  const current = rowOf(context.current);
  const known = rowsOf(current.shop_customer_addresses);
  const person = { name: command.name ?? current.name, phone: command.phone ?? current.phone_numbers?.[0] };
  const place = located(command.address, context);
  const address = place && encodeAddress(place, person, known[0] ?? {});
  return {
    params: { customer_id: command.id },
    body: clean({
      customer: {
        name: command.name,
        gender: command.gender,
        phone_numbers: firstOf(command.phone, current.phone_numbers),
        emails: firstOf(command.email, current.emails),
        date_of_birth: command.birthday,
        reward_point: command.points,
        tags: command.tags,
        level_id: command.groups?.[0],
        notes: lastNote(command.note, rowsOf(current.notes)),
        // A number here, a text in orders (document).
        shop_customer_addresses: address && [
          { ...address, country_code: Number(address.country_code) },
          ...known.slice(1),
        ],
      },
    }),
  };
};
