import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { arePagesBuilt, buildPages, firstLoad, pagesFolder } from "./pages.ts";
import { type FunctionName, functions } from "./topology.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
export const bundleFolder = (name: FunctionName) => join(root, "dist/functions", name);

/**
 * One bundle per function, with the AWS SDK inside: pinned, and quicker to import than the runtime's own copy. The same
 * files run under `cdk deploy` and in `npm run bench`.
 */
export const buildFunctions = async (names: FunctionName[] = functions.map((one) => one.name)) => {
  for (const name of names) {
    rmSync(bundleFolder(name), { recursive: true, force: true });
    mkdirSync(bundleFolder(name), { recursive: true });
  }
  await Promise.all(
    names.map((name) =>
      build({
        entryPoints: [join(root, "functions", `${name}.ts`)],
        outfile: join(bundleFolder(name), "index.mjs"),
        bundle: true,
        format: "esm",
        platform: "node",
        target: "node24",
        minify: true,
        // Beside the bundle, for reading a stack trace; the stack leaves it out of the upload.
        sourcemap: "external",
        mainFields: ["module", "main"],
        logLevel: "warning",
      }),
    ),
  );
  if (names.includes("pages")) {
    if (!arePagesBuilt()) await buildPages();
    cpSync(pagesFolder, join(bundleFolder("pages"), "site"), { recursive: true });
  }
  return names.map((name) => {
    const file = join(bundleFolder(name), "index.mjs");
    return { name, file, bytes: statSync(file).size, gzip: gzipSync(readFileSync(file)).length };
  });
};

if (import.meta.main) {
  const started = performance.now();
  for (const { name, file, bytes, gzip } of await buildFunctions()) {
    const size = `${(bytes / 1024).toFixed(1).padStart(8)} kB ${(gzip / 1024).toFixed(1).padStart(7)} kB gzip`;
    console.log(`${name.padEnd(8)} ${size}  ${relative(root, file)}`);
  }
  console.log(`pages    ${(firstLoad().bytes / 1024).toFixed(1)} kB gzip of script at first load`);
  console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
