import { expect, test } from "vitest";
import * as z from "zod";
import { shaperOf } from "../../../shared/api/shape-answer.ts";

const shape = (schema: z.ZodType, value: unknown) => {
  const extra: string[] = [];
  return { shaped: shaperOf(schema)(value, [], (path) => extra.push(path)), extra };
};

const Row = z.object({ id: z.string(), inner: z.object({ a: z.number() }).optional(), raw: z.unknown().optional() });

test("a field that the schema does not have stays inside, at every depth, and is named", () => {
  const value = { data: [{ id: "1", secret: "x", inner: { a: 1, token: "y" } }], next: null };
  const schema = z.object({ data: z.array(Row), next: z.string().nullable() });
  expect(shape(schema, value)).toEqual({
    shaped: { data: [{ id: "1", inner: { a: 1 } }], next: null },
    extra: ["data.secret", "data.inner.token"],
  });
  expect(value.data[0]).toHaveProperty("secret");
});

test("a value without extra fields is handed on as it is", () => {
  const value = { id: "1", inner: { a: 1 }, raw: { anything: { at: "all" } } };
  expect(shape(Row, value)).toEqual({ shaped: value, extra: [] });
  expect(shape(Row, value).shaped).toBe(value);
});

test("an option of a union and the values of a record are looked at too", () => {
  const Either = z.union([
    z.object({ kind: z.literal("a"), a: z.number() }),
    z.object({ kind: z.literal("b"), b: z.number() }),
  ]);
  expect(shape(Either, { kind: "b", b: 1, a: 2 })).toEqual({ shaped: { kind: "b", b: 1 }, extra: ["a"] });
  expect(shape(z.record(z.string(), Row), { one: { id: "1", secret: 1 } })).toEqual({
    shaped: { one: { id: "1" } },
    extra: ["secret"],
  });
});

test("a value of another type than the schema's is answered all the same", () => {
  expect(shape(Row, { id: 7, inner: "text" })).toEqual({ shaped: { id: 7, inner: "text" }, extra: [] });
  expect(shape(z.object({ data: z.array(Row) }), { data: null })).toEqual({ shaped: { data: null }, extra: [] });
});

test("a field that was not set is no extra field", () => {
  expect(shape(Row, { id: "1", secret: undefined }).extra).toEqual([]);
});
