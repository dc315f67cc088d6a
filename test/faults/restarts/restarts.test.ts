import { expect, test } from "vitest";
import { restarts } from "./restarts.ts";

/** Drawn once: a test that is tried again tries the same. */
const seed = 1 + Math.floor(Math.random() * 1_000);

// `npm run restarts -- --times 100` does it for longer.
test("a laptop that is killed at random moments loses nothing and does nothing twice", async () => {
  const result = await restarts({ vendor: "kiotviet", times: 2, seed, size: 10, patience: 60_000 });
  expect({ seed, ...result }).toMatchObject({ lost: 0, twice: 0, gaps: 0, details: [] });
  expect(result.writes).toBeGreaterThan(0);
  expect(result.changes).toBeGreaterThan(50);
}, 600_000);
