import type { Dice } from "./random.ts";
import type { SimulatedRequest } from "./types.ts";

/** The token that a request carries in its Authorization header, without `Bearer`. */
export const bearer = (request: SimulatedRequest): string =>
  (request.headers.authorization ?? "").replace(/^Bearer\s+/i, "").trim();

/** Tokens that a vendor gave out. */
export class Tokens {
  private readonly known = new Map<string, { expiresAt: number; data: unknown }>();
  private readonly now: () => number;
  private readonly dice: Dice;

  constructor(now: () => number, dice: Dice) {
    this.now = now;
    this.dice = dice;
  }

  issue(lifetimeSeconds: number, options: { prefix?: string; length?: number; data?: unknown } = {}): string {
    const token = `${options.prefix ?? ""}${this.dice.hex(options.length ?? 40)}`;
    this.known.set(token, { expiresAt: this.now() + lifetimeSeconds * 1_000, data: options.data });
    return token;
  }

  valid(token: string): boolean {
    return (this.known.get(token)?.expiresAt ?? 0) > this.now();
  }

  /** What was given at `issue`. `any`: the simulator that issues it knows its form. */
  dataOf(token: string): any {
    return this.known.get(token)?.data;
  }

  end(token: string): void {
    const known = this.known.get(token);
    if (known) known.expiresAt = 0;
  }

  endAll(): void {
    for (const known of this.known.values()) known.expiresAt = 0;
  }
}
