import { describe, expect, test } from "vitest";
import { leavesOf, linesOf, sourcesIn } from "../../../shared/pages/console/record/paths.ts";
import { sources as kiotviet } from "../../../shared/vendors/kiotviet/sources.ts";

const listed = (table: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(table).map(([field, raw]) => [field, raw === "" ? [] : raw.split(", ")]));

/** Paths of the vendor's row that a field of the record is linked with. */
const linked = (record: object, raw: object, path: string, sources = listed(kiotviet.products!)) =>
  sourcesIn(path, sources, { record: leavesOf(record), raw: leavesOf(raw) }).map((leaf) => leaf.path);

describe("the fields of a record and of the vendor's row", () => {
  test("are linked by the vendor's table of sources, where the row has them", () => {
    const raw = { id: 7, code: "SP1", fullName: "Áo thun", basePrice: 100_000 };
    const record = { id: "7", code: "SP1", name: "Áo thun", price: 100_000, type: "simple" };
    expect(linked(record, raw, "price")).toEqual(["basePrice"]);
    expect(linked(record, raw, "name")).toEqual(["fullName"]);
    expect(linked(record, raw, "type")).toEqual([]);
  });

  test("part by part, where both lists have equally many parts", () => {
    const raw = {
      productFormulas: [
        { materialId: 1, quantity: 2 },
        { materialId: 5, quantity: 9 },
      ],
    };
    const record = {
      components: [
        { productId: "1", quantity: 2 },
        { productId: "5", quantity: 9 },
      ],
    };
    expect(linked(record, raw, "components[1].quantity")).toEqual(["productFormulas[1].quantity"]);
    const shorter = { components: [record.components[1]] };
    expect(linked(shorter, raw, "components[0].quantity")).toEqual([
      "productFormulas[0].quantity",
      "productFormulas[1].quantity",
    ]);
  });

  test("a part of which the table names the whole alone is linked with the whole", () => {
    const sources = { address: ["address"] };
    expect(linked({ address: { line: "1 Lê Lợi" } }, { address: "1 Lê Lợi" }, "address.line", sources)).toEqual([
      "address",
    ]);
    const nested = { address: { street: "1 Lê Lợi", ward: null } };
    expect(linked({ address: { line: "1 Lê Lợi" } }, nested, "address.line", sources)).toEqual([
      "address.street",
      "address.ward",
    ]);
  });

  test("stand in lines that are the row's JSON, each value under its own path", () => {
    const raw = { id: 7, tags: [], lines: [{ code: "A" }, { code: "B" }] };
    const lines = linesOf(raw);
    expect(JSON.parse(lines.map(({ text }) => text).join("\n"))).toEqual(raw);
    expect(lines.find(({ path }) => path === "lines[1].code")?.text).toBe('"code": "B"');
    expect(leavesOf(raw).map(({ path }) => path)).toEqual(["id", "tags", "lines[0].code", "lines[1].code"]);
  });
});
