import fc from "fast-check";
import { expect, test } from "vitest";
import { readBody } from "../../../shared/api/read-request.ts";
import { inexactIn } from "../../../shared/core/json.ts";

const read = (body: string) =>
  readBody({ rawPath: "/", headers: {}, body, requestContext: { http: { method: "POST" } } }, {});

test.each([
  ['{"id":9007199254740993}', "id"],
  ['{"lines":[{"productId":"1"},{"productId": 12345678901234567890}]}', "lines.1.productId"],
  ['[{"quantity":0.1234567890123456789}]', "0.quantity"],
  ["9007199254740992", "body"],
  ['{"cod":-1e-400}', "cod"],
])("%s is refused by its field, because it would be another number", (body, field) => {
  const { fault } = read(body);
  expect(fault).toMatchObject({ status: 400, code: "malformed-json", errors: [{ field }] });
});

test.each([
  '{"id":9007199254740991,"name":"9007199254740993 : 9007199254740993"}',
  '{"price":150000.0000000000000000,"delta":0.30000000000000004,"fee":1.50e3,"none":0.0000000000000000,"less":-2.5E-7}',
])("%s is taken as it is", (body) => {
  expect(read(body)).toEqual({ body: JSON.parse(body) });
});

test("what JavaScript writes is never refused, and zeros without end take no time", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      fc.pre(!Number.isInteger(value) || Number.isSafeInteger(value));
      expect(inexactIn(JSON.stringify({ value }))).toBeUndefined();
    }),
  );
  const began = performance.now();
  expect(inexactIn(`[0.${"0".repeat(900_000)}1]`)).toMatchObject({ path: "0" });
  expect(performance.now() - began).toBeLessThan(2_000);
});
