import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fieldTables } from "../../../infra/field/tables.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";

const fileOf = (path: string): string[] =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")
    .split("\n")
    // How wide a table's columns are is the formatter's affair.
    .map((line) => line.replaceAll(/\s+/g, " ").trim());

/*
 * A line that is missing here needs an experiment in infra/field/vendors, with words of the line in `about`, or an entry
 * of `untried` that says why reading cannot try it.
 */

/** Words that mark a line as something that the documents leave open. */
const OPEN = /inferred|unproven|field note|\(seen|seen in|recorded|claimed|to be tried|not documented/i;

/** Parts of a README that reading cannot try: a write or a webhook would be needed. */
const BEYOND_READING = /^## (Writing|Writes|How it is written|Webhooks)$/;

const openLines = (vendor: VendorId): string[] => {
  let part = "";
  return fileOf(`shared/vendors/${vendor}/README.md`).filter((line) => {
    if (line.startsWith("## ")) part = line;
    return !BEYOND_READING.test(part) && OPEN.test(line) && !/^(Sources?:|in a captured answer)/.test(line);
  });
};

/** Rows of "Where documents disagree" by the vendors that they speak of. */
const disagreements = (): { vendors: VendorId[]; line: string }[] => {
  const lines = fileOf("docs/vendors.md");
  const rows: { vendors: VendorId[]; line: string }[] = [];
  let vendors: VendorId[] = [];
  const sections: Record<string, VendorId[]> = {
    "### KiotViet": ["kiotviet"],
    "### Nhanh, both versions": ["nhanh-v3", "nhanh-v2"],
    "### Nhanh v3": ["nhanh-v3"],
    "### Nhanh v2": ["nhanh-v2"],
    "### Pancake POS": ["pancake"],
    "### iSale": ["isale"],
  };
  for (const line of lines.slice(lines.findIndex((one) => one.startsWith("## Where documents disagree")))) {
    if (line.startsWith("#")) vendors = sections[line] ?? [];
    else if (line.startsWith("|") && !line.startsWith("| -") && !/^\| (subject|one page) /.test(line))
      rows.push({ vendors, line });
  }
  return rows.filter((row) => row.vendors.length > 0);
};

const wordsOf = (vendor: VendorId): string[] => {
  const { experiments, untried } = fieldTables[vendor](0);
  return [...experiments.flatMap(({ about }) => about), ...untried.map(({ about }) => about)];
};

describe("what the documents leave open is tried, or it is said why not", () => {
  test.each(vendorIds)("every open line of the README of %s", (vendor) => {
    const words = wordsOf(vendor);
    expect(openLines(vendor).filter((line) => !words.some((word) => line.includes(word)))).toEqual([]);
  });

  test("every row of the page that compares the vendors", () => {
    const open = disagreements().filter(
      ({ vendors, line }) => !vendors.some((vendor) => wordsOf(vendor).some((word) => line.includes(word))),
    );
    expect(open.map(({ line }) => line)).toEqual([]);
  });

  test.each(vendorIds)("every word of %s stands in a document", (vendor) => {
    const compared = disagreements().filter(({ vendors }) => vendors.includes(vendor));
    const lines = [...fileOf(`shared/vendors/${vendor}/README.md`), ...compared.map(({ line }) => line)];
    expect(wordsOf(vendor).filter((word) => !lines.some((line) => line.includes(word)))).toEqual([]);
  });

  test.each(vendorIds)("experiments of %s have ids of their own, and read only", (vendor) => {
    const ids = fieldTables[vendor](0).experiments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
