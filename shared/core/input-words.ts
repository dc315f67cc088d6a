import type * as z from "zod";

type Issue = z.core.$ZodRawIssue;

/** Types as a person says them who has never seen the library that judges the input. */
const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  undefined: "absent",
};

const kindOf = (input: unknown): string =>
  input === null ? "null" : Array.isArray(input) ? "a list" : (typeWords[typeof input] ?? typeof input);

export const MISSING = "is missing";

const ofType = ({ expected, input }: { readonly expected: string; readonly input?: unknown }): string => {
  if (input === undefined) return MISSING;
  const wanted = `must be ${typeWords[expected] ?? expected}`;
  const given = kindOf(input);
  // A text of a query that is no number, and 1.5 where a whole number is wanted: the type is the same.
  return typeof input === "number" && ["number", "int"].includes(expected) ? wanted : `${wanted}, not ${given}`;
};

/** What a bound counts, by what it is a bound of. */
const units: Readonly<Record<string, string>> = {
  string: " characters",
  array: " entries",
  set: " entries",
  map: " entries",
  file: " bytes",
};

interface Bound {
  readonly origin: string;
  readonly bound: number | bigint;
  readonly inclusive?: boolean | undefined;
}
const atMost = ({ origin, bound, inclusive = true }: Bound): string =>
  inclusive ? `must be at most ${bound}${units[origin] ?? ""}` : `must be less than ${bound}`;
const atLeast = ({ origin, bound, inclusive = true }: Bound): string => {
  if (origin in units && Number(bound) === 1) return "must not be empty";
  return inclusive ? `must be at least ${bound}${units[origin] ?? ""}` : `must be more than ${bound}`;
};

const formats: Readonly<Record<string, string>> = {
  datetime: "must be a time with date, hour and offset: 2026-11-30T08:00:00+07:00 or 2026-11-30T01:00:00Z",
  date: "must be a day: 2026-11-30",
  url: "must be an address: https://example.com/path",
  email: "must be an email address",
  uuid: "must be a UUID",
};

const ofFormat = ({ format, pattern }: { readonly format: string; readonly pattern?: string | undefined }): string => {
  const known = formats[format];
  if (known !== undefined) return known;
  return format === "regex" && pattern !== undefined ? `must match ${pattern}` : `has no valid form (${format})`;
};

const inPlainWords = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case "invalid_type":
      return ofType(issue);
    case "too_big":
      return atMost({ ...issue, bound: issue.maximum });
    case "too_small":
      return atLeast({ ...issue, bound: issue.minimum });
    case "invalid_format":
      return ofFormat(issue);
    case "invalid_value":
      return issue.input === undefined
        ? MISSING
        : `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return undefined;
  }
};

/** For what a caller sends: faults in our words, where the schema itself has none of its own. */
export const inWords = { error: inPlainWords } satisfies z.core.ParseContext<z.core.$ZodIssue>;
