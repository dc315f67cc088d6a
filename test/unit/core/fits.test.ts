import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { fits } from "../../../shared/core/fits.ts";
import { isCanonical, schemaOf } from "../../../shared/core/records.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const odd = [
  undefined,
  null,
  "",
  "  ",
  "7.25",
  "12345678901234567",
  7,
  7.5,
  -0,
  Number.NaN,
  2 ** 53,
  true,
  [],
  [null],
  {},
];

/** Every record that differs from this one in one field, however deep. */
function* changed(value: unknown): Generator<unknown> {
  yield* odd;
  if (Array.isArray(value)) {
    for (const [place, entry] of value.slice(0, 2).entries())
      for (const other of changed(entry)) yield value.toSpliced(place, 1, other);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value))
      for (const other of changed(inner)) yield { ...value, [name]: other };
  }
}

const rowsOf = (vendor: string): Record<string, any> =>
  JSON.parse(
    readFileSync(new URL(`../../contract/vendors/fixtures/${vendor}/document-rows.json`, import.meta.url), "utf8"),
  );

test.each(vendorIds.filter((id) => id !== "isale"))(
  "records of %s fit as zod says, whatever is changed in them",
  (vendor) => {
    const found = { fit: 0, odd: 0 };
    for (const resource of vendors[vendor].resources.filter(({ name }) => isCanonical(name))) {
      const row = [rowsOf(vendor)[resource.name]].flat()[0];
      if (row === undefined) continue;
      const schema = schemaOf(resource.name);
      for (const record of changed(resource.normalize(row, { settings: {} }))) {
        const right = schema.safeParse(record).success;
        if (fits(schema, record) !== right) expect({ record, fits: !right }).toEqual({ record, fits: right });
        found[right ? "fit" : "odd"] += 1;
      }
    }
    expect(found.fit).toBeGreaterThan(100);
    expect(found.odd).toBeGreaterThan(100);
  },
);

test.each<[string, z.ZodType]>([
  ["a strict object", z.strictObject({ a: z.string() })],
  ["a refined text", z.string().refine((text) => text !== "")],
  ["a longest text", z.string().max(2)],
  ["a list of one at least", z.array(z.number()).min(1)],
  ["a number from 7 on", z.number().min(7)],
  ["a nullable", z.string().nullable()],
  ["a time", z.iso.datetime()],
  ["a pattern that remembers its place", z.string().regex(/7/g)],
  ["an intersection", z.intersection(z.object({ a: z.string() }), z.object({ b: z.string().optional() }))],
])("%s, which says more than is known, is left to zod", (_name, schema) => {
  for (const value of [...odd, { a: "x" }, { a: "x", b: 1 }, "long", "2026-01-01T00:00:00Z"])
    expect(fits(schema, value), JSON.stringify(value)).toBe(schema.safeParse(value).success);
});
