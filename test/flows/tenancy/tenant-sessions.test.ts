import { createServer } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { localAws } from "../../../infra/local/aws.ts";
import { close, listen } from "../../../infra/local/loopback.ts";
import { createTenantPorts } from "../../../shared/aws/tenant-ports.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { createOwnedBy } from "../../../shared/lambda/guarded-ports.ts";

vi.setConfig({ testTimeout: 60_000 });

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
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", url);
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

/** As the functions have them: those of 200 tenants are kept, sessions of many more. */
const portsOf = (clock = Date.now) => {
  const make = createTenantPorts({
    dynamo: new DynamoDBClient({}),
    secretsManager: new SecretsManagerClient({}),
    role,
    tableName: "table",
    clock,
  });
  return createOwnedBy(make);
};

test("a tenant's role is taken on once for many requests, with the tenant as the session's tag", async () => {
  const of = portsOf();
  await Promise.all([of("acme").table.get(key), of("acme").table.get(key)]);
  await of("acme").table.get(key);
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

test("table and secrets share the tenant's session", async () => {
  const of = portsOf();
  await of("acme").table.get(key);
  await of("acme").secrets.get("tillbridge/test/acme/shop");
  expect(sessions).toEqual(["acme-1", "acme-1"]);
  expect(assumed).toHaveLength(1);
});

test("no tenant ever asks in the session of another one", async () => {
  const of = portsOf();
  for (const tenant of ["acme", "rival", "acme", "rival"]) {
    await of(tenant).table.get(key);
    await of(tenant).secrets.get("tillbridge/test/acme/shop");
  }
  const expected = ["acme-1", "rival-2", "acme-1", "rival-2"].flatMap((session, turn) =>
    // A secret that was read a moment ago comes from memory.
    turn < 2 ? [session, session] : [session],
  );
  expect(sessions).toEqual(expected);
});

test.each([
  [20, "few tenants"],
  [300, "more tenants than have clients"],
])("1,000 messages of %i tenants (%s) take on the role once for each tenant", async (count) => {
  const of = portsOf();
  for (let message = 0; message < 1_000; message += 1) await of(`tenant-${message % count}`).table.get(key);
  expect(sessions).toHaveLength(1_000);
  expect(assumed).toHaveLength(count);
});

test("a session is replaced before it ends", async () => {
  let now = Date.now();
  const of = portsOf(() => now);
  await of("acme").table.get(key);
  now += 50 * 60_000;
  await of("acme").secrets.get("tillbridge/test/acme/one");
  expect(assumed).toHaveLength(1);
  // Five minutes are left: a client that has no session yet gets a new one.
  now += 5 * 60_000;
  for (let tenant = 0; tenant < 200; tenant += 1) of(`other-${tenant}`);
  await of("acme").table.get(key);
  expect(sessions.at(-1)).toBe("acme-2");
});

test("a session that ends at once is taken on again", async () => {
  const of = portsOf();
  lifetime = 60;
  await of("acme").table.get(key);
  lifetime = 3_600;
  await of("acme").table.get(key);
  await of("acme").table.get(key);
  expect(assumed.length).toBeGreaterThan(1);
  expect(sessions.at(-1)).not.toBe("acme-1");
});

test("without the role nothing is read, least of all in the function's own name, and the work comes again", async () => {
  const of = portsOf();
  refuses = true;
  await expect(of("acme").table.get(key)).rejects.toBeInstanceOf(RetryLater);
  await expect(of("acme").secrets.get("tillbridge/test/acme/shop")).rejects.toBeInstanceOf(RetryLater);
  expect(sessions).toEqual([]);
  refuses = false;
  await of("acme").table.get(key);
  expect(sessions).toEqual(["acme-1"]);
});
