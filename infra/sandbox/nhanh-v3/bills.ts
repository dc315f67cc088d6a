import { toHanoiDay } from "../../../shared/core/time.ts";
import type { Entry } from "../simulator.ts";
import { type Box, FIRST_BILL, rowsOf } from "./box.ts";
import { equals, inside } from "./filters.ts";
import { moveStock } from "./stock.ts";
import { type Fields, listOf, unix } from "./wire.ts";

export const RETAIL = 2;
export const WHOLESALE = 6;

export const retailRow = ({ row }: Entry<Fields>): Fields => {
  const { mode: _mode, supplier, created, products: lines, ...rest } = row;
  return {
    ...rest,
    supplierId: supplier?.id ?? 0,
    createdById: created.id,
    createdAt: created.createdAt,
    products: lines.map(({ barcode: _barcode, ...line }: Fields) => ({ ...line, priceVatMode: 2 })),
  };
};

/** A number of percents at a retail bill, an object at the bills of stock. */
const rateOf = (vat: unknown, product: Fields): number => {
  const rate = typeof vat === "object" && vat !== null && "value" in vat ? vat.value : vat;
  return Math.max(0, Number(rate ?? product.vat ?? 0));
};

export const addBill = (
  box: Box,
  bill: {
    mode: number;
    type: 1 | 2;
    depotId: number;
    lines: readonly Fields[];
    customer?: Fields | undefined;
    supplier?: Fields | undefined;
    related?: number | undefined;
    payment?: Fields | undefined;
    description?: string | undefined;
    date?: string | undefined;
    orderId?: number | undefined;
    saleId?: number | undefined;
  },
) => {
  const lines = bill.lines.map((line): Fields => {
    const product = box.products.even(line.id)!.row;
    const price = line.price ?? product.prices.retail;
    const off =
      line.discount?.type === "percent"
        ? (price * line.quantity * line.discount.value) / 100
        : (line.discount?.value ?? 0);
    return {
      id: product.id,
      code: product.code,
      barcode: product.barcode,
      name: product.name,
      imeiId: 0,
      imei: listOf(line.imeis),
      quantity: line.quantity,
      price,
      discount: off,
      extendedWarrantyAmount: 0,
      vat: { percent: rateOf(line.vat, product), amount: 0 },
      amount: price * line.quantity - off,
      giftProducts: [],
      description: line.description ?? "",
    };
  });
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const { manualDiscount = 0, manualDiscountType } = bill.payment ?? {};
  const off = manualDiscountType === "percent" ? (amount * manualDiscount) / 100 : manualDiscount;
  const sign = bill.type === 1 ? 1 : -1;
  const part = (given: Fields | undefined) =>
    given?.value ? { accountId: given.accountId ?? 0, name: "", amount: given.value, code: given.code ?? "" } : [];
  const made = box.bills.insert((id, at) => ({
    id,
    orderId: bill.orderId ?? 0,
    requirementBillId: 0,
    inventoryCheckId: 0,
    warrantyBillId: 0,
    depotId: bill.depotId,
    date: bill.date ?? toHanoiDay(at),
    type: bill.type,
    mode: bill.mode,
    related: bill.related ? { type: 6, parentId: 0, billId: bill.related } : [],
    customer: bill.customer
      ? { id: bill.customer.id, name: bill.customer.name, mobile: bill.customer.mobile, address: "" }
      : [],
    created: { id: 2_054_190, name: "Lan", createdAt: unix(at) },
    sale: { id: bill.saleId ?? 0, name: "", saleBonus: 0 },
    technicalStaff: [],
    supplier: bill.supplier ?? [],
    // By the bill's own id: a count of bills comes again after one was deleted, and two lines must not share an id.
    products: lines.map((line, place) => ({ imexId: (id - FIRST_BILL) * 100 + place + 1, ...line })),
    payment: {
      amount: amount - off,
      customerAmount: bill.payment?.customerAmount ?? 0,
      discount: off,
      points: 0,
      usedPoints: [],
      transfer: part(bill.payment?.transfer),
      cash: part(bill.payment?.cash),
      installment: [],
      credit: part(bill.payment?.credit),
      coupon: [],
      returnFee: 0,
      returnAmount: bill.mode === RETAIL && bill.type === 1 ? amount : 0,
    },
    description: bill.description ?? "",
    customerSource: [],
    tags: [],
  }));
  moveStock(
    box,
    lines.map((line) => ({ id: line.id, depotId: bill.depotId, remain: sign * line.quantity })),
  );
  return made;
};

export const draftLines = (box: Box, filters: Fields): Fields[] =>
  rowsOf(box.table("draft-bills"))
    .filter((row) => inside(filters, "lastUpdatedAt", row.lastUpdatedAt))
    .map((row) => ({
      id: row.id * 10,
      billId: row.id,
      type: row.type,
      mode: row.mode,
      status: row.status,
      required: { quantity: 3 },
    }));

export const billLines = (box: Box, filters: Fields): Fields[] =>
  rowsOf(box.bills)
    .filter(
      (bill) =>
        (filters.fromDate === undefined || bill.date >= filters.fromDate) &&
        (filters.toDate === undefined || bill.date <= filters.toDate) &&
        equals(filters.billId, bill.id) &&
        equals(filters.mode, bill.mode) &&
        equals(filters.type, bill.type) &&
        equals(filters.depotId, bill.depotId) &&
        equals(filters.supplierId, bill.supplier?.id),
    )
    .flatMap((bill) =>
      bill.products
        .filter((line: Fields) => equals(filters.product?.id, line.id))
        .map((line: Fields) => ({
          id: line.imexId,
          billId: bill.id,
          type: bill.type,
          mode: bill.mode,
          date: bill.date,
          reference: { orderId: bill.orderId },
          depot: { id: bill.depotId, name: "" },
          product: { id: line.id, code: line.code, barcode: line.barcode, name: line.name },
          productPrice: line.price,
          quantity: line.quantity,
          description: line.description,
          createdAt: bill.created.createdAt,
        })),
    );
