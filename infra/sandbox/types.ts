import type { ResourceName } from "../../shared/core/records.ts";
import type { Method, VendorId } from "../../shared/core/vendor.ts";

/**
 * A vendor's simulator: the vendor's routes over rows in memory. It is a plain object with an injected clock and
 * random source; `handle` answers one request without any socket (fault runs in virtual time call it directly) and
 * `serve` in simulator.ts puts the same object behind a real HTTP server on 127.0.0.1 (tests, `npm start`).
 */
export interface VendorSimulator {
  readonly vendor: VendorId;
  /** What a tenant would type in to register this shop. */
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The vendor's host names mapped to addresses below `base` (`http://127.0.0.1:port`). */
  hosts(base: string): Readonly<Record<string, string>>;
  /** Answers one request. Never throws. */
  handle(request: SimulatedRequest): SimulatedOutcome;
  /** The rows of a resource that exist now, in the shape that the vendor's list (or detail) returns. */
  rows(resource: ResourceName): readonly unknown[];
  /**
   * One change in the shop, as its staff would make it: mostly sales, edits and stock moves, sometimes a deletion, a
   * burst of rows with one and the same timestamp, or an edit that is committed late. Deterministic for `random`.
   */
  change(): void;
  /** Fills the shop with `size` rows of each large resource (small ones get a few). */
  seed(size: number): void;
  readonly faults: Faults;
  /** May be changed at any time. */
  readonly habits: Habits;
  /** Counts the acts of the staff, late ones when they take effect: nothing else changes a row, but for writes. */
  readonly acts: number;
  /** Every request with its outcome, newest last; bounded. */
  readonly log: readonly LoggedRequest[];
  /** Every write that the vendor committed, in order. */
  readonly journal: readonly JournalEntry[];
  /** Calls that came while a limit was used up or locked. A well-behaved client keeps it at zero, but for `faults`. */
  readonly limitBroken: number;
  /** Ends every token and key given out so far; `permanently`: signing in with the same credentials fails as well. */
  revoke(permanently?: boolean): void;
  /** Webhooks that the vendor would deliver, as they arise: the core drains and sends them. */
  takeDeliveries(): readonly SimulatedDelivery[];
  /** How a delivery was answered (undefined: not at all), for vendors that retry or stop sending. */
  delivered?(delivery: SimulatedDelivery, status: number | undefined): void;
}

export interface SimulatedRequest {
  readonly method: Method | "OPTIONS" | "HEAD";
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, or what a client sees instead of one. `committed` writes happened all the same. */
export type SimulatedOutcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly delay: number;
    }
  | { readonly kind: "cut"; readonly delay: number }
  | { readonly kind: "timeout" };

export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Credentials left out. */
  readonly query: string;
  readonly operation: string | undefined;
  readonly outcome: "answer" | "cut" | "timeout";
  readonly status: number | undefined;
  readonly fault: FaultKind | undefined;
}

export interface JournalEntry {
  readonly at: number;
  readonly operation: string;
  /** The vendor's id of what was written. */
  readonly id: string;
  /** Our reference, read from where the adapter puts it; undefined where it does not travel. */
  readonly reference: string | undefined;
  readonly body: unknown;
}

export interface SimulatedDelivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds of the vendor's clock. */
  readonly at: number;
}

/** Habits of a vendor that make its stamps say less than its document promises. None by default. */
export interface Habits {
  /** Chance of a change to be committed so many milliseconds after its stamp. */
  late?: { readonly chance: number; readonly by: number } | undefined;
  /** Chance of a change to be stamped by a second clock, which is so many milliseconds ahead. */
  ahead?: { readonly chance: number; readonly by: number } | undefined;
  /** Stock changes without a word in its modified time. */
  unmovedStock?: boolean | undefined;
  /** Operations that show their first page, whichever one is asked for. */
  firstPages?: readonly string[] | undefined;
}

/** What can be made to go wrong, before and after the write took effect. */
export const faultKinds = [
  "limit", // 429 in the vendor's own form, though the client kept to the limit
  "serverError", // 5xx with a JSON or HTML body, nothing committed
  "serverErrorAfterCommit",
  "cut", // connection closed before the vendor acted
  "cutAfterCommit",
  "timeout", // never answered, nothing committed
  "timeoutAfterCommit",
  "lateCommit", // never answered, or cut; the write takes effect some seconds later
  "html", // 200 or 502 with an HTML page
  "empty", // 200 with an empty body
  "slow", // answered after many seconds
  "expired", // the token ends now: this and later calls with it are refused
  "malformed", // JSON of an unknown shape
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Faults {
  /** Chance of each fault per request, 0 to 1. */
  rates: Partial<Record<FaultKind, number>>;
  /** Queues a fault for the next request that `matches` (default: any). */
  next(kind: FaultKind, matches?: (request: SimulatedRequest) => boolean): void;
  /** No more faults of any kind. */
  stop(): void;
}

/** What every simulator is made with. */
export interface SimulatorOptions {
  /** Unix milliseconds of the vendor's own clock. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** False: no limits at all (benchmarks). */
  readonly limits?: boolean;
  /** Most rows per page may be lowered, so that small shops have many pages. */
  readonly pageSize?: number;
  /** What it makes of webhooks that its document does not name. Default: it takes them. */
  readonly unknownWebhooks?: "take" | "drop" | "refuse";
}

export type CreateSimulator = (options: SimulatorOptions) => VendorSimulator;
