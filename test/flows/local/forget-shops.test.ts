import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { expect, test } from "vitest";
import { forgetShops } from "../../../infra/local/forget-shops.ts";
import { releaseLeases } from "../../../infra/local/release-leases.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { LostLease } from "../../../shared/core/errors.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { createTenantFeedStore } from "../../../shared/stores/tenant-feed.ts";
import { startTable, startTestSecrets, type TestTable } from "../../helpers/engines.ts";

const put = (table: TestTable, pk: string, sk: string, more: Readonly<Record<string, string>> = {}) =>
  table.client.send(
    new PutItemCommand({
      TableName: table.tableName,
      Item: Object.fromEntries(Object.entries({ pk, sk, ...more }).map(([name, text]) => [name, { S: text }])),
    }),
  );

const left = async (table: TestTable) =>
  (await table.client.send(new ScanCommand({ TableName: table.tableName })))
    .Items!.map(({ pk, sk }) => `${pk!.S} ${sk!.S}`)
    .sort();

test("a forgotten shop leaves nothing, and its neighbours keep everything", async () => {
  await using table = await startTable();
  await using secrets = await startTestSecrets();
  const kept = [
    ["T#laptop", "SHOP#pancake-2", {}],
    ["T#laptop#S#pancake-2#R#orders", "1", {}],
    ["T#laptop#S#pancake-2", "WATCH", {}],
    ["T#other#S#pancake#R#orders", "1", {}],
    ["DUE#1", "watch#laptop#pancake-2", { tenant: "laptop", id: "pancake-2" }],
    ["HOOK#b", "hook", { tenant: "laptop", shop: "pancake-2" }],
  ] as const;
  for (const [pk, sk, more] of kept) await put(table, pk, sk, more);
  for (let index = 0; index < 60; index++) await put(table, "T#laptop#S#pancake#R#orders", String(index));
  await put(table, ...shopItem("pancake", "pancake", "4711", LOCAL));
  await put(table, "T#laptop#S#pancake", "WATCH");
  await put(table, "T#laptop#S#pancake#SYNC", "orders#live");
  await put(table, "DUE#1", "watch#laptop#pancake", { tenant: "laptop", id: "pancake" });
  await put(table, "HOOK#a", "hook", { tenant: "laptop", shop: "pancake" });
  const isForgotten = await forgetShops([{ tenant: "laptop", shop: "pancake" }], {
    ...{ dynamodb: table.endpoint, secretsManager: secrets.endpoint, tableName: table.tableName },
  });
  expect(await left(table)).toEqual([...kept.map(([pk, sk]) => `${pk} ${sk}`), formerOf("pancake")].sort());
  const entry = (pk: string, at: number): DynamoDBRecord => ({
    dynamodb: { Keys: { pk: { S: pk }, sk: { S: "1" } }, ApproximateCreationDateTime: at },
  });
  const now = Math.floor(Date.now() / 1000);
  // What the stream still tells of the old shop is skipped; the new one of the same name is heard.
  expect(isForgotten(entry("T#laptop#S#pancake#R#orders", now - 60))).toBe(true);
  expect(isForgotten(entry("T#laptop#S#pancake#R#orders", now))).toBe(false);
  expect(isForgotten(entry("T#laptop#S#pancake-2#R#orders", now - 60))).toBe(false);
});

/** A shop's item, as far as forgetting looks at it. */
const shopItem = (id: string, vendor: string, account: string, hosts?: Readonly<Record<string, string>>) =>
  ["T#laptop", `SHOP#${id}`, { shop: JSON.stringify({ tenant: "laptop", id, vendor, account, hosts }) }] as const;

const LOCAL = { api: "http://127.0.0.1:45123" };

const forget = async (table: TestTable, ...shops: string[]) => {
  await using secrets = await startTestSecrets();
  const said: string[] = [];
  await forgetShops(
    shops.map((shop) => ({ tenant: "laptop", shop })),
    { dynamodb: table.endpoint, secretsManager: secrets.endpoint, tableName: table.tableName },
    (text) => said.push(text),
  );
  return said;
};

test("calls that an old sandbox has counted are forgotten with it, and those of other accounts are not", async () => {
  await using table = await startTable();
  const kept = [
    ["BUDGET#kiotviet#get#retail:other", "budget"],
    ["BUDGET#nhanh-v3#calls#7:11#orders.list", "budget"],
    ["BUDGET#pancake#shop#7:1", "budget"],
    ["BUDGET#api#units#laptop#3000#60", "budget"],
    // A real shop of the vendor draws from the same address.
    ["BUDGET#isale#calls#ip", "budget"],
    [...shopItem("real", "isale", "key-2")],
  ] as const;
  for (const [pk, sk, more] of kept) await put(table, pk, sk, more);
  await put(table, ...shopItem("kiotviet", "kiotviet", "retail:tiemthu", LOCAL));
  await put(table, ...shopItem("nhanh-v3", "nhanh-v3", "7:1", LOCAL));
  await put(table, ...shopItem("isale", "isale", "key-1", LOCAL));
  await put(table, ...shopItem("nhanh-v2", "nhanh-v2", "8:1", LOCAL));
  for (const bucket of [
    ...["kiotviet#get#retail:tiemthu", "kiotviet#write#retail:tiemthu", "nhanh-v3#calls#7:1#orders.list"],
    ...["nhanh-v3#calls#7:1#@rounds", "isale#key#key-1", "nhanh-v2#calls#ip"],
  ])
    await put(table, `BUDGET#${bucket}`, "budget");
  const said = await forget(table, "kiotviet", "nhanh-v3", "isale", "nhanh-v2");
  expect(await left(table)).toEqual(
    [...kept.map(([pk, sk]) => `${pk} ${sk}`), ...["kiotviet", "nhanh-v3", "isale", "nhanh-v2"].map(formerOf)].sort(),
  );
  expect(said[0]).toContain("is wiped");
});

const formerOf = (shop: string) => `T#laptop#FEED !former#${shop}`;

test("what an old sandbox's records were found by is forgotten with them", async () => {
  await using table = await startTable();
  await put(table, "T#laptop#FIND#orders#phone#abc", "1795897303531#pancake#26254750");
  await put(table, "T#laptop#FIND#orders#phone#abc", "1795897303531#pancake-2#pancake");
  await put(table, "T#other#FIND#orders#phone#abc", "1795897303531#pancake#26254750");
  await forget(table, "pancake");
  expect(await left(table)).toEqual([
    formerOf("pancake"),
    "T#laptop#FIND#orders#phone#abc 1795897303531#pancake-2#pancake",
    "T#other#FIND#orders#phone#abc 1795897303531#pancake#26254750",
  ]);
});

test("a cursor of the feed of all shops ends when an old sandbox's id is given again", async () => {
  await using table = await startTable();
  const feed = createTenantFeedStore(createDynamoTable(table.client, table.tableName));
  await feed.append("laptop", [{ shop: "pancake", resource: "orders", from: 1, to: 3 }], Date.now());
  const before = await feed.head("laptop");
  await forget(table, "pancake");
  await feed.beginAnew({ tenant: "laptop", shop: "pancake" }, "another");
  expect((await feed.head("laptop")).epoch).not.toBe(before.epoch);
});

test("a real shop that has an old sandbox's id by now loses nothing", async () => {
  await using table = await startTable();
  await put(table, ...shopItem("pancake", "pancake", "4711"));
  await put(table, "T#laptop#S#pancake#R#orders", "1");
  expect(await forget(table, "pancake")).toEqual([]);
  expect(await left(table)).toEqual(["T#laptop SHOP#pancake", "T#laptop#S#pancake#R#orders 1"]);
});

test("a restart ends the leases of the workers of before, and leaves their fences", async () => {
  await using table = await startTable();
  await put(table, "TENANTS", "laptop");
  await put(table, "T#laptop", "SHOP#till");
  await put(table, "T#laptop#S#till#SYNC", "orders#details", { leaseUntil: "9", fence: "3" });
  await put(table, "T#laptop#S#till#SYNC", "orders#full", { fence: "1" });
  const polls = createSyncStateStore(createDynamoTable(table.client, table.tableName));
  const claim = () =>
    polls.claim({ tenant: "laptop", shop: "till" }, { resource: "orders", track: "live" }, Date.now(), 60_000);
  const dead = (await claim())!;
  expect(await claim()).toBeUndefined();
  await releaseLeases(table.endpoint, table.tableName);
  expect(await claim()).toBeDefined();
  await expect(polls.save(dead, dead.state, { release: true })).rejects.toThrow(LostLease);
  const { Items } = await table.client.send(new ScanCommand({ TableName: table.tableName }));
  const states = Items!.filter(({ pk, sk }) => pk!.S!.endsWith("#SYNC") && !sk!.S!.startsWith("@"));
  expect(states.map(({ leaseUntil, fence }) => [leaseUntil, fence?.S]).sort()).toEqual([
    [undefined, "1"],
    [undefined, "3"],
  ]);
});

test("a restart ends the sitting of a worker of before, so that deletions are judged at once", async () => {
  await using table = await startTable();
  await put(table, "TENANTS", "laptop");
  await put(table, "T#laptop", "SHOP#till");
  const candidates = createCandidateStore(createDynamoTable(table.client, table.tableName));
  const sit = () => candidates.lease({ tenant: "laptop", shop: "till" }, "products", Date.now(), 300_000);
  expect(await sit()).toBe(true);
  expect(await sit()).toBe(false);
  await releaseLeases(table.endpoint, table.tableName);
  expect(await sit()).toBe(true);
});
