import { parseArgs } from "node:util";
import { attacks } from "./attacks.ts";
import { type Compared, compare, settle } from "./measure.ts";

/** `npm run neighbours`: every attack of one tenant, and what another one notices of it. */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
});

const wanted = attacks.filter(({ name }) => values.only === undefined || name.includes(values.only));
const results: Compared[] = [];
const settled = await settle();
for (const attack of wanted) {
  const result = await compare(attack, settled, Number(values.rounds));
  results.push(result);
  const times = Object.entries(result.p95)
    .map(([act, [beside, alone]]) => `${act} ${beside}/${alone}`)
    .join(", ");
  const refused = result.refusedOfA > 0 ? `, refused ${result.refusedOfA} (${result.why.join(", ")})` : "";
  process.stdout.write(`${result.ratio.toFixed(2)}  ${attack.name}: p95 in ms beside/alone: ${times}${refused}\n`);
}
const worstRatio = Number(Math.max(...results.map(({ ratio }) => ratio)).toFixed(2));
const refusedOfA = results.reduce((sum, one) => sum + one.refusedOfA, 0);
const figures = { attacks: results.length, worstRatio, refusedOfA };
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  process.stdout.write(
    `${figures.attacks} attacks; the worst ratio is ${worstRatio}; ${refusedOfA} of A's acts were refused.\n`,
  );
process.exit(worstRatio <= 2 && refusedOfA === 0 ? 0 : 1);
