import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stepsFor, withLine } from "../../../infra/new-vendor/new-vendor.ts";

const root = join(import.meta.dirname, "../../..");
let copy: string;

const run = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: copy, encoding: "utf8" });
  return { status, stdout, stderr };
};
const make = (...words: readonly string[]) => run(join(root, "infra/new-vendor/run.ts"), ...words);

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "new-vendor-"));
  for (const path of ["shared", "infra", "docs", "test/contract/vendors", "package.json", "tsconfig.json"])
    cpSync(join(root, path), join(copy, path), {
      recursive: true,
      filter: (source) => !source.includes("node_modules"),
    });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, "vitest.config.ts"), "export default {};\n");
});
afterAll(() => rmSync(copy, { recursive: true }));

test("a new vendor compiles, has a sandbox that answers, and its failing tests are the steps", {
  timeout: 180_000,
}, () => {
  expect(make("sapo-omni", "--name", "Sapo Omni")).toMatchObject({ status: 0, stderr: "" });

  const include = [
    "shared/vendors/**/*.ts",
    "shared/usecases",
    "shared/shapes",
    "infra/sandbox",
    "infra/field",
    "infra/local/sandbox-shops.ts",
  ];
  writeFileSync(join(copy, "tsconfig.part.json"), JSON.stringify({ extends: "./tsconfig.json", include, exclude: [] }));
  const { stdout } = run("node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.part.json");
  expect(stdout).toBe("");

  run("node_modules/vitest/vitest.mjs", "run", "sapo-omni-steps", "--reporter=json", "--outputFile=steps.json");
  const { testResults } = JSON.parse(readFileSync(join(copy, "steps.json"), "utf8"));
  const told: { title: string; status: string; failureMessages: string[] }[] = testResults[0].assertionResults;
  const passed = told.filter(({ status }) => status === "passed").map(({ title }) => title);
  expect(passed).toEqual(["10. the simulated shop answers every call"]);
  expect(told.filter(({ status }) => status === "failed")).toHaveLength(20);
  // They fail by what is missing, not by an error of their own.
  for (const { title, failureMessages } of told.filter(({ status }) => status === "failed"))
    expect(failureMessages.join("\n"), title).toMatch(/^AssertionError: /);
});

test("a vendor that is there already is left alone", () => {
  expect(make("isale")).toMatchObject({ status: 1, stderr: "shared/vendors/isale/README.md is there already.\n" });
});

test.each(["Haravan", "sapo omni", "sapo_omni", "-sapo", "../sapo", ""])("%j is no id of a vendor", (id) => {
  expect(() => stepsFor({ id, name: "Sapo" })).toThrow("is no id");
});

test("a name cannot close the text that it stands in", () => {
  expect(() => stepsFor({ id: "sapo", name: 'Sapo"; process.exit(1); "' })).toThrow("A name has letters");
});

test("a table that does not look as it did is said by its path", () => {
  const line = { kind: "line", path: "shared/vendors/registry.ts", before: "  isale,\n", line: "  sapo,\n" } as const;
  expect(withLine("export const vendors = {\n  isale,\n};\n", line)).toBe(
    "export const vendors = {\n  sapo,\n  isale,\n};\n",
  );
  expect(() => withLine("export const vendors = {};\n", line)).toThrow("shared/vendors/registry.ts has no");
});
