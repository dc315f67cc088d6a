import { InvalidArgumentError, Option } from "@commander-js/extra-typings";

export const whole = (most: number) => (text: string) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new InvalidArgumentError(`A whole number from 1 to ${most}.`);
  return number;
};
/** What a wrong usage is told after the error. */
export const HELP_HINT = "(add --help for what it takes)";
export const several = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];
export const examples = (...lines: readonly string[]) => `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
export const json = () => new Option("--json", "JSON for programs: one value, or one a line").default(false);
