import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { startTestSecrets } from "../../helpers/engines.ts";

const day = 86_400_000;
const Name = "tillbridge/local/shop-1";

test("a new value becomes current and the one before it stays readable as previous", async () => {
  await using secrets = await startTestSecrets();
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  await secrets.client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: "two" }));
  await secrets.client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: "three" }));
  const read = (VersionStage?: string) =>
    secrets.client.send(new GetSecretValueCommand({ SecretId: Name, ...(VersionStage ? { VersionStage } : {}) }));
  expect((await read()).SecretString).toBe("three");
  expect((await read("AWSPREVIOUS")).SecretString).toBe("two");
  expect((await read()).VersionStages).toEqual(["AWSCURRENT"]);
  const { VersionIdsToStages, ARN } = await secrets.client.send(new DescribeSecretCommand({ SecretId: Name }));
  expect(Object.values(VersionIdsToStages!)).toHaveLength(2);
  expect((await secrets.client.send(new GetSecretValueCommand({ SecretId: ARN! }))).SecretString).toBe("three");
});

test("a repeated put with the same token is one version, with other content it is refused", async () => {
  await using secrets = await startTestSecrets();
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  const put = (SecretString: string) =>
    secrets.client.send(
      new PutSecretValueCommand({
        SecretId: Name,
        SecretString,
        ClientRequestToken: "0123456789012345678901234567890123",
      }),
    );
  expect((await put("two")).VersionId).toBe((await put("two")).VersionId);
  await expect(put("three")).rejects.toMatchObject({ name: "ResourceExistsException" });
});

test("a name can be taken once", async () => {
  await using secrets = await startTestSecrets();
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  await expect(secrets.client.send(new CreateSecretCommand({ Name, SecretString: "two" }))).rejects.toMatchObject({
    name: "ResourceExistsException",
  });
});

test("an unknown secret and an unknown stage are not found", async () => {
  await using secrets = await startTestSecrets();
  const read = (VersionStage?: string) =>
    secrets.client.send(new GetSecretValueCommand({ SecretId: Name, ...(VersionStage ? { VersionStage } : {}) }));
  await expect(read()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  await expect(read("AWSPREVIOUS")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a deleted secret cannot be read or replaced, and comes back within its recovery window", async () => {
  let now = Date.parse("2026-11-22T00:00:00Z");
  await using secrets = await startTestSecrets(() => now);
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  const { DeletionDate } = await secrets.client.send(
    new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }),
  );
  expect(DeletionDate?.getTime()).toBe(now + 7 * day);
  const read = () => secrets.client.send(new GetSecretValueCommand({ SecretId: Name }));
  const create = () => secrets.client.send(new CreateSecretCommand({ Name, SecretString: "two" }));
  await expect(read()).rejects.toMatchObject({ name: "InvalidRequestException" });
  await expect(create()).rejects.toMatchObject({ name: "InvalidRequestException" });
  expect((await secrets.client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  now += 6 * day;
  await secrets.client.send(new RestoreSecretCommand({ SecretId: Name }));
  expect((await read()).SecretString).toBe("one");
});

test("after its recovery window a deleted secret is gone and its name is free", async () => {
  let now = Date.parse("2026-11-22T00:00:00Z");
  await using secrets = await startTestSecrets(() => now);
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  await secrets.client.send(new DeleteSecretCommand({ SecretId: Name }));
  now += 31 * day;
  await expect(secrets.client.send(new RestoreSecretCommand({ SecretId: Name }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "two" }));
});

test("a deletion without recovery frees the name at once and does not mind repetition", async () => {
  await using secrets = await startTestSecrets();
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  const remove = () =>
    secrets.client.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
  await remove();
  await remove();
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: "two" }));
});
