import type { Entry } from "../simulator.ts";
import { type Box, branchOf } from "./box.ts";
import { customerOf } from "./customers.ts";
import { bodyTime, dated } from "./fields.ts";
import { invalid, type Listing, type Row } from "./wire.ts";

export const linesOf = (box: Box, details: unknown): Row[] => {
  if (!Array.isArray(details) || details.length === 0) throw invalid("Danh sách hàng hóa không được để trống");
  return details.map((detail: Row) => {
    const product = detail.productId ? box.products.get(detail.productId) : box.products.by("code", detail.productCode);
    if (!product) throw invalid(`Hàng hóa ${detail.productCode ?? detail.productId ?? ""} không tồn tại`);
    if (!(detail.quantity > 0)) throw invalid("Số lượng không hợp lệ");
    return {
      productId: product.id,
      productCode: product.row.code,
      productName: product.row.name,
      isMaster: detail.isMaster ?? true,
      quantity: detail.quantity,
      price: detail.price ?? product.row.basePrice,
      discount: detail.discount ?? undefined,
      discountRatio: detail.discountRatio ?? undefined,
      note: detail.note,
      serialNumbers: detail.serialNumbers,
    };
  });
};

export const totalOf = (lines: readonly Row[], discount: number, surcharges: readonly Row[]): number => {
  const goods = lines.reduce((sum, line) => {
    const off = line.discount ?? (line.price * (line.discountRatio ?? 0)) / 100;
    return sum + (line.price - off) * line.quantity;
  }, 0);
  return Math.max(0, Math.round(goods - discount)) + surcharges.reduce((sum, row) => sum + row.price, 0);
};

export const surchargesOf = (box: Box, given: readonly Row[] | undefined): Row[] => {
  return (given ?? []).map((row, place) => {
    const found = row.id ? box.surcharges.get(row.id) : box.surcharges.by("code", row.code);
    if (!found) throw invalid("Thu khác không tồn tại");
    return {
      id: place + 1,
      surchargeId: found.id,
      surchargeName: found.row.surchargeName,
      surValue: found.row.value,
      price: row.price ?? found.row.value,
    };
  });
};

/** What a new order and a new invoice have in common, and whose they are. Throws a refusal before anything is changed. */
export const saleOf = (box: Box, body: Row, lines: readonly Row[], surcharges: readonly Row[]) => {
  const branch = branchOf(box, body.branchId);
  const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate") ?? box.shop.now();
  const discount = body.discount ?? 0;
  const customer = customerOf(box, body)();
  const seller = box.users.get(body.soldById ?? 0) ?? box.users.live()[0];
  const sale = {
    purchaseDate,
    branchId: branch.id,
    branchName: branch.row.branchName,
    soldById: seller?.id,
    soldByName: seller?.row.givenName,
    customerId: customer?.id,
    customerCode: customer?.row.code,
    customerName: customer?.row.name,
    total: totalOf(lines, discount, surcharges),
    totalPayment: 0,
    discount: discount || undefined,
    method: body.method,
    description: body.description ?? "",
    saleChannelId: body.saleChannelId ?? undefined,
    payments: [],
  };
  return { sale, customer, branch };
};

export const saleSurcharges = ({ created, row }: Entry<Row>, invoiceId?: unknown): Row[] =>
  row.surcharges.map((surcharge: Row) => ({ ...surcharge, invoiceId, createdDate: created }));

export const saleListing: Pick<Listing, "sorts" | "modified" | "where"> = {
  sorts: { ...dated, code: "code", purchasedate: "purchaseDate" },
  modified: "touched",
  where: (params) => {
    const branches = params.list("branchIds");
    const customers = params.list("customerIds");
    const statuses = params.list("status");
    const customerCode = params.text("customerCode");
    const until = params.time("toDate");
    const createdFrom = params.time("createdDate");
    const [boughtFrom, boughtTo] = [params.time("fromPurchaseDate"), params.time("toPurchaseDate")];
    const orderId = params.integer("orderId");
    const channel = params.integer("saleChannelId");
    return (row, entry) =>
      (!branches || branches.has(String(row.branchId))) &&
      (!customers || customers.has(String(row.customerId))) &&
      (!statuses || statuses.has(String(row.status))) &&
      (!customerCode || row.customerCode === customerCode) &&
      (until === undefined || (entry.modified ?? entry.created) <= until) &&
      (createdFrom === undefined || entry.created >= createdFrom) &&
      (boughtFrom === undefined || row.purchaseDate >= boughtFrom) &&
      (boughtTo === undefined || row.purchaseDate <= boughtTo) &&
      (orderId === undefined || row.orderId === orderId) &&
      (channel === undefined || row.saleChannelId === channel);
  },
};
