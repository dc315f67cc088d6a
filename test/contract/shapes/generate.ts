import { writeFileSync } from "node:fs";
import { fieldLine, isCode, type KnownField, type SeenShape, seeShape } from "../../../shared/core/shapes.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { documentedCodes } from "./documented-codes.ts";
import { documentedAnswers, type Observed, sandboxAnswers } from "./observe.ts";

/*
 * Makes `shared/shapes/<vendor>.ts` anew, from what the documents draw and what the sandboxes answer: `npm run shapes`.
 * Run it after a change of either, and after a drift that was looked at and is right.
 */

/** An object must have been seen so often before its fields count as always there. */
const SURE = 8;

interface Merged {
  readonly types: Set<string>;
  count: number;
  objects: number;
  readonly codes: Set<string>;
}

const merge = (answers: readonly Observed[]): ReadonlyMap<string, ReadonlyMap<string, Merged>> => {
  const operations = new Map<string, Map<string, Merged>>();
  for (const { operation, json, made } of answers) {
    const fields = operations.get(operation) ?? new Map<string, Merged>();
    operations.set(operation, fields);
    const seen: SeenShape = seeShape(json);
    for (const [path, { types, count, objects, codes }] of seen) {
      const field = fields.get(path) ?? { types: new Set(), count: 0, objects: 0, codes: new Set() };
      fields.set(path, field);
      field.count += count;
      field.objects += objects;
      for (const type of types) field.types.add(type);
      if (!made) for (const code of codes) field.codes.add(code);
    }
  }
  return operations;
};

const holderOf = (path: string): string | undefined =>
  path === "" || /(\[\]|\{\})$/.test(path) ? undefined : path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";

/** Parts of the envelope that a vendor writes in several ways, at all operations alike. */
const envelopes: Readonly<Record<VendorId, RegExp>> = {
  kiotviet: /^(total|pageSize|timestamp)$/,
  "nhanh-v3": /^(paginator|paginator\.next.*|data|messages)$/,
  "nhanh-v2": /^(data|messages)$/,
  pancake: /^(success|page_number|page_size|total_entries|total_pages)$/,
  isale: /^$/,
};

/** What one operation shows of the envelope, any other may show. */
const withEnvelope = (vendor: VendorId, operations: ReadonlyMap<string, ReadonlyMap<string, Merged>>) => {
  const shared = new Map<string, Set<string>>();
  for (const fields of operations.values())
    for (const [path, { types }] of fields)
      if (path !== "" && envelopes[vendor].test(path))
        shared.set(path, new Set([...(shared.get(path) ?? []), ...types]));
  return new Map(
    [...operations].map(([operation, fields]) => {
      const joined = new Map(fields);
      for (const [path, types] of shared) joined.set(path, { types, count: 0, objects: 0, codes: new Set() });
      return [operation, joined] as const;
    }),
  );
};

const lettersOf = (types: ReadonlySet<string>): string => {
  const letters = new Set(types);
  // An empty list says nothing beside an object, and is a list where nothing else was seen.
  if (letters.delete("e") && !letters.has("o")) letters.add("a");
  return [...letters].sort().join("");
};

const tableOf = (vendor: VendorId, operation: string, fields: ReadonlyMap<string, Merged>): readonly string[] =>
  [...fields]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([path, { types, count, codes }]) => {
      const holder = holderOf(path);
      const holding = holder === undefined ? undefined : fields.get(holder);
      const always =
        holding !== undefined &&
        [...holding.types].every((type) => type === "o") &&
        holding.objects >= SURE &&
        count === holding.objects;
      // Where a document lists the codes, they alone are known.
      const listed = documentedCodes[vendor][`${operation} ${path}`]?.map(String) ?? [...codes];
      const known: KnownField = {
        types: lettersOf(types),
        always,
        // Free text in a field of that name is no code.
        codes: listed.length > 0 && listed.every(isCode) ? listed.sort() : undefined,
      };
      return fieldLine(path, known);
    });

for (const vendor of vendorIds) {
  const seeds = await Promise.all([1, 2, 3, 4, 5].map((seed) => sandboxAnswers(vendor, seed)));
  const operations = withEnvelope(vendor, merge([...documentedAnswers(vendor), ...seeds.flat()]));
  const lines = [...operations]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([operation, fields]) => `  ${JSON.stringify(operation)}: ${JSON.stringify(tableOf(vendor, operation, fields))},`,
    );
  const head = "/** Made by `npm run shapes`: see `fieldLine` in shared/core/shapes.ts for what a line says. */\n";
  const path = new URL(`../../../shared/shapes/${vendor}.ts`, import.meta.url);
  writeFileSync(
    path,
    `${head}export const shapes: Readonly<Record<string, readonly string[]>> = {\n${lines.join("\n")}\n};\n`,
  );
  console.log(
    `${vendor}: ${operations.size} operations, ${[...operations.values()].reduce((sum, fields) => sum + fields.size, 0)} fields`,
  );
}
