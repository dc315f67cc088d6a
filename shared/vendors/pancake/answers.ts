import { askedToWait, waitUntil } from "../../core/bounds.ts";
import {
  PerhapsSignedOut,
  Rejected,
  RetryLater,
  SignInAgain,
  VendorChanged,
  type VendorError,
} from "../../core/errors.ts";
import { type GoneForm, saysGone } from "../../core/gone.ts";
import { jsonOrNone } from "../../core/json.ts";
import { isObject, type Untyped } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";

const KEY = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
const ACCESS = /access[_ ]?token|invalid token|api[_ ]?key|unauthori[sz]ed|not logged in/i;
const PERMISSION = /permission|không có quyền/i;
const TOO_MANY = /too many requests|rate limit/i;

type Body = Readonly<Record<string, Untyped>>;

/** The vendor's sentence, without anything that looks like a key: it may repeat what it was sent. */
const messageOf = (body: Body): string => {
  const said = [body.message, body.error?.message, body.error, body.errors, body.data?.message].find(
    (part) => typeof part === "string" && part !== "",
  );
  return String(said ?? "refused without a reason")
    .slice(0, 300)
    .replaceAll(KEY, "…");
};

const fieldsOf = (body: Body): Record<string, string> => {
  const errors = body.errors ?? body.error?.fields;
  if (typeof errors !== "object" || errors === null || Array.isArray(errors)) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([field, told]) => [
      field,
      (Array.isArray(told) ? told.join("; ") : String(told)).slice(0, 300).replaceAll(KEY, "…"),
    ]),
  );
};

/**
 * How the vendor says that the record asked for does not exist (README, "A record that is gone"). Most of its answers
 * to an unknown id say nothing that tells it from an outage.
 */
const gone: readonly GoneForm[] = [
  {
    status: [200, 400, 404, 422, 500],
    source:
      "inferred: an unknown id is answered with 400 or 500 and seldom 404, errors are success: false with a message " +
      "(field note, read in an integration that was tried against the vendor); no captured answer shows the sentence",
  },
];

/** The text with which it answers 404 (field note). */
const NO_PAGE = /^\W*page not found\W*$/i;

/** The path names a row: a write to one that may not be changed is answered with 404 (field note). */
const namesOne = (operation: Operation) => /\{(?!shop_id\})\w+\}/.test(operation.path);

const saysNo = ({ success, data, error }: Body): boolean =>
  success === false || data?.success === false || (success === undefined && error !== undefined && error !== null);

/** An answer, taken apart. */
interface Heard {
  readonly answer: HttpAnswer;
  readonly operation: Operation;
  readonly status: number;
  /** The call and the status, for a person. */
  readonly where: string;
  /** Undefined: no JSON object. */
  readonly body: Body | undefined;
  /** Empty without a body. */
  readonly message: string;
  /** It is in the vendor's form of a refusal. */
  readonly isOwn: boolean;
}

const hear = (answer: HttpAnswer, operation: Operation): Heard => {
  const { status } = answer;
  const json = jsonOrNone(answer.body);
  const body: Body | undefined = isObject(json) ? json : undefined;
  const where = `${operation.method} ${operation.path}: ${status}`;
  const isOwn = body !== undefined && (body.success === false || body.data?.success === false);
  return { answer, operation, status, where, body, message: body ? messageOf(body) : "", isOwn };
};

/** Without a word of the vendor: the longest pause that integrations found necessary. */
const usedUpLimit = ({ answer, status, where, body, message }: Heard): RetryLater | undefined => {
  const isLimit =
    status === 429 || Number(body?.error_code) === 429 || (body?.success === false && TOO_MANY.test(message));
  if (!isLimit) return undefined;
  const retryAt = waitUntil(answer, answer.receivedAt, { otherwise: 5 * SECOND });
  return new RetryLater(`${where}, too many requests`, { retryAt, delivered: "no", limited: true });
};

/**
 * 401 speaks of the key. 403 may as well, but a dead key is told by every call: one collection alone closes itself,
 * and the shop's own calls find out whether it is the key. Both only in the vendor's form: a gateway says them too.
 */
const closedCall = ({ operation, status, where, message, isOwn }: Heard): Rejected | undefined => {
  if (!isOwn || status >= 500) return undefined;
  const isClosed =
    (status !== 401 && PERMISSION.test(message)) ||
    (status === 403 && !ACCESS.test(message) && !operation.id.startsWith("shops."));
  return isClosed ? new Rejected(`${where}, ${message}`, { code: "forbidden", forbidden: true }) : undefined;
};

const notAccepted = ({ where }: Heard): SignInAgain => new SignInAgain(`${where}, the key is not accepted`);

const deadKey = (heard: Heard): VendorError | undefined => {
  const { status, where, isOwn } = heard;
  if (status !== 401 && status !== 403) return undefined;
  return isOwn ? notAccepted(heard) : new PerhapsSignedOut(`${where}, in another form than the vendor's`);
};

const refused = ({ status, where, body, message }: Heard, notFound: boolean): Rejected =>
  new Rejected(`${where}, ${message || "refused"}`, {
    code: String(body?.error?.code ?? body?.error_code ?? (notFound ? "not_found" : status)),
    fields: body ? fieldsOf(body) : {},
    notFound,
  });

/** Comes before the outages: the vendor answers an unknown id with 500 as well. */
const goneRecord = (heard: Heard): Rejected | undefined => {
  const { operation, status, message, isOwn } = heard;
  return isOwn && saysGone(gone, { status, code: "", words: message }, operation) ? refused(heard, true) : undefined;
};

const outage = ({ answer, status, where }: Heard): RetryLater | undefined =>
  status === 408 || status >= 500
    ? new RetryLater(`${where}, the vendor is out of order`, askedToWait(answer))
    : undefined;

/**
 * Not the vendor's form of a refusal: a gateway's page or JSON, which says nothing about a record or a listing. A write may
 * have been carried out, unless something is said of it.
 */
const foreign = ({ answer, operation, status, where, body, isOwn }: Heard): VendorError | undefined => {
  if (isOwn) return undefined;
  const isSaid = (body && Object.keys(body).length > 0) || (status === 404 && NO_PAGE.test(answer.body));
  if (operation.kind !== "read" && isSaid) return undefined;
  return new RetryLater(`${where}, in another form than the vendor's`);
};

/** Any other answer that names a failure by its status. */
const refusal = (heard: Heard): VendorError | undefined => {
  const { answer, operation, status, where, message, isOwn } = heard;
  if (status < 400) return undefined;
  if (status === 404 && !namesOne(operation)) return new VendorChanged(`${where}, the path is gone`, answer.body);
  return foreign(heard) ?? (isOwn && ACCESS.test(message) ? notAccepted(heard) : refused(heard, false));
};

const successOf = (heard: Heard): Body => {
  const { answer, status, where, body, message, isOwn } = heard;
  if (status < 200 || status >= 300) throw new VendorChanged(`${where}, an unexpected status`, answer.body);
  if (!body) throw new VendorChanged(`${where}, an answer that is no JSON object`, answer.body);
  if (saysNo(body))
    throw foreign(heard) ?? (isOwn && ACCESS.test(message) ? notAccepted(heard) : refused(heard, false));
  return body;
};

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const heard = hear(answer, operation);
  const trouble =
    usedUpLimit(heard) ?? closedCall(heard) ?? deadKey(heard) ?? goneRecord(heard) ?? outage(heard) ?? refusal(heard);
  if (trouble) throw trouble;
  return successOf(heard);
};
