import { RetryLater, SignInAgain } from "../shared/core/errors.ts";
import { WriteJob } from "../shared/core/jobs.ts";
import { eachMessage, type QueueRecord } from "../shared/lambda/batch.ts";
import { type Deps, type LambdaContext, withDeps } from "../shared/lambda/wiring.ts";
import { notifyWrite } from "../shared/usecases/fan-out-events.ts";
import { openShop } from "../shared/usecases/open-shop.ts";
import { performLane } from "../shared/usecases/perform-write.ts";

/** No new call begins in the last part of the function's time. */
const SHARE = 0.5;
/** Longer waits are left to `tick`; shorter ones are worth keeping the worker. */
const SHORT_WAIT = 1_500;

/** Jobs of the `writes` queue: works off one entity's line. */
export const createHandler = (deps: Deps) => (event: { Records: readonly QueueRecord[] }, context: LambdaContext) => {
  const remaining = context.getRemainingTimeInMillis();
  const deadline = deps.clock() + remaining * SHARE;
  return eachMessage(
    event,
    (body) => WriteJob.parse(body),
    deps.log,
    async (ref) => {
      const shop = await deps.shops.get(ref);
      if (!shop) return;
      const job = { ref, lane: ref.lane, open: () => openShop(shop, deps), deadline, lease: remaining + 5_000 };
      const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      try {
        for (;;) {
          const outcome = await performLane(job, { ...deps, notify: (type, write) => notifyWrite(type, write, deps) });
          if (outcome.outcome === "empty") return;
          const rest = outcome.retryAt - deps.clock();
          if (rest > SHORT_WAIT || deps.clock() + rest >= deadline) {
            await deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: outcome.retryAt });
            return;
          }
          await wait(Math.max(10, rest));
        }
      } catch (error) {
        // The line is in the ledger: `tick` brings it up again when the vendor or the credentials are back.
        if (!(error instanceof RetryLater || error instanceof SignInAgain)) throw error;
        await deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: deps.clock() + 5_000 });
      }
    },
  );
};

export const handler = withDeps(createHandler);
