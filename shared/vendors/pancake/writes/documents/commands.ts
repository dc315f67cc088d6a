import * as z from "zod";
import * as commands from "../../../../core/commands.ts";
import { isExactNumber } from "../../../../core/json.ts";
import { type Context, issue, refuse } from "../../commands.ts";

/* What Pancake takes of the papers of the warehouse and the till: the canonical commands, narrowed by its document. */

type StockLine = z.infer<typeof commands.StockLineCommand>;

const line = commands.StockLineCommand.extend({
  discount: refuse("Pancake's slips have no discount of a line: give the price after it"),
  note: refuse("Pancake's document has no note of a line of a slip that is made"),
  serials: refuse("Pancake's document has no serial numbers"),
  batch: refuse("Pancake's document has batches of a warehouse's shelves only"),
});
const lines = z.array(line).min(1).max(500);
const unpricedLines = z
  .array(line.extend({ price: refuse("goods that only change their place have no price at Pancake") }))
  .min(1)
  .max(500);

const checkLines = (given: readonly Partial<StockLine>[] | undefined, context: Context, isPriced: boolean): void => {
  for (const [index, { productId, quantity, price }] of (given ?? []).entries()) {
    const at = (field: string) => ["lines", index, field];
    if (productId === undefined) issue(context, at("productId"), "Pancake takes variations by id only");
    if (!Number.isInteger(quantity)) issue(context, at("quantity"), "Pancake takes whole quantities");
    if (isPriced && price === undefined) issue(context, at("price"), "Pancake needs what a piece costs");
  }
};

const byId = "Pancake's document knows a supplier by the number alone";
const supplier = commands.SupplierReference.extend({
  id: z
    .string()
    .regex(/^\d{1,16}$/, { error: "Pancake's number of the supplier", abort: true })
    .refine(isExactNumber, "Pancake's numbers of suppliers are below 2^53")
    .optional(),
  code: refuse(byId),
  name: refuse(byId),
  phone: refuse(byId),
});

/** `not_create_transaction` makes a payment slip of the whole sum, or none. */
const unpaid =
  "Pancake writes a payment slip of the whole sum or none; none is written: use cash.create for the payment";
const slip = {
  supplier: supplier.optional(),
  discount: refuse("Pancake's document has no discount of a slip that is made or changed"),
  paid: refuse(unpaid),
  method: refuse(unpaid),
  accountId: refuse(unpaid),
};

export const PurchaseCreate = commands.PurchaseCreate.extend({ ...slip, lines }).superRefine((command, context) => {
  if (command.locationId === undefined) issue(context, ["locationId"], "Pancake needs the warehouse");
  checkLines(command.lines, context, true);
});

export const PurchaseUpdate = commands.PurchaseUpdate.extend({ ...slip, lines: lines.optional() }).superRefine(
  (command, context) => checkLines(command.lines, context, true),
);

export const PurchaseCancel = commands.commands["purchases.cancel"];

export const SupplierReturnCreate = commands.SupplierReturnCreate.extend({
  ...slip,
  supplier: supplier.required({ id: true }),
  lines,
}).superRefine((command, context) => {
  if (command.locationId === undefined) issue(context, ["locationId"], "Pancake needs the warehouse");
  checkLines(command.lines, context, true);
});

export const TransferCreate = commands.TransferCreate.extend({
  lines: unpricedLines,
  status: z
    .literal("draft", { error: "Pancake makes a transfer as waiting: say afterwards that it was sent or received" })
    .optional(),
  code: refuse("Pancake numbers transfers itself"),
}).superRefine((command, context) => {
  if (command.fromLocationId === command.toLocationId) issue(context, ["toLocationId"], "the same warehouse");
  checkLines(command.lines, context, false);
});

export const TransferUpdate = commands.TransferUpdate.extend({ lines: unpricedLines.optional() }).superRefine(
  (command, context) => checkLines(command.lines, context, false),
);

/** Each product's stock is read right before the count: a longer one would hold the shop's other calls for long. */
const MOST_COUNTED = 50;

const counted = commands.StockCount.shape.lines.element.extend({
  note: refuse("Pancake's stocktaking has one note for all"),
});
export const StockCount = commands.StockCount.extend({
  lines: z.array(counted).min(1).max(MOST_COUNTED, `at most ${MOST_COUNTED} products in one count: send it in parts`),
}).superRefine(({ lines: pieces }, context) => {
  checkLines(pieces, context, false);
  const ids = pieces.map(({ productId }) => productId);
  for (const [index, id] of ids.entries())
    if (id !== undefined && ids.indexOf(id) !== index)
      issue(context, ["lines", index, "productId"], "counted twice: add the pieces up");
});

export const CashCreate = commands.CashCreate.extend({
  locationId: refuse("Pancake's document has no warehouse of a receipt or payment"),
  accountId: refuse("Pancake's document has no account of a receipt or payment"),
  categoryId: refuse("Pancake's document has labels of receipts and payments, and no list of them"),
});

/** The name of a voucher is its code ("name: Mã giảm giá"). */
export const VoucherCreate = commands.VoucherCreate.extend({
  campaignId: refuse("Pancake's vouchers belong to no campaign"),
  name: refuse("the name of a voucher of Pancake is its code"),
  codes: z
    .array(z.string().min(1).max(100))
    .length(1, "Pancake makes one voucher with a code of your own in a call")
    .optional(),
}).superRefine(({ codes, count, value, percent, mostOff }, context) => {
  if ((codes === undefined) === (count === undefined)) issue(context, ["codes"], "give either codes or count");
  if ((value === undefined) === (percent === undefined)) issue(context, ["value"], "give either value or percent");
  if (value !== undefined && mostOff !== undefined) issue(context, ["mostOff"], "it is the most of a percentage");
});
