import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Key } from "../../shared/core/table.ts";
import { keys, type ShopRef } from "../../shared/stores/keys.ts";
import { packCells, unpackCells } from "../../shared/stores/poll-item.ts";
import { type CallAction, createActionCaller } from "./aws-json.ts";

const PACKED = [keys.polls, keys.looks].map((key) => key({ tenant: "", shop: "" }).sk);

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
      const ref = { tenant, shop: shop.slice("SHOP#".length) };
      await releaseShop(call, tableName, ref);
      const pk = keys.syncStates(ref);
      for (const sk of await query(call, tableName, pk, "")) {
        if (PACKED.includes(sk)) await releasePolls(call, tableName, { pk, sk });
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

/** Those that are items of their own: a court that nobody sits in would judge no deletion for five minutes. */
const releaseShop = async (call: CallAction, tableName: string, ref: ShopRef): Promise<void> => {
  const { pk, sk: prefix } = keys.lease(ref, "");
  for (const sk of await query(call, tableName, pk, prefix))
    await call("DynamoDB_20120810.DeleteItem", { TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } });
};

/** The leases of a shop's polls stand in what the item packs. */
const releasePolls = async (call: CallAction, tableName: string, { pk, sk }: Key): Promise<void> => {
  const key = { TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } };
  const { Item: item } = await call("DynamoDB_20120810.GetItem", { ...key, ConsistentRead: true });
  const cells = unpackCells({ v: Number(item.v.N), polls: Buffer.from(item.polls.B, "base64") });
  const free = new Map([...cells].map(([name, { leaseUntil: _, ...cell }]) => [name, cell]));
  const { polls } = packCells(free);
  await call("DynamoDB_20120810.UpdateItem", {
    ...key,
    UpdateExpression: "SET polls = :polls ADD n :one",
    ExpressionAttributeValues: {
      ":polls": { B: Buffer.from(polls as Uint8Array).toString("base64") },
      ":one": { N: "1" },
    },
  });
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
