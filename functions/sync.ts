import { SyncJob } from "../shared/core/jobs.ts";
import { eachMessage, type QueueRecord } from "../shared/lambda/batch.ts";
import { jobDepsOf } from "../shared/lambda/job-deps.ts";
import { settled } from "../shared/lambda/settled.ts";
import { type Deps, type LambdaContext, withDeps } from "../shared/lambda/wiring.ts";
import { shapes } from "../shared/shapes/all.ts";
import { notifyWrite } from "../shared/usecases/events/fan-out-events.ts";
import { moveShop } from "../shared/usecases/shops/move-shop.ts";
import { removeShopData } from "../shared/usecases/shops/remove-shop.ts";
import { createSeeAnswer, type SeeAnswer } from "../shared/usecases/shops/watch-answers.ts";
import { fetchAsked } from "../shared/usecases/sync/asked.ts";
import type { JobDeps } from "../shared/usecases/sync/job-deps.ts";
import { pullCollected } from "../shared/usecases/sync/pull-collected.ts";
import { pullRecords } from "../shared/usecases/sync/pull-records.ts";
import { pullUnanswered } from "../shared/usecases/sync/pull-unanswered.ts";
import { runCycle } from "../shared/usecases/sync/run-cycle.ts";
import { continueSlice } from "../shared/usecases/sync/run-slice.ts";
import { verifyRecords } from "../shared/usecases/sync/verify-records.ts";
import { processDelivery } from "../shared/usecases/webhooks/process-delivery.ts";
import { watchWebhooks } from "../shared/usecases/webhooks/watch-webhooks.ts";
import { vendors } from "../shared/vendors/registry.ts";

/** A slice hands over at this share of the time that the function has. */
const SHARE = 0.8;

/** Jobs of the `sync` queue: one bounded piece of work each. */
export const createHandler = (deps: Deps) => {
  // Remembers for as long as the instance lives.
  const seeAnswer = createSeeAnswer(shapes, deps);
  return (event: { Records: readonly QueueRecord[] }, context: LambdaContext) => work(event, context, deps, seeAnswer);
};

const work = (event: { Records: readonly QueueRecord[] }, context: LambdaContext, deps: Deps, seeAnswer: SeeAnswer) => {
  const remaining = context.getRemainingTimeInMillis();
  const deadline = deps.clock() + remaining * SHARE;
  return eachMessage(
    event,
    (body) => SyncJob.parse(body),
    deps.log,
    (job) => {
      const own = { ...deps, ...deps.ownedBy(job.tenant) };
      // A dead worker's lease must outlive the worker, not its message.
      const jobDeps = jobDepsOf({ ...own, seeAnswer }, remaining + 5_000);
      return settled(own, () => run(job, deadline, jobDeps, own));
    },
  );
};

const run = async (job: SyncJob, deadline: number, jobDeps: JobDeps, deps: Deps): Promise<void> => {
  switch (job.type) {
    case "cycle":
      return runCycle(job, deadline, jobDeps);
    case "slice":
      return continueSlice(job, job.resource, job.track, deadline, jobDeps);
    case "pull":
      if (job.unanswered) return pullUnanswered({ ...job, ref: job }, deadline, jobDeps);
      if (job.collected) return pullCollected(job, job.resource, deadline, { ...deps, ...jobDeps }, job);
      await pullRecords(job, job.resource, job.ids, deadline, jobDeps);
      return;
    case "ask":
      return fetchAsked({ ...job, ref: job }, deadline, jobDeps);
    case "delivery":
      return processDelivery(job, deadline, { ...deps, ...jobDeps });
    case "watch":
      return watchWebhooks(job, { ...deps, ...jobDeps });
    case "verify":
      return verifyRecords(job, deadline, jobDeps);
    case "migrate":
      return moveShop(job, { ...deps, ...jobDeps, notifyWrite: (type, write) => notifyWrite(type, write, deps) });
    case "remove":
      return removeShopData(job, deadline, deps);
  }
};

export const handler = withDeps("sync", createHandler, vendors);
