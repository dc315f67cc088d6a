import type { OutgoingEvent } from "../core/events.ts";
import { isoTime } from "../core/time.ts";
import type { Attempt, FinishedEvent, PendingEvent } from "../stores/endpoints.ts";

const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const attempts = (list: readonly Attempt[]) => list.map((one) => ({ ...one, at: isoTime(one.at) }));

/** An event as it is sent. */
export const shownEvent = ({ id, type, at, shop, data }: OutgoingEvent) => ({ id, type, at: isoTime(at), shop, data });

export const shownPending = ({ event, nextAt, tries, attempts: tried }: PendingEvent) => ({
  ...shownEvent(event),
  state: "pending" as const,
  nextAt: time(nextAt),
  tries,
  attempts: attempts(tried),
});

export const shownFinished = ({ event, state, finishedAt, tries, attempts: tried }: FinishedEvent) => ({
  ...shownEvent(event),
  state,
  finishedAt: time(finishedAt),
  tries,
  attempts: attempts(tried),
});
