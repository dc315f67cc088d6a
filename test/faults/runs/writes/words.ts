import type { VendorId } from "../../../../shared/core/vendor.ts";
import { type Answer, reply } from "../lies/types.ts";

/** How each vendor says no, in the forms of its document and of recorded answers. */
export const refusals: Readonly<Record<VendorId, (code: string, sentence: string) => Answer>> = {
  kiotviet: (code, sentence) =>
    reply(420, JSON.stringify({ ResponseStatus: { ErrorCode: code, Message: sentence, Errors: [] } })),
  "nhanh-v3": (code, sentence) => reply(200, JSON.stringify({ code: 0, errorCode: code, messages: sentence })),
  "nhanh-v2": (code, sentence) => reply(200, JSON.stringify({ code: 0, errorCode: code, messages: [sentence] })),
  pancake: (_code, sentence) => reply(422, JSON.stringify({ success: false, message: sentence })),
  isale: (code, sentence) => reply(400, JSON.stringify({ error: { code, message: sentence } })),
};

/** Why a vendor may refuse what it has taken before, or what it never got: none of these tells which. */
export const reasons: readonly (readonly [code: string, sentence: string])[] = [
  ["ERR_LOCKED", "Chứng từ đang được người khác chỉnh sửa"],
  ["ERR_INVALID_DATA", "Dữ liệu không hợp lệ"],
  ["ERR_CANNOT_EDIT", "Không thể cập nhật bản ghi này"],
  ["ERR_OUT_OF_STOCK", "Sản phẩm không đủ tồn kho"],
];

/** Something exists, and it is not the record. */
export const otherDuplicates: readonly (readonly [code: string, sentence: string])[] = [
  ["ERR_DUPLICATE_IMEI", "IMEI 356938035643809 đã được sử dụng"],
  ["DUPLICATE_ENTRY", "Mã vận đơn bị trùng"],
  ["ERR_INVALID_DATA", "Voucher already exists in another order"],
];

/** The record itself exists: two integrators of Nhanh handle exactly this sentence. */
export const existsWords = (reference: string): readonly (readonly [code: string, sentence: string])[] => [
  ["ERR_INVALID_DATA", `Đơn hàng: ${reference} đã tồn tại`],
  ["ERR_DUPLICATED", `${reference} already existed`],
];

/** The answer to a committed write in shapes that the document does not draw. */
export const shapes: Readonly<Record<string, (answer: Answer) => Answer>> = {
  list: (answer) => changed(answer, (data) => [data]),
  orderId: (answer) => changed(answer, (data) => ({ orderId: data?.id })),
  noId: (answer) => changed(answer, ({ id: _id, code: _code, ...rest }) => rest),
  nothing: (answer) => changed(answer, () => ({})),
};

const changed = (answer: Answer, change: (data: any) => unknown): Answer => {
  try {
    const json = JSON.parse(answer.body);
    const isWrapped = json !== null && typeof json === "object" && "data" in json;
    const data = isWrapped ? json.data : json;
    if (data === null || typeof data !== "object" || Array.isArray(data)) return answer;
    const other = change(data);
    return { ...answer, body: JSON.stringify(isWrapped ? { ...json, data: other } : other) };
  } catch {
    return answer;
  }
};
