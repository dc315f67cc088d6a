import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged, type VendorError } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { jsonOrNone } from "../../core/json.ts";
import { MINUTE } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { ErrorBody, FieldError, Token } from "./schema.ts";

interface Complaint {
  /** It comes in the vendor's own envelope. */
  readonly isOwn: boolean;
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
  return { isOwn: status !== undefined && status !== null, code, message: message.slice(0, 300), fields };
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

/** Sign-in answers in OAuth's words. Its body may hold a token, so it never goes into an error. */
const signedIn = ({ answer, where, json, complaint, code }: Heard): unknown => {
  const { status } = answer;
  if (json !== undefined && isSuccess(answer)) {
    if (Token.safeParse(json).success) return json;
    throw new VendorChanged(`${where}: ${status} without a token`, "");
  }
  if (status === 429) throw limited(answer, where);
  // A page or a redirect comes from a gateway: only the vendor's own words end a shop's access.
  const reason = complaint?.message || code;
  if (!reason || (status !== 400 && status !== 401)) throw new RetryLater(`${where}: ${status}`);
  throw new Rejected(`KiotViet refused the credentials: ${reason}`, { code: code || "invalid_client" });
};

/** A dead token shows as 401 or, with any other status, as this error code (field note). */
const deadToken = ({ answer: { status }, where, code }: Heard): SignInAgain | undefined =>
  status === 401 || code === "TokenException" ? new SignInAgain(`${where}: ${code || status}`) : undefined;

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

const refusal = ({ answer, operation, where, json, complaint, code }: Heard): VendorError => {
  const { status, body } = answer;
  const message = complaint?.message || code;
  const sentence = `${where}: ${message || status}`;
  const told = { code: code || String(status), fields: complaint?.fields ?? {} };
  if (status === 403)
    // A page instead of JSON comes from a gateway in front of the vendor, which did not let the call through.
    return json === undefined
      ? new RetryLater(`${where}: 403 from a gateway`, { delivered: "no" })
      : new Rejected(sentence, { ...told, forbidden: true });
  const isOwn = complaint?.isOwn === true;
  if (isOwn && saysGone(gone, { status, code, words: message }, operation))
    return new Rejected(sentence, { ...told, notFound: true });
  // A page, an empty answer or JSON of another form comes from a gateway, and says nothing about the record.
  if (!isOwn && asksForOne(operation)) return new RetryLater(`${where}: ${status} from a gateway`, { delivered: "no" });
  if (status === 404 && !complaint) return new VendorChanged(`${where}: 404 without JSON`, body);
  // 420 is the vendor's validation and permanent (field note).
  return new Rejected(sentence, told);
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
