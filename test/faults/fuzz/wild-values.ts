import fc from "fast-check";

/** Texts that have broken something somewhere. */
const texts = [
  "",
  " ",
  "\u0000",
  "\u0001\u001f\u007f",
  "\r\nSet-Cookie: a=b",
  "\ud800",
  "a\udc00",
  "\ufeff",
  "\u202e\u200b",
  "👩‍👩‍👧‍👦",
  "ế".repeat(400),
  "x".repeat(1_025),
  "x".repeat(2_049),
  "x".repeat(20_000),
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "%00",
  "%2F..%2f",
  "a#b",
  "T#other#S#one",
  "SHOP#kiotviet",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e999",
  "9007199254740993",
  "99999999999999999999999999",
  "0x10",
  "١٢٣",
  "true",
  "0000-00-00T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "+275760-09-13T00:00:00.001Z",
  "2026-02-30T00:00:00Z",
  "2026-11-20T08:00:00+99:99",
  "eyJhIjoxfQ",
  "IiI",
  "bnVsbA",
  "*",
  ",",
  "a,,b",
  "orders,orders",
  "orders.*",
  "http://169.254.169.254/latest/meta-data",
  "https://user:pass@localhost./",
  "javascript:alert(1)",
  "' OR 1=1 --",
];

export const wildText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.integer().map(String),
);

const numbers = [0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 53), 2 ** 31, 253_402_300_800_000];

/** Anything that JSON can carry. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  wildText,
  fc.constantFrom<unknown>(...numbers, null, true, false, [], {}, [[]], [null], { "": "" }, { a: { b: { c: [] } } }),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":{"admin":true}}'), { constructor: { prototype: {} } }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(fc.constant(null), { minLength: 90, maxLength: 1_100 }),
);

const nested = (open: string, close: string, times: number): string => open.repeat(times) + close.repeat(times);

/** Bodies as text, which no value makes. */
export const wildBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "null",
    "[]",
    "{}",
    '""',
    "0",
    "{",
    '{"a":1,}',
    '{"name":"a","name":"b"}',
    '{"name":1e999}',
    '{"name":-1e999}',
    '{"name":"\\ud800"}',
    '{"\\udfff":1}',
    '{"__proto__":{"name":"a"},"name":"b"}',
    '{"id":9007199254740993000000}',
    "\ufeff{}",
    "\u0000",
    nested("[", "]", 100_000),
    nested('{"a":', "}", 0),
    `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
    `{"name":${nested("[", "]", 100_000)}}`,
    `["${"x".repeat(999_000)}"]`,
    `"${"x".repeat(1_000_001)}"`,
    `[${"0,".repeat(1_000)}0]`,
    `[${"{},".repeat(999)}{}]`,
  ),
  wildValue.map((value) => JSON.stringify(value)),
);
