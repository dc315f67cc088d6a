import type { Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import { equals } from "./filters.ts";
import { addsRow, derived, pageOf, smallList } from "./listing.ts";
import { type Fields, invalid, listOf, missing, ok, unix } from "./wire.ts";

export const addCodes = (box: Box, batchId: number, count: number, body: Fields) => {
  for (let n = 0; n < count; n += 1)
    box.codesOfCoupons.insert((id, at) => ({
      id,
      batchId,
      depotId: 0,
      code: `${body.prefix ?? ""}${box.dice.hex(body.codeLength ?? 8).toUpperCase()}${body.suffix ?? ""}`,
      value: body.value ?? 0,
      valueMax: body.valueMax ?? 0,
      valueType: body.valueType ?? 1,
      status: 1,
      usedAt: 0,
      totalCanUsed: body.canUsedTimes,
      totalAssigned: 0,
      totalUsed: 0,
      createdAt: unix(at),
    }));
};

export const couponRow = ({ row: { id: _id, batchId: _batch, ...row } }: Entry<Fields>) => row;

export const promotionRoutes = (box: Box): Record<string, Handler> => ({
  "promotion/batch": smallList(box, box.batches),
  "promotion/batchadd": (call) => {
    const made = addsRow(
      box.batches,
      ["name", "status", "startDate", "endDate", "codeLength", "numberOfCodes", "canUsedTimes", "valueType", "value"],
      (body) => ({ ...body, totalUsedTime: 0, totalAssign: 0 }),
      (entry) => {
        addCodes(box, Number(entry.id), call.body.numberOfCodes, call.body);
        return { id: entry.id };
      },
    );
    return made(call);
  },
  "promotion/batchincreasecode": ({ body, commit }) => {
    const wrong = missing(body, "batchId", "couponNumber", "canUsedTimes");
    if (wrong) return wrong;
    const batch = box.batches.get(body.batchId);
    if (!batch) return invalid({ batchId: "is invalid" });
    if (body.couponNumber > 1_000) return invalid({ couponNumber: "max 1000 codes" });
    const { value, valueMax, valueType, codeLength } = batch.row;
    addCodes(box, body.batchId, body.couponNumber, { value, valueMax, valueType, codeLength, ...body });
    box.batches.edit(body.batchId, (row) => {
      row.numberOfCodes += body.couponNumber;
    });
    commit(body.batchId);
    return ok({ batchId: body.batchId });
  },
  "promotion/couponcode": (call) =>
    missing(call.body, "filters.batchId") ??
    pageOf(box, call, box.codesOfCoupons, {
      where: (row, _entry, { batchId, code }) => equals(batchId, row.batchId) && equals(code, row.code),
      toRow: couponRow,
    }),
  "promotion/couponproduct": ({ body }) =>
    missing(body, "filters.batchId") ??
    ok(
      box.products
        .live()
        .slice(0, 2)
        .map(({ row }) => ({ batchId: body.filters.batchId, product: { id: row.id, name: row.name } })),
    ),
  "promotion/couponupdate": ({ body, commit }) => {
    const entry = box.codesOfCoupons.by("code", body?.code);
    if (!entry) return invalid({ code: "code is invalid" });
    box.codesOfCoupons.edit(entry.id, (row) => {
      if (body.act === "used")
        Object.assign(row, { totalUsed: row.totalUsed + 1, status: 2, usedAt: unix(box.shop.now()) });
      else row.totalAssigned += 1;
    });
    commit(entry.id);
    return ok(couponRow(entry));
  },
  "promotion/pricelist": smallList(box, box.priceBooks, { sortable: "id" }),
  "promotion/pricelistproduct": (call) =>
    missing(call.body, "filters.priceListIds") ??
    derived(box, ({ priceListIds }) =>
      box.products
        .live()
        .slice(0, 3)
        .map(({ row }) => ({
          product: { id: row.id, name: row.name, code: row.code, price: row.prices.retail },
          priceList: listOf(priceListIds).map((id) => ({
            id,
            businessId: box.businessId,
            name: "",
            value: row.prices.retail,
          })),
        })),
    )(call),
});
