import { simulators } from "../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { serve } from "../../infra/sandbox/serve.ts";
import type { ResourceName } from "../../shared/core/records.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { vendors } from "../../shared/vendors/registry.ts";

/** A vendor without limits behind a real socket, in a process of its own: its CPU time is not the worker's. */

export type SimulatorOrder =
  | { readonly order: "start"; readonly vendor: VendorId; readonly size: number; readonly seed: number }
  | { readonly order: "cpu" }
  /** Staff work until so large a share of these resources' rows differs. */
  | { readonly order: "change"; readonly resources: readonly ResourceName[]; readonly share: number }
  | { readonly order: "end" };

export interface StartedSimulator {
  readonly url: string;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly hosts: Readonly<Record<string, string>>;
  /** Time of the oldest row, unix milliseconds. */
  readonly oldest: number;
}

let served: Awaited<ReturnType<typeof serve>>;
let vendor: VendorId;

const start = async (order: Extract<SimulatorOrder, { order: "start" }>): Promise<StartedSimulator> => {
  vendor = order.vendor;
  const create = await simulators[vendor]!();
  const simulator = create({ now: Date.now, random: seededRandom(order.seed), limits: false });
  simulator.seed(order.size);
  served = await serve(simulator, { mostDelay: 0 });
  let oldest = Date.now();
  for (const { name, listing } of vendors[vendor].resources)
    for (const row of simulator.rows(name)) oldest = Math.min(oldest, listing.time?.(row) ?? oldest);
  const { credentials, settings } = simulator;
  return { url: served.url, credentials, settings, hosts: simulator.hosts(served.url), oldest };
};

const rowsOf = (resource: ResourceName): Map<string, string> => {
  const { id } = vendors[vendor].resources.find(({ name }) => name === resource)!;
  return new Map(served.simulator.rows(resource).map((row) => [id(row), JSON.stringify(row)]));
};

const change = (resources: readonly ResourceName[], share: number): number => {
  const before = resources.map(rowsOf);
  const total = before.reduce((sum, rows) => sum + rows.size, 0);
  for (;;) {
    for (let times = 0; times < Math.max(1, total * share * 0.1); times += 1) served.simulator.change();
    let changed = 0;
    for (const [index, resource] of resources.entries())
      for (const [id, row] of rowsOf(resource)) if (before[index]!.get(id) !== row) changed += 1;
    served.simulator.takeDeliveries();
    if (changed >= total * share) return changed;
  }
};

process.on("message", async (order: SimulatorOrder) => {
  if (order.order === "start") process.send!(await start(order));
  if (order.order === "cpu") process.send!(process.cpuUsage());
  if (order.order === "change") process.send!(change(order.resources, order.share));
  if (order.order === "end") {
    await served?.[Symbol.asyncDispose]();
    process.disconnect();
  }
});
