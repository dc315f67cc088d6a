import { createServer } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { localAws } from "../../infra/local/aws.ts";
import { close, listen } from "../../infra/local/loopback.ts";
import { createTenantTables } from "../../shared/aws/tenant-tables.ts";

const role = "arn:aws:iam::000000000000:role/tillbridge-test-tenant";
const key = { pk: "T#acme", sk: "SHOP#1" };

/** What AWS would hear: roles that were taken on, and the session in which the table was asked. */
const assumed: Record<string, string>[] = [];
const sessions: string[] = [];
let lifetime = 3_600;
let refuses = false;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.headers["x-amz-target"]) {
    sessions.push(String(request.headers["x-amz-security-token"]));
    response.setHeader("content-type", "application/x-amz-json-1.0");
    return response.end("{}");
  }
  const input = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  if (refuses) {
    response.statusCode = 403;
    return response.end(
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
    );
  }
  assumed.push(input);
  const session = `${input["Tags.member.1.Value"]}-${assumed.length}`;
  response.setHeader("content-type", "text/xml");
  return response.end(
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>${session}</SessionToken><Expiration>${new Date(Date.now() + lifetime * 1_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
});

beforeAll(async () => {
  const url = await listen(server);
  vi.stubEnv("AWS_REGION", localAws.region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", localAws.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", localAws.credentials.secretAccessKey);
  vi.stubEnv("AWS_ENDPOINT_URL_STS", url);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await close(server, 0);
});
beforeEach(() => {
  assumed.length = 0;
  sessions.length = 0;
  lifetime = 3_600;
  refuses = false;
});

test("a tenant's role is taken on once for many requests, with the tenant as the session's tag", async () => {
  const tableOf = createTenantTables(new DynamoDBClient({}), role, "table");
  await Promise.all([tableOf("acme").get(key), tableOf("acme").get(key)]);
  await tableOf("acme").get(key);
  expect(sessions).toEqual(["acme-1", "acme-1", "acme-1"]);
  expect(assumed).toHaveLength(1);
  expect(assumed[0]).toMatchObject({
    Action: "AssumeRole",
    RoleArn: role,
    RoleSessionName: "tenant-acme",
    "Tags.member.1.Key": "tenant",
    "Tags.member.1.Value": "acme",
  });
});

test("no tenant ever asks in the session of another one", async () => {
  const tableOf = createTenantTables(new DynamoDBClient({}), role, "table");
  for (const tenant of ["acme", "rival", "acme", "rival"]) await tableOf(tenant).get(key);
  expect(sessions).toEqual(["acme-1", "rival-2", "acme-1", "rival-2"]);
});

test("a session that is about to end is replaced", async () => {
  const tableOf = createTenantTables(new DynamoDBClient({}), role, "table");
  lifetime = 60;
  await tableOf("acme").get(key);
  lifetime = 3_600;
  await tableOf("acme").get(key);
  await tableOf("acme").get(key);
  expect(assumed.length).toBeGreaterThan(1);
  expect(sessions.at(-1)).not.toBe("acme-1");
});

test("without the role nothing is read, least of all in the function's own name", async () => {
  const tableOf = createTenantTables(new DynamoDBClient({}), role, "table");
  refuses = true;
  await expect(tableOf("acme").get(key)).rejects.toMatchObject({ name: "AccessDenied" });
  expect(sessions).toEqual([]);
});
