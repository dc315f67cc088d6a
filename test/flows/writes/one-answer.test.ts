import { beforeEach, describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { createLedgerStore, type Write } from "../../../shared/stores/ledger.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const NOW = Date.UTC(2026, 10, 20);
const ref = { tenant: "acme", shop: "one" };
const draft = (id: string): Write => ({
  ...ref,
  id,
  place: `place-${id}`,
  entity: id,
  kind: "orders.create",
  operation: "orders.create",
  command: {},
  state: "queued",
  attempts: 0,
  probes: 0,
  createdAt: NOW,
  requestHash: id,
});
const refusal = {
  code: "unknown-record" as const,
  message: "no",
  errors: [{ field: "lines", message: "9 is not there" }],
};

describe("a refusal under a key", () => {
  test("keeps the same request out for a minute, and lets another body in at once", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    expect(await ledger.refuse(ref, { key: "key", asked: "first" }, refusal, NOW)).toBe(true);
    expect(await ledger.byKey(ref, "key", NOW + 59_000)).toMatchObject({ asked: "first", refusal });
    const same = { write: draft("same"), key: "key", asked: "first" };
    expect(await ledger.add([same], undefined, NOW + 59_000)).toBe(false);
    expect(await ledger.add([same], undefined, NOW + 61_000)).toBe(true);
    const other = createLedgerStore(new MemoryTable());
    await other.refuse(ref, { key: "key", asked: "first" }, refusal, NOW);
    expect(await other.add([{ write: draft("b"), key: "key", asked: "corrected" }], undefined, NOW)).toBe(true);
    expect(await other.byKey(ref, "key", NOW)).toMatchObject({ id: "b" });
  });

  test("never takes the place of an entry", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    await ledger.add([{ write: draft("one"), key: "key", asked: "first" }], undefined, NOW);
    expect(await ledger.refuse(ref, { key: "key", asked: "first" }, refusal, NOW)).toBe(false);
    expect(await ledger.byKey(ref, "key", NOW)).toMatchObject({ id: "one" });
  });
});

describe("two requests with one key, between which the copy gets the product", () => {
  let shop: WriteShop;
  /** Nhanh v2 makes up what it does not know, so its products must be in the copy. */
  const order = { customer: { name: "Lan", phone: "0901234567" }, lines: [{ productId: "", quantity: 1, price: 1 }] };
  const unknownNow = async (): Promise<{ come: () => Promise<void>; body: typeof order }> => {
    const id = shop.ids("products")[0]!;
    const { records } = shop.world.deps;
    const { living } = records;
    records.living = async (...args) => (await living(...args)).filter((one) => one !== id);
    const come = async () => {
      records.living = living;
    };
    return { come, body: { ...order, lines: [{ ...order.lines[0]!, productId: id }] } };
  };
  beforeEach(async () => {
    shop = await openWriteShop("nhanh-v2");
  });

  test("have one answer, and a minute later the same request is judged anew", async () => {
    const { come, body } = await unknownNow();
    const first = await shop.request("POST", "orders", body, "key");
    expect(first.status).toBe(422);
    await come();
    expect(await shop.request("POST", "orders", body, "key")).toMatchObject({
      status: 422,
      body: { errors: first.body.errors },
    });
    await shop.world.pass(2 * MINUTE);
    expect((await shop.request("POST", "orders", body, "key")).status).toBe(202);
  });

  test("have one answer for each entry of a list", async () => {
    const { come, body } = await unknownNow();
    const list = [body, { nonsense: true }];
    const first = await shop.request("POST", "orders", list, "list");
    await come();
    const second = await shop.request("POST", "orders", list, "list");
    const statuses = ({ body: { data } }: typeof first) => data.map(({ status }: { status: number }) => status);
    expect([statuses(first), statuses(second)]).toEqual([
      [422, 422],
      [422, 422],
    ]);
  });

  test("a corrected body goes in under the same key", async () => {
    const { come, body } = await unknownNow();
    expect((await shop.request("POST", "orders", body, "key")).status).toBe(422);
    await come();
    expect((await shop.request("POST", "orders", { ...body, note: "again" }, "key")).status).toBe(202);
  });
});
