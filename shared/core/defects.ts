import { MOST_LETTERS } from "./bounds.ts";
import { BadRequest, isVendorError, LostLease, Rejected } from "./errors.ts";
import type { Trouble } from "./freshness.ts";
import type { LogMessage } from "./log-messages.ts";
import type { Log, Metric } from "./ports.ts";

/** Frames of a stack that a log keeps, and characters of a message. */
const FRAMES = 8;
const MOST_TEXT = 300;

/** An error that none of ours foresees: not of the vendor, of another worker, or of the caller. */
export const isDefect = (error: unknown): boolean =>
  !isVendorError(error) && !(error instanceof LostLease) && !(error instanceof BadRequest);

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** What a tenant reads of a defect: its name alone, since its message may carry anything. */
export const defectSentence = (name: string): string => `A defect of ours stops it (${name}); the operator is told.`;

/** What stopped a reading, as a status keeps it and its tenant reads it. */
export const troubleOf = (error: unknown): Pick<Trouble, "code" | "message" | "defect"> => {
  const name = nameOf(error);
  if (isDefect(error)) return { code: name, message: defectSentence(name), defect: true };
  const message = (error as Error).message.slice(0, MOST_LETTERS);
  if (!(error instanceof Rejected)) return { code: name, message };
  return { code: error.forbidden ? "forbidden" : error.code.slice(0, MOST_LETTERS), message };
};

/**
 * An error as the log may have it. A `SyntaxError` of `JSON.parse` repeats what it read, so what it quotes is left out;
 * the stack is its frames alone, because its first lines are the message again.
 */
export const logged = (error: unknown): { error: string; reason: string; stack: readonly string[] } => {
  const { message = "", stack = "" } = error instanceof Error ? error : {};
  const quoted = error instanceof SyntaxError ? message.replace(/["'`].*["'`]/s, "...") : message;
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    error: nameOf(error),
    reason: quoted.slice(0, MOST_TEXT),
    stack: frames.slice(0, FRAMES).map((line) => line.trim()),
  };
};

/** Tells the operator of a defect that stops a part of the work while the rest goes on: a line of the log, and an alarm. */
export const reportDefect = (
  message: LogMessage,
  error: unknown,
  subject: Readonly<Record<string, unknown>>,
  { log, metric }: { readonly log: Log; readonly metric: Metric },
): void => {
  log("error", message, { ...subject, ...logged(error) });
  metric("Defects", 1);
};

/** The same of a defect; of any other error a line of the log alone. */
export const reportFailure = (
  { defect, other }: { readonly defect: LogMessage; readonly other: LogMessage },
  error: unknown,
  subject: Readonly<Record<string, unknown>>,
  deps: { readonly log: Log; readonly metric: Metric },
): void => {
  if (isDefect(error)) reportDefect(defect, error, subject, deps);
  else deps.log("warn", other, { ...subject, ...logged(error) });
};
