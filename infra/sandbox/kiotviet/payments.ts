import type { Collection, Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { bodyOf, listRows } from "./calls.ts";
import { withoutDates } from "./fields.ts";
import { answer, invalid, type Listing, type Row } from "./wire.ts";

export const addPayment = (
  box: Box,
  document: Row,
  {
    amount,
    method,
    accountId,
  }: { readonly amount: number; readonly method: string; readonly accountId?: number | undefined },
): Row => {
  const at = box.shop.now();
  const account = accountId ? box.bankAccounts.get(accountId)?.row : undefined;
  const code = `TT${document.code}${document.payments.length ? `-${document.payments.length}` : ""}`;
  const flow = box.cashFlow.insert((id) => ({
    id,
    code,
    branchId: document.branchId,
    createdBy: 51_001,
    usedForFinancialReporting: 1,
    method,
    partnerType: "C",
    partnerId: document.customerId,
    partnerName: document.customerName,
    status: 0,
    statusValue: "Đã thanh toán",
    transDate: at,
    amount,
    user: "admin",
    accountId,
  }));
  const payment = {
    id: flow.id,
    code,
    amount,
    method,
    status: 0,
    statusValue: "Đã thanh toán",
    transDate: at,
    bankAccount: account?.bankName,
    accountId,
  };
  document.payments.push(payment);
  document.totalPayment += amount;
  return payment;
};

export const payNew = (box: Box, documents: Collection<Row>, made: Entry<Row>, body: Row): void => {
  if (!(body.totalPayment > 0)) return;
  documents.quietly(made.id, (row) => {
    const { totalPayment: amount, method, accountId } = body;
    addPayment(box, row, { amount, method: method ?? "Cash", accountId: accountId ?? undefined });
  });
};

export const voidPayments = (box: Box, document: Row): void => {
  for (const payment of document.payments) {
    Object.assign(payment, { status: 1, statusValue: "Đã hủy" });
    box.cashFlow.edit(payment.id, (row) => Object.assign(row, { status: 1, statusValue: "Đã hủy" }));
  }
  document.totalPayment = 0;
};

/** Whether a sale stamps its customer is not known; here it does, so that debts can be followed. */
export const chargeCustomer = (box: Box, customer: Entry<Row> | undefined, total: number, debt: number): void => {
  if (!customer || customer.deleted !== undefined) return;
  box.customers.edit(customer.id, (row) => {
    row.totalInvoiced += total;
    row.totalRevenue += total;
    row.debt += debt;
  });
};

export const payInvoice = (box: Box, body: Row): { invoice: Entry<Row>; payment: Row } => {
  const invoice = box.invoices.get(body?.invoiceId ?? 0);
  if (!invoice || invoice.row.status === 2) throw invalid("Hóa đơn không tồn tại hoặc đã hủy");
  if (!["Cash", "Card", "Transfer"].includes(body.method)) throw invalid("Phương thức thanh toán không hợp lệ");
  if (!(body.amount > 0)) throw invalid("Số tiền không hợp lệ");
  if (body.amount > invoice.row.total - invoice.row.totalPayment) throw invalid("Số tiền vượt quá số nợ của hóa đơn");
  if (body.accountId && !box.bankAccounts.get(body.accountId)) throw invalid("Tài khoản không tồn tại");
  let payment: Row = {};
  box.invoices.edit(invoice.id, (row) => {
    payment = addPayment(box, row, { amount: body.amount, method: body.method, accountId: body.accountId });
  });
  chargeCustomer(box, box.customers.get(invoice.row.customerId ?? 0), 0, -body.amount);
  return { invoice, payment };
};

/** No row says whether money came or went; the numbers of payments begin with PC. */
export const isReceipt = (row: Row): boolean => !String(row.code).startsWith("PC");

export const cashFlowListing = (box: Box): Listing => ({
  rows: box.cashFlow,
  view: withoutDates,
  first: { by: "id", descending: true },
  where: (params) => {
    const branches = params.list("branchIds");
    const status = params.integer("status");
    const methods = params.list("method");
    const codes = params.list("code");
    const ids = params.list("ids");
    // §2.14.1: true receipts, false payments.
    const receipts = params.text("isReceipt") === undefined ? undefined : params.flag("isReceipt");
    const [from, to] = [params.time("startDate"), params.time("endDate")];
    return (row) =>
      (receipts === undefined || receipts === isReceipt(row)) &&
      (!branches || branches.has(String(row.branchId))) &&
      (status === undefined || row.status === status) &&
      (!methods || methods.has(row.method)) &&
      (!codes || codes.has(row.code)) &&
      (!ids || ids.has(String(row.id))) &&
      (from === undefined || row.transDate >= from) &&
      (to === undefined || row.transDate <= to);
  },
});

export const paymentRoutes = (box: Box): Record<string, Handler> => ({
  "GET /cashflow": listRows(box, cashFlowListing(box)),
  "POST /payments": (call) => {
    const body = bodyOf(call);
    const { invoice, payment } = payInvoice(box, body);
    call.commit(payment.id);
    return answer({
      paymentId: payment.id,
      paymentCode: payment.code,
      amount: payment.amount,
      method: payment.method,
      accountId: payment.accountId,
      invoiceId: invoice.id,
      DocumentCode: invoice.row.code,
    });
  },
});
