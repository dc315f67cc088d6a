import { Rejected } from "./errors.ts";
import { CLOCK_SLACK } from "./time.ts";

/** Vendors give numbers for texts of digits, and cut off the blanks around a text. */
export const sameText = (one: unknown, other: unknown): boolean =>
  String(one ?? "").trim() === String(other ?? "").trim();

/**
 * A record with the code of our write and another name is a stranger's when it is older than our first try.
 * Otherwise its name may have been changed since it was ours, and nobody can tell.
 * @param createdAt the vendor's time, unix milliseconds
 * @throws Rejected with `notFound`
 */
export const someoneElses = (
  createdAt: number | undefined,
  context: { readonly firstAttemptAt?: number | undefined },
): undefined => {
  const { firstAttemptAt } = context;
  if (firstAttemptAt === undefined) return undefined;
  if (createdAt !== undefined && createdAt < firstAttemptAt - CLOCK_SLACK) return undefined;
  throw new Rejected("a record that came since the first try has another name: it may be ours", { notFound: true });
};
