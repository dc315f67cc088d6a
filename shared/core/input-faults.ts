import type * as z from "zod";
import { MISSING } from "./input-words.ts";

export interface Fault {
  /** Its place in the input. */
  readonly field: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/**
 * Each field at fault, once.
 * @param whole how the input itself is called, where no field of it is to blame
 * @param within where the input stands in what the caller sent
 */
export const faultsOf = (
  issues: readonly Issue[],
  whole: string,
  within: readonly PropertyKey[] = [],
): readonly Fault[] => {
  const faults = issues.flatMap((issue) => faultsIn(issue, within));
  const named = faults.map(({ field, message }) => ({ field: field || whole, message }));
  return named.filter((one, index) => named.findIndex((other) => other.field === one.field) === index);
};

const faultsIn = (issue: Issue, before: readonly PropertyKey[]): readonly Fault[] => {
  const path = [...before, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "unknown field" }));
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return oneOf(nearest(issue.errors).map((one) => one.flatMap((inner) => faultsIn(inner, path))));
  return [{ field: path.join("."), message: issue.message }];
};

/** Where one of several forms is enough, what is missing of one is not needed beside another. */
const oneOf = (forms: readonly (readonly Fault[])[]): readonly Fault[] =>
  forms.flatMap((own) =>
    own.map(({ field, message }) => {
      const others = forms.flat().filter((other) => !own.some((one) => one.field === other.field));
      const instead = [...new Set(others.map((other) => other.field))].join(" or ");
      return {
        field,
        message: message === MISSING && instead !== "" ? `${MISSING}, and so is ${instead}: send one of them` : message,
      };
    }),
  );

const weightOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);

/** Of several forms those that the input misses by the least. */
const nearest = (forms: readonly (readonly Issue[])[]): readonly (readonly Issue[])[] => {
  const least = Math.min(...forms.map(weightOf));
  return forms.filter((issues) => weightOf(issues) === least);
};
