import { parseArgs } from "node:util";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { measureLatency } from "./latency.ts";
import { inProcesses, part, tellAll } from "./processes.ts";
import { brokenRun, type Form, forms, type RunResult, syncRun } from "./sync-run.ts";
import { writeRuns } from "./write-runs.ts";

/*
 * npm run faults -- --seed S --runs N [--vendor V] [--live | --full] [--naive] [--jobs J] [--json]
 * Runs S, S + 1, ...; each is the same on every machine. The last line is the sum, as JSON. The two forms of a run take
 * turns, unless one is named. `--lies off`: the vendor tells the truth; `--lies "empty lists,odd rows"`: these lies alone.
 * `--long`: runs with more rounds and bursts of changes, in which the kept seeds were found.
 * `--bail`: no more runs after the first one that fails.
 * `--live` with a vendor also measures how long a change takes to the copy, without webhooks.
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
    lies: { type: "string", default: "on" },
    bail: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
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
  process.exit(
    await writeRuns({ seed, runs, jobs, vendor: values.vendor as VendorId | undefined, until, bail: values.bail }),
  );
}

/** Faults of the connector: each of these is to be zero. */
const wrongs = [
  "lost",
  "extra",
  "stale",
  "feedMismatch",
  "limitBroken",
  "falseDeletion",
  "falseChange",
  "hiddenStandstill",
  "callsUnbounded",
] as const;
const figures = ["faults", "lies", ...wrongs, "fullOnly"] as const;
const began = Date.now();
const sum = {
  runs: 0,
  ...(Object.fromEntries(figures.map((name) => [name, 0])) as Record<(typeof figures)[number], number>),
};
const chosen: readonly Form[] = values.live === values.full ? forms : [values.live ? "live" : "full"];
const told = new Map<string, number>();
let failed = 0;
let losing = 0;

const lies = values.lies === "on" || values.lies === "off" ? values.lies : values.lies.split(",");

const take = (result: RunResult): void => {
  sum.runs += 1;
  for (const name of figures) sum[name] += result[name];
  for (const [kind, count] of Object.entries(result.liesByKind)) told.set(kind, (told.get(kind) ?? 0) + count);
  if (result.lost + result.stale > 0) losing += 1;
  const wrong = wrongs.reduce((count, name) => count + result[name], 0);
  if (values.naive || (wrong === 0 && result.problems.length === 0)) return;
  failed += 1;
  console.log(
    `failed, and again with: --vendor ${result.vendor} --seed ${result.seed} --runs 1 --${result.form} --lies ${values.lies}${values.long ? " --long" : ""}`,
  );
  for (const line of [...result.details, ...result.problems.slice(0, 10)]) console.log(`  ${line}`);
};

/** The runs of one process: every `of`-th. */
const runAll = async (first: number, of: number, done: (result: RunResult) => Promise<void> | void): Promise<void> => {
  for (let run = first; run < runs && !(values.bail && failed > 0); run += of) {
    const vendor = vendors[run % vendors.length]!;
    const turn = Math.floor(run / vendors.length);
    const form = chosen[turn % chosen.length]!;
    const result = syncRun(vendor, seed + turn, { naive: values.naive, form, lies, long: values.long });
    await done(await result.catch((error: unknown) => brokenRun(vendor, seed + turn, form, error)));
  }
};

const latency = async (): Promise<object> => {
  if (!values.live || !values.vendor || values.naive) return {};
  return measureLatency(values.vendor as VendorId, [seed, seed + 1]);
};

const report = (measured: object = {}): void => {
  if (values.naive) console.log(`the naive loop lost rows or edits in ${losing} of ${sum.runs} runs`);
  if (told.size > 0) console.log(`lies: ${JSON.stringify(Object.fromEntries(told))}`);
  console.log(JSON.stringify({ ...sum, ...measured, seconds: Math.round((Date.now() - began) / 100) / 10 }));
  process.exitCode = values.naive ? Number(losing * 2 <= sum.runs) : Number(failed > 0);
};
// Cut short: what was run so far counts.
process.once("SIGTERM", () => {
  if (part !== undefined) process.exit(1);
  report();
  process.exit();
});

if (part !== undefined) {
  await tellAll<RunResult>((done) => runAll(part!, jobs, done));
} else if (jobs > 1) {
  for (const line of await inProcesses<RunResult>(jobs, take)) {
    failed += 1;
    console.log(line);
  }
} else await runAll(0, 1, take);

if (part === undefined) report(await latency());
