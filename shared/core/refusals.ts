import { saysDuplicate } from "./duplicates.ts";

/** What vendors refuse a write for, in words that every system shares. The first that fits is the reason. */
const reasons = {
  "no-permission": {
    en: "The shop's credentials may not do this.",
    vi: "Tài khoản kết nối không có quyền thực hiện việc này.",
    words: /không có quyền|not (authorized|allowed|permitted)|permission|forbidden/i,
  },
  "out-of-stock": {
    en: "There is not enough in stock.",
    vi: "Không đủ hàng trong kho.",
    words:
      /(không|chưa) (còn )?đủ (hàng|tồn|số lượng)|hết hàng|vượt quá (số lượng )?tồn|out[\s_-]of[\s_-]stock|not enough|insufficient/i,
  },
  exists: { en: "It exists already.", vi: "Dữ liệu đã tồn tại.", words: undefined },
  missing: {
    en: "A value is missing.",
    vi: "Thiếu thông tin bắt buộc.",
    words:
      /bắt buộc|không được (để |bỏ )?trống|vui lòng (nhập|chọn)|chưa (nhập|chọn)|\brequired\b|\bmissing\b|can(no|')t be (blank|empty)/i,
  },
  "not-found": {
    en: "Something that the write names does not exist at the vendor.",
    vi: "Dữ liệu được nhắc đến không tồn tại.",
    words: /không (có |còn )?tồn tại|không tìm thấy|(does not|doesn't|not) exist|not[\s_-]found|unknown/i,
  },
  "wrong-state": {
    en: "The record is in a state in which this is not possible.",
    vi: "Trạng thái hiện tại không cho phép thao tác này.",
    words: /trạng thái|đã (bị )?(hủy|huỷ|hoàn thành|khóa|đóng)|\bstatus\b|\bstate\b|already (cancel|complet|clos)/i,
  },
  invalid: {
    en: "A value is not valid.",
    vi: "Một giá trị không hợp lệ.",
    words: /không (hợp lệ|đúng)|sai định dạng|\binvalid\b|not valid|malformed|must be/i,
  },
} as const;

export type RefusalReason = keyof typeof reasons;
export const refusalReasons = Object.keys(reasons) as [RefusalReason, ...RefusalReason[]];

interface Told {
  readonly code: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** Why the vendor refused, as far as its words say. Undefined: they say something else. */
export const refusalReason = ({ code, message, fields = {} }: Told): RefusalReason | undefined => {
  const said = [code.replaceAll(/[_-]/g, " "), message, ...Object.values(fields)].join("; ").normalize("NFC");
  const isDuplicate = saysDuplicate({ code, message, fields });
  return refusalReasons.find((reason) =>
    reason === "exists" ? isDuplicate : (reasons[reason].words?.test(said) ?? false),
  );
};

/** A refusal with its reason in both languages, where it is known; the vendor's own words stay. */
export const explained = <Error extends Told>(error: Error) => {
  const reason = refusalReason(error);
  if (reason === undefined) return error;
  const { en, vi } = reasons[reason];
  return { ...error, reason, explained: { en, vi } };
};
