import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { inProcesses, part, tellAll } from "./processes.ts";
import { brokenRun, noFigures, type WritesResult } from "./writes/judge.ts";
import { writesRun } from "./writes/run.ts";

export interface WriteRunsOptions {
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly vendor: VendorId | undefined;
  /** Nothing new begins after this, unix milliseconds. */
  readonly until?: number | undefined;
  /** No more runs after the first one that fails. */
  readonly bail?: boolean;
}

const figures = ["writes", ...(Object.keys(noFigures()) as (keyof ReturnType<typeof noFigures>)[])] as const;

/**
 * npm run faults -- --writes --seed S --runs N [--vendor V] [--jobs J] [--minutes M]
 * The last line is the sum, as JSON.
 * @returns the process's exit code
 */
export const writeRuns = async (options: WriteRunsOptions): Promise<number> => {
  const { seed, runs, jobs, until, bail = false } = options;
  const vendors: readonly VendorId[] = options.vendor ? [options.vendor] : vendorIds;
  const began = Date.now();
  const sum = { runs: 0, writes: 0, ...noFigures() };
  const unknown = new Map<string, number>();
  let faults = 0;
  let failed = 0;

  const take = (result: WritesResult): void => {
    sum.runs += 1;
    faults += result.faults;
    for (const name of figures) sum[name] += result[name];
    for (const kind of result.unknownKinds) unknown.set(kind, (unknown.get(kind) ?? 0) + 1);
    if (result.problems.length === 0) return;
    failed += 1;
    console.log(`failed, and again with: --writes --vendor ${result.vendor} --seed ${result.seed} --runs 1`);
    for (const line of result.problems.slice(0, 10)) console.log(`  ${line}`);
  };

  const runAll = async (
    first: number,
    of: number,
    done: (result: WritesResult) => Promise<void> | void,
  ): Promise<void> => {
    const isOver = (): boolean => (until !== undefined && Date.now() >= until) || (bail && failed > 0);
    for (let run = first; run < runs && !isOver(); run += of) {
      const [vendor, own] = [vendors[run % vendors.length]!, seed + Math.floor(run / vendors.length)];
      // By the seed, so that one run alone is what it was among others.
      const form = own % 2 === 0 ? "misleading" : "weak";
      await done(await writesRun(vendor, own, form).catch((error: unknown) => brokenRun(vendor, own, error)));
    }
  };

  const report = (): number => {
    console.log(`${faults} faults; unknown where nobody can tell: ${JSON.stringify(Object.fromEntries(unknown))}`);
    console.log(JSON.stringify({ ...sum, seconds: Math.round((Date.now() - began) / 100) / 10 }));
    return failed > 0 ? 1 : 0;
  };
  // Cut short: what was run so far counts.
  process.once("SIGTERM", () => process.exit(part === undefined ? report() : 1));

  if (part !== undefined) {
    await tellAll<WritesResult>((done) => runAll(part!, jobs, done));
    return 0;
  }
  if (jobs > 1) {
    for (const line of await inProcesses<WritesResult>(jobs, take)) {
      failed += 1;
      console.log(line);
    }
  } else await runAll(0, 1, take);

  const code = report();
  await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
  return code;
};
