import type * as z from "zod";
import type { Client } from "../../../infra/local/client.ts";
import type { Budget } from "../../../shared/api/answers/shops.ts";
import { SECOND } from "../../../shared/core/time.ts";

/** A limit of the vendor, as the API tells it. */
export type Limit = z.infer<typeof Budget>;

export const limitsOf = async (client: Client, shop: string): Promise<readonly Limit[]> =>
  (await client.get<{ data: readonly Limit[] }>(`/v1/shops/${shop}/budget`)).data;

/** Until when it holds somebody up, unix milliseconds; undefined: it does not. */
export const holdsUpUntil = ({ blockedUntil, waiting }: Limit, now: number): number | undefined => {
  const times = [...(blockedUntil === undefined ? [] : [blockedUntil]), ...Object.values(waiting)].map(Date.parse);
  const until = Math.max(0, ...times);
  return until > now ? until : undefined;
};

export interface Excuse {
  /**
   * Milliseconds since the last look in which a limit held the shop up. In sum never more than the limit's window: in that time
   * all calls of before have left it, so what is still wrong then has another cause.
   */
  look(): Promise<number>;
  /** Milliseconds so far. */
  readonly sum: number;
}

/** Nothing comes nearer while a limit is used up, and nothing is lost by that. */
export const createExcuse = (client: Client, shop: string, clock: () => number = Date.now): Excuse => {
  let lookedAt = clock();
  let sum = 0;
  return {
    look: async () => {
      const limits = await limitsOf(client, shop);
      const now = clock();
      const passed = now - lookedAt;
      lookedAt = now;
      const windows = limits.filter((limit) => holdsUpUntil(limit, now) !== undefined);
      const most = Math.max(0, ...windows.map(({ windowSeconds }) => windowSeconds * SECOND));
      const excused = Math.max(0, Math.min(passed, most - sum));
      sum += excused;
      return excused;
    },
    get sum() {
      return sum;
    },
  };
};
