import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { cutDown } from "../../../shared/core/cut.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { createRecordStore, type Observation } from "../../../shared/stores/records.ts";

const ref = { tenant: "acme", shop: "one" };
const NOW = Date.UTC(2026, 10, 20);
/** A picture inside a text: it cannot be compressed by much. */
const picture = (bytes: number): string => `<img src="data:image/png;base64,${randomBytes(bytes).toString("base64")}">`;

const product = (description: string, price = 1_000): Observation => ({
  id: "7",
  modified: NOW,
  record: { id: "7", name: "Áo thun", description, price },
  raw: { id: 7, name: "Áo thun", description, basePrice: price, images: ["a.png"] },
});

describe("a record that is too large for the table", () => {
  test("is stored cut down and marked: what is small stays whole, and it is canonical", async () => {
    const table = new MemoryTable();
    const store = createRecordStore(table);
    const counts = await store.upsert(ref, "products", [product(picture(600_000))], NOW);
    expect(counts).toMatchObject({ added: 1, refused: [] });
    const stored = (await store.get(ref, "products", "7"))!;
    expect(stored.record).toMatchObject({ id: "7", name: "Áo thun", price: 1_000 });
    expect(stored.record._meta?.cut).toEqual(["description", "_raw.description"]);
    expect(schemaOf("products").safeParse(stored.record).success).toBe(true);
    expect(stored.raw).toMatchObject({ id: 7, basePrice: 1_000, images: ["a.png"] });
    const { description } = stored.record as { description: string };
    expect(description.startsWith('<img src="data:image/png;base64,')).toBe(true);
    const item = (await table.get({ pk: table.stream.at(-1)!.key.pk, sk: "7" }))!;
    expect((item.body as Uint8Array).length).toBeLessThan(390_000);
  });

  test("makes no new version in the next cycle, and one when it changes, even behind the cut", async () => {
    const store = createRecordStore(new MemoryTable());
    const large = picture(600_000);
    await store.upsert(ref, "products", [product(large)], NOW);
    expect(await store.upsert(ref, "products", [product(large)], NOW + 60_000)).toMatchObject({ unchanged: 1 });
    const other = { ...product(`${large}!`), modified: NOW + 90_000 };
    expect(await store.upsert(ref, "products", [other], NOW + 120_000)).toMatchObject({ updated: 1 });
    const small = { ...product("short"), modified: NOW + 150_000 };
    await store.upsert(ref, "products", [small], NOW + 180_000);
    const stored = (await store.get(ref, "products", "7"))!;
    expect(stored.record).toEqual(small.record);
    expect(stored.raw).toEqual(small.raw);
  });

  test("does not hold up the others of its page", async () => {
    const store = createRecordStore(new MemoryTable());
    const rows = [product(picture(900_000)), { ...product("b"), id: "8", record: { id: "8", name: "b" } }];
    expect(await store.upsert(ref, "products", rows, NOW)).toMatchObject({ added: 2 });
  });

  test("of many lines keeps the first ones", async () => {
    const store = createRecordStore(new MemoryTable());
    const lines = Array.from({ length: 20_000 }, (_, index) => ({
      productId: randomBytes(12).toString("hex"),
      name: randomBytes(30).toString("base64"),
      quantity: index + 1,
      price: 1_000,
    }));
    const record = { id: "7", code: "DH7", status: "completed", total: 5, lines } as unknown as Observation["record"];
    await store.upsert(ref, "orders", [{ id: "7", modified: NOW, record, raw: { id: 7, lines } }], NOW);
    const stored = (await store.get(ref, "orders", "7"))!;
    const kept = (stored.record as unknown as { lines: typeof lines }).lines;
    expect(kept.length).toBeGreaterThan(50);
    expect(kept).toEqual(lines.slice(0, kept.length));
    expect(stored.record).toMatchObject({ code: "DH7", status: "completed", total: 5 });
    expect(stored.record._meta?.cut).toEqual(["lines", "_raw.lines"]);
  });
});

test("an object is cut to its bound whatever it is made of", () => {
  const letters = ["a", "ă", "😀", "\u0001", '"'];
  for (const letter of letters) {
    const { value, fields } = cutDown(
      { id: "1", note: letter.repeat(300_000), nested: { deep: [letter.repeat(90_000)] } },
      50_000,
    );
    expect(Buffer.byteLength(JSON.stringify(value))).toBeLessThanOrEqual(50_000);
    expect(value.id).toBe("1");
    expect(fields).toContain("note");
    expect(JSON.stringify(value)).not.toMatch(/\\ud[89ab]/i);
  }
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, index]));
  expect(Buffer.byteLength(JSON.stringify(cutDown({ id: "1", ...many }, 50_000).value))).toBeLessThanOrEqual(50_000);
});
