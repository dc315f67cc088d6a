import type { Operation, VendorId } from "../../shared/core/vendor.ts";
import type { Handler, RouteCall } from "./call.ts";
import type { LimitRule } from "./limits.ts";
import type { Reply } from "./reply.ts";
import type { SimulatedDelivery, SimulatedRequest } from "./types.ts";

interface LimitAnswer {
  readonly request: SimulatedRequest;
  readonly now: number;
  /** Unix milliseconds. */
  readonly retryAt: number;
  /** Undefined: an injected fault. */
  readonly rule: LimitRule | undefined;
}

export interface Definition {
  readonly vendor: VendorId;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly operations: readonly Pick<Operation, "id" | "method" | "path" | "host">[];
  /** Host names of the vendor -> path prefix below the base address. Default: `{ api: "" }`. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, Handler>>;
  readonly authenticate?: (call: RouteCall) => Reply | undefined;
  readonly limits?: readonly LimitRule[];
  readonly forms: {
    limit(broken: LimitAnswer): Reply;
    /** Default: 500 with JSON or 502 with HTML. */
    serverError?(request: SimulatedRequest): Reply;
    /** Ends the access that the request carries. Default: the bearer token. */
    expire?(request: SimulatedRequest): void;
    /** JSON of an unknown shape. */
    malformed?(request: SimulatedRequest): Reply;
    notFound?(request: SimulatedRequest): Reply;
  };
  /** Query parameters left out of the log, beyond the usual names. */
  readonly secretParameters?: readonly string[];
  readonly rows: Readonly<Record<string, () => readonly unknown[]>>;
  readonly changes: readonly Change[];
  seed(size: number): void;
  /** More to do when all access ends than ending the tokens. */
  revoke?(permanently: boolean): void;
  /** The request for the first page of the same list; undefined where it is one. Absent: the vendor has no pages. */
  firstPage?(request: SimulatedRequest): SimulatedRequest | undefined;
  /** How a webhook was answered, for vendors that retry or stop sending. */
  delivered?(delivery: SimulatedDelivery, status: number | undefined): void;
}

/** One kind of act of the shop's staff. */
export interface Change {
  readonly weight: number;
  readonly run: () => void;
}
