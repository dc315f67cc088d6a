import { SECOND, toHanoiDay } from "../../../shared/core/time.ts";
import type { Handler } from "../simulator.ts";
import { grantOf } from "./access.ts";
import { type Box, rowsOf } from "./box.ts";
import { includes } from "./filters.ts";
import { addsRow, derived, pageOf, smallList } from "./listing.ts";
import { missing, ok } from "./wire.ts";

const zalo: Handler = ({ body, commit }) => {
  const wrong = missing(body, "zaloOaId", "mobile", "keywords");
  if (wrong) return wrong;
  commit(`${body.mobile}`);
  return ok({ oaBalance: 10_000_000, quota: { remainingQuota: 4_995, dailyQuota: 5_000 } });
};

export const businessRoutes = (box: Box): Record<string, Handler> => ({
  "business/depot": (call) =>
    pageOf(box, call, box.depots, {
      where: (row, _entry, { ids }) =>
        includes(ids, row.id) && (grantOf(box, call).depots.length === 0 || grantOf(box, call).depots.includes(row.id)),
    }),
  "business/user": smallList(box, box.users),
  "business/department": smallList(box, box.table("departments", 11)),
  "business/supplier": smallList(box, box.suppliers, {
    toRow: ({ row: { id, name: called, mobile } }) => ({ id, name: called, mobile }),
  }),
  "business/addsupplier": addsRow(
    box.suppliers,
    ["name"],
    (body) => ({ name: body.name, mobile: body.mobile ?? "", status: body.status ?? 1 }),
    ({ row }) => ({ id: row.id, status: row.status }),
  ),
  "accounting/transaction": derived(box, ({ fromDate = "", toDate = "9", typeDate = 1 }) =>
    rowsOf(box.table("cash-flow", 8_001)).filter((row) => {
      const day = typeDate === 2 ? toHanoiDay(row.created.createdAt * SECOND) : row.date;
      return day >= fromDate && day <= toDate;
    }),
  ),
  "accounting/debts": smallList(box, box.table("debts", 501)),
  "accounting/account": smallList(box, box.table("accounts", 263_470)),
  "zalo/sendzbs": zalo,
  "zalo/sendzns": zalo,
  "ecom/shop": derived(box, () => rowsOf(box.table("marketplace-shops")).map(({ id: _id, ...row }) => row)),
  "ecom/return": (call) =>
    missing(call.body, "filters.appId") ??
    derived(box, ({ appId: market, updatedFromAt = 0, updatedToAt = Number.MAX_SAFE_INTEGER }) =>
      rowsOf(box.table("marketplace-returns"))
        .filter(({ appId: at, updateAt }) => at === market && updateAt >= updatedFromAt && updateAt <= updatedToAt)
        .map(({ id: _id, appId: _app, ...row }) => row),
    )(call),
});
