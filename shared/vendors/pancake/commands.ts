import * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import * as commands from "../../core/commands.ts";
import { isExactNumber } from "../../core/json.ts";
import type { Address } from "../../core/records.ts";

/* What Pancake takes: the canonical commands, narrowed by its document. */

export type Context = z.core.$RefinementCtx;

export const refuse = (sentence: string) => z.never({ error: sentence }).optional();

export const issue = (context: Context, path: (string | number)[], message: string): void => {
  context.addIssue({ code: "custom", path, message });
};

/** New ids look like `84_VN132`, old ones like `805` (recorded). */
const isNewId = (id: string): boolean => id.startsWith("84_VN");

export const isTwoTier = ({ scheme, provinceId, wardId }: Address): boolean =>
  scheme === undefined ? isNewId(provinceId ?? wardId ?? "") : scheme === "two-tier";

/** Pancake's number of a country, by its ISO code. */
export const countryCode = codesOf({
  VN: 84,
  PH: 63,
  TH: 66,
  ID: 62,
  MY: 60,
  KH: 855,
  US: 1,
});

/** Orders with half an address are created and then refused by every carrier (field note, seen in integrations). */
const checkAddress = (address: Address | undefined, path: string[], context: Context): void => {
  if (!address) return;
  if (address.country !== undefined && countryCode(address.country) === undefined)
    issue(context, [...path, "country"], `Pancake's number of this country is not known: ${address.country}`);
  checkAddressIds(address, path, context);
};

const checkAddressIds = (address: Address, path: string[], context: Context): void => {
  const ids = (["provinceId", "districtId", "wardId"] as const).filter((field) => address[field] !== undefined);
  if (ids.length === 0) return;
  const twoTier = isTwoTier(address);
  for (const field of ids) {
    if (twoTier && field === "districtId") issue(context, [...path, field], "the two-tier scheme has no districts");
    else if (isNewId(address[field]!) !== twoTier)
      issue(context, [...path, field], `this id is not of the ${twoTier ? "two" : "three"}-tier scheme`);
  }
  const needed = twoTier ? (["provinceId", "wardId"] as const) : (["provinceId", "districtId", "wardId"] as const);
  for (const field of needed) {
    if (address[field] === undefined)
      issue(context, [...path, field], "an address with ids needs all ids of its scheme");
  }
};

const line = commands.OrderLineCommand.extend({
  taxRate: refuse("Pancake's document has no tax of a line"),
  serials: refuse("Pancake's document has no serial numbers"),
  batch: refuse("Pancake's document has batches of a warehouse's shelves only"),
});
export type LineCommand = z.infer<typeof commands.OrderLineCommand>;
const lines = z.array(line).min(1).max(500);

const checkLines = (lines: readonly LineCommand[] | undefined, context: Context): void => {
  for (const [index, line] of (lines ?? []).entries()) {
    if (line.productId === undefined)
      issue(context, ["lines", index, "productId"], "Pancake takes variations by id only");
    if (!Number.isInteger(line.quantity))
      issue(context, ["lines", index, "quantity"], "Pancake takes whole quantities");
    if (line.discount !== undefined && line.discount % line.quantity !== 0)
      issue(context, ["lines", index, "discount"], "Pancake takes the discount for one unit: divisible by quantity");
  }
};

const inChange = "Pancake's document has it only in a change of an order";
const shippingFields = {
  weightGrams: refuse("Pancake adds up the weights of the variations"),
  serviceCode: refuse("Pancake's document has no service of a carrier"),
  expectedAt: refuse("Pancake shows when the receiver expects an order, and its document takes no such time"),
};
const shipping = commands.ShippingCommand.extend({
  ...shippingFields,
  carrierCode: refuse(inChange),
  trackingCode: refuse(inChange),
}).optional();
const changedShipping = commands.ShippingCommand.extend({
  ...shippingFields,
  carrierCode: z
    .string()
    .regex(/^\d{1,9}$/, "Pancake's number of the carrier (PartnerId)")
    .optional(),
}).optional();

const payment = z.strictObject({
  method: z.enum(["cash", "card", "transfer", "cod"]),
  amount: z.number().int().nonnegative(),
  accountId: refuse("an order of Pancake has one sum for each method and no accounts"),
});

/** Cash on delivery has one field, though a command may say it in two places. */
const checkCod = (order: z.infer<typeof OrderFields>, context: Context): void => {
  const paid = (order.payments ?? []).filter(({ method }) => method === "cod");
  const sum = paid.reduce((total, { amount }) => total + amount, 0);
  if (paid.length > 0 && order.shipping?.cod !== undefined && order.shipping.cod !== sum)
    issue(context, ["payments"], `cash on delivery is ${sum} here and ${order.shipping.cod} in shipping.cod`);
};

const OrderFields = commands.OrderCreate.extend({
  customer: commands.CustomerReference.extend({
    code: refuse("Pancake finds the customer of an order by the phone"),
  }).optional(),
  lines,
  shipping,
  payments: z.array(payment).optional(),
  tags: refuse(inChange),
});
export const OrderCreate = OrderFields.superRefine((order, context) => {
  if (order.locationId === undefined) issue(context, ["locationId"], "Pancake needs the warehouse");
  checkLines(order.lines, context);
  checkAddress(order.shipping?.address, ["shipping", "address"], context);
  checkCod(order, context);
});

/** Names of labels have become their numbers by then. */
const orderTags = z
  .array(
    z
      .string()
      .regex(/^\d{1,16}$/, { error: "the shop has no label of orders with this name", abort: true })
      .refine(isExactNumber, "the shop has no label of orders with this number"),
  )
  .max(50);

export const OrderUpdate = commands.OrderUpdate.extend({
  lines: lines.optional(),
  shipping: changedShipping,
  tags: orderTags.optional(),
}).superRefine((order, context) => {
  checkLines(order.lines, context);
  checkAddress(order.shipping?.address, ["shipping", "address"], context);
});

const product = {
  unit: refuse("Pancake's document has no unit of a product"),
  // Any other value is left out and named, as what the vendor has no field for.
  active: z.literal(true, { error: "Pancake's document has no call that takes a product out of sale" }).optional(),
  weightGrams: z.number().nonnegative().int("Pancake takes whole grams").optional(),
};
export const ProductCreate = commands.ProductCreate.extend(product).superRefine(({ price }, context) => {
  if (price === undefined) issue(context, ["price"], "Pancake needs the price of the variation");
});
export const ProductUpdate = commands.ProductUpdate.extend(product);

const stock = commands.StockSet.shape;
export const StockSet = z
  .strictObject({ ...stock, note: refuse("Pancake keeps no note where stock is set") })
  .superRefine(({ absolute }, context) => {
    if (absolute === undefined) issue(context, ["absolute"], "say what the stock is");
  });

export const StockMove = commands.StockMove.superRefine(({ delta }, context) => {
  if (!Number.isInteger(delta)) issue(context, ["delta"], "Pancake takes whole quantities");
});

/** "Tạo khách hàng" takes name, phone and birthday; "Cập nhật khách hàng" knows more. */
const later = "Pancake creates a customer with name, phone and birthday only; change the customer afterwards";
const noCode = "Pancake's document has no code of a customer";
const noCompany = "Pancake's document has no company of a customer";

export const CustomerCreate = commands.CustomerCreate.extend({
  email: refuse(later),
  gender: refuse(later),
  address: refuse(later),
  note: refuse(later),
  groups: refuse(later),
  tags: refuse(later),
  points: refuse(later),
  code: refuse(noCode),
  company: refuse(noCompany),
  taxCode: refuse(noCompany),
}).superRefine(({ phone }, context) => {
  if (phone === undefined) issue(context, ["phone"], "Pancake knows customers by their phone");
});

/** Names of levels have become their ids by then. */
const level = z.string().regex(/^[0-9a-f-]{36}$/i, "the shop has no level of customers with this name");

export const CustomerUpdate = commands.CustomerUpdate.extend({
  groups: z.array(level).length(1, "a customer of Pancake has one level").optional(),
  code: refuse(noCode),
  company: refuse(noCompany),
  taxCode: refuse(noCompany),
}).superRefine(({ address }, context) => checkAddress(address, ["address"], context));
