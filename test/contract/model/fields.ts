import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { reasonFor } from "./raw-only.ts";
import { tracesOf } from "./trace.ts";

/**
 * `npm run fields`: of each field that a vendor's documents draw in the rows of a collection with a canonical form,
 * whether the record says it, or why it stays in the raw row alone.
 */

interface FieldCount {
  readonly documented: number;
  readonly canonical: number;
  readonly rawOnly: number;
  /** Reason -> the fields, as `collection: field`. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
}

const fieldsOfVendor = (id: VendorId): FieldCount => {
  const reasons: Record<string, string[]> = {};
  let [documented, canonical] = [0, 0];
  for (const [resource, { sources, drawn }] of tracesOf(vendors[id])) {
    const read = new Set([...sources.values()].flatMap((paths) => [...paths]));
    for (const field of drawn) {
      documented += 1;
      if (read.has(field)) canonical += 1;
      else {
        const reason = reasonFor(id, resource, field);
        reasons[reason] = [...(reasons[reason] ?? []), `${resource}: ${field}`];
      }
    }
  }
  return { documented, canonical, rawOnly: documented - canonical, reasons };
};

const asJson = process.argv.includes("--json");
/** With every field under its reason, in place of how many there are. */
const all = process.argv.includes("--all");
for (const id of vendorIds) {
  const { reasons, ...counts } = fieldsOfVendor(id);
  const told = Object.entries(reasons).sort(([, one], [, two]) => two.length - one.length);
  const shown = Object.fromEntries(told.map(([reason, fields]) => [reason, all ? fields : fields.length]));
  if (asJson) console.log(JSON.stringify({ vendor: id, ...counts, reasons: shown }));
  else {
    console.log(`${id}: ${counts.documented} documented, ${counts.canonical} in records, ${counts.rawOnly} raw only`);
    for (const [reason, fields] of told)
      console.log(`  ${fields.length} ${reason}${all ? `: ${fields.join(", ")}` : ""}`);
  }
}
