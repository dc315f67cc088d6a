import { expect, test } from "vitest";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createShopStore } from "../../../shared/stores/shops.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

const ref = { tenant: "acme", shop: "shop" };

test("a tenant sees what of a record could not be read, in the record and in the feed", async () => {
  let clock = Date.parse("2026-11-20T08:00:00Z");
  const stack = createTestStack({ clock: () => clock });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const { body: made } = await stack.request("POST", "/v1/tenants/acme/keys", {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  const get = async (path: string) => (await stack.request("GET", `/v1/shops/shop${path}`, { key: made.key })).body;
  await createShopStore(stack.table).create({
    tenant: ref.tenant,
    id: ref.shop,
    vendor: "kiotviet",
    name: "Shop",
    health: "healthy",
    settings: {},
    account: "retail:shop",
    hookToken: "hook",
    createdAt: new Date(clock).toISOString(),
  });
  const customers = kiotviet.resources.find(({ name }) => name === "customers")!;
  const records = createRecordStore(stack.table);
  const store = (row: object) => records.upsert(ref, "customers", [observationOf(customers, row, {})], clock);

  await store({ id: 7, name: "Lan", debt: 5_000 });
  clock += 60_000;
  await store({ id: 7, name: "Lan", debt: "-" });
  await stack.drain();

  const shown = await get("/customers/7?raw=true");
  expect(shown).toMatchObject({ id: "7", name: "Lan", _meta: { version: 2, unread: ["debt"] }, _raw: { debt: "-" } });
  expect(shown).not.toHaveProperty("debt");
  expect((await get("/customers")).data).toMatchObject([{ id: "7", _meta: { unread: ["debt"] } }]);
  const { data: changes } = await get("/changes");
  expect(changes.at(-1)).toMatchObject({
    resource: "customers",
    id: "7",
    type: "customers.updated",
    fields: ["_meta", "debt"],
  });

  clock += 60_000;
  await store({ id: 7, name: "Lan", debt: 0 });
  expect((await get("/customers/7"))._meta).not.toHaveProperty("unread");
});
