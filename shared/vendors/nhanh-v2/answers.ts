import { askedToWait, LONGEST_LOCK, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { isObject } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";

export type Loose = Record<string, any>;

const parse = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

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

const refusal = (body: Loose, answer: HttpAnswer, operation: Operation): Error => {
  const code = String(body.errorCode ?? "");
  const said = sentences(body).join("; ");
  const message = `${operation.path}: ${said || code || "refused without a reason"}`;
  if (limitCodes.includes(code) || /rate limit/i.test(said))
    return new RetryLater(message, {
      retryAt: unlockedAt(body.data, answer),
      delivered: "no",
      limited: true,
    });
  // `{"code": false, "messages": ["Invalid accessCode ..."]}` (field note, recorded): the boolean is no typing error.
  if (operation.kind === "auth") return new Rejected(message, { code: code || "refused", fields: fieldsOf(body) });
  if (signInCodes.includes(code) || (/access\s?token/i.test(said) && /invalid|expired|hết hạn/i.test(said)))
    return new SignInAgain(message);
  const forbidden = code === "ERR_403" || code === "403" || /not authorized for this feature/i.test(said);
  const fields = code === "ERR_INVALID_DEPOT_ID" ? { depotId: said || code } : fieldsOf(body);
  const notFound = saysGone(gone, { status: answer.status, code, words: said }, operation);
  return new Rejected(message, { code: code || "refused", fields, notFound, forbidden });
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
  const marked: any = JSON.parse(text.replaceAll(/"(\d+)"(\s*:)/g, '"#$1"$2'));
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

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const body = parse(answer.body);
  const known = isObject(body) && (body.code !== undefined || body.errorCode !== undefined);
  // 1 is the only success: failures come as 0, as false and with HTTP 200.
  const done = known && (body.code === 1 || body.code === "1" || body.code === true);
  // A server that fails says nothing about the write, whatever code it puts into the body; a limit is a limit.
  const isFailure = answer.status >= 500 && !(known && limitCodes.includes(String(body.errorCode)));
  if (known && !done && !isFailure) throw refusal(body, answer, operation);
  const at = `${operation.path}: HTTP ${answer.status}`;
  if (answer.status === 429) {
    throw new RetryLater(at, { retryAt: unlockedAt(undefined, answer), delivered: "no", limited: true });
  }
  if (answer.status >= 500 || answer.status === 408)
    throw new RetryLater(at, { delivered: "unknown", ...askedToWait(answer) });
  if (answer.status === 401) throw new SignInAgain(at);
  // An answer to a sign-in may hold a token: it is not kept.
  const kept = operation.kind === "auth" ? "" : answer.body;
  if (!done) throw new VendorChanged(`${at} ${answer.body === "" ? "without a body" : "of an unknown shape"}`, kept);
  if (answer.status < 200 || answer.status > 299) throw new VendorChanged(`${at} with a success in it`, kept);
  return inWireOrder(body, answer.body);
};
