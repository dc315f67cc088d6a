import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { keys } from "../../shared/stores/keys.ts";
import { type CallAction, createActionCaller } from "./aws-json.ts";

type Item = Readonly<Record<string, AttributeValue | undefined>>;

/**
 * Ends the leases of the workers of the run before, which ended with it: in AWS nobody can know that, so a resource
 * waits up to five minutes for a dead worker. Before any function runs. The fence stays, so a request of before that is
 * still on its way to the engine saves nothing.
 */
export const releaseLeases = async (endpoint: string, tableName: string): Promise<void> => {
  using caller = createActionCaller(endpoint, "dynamodb");
  const { call } = caller;
  for (const tenant of await query(call, tableName, keys.tenants(), "")) {
    for (const shop of await query(call, tableName, keys.tenantItems(tenant), "SHOP#")) {
      const pk = keys.syncStates({ tenant, shop: shop.slice("SHOP#".length) });
      for (const sk of await query(call, tableName, pk, "")) {
        await call("DynamoDB_20120810.UpdateItem", {
          TableName: tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          UpdateExpression: "REMOVE leaseUntil",
          ConditionExpression: "attribute_exists(leaseUntil)",
        }).catch((error: Error) => {
          if (!error.message.includes("ConditionalCheckFailed")) throw error;
        });
      }
    }
  }
};

/** The sort keys in a partition. */
const query = async (call: CallAction, tableName: string, pk: string, prefix: string): Promise<string[]> => {
  const found: string[] = [];
  let from: unknown;
  do {
    const page = await call("DynamoDB_20120810.Query", {
      TableName: tableName,
      KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": { S: pk }, ...(prefix === "" ? {} : { ":prefix": { S: prefix } }) },
      ProjectionExpression: "sk",
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    found.push(...(page.Items as Item[]).map(({ sk }) => sk!.S!));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
};
