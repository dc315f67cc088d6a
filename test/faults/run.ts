import { parseArgs } from "node:util";
import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import { syncRun } from "./sync-run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "100" },
    vendor: { type: "string" },
    json: { type: "boolean", default: false },
    naive: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

const chosen: readonly VendorId[] = values.vendor ? [values.vendor as VendorId] : vendorIds;
const seed = Number(values.seed);
const runs = Number(values.runs);
const began = Date.now();
const sum = { runs: 0, faults: 0, lost: 0, extra: 0, stale: 0, feedMismatch: 0, limitBroken: 0 };
let failures = 0;
for (let run = 0; run < runs; run += 1) {
  const vendor = chosen[run % chosen.length]!;
  const result = await syncRun(vendor, seed + run);
  sum.runs += 1;
  for (const name of ["faults", "lost", "extra", "stale", "feedMismatch", "limitBroken"] as const)
    sum[name] += result[name];
  const wrong = result.lost + result.extra + result.stale + result.feedMismatch + result.limitBroken;
  if (values.verbose) console.log(`${vendor} ${seed + run}: ${result.faults} faults`);
  if (wrong === 0 && result.problems.length === 0) continue;
  failures += 1;
  console.log(`failed: --vendor ${vendor} --seed ${seed + run} --runs 1`);
  for (const line of [...result.details, ...result.problems.slice(0, 10)]) console.log(`  ${line}`);
}
console.log(JSON.stringify({ ...sum, seconds: Math.round((Date.now() - began) / 100) / 10 }));
process.exitCode = failures > 0 ? 1 : 0;
