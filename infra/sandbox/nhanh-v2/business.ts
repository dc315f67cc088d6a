import { parseTime } from "../../../shared/core/time.ts";
import { areasAt } from "../areas.ts";
import type { Handler } from "../simulator.ts";
import { type Box, rowsOf } from "./box.ts";
import { couponCall } from "./coupons.ts";
import { AREAS, carriers } from "./data.ts";
import { dataOf, endOfDay, isAsked, pagesOf, simpleList, sliceOf, tree } from "./listing.ts";
import { type Fields, failure, keyed, Raw, success } from "./wire.ts";

const saveLetters =
  (box: Box, most: number): Handler =>
  (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items) || items.length > most) throw failure("invalid data");
    for (const item of items) if (!item?.name || !item.email) throw failure({ email: "email is required" });
    for (const item of items) {
      box.letters.push(item);
      call.commit(box.letters.length, item.email, item);
    }
    return success();
  };

const listDepots =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    return success(keyed(rowsOf(box.depots).filter((row) => isAsked(row.id, data.depotId))));
  };

const listDebts =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    if (data.contactType !== "customer") throw failure({ contactType: "contactType is required" });
    const { size, offset, limit } = sliceOf(box, data, 50, 50);
    const { total, entries } = box.debts.query({ offset, limit });
    const rows = new Raw(`{${entries.map(({ id, row }) => `"${id}":${JSON.stringify(row)}`).join(",")}}`);
    return success({ totalPages: pagesOf(total, size), debts: total === 0 ? [] : rows });
  };

const listPlaces: Handler = (call) => {
  const { type = "CITY", parentId } = dataOf(call);
  const depth = ["CITY", "DISTRICT", "WARD"].indexOf(type);
  return success(
    areasAt(AREAS, depth, parentId).map(({ area: { id, name }, parent }): Fields => {
      if (depth === 0) return { id, name };
      // One example of the document names a district's parent so, another one otherwise.
      return { id, name, [depth === 1 ? "cityLocationId" : "parentId"]: parent };
    }),
  );
};

const shippingFees: Handler = (call) => {
  const data = dataOf(call);
  if (!data.toCityName) throw failure({ toCityName: "toCityName is required" });
  return success([
    { carrierId: 5, carrierName: "Giao hàng nhanh", serviceId: 51, serviceName: "Chuẩn", shipFee: 20_000, codFee: 0 },
  ]);
};

export const businessRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "shipping/carrier": () => success(carriers),
  "shipping/location": listPlaces,
  "shipping/fee": shippingFees,
  "shipping/feeselfconnect": shippingFees,
  "article/search": simpleList(box, box.articles, {
    name: "result",
    most: 50,
    usual: 10,
    where: (row, data) => row.id > (data.lastId ?? 0),
  }),
  "article/categories": () => success(tree(box.articleCategories)),
  "website/addsubscriber": saveLetters(box, 100),
  "website/addcontact": saveLetters(box, 100),
  "supplier/search": simpleList(box, box.suppliers, {
    name: "result",
    most: 50,
    usual: 10,
    where: (row, data) => row.id > (data.lastId ?? 0),
  }),
  "promotion/coupon": couponCall(box),
  "store/depot": listDepots(box),
  "user/index": simpleList(box, box.users, { name: "users", most: 50, usual: 10, asObject: true }),
  "accounting/transaction": (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(box, data, 50, 20);
    const from = parseTime(data.fromDate, "hanoi");
    const { total, entries } = box.transactions.query({
      descending: data.sort?.id !== "asc",
      ...(from || data.toDate ? { between: { by: "created", from, to: endOfDay(data.toDate) } } : {}),
      offset,
      limit,
    });
    return success({ totalPages: pagesOf(total, size), transactions: entries.map(({ row }) => row) });
  },
  "accounting/debts": listDebts(box),
  "zalo/sendzns": (call) => {
    const data = dataOf(call);
    if (!data.keywords) throw failure("keywords are required", "ERR_ZNS_REQUIRED_KEYWORDS");
    call.commit(box.dice.hex(8), undefined, data);
    return success({ oaBalance: 10_000_000, quota: { remainingQuota: 4_995, dailyQuota: 5_000 } });
  },
  "ecom/shops": simpleList(box, box.channels, { name: "shops", most: 100, usual: 100 }),
});
