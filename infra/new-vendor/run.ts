import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { stepsFor, withLine } from "./new-vendor.ts";

const usage = `npm run new-vendor -- ID [--name NAME]

Makes what a new vendor begins with: shared/vendors/ID, a sandbox that runs, fixtures, and
test/contract/vendors/ID-steps.test.ts, whose failing tests lead through docs/adding-a-vendor.md.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { name: { type: "string" }, root: { type: "string", default: process.cwd() }, help: { type: "boolean" } },
});

const make = (id: string): void => {
  const name = values.name ?? `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  const steps = stepsFor({ id, name });
  const at = (path: string): string => join(values.root, path);
  const taken = steps.find(({ kind, path }) => kind === "file" && existsSync(at(path)));
  if (taken) throw new Error(`${taken.path} is there already.`);
  // All tables are changed, or none is.
  const texts = new Map<string, string>();
  for (const step of steps) {
    if (step.kind === "file") texts.set(step.path, step.text);
    else texts.set(step.path, withLine(texts.get(step.path) ?? readFileSync(at(step.path), "utf8"), step));
  }
  for (const [path, text] of texts) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
  console.log(`${name} has ${texts.size} files. What is next:

  npx biome check --write .                                     # lays out what was written
  npx vitest run test/contract/vendors/${id}-steps.test.ts      # each failing test is a step of docs/adding-a-vendor.md
  npm run types                                                 # names the tables of the tests in which ${name} has no line yet
  npm start -- --shops ${id}                                    # its simulated shop`);
};

try {
  if (values.help || positionals.length !== 1) console.log(usage);
  else make(positionals[0]!);
  if (!values.help && positionals.length !== 1) process.exitCode = 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
