import type * as z from "zod";
import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged, type VendorError } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
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

const deadKey = ({ status, what, code }: Heard): SignInAgain | undefined =>
  status === 401 || code === "unauthorized" ? new SignInAgain(`${what} (${code ?? "unauthorized"})`) : undefined;

const outage = ({ answer, status, what }: Heard): RetryLater | undefined =>
  status === 408 || status >= 500 ? new RetryLater(what, { delivered: "unknown", ...askedToWait(answer) }) : undefined;

const refusal = ({ answer, operation, status, what, body, error, code, message }: Heard): VendorError => {
  // A page of a proxy is not the vendor's word: a 404 of one must not pass for "this record is gone".
  if (body === undefined) return new VendorChanged(`${what}, not the vendor's error`, answer.body);
  // JSON of another form than the vendor's is a gateway's, and says nothing about the record.
  if (error?.code === undefined && status === 404 && asksForOne(operation))
    return new RetryLater(`${what}, from a gateway`);
  const forbidden = status === 403 || code === "forbidden";
  const notFound = saysGone(gone, { status, code: error?.code ?? "", words: error?.message ?? "" }, operation);
  return new Rejected(message, { code: code ?? String(status), fields: fieldsOf(body, message), forbidden, notFound });
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
