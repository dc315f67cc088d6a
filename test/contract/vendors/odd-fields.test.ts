import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schemaOf } from "../../../shared/core/records.ts";
import type { Resource, Vendor } from "../../../shared/core/vendor.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** One row of each collection as the vendors' documents draw it, with every field that they name. */
const rowsOf = (vendor: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(new URL(`fixtures/${vendor}/document-rows.json`, import.meta.url), "utf8"));

type Path = readonly (string | number)[];

function* pathsIn(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [index, entry] of value.entries()) yield* pathsIn(entry, [...path, index]);
  else if (typeof value === "object" && value !== null)
    for (const [name, field] of Object.entries(value)) yield* pathsIn(field, [...path, name]);
}

const valueAt = (row: unknown, path: Path): unknown => path.reduce((value: any, part) => value[part], row);

const withValue = (row: unknown, path: Path, value: unknown): unknown => {
  const copy: any = structuredClone(row);
  (valueAt(copy, path.slice(0, -1)) as any)[path.at(-1)!] = value;
  return copy;
};

const nameOf = (path: Path): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : `${name}${name && "."}${part}`),
    "",
  );
const isNamed = (unread: readonly string[], path: Path): boolean => {
  const odd = nameOf(path);
  const isIn = (name: string, outer: string) => name.startsWith(`${outer}.`) || name.startsWith(`${outer}[`);
  return unread.some((name) => name === odd || isIn(odd, name) || isIn(name, odd));
};

/**
 * Nothing is told that was not told before: fields and entries may be missing, none is another. A name or state that our
 * form cannot do without says that it is not known.
 */
const NOT_KNOWN: readonly unknown[] = ["", "unknown"];
const isPartOf = (rest: unknown, whole: unknown): boolean => {
  if (Array.isArray(rest)) {
    if (!Array.isArray(whole)) return false;
    let from = 0;
    return rest.every((entry) => {
      const at = whole.findIndex((other, index) => index >= from && isPartOf(entry, other));
      from = at + 1;
      return at >= 0;
    });
  }
  if (typeof rest !== "object" || rest === null) return rest === whole || NOT_KNOWN.includes(rest);
  if (typeof whole !== "object" || whole === null) return false;
  return Object.entries(rest).every(([name, field]) => isPartOf(field, (whole as Record<string, unknown>)[name]));
};

const recordOf = (resource: Resource, row: unknown): any => observationOf(resource, row, {}).record;

/** What no field can be, whatever it holds as a rule. */
const wrongFor = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? [true, [["odd"]]] : [{ odd: [1] }, [["odd"]]];
const garbage = [null, "", "-", "￿ garbage ", "0,5", {}, [], [null], true, -1, 1e308, 2 ** 60, "9".repeat(400)];

/** Without the fields by which it is told apart a row is nobody. */
const isNobody = (resource: Resource, row: unknown): boolean => {
  try {
    return !resource.id(row);
  } catch {
    return true;
  }
};

const collections = (Object.values(vendors) as readonly Vendor[]).flatMap((vendor) =>
  Object.entries(rowsOf(vendor.id)).map(([name, row]) => ({
    title: `${vendor.id} ${name}`,
    resource: vendor.resources.find((one) => one.name === name)!,
    row,
  })),
);

describe.each(collections)("$title", { timeout: 60_000 }, ({ resource, row }) => {
  const whole = recordOf(resource, row);
  const id = resource.id(row);

  test("the document's row is read whole", () => {
    expect(whole._meta).toBeUndefined();
    expect(schemaOf(resource.name).strict().parse(whole)).toEqual(whole);
  });

  test("one odd field is left out and named, and nothing else changes", () => {
    const silent: string[] = [];
    for (const path of pathsIn(row)) {
      for (const wrong of wrongFor(valueAt(row, path))) {
        const odd = withValue(row, path, wrong);
        if (isNobody(resource, odd)) continue;
        const { _meta, ...record } = recordOf(resource, odd);
        const where = `${nameOf(path)} = ${JSON.stringify(wrong)}`;
        expect(record.id, where).toBe(id);
        expect(schemaOf(resource.name).strict().safeParse(record).error, where).toBeUndefined();
        expect(isPartOf(record, whole), `${where}: ${JSON.stringify(record)}`).toBe(true);
        if (!isPartOf(whole, record) && !isNamed(_meta?.unread ?? [], path)) silent.push(where);
      }
    }
    expect(silent).toEqual([]);
  });

  test("whatever a field holds, the row is stored under its id in our own form", () => {
    for (const path of pathsIn(row)) {
      for (const value of garbage) {
        const odd = withValue(row, path, value);
        if (isNobody(resource, odd)) continue;
        const where = `${nameOf(path)} = ${JSON.stringify(value)}`;
        const { _meta, ...record } = recordOf(resource, odd);
        expect(record.id, where).toBe(resource.id(odd));
        expect(schemaOf(resource.name).strict().safeParse(record).error, where).toBeUndefined();
      }
    }
  });
});
