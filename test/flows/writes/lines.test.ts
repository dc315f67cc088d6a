import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

const order = (customer: string) =>
  ({
    kind: "orders.create",
    command: { locationId: "1", customer: { id: customer }, lines: [{ productId: "1", quantity: 1, price: 5 }] },
  }) as const;

test("a line that is due is worked off at once, however many others wait in front of it", async () => {
  const shop = openStubShop("kiotviet", async (operation, { params }) => {
    if (operation === "orders.create") throw new RetryLater("refused", { delivered: "no" });
    return { id: params?.id, name: "Áo" };
  });
  for (let customer = 1; customer <= 850; customer += 1) {
    const write = await shop.submit(order(String(customer)));
    await shop.ledger.change(write, { notBefore: shop.time.now + HOUR });
  }
  // The line of this product comes last in the order in which lines are kept.
  const nameOf = (product: number): string => createHash("sha256").update(`product:${product}`).digest("base64url");
  let product = 1_000;
  while (!nameOf(product).startsWith("zz")) product += 1;
  const { id } = await shop.submit({
    kind: "stock.set",
    command: { productId: String(product), locationId: "1", absolute: 3 },
  });
  const began = shop.time.now;
  const again = await shop.run();
  expect(await shop.write(id)).toMatchObject({ state: "succeeded" });
  expect(again).toBe(began + HOUR);
});

describe("a write whose outcome cannot be found out holds its line for a quarter of an hour", () => {
  /** Minutes from the first try to the one behind. */
  const heldFor = async (seed: number, answer: (now: number) => RetryLater): Promise<number> => {
    let isFirst = true;
    let passed: number | undefined;
    const shop = openStubShop(
      "kiotviet",
      async (operation) => {
        if (operation !== "orders.create") throw answer(shop.time.now);
        if (!isFirst) passed = shop.time.now;
        else {
          isFirst = false;
          throw new RetryLater("no answer");
        }
        return { id: 2 };
      },
      seed,
    );
    await shop.submit(order("1"));
    await shop.submit(order("1"));
    const began = shop.time.now;
    while (passed === undefined && shop.time.now < began + 3 * HOUR) {
      const again = await shop.run();
      shop.time.now = Math.max(shop.time.now + 1, again ?? shop.time.now + MINUTE);
    }
    return ((passed ?? Number.POSITIVE_INFINITY) - began) / MINUTE;
  };

  test("when the vendor does not answer the search", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const minutes = await heldFor(seed, () => new RetryLater("the list is down"));
        expect(minutes).toBeGreaterThan(14.9);
        expect(minutes).toBeLessThan(15.1);
      }),
      { numRuns: 40 },
    );
  });

  test("when the vendor says to come back in an hour", async () => {
    const minutes = await heldFor(1, (now) => new RetryLater("wait", { retryAt: now + HOUR, limited: true }));
    expect(minutes).toBeLessThan(15.1);
  });

  test("also where it could be sent again, and the one behind came late", async () => {
    // An update that may be repeated keeps a line to itself for longer while nobody stands behind it.
    const shop = openStubShop("isale", async () => {
      throw new RetryLater("no answer", { retryAt: shop.time.now + HOUR });
    });
    const first = await shop.submit({ kind: "products.update", command: { id: "1", price: 3 } });
    const until = async (end: number): Promise<void> => {
      while (shop.time.now < end) {
        const again = await shop.run();
        shop.time.now = Math.min(end, Math.max(shop.time.now + 1, again ?? end));
      }
    };
    await until(shop.time.now + 3 * HOUR);
    expect(await shop.write(first.id)).toMatchObject({ state: "unknown" });
    expect((await shop.write(first.id)).aside).toBeUndefined();
    const second = await shop.submit({ kind: "products.update", command: { id: "1", price: 4 } });
    await until(shop.time.now + 15.1 * MINUTE);
    expect(await shop.write(first.id)).toMatchObject({ aside: true });
    expect(await shop.write(second.id)).toMatchObject({ warnings: [expect.stringContaining(first.id)] });
    expect((await shop.write(second.id)).attempts).toBeGreaterThan(0);
  });

  test("when it may be sent again, and the vendor does not show the record that it is about", async () => {
    const raw = { id: 1, code: "DH1", status: 1, orderDetails: [] };
    let sent = 0;
    const shop = openStubShop("kiotviet", async (operation) => {
      if (operation === "orders.update") sent += 1;
      if (sent === 0) return { ...raw, modifiedDate: "2026-01-01T00:00:00" };
      throw new RetryLater("no answer");
    });
    const stored = { id: "1", record: { id: "1" } as never, raw, modified: 1 };
    await shop.deps.records.keep(shop.ref, "orders", stored, { observedAt: shop.time.now, known: undefined });
    const first = await shop.submit({ kind: "orders.update", command: { id: "1", note: "first" } });
    const second = await shop.submit({ kind: "orders.update", command: { id: "1", note: "second" } });
    const end = shop.time.now + 15.1 * MINUTE;
    while (shop.time.now < end) {
      const again = await shop.run();
      shop.time.now = Math.min(end, Math.max(shop.time.now + 1, again ?? end));
    }
    expect(sent).toBe(1);
    expect(await shop.write(first.id)).toMatchObject({ state: "unknown", aside: true });
    expect(await shop.write(second.id)).toMatchObject({ warnings: [expect.stringContaining(first.id)] });
  });
});

test.each([
  ["alone", {}],
  ["of a list", { batch: "batch-1" }],
])(
  "a write whose record the vendor does not show is dead within the hour, like one that cannot be sent: %s",
  async (_, batch) => {
    const shop = openStubShop("kiotviet", async () => {
      throw new RetryLater("no answer");
    });
    const writes: string[] = [];
    for (const id of ["1", "2"]) {
      const raw = { id: Number(id), code: `SP${id}`, name: "Áo", categoryId: 1 };
      const stored = { id, record: { id } as never, raw, modified: 1 };
      await shop.deps.records.keep(shop.ref, "products", stored, { observedAt: shop.time.now, known: undefined });
      writes.push((await shop.submit({ kind: "products.update", command: { id, price: 5 }, ...batch })).id);
    }
    const end = shop.time.now + HOUR;
    while (shop.time.now < end) {
      const again = await shop.run();
      shop.time.now = Math.max(shop.time.now + 1, again ?? end);
    }
    for (const id of writes) expect(await shop.write(id)).toMatchObject({ state: "dead", closed: true });
  },
);
