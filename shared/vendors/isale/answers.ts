import type * as z from "zod";
import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { ErrorBody } from "./schema.ts";

const parse = (body: string): unknown => {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
};

/** Fields at fault: `details.field` of the vendor, or the `errors` of the framework behind it. */
const fieldsOf = (body: z.infer<typeof ErrorBody>, message: string): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const [name, sentences] of Object.entries(body.errors ?? {})) {
    fields[name] = Array.isArray(sentences) ? sentences.join(" ") : String(sentences);
  }
  const details = typeof body.error === "object" ? body.error?.details : undefined;
  if (typeof details === "object" && details !== null) {
    for (const [key, value] of Object.entries(details)) {
      if (key === "field" && typeof value === "string") fields[value] = message;
      else if (key !== "field") fields[key] = Array.isArray(value) ? value.join(" ") : String(value);
    }
  }
  return fields;
};

/** The counters live in the memory of each of the vendor's machines, so the longest wait that it names counts. */
const waitOf = ({ headers, receivedAt }: HttpAnswer, seconds: unknown): number =>
  waitUntil({ seconds, headers }, receivedAt, { otherwise: 60 * SECOND });

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

const refusal = (answer: HttpAnswer, operation: Operation): never => {
  const what = `${operation.method} ${operation.path}: ${answer.status}`;
  const { status } = answer;
  const read = ErrorBody.safeParse(parse(answer.body));
  const body = read.success ? read.data : undefined;
  const error = typeof body?.error === "object" && body.error !== null ? body.error : undefined;
  const code = error?.code ?? (typeof body?.error === "string" ? body.error : undefined);
  const message = error?.message ?? body?.message ?? body?.title ?? code ?? what;

  if (status === 429 || code === "rate_limit_exceeded") {
    const retryAt = waitOf(answer, error?.retryAfterSeconds);
    throw new RetryLater(`${what} (${code ?? "limit"})`, { retryAt, delivered: "no", limited: true });
  }
  if (status === 401 || code === "unauthorized") throw new SignInAgain(`${what} (${code ?? "unauthorized"})`);
  if (status === 408 || status >= 500) {
    throw new RetryLater(what, { delivered: "unknown", ...askedToWait(answer) });
  }
  // A page of a proxy is not the vendor's word: a 404 of one must not pass for "this record is gone".
  if (body === undefined) throw new VendorChanged(`${what}, not the vendor's error`, answer.body);
  const fields = fieldsOf(body, message);
  const forbidden = status === 403 || code === "forbidden";
  const notFound = saysGone(gone, { status, code: error?.code ?? "", words: error?.message ?? "" }, operation);
  // JSON of another form than the vendor's is a gateway's, and says nothing about the record.
  if (error?.code === undefined && status === 404 && asksForOne(operation))
    throw new RetryLater(`${what}, from a gateway`);
  throw new Rejected(message, { code: code ?? String(status), fields, forbidden, notFound });
};

const isList = (operation: Operation): boolean => operation.id.endsWith(".list");

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  if (answer.status < 200 || answer.status >= 300) return refusal(answer, operation);
  const what = `${operation.method} ${operation.path}: ${answer.status}`;
  if (answer.status === 204) {
    // The app's calls answer so when there is nothing (field note).
    if (isList(operation)) return [];
    // An empty answer names no record: nothing shows that it means this one.
    if (operation.kind === "read") throw new VendorChanged(`${what}, an empty answer`, "");
    return { success: true };
  }
  const body = parse(answer.body);
  if (body === undefined) throw new VendorChanged(`${what}, no JSON`, answer.body);
  if (typeof body === "object" && body !== null && "error" in body && body.error !== null && body.error !== false) {
    return refusal(answer, operation);
  }
  return body;
};
