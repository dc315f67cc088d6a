import { type Shows, type Taken, UNSEEN } from "../../../core/taken.ts";
import { DAY, parseTime, SECOND, toHanoiDay, toHanoiLocal } from "../../../core/time.ts";
import { type Call, defineWrite, type WriteContext } from "../../../core/vendor.ts";
import { PurchaseCreateCommand, type PurchaseLine, PurchaseUpdateCommand, RemovalCommand } from "../commands.ts";
import {
  compact,
  marksOf,
  methods,
  number,
  perUnit,
  type Row,
  rowIn,
  unlessEmpty,
  withMark,
  withoutMark,
} from "../encode.ts";
import { amongAll, ask, beganAt } from "../find.ts";
import { made, whereShown } from "./common.ts";

/*
 * Goods that come in. The body has a note (§2.15.3), which no answer is documented to show (§2.15.1, §2.15.2), and a day
 * of purchase, which all of them show: ours is the moment of the first attempt, so that a lost purchase has two traces.
 */

/** The document has no table; these are the vendor's screens (inferred). */
const states = { draft: 1, received: 3, cancelled: 4 } as const;

const toLine = (line: PurchaseLine): Row =>
  compact({
    productCode: line.code,
    quantity: line.quantity,
    price: line.price,
    discount: perUnit(line.discount, line.quantity),
    description: line.note,
  });

const toSupplier = (supplier: PurchaseCreateCommand["supplier"]): Row | undefined =>
  supplier && compact({ code: supplier.code, name: supplier.name, contactNumber: supplier.phone });

const toPaid = ({ paid, method, accountId }: Pick<PurchaseCreateCommand, "paid" | "method" | "accountId">): Row =>
  compact({ paidAmount: paid, paymentMethod: method && methods[method], accountId: number(accountId) });

// ---- what the records show -----------------------------------------------------------------------------------------

const linesIn = (row: Row): Row[] => [row.purchaseOrderDetails ?? []].flat();

/** A purchase in any other state, a cancelled one say, is neither a draft nor received. Undefined: nothing tells. */
const draftOf = ({ status }: Row): boolean | string | undefined => {
  if (status === undefined || status === null) return undefined;
  if (Number(status) === states.draft) return true;
  return Number(status) === states.received ? false : `state ${status}`;
};

/** A purchase in the words of the command. */
const view = (row: Row): Row => ({
  id: String(row.id),
  locationId: row.branchId === undefined ? undefined : String(row.branchId),
  supplier: { code: row.supplierCode, name: row.supplierName },
  discount: row.discount,
  paid: row.totalPayment,
  note: row.description === undefined || row.description === null ? undefined : withoutMark(row.description),
  status: Number(row.status),
  draft: draftOf(row),
  lines: linesIn(row).map((line) => ({
    productId: line.productId === undefined ? undefined : String(line.productId),
    code: line.productCode ?? line.ProductCode,
    quantity: Number(line.quantity),
    price: line.price,
    discount: Math.round(Number(line.discount ?? 0) * Number(line.quantity)),
    note: line.description,
  })),
});

const shows: Shows = {
  locationId: true,
  "supplier.code": true,
  // A supplier that the vendor knows by its code keeps its own name.
  "supplier.name": ({ supplier }, { code }) => (code === undefined ? supplier?.name : UNSEEN),
  discount: whereShown(({ discount }) => discount),
  paid: whereShown(({ paid }) => paid),
  note: whereShown(({ note }) => note),
  draft: whereShown(({ draft }) => draft),
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "lines.note": whereShown(({ note }) => note),
};

// ---- looking for a lost purchase -----------------------------------------------------------------------------------

type Bought = Pick<PurchaseCreateCommand, "locationId" | "lines">;

const timeOf = (row: Row): number | undefined => {
  try {
    return parseTime(row.purchaseDate, "hanoi");
  } catch {
    return undefined;
  }
};

/** The day of purchase is ours to the second, and so are the branch and every line. */
const isSamePurchase = (row: Row, { locationId, lines }: Bought, context: WriteContext): boolean => {
  const [time, ours] = [timeOf(row), beganAt(context)];
  if (time === undefined || ours === undefined || Math.abs(time - ours) >= SECOND) return false;
  // Another write of ours, with the same goods in the same second.
  if (marksOf(row.description).some((mark) => mark !== context.reference)) return false;
  const goods = (list: readonly Row[]) =>
    list.map(({ code, quantity, price }) => `${code} ${quantity} ${Number(price)}`);
  return (
    String(row.branchId) === locationId && goods(view(row).lines).sort().join("\n") === goods(lines).sort().join("\n")
  );
};

const looks = [
  {
    way: "the purchases of the branch with our mark in the note",
    look: async ({ locationId }: Bought, context: WriteContext, call: Call) => {
      const row = await amongAll(call, "purchase-orders.list", { branchIds: [Number(locationId)] }, ({ description }) =>
        marksOf(description).includes(context.reference),
      );
      return row && { id: String(row.id) };
    },
  },
  {
    way: "the purchases of the second of the first attempt, with these goods",
    look: async (command: Bought, context: WriteContext, call: Call) => {
      const began = beganAt(context);
      if (began === undefined) return undefined;
      // The filters are dates (§2.15.1): the day, and the end of it however the vendor reads that.
      const params = {
        fromPurchaseDate: toHanoiDay(began - SECOND),
        toPurchaseDate: toHanoiDay(began + DAY),
      };
      const row = await amongAll(call, "purchase-orders.list", params, (each) =>
        isSamePurchase(each, command, context),
      );
      return row && { id: String(row.id) };
    },
  },
];

// ---- the writes ----------------------------------------------------------------------------------------------------

const purchasesCreate = defineWrite<PurchaseCreateCommand>({
  operation: "purchase-orders.create",
  command: PurchaseCreateCommand,
  reference: {
    by: "field",
    fields: ["purchase.description", "purchase.purchaseDate (the moment of the first attempt)"],
  },
  resource: "purchase-orders",
  settleSeconds: 120,
  entity: ({ supplier, locationId }) => `purchases.create:${locationId}:${supplier?.code ?? supplier?.name ?? ""}`,
  encode: (command, context) => {
    const began = beganAt(context);
    return {
      body: compact({
        purchaseDate: began === undefined ? undefined : toHanoiLocal(began),
        branchId: Number(command.locationId),
        supplier: toSupplier(command.supplier),
        description: withMark(command.note, context.reference),
        isDraft: command.draft ? 1 : 0,
        discount: command.discount,
        ...toPaid(command),
        purchaseOrderDetails: command.lines.map(toLine),
      }),
    };
  },
  result: made,
  looks,
  view,
  shows,
});

/**
 * What an update repeats (§2.15.4). Expenses (`surcharges`) are not documented to be shown, so nobody can repeat them:
 * they are left out rather than sent empty.
 */
const carried = (current: unknown): Row => {
  const row = rowIn(current);
  const [payment] = [row.payments ?? []].flat() as Row[];
  const supplier = compact({ code: row.supplierCode ?? undefined, name: row.supplierName ?? undefined });
  return compact({
    purchaseDate: row.purchaseDate ?? undefined,
    branchId: row.branchId,
    supplier: Object.keys(supplier).length === 0 ? undefined : supplier,
    description: row.description ?? undefined,
    isDraft: row.status === undefined || row.status === null ? undefined : Number(row.status) === states.draft ? 1 : 0,
    discount: row.discount ?? undefined,
    discountRatio: row.discountRatio ?? undefined,
    paidAmount: row.totalPayment ?? undefined,
    paymentMethod: payment?.method ?? undefined,
    accountId: payment?.accountId ?? undefined,
    purchaseOrderDetails: unlessEmpty(
      linesIn(row).map((line) =>
        compact({
          productCode: line.productCode ?? line.ProductCode,
          description: line.description ?? undefined,
          quantity: line.quantity,
          price: line.price,
          discount: line.discount === undefined || line.discount === null ? undefined : Number(line.discount),
          discountRatio: line.discountRatio ?? undefined,
        }),
      ),
    ),
  });
};

/** The account is that of the payment: another way of paying has another one, or none. */
const paidAfter = (command: PurchaseUpdateCommand, { paymentMethod, accountId }: Row): Row => {
  const paid = toPaid(command);
  const isSameWay =
    paid.paymentMethod === undefined || (paid.paymentMethod === paymentMethod && command.method !== "cash");
  return { accountId: isSameWay ? accountId : undefined, ...paid };
};

const purchasesUpdate = defineWrite<PurchaseUpdateCommand>({
  operation: "purchase-orders.update",
  command: PurchaseUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "purchase-orders",
  entity: ({ id }) => `purchase:${id}`,
  carried,
  encode: (command, { current }) => {
    const { discountRatio, ...kept } = carried(current);
    const marks = marksOf(rowIn(current).description);
    return {
      params: { id: command.id },
      body: compact({
        ...kept,
        branchId: number(command.locationId) ?? kept.branchId,
        supplier: toSupplier(command.supplier) ?? kept.supplier,
        // A sum and a percentage are one value: where both are sent, one of them is ignored.
        ...(command.discount === undefined ? { discountRatio } : { discount: command.discount }),
        ...(command.note === undefined ? {} : { description: withMark(command.note, ...marks) }),
        ...(command.draft === undefined ? {} : { isDraft: command.draft ? 1 : 0 }),
        ...paidAfter(command, kept),
        ...(command.lines && { purchaseOrderDetails: command.lines.map(toLine) }),
      }),
    };
  },
  result: (_answer, { id }) => ({ id }),
  view,
  shows,
});

const isCancelled = (row: Row | undefined): boolean => row === undefined || Number(row.status) === states.cancelled;

const purchasesCancel = defineWrite({
  operation: "purchase-orders.delete",
  command: RemovalCommand,
  reference: { by: "record" },
  resource: "purchase-orders",
  entity: ({ id }) => `purchase:${id}`,
  // Payments stay as they are: the document's own default (§2.15.5).
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  looks: [
    {
      way: "the purchase itself",
      look: async ({ id }: { id: string }, _context: WriteContext, call: Call) =>
        isCancelled(await ask(call, "purchase-orders.get", { id })) ? { id } : undefined,
    },
    {
      way: "the list of cancelled purchases",
      look: async ({ id }: { id: string }, _context: WriteContext, call: Call) => {
        const params = { status: [states.cancelled] };
        const row = await amongAll(
          call,
          "purchase-orders.list",
          params,
          (each) => String(each.id) === id && isCancelled(each),
        );
        return row && { id };
      },
    },
  ],
  view,
  alsoShows: (_command, shown): readonly Taken[] => [
    { field: "status", verdict: (shown as unknown as Row).status === states.cancelled ? "yes" : "no" },
  ],
});

export const purchaseWrites = {
  "purchases.create": purchasesCreate,
  "purchases.update": purchasesUpdate,
  "purchases.cancel": purchasesCancel,
} as const;
