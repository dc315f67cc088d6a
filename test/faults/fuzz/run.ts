import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import type { FuzzEngine } from "./world.ts";

const usage = `npm run fuzz -- [--seed N] [--cases N] [--engine memory|dynoxide|dynamodb-local] [--json]

Sends requests to every operation of the API's own document: valid, almost valid and wild ones. An answer with a status from 500 on,
one that the document does not have, one outside of its schema and one larger than Lambda can send is a finding.`;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    cases: { type: "string", default: "1000" },
    engine: { type: "string", default: "memory" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(usage);
else {
  const result = await fuzz({
    seed: Number(values.seed),
    cases: Number(values.cases),
    engine: values.engine as FuzzEngine,
    onFinding: ({ seed, number, request, faults }) =>
      console.log(`seed ${seed}, case ${number}: ${faults.join("; ")}\n  ${request}`),
  });
  const { cases, findings, statuses } = result;
  if (values.json) console.log(JSON.stringify({ cases, findings }));
  else console.log(`${cases} cases from seed ${values.seed}, ${findings} findings`, statuses);
  process.exitCode = findings === 0 ? 0 : 1;
}
