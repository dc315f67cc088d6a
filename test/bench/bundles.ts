import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildFunctions } from "../../infra/build.ts";
import { functionNamed } from "../../infra/topology.ts";
import { atMost, type Benchmark, median } from "./report.ts";

const run = promisify(execFile);

/** The share of a function's memory that may be gone before its first event. */
const MOST_TAKEN = 0.75;

/** What a cold start pays before the first event, in a fresh process. */
interface Import {
  readonly milliseconds: number;
  /** Of the processor: what others do on the machine is not in it. */
  readonly cpu: number;
  /** Of the process, in MB: what the memory of a function holds before it does anything. */
  readonly megabytes: number;
}

export const measureImport = async (file: string): Promise<Import> => {
  const code = `
    const [began, busy] = [performance.now(), process.cpuUsage()];
    await import(${JSON.stringify(pathToFileURL(file).href)});
    const { user, system } = process.cpuUsage(busy);
    const megabytes = process.memoryUsage().rss / 2 ** 20;
    console.log(JSON.stringify({ milliseconds: performance.now() - began, cpu: (user + system) / 1000, megabytes }));
    process.exit(0);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code]);
  return JSON.parse(stdout) as Import;
};

export const bundles: Benchmark = {
  name: "bundles",
  title: "size and import time of each function's bundle",
  async run({ quick, log }) {
    log("building");
    const built = await buildFunctions();
    const rows: ({ name: string; bytes: number; gzip: number; memory: number } & Import)[] = [];
    for (const { name, file, bytes, gzip } of built) {
      log(name);
      const imports: Import[] = [];
      for (let time = 0; time < (quick ? 1 : 5); time += 1) imports.push(await measureImport(file));
      const of = (what: keyof Import): number => median(imports.map((one) => one[what]));
      const { memory } = functionNamed(name);
      const measured = { milliseconds: of("milliseconds"), cpu: of("cpu"), megabytes: of("megabytes") };
      rows.push({ name, bytes, gzip, memory, ...measured });
    }
    return {
      tables: [
        {
          title: "Bundles, and their import in a fresh process (median of 5)",
          columns: ["function", "kB", "kB gzip", "import, ms", "of the processor", "MB after it", "MB that it has"],
          rows: rows.map(({ name, bytes, gzip, milliseconds, cpu, megabytes, memory }) => [
            name,
            bytes / 1_024,
            gzip / 1_024,
            milliseconds,
            cpu,
            megabytes,
            memory,
          ]),
        },
      ],
      figures: Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures])),
      bars: rows.map(({ name, megabytes, memory }) =>
        atMost(`${name}: MB after the import, of those that it has`, megabytes, memory * MOST_TAKEN),
      ),
    };
  },
};
