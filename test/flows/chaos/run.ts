import { parseArgs } from "node:util";
import { live } from "./chaos.ts";
import { troubles } from "./troubles.ts";

/*
 * npm run chaos -- [--only text] [--json]
 * Each trouble in a deployment of its own, in virtual time: which alarm rings within 15 minutes, and whether the commands of
 * its section in docs/runbook.md repair it with nothing lost. The last line is the sum, as JSON.
 */
const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "boolean", default: false } } });
const chosen = troubles.filter(({ name }) => values.only === undefined || name.includes(values.only));

const sum = { troubles: 0, told: 0, repaired: 0 };
for (const trouble of chosen) {
  const outcome = await live(trouble).catch((error: Error) => ({
    ...{ trouble: trouble.name, rang: {}, told: false, repaired: false, commands: 0 },
    faults: [error.stack ?? error.message],
  }));
  sum.troubles += 1;
  sum.told += Number(outcome.told);
  sum.repaired += Number(outcome.repaired);
  if (values.json) console.log(JSON.stringify(outcome));
  else {
    const rang = Object.entries(outcome.rang).map(([name, minute]) => `${name} after ${minute} min`);
    console.log(
      `${outcome.trouble}: ${rang.join(", ") || "nobody is told"}; ${outcome.repaired ? "repaired" : "not repaired"}`,
    );
    for (const fault of outcome.faults) console.log(`  ${fault}`);
  }
}
console.log(JSON.stringify(sum));
process.exit(sum.told === sum.troubles && sum.repaired === sum.troubles ? 0 : 1);
