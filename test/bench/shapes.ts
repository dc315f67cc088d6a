import { driftOf, parseField, seeShape } from "../../shared/core/shapes.ts";
import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import { shapes } from "../../shared/shapes/all.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { sandboxAnswers } from "../contract/shapes/observe.ts";

/*
 * What the watch over the shapes of answers costs: milliseconds for a page of orders that is looked at, beside those for
 * normalizing the page. One answer of fifty is looked at. `node test/bench/shapes.ts`
 */

const ROUNDS = 200;
const ONE_OF = 50;

const timeOf = (run: () => void): number => {
  for (let round = 0; round < 20; round += 1) run();
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) run();
  return (performance.now() - began) / ROUNDS;
};

const measure = async (vendor: VendorId) => {
  const resource = vendors[vendor].resources.find(({ name }) => name === "orders")!;
  const answers = await sandboxAnswers(vendor, 3);
  const page = answers.find(({ operation }) => operation === resource.listing.operation)!.json;
  const { rows } = resource.listing.read(page, { size: 60 });
  const table: Readonly<Record<string, readonly string[]>> = shapes[vendor];
  const known = new Map(table[resource.listing.operation]!.map(parseField));
  const normalizing = timeOf(() => {
    for (const row of rows) resource.normalize(row, { settings: {} });
  });
  const looking = timeOf(() => void driftOf(seeShape(page), known));
  return { rows: rows.length, normalizing, looking, share: looking / ONE_OF / normalizing };
};

for (const vendor of vendorIds) {
  const { rows, normalizing, looking, share } = await measure(vendor);
  console.log(
    `${vendor}: ${rows} orders, normalizing ${normalizing.toFixed(2)} ms, looking ${looking.toFixed(2)} ms, share ${(share * 100).toFixed(2)} %`,
  );
}
