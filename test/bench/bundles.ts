import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildFunctions } from "../../infra/build.ts";
import { type Benchmark, median } from "./report.ts";

const run = promisify(execFile);

/** Milliseconds that a fresh process needs to import the file: what a cold start pays before the first event. */
export const importTime = async (file: string): Promise<number> => {
  const code = `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - began); process.exit(0);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code]);
  return Number(stdout);
};

export const bundles: Benchmark = {
  name: "bundles",
  title: "size and import time of each function's bundle",
  async run({ quick, log }) {
    log("building");
    const built = await buildFunctions();
    const rows: { name: string; bytes: number; gzip: number; milliseconds: number }[] = [];
    for (const { name, file, bytes, gzip } of built) {
      log(name);
      const times: number[] = [];
      for (let time = 0; time < (quick ? 1 : 5); time += 1) times.push(await importTime(file));
      rows.push({ name, bytes, gzip, milliseconds: median(times) });
    }
    return {
      tables: [
        {
          title: "Bundles, and their import in a fresh process (median of 5)",
          columns: ["function", "kB", "kB gzip", "import, ms"],
          rows: rows.map(({ name, bytes, gzip, milliseconds }) => [name, bytes / 1_024, gzip / 1_024, milliseconds]),
        },
      ],
      figures: Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures])),
      bars: [],
    };
  },
};
