import { askedToWait, waitUntil } from "../../core/bounds.ts";
import {
  PerhapsSignedOut,
  Rejected,
  RetryLater,
  SignInAgain,
  VendorChanged,
  type VendorError,
} from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { jsonOrNone } from "../../core/json.ts";
import { MINUTE } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { ErrorBody, FieldError, Token } from "./schema.ts";

interface Complaint {
  /** It comes in the vendor's own envelope. */
  readonly isOwn: boolean;
  /** Its `error`, as sign-in names it. */
  readonly oauth: string | undefined;
  readonly code: string;
  readonly message: string;
  readonly fields: Record<string, string>;
}

/** An answer, taken apart. */
interface Heard {
  readonly answer: HttpAnswer;
  readonly operation: Operation;
  /** The call, for a person. */
  readonly where: string;
  /** Undefined: the body is no JSON. */
  readonly json: unknown;
  readonly complaint: Complaint | undefined;
  /** The vendor's own code; empty without one. */
  readonly code: string;
}

/** The vendor's complaint in either casing: `responseStatus` from the API, `ResponseStatus` from its validation. */
const complaintIn = (json: unknown): Complaint | undefined => {
  const body = ErrorBody.safeParse(json).data;
  if (!body) return undefined;
  const status = body.responseStatus ?? body.ResponseStatus;
  const code = status?.errorCode ?? status?.ErrorCode ?? body.error ?? "";
  const message = status?.message ?? status?.Message ?? body.message ?? "";
  const fields: Record<string, string> = {};
  for (const entry of status?.errors ?? status?.Errors ?? []) {
    const error = FieldError.safeParse(entry).data;
    const name = error?.fieldName ?? error?.FieldName;
    if (name) fields[name] = (error?.message ?? error?.Message ?? "refused").slice(0, 300);
  }
  const isOwn = status !== undefined && status !== null;
  return { isOwn, oauth: body.error ?? undefined, code, message: message.slice(0, 300), fields };
};

const hear = (answer: HttpAnswer, operation: Operation): Heard => {
  const json = jsonOrNone(answer.body);
  const complaint = json === undefined ? undefined : complaintIn(json);
  const where = `KiotViet ${operation.method} ${operation.path}`;
  return { answer, operation, where, json, complaint, code: complaint?.code ?? "" };
};

const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [404, 420],
    // In the vendor's own envelope. A gateway in front of the vendor does not send one.
    code: /./,
    source:
      "inferred: the error body is responseStatus or ResponseStatus with errorCode (field note, seen in integrations), " +
      "validation is 420 with KvValidateException (field note, captured); neither shows an unknown id",
  },
];

/** OAuth's words about the credentials (RFC 6749 §5.2). Its others are about the request or the server. */
const REFUSES_CREDENTIALS = /^(invalid_client|unauthorized_client|invalid_grant|invalid_scope)$/;

/** Sign-in answers in OAuth's words. Its body may hold a token, so it never goes into an error. */
const signedIn = ({ answer, where, json, complaint }: Heard): unknown => {
  const { status } = answer;
  if (json !== undefined && isSuccess(answer)) {
    if (Token.safeParse(json).success) return json;
    throw new VendorChanged(`${where}: ${status} without a token`, "");
  }
  if (status === 429) throw limited(answer, where);
  // Whatever else comes is a gateway's, or a moment's: only these words end a shop's access.
  const code = complaint?.oauth ?? "";
  if (!REFUSES_CREDENTIALS.test(code) || (status !== 400 && status !== 401))
    throw new RetryLater(`${where}: ${status}${complaint?.code ? ` ${complaint.code}` : ""}`);
  throw new Rejected(`KiotViet refused the credentials: ${complaint?.message || code}`, { code });
};

/**
 * A dead token shows as 401 or, with any other status, as this error code (field note). No captured answer shows the body of
 * the 401, so that one without the vendor's envelope may be a gateway's or not.
 */
const deadToken = ({ answer: { status }, where, complaint, code }: Heard): VendorError | undefined => {
  if (complaint?.isOwn && (status === 401 || code === "TokenException"))
    return new SignInAgain(`${where}: ${code || status}`);
  return status === 401 ? new PerhapsSignedOut(`${where}: 401 in another form than the vendor's`) : undefined;
};

/** Without a word of the vendor a minute: the limit's window is an hour, its start is unknown. */
const limited = (answer: HttpAnswer, where: string): RetryLater =>
  new RetryLater(`${where}: limit used up`, {
    retryAt: waitUntil(answer, answer.receivedAt, { otherwise: MINUTE }),
    delivered: "no",
    limited: true,
  });

const usedUpLimit = ({ answer, where, code }: Heard): RetryLater | undefined =>
  answer.status === 429 || /^(TooManyRequests|RateLimit)/i.test(code) ? limited(answer, where) : undefined;

const outage = ({ answer, where, code }: Heard): RetryLater | undefined =>
  answer.status >= 500 || answer.status === 408
    ? new RetryLater(`${where}: ${answer.status}${code ? ` ${code}` : ""}`, askedToWait(answer))
    : undefined;

/** What the vendor says that it has done; undefined: it has refused. */
const successOf = ({ answer, operation, where, json, code }: Heard): unknown => {
  const { status, body } = answer;
  if (status >= 400) return undefined;
  if (!isSuccess(answer)) throw new VendorChanged(`${where}: unexpected status ${status}`, body);
  if (status === 204 && operation.method === "DELETE") return { isSuccess: true };
  if (json === undefined) throw new VendorChanged(`${where}: ${body.trim() ? "no JSON" : "empty answer"}`, body);
  if (json === null || typeof json !== "object") throw new VendorChanged(`${where}: JSON of an unknown shape`, body);
  // Only price books say `isSuccess` (§2.17.3), and a 200 with false is a refusal.
  return code || ("isSuccess" in json && json.isSuccess === false) ? undefined : json;
};

/** Sentences about a setting of the shop, of which the document does not show the form (§2.5, §2.10.1, §2.12). */
const SETTING_IS_OFF = /đang không được bật|^chưa bật/i;

/**
 * What a gateway answers says nothing about a record, a permission or the listing. A write may have been carried out, unless a
 * sentence comes with it.
 */
const foreign = ({ answer, operation, where, json, complaint, code }: Heard): VendorError => {
  const { status, body } = answer;
  if (status === 404 && !complaint && !asksForOne(operation))
    return new VendorChanged(`${where}: 404 without JSON`, body);
  const words = complaint?.message || code;
  if (operation.kind === "read" && !SETTING_IS_OFF.test(words))
    return new RetryLater(`${where}: ${status} in another form than the vendor's`, { delivered: "no" });
  if (json === undefined || status === 403 || !words) return new RetryLater(`${where}: ${status} from a gateway`);
  return new Rejected(`${where}: ${words}`, { code: code || String(status) });
};

const refusal = (heard: Heard): VendorError => {
  const { answer, operation, where, complaint, code } = heard;
  if (!complaint?.isOwn) return foreign(heard);
  const { status } = answer;
  const { message: said, fields } = complaint;
  const message = said || code;
  const notFound = saysGone(gone, { status, code, words: message }, operation);
  // 420 is the vendor's validation and permanent (field note).
  return new Rejected(`${where}: ${message || status}`, {
    code: code || String(status),
    fields,
    notFound,
    forbidden: status === 403,
  });
};

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const heard = hear(answer, operation);
  if (operation.kind === "auth") return signedIn(heard);
  const trouble = deadToken(heard) ?? usedUpLimit(heard) ?? outage(heard);
  if (trouble) throw trouble;
  const success = successOf(heard);
  if (success === undefined) throw refusal(heard);
  return success;
};
