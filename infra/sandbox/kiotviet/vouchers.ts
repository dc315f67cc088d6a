import { type Entry, type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { bodyOf, listRows } from "./calls.ts";
import { bodyTime } from "./fields.ts";
import { invalid, type Listing, type Row } from "./wire.ts";

export const addVouchers = (box: Box, campaignId: number, codes: readonly string[]): Entry<Row>[] => {
  const campaign = box.campaigns.get(campaignId);
  if (!campaign?.row.isActive) throw invalid("Đợt phát hành không tồn tại hoặc chưa kích hoạt");
  if (codes.length === 0 || codes.some((code) => !code)) throw invalid("Mã voucher không được để trống");
  if (codes.some((code) => box.vouchers.by("code", code))) throw invalid("Mã voucher đã tồn tại");
  box.campaigns.quietly(campaignId, (row) => {
    row.quantity += codes.length;
  });
  return codes.map((code) =>
    box.vouchers.insert((id) => ({
      id,
      code,
      voucherCampaignId: campaignId,
      status: 0,
      price: campaign.row.price,
    })),
  );
};

const setVouchers = (
  box: Box,
  campaignId: number,
  codes: readonly string[],
  { status, at }: { readonly status: 1 | 3; readonly at?: unknown },
): void => {
  const found = codes.map((code) => box.vouchers.by("code", code));
  if (found.length === 0) throw invalid("Mã voucher không được để trống");
  for (const voucher of found) {
    if (voucher?.row.voucherCampaignId !== Number(campaignId)) throw invalid("Voucher không thuộc đợt phát hành");
    if (voucher.row.status !== 0) throw invalid("Chỉ áp dụng với voucher chưa sử dụng");
  }
  const releaseDate = bodyTime(at, "ReleaseDate");
  for (const voucher of found) {
    if (!voucher) continue;
    box.vouchers.edit(voucher.id, (row) => {
      row.status = status;
      if (status === 1) Object.assign(row, { releaseDate, sellType: 0, partnerType: "O" });
    });
  }
};

const campaignView = ({ row }: Entry<Row>, include: (part: string) => boolean): Row => ({
  ...row,
  prereqCategoryIds: [],
  prereqProductIds: [],
  ...(include("includeVoucherBranchs") ? { voucherBranchs: [] } : {}),
  ...(include("includeVoucherUsers") ? { voucherUsers: [] } : {}),
});

export const campaignsListing = (box: Box): Listing => ({
  rows: box.campaigns,
  view: campaignView,
  parts: ["includeVoucherBranchs", "includeVoucherUsers"],
  bare: true,
  where: (params) => {
    const id = params.integer("id");
    return (row) => id === undefined || row.id === id;
  },
});

export const vouchersListing = (box: Box): Listing => ({
  rows: box.vouchers,
  view: ({ row }) => row,
  bare: true,
  where: (params) => {
    const [campaign, status] = [params.integer("campaignId"), params.integer("status")];
    return (row) => row.voucherCampaignId === campaign && (status === undefined || row.status === status);
  },
});

const codesOf = (given: unknown): string[] =>
  Array.isArray(given) ? given.map((row: Row) => String(row?.Code ?? row?.code ?? "")) : [];

export const voucherRoutes = (box: Box): Record<string, Handler> => ({
  "POST /coupons/setused": (call) => {
    const codes = codesOf(bodyOf(call).coupons);
    if (codes.length === 0) throw invalid("Mã coupon không được để trống");
    for (const code of codes) call.commit(code);
    return json({ message: "Cập nhật dữ liệu thành công", dataError: [] });
  },
  "GET /vouchercampaign": listRows(box, campaignsListing(box)),
  "GET /voucher": listRows(box, vouchersListing(box)),
  "POST /voucher": (call) => {
    const body = bodyOf(call);
    const made = addVouchers(box, body.voucherCampaignId, codesOf(body.data));
    for (const { id, row } of made) call.commit(id, row.code);
    return json({ message: "Thêm mới voucher thành công" });
  },
  "POST /voucher/release/give": (call) => {
    const body = bodyOf(call);
    const codes = codesOf(body.Vouchers);
    setVouchers(box, body.CampaignId, codes, { status: 1, at: body.ReleaseDate });
    for (const code of codes) call.commit(code, code);
    return json({ message: "Cập nhật voucher thành công" });
  },
  "DELETE /voucher/cancel": (call) => {
    const body = bodyOf(call);
    const codes = codesOf(body.Vouchers);
    setVouchers(box, body.CampaignId, codes, { status: 3 });
    for (const code of codes) call.commit(code, code);
    return json({ message: "Cập nhật voucher thành công" });
  },
});
