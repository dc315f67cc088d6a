import { parseArgs } from "node:util";
import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import { answers } from "./answers.ts";
import { bundles } from "./bundles.ts";
import { crowd } from "./crowd.ts";
import { growth } from "./growth.ts";
import { idle } from "./idle.ts";
import { limits } from "./limits.ts";
import { proofs } from "./proofs.ts";
import { type Benchmark, drawTable, type Report } from "./report.ts";
import { scale } from "./scale.ts";
import { sync } from "./sync.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

const benchmarks: readonly Benchmark[] = [
  sync,
  limits,
  crowd,
  scale,
  growth,
  bundles,
  idle,
  webhooks,
  writes,
  proofs,
  answers,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    vendor: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
  },
});

const unknown = [
  ...positionals.filter((name) => benchmarks.every((benchmark) => benchmark.name !== name)),
  ...(values.vendor ?? []).filter((name) => !vendorIds.includes(name as VendorId)),
];
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}`);
  console.error("npm run bench -- [name...] [--json] [--vendor v] [--quick]");
  for (const { name, title } of benchmarks) console.error(`  ${name.padEnd(10)} ${title}`);
  process.exit(2);
}

const chosen = positionals.length > 0 ? benchmarks.filter(({ name }) => positionals.includes(name)) : benchmarks;
const log = (line: string) => console.error(line);
const reports: Record<string, Pick<Report, "figures" | "bars">> = {};
let broken = 0;
for (const { name, title, run } of chosen) {
  log(`${name}: ${title}`);
  const report = await run({
    vendors: (values.vendor as readonly VendorId[] | undefined) ?? vendorIds,
    quick: values.quick,
    log: (line) => log(`  ${line}`),
  });
  for (const table of report.tables) console.log(drawTable(table));
  if (report.bars.length > 0) {
    const rows = report.bars.map(({ what, figure, bar, holds }) => [what, figure, bar, holds ? "holds" : "BROKEN"]);
    console.log(drawTable({ title: `${name}: bars`, columns: ["what", "figure", "bar", ""], rows }));
  }
  for (const note of report.notes ?? []) console.log(`- ${note}`);
  broken += report.bars.filter(({ holds }) => !holds).length;
  reports[name] = { figures: report.figures, bars: report.bars };
}
if (values.json)
  console.log(JSON.stringify({ date: new Date().toISOString(), quick: values.quick, broken, ...reports }));
// With --quick the sizes are too small for any promise.
process.exitCode = broken > 0 && !values.quick ? 1 : 0;
