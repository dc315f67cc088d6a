import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { bringBack, type Part } from "./restore/bring-back.ts";
import { createWholeTable } from "./restore/whole-table.ts";

const parts: readonly Part[] = ["records", "feeds", "everything"];
const usage = `npm run restore -- --from <restored table> --to <the stack's table> --part ${parts.join("|")}`;

/** Brings a part of a backup back; docs/deploy.md has the whole way. One line of JSON is what it has done. */
const { values } = parseArgs({
  options: { from: { type: "string" }, to: { type: "string" }, part: { type: "string" } },
});
const { from, to, part } = values;
const wanted = parts.find((one) => one === part);
if (!from || !to || from === to || !wanted) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
// The table's own time-outs are ours: a large one is read for hours.
const client = new DynamoDBClient({ maxAttempts: 10 });
const began = Date.now();
const done = await bringBack({
  from: createWholeTable(client, from),
  to: createWholeTable(client, to),
  part: wanted,
  now: began,
  epoch: randomUUID(),
});
process.stdout.write(`${JSON.stringify({ part: wanted, ...done, seconds: (Date.now() - began) / 1_000 })}\n`);
