import type { Rejected } from "./errors.ts";

/**
 * Words by which vendors say that something is there already. Nhanh answers order/add with "Đơn hàng: <our id> đã tồn
 * tại" (seen in two integrations); KiotViet and iSale use the same words for codes and phones.
 */
const WORDS = [
  /duplicat/i,
  /already[\s_-]*(been[\s_-]*)?(exist|us|tak|registered)/i,
  /\bexist(s|ed)\b/i,
  /tồn tại/i,
  /\b(bị )?trùng\b/i,
  /đã được (sử dụng|dùng|đăng ký)/i,
];
/** "does not exist" says the opposite with the same word. */
const OPPOSITE = /(not|n't|không|chưa)\s+(\S+\s+)?(exist|tồn tại)/i;

/**
 * Whether a refusal says that what was to be created exists. It is a question and no verdict: what exists may be ours
 * from an earlier attempt, or a stranger's, or something else altogether (a serial number of a line).
 */
export const saysDuplicate = ({ code, message, fields }: Pick<Rejected, "code" | "message" | "fields">): boolean => {
  const texts = [code.replaceAll("_", " "), message, ...Object.values(fields)].map((text) => text.normalize("NFC"));
  return texts.some((text) => WORDS.some((word) => word.test(text)) && !OPPOSITE.test(text));
};
