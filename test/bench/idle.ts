import type { Benchmark } from "./report.ts";
export const idle: Benchmark = { name: "idle", title: "x", run: async () => ({ tables: [], figures: {}, bars: [] }) };
