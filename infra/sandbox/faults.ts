import type { FaultKind, Faults, SimulatedRequest } from "./types.ts";
import { faultKinds } from "./types.ts";

/** Which fault, if any, befalls a request: queued ones first, then by chance. */
export class FaultSource implements Faults {
  rates: Partial<Record<FaultKind, number>> = {};
  private queued: { kind: FaultKind; matches: ((request: SimulatedRequest) => boolean) | undefined }[] = [];
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  next(kind: FaultKind, matches?: (request: SimulatedRequest) => boolean): void {
    this.queued.push({ kind, matches });
  }

  stop(): void {
    this.rates = {};
    this.queued = [];
  }

  draw(request: SimulatedRequest): FaultKind | undefined {
    if (this.queued.length > 0) {
      const place = this.queued.findIndex(({ matches }) => !matches || matches(request));
      if (place >= 0) return this.queued.splice(place, 1)[0]?.kind;
    }
    let total = 0;
    for (const kind in this.rates) total += this.rates[kind as FaultKind] ?? 0;
    if (total === 0) return undefined;
    let rest = this.random();
    for (const kind of faultKinds) {
      rest -= this.rates[kind] ?? 0;
      if (rest < 0) return kind;
    }
    return undefined;
  }
}
