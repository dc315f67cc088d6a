import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alarmTable, sourcesOf } from "../../../infra/alarm-table.ts";
import { operatorKeySecretName } from "../../../infra/topology.ts";
import { mostMetrics } from "../../../shared/core/metrics.ts";

const runbook = readFileSync(new URL("../../../docs/runbook.md", import.meta.url), "utf8");
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

/** What operators are told to type of AWS's own command line: for each command the parameters that it has, and takes here. */
const awsCommands: Readonly<Record<string, readonly string[]>> = {
  "secretsmanager get-secret-value": ["--secret-id", "--query", "--output"],
  "secretsmanager put-secret-value": ["--secret-id", "--secret-string"],
  "cloudformation set-stack-policy": ["--stack-name", "--stack-policy-body"],
  "dynamodb restore-table-to-point-in-time": ["--source-table-name", "--target-table-name", "--restore-date-time"],
  "lambda put-function-concurrency": ["--function-name", "--reserved-concurrent-executions"],
};

const pages = readdirSync(new URL("../../../docs/", import.meta.url))
  .filter((name) => name.endsWith(".md"))
  .map((name) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8"));
const typed = pages.flatMap((page) =>
  [...page.matchAll(/(?:^|`|\$\()(aws [a-z]+ [a-z-]+[^`\n]*)/gm)].map(([, line]) => line!),
);

test("a command of AWS in the pages is one that is there, with parameters that it takes", () => {
  expect(typed.length).toBeGreaterThanOrEqual(5);
  for (const line of typed) {
    const [, service, operation] = line.split(/\s+/);
    const known = awsCommands[`${service} ${operation}`];
    expect(known, line).toBeDefined();
    for (const [parameter] of line.matchAll(/--[a-z-]+/g)) expect(known, line).toContain(parameter);
  }
});

test("a name of a secret or a stack in such a command is one that the stack gives", () => {
  const named = (parameter: string) => typed.flatMap((line) => new RegExp(`${parameter} (\\S+)`).exec(line)?.[1] ?? []);
  expect(named("--secret-id").length).toBeGreaterThan(1);
  for (const name of named("--secret-id")) expect(name).toBe(operatorKeySecretName("dev"));
  for (const name of named("--stack-name")) expect(name).toMatch(/^Tillbridge-(prod|dev)$/);
});
