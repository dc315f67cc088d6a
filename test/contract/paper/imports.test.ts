import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { vendorIds } from "../../../shared/core/vendor.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const importsOf = (path: string): string[] =>
  [...readFileSync(join(root, path), "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .map(([, target]) => target!)
    .map((target) => (target.startsWith(".") ? normalize(join(dirname(path), target)) : target));

/** A file and all files of the project that it needs. */
const closure = (path: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const target of importsOf(path)) if (target.endsWith(".ts")) closure(target, seen);
  return seen;
};

const drawn = readdirSync(join(root, "test/contract/paper"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (vendorIds as readonly string[]).includes(entry.name))
  .map(({ name }) => name);

test.each(drawn)("%s is drawn from its document: it knows neither adapter nor simulator", (vendor) => {
  const strangers = [...closure(`test/contract/paper/${vendor}/vendor.ts`)].filter((path) =>
    /^(shared\/vendors|infra\/sandbox)\//.test(path),
  );
  expect(strangers).toEqual([]);
});
