import { Worker } from "node:worker_threads";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { SandboxData, SandboxOrder, SandboxShop } from "./sandbox-thread.ts";

export type { SandboxShop } from "./sandbox-thread.ts";

export interface Sandbox extends AsyncDisposable {
  readonly shops: readonly SandboxShop[];
  /** From now on each shop's staff works, at a pace that its vendor's limits allow. */
  keepChanging(): void;
  /** The staff of the vendor's shop does something, so often. False: there is no such shop. */
  act(vendor: string, times: number): boolean;
  /** The key of the vendor's shop ends, and its owner has another one. */
  renewKey(vendor: VendorId): Promise<SandboxShop["credentials"]>;
}

/** Sandbox shops of these vendors, in a thread of their own: they stand for the vendors' servers. */
export const startSandbox = async (options: {
  readonly vendors: readonly VendorId[];
  readonly size: number;
  readonly seed?: number;
}): Promise<Sandbox> => {
  const worker = new Worker(new URL("./sandbox-thread.ts", import.meta.url), {
    workerData: { seed: 1, ...options } satisfies SandboxData,
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const shops = await new Promise<readonly SandboxShop[]>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  const tell = (order: SandboxOrder) => worker.postMessage(order);
  return {
    shops,
    keepChanging: () => tell({ work: true }),
    act: (vendor, times) => {
      const shop = shops.find((one) => one.vendor === vendor);
      if (shop) tell({ act: shop.vendor, times });
      return shop !== undefined;
    },
    renewKey: (vendor) =>
      new Promise((resolve) => {
        worker.once("message", resolve);
        tell({ renew: vendor });
      }),
    [Symbol.asyncDispose]: async () => {
      tell({ end: true });
      const late = setTimeout(() => void worker.terminate(), 2_000);
      await ended;
      clearTimeout(late);
    },
  };
};
