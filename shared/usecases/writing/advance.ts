import type { Write } from "../../stores/ledger.ts";
import { close } from "./end.ts";
import { resolve } from "./resolve.ts";
import { send } from "./send.ts";
import type { WriteWorker } from "./worker.ts";

/** One step of one write. A worker that loses the race to another one does nothing. */
export const advance = async (write: Write, worker: WriteWorker): Promise<void> => {
  const { ledger } = worker.deps;
  switch (write.state) {
    case "queued": {
      const moved = await send(write, worker);
      if (moved) await advance(moved, worker);
      return;
    }
    case "sending":
      // A worker died in the middle of it: until its end it may have begun the call.
      await ledger.move(write, "lose", { lostAt: write.leaseUntil ?? worker.deps.clock(), leaseUntil: undefined });
      return;
    case "probing":
      await ledger.move(write, "fail-probe", { leaseUntil: undefined });
      return;
    case "unknown":
      return resolve(write, worker);
    default:
      return close(write, worker);
  }
};
