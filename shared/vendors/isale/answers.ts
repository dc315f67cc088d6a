import type * as z from "zod";
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
import { isObject } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { ErrorBody } from "./schema.ts";

type ErrorWords = z.infer<typeof ErrorBody>;

const joined = (told: unknown): string => (Array.isArray(told) ? told.join(" ") : String(told));

/** Fields at fault: `details.field` of the vendor, or the `errors` of the framework behind it. */
const fieldsOf = (body: ErrorWords, message: string): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const [name, sentences] of Object.entries(body.errors ?? {})) fields[name] = joined(sentences);
  const details = typeof body.error === "object" ? body.error?.details : undefined;
  if (typeof details !== "object" || details === null) return fields;
  for (const [key, value] of Object.entries(details)) {
    if (key !== "field") fields[key] = joined(value);
    else if (typeof value === "string") fields[value] = message;
  }
  return fields;
};

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [404, 200],
    code: /^not_found$/,
    source:
      "inferred: errors are {error: {code, message}} (iSale External API, Định dạng lỗi); the document lists no code for an " +
      "unknown id",
  },
];

/** A refusing answer, taken apart. */
interface Heard {
  readonly answer: HttpAnswer;
  readonly operation: Operation;
  readonly status: number;
  /** The call and the status, for a person. */
  readonly what: string;
  /** Undefined: not the form of an error. */
  readonly body: ErrorWords | undefined;
  /** The vendor's own error; JSON of a gateway has none. */
  readonly error: Exclude<ErrorWords["error"], string | null | undefined> | undefined;
  readonly code: string | undefined;
  readonly message: string;
}

const placeOf = (answer: HttpAnswer, operation: Operation): string =>
  `${operation.method} ${operation.path}: ${answer.status}`;

const hear = (answer: HttpAnswer, operation: Operation): Heard => {
  const what = placeOf(answer, operation);
  const body = ErrorBody.safeParse(jsonOrNone(answer.body)).data;
  const error = typeof body?.error === "object" && body.error !== null ? body.error : undefined;
  const code = error?.code ?? (typeof body?.error === "string" ? body.error : undefined);
  const message = error?.message ?? body?.message ?? body?.title ?? code ?? what;
  return { answer, operation, status: answer.status, what, body, error, code, message };
};

/** The counters live in the memory of each of the vendor's machines, so the longest wait that it names counts. */
const usedUpLimit = ({ answer, status, what, error, code }: Heard): RetryLater | undefined => {
  if (status !== 429 && code !== "rate_limit_exceeded") return undefined;
  const named = { seconds: error?.retryAfterSeconds, headers: answer.headers };
  const retryAt = waitUntil(named, answer.receivedAt, { otherwise: 60 * SECOND });
  return new RetryLater(`${what} (${code ?? "limit"})`, { retryAt, delivered: "no", limited: true });
};

/** In the vendor's own form alone (Mã lỗi thường gặp): a gateway answers with 401 as well. */
const deadKey = ({ status, what, error, code }: Heard): VendorError | undefined => {
  const isOwn = Boolean(error?.code);
  if (isOwn && (status === 401 || code === "unauthorized")) return new SignInAgain(`${what} (${code})`);
  return status === 401 ? new PerhapsSignedOut(`${what}, in another form than the vendor's`) : undefined;
};

const outage = ({ answer, status, what }: Heard): RetryLater | undefined =>
  status === 408 || status >= 500 ? new RetryLater(what, { delivered: "unknown", ...askedToWait(answer) }) : undefined;

/**
 * Not the vendor's form of an error: a proxy's page or a gateway's JSON, which says nothing about a record, a permission or a
 * listing. What the framework behind the vendor says about a write's fields counts.
 */
const foreign = ({ answer, operation, status, what, body }: Heard): VendorError | undefined => {
  // A page must not pass for "this record is gone"; a redirect comes from nobody that we know.
  if (body === undefined && (status === 404 || status < 400))
    return new VendorChanged(`${what}, not the vendor's error`, answer.body);
  const words = body?.title ?? body?.message ?? body?.error ?? body?.errors;
  const isSaid = operation.kind !== "read" && status !== 403 && Boolean(words);
  return isSaid ? undefined : new RetryLater(`${what}, in another form than the vendor's`);
};

const refusal = (heard: Heard): VendorError => {
  const { operation, status, body, error, code, message } = heard;
  const isOwn = Boolean(error?.code);
  const unknown = isOwn ? undefined : foreign(heard);
  if (unknown) return unknown;
  return new Rejected(message, {
    code: code ?? String(status),
    fields: body ? fieldsOf(body, message) : {},
    forbidden: isOwn && (status === 403 || code === "forbidden"),
    notFound: saysGone(gone, { status, code: error?.code ?? "", words: error?.message ?? "" }, operation),
  });
};

const errorOf = (answer: HttpAnswer, operation: Operation): VendorError => {
  const heard = hear(answer, operation);
  return usedUpLimit(heard) ?? deadKey(heard) ?? outage(heard) ?? refusal(heard);
};

/** The app's calls answer with 204 when there is nothing (field note). */
const nothing = (what: string, { id, kind }: Operation): unknown => {
  if (id.endsWith(".list")) return [];
  // An empty answer names no record: nothing shows that it means this one.
  if (kind === "read") throw new VendorChanged(`${what}, an empty answer`, "");
  return { success: true };
};

/** Errors come with status 200 as well. */
const saysNo = (body: unknown): boolean =>
  isObject(body) && body.error !== undefined && body.error !== null && body.error !== false;

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  if (answer.status < 200 || answer.status >= 300) throw errorOf(answer, operation);
  const what = placeOf(answer, operation);
  if (answer.status === 204) return nothing(what, operation);
  const body = jsonOrNone(answer.body);
  if (body === undefined) throw new VendorChanged(`${what}, no JSON`, answer.body);
  if (saysNo(body)) throw errorOf(answer, operation);
  return body;
};
