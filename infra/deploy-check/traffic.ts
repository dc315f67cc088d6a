import { setTimeout as wait } from "node:timers/promises";
import type { Ask } from "./client.ts";

/** Orders that a tenant's software sends, one after the other, until it is told to stop. Like any client it tries again. */
export interface Traffic {
  /** @returns the writes by their Idempotency-Key; what no answer came for within a minute is an error */
  stop(): Promise<ReadonlyMap<string, string>>;
}

const PATIENCE = 60_000;

export const startTraffic = (tenant: Ask, order: object, every: number): Traffic => {
  const writes = new Map<string, string>();
  let isOver = false;
  const send = async (key: string): Promise<void> => {
    const until = Date.now() + PATIENCE;
    for (;;) {
      try {
        const { id } = await tenant("POST /v1/shops/shop/orders", { body: order, headers: { "idempotency-key": key } });
        writes.set(key, id);
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await wait(500);
      }
    }
  };
  const going = (async () => {
    for (let count = 1; !isOver; count += 1) {
      await send(`deploy-check-update-${count}`);
      await wait(every);
    }
  })();
  going.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await going;
      return writes;
    },
  };
};
