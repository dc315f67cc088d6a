import type { ProblemCode } from "./problems.ts";

/**
 * Errors are named after what happens next. A handler, a queue worker and a test read the class alone and know what
 * to do; the message is for people and never carries a query, a header or a body.
 */

/** The call may succeed later: a limit, a lock, an outage. The job goes back to the queue. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  /** Unix milliseconds before which no worker should call again; absent: the queue's own back-off decides. */
  readonly retryAt: number | undefined;
  /**
   * Whether the vendor may have carried the request out: `no` only when it certainly did not (connection refused,
   * a limit's answer). A write with `unknown` is probed before it is sent again.
   */
  readonly delivered: "no" | "unknown";
  /** True when a limit is used up, by the vendor's word or our count: every worker on the same bucket has to wait. */
  readonly limited: boolean;

  constructor(message: string, options: { retryAt?: number; delivered?: "no" | "unknown"; limited?: boolean } = {}) {
    super(message);
    this.retryAt = options.retryAt;
    this.delivered = options.delivered ?? "unknown";
    this.limited = options.limited ?? false;
  }
}

/**
 * An answer such as 401 that may mean a dead token, in a form that is not the vendor's own: a gateway says it as well. Signing in
 * again finds out; by itself it ends no access.
 */
export class PerhapsSignedOut extends RetryLater {}

/** This worker asks the shop's server no more. That says nothing about what was asked for, and is no failure of it. */
export class NotNow extends RetryLater {}

/**
 * A call was given up before the time that the vendor's documents name, because others wait for this worker. The work goes on
 * where nobody waits for it.
 */
export class SlowAnswer extends NotNow {}

/** The shop's server answers nothing: it is asked again at `retryAt`, by one call. */
export class ShopSilent extends NotNow {}

/** The vendor has answered, and the answer lacks rows: it is asked again in a moment, `times` in all so far. */
export class LacksRows extends RetryLater {
  readonly times: number;

  constructor(message: string, times: number) {
    super(message, { delivered: "no" });
    this.times = times;
  }
}

/** The vendor no longer accepts the token or the credentials: sign in again, and if that fails ask the tenant. */
export class SignInAgain extends Error {
  override readonly name = "SignInAgain";
}

/** The vendor understood and refused: sending the same again will be refused again. */
export class Rejected extends Error {
  override readonly name = "Rejected";
  /** The vendor's own code, e.g. `KvValidateException`, `ERR_INVALID_FORM_FIELDS`. */
  readonly code: string;
  /** Field -> the vendor's sentence about it, where the vendor names fields. */
  readonly fields: Record<string, string>;
  /** The vendor said, in a form that its adapter lists, that the record asked for does not exist. */
  readonly notFound: boolean;
  /** The credentials are fine but lack a permission: only this operation is closed. */
  readonly forbidden: boolean;

  constructor(
    message: string,
    options: { code?: string; fields?: Record<string, string>; notFound?: boolean; forbidden?: boolean } = {},
  ) {
    super(message);
    this.code = options.code ?? "rejected";
    this.fields = options.fields ?? {};
    this.notFound = options.notFound ?? false;
    this.forbidden = options.forbidden ?? false;
  }
}

/** The answer has a shape that we do not know: keep it, mark the resource degraded, move no cursor. */
export class VendorChanged extends Error {
  override readonly name = "VendorChanged";
  /** The body as it came (redacted by the transport), so that a person can look at it. */
  readonly body: string;

  constructor(message: string, body: string) {
    super(message);
    this.body = body;
  }
}

/** The answer has more bytes than we read. With fewer rows on a page it may have less. */
export class TooLarge extends VendorChanged {}

/** What a call to a vendor may end with, whatever the vendor does. Any other error is a defect of ours. */
export type VendorError = RetryLater | SignInAgain | Rejected | VendorChanged;

export const isVendorError = (error: unknown): error is VendorError =>
  error instanceof RetryLater ||
  error instanceof SignInAgain ||
  error instanceof Rejected ||
  error instanceof VendorChanged;

/** Another worker holds the lease or has moved the version on: stop at once, save nothing more. */
export class LostLease extends Error {
  override readonly name = "LostLease";
}

/** A request of a tenant or operator that we refuse; the API turns it into an RFC 9457 problem document. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429;
  /** The last part of the problem's `type`. */
  readonly code: ProblemCode;
  /** One entry per field at fault; `field` is a JSON path or a parameter's name. */
  readonly errors: ReadonlyArray<{ field: string; message: string }>;

  constructor(
    status: BadRequest["status"],
    code: ProblemCode,
    message: string,
    errors: ReadonlyArray<{ field: string; message: string }> = [],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** A quota of the tenant is used up. The problem document names the quota, and when the request is possible again. */
export class QuotaExceeded extends BadRequest {
  readonly exceeded: Exceeded;

  constructor(status: 409 | 429, message: string, exceeded: Exceeded) {
    super(status, "quota-exceeded", message);
    this.exceeded = exceeded;
  }
}

export interface Exceeded {
  readonly quota: string;
  readonly limit: number;
  readonly used?: number | undefined;
  /** Unix milliseconds; absent: when the tenant has removed something. */
  readonly possibleAt?: number | undefined;
}
