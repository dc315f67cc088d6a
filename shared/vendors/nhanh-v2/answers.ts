import { askedToWait, LONGEST_LOCK, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged, type VendorError } from "../../core/errors.ts";
import { type GoneForm, saysGone } from "../../core/gone.ts";
import { jsonOrNone } from "../../core/json.ts";
import { isObject, type Untyped } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";

export type Loose = Record<string, Untyped>;

/** `messages` is an array, a text or an object by field; the limit's answer calls it `message`. */
const sentences = (body: Loose): string[] =>
  [body.messages ?? body.message]
    .flatMap((messages) => (isObject(messages) ? Object.values(messages) : messages))
    .flat(2)
    .filter((message) => typeof message === "string" && message !== "");

const fieldsOf = ({ messages }: Loose): Record<string, string> =>
  isObject(messages)
    ? Object.fromEntries(Object.entries(messages).map(([field, message]) => [field, [message].flat().join("; ")]))
    : {};

const LOCK = { otherwise: 30 * SECOND, longest: LONGEST_LOCK } as const;

/** `unlockedAt` is by the vendor's clock, `lockedSeconds` by none. */
const unlockedAt = (data: unknown, { headers, receivedAt }: HttpAnswer): number => {
  const lock = isObject(data) ? data : {};
  return waitUntil({ seconds: lock.lockedSeconds, unixSeconds: lock.unlockedAt, headers }, receivedAt, LOCK);
};

const limited = (message: string, answer: HttpAnswer, data?: unknown): RetryLater =>
  new RetryLater(message, { retryAt: unlockedAt(data, answer), delivered: "no", limited: true });

/** The overview writes 429, the samples "ERR_429", v3's list of codes ERR_EXCEEDED_RATE_LIMIT. */
const limitCodes = ["429", "ERR_429", "ERR_EXCEEDED_RATE_LIMIT"];
/** A token of v3 does not work here (ERR_INVALID_VERSION), nor does any once the business closed its Open API. */
const signInCodes = [
  "ERR_INVALID_ACCESS_TOKEN",
  "ERR_INVALID_VERSION",
  "ERR_INVALID_APP_ID",
  "ERR_INVALID_BUSINESS_ID",
  "ERR_BUSINESS_NOT_ENABLE_API",
];

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [200],
    source:
      "inferred: a refusal is code 0 with a sentence in messages (Nhanh Open API v2, introduction); the page of " +
      "product/detail does not say how an unknown id is answered",
  },
];

/** The vendor's own word that something went wrong, whatever the status. */
const refusal = (body: Loose, answer: HttpAnswer, operation: Operation): VendorError => {
  const code = String(body.errorCode ?? "");
  const said = sentences(body).join("; ");
  const message = `${operation.path}: ${said || code || "refused without a reason"}`;
  if (limitCodes.includes(code) || /rate limit/i.test(said)) return limited(message, answer, body.data);
  // `{"code": false, "messages": ["Invalid accessCode ..."]}` (field note, recorded): the boolean is no typing error.
  if (operation.kind === "auth") return new Rejected(message, { code: code || "refused", fields: fieldsOf(body) });
  if (signInCodes.includes(code) || (/access\s?token/i.test(said) && /invalid|expired|hết hạn/i.test(said)))
    return new SignInAgain(message);
  const forbidden = code === "ERR_403" || code === "403" || /not authorized for this feature/i.test(said);
  const fields = code === "ERR_INVALID_DEPOT_ID" ? { depotId: said || code } : fieldsOf(body);
  const notFound = saysGone(gone, { status: answer.status, code, words: said }, operation);
  return new Rejected(message, { code: code || "refused", fields, notFound, forbidden });
};

/** What a status says by itself, where the body is a gateway's or a success. */
const troubleOf = (answer: HttpAnswer, at: string): VendorError | undefined => {
  if (answer.status === 429) return limited(at, answer);
  if (answer.status >= 500 || answer.status === 408)
    return new RetryLater(at, { delivered: "unknown", ...askedToWait(answer) });
  // A proxy's, which says nothing about the token, a permission or the listing: the vendor refuses with 200.
  if (answer.status >= 400 && answer.status !== 404 && answer.status !== 405)
    return new RetryLater(at, { delivered: "unknown" });
  return undefined;
};

/**
 * Pages keyed by id lose their order in JSON.parse, which sorts number-like keys; a page's last rows are what proves
 * that the next page goes on from it. So they are handed on as arrays, in the order of the text.
 */
const inWireOrder = (body: Loose, text: string): Loose => {
  const { data } = body;
  if (!isObject(data) || (data.totalPages === undefined && data.totalPage === undefined)) return body;
  const keyed = Object.keys(data).filter((name) => {
    const rows = data[name];
    return isObject(rows) && Object.keys(rows).length > 0 && Object.keys(rows).every((key) => /^\d+$/.test(key));
  });
  if (keyed.length === 0) return body;
  // Digits between bare quotes before a colon are always a name: within a text, quotes stand behind a backslash.
  const marked: Untyped = JSON.parse(text.replaceAll(/"(\d+)"(\s*:)/g, '"#$1"$2'));
  const ordered = keyed.map((name) => [
    name,
    Object.keys(marked.data[name]).map((mark) => {
      const key = mark.slice(1);
      const row = (data[name] as Loose)[key];
      return isObject(row) && row.id === undefined && row.idNhanh === undefined ? { id: key, ...row } : row;
    }),
  ]);
  return { ...body, data: { ...data, ...Object.fromEntries(ordered) } };
};

/** 1 is the only success: failures come as 0, as false and with HTTP 200. */
const isDone = ({ code }: Loose): boolean => code === 1 || code === "1" || code === true;
const isRefused = ({ code, errorCode }: Loose): boolean =>
  code === 0 || code === "0" || code === false || (code === undefined && errorCode !== undefined);

/** The body, where it is in the vendor's own form. A gateway's JSON may have a `code` as well, such as 401. */
const ownForm = (text: string): Loose | undefined => {
  const body = jsonOrNone(text);
  return isObject(body) && (isDone(body) || isRefused(body)) ? body : undefined;
};

/** A server that fails says nothing about the write, whatever code it puts into the body; a limit is a limit. */
const isOutage = ({ status }: HttpAnswer, { errorCode }: Loose): boolean =>
  status >= 500 && !limitCodes.includes(String(errorCode));

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const body = ownForm(answer.body);
  if (body && !isDone(body) && !isOutage(answer, body)) throw refusal(body, answer, operation);
  const at = `${operation.path}: HTTP ${answer.status}`;
  const trouble = troubleOf(answer, at);
  if (trouble) throw trouble;
  // An answer to a sign-in may hold a token: it is not kept.
  const kept = operation.kind === "auth" ? "" : answer.body;
  if (!body || !isDone(body))
    throw new VendorChanged(`${at} ${answer.body === "" ? "without a body" : "of an unknown shape"}`, kept);
  if (answer.status < 200 || answer.status > 299) throw new VendorChanged(`${at} with a success in it`, kept);
  return inWireOrder(body, answer.body);
};
