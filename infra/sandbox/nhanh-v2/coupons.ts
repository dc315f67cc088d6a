import { DAY, toHanoiDay, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Handler, Reply, RouteCall } from "../simulator.ts";
import { type Box, rowsOf } from "./box.ts";
import { dataOf, isAsked, pagesOf } from "./listing.ts";
import { type Fields, failure, success } from "./wire.ts";

const makeCodes = (box: Box, batchId: number, count: number, times: number) => {
  const batch = box.batches.get(batchId)!.row;
  for (let made = 0; made < count; made += 1) {
    box.coupons.insert(() => ({
      batchId,
      code: `${batch.prefix ?? ""}${box.dice.hex(8).toUpperCase()}`,
      value: batch.value,
      valueType: batch.valueType,
      valueMax: batch.valueMax,
      canUsedTimes: times,
      usedTimes: 0,
      assignedTimes: 0,
      status: 1,
    }));
  }
  batch.numberOfCodes += count;
};

type Act = (data: Fields, call: RouteCall) => Reply;

/** By the word in `act`. */
const actsOf = (box: Box): Readonly<Record<string, Act>> => {
  const paged = (rows: readonly Fields[], data: Fields) => {
    const size = box.shop.pageSize(20);
    const page = Number(data.page) || 1;
    return { totalPages: pagesOf(rows.length, size), page, result: rows.slice((page - 1) * size, page * size) };
  };
  const couponIn = (data: Fields) => {
    const found = box.coupons.by("code", data.couponCode);
    if (!found) throw failure("couponCode not found");
    return found;
  };
  return {
    list: (data) => {
      const rows = rowsOf(box.batches)
        .filter((row) => isAsked(row.id, data.id))
        .filter((row) => data.name === undefined || String(row.name).includes(data.name))
        .toReversed();
      return success(paged(rows, data));
    },
    codes: (data) => {
      if (!box.batches.get(data.batchId)) throw failure("batchId not found");
      const rows = rowsOf(box.coupons)
        .filter((row) => isAsked(row.batchId, data.batchId))
        .map(({ batchId: _batchId, ...row }) => row);
      return success(paged(rows, data));
    },
    products: () => success({ totalPages: 1, page: 1, data: { productIds: null } }),
    check: (data) => success({ result: [couponIn(data).row] }),
    giveaway: (data, call) => {
      const entry = couponIn(data);
      box.coupons.edit(entry.id, (row) => Object.assign(row, { assignedTimes: row.assignedTimes + 1, status: 4 }));
      call.commit(entry.row.code, undefined, data);
      return success();
    },
    use: (data, call) => {
      const entry = couponIn(data);
      if (entry.row.canUsedTimes <= 0) throw failure("couponCode has been used");
      box.coupons.edit(entry.id, (row) =>
        Object.assign(row, { canUsedTimes: row.canUsedTimes - 1, usedTimes: row.usedTimes + 1, status: 2 }),
      );
      call.commit(entry.row.code, undefined, data);
      return success();
    },
    addbatch: (data, call) => {
      for (const field of ["name", "startDate", "endDate", "codeLength", "numberOfCodes", "canUsedTimes", "value"])
        if (data[field] === undefined) throw failure({ [field]: `${field} is required` });
      const entry = addBatch(box, { ...data, numberOfCodes: 0 });
      makeCodes(box, Number(entry.id), data.numberOfCodes, data.canUsedTimes);
      call.commit(entry.id, /\[(TB-[A-Za-z0-9]+)\]/.exec(data.description ?? "")?.[1], data);
      return success({ couponBacthId: entry.id });
    },
    increasecode: (data, call) => {
      if (!box.batches.get(data.couponBatchId)) throw failure("couponBatchId not found");
      makeCodes(box, Number(data.couponBatchId), data.couponNumber, data.canUsedTimes);
      call.commit(data.couponBatchId, undefined, data);
      return success();
    },
  };
};

export const couponCall = (box: Box): Handler => {
  const acts = actsOf(box);
  return (call) => {
    const data = dataOf(call);
    const act = call.query.get("act") ?? "";
    if (!Object.hasOwn(acts, act)) throw failure("act is invalid");
    return acts[act]!(data, call);
  };
};

export const addBatch = (box: Box, fields: Fields = {}) =>
  box.batches.insert((id, at) => ({
    name: `Đợt ${id}`,
    depotIds: [],
    categories: "",
    description: "",
    startDate: toHanoiDay(at),
    endDate: toHanoiDay(at + 30 * DAY),
    fromValue: 0,
    numberOfCodes: 0,
    canUsedTimes: 1,
    usedTimes: 0,
    assignedTimes: 0,
    valueType: 1,
    value: 20_000,
    valueMax: 0,
    status: 1,
    createdDatetime: toHanoiSeconds(at),
    options: { notApplyWithDiscountPromotion: false },
    ...fields,
    id,
  }));
