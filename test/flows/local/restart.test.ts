import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { localAws, localStage } from "../../../infra/local/aws.ts";
import type { Client } from "../../../infra/local/client.ts";
import { openDataFolder } from "../../../infra/local/data-folder.ts";
import { startDynamoDb } from "../../../infra/local/dynamodb.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { createBudgetStore } from "../../../shared/stores/budgets.ts";
import { createShopStore } from "../../../shared/stores/shops.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { startLaptop } from "../../faults/restarts/laptop.ts";
import { eventually } from "../../helpers/engines.ts";

const scratch = () => {
  const path = mkdtempSync(join(tmpdir(), "tillbridge-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

const shopsOf = async (client: Client) =>
  (await client.get<{ data: readonly { id: string; name: string; health: string }[] }>("/v1/shops")).data;

/** All calls that the shop's account allows are drawn, as after an hour of a busy sandbox. */
const useUp = async (path: string): Promise<void> => {
  using data = openDataFolder(path);
  await using engine = await startDynamoDb(undefined, data);
  const client = new DynamoDBClient({ ...localAws, endpoint: engine.endpoint });
  const table = createDynamoTable(client, `tillbridge-${localStage}`);
  const shop = (await createShopStore(table).get({ tenant: "laptop", shop: "kiotviet" }))!;
  const operation = vendors.kiotviet.operations.find(({ id }) => id === "orders.list")!;
  const buckets = bucketsOf(vendors.kiotviet, shop, operation);
  const { left } = await createBudgetStore(table).take(buckets, { want: 5_000, priority: "write" }, Date.now());
  expect(left).toBe(0);
  client.destroy();
};

test("after a sandbox has used up its hour, the next start has it anew, and old cursors of all shops end", async () => {
  using folder = scratch();
  const path = join(folder.path, "data");
  const options = ["--shops", "kiotviet", "--size", "3"];
  let cursor = "";
  {
    await using laptop = await startLaptop(path, options);
    await eventually(
      "something is told",
      async () => {
        const page = await laptop.client.get<{ data: readonly unknown[]; next: string }>("/v1/changes");
        cursor = page.next;
        return page.data.length > 0;
      },
      60,
    );
  }
  await useUp(path);
  await using laptop = await startLaptop(path, options);
  expect(await shopsOf(laptop.client)).toMatchObject([{ id: "kiotviet", name: "Tạp hóa Cô Ba" }]);
  const old = laptop.client.get(`/v1/changes?cursor=${encodeURIComponent(cursor)}`);
  await expect(old).rejects.toThrow(/ 410 /);
}, 240_000);
