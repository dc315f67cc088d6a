import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions, type Emulator } from "./emulator.ts";

/** Names of what the stage still has: tables, queues, functions, secrets. */
export const leftOver = async (emulator: Emulator, stage: string): Promise<readonly string[]> => {
  const there = clientOptions(emulator);
  const [tables, queues, functions, secrets] = [
    new DynamoDBClient(there),
    new SQSClient(there),
    new LambdaClient(there),
    new SecretsManagerClient(there),
  ];
  try {
    const names = [
      ...((await tables.send(new ListTablesCommand({}))).TableNames ?? []).map((name) => `table ${name}`),
      ...((await queues.send(new ListQueuesCommand({}))).QueueUrls ?? []).map((url) => `queue ${url}`),
      ...((await functions.send(new ListFunctionsCommand({}))).Functions ?? []).map(
        (one) => `function ${one.FunctionName}`,
      ),
      ...((await secrets.send(new ListSecretsCommand({}))).SecretList ?? []).map((one) => `secret ${one.Name}`),
    ];
    return names.filter((name) => name.toLowerCase().includes("tillbridge") && name.includes(stage));
  } finally {
    for (const client of [tables, queues, functions, secrets]) client.destroy();
  }
};
