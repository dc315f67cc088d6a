import { DeliverJob } from "../shared/core/jobs.ts";
import { createPostEvent } from "../shared/http/post-event.ts";
import { eachMessage, type QueueRecord } from "../shared/lambda/batch.ts";
import { type LambdaContext, type World, withDeps } from "../shared/lambda/wiring.ts";
import { deliverEvents, waitForTenant } from "../shared/usecases/events/deliver-events.ts";

/** An endpoint gets this long to answer. */
const PATIENCE = 10_000;
/** After the last answer comes the note of it. */
const NOTE = 3_000;

/** Messages of the `deliveries` queue: sends what is due to an endpoint. */
export const createHandler = (deps: World) => {
  const post = createPostEvent({ clock: deps.clock, allowLocal: deps.config.allowLocalEndpoints, timeout: PATIENCE });
  return (event: { Records: readonly QueueRecord[] }, context: LambdaContext) => {
    const remaining = context.getRemainingTimeInMillis();
    const options = { deadline: deps.clock() + remaining - PATIENCE - NOTE, lease: remaining + 1_000 };
    return eachMessage(
      event,
      (body) => DeliverJob.parse(body),
      deps,
      async (job) => {
        const own = { ...deps, ...deps.ownedBy(job.tenant), post };
        const { tenants } = await deps.halts.read(deps.clock());
        return tenants.has(job.tenant) ? waitForTenant(job, own) : deliverEvents(job, options, own);
      },
    );
  };
};

export const handler = withDeps("deliver", createHandler);
