import type { VendorId } from "../../shared/core/vendor.ts";
import { atMost, type Benchmark } from "./report.ts";
import { type Fleet, type Kept, keepFleet } from "./scale-world.ts";

const ANSWERS = [300, 1_000, 3_000];
const SILENT: VendorId = "kiotviet";
/** The most of a minute that the promise allows, and by how much one vendor's silence may move the others. */
const KEPT_SECONDS = 75;
const MOVED = 1.1;

/** Shops and workers: a bounded fleet on a laptop; `SCALE_SHOPS=100000 SCALE_WORKERS=2500` for the large one. */
const sizeOf = (quick: boolean): Pick<Fleet, "shops" | "workers"> =>
  quick
    ? { shops: 40, workers: 2 }
    : { shops: Number(process.env.SCALE_SHOPS ?? 2_000), workers: Number(process.env.SCALE_WORKERS ?? 50) };

export const scale: Benchmark = {
  name: "scale",
  title: "shops that are to be read every minute, and what one silent vendor does to the others, in virtual time",
  async run({ quick, log }) {
    const size = sizeOf(quick);
    const minutes = quick ? 6 : 10;
    const results: { readonly what: string; readonly kept: Kept }[] = [];
    for (const latency of quick ? [1_000] : ANSWERS) {
      log(`answers of ${latency} ms`);
      results.push({ what: `${latency} ms`, kept: await keepFleet({ ...size, latency, minutes }) });
    }
    log(`${SILENT} is silent`);
    const silent = await keepFleet({ ...size, latency: 1_000, minutes: Math.max(minutes, 9), silent: SILENT });
    results.push({ what: `1000 ms, ${SILENT} silent`, kept: silent });
    const well = results.find(({ what }) => what === "1000 ms")!.kept;
    return {
      tables: [
        {
          title: `${size.shops} shops of all vendors, 6 resources each, ${size.workers} workers: seconds between two readings`,
          columns: ["answers", "median", "95 %", "longest", "most at work", "table requests/reading", "probes/minute"],
          rows: results.map(({ what, kept }) => [
            what,
            kept.p50,
            kept.p95,
            kept.longest,
            `${kept.most.sync} + ${kept.most.slow} slow`,
            kept.requests,
            kept.probes,
          ]),
        },
      ],
      figures: Object.fromEntries(results.map(({ what, kept }) => [what, kept])),
      bars: [
        atMost("95 % of readings at answers of one second, seconds", well.p95, KEPT_SECONDS),
        atMost(`the same of the others while ${SILENT} is silent`, silent.p95, well.p95 * MOVED),
        atMost("calls a minute of a silent shop, at the end", silent.probes, 1),
      ],
    };
  },
};
