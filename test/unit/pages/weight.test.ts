import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { arePagesBuilt, buildPages, firstLoad, pagesFolder } from "../../../infra/pages.ts";

/** Kilobytes of gzipped script that may come before a page shows anything. */
const MOST = 180;

test("the pages are built as people get them, also by a test runner", { timeout: 180_000 }, async () => {
  expect(process.env.NODE_ENV).toBe("test");
  if (!arePagesBuilt()) await buildPages();
  expect(process.env.NODE_ENV).toBe("test");
  const { bytes, names } = firstLoad();
  expect(bytes / 1_000).toBeLessThan(MOST);
  const scripts = names.map((name) => readFileSync(join(pagesFolder, "assets", name), "utf8")).join("\n");
  // React's words for developers take twice the room.
  expect(scripts).not.toContain("React DevTools");
});
