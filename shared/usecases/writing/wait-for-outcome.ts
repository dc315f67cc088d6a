import type { WriteHold } from "../../core/holds.ts";
import type { Clock, Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";

export interface OutcomeDeps {
  readonly ledger: Pick<LedgerStore, "find">;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

const FIRST_PAUSE = SECOND / 10;
const LONGEST_PAUSE = SECOND;
const GROWTH = 1.3;

/** Closed: read back as well. Unknown: nothing that waiting would change soon. */
export const hasOutcome = ({ closed, state }: Write): boolean => closed === true || state === "unknown";

/** Looks at the entry, after pauses that grow, until it has an outcome that was read back. False: it had none until then. */
export const waitForOutcome = async (hold: WriteHold, { ledger, clock, sleep }: OutcomeDeps): Promise<boolean> => {
  let pause = FIRST_PAUSE;
  for (;;) {
    const left = hold.until - clock();
    if (left <= 0) return false;
    await sleep(Math.min(pause, left));
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
    if (hasOutcome(await ledger.find(hold, hold.write))) return true;
  }
};
