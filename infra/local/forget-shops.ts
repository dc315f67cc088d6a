import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DynamoDBRecord } from "aws-lambda";
import { inParallel } from "../../shared/core/parallel.ts";
import { keys, type ShopRef } from "../../shared/stores/keys.ts";
import { secretsPrefix, table } from "../topology.ts";
import { localAws, localStage } from "./aws.ts";
import { createActionCaller } from "./aws-json.ts";

type Item = Readonly<Record<string, AttributeValue | undefined>>;

/** Says of an entry of the table's stream whether it tells of a shop as it was before it was forgotten. */
export type IsForgotten = (record: DynamoDBRecord) => boolean;

/** The table takes so many deletions in one request. */
const TOGETHER = 25;

/**
 * Wipes out shops whose vendor is no more: the sandboxes of the run before. Before any function runs, so that nobody is
 * at them. The API's own way of removal would ask the vendor, and keeps the id for ten minutes.
 */
export const forgetShops = async (
  shops: readonly ShopRef[],
  place: { readonly dynamodb: string; readonly secretsManager: string; readonly tableName: string },
): Promise<IsForgotten> => {
  if (shops.length === 0) return () => false;
  const belongs = createBelongs(shops);
  using caller = createActionCaller(place.dynamodb, "dynamodb");
  let from: unknown;
  do {
    const page = await caller.call("DynamoDB_20120810.Scan", {
      TableName: place.tableName,
      ProjectionExpression: "pk, sk, tenant, shop, id",
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const keysOf = (page.Items as Item[]).filter(belongs).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    const batches = Array.from({ length: Math.ceil(keysOf.length / TOGETHER) }, (_, index) =>
      keysOf.slice(index * TOGETHER, (index + 1) * TOGETHER),
    );
    await inParallel(batches, 4, async (batch) => {
      await caller.call("DynamoDB_20120810.BatchWriteItem", { RequestItems: { [place.tableName]: batch } });
    });
    from = page.LastEvaluatedKey;
  } while (from);
  const secrets = new SecretsManagerClient({ ...localAws, endpoint: place.secretsManager });
  for (const { tenant, shop } of shops) {
    const SecretId = `${secretsPrefix(localStage)}${tenant}/${shop}`;
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }
  secrets.destroy();
  const until = Math.floor(Date.now() / 1000);
  // The stream tells its times in whole seconds: a new shop of the same name begins in a later one.
  await new Promise((resolve) => setTimeout(resolve, (until + 1) * 1000 - Date.now()));
  return ({ dynamodb }) =>
    Number(dynamodb?.ApproximateCreationDateTime ?? 0) <= until &&
    belongs({ pk: dynamodb?.Keys?.[table.partitionKey] as AttributeValue | undefined });
};

/** Whether an item, wherever it lies, is about one of the shops. */
const createBelongs = (shops: readonly ShopRef[]) => {
  const names = new Set(shops.map(({ tenant, shop }) => `${tenant}/${shop}`));
  const own = shops.map((ref) => keys.watch(ref).pk);
  const entries = new Set(shops.map((ref) => keys.shop(ref)).map(({ pk, sk }) => `${pk} ${sk}`));
  return ({ pk, sk, tenant, shop, id }: Item): boolean =>
    own.some((prefix) => pk?.S === prefix || pk?.S?.startsWith(`${prefix}#`)) ||
    entries.has(`${pk?.S} ${sk?.S}`) ||
    (tenant?.S !== undefined && names.has(`${tenant.S}/${shop?.S ?? id?.S}`));
};
