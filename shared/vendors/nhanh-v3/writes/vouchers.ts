import type { Untyped } from "../../../core/rows.ts";
import { toHanoiDay } from "../../../core/time.ts";
import { defineWrite } from "../../../core/vendor.ts";
import { VoucherCreate, VoucherRelease } from "../commands.ts";
import { encodeVouchers, fingerprint } from "../encode.ts";
import { campaignById, releaseLooks, voucherCode, voucherLooks } from "../find.ts";
import { doneId } from "./common.ts";

type Row = Record<string, Untyped>;

/** A day of the campaign stands for every time of that day. */
const dayOf = (name: "from" | "to") => (shown: Untyped, asked: Untyped) =>
  shown[name] === toHanoiDay(Date.parse(asked[name])) ? asked[name] : shown[name];

const createVouchers = defineWrite<VoucherCreate>({
  operation: "coupon-programs.create",
  operationFor: ({ campaignId }) => (campaignId === undefined ? "coupon-programs.create" : "coupon-programs.add-codes"),
  command: VoucherCreate,
  encode: (voucher, { reference }) => ({ body: encodeVouchers(voucher, reference) }),
  result: (answer, { campaignId }) => ({ id: campaignId ?? doneId(answer) }),
  reference: { by: "field", fields: ["description, prefix"] },
  looks: voucherLooks,
  resource: "voucher-campaigns",
  named: { campaignId: "voucher-campaigns" },
  // A campaign that has got more codes does not tell ours from the others.
  see: async ({ campaignId }, id, call) =>
    campaignId === undefined && id !== undefined ? campaignById(id, call) : undefined,
  view: (row: Row) => ({
    name: row.name,
    count: row.numberOfCodes,
    value: Number(row.valueType) === 1 ? row.value : undefined,
    percent: Number(row.valueType) === 2 ? row.value : undefined,
    mostOff: row.valueMax,
    from: row.startDate,
    to: row.endDate,
  }),
  shows: { name: true, count: true, value: true, percent: true, mostOff: true, from: dayOf("from"), to: dayOf("to") },
  entity: (voucher) => `vouchers.create:${fingerprint(voucher)}`,
});

const releaseVoucher = defineWrite<VoucherRelease>({
  operation: "coupons.update",
  command: VoucherRelease,
  encode: ({ codes }) => ({ body: { act: "giveaway", code: codes[0] } }),
  result: (_answer, { campaignId }) => ({ id: campaignId }),
  reference: { by: "record" },
  named: { campaignId: "voucher-campaigns" },
  looks: releaseLooks,
  see: (release, _id, call) => voucherCode(release, call),
  view: (row: Row) => ({ codes: Number(row.totalAssigned) > 0 ? [row.code] : [] }),
  shows: { codes: true },
  entity: ({ campaignId, codes }) => `voucher:${campaignId}:${codes[0]}`,
});

export const voucherWrites = { "vouchers.create": createVouchers, "vouchers.release": releaseVoucher } as const;
