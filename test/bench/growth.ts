import type { Benchmark } from "./report.ts";
export const growth: Benchmark = {
  name: "growth",
  title: "x",
  run: async () => ({ tables: [], figures: {}, bars: [] }),
};
