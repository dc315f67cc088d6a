import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alarmTable, sourcesOf } from "../../../infra/alarm-table.ts";
import { secretActions, tableActions } from "../../../infra/constructs/permissions.ts";
import { logMessages } from "../../../shared/core/log-messages.ts";
import { type MetricForm, metricForms } from "../../../shared/core/metrics.ts";

const root = new URL("../../..", import.meta.url).pathname;
const sources = ["functions", "shared"]
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true }).map((name) => `${root}${folder}/${name}`))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(name, "utf8"))
  .join("\n");

/** A transaction is allowed by the actions of what it holds. */
const actionsOf: Record<string, string[]> = {
  GetItem: ["dynamodb:GetItem"],
  BatchGetItem: ["dynamodb:BatchGetItem"],
  Query: ["dynamodb:Query"],
  PutItem: ["dynamodb:PutItem"],
  UpdateItem: ["dynamodb:UpdateItem"],
  DeleteItem: ["dynamodb:DeleteItem"],
  TransactWriteItems: ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map((name) => `dynamodb:${name}`),
  BatchWriteItem: ["dynamodb:BatchWriteItem"],
  // All its statements are INSERTs.
  BatchExecuteStatement: ["dynamodb:PartiQLInsert"],
  CreateSecret: ["secretsmanager:CreateSecret"],
  GetSecretValue: ["secretsmanager:GetSecretValue"],
  PutSecretValue: ["secretsmanager:PutSecretValue"],
  UpdateSecretVersionStage: ["secretsmanager:UpdateSecretVersionStage"],
  DeleteSecret: ["secretsmanager:DeleteSecret"],
  SendMessageBatch: ["sqs:SendMessage"],
  Invoke: ["lambda:InvokeFunction"],
  ...Object.fromEntries(
    ["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"].map((name) => [
      name,
      [`sqs:${name}`],
    ]),
  ),
};

// The emulators do not enforce roles, so a missing permission would first be noticed on AWS.
test("roles allow exactly the calls that the code makes to the table and to Secrets Manager", () => {
  const calls = new Set([...sources.matchAll(/new ([A-Za-z]+)Command\(/g)].map(([, name]) => name!));
  const needed = new Set([...calls].flatMap((call) => actionsOf[call] ?? [`${call}: unknown to this test`]));
  for (const one of needed) if (/^(sqs|lambda):/.test(one)) needed.delete(one);
  const allowed = [...Object.values(tableActions).flat(), ...Object.values(secretActions).flat()];
  expect([...needed].sort()).toEqual(allowed.sort());
});

/** Names and the dimensions beside them, as the code counts: `{ vendor, cause }` -> `cause vendor`. */
const counted = [
  ...sources.matchAll(/metric\(\s*(?:\w+ \? )?"(\w+)"(?: : "(\w+)")?,[^;{]*?(?:\{([^}]*)\})?,?\s*\);/g),
].flatMap(([, name, other, dimensions]) => {
  const names = (dimensions ?? "").split(",").map((part) => part.trim().split(":")[0]!.trim());
  const by = names.filter(Boolean).sort().join(" ");
  return [name, other].filter((one) => one !== undefined).map((one) => ({ name: one, by }));
});

test("every metric is counted somewhere, in each form in which it is listed, and in no other", () => {
  const listed = Object.entries(metricForms as Readonly<Record<string, MetricForm>>).flatMap(
    ([name, { plain, by }]) => [
      ...(plain ? [`${name}()`] : []),
      ...(by ? [`${name}(${Object.keys(by).sort().join(" ")})`] : []),
    ],
  );
  expect([...new Set(counted.map(({ name, by }) => `${name}(${by})`))].sort()).toEqual(listed.sort());
});

test("every alarm waits for a metric that is counted, in a form that is listed", () => {
  for (const { name, signal } of alarmTable)
    for (const source of sourcesOf(signal)) {
      if (source.kind !== "own") continue;
      const { plain, by = {} }: MetricForm = metricForms[source.metric];
      const { dimensions } = source;
      if (!dimensions) expect(plain, `${name}: ${source.metric}`).toBe(true);
      else {
        expect(Object.keys(dimensions).sort(), name).toEqual(Object.keys(by).sort());
        for (const [dimension, value] of Object.entries(dimensions)) expect(by[dimension], name).toContain(value);
      }
    }
});

test("every code of a log line is written somewhere", () => {
  const forms = (code: string) => [`"${code}", `, `"${code}",\n`, `other: "${code}" }`];
  const unwritten = Object.keys(logMessages).filter((code) => !forms(code).some((form) => sources.includes(form)));
  expect(unwritten).toEqual([]);
});
