import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DynamoDbEngine } from "../../../infra/local/dynamodb.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { javaIsThere, startTable, type TestTable } from "../../helpers/engines.ts";

const engines: readonly DynamoDbEngine[] = javaIsThere ? ["dynoxide", "dynamodb-local"] : ["dynoxide"];
const ref = { tenant: "acme", shop: "shop" };
const seen = (id: string, total = 1) => ({ id, modified: 1, record: { id }, raw: { total, note: 'it\'s "Áo"' } });

describe.each(engines)("many new items in one request, on %s", { timeout: 60_000 }, (engine) => {
  let dynamo: TestTable;
  beforeAll(async () => {
    dynamo = await startTable(engine);
  }, 60_000);
  afterAll(() => dynamo?.[Symbol.asyncDispose]());

  test("each item stands for itself: those that are there stay as they are, the others are stored", async () => {
    const table = createDynamoTable(dynamo.client, dynamo.tableName);
    await table.put({ pk: "a", sk: "3", kind: "first" });
    const items = Array.from({ length: 60 }, (_, index) => ({
      pk: "a",
      sk: String(index),
      kind: "it's new",
      count: index,
      body: new Uint8Array([index, 255]),
      absent: undefined,
    }));
    const inserted = await table.insert!(items);
    expect(inserted.filter((one) => !one)).toHaveLength(1);
    expect(inserted[3]).toBe(false);
    expect(await table.get({ pk: "a", sk: "3" })).toEqual({ pk: "a", sk: "3", kind: "first" });
    const stored = await table.get({ pk: "a", sk: "59" });
    expect({ ...stored, body: [...(stored!.body as Uint8Array)] }).toEqual({
      pk: "a",
      sk: "59",
      kind: "it's new",
      count: 59,
      body: [59, 255],
    });
  });

  // AWS's DynamoDB Local tells no capacity for statements.
  test.runIf(engine === "dynoxide")("costs the capacity of single writes, not of a transaction", async () => {
    let units = 0;
    const table = createDynamoTable(dynamo.client, dynamo.tableName, ({ write }) => {
      units += write;
    });
    await table.insert!(Array.from({ length: 40 }, (_, index) => ({ pk: "b", sk: String(index) })));
    expect(units).toBe(40);
  });

  test("two workers that meet the same new rows store each of them once, the later look wins", async () => {
    const records = createRecordStore(createDynamoTable(dynamo.client, dynamo.tableName));
    const rows = (total: number) => Array.from({ length: 50 }, (_, index) => seen(String(index), total));
    const counts = await Promise.all([
      records.upsert(ref, "orders", rows(1), 1_000),
      records.upsert(ref, "orders", rows(2), 2_000),
    ]);
    expect(counts[0].added + counts[1].added).toBe(50);
    const { records: stored } = await records.page(ref, "orders", { limit: 100 });
    expect(stored).toHaveLength(50);
    expect(stored.every(({ raw }) => (raw as { total: number }).total === 2)).toBe(true);
    expect(await records.upsert(ref, "orders", rows(2), 3_000)).toMatchObject({ added: 0, updated: 0, unchanged: 50 });
  });
});
