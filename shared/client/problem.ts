import type { components } from "./document.ts";

/** RFC 9457, with the fields at fault in `errors`. */
export type Problem = components["schemas"]["Problem"];

/** What a program compares. Later versions of the API may answer codes that this version of the client does not know. */
export type ProblemCode = Problem["code"] | (string & {});

/** The API refused. `code` says why, `problem.errors` which fields are at fault, `requestId` names the request for support. */
export class TillbridgeProblem extends Error {
  override readonly name = "TillbridgeProblem";
  readonly status: number;
  /** Undefined: a server before the API answered, with no problem document. */
  readonly code: ProblemCode | undefined;
  readonly problem: Problem | undefined;
  readonly requestId: string | undefined;
  /** Seconds after which it is worth asking again. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, body: unknown) {
    const problem = problemIn(body);
    super(sentenceOf(response.status, problem));
    this.status = response.status;
    this.code = problem?.code;
    this.problem = problem;
    this.requestId = problem?.requestId ?? response.headers.get("apigw-requestid") ?? undefined;
    this.retryAfter = retryAfterOf(response, Date.now());
  }
}

/** No answer came: the connection failed, was cut, or took too long. A write may have been taken all the same. */
export class TillbridgeUnreachable extends Error {
  override readonly name = "TillbridgeUnreachable";
}

/** The API says itself when to come back, or is away for a while. */
export const isPassing = (error: unknown): error is TillbridgeProblem | TillbridgeUnreachable =>
  error instanceof TillbridgeUnreachable ||
  (error instanceof TillbridgeProblem && (error.status >= 500 || error.status === 429));

export const retryAfterIn = (error: TillbridgeProblem | TillbridgeUnreachable): number | undefined =>
  error instanceof TillbridgeProblem ? error.retryAfter : undefined;

const problemIn = (body: unknown): Problem | undefined =>
  typeof body === "object" && body !== null && "code" in body ? (body as Problem) : undefined;

const sentenceOf = (status: number, problem: Problem | undefined): string => {
  const fields = (problem?.errors ?? []).map(({ field, message }) => `${field}: ${message}`).join("; ");
  const said = problem?.detail ?? problem?.title ?? `The API answered ${status}.`;
  return fields === "" ? said : `${said} (${fields})`;
};

/** `Retry-After`, which is seconds or a date. `now` in unix milliseconds. */
export const retryAfterOf = (response: Response, now: number): number | undefined => {
  const text = response.headers.get("retry-after");
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1_000));
};
