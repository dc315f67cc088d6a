import { cell, textWidth } from "./text-width.ts";

export interface Output {
  readonly json: boolean;
  /** One JSON value: pretty for people is not wanted where a program reads it. */
  value(value: unknown): void;
  /** A line for people; with `--json` it goes to the standard error. */
  say(text: string): void;
  /** Rows under a head, as wide as what is in them. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
}

const WIDEST = 40;

export const createOutput = (json: boolean): Output => {
  const line = (text: string) => process.stdout.write(`${text}\n`);
  return {
    json,
    value: (value) => line(JSON.stringify(value)),
    say: (text) => void (json ? process.stderr : process.stdout).write(`${text}\n`),
    table: (head, rows) => {
      const all = [head, ...rows];
      const widths = head.map((_, column) => Math.min(WIDEST, Math.max(...all.map((row) => textWidth(row[column]!)))));
      for (const row of all)
        line(
          row
            .map((text, column) => cell(text, widths[column]!))
            .join("  ")
            .trimEnd(),
        );
    },
  };
};
