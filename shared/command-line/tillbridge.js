#!/usr/bin/env node
// The command line is TypeScript. A Node that cannot read it hands over to the project's own, with the same terminal.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = new URL("./main.ts", import.meta.url);

if (process.features.typescript) await import(main.href);
else {
  const home = dirname(createRequire(import.meta.url).resolve("node/package.json"));
  const own = join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
  const child = spawn(own, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches both: the child decides what it means.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}
