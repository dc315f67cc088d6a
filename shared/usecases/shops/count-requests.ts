import type { Clock } from "../../core/ports.ts";
import { dayOf } from "../../core/tally.ts";
import { MINUTE } from "../../core/time.ts";
import type { UsageStore } from "../../stores/usage.ts";

/** An instance tells the table what it has counted for a tenant once it is so old. */
const HELD = 10 * MINUTE;
const MOST_TENANTS = 5_000;

interface Held {
  readonly day: string;
  /** Unix milliseconds. */
  readonly since: number;
  readonly requests: number;
}

/**
 * Requests of each tenant by day. They are counted in the instance and told with the first request after ten minutes, so a
 * tenant that asks now and then costs a write in as long a time. What an instance holds when it ends is not counted: the numbers
 * say who asks how much, and no bill is made of them.
 */
export const createRequestCount = ({ clock }: { readonly clock: Clock }) => {
  const held = new Map<string, Held>();
  return async (tenant: string, usage: Pick<UsageStore, "addRequests">): Promise<void> => {
    const now = clock();
    const day = dayOf(now);
    const before = held.get(tenant) ?? { day, since: now, requests: 0 };
    const isOver = before.day !== day || now - before.since >= HELD;
    if (!isOver) {
      if (held.size > MOST_TENANTS) held.clear();
      held.set(tenant, { ...before, requests: before.requests + 1 });
      return;
    }
    held.set(tenant, { day, since: now, requests: 1 });
    if (before.requests > 0) await usage.addRequests(tenant, before.day, before.requests, now);
  };
};
