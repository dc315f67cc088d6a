import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { SECOND } from "../../core/time.ts";
import type { HttpAnswer, Operation } from "../../core/vendor.ts";

const KEY = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
const ACCESS = /access[_ ]?token|invalid token|api[_ ]?key|unauthori[sz]ed|not logged in/i;
const PERMISSION = /permission|không có quyền/i;
const TOO_MANY = /too many requests|rate limit/i;

type Body = Readonly<Record<string, any>>;

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

const parseBody = (text: string): Body | undefined => {
  try {
    const value: unknown = parseJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
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

/** The path names a row: a write to one that may not be changed is answered with 404 (field note). */
const namesOne = (operation: Operation) => /\{(?!shop_id\})\w+\}/.test(operation.path);

/** Without a word of the vendor: the longest pause that integrations found necessary. */
const retryAt = (answer: HttpAnswer): number => waitUntil(answer, answer.receivedAt, { otherwise: 5 * SECOND });

const saysNo = ({ success, data, error }: Body): boolean =>
  success === false || data?.success === false || (success === undefined && error !== undefined && error !== null);

export const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const where = `${operation.method} ${operation.path}: ${answer.status}`;
  const body = parseBody(answer.body);
  const { status } = answer;
  if (
    status === 429 ||
    Number(body?.error_code) === 429 ||
    (body?.success === false && TOO_MANY.test(messageOf(body)))
  ) {
    throw new RetryLater(`${where}, too many requests`, {
      retryAt: retryAt(answer),
      delivered: "no",
      limited: true,
    });
  }
  const message = body ? messageOf(body) : "";
  const refused = body !== undefined && status < 500 && (status >= 400 || saysNo(body));
  // 401 speaks of the key. 403 may as well, but a dead key is told by every call: one collection alone closes itself,
  // and the shop's own calls find out whether it is the key.
  const closed =
    (refused && status !== 401 && PERMISSION.test(message)) ||
    (body !== undefined && status === 403 && !ACCESS.test(message) && !operation.id.startsWith("shops."));
  if (closed) throw new Rejected(`${where}, ${message}`, { code: "forbidden", forbidden: true });
  // A page of HTML with 403 comes from a guard in front of the vendor and says nothing about the key.
  if (status === 403 && answer.body.trimStart().startsWith("<")) throw new RetryLater(`${where}, turned away`);
  if (status === 401 || status === 403) throw new SignInAgain(`${where}, the key is not accepted`);
  const isOwn = body !== undefined && (body.success === false || body.data?.success === false);
  const notFound = isOwn && saysGone(gone, { status, code: "", words: message }, operation);
  const refuse = () =>
    new Rejected(`${where}, ${message || "refused"}`, {
      code: String(body?.error?.code ?? body?.error_code ?? (notFound ? "not_found" : status)),
      fields: body ? fieldsOf(body) : {},
      notFound,
    });
  if (notFound) throw refuse();
  if (status === 408 || status >= 500)
    throw new RetryLater(`${where}, the vendor is out of order`, askedToWait(answer));
  // Not the vendor's form of a refusal: a gateway's page or JSON, which says nothing about the record.
  if (status >= 400 && !isOwn && asksForOne(operation) && namesOne(operation))
    throw new RetryLater(`${where}, from a gateway`);
  if (status === 404 && !namesOne(operation)) throw new VendorChanged(`${where}, the path is gone`, answer.body);
  if (status >= 400) {
    if (body?.success === false && ACCESS.test(message)) throw new SignInAgain(`${where}, the key is not accepted`);
    throw refuse();
  }
  if (status < 200 || status >= 300) throw new VendorChanged(`${where}, an unexpected status`, answer.body);
  if (!body) throw new VendorChanged(`${where}, an answer that is no JSON object`, answer.body);
  if (saysNo(body)) {
    if (ACCESS.test(message)) throw new SignInAgain(`${where}, the key is not accepted`);
    throw refuse();
  }
  return body;
};
