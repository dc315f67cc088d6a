import { atLeast, atMost, type Bar, type Benchmark } from "./report.ts";
import { intakeRun } from "./webhook-intake.ts";
import { endToEnd } from "./webhook-latency.ts";
import { outgoing } from "./webhook-out.ts";

export const webhooks: Benchmark = {
  name: "webhooks",
  title: "webhooks in and out: nothing dropped, nothing forged, minutes become seconds",
  async run({ quick, log }) {
    // Of one shop more are not stored in a minute: it is read instead.
    const count = quick ? 200 : 1_000;
    const bars: Bar[] = [];
    const intake: Record<string, Record<string, number>> = {};
    for (const what of ["steady", "queue down", "process killed"] as const) {
      log(`intake, ${what}`);
      const figures = await intakeRun(what, count, 200);
      intake[what] = figures;
      bars.push(atMost(`${what}: acknowledged and not stored`, figures.notStored!, 0));
      bars.push(atMost(`${what}: acknowledged and not processed`, figures.notProcessed!, 0));
      // Of those that the vendor repeats, the last twenty are known: the others are asked for once more.
      if (figures.repeatedByVendor === 0) bars.push(atMost(`${what}: processed twice`, figures.processedTwice!, 0));
      bars.push(atLeast(`${what}: acknowledged`, figures.acknowledged!, count));
    }
    bars.push(atMost("steady: p99 of the answer", intake.steady!.p99!, 100, " ms"));
    log("from a vendor's change to the tenant's endpoint");
    const change = await endToEnd(quick ? 20 : 120, log);
    bars.push(atMost("change to endpoint, p95", change.p95, 3_000, " ms"));
    log("events to an endpoint that fails");
    const out = await outgoing(quick ? 500 : 10_000);
    bars.push(atMost("events that did not arrive", out.missing, 0));
    bars.push(atMost("signatures that the standard's verifier refuses", out.unverified, 0));
    return {
      tables: [
        {
          title: `intake: ${count} deliveries at 200 per second`,
          columns: ["figure", ...Object.keys(intake)],
          rows: Object.keys(intake.steady!).map((name) => [name, ...Object.values(intake).map((one) => one[name])]),
        },
        {
          title: "from a vendor's change to the tenant's endpoint",
          columns: ["figure", "value"],
          rows: Object.entries(change),
        },
        {
          title: "out, to an endpoint that fails 30 % of the time",
          columns: ["figure", "value"],
          rows: Object.entries(out),
        },
      ],
      figures: { intake, change, out },
      bars,
    };
  },
};
