import { expect, test } from "vitest";
import { openWriteShop } from "../helpers/write-shop.ts";

const open = async () => {
  const shop = await openWriteShop("kiotviet");
  const idOf = async (resource: string): Promise<string> =>
    (await shop.world.deps.records.page(shop.world.ref, resource, { limit: 1 })).records[0]!.id;
  return { shop, idOf };
};

test("a dry run lists what an update repeats of the record, without what the command replaces", async () => {
  const { shop, idOf } = await open();
  const id = await idOf("products");
  const { raw } = (await shop.world.deps.records.get(shop.world.ref, "products", id)) as any;
  const { status, body } = await shop.request("PATCH", `products/${id}?dry_run=true`, { price: 7_000 });
  expect(status).toBe(200);
  expect(body.body.basePrice).toBe(7_000);
  expect(body.carried).toMatchObject({ name: raw.name, code: raw.code, categoryId: raw.categoryId });
  expect(Object.keys(body.carried)).not.toContain("basePrice");
  const { basePrice: _, ...rest } = body.body;
  expect(body.carried).toEqual(rest);
});

test("where no record shows a write, the caller is told what nobody can see and what was left out", async () => {
  const { shop, idOf } = await open();
  const payment = { invoiceId: await idOf("invoices"), method: "cash", amount: 1_000, note: "Thu hộ" };
  const { body } = await shop.request("POST", "payments", payment);
  await shop.settle(30);
  expect((await shop.write(body.id)).result).toMatchObject({
    notTaken: ["note"],
    unseen: ["invoiceId", "method", "amount"],
  });
});
