import { Validations } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { pin } from "../stateful.ts";
import {
  operatorKeySecretName,
  privacyKeySecretName,
  signingKeySecretName,
  table as tableTopology,
} from "../topology.ts";
import type { StageSettings } from "./stage.ts";

/* What a stage holds: its table, and the keys that it makes for itself. `key`: of the account's own, to encrypt with. */

export const createTable = (scope: Construct, stage: StageSettings, key: IKey | undefined): Table => {
  const table = new Table(scope, "Table", {
    partitionKey: { name: tableTopology.partitionKey, type: AttributeType.STRING },
    sortKey: { name: tableTopology.sortKey, type: AttributeType.STRING },
    timeToLiveAttribute: tableTopology.timeToLive,
    stream: StreamViewType[tableTopology.stream],
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: key ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.DEFAULT,
    ...(key ? { encryptionKey: key } : {}),
    removalPolicy: stage.removalPolicy,
    deletionProtection: stage.protected,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.protected },
  });
  pin(table, "Table");
  if (!stage.protected) {
    Validations.of(table).acknowledge({
      id: "AwsSolutions-DDB3",
      reason:
        "A stage that can be thrown away holds copies of shops' data; a full cycle brings them back. prod has it.",
    });
  }
  return table;
};

export const createKeys = (scope: Construct, stage: StageSettings, key: IKey | undefined) => {
  const create = (
    id: "OperatorKey" | "SigningKey" | "PrivacyKey",
    { secretName, description, length, neverRotated }: KeyForm,
  ): Secret => {
    const secret = new Secret(scope, id, {
      secretName,
      description,
      generateSecretString: { passwordLength: length, excludePunctuation: true },
      ...(key ? { encryptionKey: key } : {}),
      removalPolicy: stage.removalPolicy,
    });
    Validations.of(secret).acknowledge({ id: "AwsSolutions-SMG4", reason: neverRotated });
    pin(secret, id);
    return secret;
  };
  return {
    operatorKey: create("OperatorKey", {
      secretName: operatorKeySecretName(stage.name),
      description: "Creates tenants and their keys. Sent as a bearer token.",
      length: 48,
      neverRotated: "The operator's own software holds this key; a change that nobody announced would lock it out.",
    }),
    signingKey: create("SigningKey", {
      secretName: signingKeySecretName(stage.name),
      description: "The signing secrets of tenants' endpoints are made of it. A new one replaces all of them at once.",
      length: 64,
      neverRotated: "Every receiver would refuse every event after a rotation; endpoints rotate their own secrets.",
    }),
    privacyKey: create("PrivacyKey", {
      secretName: privacyKeySecretName(stage.name),
      description: "Compares personal fields that are not stored. A new one makes such records look changed once.",
      length: 64,
      neverRotated: "After a rotation nobody would know any more whose data is not to be kept.",
    }),
  };
};

interface KeyForm {
  readonly secretName: string;
  readonly description: string;
  readonly length: number;
  /** Why it is not rotated by a timer. */
  readonly neverRotated: string;
}
