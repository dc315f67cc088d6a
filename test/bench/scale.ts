import type { VendorId } from "../../shared/core/vendor.ts";
import { atMost, type Benchmark } from "./report.ts";
import { type Fleet, type Kept, keepFleet } from "./scale-world.ts";

const ANSWERS = [300, 1_000, 3_000];
const SILENT: VendorId = "kiotviet";
/** The most of a minute that the promise allows, and by how much one vendor's silence may move the others. */
const KEPT_SECONDS = 75;
const MOVED = 1.1;

/** A fleet that takes a processor for an hour is measured for a shorter time, with shops that are read with less work. */
const LARGE = 10_000;

interface Size extends Pick<Fleet, "shops" | "workers" | "resources"> {
  readonly minutes: number;
  /** Of the run in which a vendor is silent. */
  readonly silentMinutes: number;
}

/**
 * A fleet that a laptop works off in minutes; `SCALE_SHOPS=100000 SCALE_WORKERS=2500` before the command for a large one.
 * `SCALE_RESOURCES`, `SCALE_MINUTES` and `SCALE_SILENT_MINUTES` as well.
 */
const sizeOf = (quick: boolean, env = process.env): Size => {
  if (quick) return { shops: 40, workers: 2, resources: 6, minutes: 6, silentMinutes: 9 };
  const shops = Number(env.SCALE_SHOPS ?? 2_000);
  const [resources, minutes, silentMinutes] = shops > LARGE ? [2, 4, 10] : [6, 10, 62];
  return {
    shops,
    workers: Number(env.SCALE_WORKERS ?? 50),
    resources: Number(env.SCALE_RESOURCES ?? resources),
    minutes: Number(env.SCALE_MINUTES ?? minutes),
    silentMinutes: Number(env.SCALE_SILENT_MINUTES ?? silentMinutes),
  };
};

export const scale: Benchmark = {
  name: "scale",
  title: "shops that are to be read every minute, and what one silent vendor does to the others, in virtual time",
  async run({ quick, log }) {
    const { minutes, silentMinutes, ...size } = sizeOf(quick);
    const results: { readonly what: string; readonly kept: Kept }[] = [];
    for (const latency of quick ? [1_000] : ANSWERS) {
      log(`answers of ${latency} ms`);
      results.push({ what: `${latency} ms`, kept: await keepFleet({ ...size, latency, minutes }) });
    }
    log(`${SILENT} is silent for ${silentMinutes - 2} minutes`);
    const silent = await keepFleet({ ...size, latency: 1_000, minutes: silentMinutes, silent: SILENT });
    results.push({ what: `1000 ms, ${SILENT} silent`, kept: silent });
    const well = results.find(({ what }) => what === "1000 ms")!.kept;
    return {
      tables: [
        {
          title: `${size.shops} shops of all vendors, ${size.resources} resources each, ${size.workers} workers: seconds between two readings; the table's work for each reading`,
          columns: [
            "answers",
            "median",
            "95 %",
            "longest",
            "most at work",
            "requests",
            "write units",
            "read units",
            "probes/minute",
          ],
          rows: results.map(({ what, kept }) => [
            what,
            kept.p50,
            kept.p95,
            kept.longest,
            `${kept.most.sync} + ${kept.most.slow} slow`,
            kept.requests,
            kept.units.write,
            kept.units.read,
            kept.probes,
          ]),
        },
      ],
      figures: {
        ...size,
        minutes,
        silentMinutes,
        ...Object.fromEntries(results.map(({ what, kept }) => [what, kept])),
      },
      bars: [
        atMost("95 % of readings at answers of one second, seconds", well.p95, KEPT_SECONDS),
        atMost(`the same of the others while ${SILENT} is silent`, silent.p95, well.p95 * MOVED),
        atMost("calls a minute of a silent shop, at the end", silent.probes, 1),
        atMost("runs of tick that left work to the next minute", well.leftOver + silent.leftOver, 0),
      ],
    };
  },
};
