import type { Benchmark } from "./report.ts";
export const bundles: Benchmark = {
  name: "bundles",
  title: "x",
  run: async () => ({ tables: [], figures: {}, bars: [] }),
};
