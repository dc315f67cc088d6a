import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { SyncMessage } from "../../../shared/core/jobs.ts";
import { eachMessage } from "../../../shared/lambda/batch.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { packCells, unpackCells } from "../../../shared/stores/poll-item.ts";
import { createShopStore, type Shop } from "../../../shared/stores/shops.ts";
import { createTenantStore } from "../../../shared/stores/tenants.ts";

/* Old and new workers live beside each other during an update. Here the code is the old one. */

const ref = { tenant: "acme", shop: "one" };

test("a message of a type that only a newer worker knows is left for it, and the others of its batch are done", async () => {
  const done: string[] = [];
  const record = (messageId: string, body: object) => ({ messageId, body: JSON.stringify(body) });
  const { batchItemFailures } = await eachMessage(
    { Records: [record("old", { type: "cycle", ...ref }), record("new", { type: "recount", ...ref, version: 2 })] },
    (body) => SyncMessage.parse(body),
    { log: () => undefined, metric: () => undefined, clock: () => 0 },
    async (message) => void done.push(message.type),
  );
  expect(done).toEqual(["cycle"]);
  expect(batchItemFailures).toEqual([{ itemIdentifier: "new" }]);
});

test("what a newer worker has put on a shop or a tenant survives a change by an older one", async () => {
  const table = new MemoryTable();
  const shop = {
    ...ref,
    id: "one",
    vendor: "kiotviet",
    name: "One",
    health: "healthy",
    settings: {},
    hookToken: "t",
    createdAt: "2026-11-20T00:00:00Z",
    loyalty: { tier: 3 },
  };
  const shops = createShopStore(table);
  await shops.create(shop as unknown as Shop);
  await shops.change(ref, { name: "Renamed" });
  expect(await shops.get(ref)).toMatchObject({ name: "Renamed", loyalty: { tier: 3 } });
  await table.put({
    ...keys.tenant("acme"),
    id: "acme",
    name: "Acme",
    createdAt: "2026-11-20T00:00:00Z",
    plan: "gold",
  });
  await createTenantStore(table).change("acme", { name: "Acme CRM" });
  expect(await table.get(keys.tenant("acme"))).toMatchObject({ name: "Acme CRM", plan: "gold" });
});

test("a packed item of a newer form is not read as an older one", () => {
  const item = { ...packCells(new Map()), v: 3 };
  expect(() => unpackCells(item)).toThrow("unknown form 3");
});
