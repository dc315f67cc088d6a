import type { VendorId } from "../../shared/core/vendor.ts";

export interface BenchOptions {
  readonly vendors: readonly VendorId[];
  /** Small sizes and one run: whether it works, not how fast it is. */
  readonly quick: boolean;
  /** Says what goes on meanwhile. */
  readonly log: (line: string) => void;
}

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  run(options: BenchOptions): Promise<Report>;
}

type Cell = string | number | undefined;

export interface FigureTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A promise about a figure. Promises about time hold on a quiet machine only. */
export interface Bar {
  readonly what: string;
  readonly figure: number;
  readonly bar: string;
  readonly holds: boolean;
}

export interface Report {
  readonly tables: readonly FigureTable[];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly bars: readonly Bar[];
  readonly notes?: readonly string[];
}

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Three digits that matter. */
export const rounded = (value: number): number =>
  Number.isFinite(value) ? (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))) : value;

export const atLeast = (what: string, figure: number, bar: number, unit = ""): Bar => ({
  what,
  figure: rounded(figure),
  bar: `at least ${bar}${unit}`,
  holds: figure >= bar,
});

export const atMost = (what: string, figure: number, bar: number, unit = ""): Bar => ({
  what,
  figure: rounded(figure),
  bar: `at most ${bar}${unit}`,
  holds: figure <= bar,
});

const text = (cell: Cell): string =>
  cell === undefined ? "-" : typeof cell === "number" ? rounded(cell).toLocaleString("en") : cell;

/** Plain text in columns: names to the left, figures to the right. */
export const drawTable = ({ title, columns, rows }: FigureTable): string => {
  const lines = [columns as readonly Cell[], ...rows].map((row) => columns.map((_, index) => text(row[index])));
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  const draw = (line: readonly string[]) =>
    line
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
      .join("  ")
      .trimEnd();
  return [
    "",
    title,
    draw(lines[0]!),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...lines.slice(1).map(draw),
  ].join("\n");
};
