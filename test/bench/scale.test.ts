import { expect, test } from "vitest";
import { keepFleet } from "./scale-world.ts";

const fleet = { shops: 40, workers: 2, latency: 1_000, minutes: 8, resources: 6 };

test("a worker for twenty shops keeps every minute, and a silent vendor's shops do not move the others'", async () => {
  const well = await keepFleet(fleet);
  expect(well.p95).toBeLessThanOrEqual(75);
  const silent = await keepFleet({ ...fleet, silent: "kiotviet" });
  expect(silent.p95).toBeLessThanOrEqual(well.p95 * 1.1);
  expect(silent.probes).toBeLessThanOrEqual(1);
}, 120_000);
