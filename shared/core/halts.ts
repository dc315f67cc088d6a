import { isoTime } from "./time.ts";

/** An operator has stopped work, until an operator lets it go on. */
export interface Halt {
  /** Unix milliseconds. */
  readonly since: number;
  /** In the operator's words; the tenants that it concerns read it. */
  readonly reason: string;
  /** The operator's name in the audit trail. */
  readonly by: string;
}

/** For people, as a part of a sentence. */
export const vendorPause = (name: string, { since, reason }: Pick<Halt, "since" | "reason">): string =>
  `the operator has paused all shops of ${name} since ${isoTime(since)}: ${reason}`;

export const suspension = (since: number, reason?: string): string =>
  `the operator has suspended this tenant since ${isoTime(since)}${reason === undefined ? "" : `: ${reason}`}`;
