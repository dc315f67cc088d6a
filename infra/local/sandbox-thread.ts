import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { VendorId } from "../../shared/core/vendor.ts";
import { seededRandom } from "../sandbox/random.ts";
import { type Served, serve } from "../sandbox/serve.ts";
import { simulators } from "./sandbox-shops.ts";

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

/** `change`: every so many milliseconds each shop's staff does something; 0: nobody works. */
export type SandboxOrder =
  | { readonly change: number }
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
  let timer: NodeJS.Timeout | undefined;
  port.on("message", async (order: SandboxOrder) => {
    if ("act" in order) {
      const shop = served.find(({ simulator }) => simulator.vendor === order.act);
      for (let time = 0; time < order.times; time++) shop?.simulator.change();
      return;
    }
    if ("renew" in order) {
      const simulator = served.find((one) => one.simulator.vendor === order.renew)?.simulator;
      simulator?.revoke();
      port.postMessage({ ...simulator?.credentials });
      return;
    }
    clearInterval(timer);
    if ("end" in order) {
      for (const server of served) await server[Symbol.asyncDispose]();
      port.close();
    } else if (order.change > 0) {
      timer = setInterval(() => {
        for (const { simulator } of served) simulator.change();
      }, order.change);
    }
  });
  port.postMessage(shops);
};

await run(workerData as SandboxData);
