import { SECOND } from "../shared/core/time.ts";
import { type LambdaContext, type World, withDeps } from "../shared/lambda/wiring.ts";
import { findDueWork, type Part } from "../shared/usecases/sync/find-due-work.ts";

/** What was taken can still be sent in this time. */
const RESERVE = 5 * SECOND;

/** Every minute, in parts side by side: finds due work and enqueues it. */
export const createHandler =
  (deps: World) =>
  async (part: Part, context: LambdaContext): Promise<{ sent: number }> => {
    const deadline = deps.clock() + context.getRemainingTimeInMillis() - RESERVE;
    const { sent, finished } = await findDueWork(part, deadline, deps);
    deps.metric("WorkFound", sent);
    deps.log("info", "tick-ended", { ...part, sent });
    if (!finished) deps.log("warn", "work-left-over", { ...part, sent });
    return { sent };
  };

export const handler = withDeps("tick", createHandler);
