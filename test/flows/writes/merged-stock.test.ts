import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Write } from "../../../shared/stores/ledger.ts";
import { mergeStock } from "../../../shared/usecases/writing/merge-stock.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

const open = () => {
  const shop = openStubShop("nhanh-v3", async () => ({ data: { id: 1 } }));
  const stock = (amount: { delta: number } | { absolute: number }): Promise<Write> =>
    shop.submit({ kind: "stock.set", command: { productId: "1", locationId: "1", ...amount } });
  const entries = async () => (await shop.ledger.list(shop.ref, { limit: 1_000 })).writes;
  const waiting = async () => (await entries()).filter(({ state }) => state === "queued");
  return { ...shop, stock, waiting };
};
const deltaOf = ({ command }: Write): number => (command as { delta: number }).delta;

describe("an entry that carries another one's difference", () => {
  test("cannot be cancelled, for the other would be lost with it, and says whose it is", async () => {
    const shop = open();
    const first = await shop.stock({ delta: 5 });
    const second = await shop.stock({ delta: -1 });
    await expect(shop.change(second.id, { action: "cancel" })).rejects.toMatchObject({
      status: 409,
      code: "carries-another",
      errors: [{ field: "write", message: expect.stringContaining(first.id) }],
    });
    expect((await shop.waiting()).map(deltaOf)).toEqual([4]);
    // What the refusal advises.
    await shop.stock({ delta: 1 });
    expect((await shop.waiting()).map(deltaOf)).toEqual([5]);
  });

  test("one that carries only its own can be cancelled", async () => {
    const shop = open();
    const { id } = await shop.stock({ delta: 5 });
    expect(await shop.change(id, { action: "cancel" })).toMatchObject({ state: "cancelled" });
  });
});

test("differences add up as decimals: none is lost, and none is a trace of nothing", async () => {
  const inThousandths = (delta: number): number => Math.round(delta * 1_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.integer({ min: -400, max: 400 }).filter((thousandths) => thousandths !== 0),
        { minLength: 2, maxLength: 8 },
      ),
      async (thousandths) => {
        const shop = open();
        for (const amount of thousandths) {
          shop.time.now += 1;
          await shop.stock({ delta: amount / 1_000 });
        }
        const deltas = (await shop.waiting()).map(deltaOf);
        for (const delta of deltas) expect(delta).toBe(inThousandths(delta) / 1_000);
        expect(deltas).not.toContain(0);
        expect(deltas.map(inThousandths).reduce((sum, delta) => sum + delta)).toBe(
          thousandths.reduce((sum, amount) => sum + amount),
        );
      },
    ),
    { examples: [[[300, -100, -200]]], numRuns: 200 },
  );
});

test("a difference upon a stock that waits to be set makes a decimal sum", async () => {
  const shop = openStubShop("kiotviet", async () => ({}));
  const raw = { id: 1, inventories: [{ branchId: 1, onHand: 7 }] };
  const stored = { id: "1", record: { productId: "1", levels: [] } as never, raw, modified: 1 };
  await shop.deps.records.keep(shop.ref, "inventory", stored, { observedAt: shop.time.now, known: undefined });
  const place = { productId: "1", locationId: "1" };
  await shop.submit({ kind: "stock.set", command: { ...place, absolute: 0.3 } });
  const { command } = await shop.submit({ kind: "stock.set", command: { ...place, delta: -0.1, basis: "read" } });
  expect(command).toMatchObject({ absolute: 0.2 });
});

test("a difference with a note of its own is no part of a stock that waits to be set", async () => {
  const shop = openStubShop("nhanh-v3", async () => ({ data: { id: 1 } }));
  const { command, ...rest } = await shop.submit({
    kind: "stock.set",
    command: { productId: "1", locationId: "1", delta: 1 },
  });
  const waiting = (note?: string) =>
    ({
      ...rest,
      kind: "stock.set",
      command: { ...(command as object), delta: undefined, absolute: 10, note },
    }) as Write;
  const coming = (note?: string) => ({
    ifVersion: undefined,
    command: { productId: "1", locationId: "1", delta: 2, note },
  });
  expect(mergeStock(waiting(), coming("hàng trả"))).toBeUndefined();
  expect(mergeStock(waiting("kiểm kê"), coming("hàng trả"))).toBeUndefined();
  expect(mergeStock(waiting("kiểm kê"), coming("kiểm kê"))?.command).toMatchObject({ absolute: 12, note: "kiểm kê" });
  expect(mergeStock(waiting("kiểm kê"), coming())?.command).toMatchObject({ absolute: 12, note: "kiểm kê" });
});
