import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the next vendor is called: `id` in the API and in folders, `name` for people. */
export interface NewVendor {
  readonly id: string;
  readonly name: string;
}

/** A file that is written anew, or a line that joins a table. */
export type Step =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "line"; readonly path: string; readonly before: string; readonly line: string };

const TEMPLATES = join(import.meta.dirname, "templates");

const wordsOf = (id: string): string[] => id.split("-");
const upper = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
const pascalOf = (id: string): string => wordsOf(id).map(upper).join("");
const camelOf = (id: string): string =>
  wordsOf(id)
    .map((word, place) => (place === 0 ? word : upper(word)))
    .join("");
const keyOf = (id: string): string => (id.includes("-") ? `"${id}"` : id);

/** Where the templates of a folder go. */
const folders: Readonly<Record<string, (id: string) => string>> = {
  vendor: (id) => `shared/vendors/${id}`,
  sandbox: (id) => `infra/sandbox/${id}`,
};

const fill = (text: string, { id, name }: NewVendor): string =>
  text
    .replaceAll("__access__", id.includes("-") ? `["${id}"]` : `.${id}`)
    .replaceAll("__id__", id)
    .replaceAll("__name__", name)
    .replaceAll("__camel__", camelOf(id))
    .replaceAll("__Pascal__", pascalOf(id));

const template = (path: string, vendor: NewVendor): string =>
  fill(readFileSync(join(TEMPLATES, `${path}.txt`), "utf8"), vendor);

const filesOf = (vendor: NewVendor): Step[] => {
  const { id } = vendor;
  const file = (path: string, text: string): Step => ({ kind: "file", path, text });
  return [
    ...Object.entries(folders).flatMap(([folder, target]) =>
      readdirSync(join(TEMPLATES, folder))
        .map((name) => name.replace(/\.txt$/, ""))
        .map((name) => file(`${target(id)}/${name}`, template(`${folder}/${name}`, vendor))),
    ),
    file(`infra/field/vendors/${id}.ts`, template("test/field.ts", vendor)),
    file(
      `shared/shapes/${id}.ts`,
      "/** Made by `npm run shapes`. */\nexport const shapes: Readonly<Record<string, readonly string[]>> = {};\n",
    ),
    file(`test/contract/vendors/fixtures/${id}/document-rows.json`, "{}\n"),
    file(`test/contract/vendors/fixtures/${id}/answers.json`, "{}\n"),
    file(`test/contract/vendors/${id}-steps.test.ts`, template("test/steps.test.ts", vendor)),
  ];
};

/** The tables of the product that name each vendor: those of the tests are named by `npm run types`. */
const linesOf = ({ id, name }: NewVendor): Step[] => {
  const camel = camelOf(id);
  const entry = camel === id ? camel : `${keyOf(id)}: ${camel}`;
  const line = (path: string, before: string, text: string): Step => ({ kind: "line", path, before, line: text });
  return [
    line("shared/core/vendor/ids.ts", '"isale"] as const', `"isale", "${id}"] as const`),
    line("shared/pages/vendors.ts", '"isale"] as const', `"isale", "${id}"] as const`),
    line("shared/vendors/registry.ts", "import { isale }", `import { ${camel} } from "./${id}/index.ts";\n`),
    line("shared/vendors/registry.ts", "  isale,\n", `  ${entry},\n`),
    line("shared/vendors/webhooks.ts", "  isale: {},\n", `  ${keyOf(id)}: {},\n`),
    line("shared/shapes/all.ts", "import { shapes as isale }", `import { shapes as ${camel} } from "./${id}.ts";\n`),
    line("shared/shapes/all.ts", "isale };", `${entry}, `),
    line("infra/field/tables.ts", "import { isale }", `import { ${camel} } from "./vendors/${id}.ts";\n`),
    line("infra/field/tables.ts", "  isale,\n", `  ${entry},\n`),
    line("infra/alarm-table.ts", '  isale: "iSale",\n', `  ${keyOf(id)}: "${name}",\n`),
    line(
      "infra/local/sandbox-shops.ts",
      "  isale: async",
      `  ${keyOf(id)}: async () => (await import("../sandbox/${id}/index.ts")).create${pascalOf(id)}Simulator,\n`,
    ),
  ];
};

/**
 * Everything that a new vendor begins with: its folder, a sandbox, empty fixtures, tests that fail step by step, and its
 * line in the tables of the product.
 * @throws Error for an id or a name that cannot be one
 */
export const stepsFor = (vendor: NewVendor): Step[] => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(vendor.id))
    throw new Error(`"${vendor.id}" is no id: lower case letters, digits and single hyphens, as in "sapo-omni".`);
  if (!/^[\p{L}\p{N} .()-]{1,40}$/u.test(vendor.name))
    throw new Error("A name has letters, digits, spaces, points and brackets, 40 characters at most.");
  return [...filesOf(vendor), ...linesOf(vendor)];
};

/**
 * The text of a table with the line in it.
 * @throws Error where the table does not look as it did
 */
export const withLine = (text: string, { path, before, line }: Extract<Step, { kind: "line" }>): string => {
  const place = text.indexOf(before);
  if (place < 0) throw new Error(`${path} has no ${JSON.stringify(before.trim())}: put the vendor in by hand.`);
  // A list in one line is written anew; a line of a table goes before the last one's.
  if (line.startsWith('"isale"')) return text.replace(before, line);
  return `${text.slice(0, place)}${line}${text.slice(place)}`;
};
