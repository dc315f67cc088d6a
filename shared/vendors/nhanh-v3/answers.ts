import { askedToWait, LONGEST_LOCK, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged, type VendorError } from "../../core/errors.ts";
import { jsonOrNone } from "../../core/json.ts";
import { isObject, rowsIn } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { Lock, Refusal } from "./schema.ts";

export const GET_TOKEN = "app.get-access-token";

const limitCodes = new Set(["ERR_429", "429", "ERR_EXCEEDED_RATE_LIMIT"]);
/** Nothing works with this access until a person acts: a new consent, another app, the shop's switch for the API. */
const accessCodes = new Set([
  "ERR_INVALID_ACCESS_TOKEN",
  "ERR_INVALID_VERSION",
  "ERR_INVALID_APP_ID",
  "ERR_INVALID_BUSINESS_ID",
  "ERR_BUSINESS_NOT_ENABLE_API",
]);
const LOCK = { otherwise: 30 * SECOND, longest: LONGEST_LOCK } as const;

/** Calling while locked makes the lock longer. */
const limited = (
  { path }: Operation,
  { headers, receivedAt }: HttpAnswer,
  lock: { readonly lockedSeconds?: unknown; readonly unlockedAt?: unknown } = {},
): RetryLater =>
  new RetryLater(`${path}: rate limit`, {
    limited: true,
    delivered: "no",
    retryAt: waitUntil({ seconds: lock.lockedSeconds, unixSeconds: lock.unlockedAt, headers }, receivedAt, LOCK),
  });

const messagesOf = (refusal: Refusal): { fields: Record<string, string>; text: string } => {
  const said = refusal.messages ?? refusal.message;
  const fields: Record<string, string> = {};
  if (said !== null && typeof said === "object" && !Array.isArray(said)) {
    for (const [field, message] of Object.entries(said))
      fields[field] = typeof message === "string" ? message : JSON.stringify(message);
  }
  const texts =
    typeof said === "string"
      ? [said]
      : (rowsIn(said) ?? []).map((message) => (typeof message === "string" ? message : JSON.stringify(message)));
  return { fields, text: texts.join("; ") };
};

const refuse = (refusal: Refusal, operation: Operation, answer: HttpAnswer): unknown => {
  const code = String(refusal.errorCode ?? "");
  const { fields, text } = messagesOf(refusal);
  const sentence = `${operation.path}: ${text || code || "refused without a reason"}`;
  // The list of codes is incomplete: an old answer has only the sentence (field note, recorded), in words that vary.
  const said = [text, ...Object.values(fields)].join("; ");
  if (limitCodes.has(code) || /rate limit/i.test(said)) {
    throw limited(operation, answer, Lock.safeParse(refusal.data).data);
  }
  // Of the call that fetches the token the sentence is about the code that it was asked with.
  const isDead = operation.id !== GET_TOKEN && /access\s?token/i.test(said) && /invalid|expired|hết hạn/i.test(said);
  if (accessCodes.has(code) || isDead) throw new SignInAgain(sentence);
  // The parcel was handed over before: what shipment/send asks for is so, and the answer carries the parcel.
  if (operation.id === "shipments.send" && code === "ERR_ORDER_EXISTED") return refusal;
  // The hub could not reach the carrier: nobody knows whether the carrier heard it.
  if (code === "ERR_CANNOT_CONNECT_CARRIER") throw new RetryLater(sentence, { delivered: "unknown" });
  throw new Rejected(sentence, {
    code: code || "rejected",
    fields,
    forbidden:
      code === "ERR_403" ||
      code === "403" ||
      code === "ERR_PAGE_EXPIRED" ||
      /not authorized for this feature/i.test(said),
  });
};

const TOO_LARGE: ReadonlySet<number> = new Set([413, 414, 431]);

/** What a status says by itself: these are of proxies in front of the vendor, which answers with 200. */
const troubleOf = (answer: HttpAnswer, operation: Operation): VendorError | undefined => {
  const { status } = answer;
  const what = `${operation.path}: status ${status}`;
  if (status === 429) return limited(operation, answer);
  if (status >= 500 || status === 408 || status === 425)
    return new RetryLater(what, { delivered: "unknown", ...askedToWait(answer) });
  // The proxy lets nothing of this size through: the same will be refused again.
  if (operation.kind !== "read" && TOO_LARGE.has(status)) return new Rejected(what, { code: `http_${status}` });
  // Nothing else of a proxy says anything about the token, a permission, the listing or a write.
  if (status >= 400 && status !== 404 && status !== 405) return new RetryLater(what, { delivered: "unknown" });
  return undefined;
};

const isDone = ({ code }: Readonly<Record<string, unknown>>): boolean => code === 1 || code === "1" || code === true;

/** metasendcapi answers with Meta's own words (Nhanh Open API v3, marketing/metasendcapi). */
const isMetas = (json: Readonly<Record<string, unknown>>, { id }: Operation): boolean =>
  id === "marketing.send-meta-event" && json.events_received !== undefined;

const successOf = (json: unknown, { status, body }: HttpAnswer, operation: Operation): unknown => {
  const where = operation.path;
  // No secret may ride along: the answers of the token calls hold one.
  const kept = operation.kind === "auth" ? "" : body;
  if (status < 200 || status >= 300) throw new VendorChanged(`${where}: status ${status}`, kept);
  if (json === undefined) throw new VendorChanged(`${where}: ${body.trim() === "" ? "empty answer" : "no JSON"}`, kept);
  if (isObject(json) && (isDone(json) || isMetas(json, operation))) return json;
  throw new VendorChanged(`${where}: an answer without code`, kept);
};

/** Failures come with status 200 and `code` 0 or false; other statuses are those of proxies in front of it. */
export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const json = jsonOrNone(answer.body);
  const refusal = Refusal.safeParse(json).data;
  if (refusal && (answer.status < 500 || limitCodes.has(String(refusal.errorCode))))
    return refuse(refusal, operation, answer);
  const trouble = troubleOf(answer, operation);
  if (trouble) throw trouble;
  return successOf(json, answer, operation);
};
