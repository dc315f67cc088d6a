import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import { type Form, forms, type RunResult, syncRun } from "./sync-run.ts";
import { writeRuns } from "./write-runs.ts";

/*
 * npm run faults -- --seed S --runs N [--vendor V] [--live | --full] [--naive] [--jobs J] [--json]
 * Runs S, S + 1, ...; each is the same on every machine. The last line is the sum, as JSON. The two forms of a run take
 * turns, unless one is named.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "100" },
    vendor: { type: "string" },
    jobs: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    naive: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    writes: { type: "boolean", default: false },
    minutes: { type: "string" },
  },
});

const seed = Number(values.seed);
const runs = Number(values.runs);
const jobs = Math.min(runs, Number(values.jobs));
const vendors: readonly VendorId[] = values.vendor ? [values.vendor as VendorId] : vendorIds;
if (values.writes) {
  const until = values.minutes === undefined ? undefined : Date.now() + Number(values.minutes) * 60_000;
  process.exit(await writeRuns({ seed, runs, jobs, vendor: values.vendor as VendorId | undefined, until }));
}
const part = process.env.FAULTS_PART === undefined ? undefined : Number(process.env.FAULTS_PART);

const figures = ["faults", "lost", "extra", "stale", "feedMismatch", "limitBroken", "fullOnly"] as const;
const began = Date.now();
const sum = { runs: 0, faults: 0, lost: 0, extra: 0, stale: 0, feedMismatch: 0, limitBroken: 0, fullOnly: 0 };
const chosen: readonly Form[] = values.live === values.full ? forms : [values.live ? "live" : "full"];
let failed = 0;
let losing = 0;

const take = (result: RunResult): void => {
  sum.runs += 1;
  for (const name of figures) sum[name] += result[name];
  if (result.lost + result.stale > 0) losing += 1;
  const wrong = result.lost + result.extra + result.stale + result.feedMismatch + result.limitBroken;
  if (values.naive || (wrong === 0 && result.problems.length === 0)) return;
  failed += 1;
  console.log(`failed, and again with: --vendor ${result.vendor} --seed ${result.seed} --runs 1 --${result.form}`);
  for (const line of [...result.details, ...result.problems.slice(0, 10)]) console.log(`  ${line}`);
};

/** The runs of one process: every `of`-th. */
const runAll = async (first: number, of: number, done: (result: RunResult) => void): Promise<void> => {
  for (let run = first; run < runs; run += of) {
    const vendor = vendors[run % vendors.length]!;
    const turn = Math.floor(run / vendors.length);
    const form = chosen[turn % chosen.length]!;
    done(await syncRun(vendor, seed + turn, { naive: values.naive, form }));
  }
};

const report = (): void => {
  if (values.naive) console.log(`the naive loop lost rows or edits in ${losing} of ${sum.runs} runs`);
  console.log(JSON.stringify({ ...sum, seconds: Math.round((Date.now() - began) / 100) / 10 }));
  process.exitCode = values.naive ? Number(losing * 2 <= sum.runs) : Number(failed > 0);
};
// Cut short: what was run so far counts.
process.once("SIGTERM", () => {
  if (part === undefined) report();
  process.exit();
});

if (part !== undefined) process.once("disconnect", () => process.exit());
if (part !== undefined) {
  await runAll(part, jobs, (result) => process.send?.(result));
  process.disconnect?.();
} else if (jobs > 1) {
  await Promise.all(
    Array.from({ length: jobs }, (_, number) => {
      const child = fork(import.meta.filename, process.argv.slice(2), {
        env: { ...process.env, FAULTS_PART: String(number) },
      });
      child.on("message", (result) => take(result as RunResult));
      return new Promise<void>((resolve, reject) =>
        child.once("exit", (code) =>
          code === 0 ? resolve() : reject(new Error(`a process of the runs ended with ${code}`)),
        ),
      );
    }),
  );
} else await runAll(0, 1, take);

if (part === undefined) report();
