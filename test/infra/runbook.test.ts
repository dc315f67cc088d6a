import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alarmTable, sourcesOf } from "../../infra/alarm-table.ts";
import { mostMetrics } from "../../shared/core/metrics.ts";

const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
/** Places that a link can lead to: headings that are one word, and anchors. */
const places = [...runbook.matchAll(/^### ([a-z0-9-]+)$|<a id="([a-z0-9-]+)">/gm)].map(
  ([, heading, id]) => heading ?? id!,
);

test("each alarm has one section, and no section is about an alarm that is no more", () => {
  expect(places.sort()).toEqual(alarmTable.map(({ name }) => name).sort());
});

test("what it costs to know is said as it is", () => {
  const asked = alarmTable.reduce((sum, { signal }) => sum + sourcesOf(signal).length, 0);
  expect(runbook).toContain(`${mostMetrics()} metrics of our own at most`);
  expect(runbook).toContain(`${alarmTable.length} alarms over ${asked} metrics ($0.10 a month for each of them)`);
});
