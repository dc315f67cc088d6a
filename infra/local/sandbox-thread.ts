import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { SECOND } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { seededRandom } from "../sandbox/random.ts";
import { type Served, serve } from "../sandbox/serve.ts";
import { sandboxPace, simulators } from "./sandbox-shops.ts";

/** What the thread is started with; see sandbox.ts. */
export interface SandboxData {
  readonly vendors: readonly VendorId[];
  /** Rows of each large resource. */
  readonly size: number;
  readonly seed: number;
}

/** What a tenant types in to register the shop. */
export interface SandboxShop {
  readonly vendor: VendorId;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly hosts: Readonly<Record<string, string>>;
}

export type SandboxOrder =
  /** From now on each shop's staff works, at a pace that its vendor's limits allow. */
  | { readonly work: true }
  /** The staff of this shop does something, so often, now. */
  | { readonly act: VendorId; readonly times: number }
  /** The owner makes a new key at the vendor, and the one before ends. The thread answers with the new credentials. */
  | { readonly renew: VendorId }
  | { readonly end: true };

const run = async ({ vendors, size, seed }: SandboxData) => {
  enableCompileCache();
  const port = parentPort!;
  const served: Served[] = [];
  const shops: SandboxShop[] = [];
  for (const [index, vendor] of vendors.entries()) {
    const simulator = (await simulators[vendor]!())({ now: Date.now, random: seededRandom(seed + index) });
    simulator.seed(size);
    const server = await serve(simulator, { mostDelay: 2_000, timeoutAfter: 10_000 });
    server.deliverWebhooks();
    served.push(server);
    const { credentials, settings } = simulator;
    shops.push({ vendor, credentials, settings, hosts: simulator.hosts(server.url) });
  }
  port.on("message", createListener(served));
  port.postMessage(shops);
};

const createListener = (served: readonly Served[]) => {
  const port = parentPort!;
  const timers: NodeJS.Timeout[] = [];
  const simulatorOf = (vendor: VendorId) => served.find(({ simulator }) => simulator.vendor === vendor)?.simulator;
  const stopWork = () => {
    for (const timer of timers.splice(0)) clearInterval(timer);
  };
  const work = () => {
    stopWork();
    for (const { simulator } of served)
      timers.push(setInterval(() => simulator.change(), sandboxPace(simulator.vendor) * SECOND));
  };
  const act = (vendor: VendorId, times: number) => {
    for (let time = 0; time < times; time++) simulatorOf(vendor)?.change();
  };
  return async (order: SandboxOrder): Promise<void> => {
    if ("act" in order) act(order.act, order.times);
    else if ("renew" in order) {
      const simulator = simulatorOf(order.renew);
      simulator?.revoke();
      port.postMessage({ ...simulator?.credentials });
    } else if ("work" in order) work();
    else {
      stopWork();
      for (const server of served) await server[Symbol.asyncDispose]();
      port.close();
    }
  };
};

await run(workerData as SandboxData);
