import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { FunctionTopology, QueueName, SecretAction } from "../topology.ts";

/** What a function's role may be written about. */
export interface Resources {
  table: ITable;
  queues: Record<QueueName, IQueue>;
  /** Where stream batches go that could not be published. */
  streamFailures: IQueue;
  /** ARN; the role knows the functions that may take it on, so they know only its name. */
  tenantRole: string;
  operatorKey: ISecret;
  signingKey: ISecret;
  /** ARN pattern of the shops' secrets of this stage. */
  shopSecrets: string;
}

// Transactions are authorised by the actions inside them. No Scan: every read knows its partition.
export const tableActions = {
  read: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  write: [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
    // New records come in batches of conditional inserts.
    "dynamodb:PartiQLInsert",
  ],
};

export const secretActions: Record<SecretAction, string> = {
  create: "secretsmanager:CreateSecret",
  get: "secretsmanager:GetSecretValue",
  put: "secretsmanager:PutSecretValue",
  delete: "secretsmanager:DeleteSecret",
};

const allow = (sid: string, actions: string[], resources: string[]) => new PolicyStatement({ sid, actions, resources });

/** The whole role of one function, from its `uses` and from what starts it. */
export const permissionsOf = (topology: FunctionTopology, resources: Resources, logs: ILogGroup): PolicyStatement[] => {
  const { uses } = topology;
  const statements = [
    allow("WriteOwnLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs.logGroupArn]),
    allow("UseTable", uses.table === "read" ? tableActions.read : [...tableActions.read, ...tableActions.write], [
      resources.table.tableArn,
    ]),
  ];
  if (uses.sends.length > 0) {
    const targets = uses.sends.map((name) => resources.queues[name].queueArn);
    statements.push(allow("SendToQueues", ["sqs:SendMessage"], targets));
  }
  if (uses.secrets.length > 0) {
    const actions = uses.secrets.map((action) => secretActions[action]);
    statements.push(allow("UseShopSecrets", actions, [resources.shopSecrets]));
  }
  if (uses.tenantRole) {
    statements.push(allow("ActForTenants", ["sts:AssumeRole", "sts:TagSession"], [resources.tenantRole]));
  }
  if (uses.operatorKey) {
    statements.push(allow("ReadOperatorKey", ["secretsmanager:GetSecretValue"], [resources.operatorKey.secretArn]));
  }
  if (uses.signingKey) {
    statements.push(allow("ReadSigningKey", ["secretsmanager:GetSecretValue"], [resources.signingKey.secretArn]));
  }
  for (const trigger of topology.startedBy) {
    if (trigger.type === "queue") {
      const consume = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
      const actions = consume.map((action) => `sqs:${action}`);
      statements.push(allow("ConsumeQueue", actions, [resources.queues[trigger.queue].queueArn]));
    }
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
  return statements;
};
