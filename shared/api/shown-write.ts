import { explained } from "../core/refusals.ts";
import { isoTime } from "../core/time.ts";
import type { Write } from "../stores/ledger.ts";

/** A write as its tenant sees it. */
export const shownWrite = (write: Write) => {
  const {
    tenant: _,
    requestHash: __,
    leaseUntil: ___,
    place: ____,
    worker: _____,
    closed: ______,
    alone: _______,
    startedAt: ________,
    recordBefore: _________,
    unlocated: __________,
    lostAt,
    missedAt,
    firstAttemptAt,
    lastAttemptAt,
    notBefore,
    createdAt,
    error,
    ...rest
  } = write;
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
