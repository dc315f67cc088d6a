import type { SimulatedRequest } from "./types.ts";

/** A limit of the vendor, counted by the vendor's clock when a call arrives. */
export interface LimitRule {
  readonly id: string;
  /** Calls with the same key share the count; undefined: the call is not counted. */
  key(request: SimulatedRequest, operation: string | undefined): string | undefined;
  readonly capacity: number;
  readonly windowSeconds: number;
  /** After a call too many the key is locked, and each call that ignores the lock makes it longer. */
  readonly lock?: { readonly seconds: number; readonly lengthenSeconds: number };
}

export interface LimitBroken {
  readonly rule: LimitRule;
  readonly key: string;
  /** Unix milliseconds from which the next call is allowed. */
  readonly retryAt: number;
}

interface Count {
  /** Arrival times of the last `capacity` calls that were let in, as a ring. */
  readonly arrivals: Float64Array;
  next: number;
  lockedUntil: number;
}

/** Sliding windows: a call is let in when the one `capacity` calls ago has left the window. Refused calls don't count. */
export class LimitCounters {
  private readonly rules: readonly LimitRule[];
  private readonly counts = new Map<string, Count>();

  constructor(rules: readonly LimitRule[]) {
    this.rules = rules;
  }

  /** Counts the call in, or says which limit it broke. */
  arrive(request: SimulatedRequest, operation: string | undefined, now: number): LimitBroken | undefined {
    const counted: Count[] = [];
    for (const rule of this.rules) {
      const key = rule.key(request, operation);
      if (key === undefined) continue;
      const count = this.countOf(rule, key);
      const broken = this.look(rule, key, count, now);
      if (broken) return broken;
      counted.push(count);
    }
    for (const count of counted) {
      count.arrivals[count.next] = now;
      count.next = (count.next + 1) % count.arrivals.length;
    }
    return undefined;
  }

  private look(rule: LimitRule, key: string, count: Count, now: number): LimitBroken | undefined {
    if (count.lockedUntil > now) {
      count.lockedUntil += (rule.lock?.lengthenSeconds ?? 0) * 1_000;
      return { rule, key, retryAt: count.lockedUntil };
    }
    const free = (count.arrivals[count.next] as number) + rule.windowSeconds * 1_000;
    if (free <= now) return undefined;
    if (!rule.lock) return { rule, key, retryAt: free };
    count.lockedUntil = Math.max(free, now + rule.lock.seconds * 1_000);
    return { rule, key, retryAt: count.lockedUntil };
  }

  private countOf(rule: LimitRule, key: string): Count {
    const name = `${rule.id} ${key}`;
    let count = this.counts.get(name);
    if (!count) {
      count = { arrivals: new Float64Array(rule.capacity).fill(Number.NEGATIVE_INFINITY), next: 0, lockedUntil: 0 };
      this.counts.set(name, count);
    }
    return count;
  }
}
