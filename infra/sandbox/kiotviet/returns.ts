import type { Entry, Handler } from "../simulator.ts";
import { type Box, nextCode } from "./box.ts";
import { listRows, showByCode, showRow } from "./calls.ts";
import { always, dated, stamps, withoutFields } from "./fields.ts";
import { moveStock } from "./stock.ts";
import type { Listing, Row } from "./wire.ts";

export const addReturn = (box: Box, invoice: Entry<Row>): Entry<Row> | undefined => {
  const line = invoice.row.invoiceDetails[0];
  if (!line) return undefined;
  const subTotal = line.price - (line.discount ?? 0);
  moveStock(box, line.productId, invoice.row.branchId, { onHand: 1 });
  const { branchId, branchName, soldById, soldByName, customerId, customerCode, customerName } = invoice.row;
  return box.returns.insert((id, at) => ({
    id,
    code: nextCode(box, "TH"),
    invoiceId: invoice.id,
    returnDate: at,
    branchId,
    branchName,
    receivedById: soldById,
    soldByName,
    customerId,
    customerCode,
    customerName,
    returnTotal: subTotal,
    returnDiscount: 0,
    returnFee: 0,
    totalPayment: subTotal,
    status: 1,
    statusValue: "Đã trả",
    payments: [],
    returnDetails: [
      {
        productId: line.productId,
        productCode: line.productCode,
        productName: line.productName,
        quantity: 1,
        price: line.price,
        note: "",
        usePoint: false,
        subTotal,
      },
    ],
  }));
};

const returnListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
  const { payments, ...row } = withoutFields(entry.row, "returnDiscount", "returnFee");
  return { ...row, ...(include("includePayment") && payments.length > 0 ? { payments } : {}), ...stamps(entry) };
};

const returnDetail = (entry: Entry<Row>): Row => {
  const { returnDiscount, returnFee } = entry.row;
  return { ...returnListed(entry, always), returnDiscount, returnFee };
};

export const returnsListing = (box: Box): Listing => ({
  rows: box.returns,
  view: returnListed,
  parts: ["includePayment"],
  sorts: { ...dated, code: "code" },
  first: { by: "id", descending: true },
  modified: "touched",
  where: (params) => {
    const [from, to] = [params.time("fromReturnDate"), params.time("toReturnDate")];
    return (row) => (from === undefined || row.returnDate >= from) && (to === undefined || row.returnDate <= to);
  },
});

export const returnRoutes = (box: Box): Record<string, Handler> => ({
  "GET /returns": listRows(box, returnsListing(box)),
  "GET /returns/{id}": showRow(box.returns, "Phiếu trả hàng", returnDetail),
  "GET /returns/code/{code}": showByCode(box, box.returns, "Phiếu trả hàng", returnDetail),
});
