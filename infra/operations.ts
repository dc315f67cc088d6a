import { vendorIds } from "../shared/core/vendor.ts";
import { vendors } from "../shared/vendors/registry.ts";

/** Every operation and webhook event of every vendor: `npm run operations`, or with `-- --json` one JSON array. */
const rows = vendorIds.flatMap((id) => [
  ...vendors[id].operations.map(({ id: operation, method, path, host, kind, source }) => ({
    vendor: id,
    id: operation,
    method: method as string,
    path: host === undefined || host === "api" ? path : `${host}:${path}`,
    kind: kind as string,
    source,
  })),
  ...Object.keys(vendors[id].webhooks?.events ?? {}).map((event) => ({
    vendor: id,
    id: event,
    method: "EVENT",
    path: event,
    kind: "event",
    source: `${vendors[id].name}, webhooks`,
  })),
]);

if (process.argv.includes("--json")) console.log(JSON.stringify(rows));
else {
  for (const row of rows) console.log([row.vendor, row.id, row.method, row.path, row.kind, row.source].join("\t"));
}
