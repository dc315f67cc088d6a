import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { MINUTE } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";
import { ErrorBody, FieldError, Token } from "./schema.ts";

const place = (operation: Operation): string => `KiotViet ${operation.method} ${operation.path}`;

const jsonOf = (body: string): { json: unknown } | undefined => {
  try {
    return { json: parseJson(body) };
  } catch {
    return undefined;
  }
};

/** The vendor's complaint in either casing: `responseStatus` from the API, `ResponseStatus` from its validation. */
const readComplaint = (
  json: unknown,
): { isOwn: boolean; code: string; message: string; fields: Record<string, string> } | undefined => {
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

/** Without a word of the vendor a minute: the limit's window is an hour, its start is unknown. */
const limited = (answer: HttpAnswer, operation: Operation): RetryLater =>
  new RetryLater(`${place(operation)}: limit used up`, {
    retryAt: waitUntil(answer, answer.receivedAt, { otherwise: MINUTE }),
    delivered: "no",
    limited: true,
  });

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

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const { status, body } = answer;
  const parsed = jsonOf(body);
  const complaint = parsed ? readComplaint(parsed.json) : undefined;
  const code = complaint?.code ?? "";
  const where = place(operation);

  // Sign-in answers in OAuth's words. Its body may hold a token, so it never goes into an error.
  if (operation.kind === "auth") {
    if (parsed && status >= 200 && status < 300) {
      if (Token.safeParse(parsed.json).success) return parsed.json;
      throw new VendorChanged(`${where}: ${status} without a token`, "");
    }
    if (status === 429) throw limited(answer, operation);
    // A page or a redirect comes from a gateway: only the vendor's own words end a shop's access.
    const reason = complaint?.message || code;
    if (!reason || (status !== 400 && status !== 401)) throw new RetryLater(`${where}: ${status}`);
    throw new Rejected(`KiotViet refused the credentials: ${reason}`, { code: code || "invalid_client" });
  }

  // A dead token shows as 401 or, with any other status, as this error code (field note).
  if (status === 401 || code === "TokenException") throw new SignInAgain(`${where}: ${code || status}`);
  if (status === 429 || /^(TooManyRequests|RateLimit)/i.test(code)) throw limited(answer, operation);
  if (status >= 500 || status === 408)
    throw new RetryLater(`${where}: ${status}${code ? ` ${code}` : ""}`, askedToWait(answer));

  if (status >= 200 && status < 300) {
    if (status === 204 && operation.method === "DELETE") return { isSuccess: true };
    if (!parsed) throw new VendorChanged(`${where}: ${body.trim() ? "no JSON" : "empty answer"}`, body);
    if (parsed.json === null || typeof parsed.json !== "object") {
      throw new VendorChanged(`${where}: JSON of an unknown shape`, body);
    }
    const { isSuccess } = parsed.json as { isSuccess?: unknown };
    // Only price books say `isSuccess` (§2.17.3), and a 200 with false is a refusal.
    if (!code && isSuccess !== false) return parsed.json;
  } else if (status < 400) {
    throw new VendorChanged(`${where}: unexpected status ${status}`, body);
  }

  const message = complaint?.message || code;
  const options = { code: code || String(status), fields: complaint?.fields ?? {} };
  const sentence = `${where}: ${message || status}`;
  if (status === 403) {
    // A page instead of JSON comes from a gateway in front of the vendor, which did not let the call through.
    if (!parsed) throw new RetryLater(`${where}: 403 from a gateway`, { delivered: "no" });
    throw new Rejected(sentence, { ...options, forbidden: true });
  }
  const isOwn = complaint?.isOwn === true;
  if (isOwn && saysGone(gone, { status, code, words: message }, operation))
    throw new Rejected(sentence, { ...options, notFound: true });
  // A page, an empty answer or JSON of another form comes from a gateway, and says nothing about the record.
  if (!isOwn && asksForOne(operation)) throw new RetryLater(`${where}: ${status} from a gateway`, { delivered: "no" });
  if (status === 404 && !complaint) throw new VendorChanged(`${where}: 404 without JSON`, body);
  // 420 is the vendor's validation and permanent (field note).
  throw new Rejected(sentence, options);
};
