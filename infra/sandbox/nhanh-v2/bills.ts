import { toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Entry } from "../simulator.ts";
import { anyOf, type Box, unix } from "./box.ts";
import { countPurchase } from "./customers.ts";
import { MODE_NAMES } from "./data.ts";
import { moveStock } from "./stock.ts";
import { notifyStock } from "./webhooks.ts";
import type { Fields } from "./wire.ts";

export const bookPayment = (box: Box, amount: number, { customerId, customerName, id, depotId }: Fields) =>
  box.transactions.insert((made, at) => ({
    id: made,
    date: toHanoiDay(at),
    type: 3,
    mode: 22,
    contactId: customerId,
    contactName: customerName,
    contactCode: null,
    itemId: id,
    source: "",
    amount,
    accountDebitId: 111,
    accountDebit: "Tiền mặt",
    accountCreditId: 131,
    accountCredit: "Phải thu",
    description: "",
    depotId,
    createdById: 1_001,
    createdUserName: "Lan",
    createdDateTime: toHanoiSeconds(at),
  }));

export const addBill = (box: Box, type: 1 | 2, mode: number, fields: Fields = {}): Entry<Fields> => {
  const customer = mode === 2 || mode === 6 ? anyOf(box, box.customers) : undefined;
  const depotId = Number(anyOf(box, box.depots)?.id ?? 31);
  const goods = Array.from({ length: box.dice.integer(1, 3) }, () => anyOf(box, box.products)).flatMap(
    (entry) => entry?.row ?? [],
  );
  const sold = goods.map((product) => ({
    id: product.idNhanh,
    code: product.code,
    name: product.name,
    quantity: box.dice.chance(0.1) ? 1.5 : box.dice.integer(1, 4),
    price: Number(product.price),
    discount: 0,
    vat: 0,
    VATPercent: 0,
  }));
  const money = sold.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const entry = box.bills.insert((id, at) => ({
    id,
    date: toHanoiDay(at),
    createdDateTime: toHanoiSeconds(at),
    type,
    mode,
    depotId,
    customerId: customer?.id ?? null,
    customerName: customer?.row.name ?? null,
    customerMobile: customer?.row.mobile ?? null,
    saleId: 1_001,
    saleName: "Lan",
    createdById: 1_001,
    createdByName: "Lan",
    discount: 0,
    moneyTransfer: 0,
    cash: String(money),
    cashAccount: "111",
    money: String(money),
    payment: money,
    returnFee: 0,
    relatedBillId: null,
    orderId: null,
    description: "",
    products: sold,
    tags: [],
    ...fields,
  }));
  for (const line of sold) {
    box.billLines.insert((id) => ({
      id,
      billId: entry.id,
      type,
      typeName: type === 1 ? "Nhập kho" : "Xuất kho",
      mode,
      modeName: MODE_NAMES[mode] ?? "Khác",
      date: entry.row.date,
      depotId,
      productId: line.id,
      proudctStore: { code: line.code, name: line.name, price: line.price },
      avgCost: 0,
      productPrice: line.price,
      remain: 0,
      discount: 0,
      createdDateTime: entry.row.createdDateTime,
    }));
    moveStock(box, line.id, depotId, { remain: type === 1 ? line.quantity : -line.quantity });
  }
  notifyStock(
    box,
    sold.map((line) => line.id),
  );
  if (mode === 2 || mode === 6) countPurchase(box, customer, type === 2 ? money : -money);
  return entry;
};

export const takeBack = (box: Box) => {
  const sale = box.bills.live().findLast(({ row }) => row.type === 2 && row.mode === 2);
  if (sale) addBill(box, 1, 2, { relatedBillId: sale.id });
};

export const addDraft = (box: Box) => {
  const product = anyOf(box, box.products)?.row;
  if (!product) return;
  box.drafts.insert((id, at) => ({
    id,
    billId: id,
    type: 1,
    typeName: "Nhập kho",
    mode: 5,
    modeName: "Nhà cung cấp",
    fromDepotId: null,
    toDepotId: anyOf(box, box.depots)?.id,
    proudctStore: { code: product.code, name: product.name },
    productStoreId: product.idNhanh,
    requiredQuantity: 5,
    requiredAt: unix(at),
    approvedQuantity: 5,
    approvedAt: unix(at),
    status: 3,
    statusName: "Đã duyệt",
  }));
};
