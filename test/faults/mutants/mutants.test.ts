import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyProject, judge, mutate, removeCopy, root } from "./mutant.ts";
import { mutants } from "./mutants.ts";

test.each(mutants)("the guard is where it is looked for: $name", (mutant) => {
  const source = readFileSync(join(root, mutant.file), "utf8");
  expect(mutate(source, mutant)).not.toBe(source);
});

test("there are many, each with a name of its own and a test to notice", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(40);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.filter(({ killers }) => killers.length === 0)).toEqual([]);
});

test("some of them are noticed by their tests, and the project itself stays as it is", { timeout: 300_000 }, () => {
  const copy = copyProject();
  try {
    for (const name of ["a state is saved without its fence", "two publishers take the same place of the feed"]) {
      const mutant = mutants.find((one) => one.name === name)!;
      const before = readFileSync(join(root, mutant.file), "utf8");
      expect(judge(copy, mutant, () => true).killedBy).toBe(mutant.killers[0]);
      expect(readFileSync(join(root, mutant.file), "utf8")).toBe(before);
      expect(readFileSync(join(copy, mutant.file), "utf8")).toBe(before);
    }
  } finally {
    removeCopy(copy);
  }
});
