import { vendorIds } from "../../../shared/core/vendor.ts";
import { flipsOf } from "./world.ts";

/** Turns each assumption round in the sandboxes: `npm run field:flips`, with `-- --json` the last line alone. */
const json = process.argv.includes("--json");
let experiments = 0;
let flips = 0;
let noticed = 0;
for (const vendor of vendorIds) {
  for (const tried of await flipsOf(vendor)) {
    experiments += 1;
    if (tried.flipped) flips += 1;
    if (tried.noticed) noticed += 1;
    if (json || tried.noticed) continue;
    console.log(`${vendor} ${tried.id}`);
    console.log(`  ${tried.plain.verdict}: ${tried.plain.evidence}`);
    console.log(`  flipped: ${tried.flipped ? `${tried.flipped.verdict}: ${tried.flipped.evidence}` : "no flip"}`);
  }
}
console.log(JSON.stringify({ experiments, flips, noticed }));
if (noticed < experiments) process.exitCode = 1;
