import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonicalResources } from "../../../shared/core/records.ts";
import { type VendorId, vendorIds, writeKinds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = read("docs/vendors.md");
const documented = read("test/contract/vendors/documented-operations.tsv").trim().split("\n").slice(1);

/** Cells of a table's line that begins with this cell. */
const lineOf = (first: string, text = page): string[] =>
  text
    .split("\n")
    .find((line) => line.startsWith(`| \`${first}\` `))!
    .split("|")
    .slice(2, -1)
    .map((cell) => cell.trim());

const counted = (known: number, all: number) => `${all} of ${all}${known > all ? ` + ${known - all}` : ""}`;

describe("docs/vendors.md", () => {
  test.each(vendorIds)("counts what there is of %s", (id: VendorId) => {
    const { operations, webhooks, resources, writes } = vendors[id];
    const rows = documented.filter((line) => line.startsWith(`${id}\t`));
    const events = rows.filter((line) => line.split("\t")[1] === "EVENT").length;
    const canonical = resources.filter(({ name }) => (canonicalResources as readonly string[]).includes(name));
    expect(lineOf(id)).toEqual([
      counted(operations.length, rows.length - events),
      counted(Object.keys(webhooks?.events ?? {}).length, events),
      String(resources.length),
      String(canonical.length),
      String(Object.keys(writes).length),
    ]);
  });

  test.each(writeKinds)("says who takes %s", (kind) => {
    expect(lineOf(kind)).toEqual(vendorIds.map((id) => (vendors[id].writes[kind] ? "yes" : "-")));
  });
});

test.each(vendorIds)("docs/adding-a-vendor.md knows the size of %s to a tenth", (id) => {
  const entries = readdirSync(new URL(`../../../shared/vendors/${id}/`, import.meta.url), {
    recursive: true,
    withFileTypes: true,
  });
  const lines = entries
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) => sum + readFileSync(`${parentPath}/${name}`, "utf8").split("\n").length - 1,
      0,
    );
  const told = Number(lineOf(id, read("docs/adding-a-vendor.md")).at(-1));
  expect(Math.abs(told - lines)).toBeLessThan(lines / 10);
});
