import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { Handler } from "../../../infra/local/invoke.ts";
import { startLocal } from "../../../infra/local/runner.ts";
import type { FunctionName } from "../../../infra/topology.ts";
import { eventually } from "../../helpers/engines.ts";

test("each function of the topology is started by what the topology says, with its settings in the environment", async () => {
  const started: string[] = [];
  const settings: Partial<Record<FunctionName, NodeJS.ProcessEnv>> = {};
  const load = async (name: FunctionName): Promise<Handler> => {
    settings[name] = { ...process.env };
    return async (event, context) => {
      started.push(name);
      expect(context.getRemainingTimeInMillis()).toBeGreaterThan(0);
      if (name === "intake") {
        // Clients as the functions make them: everything they need is in the environment.
        const { SYNC_QUEUE_URL: QueueUrl, TABLE_NAME: TableName } = process.env;
        const Item = { pk: { S: "T#1" }, sk: { S: "1" }, kind: { S: "record" } };
        await new DynamoDBClient({}).send(new PutItemCommand({ TableName, Item }));
        await new SQSClient({ useQueueUrlAsEndpoint: false }).send(
          new SendMessageCommand({ QueueUrl, MessageBody: "x" }),
        );
      }
      return event.version === "2.0" ? { statusCode: 200, body: event.rawPath } : { batchItemFailures: [] };
    };
  };
  const regionBefore = process.env.AWS_REGION;
  const failures: unknown[] = [];
  {
    await using local = await startLocal({
      ...{ quiet: true, load, tickSeconds: 60, env: { EXTRA: "yes" } },
      onFailure: (what, error) => failures.push([what, error]),
    });
    expect(await (await fetch(`${local.apiUrl}/v1`)).text()).toBe("/v1");
    await fetch(`${local.intakeUrl}/any`, { method: "POST", body: "{}" });
    await eventually("the queue and the stream start theirs", () =>
      (["tick", "api", "intake", "sync", "publish"] as const).every((name) => started.includes(name)),
    );
    expect(settings.sync).toMatchObject({
      ...{ STAGE: "local", PUBLIC_URL: local.apiUrl, INTAKE_URL: "", POWERTOOLS_SERVICE_NAME: "sync" },
      SANDBOX_INTAKE_URL: local.intakeUrl,
      ...{ AWS_ENDPOINT_URL_DYNAMODB: local.endpoints.dynamodb, ALLOW_SHOP_HOSTS: "true", EXTRA: "yes" },
    });
    const { SecretString } = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: settings.api!.OPERATOR_KEY_SECRET }),
    );
    expect(SecretString).toBe(local.operatorKey);
  }
  expect(failures).toEqual([]);
  expect(process.env.AWS_REGION).toBe(regionBefore);
});

test("with a public address, vendors' webhooks come in below it on the API's port", async () => {
  const settings: Partial<Record<FunctionName, NodeJS.ProcessEnv>> = {};
  const load = async (name: FunctionName): Promise<Handler> => {
    settings[name] = { ...process.env };
    return async (event) => ({ statusCode: 200, body: `${name} ${event.rawPath ?? ""}` });
  };
  await using local = await startLocal({ load, quiet: true, tickSeconds: 60, publicUrl: "https://till.example" });
  const ask = async (path: string) => (await fetch(`${local.apiUrl}${path}`)).text();
  expect(await ask("/hooks/kiotviet/token")).toBe("intake /kiotviet/token");
  expect(await ask("/v1/hooks/kiotviet")).toBe("api /v1/hooks/kiotviet");
  expect(settings.sync).toMatchObject({
    ...{ PUBLIC_URL: "https://till.example", INTAKE_URL: "https://till.example/hooks" },
    SANDBOX_INTAKE_URL: local.intakeUrl,
  });
});

test("a function that cannot be imported stops the start and leaves nothing running", async () => {
  const load = async (): Promise<Handler> => {
    throw new Error("Cannot find package");
  };
  await expect(startLocal({ load, quiet: true })).rejects.toThrow("Cannot find package");
});

test("a port that is taken is named", async () => {
  const load = async (): Promise<Handler> => async () => ({ statusCode: 200 });
  await using local = await startLocal({ load, quiet: true });
  const port = Number(new URL(local.apiUrl).port);
  await expect(startLocal({ load, quiet: true, ports: { api: port } })).rejects.toThrow(`Port ${port}`);
});

const functionsFolder = new URL("./functions/", import.meta.url);

test("a function that keeps its thread busy does not hold up another one", async () => {
  await using local = await startLocal({ quiet: true, functionsFolder });
  const until = Date.now() + 1_500;
  const busy = fetch(`${local.apiUrl}/block?${until}`);
  const intake = await (await fetch(`${local.intakeUrl}/hook`)).json();
  expect(Date.now()).toBeLessThan(until);
  expect(intake).toMatchObject({ name: "intake", service: "intake", table: local.tableName });
  expect(((await (await busy).json()) as { left: number }).left).toBeGreaterThan(20_000);
});

test("a function that throws or takes its process down answers 500 and works again afterwards", async () => {
  const failures: string[] = [];
  const onFailure = (_: string, error: unknown) => failures.push(String(error));
  await using local = await startLocal({ quiet: true, functionsFolder, onFailure });
  expect((await fetch(`${local.apiUrl}/throw`)).status).toBe(500);
  expect((await fetch(`${local.apiUrl}/crash`)).status).toBe(500);
  expect((await fetch(`${local.apiUrl}/fine`)).status).toBe(200);
  expect(failures).toEqual(["Error: thrown in the function", expect.stringContaining("ended with code 3")]);
});

test("two runners share a process without meeting", async () => {
  await using one = await startLocal({ quiet: true, functionsFolder });
  await using two = await startLocal({ quiet: true, functionsFolder });
  expect(one.endpoints.dynamodb).not.toBe(two.endpoints.dynamodb);
  for (const { apiUrl } of [one, two]) expect((await fetch(apiUrl)).status).toBe(200);
});
