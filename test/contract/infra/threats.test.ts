import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { functionReaches } from "../../../shared/stores/partitions.ts";

const page = readFileSync("docs/security.md", "utf8");

test("every threat names a test that exists, by its file and title", () => {
  const [threats = ""] = page.split("## Figures");
  const rows = threats.split("\n").filter((line) => /^\| (?!who|---)/.test(line) && line.split("|").length === 6);
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, file = "", title = ""] = /`(test\/[^`]+)`: "([^"]+)"/.exec(row) ?? [];
    expect(file, row).not.toBe("");
    expect(readFileSync(file, "utf8").includes(`"${title}"`), `${file}: ${title}`).toBe(true);
  }
});

test("the page counts the partitions of each function as the policies open them", () => {
  for (const [name, { own, session = {}, secrets = [] }] of Object.entries(functionReaches)) {
    const counts = [Object.keys(own).length, Object.keys(session).length];
    expect(page).toContain(`| \`${name}\` | ${counts.join(" | ")} | ${secrets.join(", ") || "none"} |`);
  }
});
