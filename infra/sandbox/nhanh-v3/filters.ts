import { DAY, SECOND } from "../../../shared/core/time.ts";
import type { Reply } from "../simulator.ts";
import type { Box } from "./box.ts";
import { type Fields, invalid, unix } from "./wire.ts";

const MONTH = 31 * DAY;

export const includes = (filter: unknown, value: unknown): boolean =>
  filter === undefined || !Array.isArray(filter) || filter.length === 0 || filter.map(String).includes(String(value));

export const equals = (filter: unknown, value: unknown): boolean =>
  filter === undefined || filter === null || String(filter) === String(value);

export const contains = (filter: unknown, ...values: unknown[]): boolean =>
  filter === undefined ||
  values.some((value) =>
    String(value ?? "")
      .toLowerCase()
      .includes(String(filter).toLowerCase()),
  );

export const inside = (filters: Fields, field: string, value: number): boolean =>
  (filters[`${field}From`] === undefined || value >= filters[`${field}From`]) &&
  (filters[`${field}To`] === undefined || value <= filters[`${field}To`]);

/** The rule of 31 days; a half-open interval is closed by it. */
export const dateWindow = (box: Box, filters: Fields, field: string): { from: number; to: number } | Reply => {
  const span = MONTH / SECOND;
  const to = filters[`${field}To`] ?? (filters[`${field}From`] ?? unix(box.shop.now()) - span) + span;
  const from = filters[`${field}From`] ?? to - span;
  return to - from > span ? invalid({ [`${field}From`]: `${field} cannot exceed 31 days` }) : { from, to };
};

export const isReply = (value: object): value is Reply => "body" in value;

export const betweenUpdates = (filters: Fields = {}) =>
  filters.updatedAtFrom === undefined && filters.updatedAtTo === undefined
    ? undefined
    : { from: filters.updatedAtFrom, to: filters.updatedAtTo };
