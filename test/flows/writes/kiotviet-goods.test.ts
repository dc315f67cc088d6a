import { describe, expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const opened = async () => {
  const shop = await openWriteShop("kiotviet");
  const { deps, ref, simulator } = shop.world;
  const record = async (resource: string, id: string): Promise<any> => (await deps.records.get(ref, resource, id))!;
  const products = await Promise.all(
    shop
      .ids("products")
      .slice(0, 2)
      .map((id) => record("products", id)),
  );
  const [home, other] = shop.ids("locations");
  const row = (resource: string, id: string): any => simulator.rows(resource).find((one: any) => String(one.id) === id);
  const stockAt = (productId: string, locationId: string): number =>
    row("inventory", productId).inventories.find(({ branchId }: any) => String(branchId) === locationId).onhand;
  const send = async (method: string, path: string, body?: unknown, minutes?: number) => {
    const answer = await shop.request(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    await shop.settle(minutes ?? 30);
    return shop.write(answer.body.id);
  };
  return { shop, products, home: home!, other: other!, row, stockAt, send };
};
const is = (method: string, path: RegExp) => (request: SimulatedRequest) =>
  request.method === method && path.test(request.path);
const sent = (shop: WriteShop, operation: string) => shop.journal().filter((entry) => entry.operation === operation);

describe("a purchase of KiotViet", () => {
  const lines = (products: any[]) => [
    { productId: products[0].id, quantity: 4, price: 30_000, discount: 8_000, note: "thùng 1" },
    { code: products[1].record.code, quantity: 2.5, price: 12_500 },
  ];
  const supplier = { code: "NCC000001", name: "Xưởng may An Phú", phone: "0901234567" };

  test("takes the goods in, whether they are named by id or code, and shows what was asked", async () => {
    const { shop, products, home, row, stockAt, send } = await opened();
    const before = stockAt(products[0].id, home);
    const write = await send("POST", "purchases", {
      locationId: home,
      supplier,
      lines: lines(products),
      discount: 5_000,
      paid: 100_000,
      method: "cash",
      note: "đợt 2",
    });
    expect(write).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(write.result).not.toHaveProperty("notTaken");
    const { body } = sent(shop, "purchase-orders.create")[0]!;
    expect(body).toMatchObject({
      branchId: Number(home),
      supplier: { code: "NCC000001", name: "Xưởng may An Phú", contactNumber: "0901234567" },
      isDraft: 0,
      discount: 5_000,
      paidAmount: 100_000,
      paymentMethod: "Cash",
      purchaseOrderDetails: [
        { productCode: products[0].record.code, quantity: 4, price: 30_000, discount: 2_000, description: "thùng 1" },
        { productCode: products[1].record.code, quantity: 2.5, price: 12_500 },
      ],
    });
    expect(stockAt(products[0].id, home)).toBe(before + 4);
    // 4 * (30,000 - 2,000) + 2.5 * 12,500 - 5,000
    expect(row("purchase-orders", write.result!.id!).total).toBe(138_250);
  });

  test("without a price is refused: what it cost is not what it is sold for", async () => {
    const { shop, products, home } = await opened();
    const { status, body } = await shop.request("POST", "purchases", {
      locationId: home,
      lines: [{ productId: products[0].id, quantity: 1 }],
    });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe("lines.0.price");
  });

  test("whose answer is lost is found by its note", async () => {
    const { shop, products, home, send } = await opened();
    shop.world.simulator.faults.next("timeoutAfterCommit", is("POST", /purchaseorders/));
    const write = await send("POST", "purchases", { locationId: home, lines: lines(products) }, 120);
    expect(write).toMatchObject({ state: "succeeded", attempts: 1, result: { by: "probe" } });
    expect(sent(shop, "purchase-orders.create")).toHaveLength(1);
  });

  test("that never arrived is sent again, once", async () => {
    const { shop, products, home, send } = await opened();
    shop.world.simulator.faults.next("timeout", is("POST", /purchaseorders/));
    const write = await send("POST", "purchases", { locationId: home, lines: lines(products) }, 120);
    expect(write).toMatchObject({ state: "succeeded", attempts: 2 });
    expect(sent(shop, "purchase-orders.create")).toHaveLength(1);
  });

  test("keeps its day, supplier, payment and goods when its note changes, and its goods are replaced as a whole", async () => {
    const { products, home, row, stockAt, send, shop } = await opened();
    const made = await send("POST", "purchases", { locationId: home, supplier, lines: lines(products), paid: 50_000 });
    const id = made.result!.id!;
    const before = structuredClone(row("purchase-orders", id));
    const noted = await send("PATCH", `purchases/${id}`, { note: "đã kiểm" });
    expect(noted.result).not.toHaveProperty("notTaken");
    const { description: _, ...kept } = row("purchase-orders", id);
    const { description: __, ...was } = before;
    expect(kept).toEqual(was);
    expect(row("purchase-orders", id).description).toMatch(/^đã kiểm #TB-[0-9A-Z]{16}$/);
    const { body } = sent(shop, "purchase-orders.update")[0]!;
    expect(body).toMatchObject({ paidAmount: 50_000, isDraft: 0, supplier: { code: "NCC000001" } });
    expect(body.purchaseOrderDetails).toHaveLength(2);

    const stock = stockAt(products[0].id, home);
    await send("PATCH", `purchases/${id}`, { lines: [{ productId: products[0].id, quantity: 1, price: 9_000 }] });
    expect(row("purchase-orders", id).purchaseOrderDetails).toHaveLength(1);
    expect(stockAt(products[0].id, home)).toBe(stock - 3);
  });

  test("that is a draft moves no stock until it is one no more", async () => {
    const { products, home, stockAt, send } = await opened();
    const before = stockAt(products[0].id, home);
    const line = [{ productId: products[0].id, quantity: 4, price: 1_000 }];
    const made = await send("POST", "purchases", { locationId: home, lines: line, draft: true });
    expect(stockAt(products[0].id, home)).toBe(before);
    const noted = await send("PATCH", `purchases/${made.result!.id}`, { note: "chờ" });
    expect(noted.result).not.toHaveProperty("notTaken");
    expect(stockAt(products[0].id, home)).toBe(before);
    await send("PATCH", `purchases/${made.result!.id}`, { draft: false });
    expect(stockAt(products[0].id, home)).toBe(before + 4);
  });

  test.each(["timeoutAfterCommit", "timeout"] as const)("is cancelled once, also after a %s", async (fault) => {
    const { shop, products, home, row, stockAt, send } = await opened();
    const made = await send("POST", "purchases", { locationId: home, lines: lines(products) });
    const stock = stockAt(products[0].id, home);
    shop.world.simulator.faults.next(fault, is("DELETE", /purchaseorders/));
    const write = await send("POST", `purchases/${made.result!.id}/cancel`, undefined, 120);
    expect(write).toMatchObject({ state: "succeeded" });
    expect(write.result).not.toHaveProperty("notTaken");
    expect(row("purchase-orders", made.result!.id!).status).toBe(4);
    expect(stockAt(products[0].id, home)).toBe(stock - 4);
  });
});

describe("a transfer of KiotViet", () => {
  const command = (shop: Awaited<ReturnType<typeof opened>>) => ({
    fromLocationId: shop.home,
    toLocationId: shop.other,
    lines: [{ code: shop.products[0].record.code, quantity: 3, price: 20_000 }],
    note: "hàng Tết",
  });

  test("takes goods from one branch to another when it is received, and shows what was asked", async () => {
    const world = await opened();
    const { products, home, other, stockAt, send } = world;
    const [from, to] = [stockAt(products[0].id, home), stockAt(products[0].id, other)];
    const made = await send("POST", "transfers", command(world));
    expect(made).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(made.result).not.toHaveProperty("notTaken");
    expect([stockAt(products[0].id, home), stockAt(products[0].id, other)]).toEqual([from - 3, to]);
    const received = await send("PATCH", `transfers/${made.result!.id}`, { status: "received" });
    expect(received).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(received.result).not.toHaveProperty("notTaken");
    expect([stockAt(products[0].id, home), stockAt(products[0].id, other)]).toEqual([from - 3, to + 3]);
  });

  test.each([
    ["timeoutAfterCommit", 1],
    ["timeout", 2],
  ] as const)("is made once, also after a %s", async (fault, attempts) => {
    const world = await opened();
    world.shop.world.simulator.faults.next(fault, is("POST", /transfers/));
    const write = await world.send("POST", "transfers", command(world), 120);
    expect(write).toMatchObject({ state: "succeeded", attempts });
    expect(sent(world.shop, "transfers.create")).toHaveLength(1);
  });

  test("keeps branches, code and goods when its note changes", async () => {
    const world = await opened();
    const { row, send } = world;
    const made = await send("POST", "transfers", { ...command(world), code: "CH-1", status: "draft" });
    const before = structuredClone(row("transfers", made.result!.id!));
    await send("PATCH", `transfers/${made.result!.id}`, { note: "gấp" });
    const { description, ...kept } = row("transfers", made.result!.id!);
    const { description: _, ...was } = before;
    expect(kept).toEqual(was);
    expect(description).toMatch(/^gấp #TB-/);
  });

  test.each(["timeoutAfterCommit", "timeout"] as const)("is taken back once, also after a %s", async (fault) => {
    const world = await opened();
    const { shop, home, products, stockAt, send } = world;
    const before = stockAt(products[0].id, home);
    const made = await send("POST", "transfers", command(world));
    shop.world.simulator.faults.next(fault, is("DELETE", /transfers/));
    const write = await send("POST", `transfers/${made.result!.id}/cancel`, undefined, 120);
    expect(write).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(write.result).not.toHaveProperty("notTaken");
    expect(shop.ids("transfers")).not.toContain(made.result!.id);
    expect(stockAt(products[0].id, home)).toBe(before);
  });
});
