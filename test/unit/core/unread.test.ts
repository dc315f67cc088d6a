import { expect, test } from "vitest";
import * as z from "zod";
import { toQuantity } from "../../../shared/core/money.ts";
import { Amount, Id, listOf, needed, partOf, Text, toText, UNREAD } from "../../../shared/core/rows.ts";
import { readLeniently, recordOf } from "../../../shared/core/unread.ts";

const Row = z.object({
  id: Id,
  name: Text,
  total: Amount,
  buyer: partOf({ name: Text, phone: Text }),
  lines: listOf(z.object({ code: Text, quantity: needed(toQuantity, 0) })),
});
const read = (row: unknown) => {
  const { value, unread } = readLeniently(Row, row, UNREAD);
  return { ...value, unread };
};
const row = {
  id: 1,
  name: "Áo",
  total: "5",
  buyer: { name: "Lan", phone: "09" },
  lines: [{ code: "A", quantity: 1 }, { code: "B", quantity: 2 }, { code: "C" }],
};
const lines = [
  { code: "A", quantity: 1 },
  { code: "B", quantity: 2 },
  { code: "C", quantity: 0 },
];
const whole = { id: "1", name: "Áo", total: 5, buyer: row.buyer, lines };

test("a row that fits is read whole", () => expect(read(row)).toEqual({ ...whole, unread: [] }));

test("an odd field is null and named; what is absent is undefined", () => {
  expect(read({ ...row, total: "-" })).toEqual({ ...whole, total: null, unread: ["total"] });
  expect(read({ ...row, total: null })).toEqual({ ...whole, total: undefined, unread: [] });
  expect(read({ ...row, buyer: { name: {}, phone: "09" } })).toEqual({
    ...whole,
    buyer: { name: null, phone: "09" },
    unread: ["buyer.name"],
  });
  expect(read({ ...row, buyer: "Lan" })).toEqual({ ...whole, buyer: null, unread: ["buyer"] });
});

test("a line without what it needs is left out, and the lines behind it keep their places in the names", () => {
  const odd = [null, { code: "B", quantity: "two" }, { code: {}, quantity: 3 }, "text", { code: "E", quantity: 5 }];
  expect(read({ ...row, lines: odd })).toEqual({
    ...whole,
    lines: [
      { code: null, quantity: 3 },
      { code: "E", quantity: 5 },
    ],
    unread: ["lines[0]", "lines[1]", "lines[2].code", "lines[3]"],
  });
});

test("lists come as arrays, keyed by id, as one bare entry or as nothing", () => {
  expect(read({ ...row, lines: { 7: row.lines[0], 8: row.lines[1], 9: row.lines[2] } })).toEqual({
    ...whole,
    unread: [],
  });
  expect(read({ ...row, lines: row.lines[1] }).lines).toEqual([lines[1]]);
  for (const nothing of [null, "", {}, [], undefined]) expect(read({ ...row, lines: nothing }).lines).toEqual([]);
  expect(read({ ...row, lines: "odd" })).toEqual({ ...whole, lines: [], unread: ["lines"] });
  expect(read({ ...row, lines: { 7: row.lines[0], 8: { quantity: {} } } })).toEqual({
    ...whole,
    lines: [lines[0]],
    unread: ["lines.8"],
  });
  expect(read({ ...row, lines: { code: "A", quantity: "-" } })).toEqual({ ...whole, lines: [], unread: ["lines"] });
});

test("PHP's empty object is no object", () => {
  for (const nothing of [[], "", null]) expect(read({ ...row, buyer: nothing }).buyer).toBeUndefined();
});

test("a row without an id cannot be read", () => {
  for (const odd of [null, 7, "text", [], {}, { id: {} }, { id: null }, { id: " " }])
    expect(() => readLeniently(Row, odd, UNREAD), JSON.stringify(odd)).toThrow(RangeError);
});

test("the names stay those of the row as it came, however many parts go one after the other", () => {
  const Nested = z.object({ id: Id, lines: listOf(z.object({ inner: z.object({ code: needed(toText) }) })) });
  const lines = [{ inner: { code: {} } }, { inner: { code: "A" } }, { inner: 7 }, { inner: { code: "B" } }];
  expect(readLeniently(Nested, { id: 1, lines }, UNREAD)).toMatchObject({
    value: { lines: [{ inner: { code: "A" } }, { inner: { code: "B" } }] },
    unread: ["lines[0]", "lines[2]"],
  });
});

test("the input stays as it came", () => {
  const odd = { ...row, lines: [null, ...row.lines] };
  const before = structuredClone(odd);
  readLeniently(Row, odd, UNREAD);
  expect(odd).toEqual(before);
});

test("our own schema is held as well: what does not fit is taken out up to the smallest part that may be missing", () => {
  const Ours = z.object({
    id: z.string(),
    total: z.number().optional(),
    lines: z.array(z.object({ quantity: z.number(), note: z.string().optional() })),
  });
  const record = { id: "1", total: "many", lines: [{ quantity: {} }, { quantity: 1, note: 5 }, { quantity: 2 }] };
  const { input, unread } = readLeniently(Ours, record);
  expect(input).toEqual({ id: "1", total: undefined, lines: [{ quantity: 1, note: undefined }, { quantity: 2 }] });
  expect(unread).toEqual(["lines[0]", "lines[1].note", "total"]);
});

test("a record names what it lacks, and a shape can ask for it", () => {
  const toRecord = recordOf(Row, ({ id, lines, total, name }, { lacks }) => ({
    id,
    name,
    total,
    count: lacks("lines") ? undefined : lines.length,
  }));
  expect(toRecord(row)).toEqual({ id: "1", name: "Áo", total: 5, count: 3 });
  const odd = { ...row, total: {}, lines: [{ quantity: "x" }] };
  expect(toRecord(odd)).toEqual({ id: "1", name: "Áo", _meta: { unread: ["lines[0]", "total"] } });
});

test("of very many odd fields only the first are named", () => {
  const odd = { ...row, lines: Array.from({ length: 5_000 }, () => ({ quantity: "x" })) };
  const started = performance.now();
  expect(read(odd).unread).toHaveLength(50);
  expect(performance.now() - started).toBeLessThan(2_000);
});
