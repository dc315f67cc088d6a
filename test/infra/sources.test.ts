import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { businessMetrics } from "../../infra/alarms.ts";
import { secretActions, tableActions } from "../../infra/constructs/permissions.ts";

const root = new URL("../..", import.meta.url).pathname;
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
  // All its statements are INSERTs.
  BatchExecuteStatement: ["dynamodb:PartiQLInsert"],
  CreateSecret: ["secretsmanager:CreateSecret"],
  GetSecretValue: ["secretsmanager:GetSecretValue"],
  PutSecretValue: ["secretsmanager:PutSecretValue"],
  DeleteSecret: ["secretsmanager:DeleteSecret"],
  SendMessageBatch: ["sqs:SendMessage"],
};

// The emulators do not enforce roles, so a missing permission would first be noticed on AWS.
test("roles allow exactly the calls that the code makes to the table and to Secrets Manager", () => {
  const calls = new Set([...sources.matchAll(/new ([A-Za-z]+)Command\(/g)].map(([, name]) => name!));
  const needed = new Set([...calls].flatMap((call) => actionsOf[call] ?? [`${call}: unknown to this test`]));
  needed.delete("sqs:SendMessage");
  const allowed = [...Object.values(tableActions).flat(), ...Object.values(secretActions)];
  expect([...needed].sort()).toEqual(allowed.sort());
});

test("every metric that an alarm waits for is counted somewhere", () => {
  const counted = new Set([...sources.matchAll(/metric\("(\w+)"/g)].map(([, name]) => name!));
  expect(Object.keys(businessMetrics).filter((name) => !counted.has(name))).toEqual([]);
});
