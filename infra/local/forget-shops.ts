import { type AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DynamoDBRecord } from "aws-lambda";
import { createDynamoTable } from "../../shared/aws/dynamo-table.ts";
import { inParallel } from "../../shared/core/parallel.ts";
import { SECOND } from "../../shared/core/time.ts";
import { keys, type ShopRef } from "../../shared/stores/keys.ts";
import { createShopStore, type Shop } from "../../shared/stores/shops.ts";
import { rememberFormer } from "../../shared/stores/tenant-feed.ts";
import { secretsPrefix, table } from "../topology.ts";
import { localAws, localStage } from "./aws.ts";
import { createActionCaller } from "./aws-json.ts";

type Item = Readonly<Record<string, AttributeValue | undefined>>;

/** Says of an entry of the table's stream whether it tells of a shop as it was before it was forgotten. */
export type IsForgotten = (record: DynamoDBRecord) => boolean;

/** The table takes so many deletions in one request. */
const TOGETHER = 25;
/** So often it is said how far the wiping has come. */
const SAY_EVERY = 10 * SECOND;

interface ForgetPlace {
  readonly dynamodb: string;
  readonly secretsManager: string;
  readonly tableName: string;
}

/**
 * Wipes out shops whose vendor is no more: the sandboxes of the run before. Before any function runs, so that nobody is
 * at them. The API's own way of removal would ask the vendor, and keeps the id for ten minutes.
 */
export const forgetShops = async (
  named: readonly ShopRef[],
  place: ForgetPlace,
  say: (text: string) => void = () => {},
): Promise<IsForgotten> => {
  const ended = await endedAmong(named, place);
  const shops = ended.map(({ ref }) => ref);
  if (shops.length === 0) return () => false;
  say("What was copied of the sandbox shops of the last start is wiped.");
  const belongs = createBelongs(shops);
  await wipe(ended, place, say);
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

interface EndedShop {
  readonly ref: ShopRef;
  /** Absent: a start that was ended early has registered nothing, or a wipe that was ended early has left something. */
  readonly shop: Shop | undefined;
}

/**
 * Without those whose id a real shop has by now. The ids of the others are noted as former ones: a cursor of the feed of all shops
 * must not go on with a new shop under an old id.
 */
const endedAmong = async (named: readonly ShopRef[], place: ForgetPlace): Promise<readonly EndedShop[]> => {
  if (named.length === 0) return [];
  const client = new DynamoDBClient({ ...localAws, endpoint: place.dynamodb });
  try {
    const stored = createDynamoTable(client, place.tableName);
    const store = createShopStore(stored);
    const found = await Promise.all(named.map(async (ref) => ({ ref, shop: await store.get(ref) })));
    const ended = found.filter(({ shop }) => shop === undefined || isSandbox(shop));
    for (const { ref } of ended) await stored.transact([rememberFormer(ref, Date.now())]);
    return ended;
  } finally {
    client.destroy();
  }
};

const isSandbox = ({ hosts }: Shop): boolean =>
  Object.values(hosts ?? {}).some((host) => URL.canParse(host) && new URL(host).hostname === "127.0.0.1");

const wipe = async (ended: readonly EndedShop[], place: ForgetPlace, say: (text: string) => void): Promise<void> => {
  const shops = ended.map(({ ref }) => ref);
  const [belongs, isEntry] = [createBelongs(shops), createIsEntry(shops)];
  const counts = createCounts(ended.flatMap(({ shop }) => (shop ? [shop] : [])));
  using caller = createActionCaller(place.dynamodb, "dynamodb");
  let wiped = 0;
  let saidAt = Date.now();
  const remove = async (items: readonly Item[]) => {
    const batches = Array.from({ length: Math.ceil(items.length / TOGETHER) }, (_, index) =>
      items.slice(index * TOGETHER, (index + 1) * TOGETHER),
    );
    await inParallel(batches, 4, async (batch) => {
      const requests = batch.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      await caller.call("DynamoDB_20120810.BatchWriteItem", { RequestItems: { [place.tableName]: requests } });
    });
    wiped += items.length;
    if (Date.now() < saidAt + SAY_EVERY) return;
    saidAt = Date.now();
    say(`${wiped.toLocaleString("en-US")} items are wiped so far.`);
  };
  // They tell which accounts the others belong to, so they go last: a start that is killed meanwhile leaves them to the next one.
  const entries: Item[] = [];
  // Counted by our address, for all shops of the vendor: not forgotten while a real one draws from them.
  const shared: Item[] = [];
  const real = new Set<string>();
  let from: unknown;
  do {
    const page = await caller.call("DynamoDB_20120810.Scan", {
      TableName: place.tableName,
      ProjectionExpression: "pk, sk, tenant, shop, id",
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const items = page.Items as Item[];
    entries.push(...items.filter(isEntry));
    shared.push(...items.filter(counts.byAddress));
    for (const item of items) if (!isEntry(item)) real.add(vendorOf(item));
    await remove(items.filter((item) => !isEntry(item) && (belongs(item) || counts.byAccount(item))));
    from = page.LastEvaluatedKey;
  } while (from);
  await remove(shared.filter(({ pk }) => !real.has(pk!.S!.split("#")[1]!)));
  await remove(entries);
};

/** The vendor of a shop's item; empty: it is another one. */
const vendorOf = ({ sk, shop }: Item): string =>
  sk?.S?.startsWith("SHOP#") && shop?.S ? (JSON.parse(shop.S) as Shop).vendor : "";

const createIsEntry = (shops: readonly ShopRef[]) => {
  const entries = new Set(shops.map((ref) => keys.shop(ref)).map(({ pk, sk }) => `${pk} ${sk}`));
  return ({ pk, sk }: Item): boolean => entries.has(`${pk?.S} ${sk?.S}`);
};

/** Whether an item, wherever it lies, is about one of the shops. */
const createBelongs = (shops: readonly ShopRef[]) => {
  const names = new Set(shops.map(({ tenant, shop }) => `${tenant}/${shop}`));
  const own = shops.map((ref) => keys.watch(ref).pk);
  const finds = shops.map(({ tenant, shop }) => ({ prefix: keys.finds(tenant, ""), shop }));
  return ({ pk, sk, tenant, shop, id }: Item): boolean =>
    own.some((prefix) => pk?.S === prefix || pk?.S?.startsWith(`${prefix}#`)) ||
    // Time, shop and id of a record that has the value.
    finds.some((one) => pk?.S?.startsWith(one.prefix) && sk?.S?.split("#")[1] === one.shop) ||
    (tenant?.S !== undefined && names.has(`${tenant.S}/${shop?.S ?? id?.S}`));
};

/** Whether an item counts calls that the shops have made: their new vendors have heard none of them. */
const createCounts = (shops: readonly Shop[]) => {
  /** Without the limit's name, which stands between. */
  const isOf = ({ pk }: Item, vendor: string, account: string): boolean => {
    const [kind, ofVendor, , ...rest] = pk?.S?.split("#") ?? [];
    return kind === "BUDGET" && ofVendor === vendor && `${rest.join("#")}#`.startsWith(`${account}#`);
  };
  return {
    byAccount: (item: Item) => shops.some(({ vendor, account }) => isOf(item, vendor, account)),
    byAddress: (item: Item) => shops.some(({ vendor }) => isOf(item, vendor, "ip")),
  };
};
