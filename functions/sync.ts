import { isDefect, logged } from "../shared/core/defects.ts";
import { NotNow, RetryLater, ShopSilent } from "../shared/core/errors.ts";
import { type PatientJob, type SyncJob, SyncMessage } from "../shared/core/jobs.ts";
import { MOST_DELAY_SECONDS } from "../shared/core/ports.ts";
import { MINUTE, SECOND } from "../shared/core/time.ts";
import { createPatience, hurried, type Patience } from "../shared/http/hurried.ts";
import { eachMessage, type QueueRecord } from "../shared/lambda/batch.ts";
import { jobDepsOf } from "../shared/lambda/job-deps.ts";
import { settled } from "../shared/lambda/settled.ts";
import { type Deps, type LambdaContext, withDeps } from "../shared/lambda/wiring.ts";
import { shapes } from "../shared/shapes/all.ts";
import { createCounts } from "../shared/stores/all.ts";
import { fanOutChanges, notifyWrite } from "../shared/usecases/events/fan-out-events.ts";
import { publishAgain } from "../shared/usecases/events/publish-again.ts";
import { buildIndex } from "../shared/usecases/finding/build-index.ts";
import { removeTenant } from "../shared/usecases/privacy/remove-tenant.ts";
import { tidyShop } from "../shared/usecases/privacy/tidy-shop.ts";
import { createBreaker } from "../shared/usecases/shops/breaker.ts";
import { isHalted, waitHalted } from "../shared/usecases/shops/halted.ts";
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
import { readInstead } from "../shared/usecases/webhooks/read-instead.ts";
import { watchWebhooks } from "../shared/usecases/webhooks/watch-webhooks.ts";
import { vendors } from "../shared/vendors/registry.ts";

/** A slice hands over at this share of the time that the function has. */
const SHARE = 0.8;

/** Shops whose rounds go on side by side begin nothing new after this: what is left goes on by itself. */
const ROUNDS = 20 * SECOND;

/** Bounded pieces of work with shops' vendors. */
export const createHandler = (deps: Deps) => {
  // Remembers for as long as the instance lives.
  const memory: Memory = { seeAnswer: createSeeAnswer(shapes, deps), patience: createPatience() };
  return (event: Event, context: LambdaContext) => work(event, context, deps, memory);
};

interface Event {
  readonly Records: readonly QueueRecord[];
}

interface Memory {
  readonly seeAnswer: SeeAnswer;
  readonly patience: Patience;
}

const work = (event: Event, context: LambdaContext, deps: Deps, { seeAnswer, patience }: Memory) => {
  const remaining = context.getRemainingTimeInMillis();
  const began = deps.clock();
  const one = (job: PatientJob, deadline: number): Promise<void> => {
    const shared = deps.ownedBy(job.tenant);
    // Jobs of one tenant side by side count apart. What the other stores remember, this instance remembers.
    const owned = { ...shared, ...createCounts(shared.table) };
    const patient = job.patient ?? false;
    const send = patient ? deps.send : hurried(deps.send, patience, deps.clock);
    // What several tenants' shops have seen is no tenant's.
    const breaker = createBreaker({ ...deps, ...owned, silences: deps.silences, send, patient });
    const own = { ...deps, ...owned, send: breaker.send };
    // A dead worker's lease must outlive the worker, not its message.
    const jobDeps = { ...jobDepsOf({ ...own, seeAnswer }, remaining + 5_000), patient, breaker };
    const goOn = async () => ((await isHalted(job, own)) ? waitHalted(job, own) : run(job, deadline, jobDeps, own));
    return settled(own, goOn, { tenant: job.tenant, shop: job.shop })
      .catch((error: unknown) => goOnLater(error, job, deps))
      .finally(() => breaker.settle().catch((error) => deps.log("warn", "silence-not-noted", logged(error))));
  };
  /** What fails is tried again when the shop is due again, or by itself where the error is ours: no other shop waits. */
  const beside = (job: PatientJob): Promise<void> =>
    one(job, began + Math.min(ROUNDS, remaining * SHARE)).catch(async (error: unknown) => {
      const isOutage = error instanceof RetryLater;
      const { tenant, shop } = job;
      if (!isOutage) deps.metric("MessagesFailed", 1);
      deps.log(isOutage ? "warn" : "error", "message-failed", { type: job.type, tenant, shop, ...logged(error) });
      // What a vendor has answered is asked for again when the shop is due: a message more would ask each minute for five times.
      if (isDefect(error)) await deps.queues.send("slow", [{ body: { ...job, patient: true }, group: tenant }]);
    });
  return eachMessage(
    event,
    (body) => SyncMessage.parse(body),
    deps,
    async (message) => {
      if (message.type !== "rounds" && message.type !== "watches") return one(message, began + remaining * SHARE);
      const type = message.type === "rounds" ? "cycle" : "watch";
      await Promise.all(message.shops.map((shop) => beside({ type, ...shop })));
    },
  );
};

/** Work that this worker gives up goes on where nobody waits for it; with a silent shop at the time of its next probe. */
const goOnLater = async (error: unknown, job: PatientJob, { queues, clock }: Deps): Promise<void> => {
  if (!(error instanceof NotNow)) throw error;
  // The probe is a round of the shop's, which finds all that is due.
  const isFound = job.type === "slice" || job.type === "cycle";
  if (error instanceof ShopSilent && isFound) return;
  const wait = Math.ceil(((error.retryAt ?? clock() + MINUTE) - clock()) / SECOND);
  const delaySeconds = error instanceof ShopSilent ? Math.min(MOST_DELAY_SECONDS, Math.max(1, wait)) : 0;
  const body = { ...job, patient: true };
  await queues.send("slow", [{ body, group: job.tenant, ...(delaySeconds > 0 ? { delaySeconds } : {}) }]);
};

const run = async (job: SyncJob, deadline: number, jobDeps: JobDeps, deps: Deps): Promise<void> => {
  switch (job.type) {
    case "cycle":
      return runCycle(job, deadline, jobDeps);
    case "slice":
      return continueSlice({ ...job, ref: job }, deadline, jobDeps);
    case "pull":
      if (job.unanswered) return pullUnanswered({ ...job, ref: job }, deadline, jobDeps);
      if (job.collected) return pullCollected({ ...job, ref: job }, deadline, { ...deps, ...jobDeps });
      await pullRecords({ ...job, ref: job }, deadline, jobDeps);
      return;
    case "ask":
      return fetchAsked({ ...job, ref: job }, deadline, jobDeps);
    case "delivery":
      return processDelivery(job, deadline, { ...deps, ...jobDeps });
    case "read-instead":
      return readInstead(job, deps);
    case "watch":
      return watchWebhooks(job, { ...deps, ...jobDeps }, { again: job.again });
    case "verify":
      return verifyRecords(job, deadline, jobDeps);
    case "publish":
      return publishAgain(job, deadline, { ...deps, fanOut: (placed) => fanOutChanges(placed, deps) });
    case "migrate":
      return moveShop(job, { ...deps, ...jobDeps, notifyWrite: (type, write) => notifyWrite(type, write, deps) });
    case "tidy":
      return tidyShop(job, deadline, deps);
    case "remove-tenant":
      return removeTenant(job.tenant, deadline, deps);
    case "index":
      return buildIndex(job, deadline, { ...deps, ...jobDeps });
    case "remove":
      return removeShopData(job, deadline, deps);
  }
};

export const handler = withDeps("sync", createHandler, vendors);
