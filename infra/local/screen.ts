import { cell, textWidth } from "../../shared/command-line/text-width.ts";

/** What a person sees of a shop. */
export interface ShopLine {
  readonly id: string;
  /** Several shops may have the same. */
  readonly name: string;
  readonly vendor: string;
  /** The shop's health; while it is healthy, how far its first reading is. */
  readonly state: string;
  readonly records: number;
  /** Seconds that the shop's slowest resource is behind the vendor; undefined before the first cycle is complete. */
  readonly lag: number | undefined;
  /** Calls of the fullest of the vendor's limits, in its window; undefined: no limit is known. */
  readonly calls: { readonly used: number; readonly capacity: number } | undefined;
  /** What it is at, or what is wrong. */
  readonly doing: string;
}

/** A resource of a shop. */
export interface ResourceLine {
  readonly shop: string;
  readonly resource: string;
  /** `waiting`, `backfilling`, `current`, `failing (<code>)`, ... */
  readonly state: string;
  readonly records: number;
  readonly lag: number | undefined;
  /** Records a second. */
  readonly rate: number;
}

/** Where nobody says how wide it is, and what everything fits into. */
export const NARROW = 80;

const count = (number: number): string => number.toLocaleString("en-US");

/** 7 s, 12 min, 3 h, 2 d: at most six columns. */
const duration = (seconds: number | undefined): string => {
  if (seconds === undefined) return "-";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 100) return `${whole} s`;
  if (whole < 6_000) return `${Math.round(whole / 60)} min`;
  return whole < 172_800 ? `${Math.round(whole / 3_600)} h` : `${Math.round(whole / 86_400)} d`;
};

const cells = (...parts: readonly string[]): string => parts.join(" ").trimEnd();

const shopRow = (columns: number, [name, vendor, state, records, lag, calls, doing]: readonly string[]): string => {
  // Names and what a shop is doing share what the fixed columns leave.
  const free = columns - 8 - 12 - 9 - 6 - 9 - 6;
  const nameWidth = Math.min(24, Math.max(8, Math.floor(free / 2)));
  return cells(
    cell(name!, nameWidth),
    cell(vendor!, 8),
    cell(state!, 12),
    cell(records!, 9, "right"),
    cell(lag!, 6, "right"),
    cell(calls!, 9, "right"),
    cell(doing!, Math.max(0, free - nameWidth)),
  );
};

const callsOf = ({ calls }: ShopLine): string => (calls ? `${calls.used}/${calls.capacity}` : "-");

/** A line per shop, under a head; never wider than `columns`. */
export const shopLines = (shops: readonly ShopLine[], columns: number): readonly string[] => [
  shopRow(columns, ["shop", "vendor", "state", "records", "lag", "calls", "doing"]),
  ...shops.map((shop) =>
    shopRow(columns, [
      ...[shop.name, shop.vendor, shop.state, count(shop.records), duration(shop.lag)],
      ...[callsOf(shop), shop.doing],
    ]),
  ),
];

const resourceRow = (columns: number, [shop, resource, ...rest]: readonly string[]): string => {
  const [state, records, rate, lag] = rest;
  const free = columns - 16 - 8 - 8 - 6 - 5;
  const shopWidth = Math.min(20, Math.max(8, Math.floor(free / 3)));
  return cells(
    cell(shop!, shopWidth),
    cell(resource!, Math.min(32, free - shopWidth)),
    cell(state!, 16),
    cell(records!, 8, "right"),
    cell(rate!, 8, "right"),
    cell(lag!, 6, "right"),
  );
};

/** A line per resource, under a head. */
export const resourceLines = (lines: readonly ResourceLine[], columns: number): readonly string[] => [
  resourceRow(columns, ["shop", "resource", "state", "records", "rate", "lag"]),
  ...lines.map(({ shop, resource, state, records, rate, lag }) =>
    resourceRow(columns, [
      ...[shop, resource, state, count(records)],
      ...[`${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s`, duration(lag)],
    ]),
  ),
];

/** The first lines that cell, and how many do not. The head, the first line, always stays. */
export const withinRows = (lines: readonly string[], rows: number): readonly string[] => {
  if (lines.length <= rows) return lines;
  const shown = Math.max(1, rows - 1);
  return [...lines.slice(0, shown), `... and ${lines.length - shown} more`];
};

/** A line of text in so many columns: broken where it is wider, so that a key or an address can still be copied. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(/(?<= {2})/)) {
    if (line !== "" && textWidth(line + part.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  return [...lines, line.trimEnd()].map((one) => within(one, columns));
};

/** Cut where it is wider. */
export const within = (line: string, columns: number): string =>
  textWidth(line) > columns ? cell(line, columns).trimEnd() : line;
