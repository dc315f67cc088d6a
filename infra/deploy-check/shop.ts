import { createKiotVietSimulator } from "../sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../sandbox/simulator.ts";

const rows = 60;

/** A KiotViet shop with a little of everything, on loopback. */
export const startShop = async () => {
  const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(7) });
  simulator.seed(rows);
  const served = await serve(simulator);
  return {
    url: served.url,
    simulator,
    vendorHosts: { [simulator.vendor]: simulator.hosts(served.url) },
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
};

export type Shop = Awaited<ReturnType<typeof startShop>>;
