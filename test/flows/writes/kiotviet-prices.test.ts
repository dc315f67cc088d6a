import { describe, expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

const opened = async () => {
  const shop = await openWriteShop("kiotviet");
  const { simulator, deps, ref } = shop.world;
  const send = async (method: string, path: string, body?: unknown, minutes?: number) => {
    const answer = await shop.request(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    await shop.settle(minutes ?? 30);
    return shop.write(answer.body.id);
  };
  const rows = (resource: string): any[] => simulator.rows(resource) as any[];
  const record = async (resource: string, id: string): Promise<any> => (await deps.records.get(ref, resource, id))!;
  const sent = (operation: string) => shop.journal().filter((entry) => entry.operation === operation);
  return { shop, simulator, rows, record, send, sent };
};
const posts = ({ method }: SimulatedRequest): boolean => method !== "GET";

describe("a price of a price book of KiotViet", () => {
  const books = async () => {
    const world = await opened();
    const [product] = world.shop.ids("products");
    const { record } = await world.record("products", product!);
    return {
      ...world,
      productId: product!,
      code: record.code as string,
      bookId: String(world.rows("price-books")[0].id),
    };
  };
  const priceIn = (world: Awaited<ReturnType<typeof books>>) =>
    world
      .rows("price-book-prices")
      .find(({ priceBookId, productId }) => priceBookId === world.bookId && String(productId) === world.productId)
      ?.price;

  test("is set for a product that is named by its code, and seen there", async () => {
    const world = await books();
    const write = await world.send("PATCH", `price-books/${world.bookId}`, {
      prices: [{ code: world.code, price: 77_000 }],
    });
    expect(write).toMatchObject({ state: "succeeded", result: { id: world.productId, readBack: true } });
    expect(write.result).not.toHaveProperty("notTaken");
    expect(write.result).not.toHaveProperty("unseen");
    expect(priceIn(world)).toBe(77_000);
    expect((await world.record("products", world.productId)).record.prices).toContainEqual(
      expect.objectContaining({ priceBookId: world.bookId, price: 77_000 }),
    );
  });

  test("of the common book is the product's own price", async () => {
    const world = await books();
    const write = await world.send("PATCH", "price-books/0", {
      prices: [{ productId: world.productId, price: 66_000 }],
    });
    expect(write.result).not.toHaveProperty("notTaken");
    expect((await world.record("products", world.productId)).record.price).toBe(66_000);
  });

  test("two in one command are refused by field, because the call sets one", async () => {
    const world = await books();
    const price = { productId: world.productId, price: 1_000 };
    const { status, body } = await world.shop.request("PATCH", `price-books/${world.bookId}`, {
      prices: [price, price],
    });
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ field: "prices", message: expect.stringContaining("one price in a call") });
  });

  test.each([
    ["timeoutAfterCommit", 1],
    ["timeout", 2],
  ] as const)("is looked up after a %s", async (fault, attempts) => {
    const world = await books();
    world.simulator.faults.next(fault, posts);
    const write = await world.send(
      "PATCH",
      `price-books/${world.bookId}`,
      { prices: [{ productId: world.productId, price: 78_000 }] },
      120,
    );
    expect(write).toMatchObject({ state: "succeeded", attempts });
    expect(priceIn(world)).toBe(78_000);
  });
});

describe("voucher codes of KiotViet", () => {
  const campaign = async () => {
    const world = await opened();
    const campaignId = String(world.rows("voucher-campaigns")[0].id);
    const stateOf = (code: string) => world.rows("vouchers").find((row) => row.code === code)?.status;
    return { ...world, campaignId, stateOf };
  };

  test("are made, handed out and, while nobody has them, cancelled", async () => {
    const { campaignId, send, stateOf } = await campaign();
    const codes = ["TET-1", "TET-2"];
    const made = await send("POST", "vouchers", { campaignId, codes: [...codes, "TET-3"] });
    expect(made).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(made.result).not.toHaveProperty("notTaken");
    const at = "2026-01-20T08:00:00+07:00";
    const released = await send("POST", "vouchers/release", { campaignId, codes, at });
    expect(released.result).not.toHaveProperty("notTaken");
    expect(released.result).not.toHaveProperty("unseen");
    expect(codes.map(stateOf)).toEqual([1, 1]);
    const cancelled = await send("POST", "vouchers/cancel", { campaignId, codes: ["TET-3"] });
    expect(cancelled).toMatchObject({ state: "succeeded", result: { readBack: true } });
    expect(cancelled.result).not.toHaveProperty("notTaken");
    expect(stateOf("TET-3")).toBe(3);
  });

  test("that were handed out cannot be cancelled (§2.24.5), in the vendor's words", async () => {
    const { campaignId, send, stateOf } = await campaign();
    await send("POST", "vouchers", { campaignId, codes: ["TET-1"] });
    await send("POST", "vouchers/release", { campaignId, codes: ["TET-1"] });
    expect(await send("POST", "vouchers/cancel", { campaignId, codes: ["TET-1"] })).toMatchObject({
      state: "rejected",
      error: { message: expect.stringContaining("chưa sử dụng") },
    });
    expect(stateOf("TET-1")).toBe(1);
  });

  test.each([
    ["timeoutAfterCommit", 1],
    ["timeout", 2],
  ] as const)("are made, handed out and cancelled once, also after a %s", async (fault, attempts) => {
    const { campaignId, send, stateOf, simulator, sent } = await campaign();
    simulator.faults.next(fault, posts);
    const made = await send("POST", "vouchers", { campaignId, codes: ["TET-1", "TET-2"] }, 120);
    expect(made).toMatchObject({ state: "succeeded", attempts });
    simulator.faults.next(fault, posts);
    const released = await send("POST", "vouchers/release", { campaignId, codes: ["TET-1"] }, 120);
    expect(released).toMatchObject({ state: "succeeded", attempts });
    simulator.faults.next(fault, posts);
    const cancelled = await send("POST", "vouchers/cancel", { campaignId, codes: ["TET-2"] }, 120);
    expect(cancelled).toMatchObject({ state: "succeeded", attempts });
    expect(["TET-1", "TET-2"].map(stateOf)).toEqual([1, 3]);
    // One entry of the journal for each code.
    expect(
      [sent("vouchers.create"), sent("vouchers.release"), sent("vouchers.cancel")].map((all) => all.length),
    ).toEqual([2, 1, 1]);
  });

  test("one of which exists are not made again: the vendor refuses all of them", async () => {
    const { campaignId, send, rows } = await campaign();
    await send("POST", "vouchers", { campaignId, codes: ["TET-1"] });
    const write = await send("POST", "vouchers", { campaignId, codes: ["TET-1", "TET-9"] });
    expect(write).toMatchObject({ state: "rejected", error: { message: expect.stringContaining("đã tồn tại") } });
    expect(rows("vouchers").map(({ code }) => code)).not.toContain("TET-9");
  });

  test("of the vendor's own making, and terms that belong to the campaign, are not taken", async () => {
    const { campaignId, shop } = await campaign();
    const { status, body } = await shop.request("POST", "vouchers", { campaignId, count: 5, value: 10_000 });
    expect(status).toBe(422);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(["codes", "count", "value"]);
  });
});
