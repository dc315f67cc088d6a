import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Inventory } from "../../../shared/core/records.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** No worker hears of anything until the test says so. */
const hold = (shop: WriteShop): void => {
  shop.world.queues.writes.rules = { ...shop.world.queues.writes.rules, workers: 0 };
  shop.world.ticks(false);
};
const letGo = (shop: WriteShop): void => {
  shop.world.queues.writes.rules = { ...shop.world.queues.writes.rules, workers: 4 };
  shop.world.ticks(true);
};

describe("a write at the API", () => {
  let shop: WriteShop;
  let product: string;
  let location: string;
  const order = (note: string) => ({
    locationId: location,
    customer: { name: "Lan", phone: "0901234567" },
    lines: [{ productId: product, quantity: 1, price: 10_000 }],
    note,
  });

  beforeAll(async () => {
    shop = await openWriteShop("kiotviet");
    product = shop.ids("products")[0]!;
    location = shop.ids("locations")[0]!;
  });

  test("the same key and body are one entry, another body is refused", async () => {
    const first = await shop.request("POST", "orders", order("a"), "one");
    const again = await shop.request("POST", "orders", order("a"), "one");
    expect(first.status).toBe(202);
    expect(again.body.id).toBe(first.body.id);
    const other = await shop.request("POST", "orders", order("b"), "one");
    expect(other).toMatchObject({ status: 422, body: { errors: [{ field: "Idempotency-Key" }] } });
    await shop.settle();
    expect(shop.journal().filter(({ operation }) => operation === "orders.create")).toHaveLength(1);
  });

  test("two requests with one key at once are one entry", async () => {
    const twins = await Promise.all(["x", "x"].map(() => shop.request("POST", "orders", order("twin"), "twin")));
    expect(new Set(twins.map(({ body }) => body.id)).size).toBe(1);
  });

  test("what the vendor would refuse is refused at once, with the field", async () => {
    const noPrice = await shop.request("POST", "orders", {
      ...order("a"),
      // Of a product that the copy knows, the price would be filled in.
      lines: [{ productId: "999999", quantity: 1 }],
    });
    expect(noPrice).toMatchObject({ status: 422, body: { errors: [{ field: "lines.0.price" }] } });
    const delta = await shop.request("POST", "stock", { productId: product, locationId: location, delta: 3 });
    expect(delta.status).toBe(422);
    const passthrough = await shop.request("POST", "operations/orders.create", { body: { nonsense: 1 } });
    expect(passthrough).toMatchObject({ status: 422 });
  });

  test("a shop that does not sell below stock is asked for no more than it has", async () => {
    const { world } = shop;
    const stored = await world.deps.records.get(world.ref, "inventory", product);
    const level = (stored!.record as Inventory).levels.find(({ locationId }) => locationId === location);
    const many = { ...order("many"), lines: [{ productId: product, quantity: (level?.onHand ?? 0) + 1, price: 1 }] };
    expect((await shop.request("POST", "orders?dryRun=true", many)).status).toBe(200);
    const { accountDetails } = (await world.deps.shops.get(world.ref))!;
    expect(accountDetails).toMatchObject({ AllowOrderWhenOutStock: true });
    await world.deps.shops.change(world.ref, { accountDetails: { ...accountDetails, AllowOrderWhenOutStock: false } });
    expect(await shop.request("POST", "orders", many)).toMatchObject({
      status: 422,
      body: { errors: [{ field: "lines.0.quantity" }] },
    });
    await world.deps.shops.change(world.ref, { accountDetails });
  });

  test("a dry run shows the vendor's request and sends nothing", async () => {
    await shop.settle();
    const before = shop.journal().length;
    const { status, body } = await shop.request("POST", "orders?dryRun=true", order("dry"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ method: "POST", body: { branchId: Number(location) } });
    expect(body.url).toContain("/orders");
    const secrets = Object.values(shop.world.simulator.credentials).map(String);
    for (const secret of secrets.filter((value) => value.length > 6))
      expect(JSON.stringify(body)).not.toContain(secret);
    const many = await shop.request("POST", "orders?dryRun=true", [order("dry"), { lines: [] }]);
    expect(many.body.data.map((item: { status: number }) => item.status)).toEqual([200, 422]);
    await shop.world.pass(MINUTE);
    expect(shop.journal().length).toBe(before);
  });

  test("a list has an outcome for each, and is the same list when it is sent again", async () => {
    const list = [order("l1"), { nonsense: true }, order("l2"), order("l3")];
    const first = await shop.request("POST", "orders", list, "list");
    expect(first.status).toBe(207);
    expect(first.body.data.map((item: { status: number }) => item.status)).toEqual([202, 422, 202, 202]);
    const again = await shop.request("POST", "orders", list, "list");
    expect(again.body.batch).toBe(first.body.batch);
    const ids = (reply: typeof first) => reply.body.data.map((item: { write?: { id: string } }) => item.write?.id);
    expect(ids(again)).toEqual(ids(first));
    expect((await shop.request("POST", "orders", list.slice(1), "list")).status).toBe(422);
    await shop.settle();
    // One customer, one line: as given.
    const notes = shop.journal().map(({ body }) => String(body?.description ?? ""));
    expect(notes.filter((note) => /^l\d/.test(note)).map((note) => note.slice(0, 2))).toEqual(["l1", "l2", "l3"]);
    const listed = await shop.request("GET", `writes?batch=${first.body.batch}`);
    expect(listed.body.data).toHaveLength(3);
  });

  test("a list and a caller's own keys never stand for one another", async () => {
    const [single, listed] = [order("own"), order("listed")];
    const own = await shop.request("POST", "orders", single, "mine#0");
    const list = await shop.request("POST", "orders", [listed, order("more")], "mine");
    expect(list.body.data.map(({ status }: { status: number }) => status)).toEqual([202, 202]);
    const later = await shop.request("POST", "orders", order("later"), "mine#1");
    expect([own.status, later.status]).toEqual([202, 202]);
    const ids = [own.body.id, later.body.id, ...list.body.data.map((item: any) => item.write.id)];
    expect(new Set(ids).size).toBe(4);
    await shop.settle();
  });

  test("a list whose keys were kept in their former form is not done twice", async () => {
    const { table, tenant, id } = {
      table: shop.world.deps.table,
      tenant: shop.world.ref.tenant,
      id: shop.world.ref.shop,
    };
    const pk = keys.idempotency({ tenant, shop: id });
    const sk = (text: string) => createHash("sha256").update(text).digest("base64url");
    const list = [order("f1"), order("f2")];
    const first = await shop.request("POST", "orders", list, "former");
    for (const index of [0, 1]) {
      const { sk: now, ...item } = (await table.get({ pk, sk: sk(`former\n${index}`) }))!;
      await table.put({ ...item, pk, sk: sk(`former#${index}`) });
      await table.delete({ pk, sk: now });
    }
    const again = await shop.request("POST", "orders", list, "former");
    const ids = (reply: typeof first) => reply.body.data.map((item: any) => item.write.id);
    expect(ids(again)).toEqual(ids(first));
    await shop.settle();
    const made = shop.journal().filter(({ body }) => /^f\d/.test(String(body?.description ?? "")));
    expect(made).toHaveLength(2);
  });

  test("a thousand are taken, one more is not", async () => {
    const commands = Array.from({ length: 1_001 }, (_, index) => ({
      name: `c${index}`,
      phone: `09${10_000_000 + index}`,
    }));
    expect((await shop.request("POST", "customers", commands)).status).toBe(422);
    hold(shop);
    const { body } = await shop.request("POST", "customers", commands.slice(1));
    expect(body.data.every((item: { status: number }) => item.status === 202)).toBe(true);
    const queued = await shop.request("GET", `writes?state=queued&limit=200`);
    expect(queued.body.data.length).toBeGreaterThan(100);
    for (const item of body.data) await shop.request("POST", `writes/${item.write.id}/cancel`, {});
    letGo(shop);
    // Each command counts against the tenant's requests of a minute.
    await shop.world.pass(2 * MINUTE);
  });

  test("stock that waits is overtaken by newer stock of the same product and place only", async () => {
    hold(shop);
    const [first, second] = shop.ids("locations");
    const stock = (locationId: string, absolute: number) => ({ productId: product, locationId, absolute });
    const one = await shop.request("POST", "stock", stock(first!, 111_111));
    const two = await shop.request("POST", "stock", stock(first!, 222_222));
    const elsewhere = await shop.request("POST", "stock", stock(second!, 333_333));
    letGo(shop);
    await shop.settle();
    expect(await shop.write(one.body.id)).toMatchObject({ state: "cancelled", supersededBy: two.body.id });
    expect(await shop.write(two.body.id)).toMatchObject({ state: "succeeded" });
    expect(await shop.write(elsewhere.body.id)).toMatchObject({ state: "succeeded" });
    const sent = JSON.stringify(shop.journal().map(({ body }) => body));
    expect([sent.includes("111111"), sent.includes("222222"), sent.includes("333333")]).toEqual([false, true, true]);
  });

  test("a command that names another record than its address is refused, and the same id in its body is taken", async () => {
    const refused = await shop.request("PATCH", `products/${product}`, { id: "999", price: 9_000 });
    expect(refused).toMatchObject({ status: 422, body: { code: "invalid-command", errors: [{ field: "id" }] } });
    for (const id of [product, Number(product)])
      expect((await shop.request("PATCH", `products/${product}`, { id, price: 9_000 })).status).toBe(202);
    await shop.settle();
  });

  test("a write that waits can be cancelled, and one that was sent cannot", async () => {
    hold(shop);
    const { body } = await shop.request("POST", "orders", order("never"));
    expect(await shop.request("POST", `writes/${body.id}/cancel`, {})).toMatchObject({ body: { state: "cancelled" } });
    letGo(shop);
    const sent = await shop.request("POST", "orders", order("sent"));
    await shop.settle();
    expect((await shop.request("POST", `writes/${sent.body.id}/cancel`, {})).status).toBe(409);
    expect(JSON.stringify(shop.journal())).not.toContain("never");
  });

  test("a refused write is corrected and sent again, and both acts are in the audit trail", async () => {
    const wrong = { ...order("wrong"), lines: [{ productId: "999999999", quantity: 1, price: 1 }] };
    const { body } = await shop.request("POST", "orders", wrong);
    await shop.settle();
    expect(await shop.write(body.id)).toMatchObject({ state: "rejected", closed: true });
    const retried = await shop.request("POST", `writes/${body.id}/retry`, { command: order("right") });
    expect(retried).toMatchObject({ status: 200, body: { state: "queued", id: body.id } });
    await shop.settle();
    expect(await shop.write(body.id)).toMatchObject({ state: "succeeded" });
    const bulk = await shop.request("POST", "writes/retry", { state: "rejected" });
    expect(bulk.body).toMatchObject({ retried: [] });
    const trail = [...shop.world.memory.stream]
      .filter(({ key }) => key.pk.endsWith("#AUDIT"))
      .map(({ new: entry }) => JSON.stringify(entry));
    expect(trail.some((entry) => entry.includes("writes.retry") && entry.includes(body.id))).toBe(true);
    expect(trail.some((entry) => entry.includes("writes.retry-all"))).toBe(true);
  });
});

describe("Nhanh v2", () => {
  test("products that it does not know are refused: it would create them", async () => {
    const shop = await openWriteShop("nhanh-v2");
    const order = (productId: string) => ({
      customer: { name: "Lan", phone: "0901234567" },
      lines: [{ productId, quantity: 1, price: 10_000 }],
    });
    expect(await shop.request("POST", "orders", order("987654321"))).toMatchObject({
      status: 422,
      body: { errors: [{ field: "lines" }] },
    });
    expect((await shop.request("POST", "orders", order(shop.ids("products")[0]!))).status).toBe(202);
  });
});

describe("Pancake", () => {
  test("what the copy says about the order is checked before the queue", async () => {
    const shop = await openWriteShop("pancake");
    const unknown = await shop.request("PATCH", "products/nobody", { name: "x" });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ field: "id" }] } });
  });
});
