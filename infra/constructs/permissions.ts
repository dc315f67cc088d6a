import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { functionReaches, type PartitionRule, rulesOf, type SecretAction } from "../../shared/stores/partitions.ts";
import { actsForTenants, type FunctionName, type FunctionTopology, type QueueName } from "../topology.ts";
import { type KeyService, type KeyUse, keyStatement } from "./encryption.ts";

/** What a function's role may be written about. */
export interface Resources {
  table: ITable;
  queues: Record<QueueName, IQueue>;
  /** Where stream batches go that could not be published. */
  streamFailures: IQueue;
  deadLetters: readonly IQueue[];
  /** ARN; the role knows the function that may take it on, so the function knows only its name. */
  tenantRole: (name: FunctionName) => string;
  /** ARN of a function. */
  functionArn: (name: FunctionName) => string;
  operatorKey: ISecret;
  signingKey: ISecret;
  privacyKey: ISecret;
  /** Of the account's own; absent: AWS's. */
  key?: IKey | undefined;
}

// Transactions are authorised by the actions inside them. No Scan: every read knows its partition.
export const tableActions: Readonly<Record<PartitionRule["action"], readonly string[]>> = {
  read: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  write: ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"].map(
    (name) => `dynamodb:${name}`,
  ),
  // New records come in batches of conditional inserts.
  insert: ["dynamodb:PartiQLInsert"],
};

const sids: Readonly<Record<PartitionRule["action"], string>> = {
  read: "ReadPartitions",
  write: "WritePartitions",
  insert: "InsertIntoPartitions",
};

export const sidOf = ({ action }: Pick<PartitionRule, "action">, index: number): string => `${sids[action]}${index}`;

/** Only these partitions. The conditions hold for every key of a request, and a request without a key is refused. */
export const partitionStatements = (rules: readonly PartitionRule[], table: ITable): PolicyStatement[] =>
  rules.map((rule, index) => {
    const { action, like, unlike } = rule;
    const keys = "dynamodb:LeadingKeys";
    return new PolicyStatement({
      sid: sidOf(rule, index),
      actions: [...tableActions[action]],
      resources: [table.tableArn],
      conditions: {
        "ForAllValues:StringLike": { [keys]: like },
        ...(unlike.length > 0 ? { "ForAllValues:StringNotLike": { [keys]: unlike } } : {}),
        // ForAllValues holds where there is no key at all.
        Null: { [keys]: "false" },
      },
    });
  });

export const secretActions: Record<SecretAction, readonly string[]> = {
  create: ["secretsmanager:CreateSecret"],
  get: ["secretsmanager:GetSecretValue"],
  // A new version of a page becomes the current one only in place of the one that was read.
  put: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
  delete: ["secretsmanager:DeleteSecret"],
};

const allow = (sid: string, actions: string[], resources: string[]) => new PolicyStatement({ sid, actions, resources });

/** What reaching these partitions takes of the key. */
export const tableKeyUse = (rules: readonly PartitionRule[]): KeyUse | undefined => {
  if (rules.length === 0) return undefined;
  return rules.some(({ action }) => action !== "read") ? "write" : "read";
};

/** The least that a function needs of the key, from what it does with each service. */
const keyUsesOf = ({ name, uses, startedBy }: FunctionTopology): Readonly<Partial<Record<KeyService, KeyUse>>> => {
  const readsStream = startedBy.some(({ type }) => type === "stream");
  const table = tableKeyUse(rulesOf(functionReaches[name].own, "*")) ?? (readsStream ? "read" : undefined);
  const takes = startedBy.some(({ type }) => type === "queue");
  const sends = uses.sends.length > 0 || readsStream;
  return {
    ...(table ? { dynamodb: table } : {}),
    ...(sends ? { sqs: "write" } : takes ? { sqs: "read" } : {}),
    ...(uses.operatorKey || uses.signingKey || uses.privacyKey ? { secretsmanager: "read" } : {}),
  };
};

/** The whole role of one function, from its `uses` and from what starts it. */
export const permissionsOf = (topology: FunctionTopology, resources: Resources, logs: ILogGroup): PolicyStatement[] => {
  const { uses } = topology;
  const statements = [
    allow("WriteOwnLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs.logGroupArn]),
    ...partitionStatements(rulesOf(functionReaches[topology.name].own, "*"), resources.table),
  ];
  if (uses.sends.length > 0) {
    const targets = uses.sends.map((name) => resources.queues[name].queueArn);
    statements.push(allow("SendToQueues", ["sqs:SendMessage"], targets));
  }
  if (uses.deadLetters) {
    const actions = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
    statements.push(
      allow(
        "HandleDeadLetters",
        actions.map((action) => `sqs:${action}`),
        resources.deadLetters.map(({ queueArn }) => queueArn),
      ),
    );
  }
  if (actsForTenants(topology.name)) {
    const role = resources.tenantRole(topology.name);
    statements.push(allow("ActForTenants", ["sts:AssumeRole", "sts:TagSession"], [role]));
  }
  if (uses.asks) statements.push(allow("AskFunction", ["lambda:InvokeFunction"], [resources.functionArn(uses.asks)]));
  if (uses.operatorKey) {
    statements.push(allow("ReadOperatorKey", ["secretsmanager:GetSecretValue"], [resources.operatorKey.secretArn]));
  }
  if (uses.signingKey) {
    statements.push(allow("ReadSigningKey", ["secretsmanager:GetSecretValue"], [resources.signingKey.secretArn]));
  }
  if (uses.privacyKey) {
    statements.push(allow("ReadPrivacyKey", ["secretsmanager:GetSecretValue"], [resources.privacyKey.secretArn]));
  }
  const consumed = topology.startedBy.filter((trigger) => trigger.type === "queue");
  if (consumed.length > 0) {
    const actions = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
    const arns = consumed.map(({ queue }) => resources.queues[queue].queueArn);
    // One statement: IAM refuses two of a name.
    statements.push(
      allow(
        "ConsumeQueue",
        actions.map((action) => `sqs:${action}`),
        arns,
      ),
    );
  }
  for (const trigger of topology.startedBy) {
    if (trigger.type === "stream") {
      const actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
      statements.push(
        allow("ReadStream", actions, [resources.table.tableStreamArn!]),
        // Lambda demands it to connect a stream, and it knows no resource.
        allow("ListStreams", ["dynamodb:ListStreams"], ["*"]),
        allow("SendFailedBatches", ["sqs:SendMessage"], [resources.streamFailures.queueArn]),
      );
    }
  }
  const { key } = resources;
  if (key)
    for (const [service, use] of Object.entries(keyUsesOf(topology)) as [KeyService, KeyUse][])
      statements.push(keyStatement(key, { service, use }));
  return statements;
};
