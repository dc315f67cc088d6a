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

/** On a screen a long value is cut. A program behind a pipe would take the cut one for the whole. */
const WIDEST_ON_SCREEN = 40;

type Screen = Pick<NodeJS.WriteStream, "isTTY" | "write">;

export const createOutput = (json: boolean, screen: Screen = process.stdout): Output => {
  const line = (text: string) => screen.write(`${text}\n`);
  const widest = screen.isTTY ? WIDEST_ON_SCREEN : Number.POSITIVE_INFINITY;
  return {
    json,
    value: (value) => line(JSON.stringify(value)),
    say: (text) => void (json ? process.stderr : screen).write(`${text}\n`),
    table: (head, rows) => {
      const all = [head, ...rows];
      const widths = head.map((_, column) => Math.min(widest, Math.max(...all.map((row) => textWidth(row[column]!)))));
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
