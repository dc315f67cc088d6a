import { parseArgs } from "node:util";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { restarts } from "./restarts.ts";

/*
 * npm run restarts -- --times N [--vendor V] [--seed S] [--size ROWS] [--patience SECONDS] [--json]
 * Kills a laptop N times at random moments and compares what is left with the vendor. The last line is the result.
 */
const { values } = parseArgs({
  options: {
    times: { type: "string", default: "100" },
    vendor: { type: "string", default: "kiotviet" },
    seed: { type: "string", default: "1" },
    size: { type: "string", default: "40" },
    patience: { type: "string", default: "420" },
    json: { type: "boolean", default: false },
  },
});

const result = await restarts({
  vendor: values.vendor as VendorId,
  times: Number(values.times),
  seed: Number(values.seed),
  size: Number(values.size),
  patience: Number(values.patience) * 1_000,
  say: values.json ? () => {} : console.log,
});
console.log(values.json ? JSON.stringify(result) : result);
process.exit(result.lost + result.twice + result.gaps + result.undecided === 0 ? 0 : 1);
