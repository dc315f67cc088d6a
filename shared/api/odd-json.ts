/** Deeper than any command or operation, and far from where recursion ends. */
const DEEPEST = 64;

/**
 * What no value of a body may hold, because something behind us would refuse it or change it: numbers that JSON cannot carry on
 * (1e999), halves of a character, and deep nesting. Without recursion, so that depth does no harm.
 * @returns what is wrong, or undefined
 */
export const oddityOf = (body: unknown): string | undefined => {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `nested more than ${DEEPEST} times`;
    const next: unknown[] = [];
    for (const value of level) {
      const odd = ownOddity(value);
      if (odd !== undefined) return odd;
      if (isNested(value)) for (const inner of Object.values(value)) next.push(inner);
    }
    level = next;
  }
  return undefined;
};

/** What is wrong with a value, apart from what it holds. */
const ownOddity = (value: unknown): string | undefined => {
  if (typeof value === "number" && !Number.isFinite(value)) return "a number is too large";
  if (typeof value === "string" && !value.isWellFormed()) return "a text holds half of a character";
  if (isNested(value) && !Object.keys(value).every((name) => name.isWellFormed()))
    return "a name holds half of a character";
  return undefined;
};

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;
