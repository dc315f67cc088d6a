import { expect, test } from "vitest";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

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
  const { status, body } = await shop.request("PATCH", `products/${id}?dryRun=true`, { price: 7_000 });
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

test("a new place of an order at Pancake keeps who receives, and says so", async () => {
  const shop = await openWriteShop("pancake");
  const { records, ref } = { records: shop.world.deps.records, ref: shop.world.ref };
  const { id, raw } = (await records.page(ref, "orders", { limit: 50 })).records.find(
    (one) => (one.raw as any)?.shipping_address?.full_name && (one.raw as any).status === 0,
  ) as any;
  const change = { shipping: { address: { line: "45 Nguyễn Huệ" } } };
  const { status, body } = await shop.request("PATCH", `orders/${id}?dryRun=true`, change);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.carried.shipping_address).toMatchObject({ full_name: raw.shipping_address.full_name });
  expect(body.body.shipping_address).toMatchObject({ ...body.carried.shipping_address, commune_id: null });
});

test("a customer's other phones, notes and addresses at Pancake are repeated, and a dry run says so", async () => {
  const shop = await openWriteShop("pancake");
  const { records } = shop.world.deps;
  const id = (await records.page(shop.world.ref, "customers", { limit: 1 })).records[0]!.id;
  const first = await shop.request("PATCH", `customers/${id}`, { phone: "0911111111", note: "Khách quen" });
  await shop.settle(30);
  expect((await shop.write(first.body.id)).state).toBe("succeeded");
  const { phone_numbers, notes } = (await records.get(shop.world.ref, "customers", id))!.raw as any;
  expect(phone_numbers).toHaveLength(2);
  const { status, body } = await shop.request("PATCH", `customers/${id}?dryRun=true`, { phone: "0922222222" });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.body.customer.phone_numbers).toEqual(["0922222222", ...phone_numbers]);
  expect(body.carried).toEqual({ customer: { phone_numbers } });
  const noted = await shop.request("PATCH", `customers/${id}?dryRun=true`, { address: { line: "45 Nguyễn Huệ" } });
  expect(noted.body.body.customer).not.toHaveProperty("notes");
  expect(notes).toEqual([expect.objectContaining({ message: "Khách quen" })]);
});

test("stock of KiotViet repeats the product's other fields, as they are when it is sent", async () => {
  const { shop, idOf } = await open();
  const productId = await idOf("products");
  const locationId = await idOf("locations");
  const { raw } = (await shop.world.deps.records.get(shop.world.ref, "products", productId)) as any;
  const place = { productId, locationId };
  const dry = await shop.request("POST", "stock?dryRun=true", { ...place, absolute: 12 });
  expect(dry.body.carried).toMatchObject({ name: raw.name, code: raw.code, categoryId: raw.categoryId });
  expect(dry.body.body.inventories).toEqual([{ branchId: Number(locationId), onHand: 12 }]);

  const row = (): any => shop.world.simulator.rows("products").find(({ id }: any) => String(id) === productId);
  const before = structuredClone(row());
  const bodies = () => shop.journal().filter(({ operation }) => operation === "products.update");
  for (const stock of [{ absolute: 12 }, { delta: 3, basis: "read" }]) {
    const { body } = await shop.request("POST", "stock", { ...place, ...stock });
    await shop.settle(30);
    expect((await shop.write(body.id)).state).toBe("succeeded");
    expect(bodies().at(-1)!.body).toMatchObject({ name: before.name, code: before.code, basePrice: raw.basePrice });
  }
  const { inventories: _, modifiedDate: __, ...kept } = row();
  const { inventories: ___, modifiedDate: ____, ...was } = before;
  expect(kept).toEqual(was);
  expect(row().inventories.find(({ branchId }: any) => String(branchId) === locationId).onHand).toBe(15);
});

test("stock of many products at KiotViet repeats each one's own fields", async () => {
  const { shop } = await open();
  const [one, other] = shop.ids("products");
  const locationId = shop.ids("locations")[0]!;
  const rows = (): any[] => shop.world.simulator.rows("products") as any[];
  const nameOf = (id: string): string => rows().find((row) => String(row.id) === id).name;
  await shop.request(
    "POST",
    "stock",
    [one, other].map((productId) => ({ productId, locationId, absolute: 7 })),
  );
  await shop.settle(30);
  const sent = shop.journal().filter(({ operation }) => operation === "products.update-many");
  expect(sent.map(({ body }) => [String(body.id), body.name]).sort()).toEqual(
    [one, other].map((id) => [id, nameOf(id!)]),
  );
});

test("an update of a KiotViet invoice names the channel that its detail shows as an object", () => {
  const { encode, command } = vendors.kiotviet.writes["invoices.update"]!;
  const current = { id: 7, status: 1, SaleChannel: { Id: 602, Name: "Facebook" } };
  const body = encode(command.parse({ id: "7", shipping: { fee: 5 } }), {
    writeId: "w",
    reference: "TB-0123456789ABCDEF",
    settings: {},
    grants: {},
    current,
  }).body;
  expect(body).toMatchObject({ saleChannelId: 602 });
});
