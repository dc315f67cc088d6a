/** What a request to the API used, as far as it is charged for. */
export interface Use {
  /** Commands that its body carries; at least 1. */
  readonly commands: number;
  /** Full seconds that it kept a function busy. */
  readonly seconds: number;
  /** Items of the table that were looked at, and that were changed. */
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Of body and answer, in UTF-8. */
  readonly bytes: number;
}

/**
 * Prices in units. Each command of an array costs what a request costs, and includes as much as a request includes: an
 * ordinary request costs one unit, 1,000 writes cost 1,000.
 */
export const prices = {
  command: 1,
  second: 1,
  /** Beyond what is included, each begun `perUnit` costs one unit more. */
  rowsRead: { included: 200, perUnit: 100 },
  rowsWritten: { included: 20, perUnit: 5 },
  bytes: { included: 200_000, perUnit: 100_000 },
} as const;

const measured = ["rowsRead", "rowsWritten", "bytes"] as const;

/** Units that this use costs, a whole number of at least 1. */
export const unitsOf = (use: Use): number => {
  const commands = Math.max(1, use.commands);
  const beyond = measured.map((name) => {
    const { included, perUnit } = prices[name];
    return Math.ceil(Math.max(0, use[name] - included * commands) / perUnit);
  });
  return beyond.reduce((sum, units) => sum + units, commands * prices.command + use.seconds * prices.second);
};
