import { defineConfig } from "vitest/config";

const UNIT = "test/unit/**/*.test.ts";

export default defineConfig({
  test: {
    // Flows start processes and engines; two busy cores need their time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // All cores: by its own rule vitest leaves one of two idle.
    maxWorkers: "100%",
    reporters: ["default", "./test/helpers/closing-line.ts"],
    // On CI's shared machines a test over real sockets may fail by chance: it is tried once more, and the run says so. What
    // draws its values anew is not: the second draw would hide what the first has found.
    retry: process.env.CI === undefined ? 0 : { count: 1, condition: /^(?!.*Property failed)/s },
    projects: [
      // Pure code changes nothing that another file could see: its files share workers, and load the engine once.
      { extends: true, test: { name: "unit", include: [UNIT], isolate: false } },
      { extends: true, test: { name: "whole", include: ["test/**/*.test.ts"], exclude: [UNIT] } },
    ],
  },
});
