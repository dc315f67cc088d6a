import { BadRequest } from "../core/errors.ts";

const fault = (field: string, message: string): BadRequest =>
  new BadRequest(400, "invalid-body", "The body is not what this route takes.", [{ field, message }]);

/** Behind now lies nothing: a time that is meant to be past is a slip of the pen. @throws BadRequest 400 */
export const checkPast = (since: string | undefined, now: number): void => {
  if (since !== undefined && Date.parse(since) > now) throw fault("since", "must not be in the future");
};

/**
 * The stretch of time that is told again, unix milliseconds, both ends inclusive.
 * @throws BadRequest 400 for one in which nothing can lie
 */
export const spanOfReplay = (
  { since, until }: { readonly since: string; readonly until?: string | undefined },
  now: number,
): { readonly since: number; readonly until: number } => {
  checkPast(since, now);
  // Ids are made of times, and there is none before 1970.
  const span = { since: Math.max(0, Date.parse(since)), until: until === undefined ? now : Date.parse(until) };
  if (span.until < span.since) throw fault("until", "must not be before since");
  return span;
};
