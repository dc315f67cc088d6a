import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "../../helpers/source-files.ts";

const root = join(import.meta.dirname, "../../..");

/** The kinds of tests, and what they share. */
const kinds = ["bench", "browser", "contract", "faults", "flows", "helpers", "unit"];

test("below test/ stand the kinds of tests and nothing else", () => {
  expect(readdirSync(join(root, "test")).sort()).toEqual(kinds);
});

describe.each(kinds)("test/%s", (kind) => {
  const page = join(root, "test", kind, "README.md");

  test("says how to add one, and CONTRIBUTING.md leads there", () => {
    expect(readFileSync(page, "utf8")).toMatch(/^## Add /m);
    expect(readFileSync(join(root, "CONTRIBUTING.md"), "utf8")).toContain(`(test/${kind}/README.md)`);
  });

  test("leads to pages that are there", () => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#]+)/g)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(root, "test", kind, target)))).toEqual([]);
  });
});

test("a unit test starts neither the whole stack nor a simulated vendor", () => {
  const whole = /"[^"]*(?:helpers\/(?:memory-deps|write-shop)|infra\/sandbox\/[\w-]+\/index|faults\/runs\/world)\.ts"/;
  const strangers = sourceFiles("test/unit").filter(({ text }) => whole.test(text));
  expect(strangers.map(({ path }) => path)).toEqual([]);
  expect(sourceFiles("test/flows").filter(({ text }) => whole.test(text)).length).toBeGreaterThan(50);
});

const importing = /(?:\bfrom|\bimport)\s*\(?\s*"(?:\.\.\/)+test\//;

test("nothing of the product and its infrastructure imports a test", () => {
  const strangers = ["functions", "infra", "shared"]
    .flatMap((folder) => [...sourceFiles(folder), ...sourceFiles(folder, ".tsx")])
    .filter(({ text }) => importing.test(text));
  expect(strangers.map(({ path }) => path)).toEqual([]);
});

test("an import of a test is seen in each form", () => {
  const forms = ['import { a } from "../../test/a.ts";', 'import "../test/a.ts";', 'await import("../test/a.ts")'];
  expect(forms.filter((form) => !importing.test(form))).toEqual([]);
  expect(importing.test('import { test } from "vitest";')).toBe(false);
});

/** Paths below test/ that a text names; of a path with a part to fill in, as far as it goes. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w/.$}-])(?:\.\/)?(test\/[\w./-]*)([<*{$]?)/g)]
    .map(([, path = "", open]) => (open || path.includes("__") ? path.replace(/[^/]*(__.*)?$/, "") : path))
    .map((path) => path.replace(/[./]+$/, ""))
    // Made by `npm run new-vendor`, and gone when the vendor is there.
    .filter((path) => !path.endsWith("-steps.test.ts"));

test("each path below test/ that a page, a comment or a script names is there", () => {
  const single = ["CONTRIBUTING.md", "README.md", "SECURITY.md", "package.json", "knip.json", "biome.json", ".ci/run"];
  const texts = [
    ...single.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
    ...["docs", "shared", "infra", "functions", "test"].flatMap((folder) => [
      ...sourceFiles(folder),
      ...sourceFiles(folder, ".tsx"),
      ...sourceFiles(folder, ".md"),
      ...sourceFiles(folder, ".ts.txt"),
    ]),
  ].filter(({ path }) => path !== "test/contract/project/layout.test.ts");
  const named = texts.flatMap(({ path, text }) =>
    // A template's path is one below infra/new-vendor/templates.
    pathsIn(text.replaceAll('template("test/', 'template("')).map((target) => ({ path, target })),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
});
