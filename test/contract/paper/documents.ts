import { parseArgs } from "node:util";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { resultOf } from "./results.ts";

/** `npm run documents`: reads every documented answer, webhook and error, and compares each field. */
const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, vendor: { type: "string" }, all: { type: "boolean" } },
});

const totals = { fields: 0, right: 0, explained: 0, wrong: 0 };
for (const id of vendorIds) {
  if (values.vendor !== undefined && values.vendor !== id) continue;
  const result = resultOf(vendors[id]);
  const counts = {
    entries: result.entries,
    fields: result.fields,
    right: result.right,
    explained: result.explained.length,
    wrong: result.wrong.length,
  };
  console.log(
    values.json
      ? JSON.stringify({ vendor: id, ...counts })
      : `${id}: ${Object.entries(counts)
          .map(([name, n]) => `${n} ${name}`)
          .join(", ")}`,
  );
  for (const { entry, path, expected, found } of result.wrong)
    console.log(
      values.json
        ? JSON.stringify({ vendor: id, wrong: entry.id, source: entry.source, path, expected, found })
        : `  ${entry.id} (${entry.source}${entry.about ? `: ${entry.about}` : ""})\n    ${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
    );
  totals.fields += counts.fields;
  totals.right += counts.right;
  totals.explained += counts.explained;
  totals.wrong += counts.wrong;
}
console.log(JSON.stringify(totals));
if (totals.wrong > 0) process.exitCode = 1;
