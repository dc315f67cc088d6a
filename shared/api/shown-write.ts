import { explained } from "../core/refusals.ts";
import { isoTime } from "../core/time.ts";
import type { Write } from "../stores/ledger.ts";
import { without } from "./without.ts";

/** What the ledger needs for its own work. */
const INNER = [
  "tenant",
  "requestHash",
  "leaseUntil",
  "place",
  "worker",
  "closed",
  "alone",
  "startedAt",
  "recordBefore",
  "unlocated",
] as const;

/** A write as its tenant sees it. */
export const shownWrite = (write: Write) => {
  const { lostAt, missedAt, firstAttemptAt, lastAttemptAt, notBefore, createdAt, error, ...rest } = without(
    write,
    INNER,
  );
  const iso = (time: number | undefined) => (time === undefined ? undefined : isoTime(time));
  return {
    ...rest,
    ...(error === undefined ? {} : { error: write.state === "rejected" ? explained(error) : error }),
    createdAt: isoTime(createdAt),
    firstAttemptAt: iso(firstAttemptAt),
    lastAttemptAt: iso(lastAttemptAt),
    lostAt: iso(lostAt),
    missedAt: iso(missedAt),
    notBefore: iso(notBefore),
  };
};
