import { secondLookKinds } from "../../shared/core/proofs.ts";
import type { Track } from "../../shared/core/tracks.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { looksOf, restAfter } from "../../shared/usecases/sync/looks.ts";
import { listedBy } from "../../shared/usecases/sync/tracks.ts";
import type { Benchmark } from "./report.ts";
import { openBenchShop, startEngineTable, startSimulator } from "./world.ts";

const HOURS_PER_MILLISECOND = 1 / 3_600_000;
const COLLECTIONS = ["products", "inventory", "customers", "orders", "invoices", "returns"];

interface Measured {
  readonly vendor: VendorId;
  readonly resource: string;
  readonly track: Track;
  readonly rows: number;
  readonly calls: number;
  readonly writeUnits: number;
  /** `full`: for ten thousand rows. Looks: in an hour of a shop of this size. */
  readonly price: number;
}

/** Calls of a second full cycle, and of each second look, over a shop in which nothing changes. */
const measureVendor = async (vendor: VendorId, size: number): Promise<readonly Measured[]> => {
  await using simulator = await startSimulator(vendor, size);
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table);
  const found: Measured[] = [];
  for (const resource of shop.vendor.resources.filter(({ name }) => COLLECTIONS.includes(name))) {
    const { name } = resource;
    await shop.cycle(name, "full");
    const kinds = secondLookKinds.filter((kind) => looksOf(resource).some((look) => look.kind === kind));
    for (const track of ["full", ...kinds] as const) {
      let rows = 0;
      // The first look may find what the overlap of the first cycle missed.
      if (track !== "full") await shop.cycle(name, track);
      const { calls, writeUnits } = await shop.measure(async () => {
        ({ rows } = await shop.cycle(name, track));
      });
      const look = looksOf(resource).find(({ kind }) => kind === track);
      const rest = look && restAfter(look, rows, listedBy(resource, track).listing.pageSize);
      const price = rest === undefined ? (calls / Math.max(1, rows)) * 10_000 : calls / (rest * HOURS_PER_MILLISECOND);
      found.push({ vendor, resource: name, track, rows, calls, writeUnits, price });
    }
  }
  return found;
};

export const proofs: Benchmark = {
  name: "proofs",
  title: "calls of the daily comparison and of second looks",
  async run({ vendors, quick, log }) {
    const size = quick ? 60 : 1_000;
    const measured: Measured[] = [];
    for (const vendor of vendors) {
      log(vendor);
      measured.push(...(await measureVendor(vendor, size)));
    }
    const rowsOf = (isFull: boolean) =>
      measured
        .filter(({ track }) => (track === "full") === isFull)
        .map(
          ({ vendor, resource, track, rows, calls, writeUnits, price }) =>
            [vendor, resource, ...(isFull ? [] : [track]), rows, calls, writeUnits, price] as const,
        );
    return {
      tables: [
        {
          title: "A daily comparison in which nothing changed",
          columns: ["vendor", "collection", "rows", "calls", "write units", "calls per 10,000 rows"],
          rows: rowsOf(true),
        },
        {
          title: "A second look in which nothing changed",
          columns: ["vendor", "collection", "look", "rows", "calls", "write units", "calls per hour"],
          rows: rowsOf(false),
        },
      ],
      figures: { size, measured },
      bars: [],
      notes: ["Windows of time cost a call each, however few rows are in them."],
    };
  },
};
