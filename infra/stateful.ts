import { CfnResource } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * What an update of the stack must never replace: it holds data, keys or work, or is an address that vendors and tenants know.
 * By its place in the stack; the logical id is pinned, so that moving or renaming a construct cannot make CloudFormation create
 * another one and leave this one behind.
 */
export const statefulIds = {
  Table: "TableCD117FA1",
  Key: "Key961B73FD",
  OperatorKey: "OperatorKeyD7C0C4F2",
  SigningKey: "SigningKeyEEFC2790",
  PrivacyKey: "PrivacyKey66AD3B04",
  "Queue sync": "QueuesyncQueue7802B870",
  "Queue sync dead": "QueuesyncDeadLetters3D30981D",
  "Queue news": "QueuenewsQueue25A7151B",
  "Queue news dead": "QueuenewsDeadLetters954A0C51",
  "Queue slow": "QueueslowQueue0CD08968",
  "Queue slow dead": "QueueslowDeadLetters9783FC17",
  "Queue backfill": "QueuebackfillQueueA9D0A771",
  "Queue backfill dead": "QueuebackfillDeadLetters567F30A1",
  "Queue writes": "QueuewritesQueueF9C12C70",
  "Queue writes dead": "QueuewritesDeadLetters2FC8DA07",
  "Queue deliveries": "QueuedeliveriesQueue622899A8",
  "Queue deliveries dead": "QueuedeliveriesDeadLetters04209028",
  StreamFailures: "StreamFailuresE6D4F770",
  "Entrance api": "EntranceapiApi1EBE66E0",
  "Entrance intake": "EntranceintakeApi79B8B89E",
} as const;
export type StatefulName = keyof typeof statefulIds;

/** Types of such resources. A resource of one of them that is not listed above fails a test. */
export const statefulTypes = [
  "AWS::DynamoDB::Table",
  "AWS::KMS::Key",
  "AWS::SecretsManager::Secret",
  "AWS::SQS::Queue",
  "AWS::ApiGatewayV2::Api",
] as const;

/** @param construct the resource itself, or the construct around it */
export const pin = (construct: IConstruct, name: StatefulName): void => {
  const resource = construct instanceof CfnResource ? construct : (construct.node.defaultChild as CfnResource);
  resource.overrideLogicalId(statefulIds[name]);
};

/** For `aws cloudformation set-stack-policy`: CloudFormation itself refuses an update that would replace or delete one of them. */
export const stackPolicy = () => ({
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "Update:*", Resource: "*" },
    {
      Effect: "Deny",
      Principal: "*",
      Action: ["Update:Replace", "Update:Delete"],
      Resource: Object.values(statefulIds).map((id) => `LogicalResourceId/${id}`),
    },
  ],
});

if (import.meta.main) console.log(JSON.stringify(stackPolicy(), undefined, 2));
