import { afterAll, beforeAll, describe } from "vitest";
import type { DynamoDbEngine } from "../../../infra/local/dynamodb.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { javaIsThere, startTable, type TestTable } from "../../helpers/engines.ts";
import { tableContract } from "./table-contract.ts";

describe("the table in memory", () => {
  const table = new MemoryTable();
  tableContract(() => table);
});

// AWS's own engine is the reference; it needs Java.
const engines: readonly DynamoDbEngine[] = javaIsThere ? ["dynoxide", "dynamodb-local"] : ["dynoxide"];

describe.each(engines)("DynamoDB by %s", { timeout: 30_000 }, (engine) => {
  let dynamo: TestTable;
  beforeAll(async () => {
    dynamo = await startTable(engine);
  }, 60_000);
  afterAll(() => dynamo?.[Symbol.asyncDispose]());
  tableContract(() => createDynamoTable(dynamo.client, dynamo.tableName));
});
