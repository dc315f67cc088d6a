import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { functions, type Trigger } from "../../../infra/topology.ts";

const root = join(import.meta.dirname, "../../..");
const design = readFileSync(join(root, "docs/design.md"), "utf8");
const [, section = ""] = /\n## Three walks\n([\s\S]*?)\n## /.exec(design) ?? [];

interface Step {
  readonly path: string;
  /** How a function is started: "by the queue `sync`". */
  readonly start: string | undefined;
}
const walks = section
  .split("\n### ")
  .slice(1)
  .map((text) => ({
    name: text.slice(0, text.indexOf("\n")),
    steps: [...text.matchAll(/^\d+\. `([^`]+)`(?:, ([^:\n]+):)?/gm)].map(
      ([, path = "", start]): Step => ({ path, start }),
    ),
  }));

const importsOf = (path: string): string[] =>
  [...readFileSync(join(root, path), "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, target = ""]) =>
    normalize(join(dirname(path), target)),
  );

const wordsOf = (trigger: Trigger): string =>
  ({
    http: "by requests",
    stream: "by the stream",
    schedule: "each minute",
    queue: "queue" in trigger ? `by the queue \`${trigger.queue}\`` : "",
  })[trigger.type];

test("docs/design.md walks a page, a write and a webhook", () => {
  expect(walks.map(({ name, steps }) => [name, steps.length > 5])).toEqual([
    ["A page of orders", true],
    ["A write", true],
    ["A webhook", true],
  ]);
});

describe.each(walks)("the walk of $name", ({ steps }) => {
  test.each(steps.map((step, place) => [step.path, step, place] as const))("leads to %s", (path, { start }, place) => {
    expect(existsSync(join(root, path))).toBe(true);
    if (path.startsWith("functions/")) {
      const topology = functions.find(({ name }) => `functions/${name}.ts` === path);
      expect(topology?.startedBy.map(wordsOf)).toContain(start);
      return;
    }
    const above = steps.slice(0, place).map((step) => step.path);
    expect(above.flatMap(importsOf)).toContain(path);
  });
});

test("a page of orders passes at most eight files between the function and the table", () => {
  const paths = walks[0]!.steps.map(({ path }) => path);
  expect(paths.indexOf("shared/stores/records.ts") - paths.indexOf("functions/sync.ts")).toBeLessThanOrEqual(8);
});
