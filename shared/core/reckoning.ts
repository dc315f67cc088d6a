import type {
  DocumentType,
  fulfilmentStates,
  Line,
  OrderStatus,
  Payment,
  paymentStates,
  Shipping,
} from "./model/documents.ts";
import { type Money, minus, sum, times } from "./money.ts";
import { compact, type Unreadable } from "./rows.ts";

/** The arithmetic of documents: what each of them adds up to, and what is still to be paid (`core/model/documents.ts`). */

interface Priced {
  readonly quantity: number | Money;
  readonly price: Money;
  readonly discount?: Unreadable<Money>;
}
interface Reckoned {
  readonly lines: readonly Priced[];
  readonly discount?: Unreadable<Money>;
  readonly surcharges?: readonly { readonly amount: Money }[] | undefined;
  readonly tax?: Unreadable<Money>;
  readonly taxIncluded?: Unreadable<boolean>;
  readonly fee?: Unreadable<Money>;
  readonly total?: Unreadable<Money>;
  readonly paid?: Unreadable<Money>;
}

/** No shop sells more of one thing: a larger number is a slip, and no sum is made of it. */
const MOST_COUNTED = 1e12;
export const canBeCounted = (lines: readonly Priced[]): boolean =>
  lines.every(({ quantity }) => Math.abs(Number(quantity)) <= MOST_COUNTED);

/** Price x quantity, exact. */
const productOf = (price: Money, quantity: number | Money): Money =>
  times(price, Number.isInteger(quantity) ? quantity : String(quantity));

/** What a line costs before tax. */
export const netOf = ({ price, quantity, discount }: Priced): Money => {
  const full = productOf(price, quantity);
  return discount ? minus(full, discount) : full;
};

const negative = (amount: Unreadable<Money>): Money | undefined => (amount ? minus(0, amount) : undefined);

/** What a document adds up to: lines - discount + surcharges + tax + fee. `sign` -1: the fee is kept back (returns). */
export const reckonedTotal = (document: Reckoned, sign: 1 | -1 = 1): Money =>
  sum(
    ...document.lines.map(netOf),
    negative(document.discount),
    ...(document.surcharges ?? []).map(({ amount }) => amount),
    document.taxIncluded ? undefined : (document.tax ?? undefined),
    (sign === 1 ? document.fee : negative(document.fee)) ?? undefined,
  )!;

/**
 * `total` less what the parts add up to. Undefined: they add up, or there is nothing to compare: no total, no lines. A
 * vendor rounds the tax of each line to a whole dong: less than one for each line is no difference.
 */
export const unreconciledOf = (document: Reckoned, sign: 1 | -1 = 1): Money | undefined => {
  const { total, lines } = document;
  if (total === undefined || total === null || lines.length === 0) return undefined;
  if (!canBeCounted(lines)) return undefined;
  const difference = minus(total, reckonedTotal(document, sign));
  return Math.abs(Number(difference)) < (document.tax ? lines.length : 1) ? undefined : difference;
};

type PaymentState = (typeof paymentStates)[number];

const absolute = (amount: Money): Money => (Number(amount) < 0 ? minus(0, amount) : amount);

/**
 * What is still to be paid, and how far the document is paid. `over`: nothing is to be paid any more. Of a negative total
 * the customer pays nothing: money goes back to him, whichever sign the vendor gives to it.
 */
export const dueOf = (
  { total, paid }: Reckoned,
  over = false,
): { readonly due?: Money; readonly paymentStatus?: PaymentState } => {
  if (total === undefined || total === null || paid === undefined || paid === null) return {};
  if (Number(total) < 0)
    return {
      due: 0,
      paymentStatus: refundDueOf({ lines: [], total: absolute(total), paid: absolute(paid) }).paymentStatus!,
    };
  const rest = minus(total, paid);
  const open = Number(rest) > 0;
  const paymentStatus = open ? (Number(paid) > 0 ? "partial" : "unpaid") : "paid";
  return { due: over || !open ? 0 : rest, paymentStatus };
};

/** As `dueOf`, of goods that come back: what is still to be paid back, and whether all of it was. */
export const refundDueOf = (document: Reckoned, over = false): ReturnType<typeof dueOf> => {
  const told = dueOf(document, over);
  const isBack = told.paymentStatus === "paid" && Number(document.paid) > 0;
  return isBack ? { ...told, paymentStatus: "refunded" } : told;
};

/** Orders in these states are not paid any more. */
const OVER: ReadonlySet<string> = new Set(["cancelled", "failed", "deleted", "returned"]);
export const isOver = (status: string): boolean => OVER.has(status);

/** An offer, goods between the shop's own locations, goods that were lost: nobody pays for orders of these kinds. */
const PAID_BY_NOBODY: ReadonlySet<DocumentType | undefined> = new Set(["quotation", "transfer", "compensation"]);
const GIVES_BACK: ReadonlySet<DocumentType | undefined> = new Set(["return", "partial-return"]);
/** Whether money goes back to the customer. */
export const givesBack = (kind: DocumentType | undefined): boolean => GIVES_BACK.has(kind);

/** As `dueOf`, by what the order does. Once its goods are back a sale is over, and of a return all is still to be paid back. */
export const dueOfKind = (
  kind: DocumentType | undefined,
  document: Reckoned,
  status: OrderStatus,
): ReturnType<typeof dueOf> => {
  if (PAID_BY_NOBODY.has(kind)) return {};
  if (givesBack(kind)) return refundDueOf(document, status !== "returned" && isOver(status));
  return dueOf(document, isOver(status));
};

export const sizeOf = (amount: Unreadable<Money>): Unreadable<Money> => (amount ? absolute(amount) : amount);

/** Lines of which one has the other sign are left as they are: they say more than how much came back. */
const linesBack = (lines: readonly Line[]): Line[] =>
  lines.some(({ quantity }) => quantity > 0)
    ? [...lines]
    : lines.map((line) =>
        compact({
          ...line,
          quantity: Math.abs(line.quantity),
          discount: sizeOf(line.discount),
          tax: sizeOf(line.tax),
          total: sizeOf(line.total),
        }),
      );

const paymentsBack = (payments: readonly Payment[]): Payment[] =>
  payments.some(({ amount }) => Number(amount) > 0)
    ? [...payments]
    : payments.map((payment) => ({ ...payment, amount: absolute(payment.amount) }));

interface Returned extends Reckoned {
  readonly lines: readonly Line[];
  readonly payments?: readonly Payment[] | undefined;
}

/**
 * A document of what comes back. Some vendors write goods and money that go back below zero, others above, and one mixes
 * both: the record tells how much it is.
 */
export const backOf = <Document extends Returned>(document: Document) => ({
  ...document,
  lines: linesBack(document.lines),
  discount: sizeOf(document.discount),
  tax: sizeOf(document.tax),
  fee: sizeOf(document.fee),
  total: sizeOf(document.total),
  paid: sizeOf(document.paid),
  payments: document.payments && paymentsBack(document.payments),
});

type FulfilmentState = (typeof fulfilmentStates)[number];

const fulfilments: Readonly<Partial<Record<OrderStatus, FulfilmentState>>> = {
  draft: "unfulfilled",
  pending: "unfulfilled",
  confirmed: "unfulfilled",
  packing: "unfulfilled",
  shipping: "shipped",
  delivered: "delivered",
  completed: "delivered",
  returning: "returning",
  returned: "returned",
  cancelled: "cancelled",
  deleted: "cancelled",
};
/** How far the goods are, by the order's own state; undefined where that does not say. */
export const fulfilmentOf = (status: OrderStatus): FulfilmentState | undefined => fulfilments[status];

/**
 * The deliveries of a document as one list, where a parcel is on its way: what a reader needs to follow it. None of the
 * vendors' documents draws an order with several (docs/vendors.md, "Parcels of one order").
 */
export const shipmentsOf = (shipping: Shipping | undefined): Shipping[] | undefined => {
  if (shipping?.carrierCode === undefined && shipping?.trackingCode === undefined) return undefined;
  const { address: _, ...parcel } = shipping;
  return [parcel];
};

/** The VAT that prices at this rate hold, or that comes on top of them, to a whole unit. */
const taxOf = (net: number, rate: number, included: boolean): number =>
  Math.round(included ? (net * rate) / (100 + rate) : (net * rate) / 100);

interface Taxed {
  readonly taxRate?: number | undefined;
  readonly tax?: Money | undefined;
  readonly taxIncluded?: boolean | undefined;
}
interface TaxedLine {
  /** What the line costs by price, quantity and discount. */
  readonly net: Money;
  /** In percent. */
  readonly rate: number | undefined;
  /** Whether prices include VAT, where the vendor says so. */
  readonly included: Unreadable<boolean>;
  /** The vendor's own total of the line, after VAT. */
  readonly total: Unreadable<Money>;
}

/**
 * The VAT of a line. Its own total, which is after VAT, decides whether the price includes it; where there is none, what
 * the vendor says of the price does, and without a word VAT comes on top.
 */
export const lineTaxOf = ({ net, rate, included, total }: TaxedLine): Taxed => {
  const base = Number(net);
  if (rate === undefined || included === null || total === null || Math.abs(base) > MOST_COUNTED)
    return { taxRate: rate };
  if (rate === 0) return { taxRate: 0, tax: 0 };
  if (total === undefined) {
    const isIncluded = included === true;
    return { taxRate: rate, tax: taxOf(base, rate, isIncluded), taxIncluded: isIncluded };
  }
  const added = minus(total, net);
  if (Math.abs(Number(added) - taxOf(base, rate, false)) <= 1) return { taxRate: rate, tax: added, taxIncluded: false };
  // A total that fits neither way says nothing about the tax.
  if (Math.abs(Number(added)) >= 1) return { taxRate: rate };
  return { taxRate: rate, tax: taxOf(base, rate, true), taxIncluded: true };
};

/**
 * The VAT of a document out of its lines: of all lines where they agree that prices include it, else what comes on top of
 * them. Undefined: a line does not tell its own.
 */
export const documentTaxOf = (lines: readonly Taxed[]): Pick<Taxed, "tax" | "taxIncluded"> | undefined => {
  if (lines.length === 0 || lines.some(({ tax }) => tax === undefined)) return undefined;
  const taxed = lines.filter(({ tax }) => tax !== 0);
  if (taxed.length === 0) return {};
  const taxIncluded = taxed.every((line) => line.taxIncluded === true);
  const counted = taxIncluded ? taxed : taxed.filter((line) => line.taxIncluded !== true);
  return { tax: sum(...counted.map(({ tax }) => tax)), taxIncluded };
};
