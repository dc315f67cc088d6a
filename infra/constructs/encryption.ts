import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { StageSettings } from "./stage.ts";

/** What is done with the key, by the service that does it in the caller's name. */
export type KeyService = "dynamodb" | "sqs" | "secretsmanager";
export type KeyUse = "read" | "write";

/** A key of the account's own for table, queues and secrets. Who disables it takes all of them away. */
export const createKey = (scope: Construct, stage: StageSettings): Key =>
  new Key(scope, "Key", {
    alias: `tillbridge-${stage.name}`,
    description: "Encrypts the table, the queues and the secrets of Tillbridge.",
    enableKeyRotation: true,
    removalPolicy: stage.removalPolicy,
  });

const decrypt = ["kms:Decrypt"];
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
const actions: Readonly<Record<KeyService, Readonly<Record<KeyUse, readonly string[]>>>> = {
  dynamodb: {
    read: [...decrypt, "kms:DescribeKey"],
    write: [
      ...decrypt,
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
    ],
  },
  sqs: { read: decrypt, write: [...decrypt, "kms:GenerateDataKey"] },
  secretsmanager: { read: decrypt, write: [...decrypt, "kms:GenerateDataKey"] },
};

const sids: Readonly<Record<KeyService, string>> = {
  dynamodb: "UseKeyForTable",
  sqs: "UseKeyForQueues",
  secretsmanager: "UseKeyForSecrets",
};

/**
 * The key through one service alone: no role decrypts anything directly.
 * @param secrets ARN of the only secrets that it is used for; `*` in it is any text
 */
export const keyStatement = (
  key: IKey,
  { service, use, secrets }: { readonly service: KeyService; readonly use: KeyUse; readonly secrets?: string },
): PolicyStatement =>
  new PolicyStatement({
    sid: sids[service],
    actions: [...actions[service][use]],
    resources: [key.keyArn],
    conditions: {
      StringEquals: { "kms:ViaService": `${service}.${Stack.of(key).region}.amazonaws.com` },
      ...(secrets === undefined ? {} : { StringLike: { "kms:EncryptionContext:SecretARN": secrets } }),
    },
  });
