import type { Operation } from "./vendor/operation.ts";

/**
 * A form of answer in which a vendor says that the record asked for does not exist. A vendor's folder lists those that
 * are known; every other answer leaves it open whether the record exists.
 */
export interface GoneForm {
  /** HTTP statuses under which the form comes. */
  readonly status: readonly number[];
  /** The vendor's own error code, where the form has one: a gateway's page does not know it. */
  readonly code?: RegExp;
  /** Document and paragraph, captured answer or field note; or that it is inferred, and from what. */
  readonly source: string;
}

/** A refusal, taken apart by the vendor's adapter. */
export interface Refusal {
  readonly status: number;
  /** The vendor's own code; empty without one. */
  readonly code: string;
  /** The vendor's sentence; empty without one. */
  readonly words: string;
}

/** Letters without marks, in lower case: `Hóa đơn` and `Hoá đơn` are spelt alike. */
const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").replaceAll("_", " ").toLowerCase();

const DOES_NOT_EXIST =
  /khong ton tai|khong tim thay|da bi xoa|not found|(?:does not|doesn't|do not|not) exist|no such|(?:has been|was) deleted/;

/**
 * What a sentence may also be about. "The shop does not exist", "no route found" and "not found for this token" say
 * nothing about a record, and neither does "not found in this branch".
 */
const SOMETHING_ELSE =
  /\b(?:access|account|address|api|app|application|branch|business|client|credential|depot|endpoint|file|gateway|handler|host|key|limit|method|page|partner|path|permission|privilege|proxy|resource|retailer|right|role|route|scope|server|service|session|shop|store|table|tenant|token|upstream|url|uri|user|version|warehouse|website)(?:s|es|ies)?\b|\bclient ?id\b|\b(?:chi nhanh|cua hang|dich vu|duong dan|gian hang|kho hang|may chu|nguoi dung|phien|quyen|tai khoan|trang|ung dung)\b/;

/** What vendors call a record in a sentence, by the first part of the operation's id. */
const NAMES: Readonly<Record<string, RegExp>> = {
  "calendar-events": /\bcalendar event|\bevent|\blich\b/,
  categories: /\bcategory|nhom hang|danh muc/,
  contacts: /\bcontact|\bcustomer|khach hang|lien he/,
  customers: /\bcustomer|khach hang/,
  "flow-runs": /\brun\b|\bflow run/,
  flows: /\bflow\b/,
  invoices: /\binvoice|hoa don/,
  leads: /\blead\b/,
  orders: /\border\b|don hang|don dat hang|dat hang/,
  "price-books": /\bprice ?book|bang gia/,
  products: /\bproduct|\bitem\b|\bvariation|hang hoa|san pham|mat hang/,
  "purchase-orders": /\bpurchase ?order|nhap hang|phieu nhap/,
  returns: /\breturn\b|tra hang/,
  "supplier-orders": /\border ?supplier|\bsupplier ?order|dat hang nhap|phieu dat/,
  transfers: /\btransfer|chuyen hang|phieu chuyen/,
  vouchers: /\bvoucher/,
};
const ANY_RECORD = /\brecord\b|\bban ghi\b|\bid\b/;

/** Whether a sentence says that a record of this operation does not exist, and is about nothing else. */
const isAboutRecord = (words: string, operation: Operation): boolean => {
  const sentence = plain(words);
  if (!DOES_NOT_EXIST.test(sentence) || SOMETHING_ELSE.test(sentence)) return false;
  const [noun = ""] = operation.id.split(".");
  return ANY_RECORD.test(sentence) || (NAMES[noun]?.test(sentence) ?? false);
};

/** A call that names one record and changes nothing: only there "does not exist" can be about that record. */
export const asksForOne = ({ id, kind }: Operation): boolean => kind === "read" && /\.get(?:-by-[a-z]+)?$/.test(id);

/** Whether the vendor says, in a form that is known, that the record asked for does not exist. */
export const saysGone = (forms: readonly GoneForm[], refusal: Refusal, operation: Operation): boolean =>
  asksForOne(operation) &&
  isAboutRecord(refusal.words, operation) &&
  forms.some(({ status, code }) => status.includes(refusal.status) && (code?.test(refusal.code) ?? true));
