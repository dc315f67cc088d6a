import { BadRequest } from "../core/errors.ts";
import type { Fault } from "../core/input-faults.ts";
import { type Inexact, inexactIn } from "../core/json.ts";
import type { ProblemCode } from "../core/problems.ts";
import { oddityOf } from "./odd-json.ts";

/** What we read of an API Gateway HTTP API event, payload version 2. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Kept apart from the headers; see `HttpResult.cookies`. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string };
    readonly requestId?: string;
  };
}

/** Names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** Names in lower case, and the cookies among them. */
export const headersOf = (event: HttpEvent): Record<string, string> => {
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]),
  );
  if (event.cookies?.length) headers.cookie = event.cookies.join("; ");
  return headers;
};

const MOST_BODY = 1_000_000;

export const bodyBytes = ({ body = "", isBase64Encoded }: HttpEvent): number =>
  Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8");

/** In a query a `+` is a blank, so a caller that forgets to escape a time's offset sends `2026-01-31T08:00:00 07:00`. */
const BLANK_OFFSET = /^(\d{4}-\d\d-\d\dT[\d:.]+) (\d\d:\d\d)$/;

/** @throws BadRequest 400 for a name that comes twice: nobody could tell which one is meant */
export const readQuery = (text: string): Readonly<Record<string, string>> => {
  const given = new URLSearchParams(text);
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of given) {
    if (Object.hasOwn(query, name))
      throw new BadRequest(400, "invalid-query", "A parameter is given more than once.", [
        { field: name, message: "more than once" },
      ]);
    query[name] = value.replace(BLANK_OFFSET, "$1+$2");
  }
  return { ...query };
};

const fault = (status: 400 | 413 | 415, code: ProblemCode, detail: string, where: Fault) => ({
  fault: new BadRequest(status, code, detail, [where]),
});
const malformed = (detail: string, message: string) => fault(400, "malformed-json", detail, { field: "body", message });

/** Two ids above 2^53 must not become one, nor a sum another one. */
const changed = ({ path, isWhole }: Inexact) =>
  fault(400, "malformed-json", "A number of the body would be another one.", {
    field: path === "" ? "body" : path,
    message: isWhole ? "a whole number above 2^53: send it as text" : "more digits than a number keeps: send fewer",
  });

/** The body, or why there is none. */
export const readBody = (
  event: HttpEvent,
  headers: Headers,
): { readonly body?: unknown; readonly fault?: BadRequest } => {
  if (bodyBytes(event) > MOST_BODY)
    return fault(413, "body-too-large", `At most ${MOST_BODY} bytes.`, { field: "body", message: "too large" });
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString("utf8") : (event.body ?? "");
  if (text === "") return {};
  const type = headers["content-type"] ?? "application/json";
  if (!/\bjson\b/.test(type))
    return fault(415, "not-json", "Send application/json.", { field: "Content-Type", message: "application/json" });
  try {
    const body: unknown = JSON.parse(text);
    const odd = oddityOf(body);
    if (odd !== undefined) return malformed("The body cannot be used.", odd);
    const inexact = inexactIn(text);
    return inexact === undefined ? { body } : changed(inexact);
  } catch {
    return malformed("The body is not JSON.", "not JSON");
  }
};
