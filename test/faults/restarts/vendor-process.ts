import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { type Served, serve } from "../../../infra/sandbox/serve.ts";
import type { JournalEntry } from "../../../infra/sandbox/types.ts";
import { DAY } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** A vendor in a process of its own, which outlives every kill of the laptop. */

export type VendorOrder =
  | { readonly order: "start"; readonly vendor: VendorId; readonly size: number; readonly seed: number }
  /** The staff does something every so many milliseconds; 0: nobody works any more. */
  | { readonly order: "change"; readonly every: number }
  | { readonly order: "tell" };

export interface StartedVendor {
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly hosts: Readonly<Record<string, string>>;
  /** ISO 8601: before the oldest row. */
  readonly since: string;
}

/** What is true at the vendor. */
export interface Truth {
  /** Of the shop, as its rows are read. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Resource -> its rows that exist. */
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
  /** Every write that came to the vendor and was carried out. */
  readonly journal: readonly JournalEntry[];
}

let served: Served;
let timer: NodeJS.Timeout | undefined;

const start = async ({ vendor, size, seed }: Extract<VendorOrder, { order: "start" }>): Promise<StartedVendor> => {
  const simulator = (await simulators[vendor]!())({ now: Date.now, random: seededRandom(seed), limits: false });
  simulator.seed(size);
  served = await serve(simulator, { mostDelay: 50, timeoutAfter: 2_000 });
  served.deliverWebhooks();
  let oldest = Date.now();
  for (const { name, listing } of vendors[vendor].resources)
    for (const row of simulator.rows(name)) oldest = Math.min(oldest, listing.time?.(row) ?? oldest);
  const { credentials, settings } = simulator;
  return { credentials, settings, hosts: simulator.hosts(served.url), since: new Date(oldest - DAY).toISOString() };
};

const tell = (): Truth => {
  const { simulator } = served;
  const { resources } = vendors[simulator.vendor];
  return {
    settings: simulator.settings,
    rows: Object.fromEntries(resources.map(({ name }) => [name, simulator.rows(name)])),
    journal: simulator.journal,
  };
};

const obey = async (order: VendorOrder): Promise<unknown> => {
  if (order.order === "start") return start(order);
  if (order.order === "tell") return tell();
  clearInterval(timer);
  if (order.every > 0) timer = setInterval(() => served.simulator.change(), order.every);
  return {};
};

process.on("message", async (order: VendorOrder) => process.send!(await obey(order)));
process.once("disconnect", () => process.exit());
