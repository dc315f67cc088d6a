import { describe, expect, test } from "vitest";
import { keys } from "../../../shared/stores/keys.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const recordOf = (shop: WriteShop, resource: string, id: string) =>
  shop.world.deps.records.get(shop.world.ref, resource, id);
/** A category without products or categories in it: others cannot be removed (KiotViet Public API §2.3.1). */
const emptyCategory = async (shop: WriteShop): Promise<string> => {
  const { body } = await shop.request("POST", "categories", { name: "Nhóm trống" });
  await shop.settle(30);
  return (await shop.write(body.id)).result!.id!;
};
const someId = async (shop: WriteShop, resource: string): Promise<string> =>
  resource === "categories" ? emptyCategory(shop) : shop.ids(resource)[0]!;

describe.each(["products", "customers", "categories"])("a removal among the %s of KiotViet", (resource) => {
  test("takes the record away at the vendor and from the copy, and says so in the feed at once", async () => {
    const shop = await openWriteShop("kiotviet");
    const id = await someId(shop, resource);
    expect(await recordOf(shop, resource, id)).not.toHaveProperty("deleted", true);
    const { body } = await shop.request("DELETE", `${resource}/${id}`);
    await shop.settle(30);
    expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", result: { id, readBack: true } });
    expect(shop.ids(resource)).not.toContain(id);
    expect(await recordOf(shop, resource, id)).toMatchObject({ deleted: true, origin: body.id });
    const { deps, ref, time } = shop.world;
    const feed = await deps.feed.after(ref, resource as "products", 0, { limit: 1_000, now: time.now() });
    expect(feed.filter((change) => change.id === id && change.type === "deleted")).toMatchObject([{ origin: body.id }]);
  });

  test("whose answer is lost is sent once, and found by the vendor's own word", async () => {
    const shop = await openWriteShop("kiotviet");
    const id = await someId(shop, resource);
    shop.world.simulator.faults.next("timeoutAfterCommit", ({ method }) => method === "DELETE");
    const { body } = await shop.request("DELETE", `${resource}/${id}`);
    await shop.settle();
    const write = await shop.write(body.id);
    expect(write).toMatchObject({ state: "succeeded", attempts: 1, result: { id, by: "probe" } });
    expect(await recordOf(shop, resource, id)).toMatchObject({ deleted: true });
  });

  test("of what the vendor has never shown is sent again: not being there may be not being shown yet", async () => {
    const shop = await openWriteShop("kiotviet");
    const id = await someId(shop, resource);
    const { deps, ref } = shop.world;
    await deps.table.delete({ pk: keys.records(ref, resource), sk: id });
    shop.world.simulator.faults.next("timeoutAfterCommit", ({ method }) => method === "DELETE");
    const { body } = await shop.request("DELETE", `${resource}/${id}`);
    await shop.settle();
    const write = await shop.write(body.id);
    expect(write).toMatchObject({ state: "succeeded", attempts: 2, result: { id } });
  });

  test("that never arrived is sent again", async () => {
    const shop = await openWriteShop("kiotviet");
    const id = await someId(shop, resource);
    shop.world.simulator.faults.next("timeout", ({ method }) => method === "DELETE");
    const { body } = await shop.request("DELETE", `${resource}/${id}`);
    await shop.settle();
    expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", attempts: 2 });
    expect(shop.ids(resource)).not.toContain(id);
  });

  test("of what is not there is the vendor's refusal", async () => {
    const shop = await openWriteShop("kiotviet");
    const { body } = await shop.request("DELETE", `${resource}/999999999`);
    await shop.settle(30);
    expect(await shop.write(body.id)).toMatchObject({ state: "rejected" });
  });
});

test("a category in use stays, in the vendor's words", async () => {
  const shop = await openWriteShop("kiotviet");
  const { record } = (await recordOf(shop, "products", shop.ids("products")[0]!)) as any;
  const { body } = await shop.request("DELETE", `categories/${record.categoryId}`);
  await shop.settle(30);
  const write = await shop.write(body.id);
  expect(write).toMatchObject({ state: "rejected", error: { message: expect.stringContaining("đang được sử dụng") } });
  expect(await recordOf(shop, "categories", record.categoryId)).not.toHaveProperty("deleted", true);
});

describe("a category of KiotViet", () => {
  test("is created in its parent, renamed and keeps its parent then", async () => {
    const shop = await openWriteShop("kiotviet");
    const parentId = shop.ids("categories")[0]!;
    const { body } = await shop.request("POST", "categories", { name: "Áo khoác", parentId });
    await shop.settle(30);
    const made = await shop.write(body.id);
    expect(made).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(made.result).not.toHaveProperty("notTaken");
    const id = made.result!.id!;
    const renamed = await shop.request("PATCH", `categories/${id}`, { name: "Áo gió" });
    await shop.settle(30);
    expect((await shop.write(renamed.body.id)).result).not.toHaveProperty("notTaken");
    expect((await recordOf(shop, "categories", id))?.record).toMatchObject({ name: "Áo gió", parentId });
  });

  test("whose answer is lost is found by its name, once made since then", async () => {
    const shop = await openWriteShop("kiotviet");
    shop.world.simulator.faults.next("timeoutAfterCommit", ({ method }) => method === "POST");
    const { body } = await shop.request("POST", "categories", { name: "Áo khoác" });
    await shop.settle();
    const write = await shop.write(body.id);
    expect(write).toMatchObject({ state: "succeeded", attempts: 1, result: { by: "probe" } });
    expect((await recordOf(shop, "categories", write.result!.id!))?.record).toMatchObject({ name: "Áo khoác" });
  });
});

test("a product of KiotViet that is removed takes its prices with it", async () => {
  const shop = await openWriteShop("kiotviet");
  const [row] = shop.world.simulator.rows("price-book-prices") as { priceBookId: string; productId: number }[];
  const price = `${row!.priceBookId}:${row!.productId}`;
  expect(await recordOf(shop, "price-book-prices", price)).toMatchObject({ deleted: false });
  await shop.request("DELETE", `products/${row!.productId}`);
  await shop.settle(5);
  expect(await recordOf(shop, "price-book-prices", price)).toMatchObject({ deleted: true });
});
