import { writeFileSync } from "node:fs";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { modelPage, type Sources } from "./page.ts";
import { derived, tracesOf } from "./trace.ts";

/** `npm run model`: finds where each field comes from, and writes the tables of sources and `docs/model.md`. */

export const measuredSources = (id: VendorId): Sources =>
  Object.fromEntries(
    [...tracesOf(vendors[id])].map(([resource, { sources }]) => [
      resource,
      Object.fromEntries(
        [...sources]
          .sort(([one], [two]) => (one < two ? -1 : 1))
          .map(([field, paths]) => [field, derived.has(field) ? "" : [...paths].sort().join(", ")]),
      ),
    ]),
  );

const sourceFile = (sources: Sources): string =>
  `/**
 * Field of a canonical record -> the fields of this vendor's rows that make it, by the rows that its documents draw
 * (\`npm run model\`). Empty: worked out of the record itself, or always the same.
 */
export const sources: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(sources, null, 2)};
`;

if (import.meta.main) {
  const all = Object.fromEntries(vendorIds.map((id) => [id, measuredSources(id)])) as Record<VendorId, Sources>;
  const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
  for (const id of vendorIds) writeFileSync(at(`shared/vendors/${id}/sources.ts`), sourceFile(all[id]));
  writeFileSync(at("docs/model.md"), modelPage(all));
}
