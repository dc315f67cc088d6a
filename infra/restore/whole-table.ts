import { type AttributeValue, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { createDynamoTable } from "../../shared/aws/dynamo-table.ts";
import type { Item } from "../../shared/core/table.ts";
import type { WholeTable } from "./bring-back.ts";

const PAGE = 100;
const onlyKeys = {
  ProjectionExpression: "#pk, #sk",
  ExpressionAttributeNames: { "#pk": "pk", "#sk": "sk" },
} as const;

/** A table of DynamoDB, from one end to the other. */
export const createWholeTable = (client: DynamoDBClient, name: string): WholeTable => ({
  ...createDynamoTable(client, name),
  async *pages(only) {
    let next: Record<string, AttributeValue> | undefined;
    do {
      const answer = await client.send(
        new ScanCommand({
          TableName: name,
          Limit: PAGE,
          ConsistentRead: true,
          ...(only === "keys" ? onlyKeys : {}),
          ...(next ? { ExclusiveStartKey: next } : {}),
        }),
      );
      yield (answer.Items ?? []).map((item) => unmarshall(item) as Item);
      next = answer.LastEvaluatedKey;
    } while (next !== undefined);
  },
});
