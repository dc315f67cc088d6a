import { createHash } from "node:crypto";
import type { WriteKind } from "../core/vendor.ts";
import type { WriteState } from "../core/write-states.ts";

export interface Write {
  readonly id: string;
  readonly tenant: string;
  readonly shop: string;
  /** A canonical command, or any write operation of the vendor's catalog. */
  readonly kind: WriteKind | "passthrough";
  /** The vendor's operation. */
  readonly operation: string;
  /** Canonical command, or `{ params, body }` of a passthrough. */
  readonly command: unknown;
  /** Writes with the same entity go one after the other. */
  readonly entity: string;
  /** Where it stands in the entity's line. A write that comes later, or comes again, stands behind. */
  readonly place: string;
  readonly state: WriteState;
  readonly attempts: number;
  /** Probes since the last attempt. */
  readonly probes: number;
  readonly createdAt: number;
  /** Nothing of it can be older at the vendor. */
  readonly firstAttemptAt?: number | undefined;
  readonly lastAttemptAt?: number | undefined;
  /** First attempt since it last entered the line: the line waits for it no longer than a bounded time. */
  readonly startedAt?: number | undefined;
  /** Latest time at which a call can have been under way whose outcome nobody knows. */
  readonly lostAt?: number | undefined;
  /** The record's version as we knew it before the first try that was lost, or before the one that succeeded. */
  readonly recordBefore?: number | undefined;
  /** When a probe last found that the vendor does not have it. */
  readonly missedAt?: number | undefined;
  /** Not before this, unix milliseconds. */
  readonly notBefore?: number | undefined;
  /** A worker is on it until then. */
  readonly leaseUntil?: number | undefined;
  readonly result?: WriteResult | undefined;
  readonly error?: WriteError | undefined;
  readonly warnings?: readonly string[] | undefined;
  /** Fields of the caller's command that the vendor cannot hold, each with the reason. They were left out. */
  readonly dropped?: Readonly<Record<string, string>> | undefined;
  /** The areas of its addresses are still as the caller gave them: the vendor's lists could not be read. */
  readonly unlocated?: boolean | undefined;
  /** The key that sent it, by its id. */
  readonly by?: string | undefined;
  /** All writes of one bulk request. */
  readonly batch?: string | undefined;
  /** The write that carries this one's amount now (coalesced stock). */
  readonly supersededBy?: string | undefined;
  /** The write whose amount this one carries as well. */
  readonly supersedes?: string | undefined;
  /** The caller's view of the record's version; the write is refused when the record has moved on. */
  readonly ifVersion?: number | undefined;
  readonly requestHash: string;
  /** Says which worker claimed it, so that a worker whose answer was lost recognises its own claim. */
  readonly worker?: string | undefined;
  /** A bulk call with it in was refused: next it goes alone, and has a refusal of its own. */
  readonly alone?: boolean | undefined;
  /** The entity's line has moved on although the outcome is unknown; the search goes on in a line of its own. */
  readonly aside?: boolean | undefined;
  /** Nothing is left to be done: read back, told, out of the line. */
  readonly closed?: boolean | undefined;
}

/** Fields that a move may change. */
export type WriteFields = Partial<Omit<Write, "id" | "state" | "tenant" | "shop">>;

export interface WriteError {
  readonly code: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export interface WriteResult {
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  /** How we know: the vendor's answer, a probe, or a person. */
  readonly by: "answer" | "probe" | "person";
  /** Fields of the command that the record shows with another value. */
  readonly notTaken?: readonly string[] | undefined;
  /** Fields of the command that the vendor shows nowhere: whether it took them is not known. */
  readonly unseen?: readonly string[] | undefined;
  /** The stored record's version after read-back. */
  readonly version?: number | undefined;
  /** The vendor's answer of a passthrough; of a long one the beginning, as text. */
  readonly answer?: unknown;
  /** `answer` is not all of it. */
  readonly truncated?: boolean | undefined;
  readonly readBack?: boolean | undefined;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");
/** The name of the line of an entity. */
export const nameOf = (entity: string): string => hash(entity).slice(0, 16);
/** The line that a write stands in. */
export const laneOf = (write: Pick<Write, "entity" | "aside" | "id">): string =>
  nameOf(write.aside ? `aside:${write.id}` : write.entity);

/** A try was lost, and no probe has cleared it up since: it may be at the vendor. */
export const isDoubtful = (write: Write): boolean =>
  write.lostAt !== undefined && write.lostAt > (write.missedAt ?? Number.NEGATIVE_INFINITY);
/** The same, or a call with others in it was refused: the vendor may have carried out a part of it before it did so. */
export const mayBeDone = (write: Write): boolean => isDoubtful(write) || write.alone === true;
