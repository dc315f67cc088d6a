import { minuteOf } from "./grid.ts";
import { isoTime, MINUTE } from "./time.ts";
import type { VendorId } from "./vendor/ids.ts";

/** A shop's server answers nothing: only a probe goes out, ever more rarely. Times are unix milliseconds. */
export interface Silence {
  readonly since: number;
  /** Probes so far, the calls that found the silence counted as one. */
  readonly probes: number;
  /** The next probe goes out then. */
  readonly probeAt: number;
  /** The server's name and port. */
  readonly host: string;
}

const FIRST_PAUSE = MINUTE;
/** A shop is back within this after its server is: a third of the time after which it would be late. */
const LONGEST_PAUSE = 5 * MINUTE;

/** After one more probe, or the first calls, without an answer. */
export const silentAgain = (known: Silence | undefined, host: string, now: number): Silence => {
  const probes = (known?.probes ?? 0) + 1;
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(probes - 1, 10));
  return { since: known?.since ?? now, probes, probeAt: minuteOf(now + pause), host };
};

/** As tenants and operators see it. */
export const shownBreaker = (vendor: VendorId, { since, probes, probeAt, host }: Silence) => ({
  vendor,
  host,
  since: isoTime(since),
  probes,
  nextProbeAt: isoTime(probeAt),
});

/** For people, as a part of a sentence. */
export const silenceReason = ({ since, probeAt, host }: Silence): string =>
  `${host} has answered nothing since ${isoTime(since)}; it is asked again at ${isoTime(probeAt)}`;
