import type { Benchmark } from "./report.ts";
export const limits: Benchmark = {
  name: "limits",
  title: "x",
  run: async () => ({ tables: [], figures: {}, bars: [] }),
};
