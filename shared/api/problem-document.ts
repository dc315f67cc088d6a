import { BadRequest, QuotaExceeded, Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import { type ProblemCode, problemKind } from "../core/problems.ts";
import { isoTime, SECOND } from "../core/time.ts";
import type { Deps } from "../lambda/wiring.ts";
import { TooManyUnits } from "../usecases/shops/charge-requests.ts";
import { languageOf } from "./language.ts";
import { NotAllowed } from "./route.ts";

/** What went wrong, and whose request it was. */
export interface Failure {
  readonly path: string;
  readonly requestId: string;
  readonly acceptLanguage: string | undefined;
}

export interface ProblemAnswer {
  readonly status: number;
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Described {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly retryAfter?: number;
  /** The quota that is used up. */
  readonly exceeded?: Readonly<Record<string, unknown>>;
}

/** The address of the page about a code. Without a public address of the deployment it is relative to the API's own. */
export const problemAddress = (publicUrl: string, code: ProblemCode): string => `${publicUrl}/problems/${code}`;

/** RFC 9457. What the vendor said is passed on; what went wrong inside is not. */
export const problemDocument = (error: unknown, failure: Failure, deps: Deps): ProblemAnswer => {
  const { path, requestId } = failure;
  const { status, code, detail, errors, retryAfter, exceeded } = describeError(error, requestId, deps);
  const language = languageOf(failure.acceptLanguage);
  return {
    status,
    code,
    headers: {
      "content-type": "application/problem+json",
      "content-language": language,
      "cache-control": "no-store",
      vary: "accept-language",
      // RFC 9110 asks for it: clients learn from it how to send a key.
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(error instanceof TooManyUnits || error instanceof NotAllowed ? error.headers : {}),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: JSON.stringify({
      type: problemAddress(deps.config.publicUrl, code),
      code,
      title: problemKind(code)[language],
      status,
      detail,
      instance: path,
      ...(requestId ? { requestId } : {}),
      ...(errors?.length ? { errors } : {}),
      ...exceeded,
    }),
  };
};

const describeError = (error: unknown, requestId: string, deps: Deps): Described => {
  if (error instanceof BadRequest)
    return {
      status: error.status,
      code: error.code,
      detail: error.message,
      errors: error.errors,
      ...(error instanceof QuotaExceeded ? describeExceeded(error, deps.clock()) : {}),
    };
  if (error instanceof Rejected)
    return {
      status: error.notFound ? 404 : error.forbidden ? 403 : 422,
      code: "vendor-rejected",
      detail: `${error.code}: ${error.message}`,
      errors: Object.entries(error.fields).map(([field, message]) => ({ field, message })),
    };
  if (error instanceof SignInAgain) return { status: 409, code: "needs-reauth", detail: error.message };
  if (error instanceof RetryLater) {
    const retryAfter = Math.max(1, Math.ceil(((error.retryAt ?? deps.clock() + 5_000) - deps.clock()) / 1_000));
    return error.limited
      ? { status: 429, code: "limit-used-up", detail: error.message, retryAfter }
      : { status: 503, code: "try-again", detail: error.message, retryAfter };
  }
  if (error instanceof VendorChanged) return { status: 502, code: "vendor-changed", detail: error.message };
  const { name, message, stack } = error as Error;
  deps.log("error", "request-failed", { requestId, error: name, reason: message, stack });
  return { status: 500, code: "internal-error", detail: "The error is logged." };
};

const describeExceeded = ({ exceeded }: QuotaExceeded, now: number): Partial<Described> => {
  const { possibleAt, ...rest } = exceeded;
  if (possibleAt === undefined) return { exceeded: rest };
  return {
    exceeded: { ...rest, possibleAt: isoTime(possibleAt) },
    retryAfter: Math.max(1, Math.ceil((possibleAt - now) / SECOND)),
  };
};
