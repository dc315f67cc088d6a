import { createHash } from "node:crypto";
import type * as z from "zod";
import * as commands from "../../core/commands.ts";
import { Rejected, RetryLater, VendorChanged } from "../../core/errors.ts";
import type { Address, CanonicalRecord, Customer, Inventory, Order, Product } from "../../core/records.ts";
import { countOf, searchable } from "../../core/rows.ts";
import { CLOCK_SLACK, parseTime } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import { type Call, type CanonicalWrite, defineWrite, type Vendor, type WriteContext } from "../../core/vendor.ts";

/** Canonical commands as calls of Pancake. What the vendor does not take at all is named by `notTaken`. */

type Row = Readonly<Record<string, any>>;

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

/** Ids of new rows have moved between versions of the vendor (field note, seen in integrations). */
const createdId = (answer: unknown): string | undefined => {
  if (!isRow(answer)) return undefined;
  const data = isRow(answer.data) ? answer.data : answer;
  const id = data.id ?? data.order_id ?? data.system_id;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
};

const hash = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

const issue = (context: z.core.$RefinementCtx, path: (string | number)[], message: string): void => {
  context.addIssue({ code: "custom", path, message });
};

/** Orders with half an address are created and then refused by every carrier (field note, seen in integrations). */
const checkAddress = (address: Address | undefined, path: string[], context: z.core.$RefinementCtx): void => {
  if (
    !address ||
    (address.provinceId === undefined && address.districtId === undefined && address.wardId === undefined)
  )
    return;
  const needed = isTwoTier(address)
    ? (["provinceId", "wardId"] as const)
    : (["provinceId", "districtId", "wardId"] as const);
  for (const field of needed) {
    if (address[field] === undefined) {
      issue(context, [...path, field], "an address with ids needs all ids of its scheme");
    }
  }
};

/** New ids look like `84_VN132`, old ones like `805` (recorded). */
const isTwoTier = (address: Address): boolean =>
  address.scheme === undefined
    ? (address.provinceId ?? address.wardId ?? "").startsWith("84_VN")
    : address.scheme === "two-tier";

const countryCodes: Readonly<Record<string, number>> = { VN: 84, PH: 63, TH: 66, ID: 62, MY: 60, KH: 855, US: 1 };

const encodeAddress = (
  address: Address | undefined,
  person: { name?: string | undefined; phone?: string | undefined },
) => {
  const parts = [address?.line, address?.ward, address?.district, address?.province].filter(Boolean);
  const ids =
    address === undefined
      ? {}
      : isTwoTier(address)
        ? { new_province_id: address.provinceId, new_commune_id: address.wardId }
        : { province_id: address.provinceId, district_id: address.districtId, commune_id: address.wardId };
  return {
    full_name: address?.name ?? person.name,
    phone_number: address?.phone ?? person.phone,
    address: address?.line,
    full_address: parts.length > 0 ? parts.join(", ") : undefined,
    ...ids,
    province_name: address?.province,
    district_name: address?.district,
    commune_name: address?.ward,
    country_code: String(countryCodes[address?.country ?? "VN"] ?? 84),
  };
};

type LineCommand = z.infer<typeof commands.OrderLineCommand>;

const checkLines = (lines: readonly LineCommand[] | undefined, context: z.core.$RefinementCtx): void => {
  for (const [index, line] of (lines ?? []).entries()) {
    if (line.productId === undefined) {
      issue(context, ["lines", index, "productId"], "Pancake takes variations by id only");
    }
    if (!Number.isInteger(line.quantity)) {
      issue(context, ["lines", index, "quantity"], "Pancake takes whole quantities");
    }
    if (line.discount !== undefined && line.discount % line.quantity !== 0) {
      issue(context, ["lines", index, "discount"], "Pancake takes the discount for one unit: divisible by quantity");
    }
  }
};

const encodeLine = (line: LineCommand) => ({
  variation_id: line.productId,
  quantity: line.quantity,
  discount_each_product: line.discount === undefined ? 0 : line.discount / line.quantity,
  is_discount_percent: false,
  note: line.note,
  variation_info:
    line.price === undefined && line.name === undefined
      ? undefined
      : { retail_price: line.price, name: line.name, display_id: line.code },
});

/** JSON has no undefined: keys that were not asked for stay out. */
const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const OrderCreate = commands.OrderCreate.superRefine((order, context) => {
  if (order.locationId === undefined) issue(context, ["locationId"], "Pancake needs the warehouse");
  checkLines(order.lines, context);
  checkAddress(order.shipping?.address, ["shipping", "address"], context);
});
const OrderUpdate = commands.OrderUpdate.superRefine((order, context) => {
  checkLines(order.lines, context);
  checkAddress(order.shipping?.address, ["shipping", "address"], context);
});

const paymentFields = { cash: "cash", card: "charged_by_card", transfer: "transfer_money", cod: "cod" } as const;

/** The canonical states that an order can be set to, as the vendor's numbers. */
const statusCodes = {
  pending: 0,
  confirmed: 1,
  packing: 8,
  shipping: 2,
  delivered: 3,
  completed: 16,
  returned: 5,
} as const satisfies Record<NonNullable<commands.OrderUpdate["status"]>, number>;
const CANCELLED = 6;
/** From here on the vendor changes nothing of an order but its state (field note, seen in integrations). */
const EDITABLE = new Set(["0", "17", "11", "20", "1", "12", "13", "8", "9"]);

type OrderCommand = Partial<Pick<commands.OrderCreate, "lines" | "discount" | "shipping" | "note">>;

const orderNotTaken = (command: OrderCommand, record: CanonicalRecord): string[] => {
  const order = record as Order;
  const missing: string[] = [];
  const differs = (field: string, asked: unknown, stored: unknown) => {
    if (asked !== undefined && String(asked) !== String(stored ?? "")) missing.push(field);
  };
  differs("discount", command.discount, order.discount ?? 0);
  differs("note", command.note, order.note);
  differs("shipping.fee", command.shipping?.fee, order.shipping?.fee ?? 0);
  differs("shipping.cod", command.shipping?.cod, order.shipping?.cod ?? 0);
  differs("shipping.address.line", command.shipping?.address?.line, order.shipping?.address?.line);
  differs("shipping.address.wardId", command.shipping?.address?.wardId, order.shipping?.address?.wardId);
  differs("shipping.carrierCode", command.shipping?.carrierCode, order.shipping?.carrierCode);
  if (command.shipping?.weightGrams !== undefined) missing.push("shipping.weightGrams");
  for (const [index, line] of (command.lines ?? []).entries()) {
    const stored = order.lines.find((candidate) => candidate.productId === line.productId);
    if (!stored) {
      missing.push(`lines.${index}`);
      continue;
    }
    differs(`lines.${index}.quantity`, line.quantity, stored.quantity);
    differs(`lines.${index}.price`, line.price, stored.price);
    differs(`lines.${index}.discount`, line.discount, stored.discount ?? 0);
    differs(`lines.${index}.note`, line.note, stored.note);
  }
  return missing;
};

const encodeOrderCreate = (command: commands.OrderCreate, context: WriteContext) => {
  const customer = command.customer;
  const paid: Record<string, number> = {};
  for (const payment of command.payments ?? []) {
    const field = paymentFields[payment.method];
    paid[field] = (paid[field] ?? 0) + payment.amount;
  }
  const shopId = context.grants.shopId;
  return {
    body: clean({
      shop_id: shopId === undefined ? undefined : Number(shopId),
      custom_id: context.reference,
      warehouse_id: command.locationId,
      bill_full_name: customer?.name ?? command.shipping?.address?.name,
      bill_phone_number: customer?.phone ?? command.shipping?.address?.phone,
      bill_email: customer?.email,
      received_at_shop: false,
      items: command.lines.map(encodeLine),
      shipping_address: encodeAddress(command.shipping?.address, { name: customer?.name, phone: customer?.phone }),
      shipping_fee: command.shipping?.fee ?? 0,
      is_free_shipping: false,
      total_discount: command.discount ?? 0,
      note: command.note,
      note_print: command.shipping?.note,
      ...(command.shipping?.cod === undefined ? {} : { cod: command.shipping.cod }),
      ...paid,
    }),
  };
};

/** Rows of a page, and pages, that a probe looks through. */
const PAGE_ROWS = 100;
const MOST_PAGES = 20;
/** What a page holds where the vendor ignores the size that we ask for. */
const DEFAULT_ROWS = 30;
/** Orders that the fuzzy search brings up without their `custom_id` are opened one by one, and no more than these. */
const MOST_CANDIDATES = 20;

const undecided = (what: string): RetryLater =>
  new RetryLater(`Pancake: too many ${what} to search for a write`, { delivered: "no" });

/**
 * A listing page by page until its last one: what is not on a full page may be on the next.
 * @throws RetryLater where it does not end: nothing is proven then, and a second record is worse than a late answer
 */
const pagesOf = async function* (
  call: Call,
  operation: string,
  what: string,
  paramsOf: (page: number) => Row,
): AsyncGenerator<readonly Row[]> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = (await call(operation, { params: { page_size: PAGE_ROWS, ...paramsOf(page) } })) as Row;
    const rows: readonly Row[] = searchable(answer.data);
    yield rows;
    // A full page is not the last one, whatever the count says.
    const isFull = rows.length >= (countOf(answer.page_size) ?? DEFAULT_ROWS);
    if (rows.length === 0 || (!isFull && page >= (countOf(answer.total_pages) ?? 0))) return;
  }
  throw undecided(what);
};

const orderCreate = defineWrite<commands.OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  encode: encodeOrderCreate,
  reference: { by: "field", fields: ["order.custom_id"] },
  result: (answer) => ({ id: createdId(answer) }),
  probe: async (_command, context, call) => {
    const { reference } = context;
    const isOurs = (row: Row) => row.custom_id === reference || String(row.id) === reference;
    const search = { search: reference, extra_fields: ["custom_id"], include_removed: 1 };
    const candidates: Row[] = [];
    for await (const rows of pagesOf(call, "orders.list", "orders", (page) => ({ ...search, page_number: page }))) {
      const exact = rows.find(isOurs);
      if (exact) return { id: String(exact.id) };
      candidates.push(...rows.filter((row) => !("custom_id" in row)));
    }
    for (const { id } of candidates.slice(0, MOST_CANDIDATES)) {
      const { data } = (await call("orders.get", { params: { order_id: String(id) } })) as { data: Row };
      if (isOurs(data)) return { id: String(data.id) };
    }
    if (candidates.length > MOST_CANDIDATES) throw undecided("orders");
    return undefined;
  },
  // The search is an index of its own: it may lag behind the order.
  settleSeconds: 120,
  resource: "orders",
  entity: ({ customer, ...order }) =>
    `orders.create:${customer?.phone ?? customer?.id ?? customer?.code ?? hash({ customer, ...order })}`,
  notTaken: (command, record) => {
    const missing = orderNotTaken(command, record);
    const order = record as Order;
    if (command.channel !== undefined && command.channel !== order.channel) missing.push("channel");
    if (command.customer?.id !== undefined && command.customer.id !== order.customerId) missing.push("customer.id");
    if (command.customer?.code !== undefined) missing.push("customer.code");
    for (const [index, payment] of (command.payments ?? []).entries()) {
      const taken =
        payment.method === "cod"
          ? order.shipping?.cod !== undefined
          : order.payments?.some(({ method }) => method === payment.method);
      if (!taken) missing.push(`payments.${index}`);
      else if (payment.accountId !== undefined) missing.push(`payments.${index}.accountId`);
    }
    return missing;
  },
});

const orderUpdate = defineWrite<commands.OrderUpdate>({
  operation: "orders.update",
  command: OrderUpdate,
  encode: (command, context) => {
    const current = isRow(context.current) ? context.current : {};
    const status = current.status === undefined ? undefined : String(current.status);
    // Refused here: the vendor would answer "success" and drop them.
    if (command.lines && status !== undefined && status !== "0") {
      throw new Rejected("Pancake changes the lines of new orders only", {
        code: "order-not-new",
        fields: { lines: "only while the order is new (status 0)" },
      });
    }
    const edits = command.discount !== undefined || command.shipping !== undefined;
    if (edits && status !== undefined && !EDITABLE.has(status)) {
      throw new Rejected("Pancake changes nothing but the state of an order that was sent", {
        code: "order-sent",
        fields: { [command.discount === undefined ? "shipping" : "discount"]: "only before the order is sent" },
      });
    }
    return {
      params: { order_id: command.id },
      body: clean({
        status: command.status === undefined ? undefined : statusCodes[command.status],
        items: command.lines?.map(encodeLine),
        total_discount: command.discount,
        shipping_fee: command.shipping?.fee,
        cod: command.shipping?.cod,
        note: command.note,
        note_print: command.shipping?.note,
        shipping_address: command.shipping?.address
          ? {
              ...(isRow(current.shipping_address) ? current.shipping_address : {}),
              ...clean(
                encodeAddress(command.shipping.address, {
                  name: current.bill_full_name,
                  phone: current.bill_phone_number,
                }),
              ),
            }
          : undefined,
      }),
    };
  },
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.id }),
  repeatable: true,
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  notTaken: (command, record) => {
    const missing = orderNotTaken(command, record);
    const stored = (record as Order).vendorStatus?.code;
    if (command.status !== undefined && stored !== String(statusCodes[command.status])) missing.push("status");
    return missing;
  },
});

const orderCancel = defineWrite<commands.OrderCancel>({
  operation: "orders.update",
  command: commands.OrderCancel,
  encode: (command, context) => {
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
  },
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.id }),
  repeatable: true,
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  notTaken: (command, record) => {
    const order = record as Order;
    return [
      ...(order.vendorStatus?.code === String(CANCELLED) ? [] : ["status"]),
      ...(command.reason === undefined || order.note?.includes(command.reason) ? [] : ["reason"]),
    ];
  },
});

const ProductCreate = commands.ProductCreate.superRefine((product, context) => {
  if (product.price === undefined) issue(context, ["price"], "Pancake needs the price of the variation");
  checkWeight(product.weightGrams, context);
});
const ProductUpdate = commands.ProductUpdate.superRefine((product, context) =>
  checkWeight(product.weightGrams, context),
);

const checkWeight = (weight: number | undefined, context: z.core.$RefinementCtx): void => {
  if (weight !== undefined && !Number.isInteger(weight)) issue(context, ["weightGrams"], "Pancake takes whole grams");
};

type ProductCommand = Omit<commands.ProductUpdate, "id">;

const encodeVariation = (product: ProductCommand) => ({
  custom_id: product.code,
  barcode: product.barcode,
  retail_price: product.price,
  last_imported_price: product.cost,
  weight: product.weightGrams,
  images: product.images,
  fields: product.attributes,
});

const productNotTaken = (product: ProductCommand, record: CanonicalRecord): string[] => {
  const stored = record as Product;
  const missing: string[] = [];
  for (const field of [
    "name",
    "code",
    "barcode",
    "description",
    "categoryId",
    "unit",
    "price",
    "cost",
    "weightGrams",
  ] as const) {
    if (product[field] !== undefined && String(product[field]) !== String(stored[field] ?? "")) missing.push(field);
  }
  if (product.active !== undefined && product.active !== stored.active) missing.push("active");
  if (product.images?.some((image) => !stored.images?.includes(image))) missing.push("images");
  if (
    product.attributes?.some(
      ({ name, value }) => !stored.attributes?.some((other) => other.name === name && other.value === value),
    )
  ) {
    missing.push("attributes");
  }
  return missing;
};

/** Field note, seen in integrations: the document lists categories only in what it answers. */
const categoryIds = (id: string | undefined) =>
  id === undefined ? undefined : [Number.isInteger(Number(id)) ? Number(id) : id];

/** A product of the same code and name that stood there before our first try is not ours. */
const isRecent = (row: Row, { firstAttemptAt }: WriteContext): boolean => {
  const created = parseTime(row.inserted_at, "utc");
  return firstAttemptAt === undefined || created === undefined || created >= firstAttemptAt - CLOCK_SLACK;
};

const productCreate = defineWrite<commands.ProductCreate>({
  operation: "products.create",
  command: ProductCreate,
  encode: (command, context) => {
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
  },
  reference: { by: "field", fields: ["product.custom_id (the command's code, else our reference)"] },
  result: (answer, command) => {
    const data = isRow(answer) && isRow(answer.data) ? answer.data : {};
    const variation = Array.isArray(data.variations) ? data.variations.find(isRow) : undefined;
    const id = variation?.id ?? undefined;
    return { id: id === undefined ? undefined : String(id), code: command.code };
  },
  probe: async (command, context, call) => {
    const code = command.code ?? context.reference;
    const strangers: Row[] = [];
    const search = (page: number) => ({ search: code, page_number: page });
    for await (const rows of pagesOf(call, "variations.list", "variations", search)) {
      const coded = rows.filter((row) =>
        [row.display_id, row.custom_id, row.product?.custom_id].some((value) => sameText(value, code)),
      );
      // Nobody else has our reference for a code.
      const ours =
        command.code === undefined
          ? coded[0]
          : coded.find((row) => sameText(row.product?.name, command.name) && isRecent(row, context));
      if (ours) return { id: String(ours.id), current: ours };
      strangers.push(...coded);
    }
    for (const row of strangers) someoneElses(parseTime(row.inserted_at, "utc"), context);
    return undefined;
  },
  settleSeconds: 120,
  resource: "products",
  entity: (command) => `products.create:${command.code ?? hash(command)}`,
  notTaken: productNotTaken,
});

const productUpdate = defineWrite<commands.ProductUpdate>({
  operation: "products.update",
  command: ProductUpdate,
  encode: (command, context) => {
    const product = productIdOf(context.current);
    if (product === undefined) {
      throw new Rejected("Pancake changes a variation through its product, which is not known yet", {
        code: "product-unknown",
        fields: { id: "not in the copy of the shop" },
      });
    }
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
  },
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.id }),
  repeatable: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  notTaken: productNotTaken,
});

/** The product of a variation's stored row. */
export const productIdOf = (current: unknown): string | undefined =>
  isRow(current) && (typeof current.product_id === "string" || typeof current.product_id === "number")
    ? String(current.product_id)
    : undefined;

const StockSet = commands.StockSet.superRefine((stock, context) => {
  if (stock.absolute === undefined) issue(context, ["absolute"], "say what the stock is");
});

const level = (command: commands.StockSet) => ({
  remain_quantity: command.absolute,
  warehouse_id: command.locationId,
});

const stockSet = defineWrite<commands.StockSet>({
  operation: "variations.update-quantity",
  command: StockSet,
  encode: (command) => ({
    params: { variation_id: command.productId },
    // True: the stock on hand. False would set what can be sold, orders already subtracted.
    body: { is_actual_remain_quantity: true, variations_warehouses: [level(command)] },
  }),
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.productId }),
  repeatable: true,
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
  notTaken: (command, record) => {
    const stored = (record as Inventory).levels.find(({ locationId }) => locationId === command.locationId);
    return [
      ...((stored?.onHand ?? 0) === command.absolute ? [] : ["absolute"]),
      ...(command.note === undefined ? [] : ["note"]),
    ];
  },
  bulk: {
    operation: "variations.update-quantities",
    most: 100,
    encode: (items) => ({
      body: {
        is_actual_remain_quantity: true,
        variations_warehouses: items.map(({ command }) => ({ variation_id: command.productId, ...level(command) })),
      },
    }),
    // The vendor answers for all at once: a refusal refuses the call.
    results: (_answer, items) => items.map(({ command }) => ({ id: command.productId })),
  },
});

/** Stocktakings: 1 is a finished one ("Đã kiểm hàng"). */
const COUNTED = 1;

const withReference = (note: string | undefined, reference: string): string =>
  [note, `#${reference}`].filter(Boolean).join(" ");

/**
 * A difference is booked by a finished stocktaking: `changed_quantity` is what came or went, and nothing is bought,
 * sold or owed by it, as it would be with an import or export slip.
 */
const stockMove = defineWrite<commands.StockMove>({
  operation: "stocktakings.create",
  command: commands.StockMove.superRefine(({ delta }, context) => {
    if (!Number.isInteger(delta)) issue(context, ["delta"], "Pancake takes whole quantities");
  }),
  encode: ({ productId, locationId, delta, note }, { reference }) => ({
    body: {
      stocktaking: {
        warehouse_id: locationId,
        items: [{ variation_id: productId, changed_quantity: delta }],
        note: withReference(note, reference),
        status: COUNTED,
      },
    },
  }),
  // The count's own id is the vendor's affair; what is read back is the variation's stock.
  result: (answer, { productId }) => {
    const status = isRow(answer) && isRow(answer.data) ? answer.data.status : undefined;
    if (status !== undefined && status !== COUNTED)
      throw new VendorChanged(`a stocktaking with status ${status}`, JSON.stringify(answer));
    return { id: productId, code: createdId(answer) };
  },
  reference: { by: "field", fields: ["stocktaking.note"] },
  probe: async ({ productId, locationId }, { reference, firstAttemptAt }, call) => {
    const since = (firstAttemptAt ?? 0) - CLOCK_SLACK;
    const all = (page: number) => ({ page, status: -2 });
    for await (const rows of pagesOf(call, "stocktakings.list", "stocktakings", all)) {
      for (const row of rows) {
        const inserted = parseTime(row.inserted_at, "utc");
        if (String(row.note ?? "").includes(`#${reference}`)) {
          if (row.status === COUNTED) return { id: productId };
          throw new Rejected(`stocktaking ${row.id} is ours and not done: finish or delete it`, { notFound: true });
        }
        const isEdited = row.updated_at !== row.inserted_at && !/#TB-/.test(String(row.note ?? ""));
        if (isEdited && row.warehouse_id === locationId && inserted !== undefined && inserted >= since)
          throw new Rejected(`stocktaking ${row.id} may be ours, its note was rewritten`, { notFound: true });
      }
      const last = parseTime(rows.at(-1)?.inserted_at, "utc");
      // Newest first, as every list of this vendor; where the order is another one, all pages are read.
      if (isDescending(rows) && last !== undefined && last < since) return undefined;
    }
    return undefined;
  },
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
});

const isDescending = (rows: readonly Row[]): boolean =>
  rows.every((row, at) => at === 0 || String(rows[at - 1]!.inserted_at) >= String(row.inserted_at));

const CustomerCreate = commands.CustomerCreate.superRefine((customer, context) => {
  if (customer.phone === undefined) issue(context, ["phone"], "Pancake knows customers by their phone");
});

const customerNotTaken = (command: Partial<commands.CustomerCreate>, record: CanonicalRecord): string[] => {
  const stored = record as Customer;
  const missing: string[] = [];
  for (const field of ["name", "phone", "email", "gender", "birthday", "company", "taxCode", "code", "note"] as const) {
    if (command[field] !== undefined && command[field] !== stored[field]) missing.push(field);
  }
  if (command.address?.line !== undefined && command.address.line !== stored.address?.line) missing.push("address");
  return missing;
};

const customerCreate = defineWrite<commands.CustomerCreate>({
  operation: "customers.create",
  command: CustomerCreate,
  encode: (command) => ({
    body: clean({
      name: command.name,
      phoneNumber: command.phone,
      // A customer with this phone stays as he is: sending the command again cannot make a second one.
      createType: "ignore",
      dateOfBirth: command.birthday,
    }),
  }),
  reference: { by: "key", field: "phone" },
  result: (answer) => ({ id: createdId(answer) }),
  repeatable: true,
  probe: async (command, _context, call) => {
    const search = (page: number) => ({ search: command.phone, page_number: page });
    for await (const rows of pagesOf(call, "customers.list", "customers", search)) {
      const ours = rows.find((row) => Array.isArray(row.phone_numbers) && row.phone_numbers.includes(command.phone));
      if (ours) return { id: String(ours.id) };
    }
    return undefined;
  },
  resource: "customers",
  entity: ({ phone }) => `customers.create:${phone}`,
  notTaken: customerNotTaken,
});

/** The new one first, the others kept. */
const firstOf = (value: string | undefined, known: unknown): string[] | undefined =>
  value === undefined
    ? undefined
    : [
        value,
        ...(Array.isArray(known) ? known : []).filter(
          (other): other is string => typeof other === "string" && other !== "" && other !== value,
        ),
      ];

const customerUpdate = defineWrite<commands.CustomerUpdate>({
  operation: "customers.update",
  command: commands.CustomerUpdate.superRefine((customer, context) =>
    checkAddress(customer.address, ["address"], context),
  ),
  encode: (command, context) => {
    const current = isRow(context.current) ? context.current : {};
    const known: Row[] = Array.isArray(current.shop_customer_addresses) ? current.shop_customer_addresses : [];
    const person = { name: command.name ?? current.name, phone: command.phone ?? current.phone_numbers?.[0] };
    const address = command.address
      ? { ...encodeAddress(command.address, person), id: known[0]?.id, country_code: 84 }
      : undefined;
    return {
      params: { customer_id: command.id },
      body: clean({
        customer: {
          name: command.name,
          gender: command.gender,
          phone_numbers: firstOf(command.phone, current.phone_numbers),
          emails: firstOf(command.email, current.emails),
          date_of_birth: command.birthday,
          shop_customer_addresses: address ? [address, ...known.slice(1)] : undefined,
        },
      }),
    };
  },
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.id }),
  repeatable: true,
  fresh: true,
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  notTaken: customerNotTaken,
});

/** Invoices and payments of their own do not exist at Pancake: an order is the sale. */
export const writes: Vendor["writes"] = {
  "orders.create": orderCreate,
  "orders.update": orderUpdate,
  "orders.cancel": orderCancel,
  "products.create": productCreate,
  "products.update": productUpdate,
  "stock.set": stockSet,
  "stock.move": stockMove,
  "customers.create": customerCreate,
  "customers.update": customerUpdate,
} satisfies Partial<Record<string, CanonicalWrite>>;
