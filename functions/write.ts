import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../shared/core/errors.ts";
import { WriteJob } from "../shared/core/jobs.ts";
import { MINUTE, SECOND } from "../shared/core/time.ts";
import { eachMessage, type QueueRecord } from "../shared/lambda/batch.ts";
import { jobDepsOf } from "../shared/lambda/job-deps.ts";
import { settled } from "../shared/lambda/settled.ts";
import { type Deps, type LambdaContext, withDeps } from "../shared/lambda/wiring.ts";
import type { Endpoint } from "../shared/stores/endpoints.ts";
import type { Write } from "../shared/stores/ledger.ts";
import type { Shop } from "../shared/stores/shops.ts";
import { tellOfWrite } from "../shared/usecases/events/fan-out-events.ts";
import { createBreaker } from "../shared/usecases/shops/breaker.ts";
import { haltEndedAt, haltOfShop } from "../shared/usecases/shops/halted.ts";
import { writersStop } from "../shared/usecases/shops/move-shop.ts";
import { type OpenShop, openShop } from "../shared/usecases/shops/open-shop.ts";
import { needReauth } from "../shared/usecases/shops/with-shop.ts";
import { sayWriting } from "../shared/usecases/writing/own-writes.ts";
import { performWrites } from "../shared/usecases/writing/perform-writes.ts";
import { wake } from "../shared/usecases/writing/submit-write.ts";
import { vendors } from "../shared/vendors/registry.ts";

/** No new call begins in the last part of the function's time. */
const SHARE = 0.5;
/** After this the shop goes behind the others of its group. */
const TURN = 10 * SECOND;
/** A dead worker's claims end this much after the worker. */
const GRACE = 5 * SECOND;
/** Nothing can be sent with these: the lines wait until the access is given again. */
const CLOSED = ["needs-reauth", "authorizing", "removing"];

/** Jobs of the `writes` queue: works off the lines of one shop. */
export const createHandler = (deps: Deps) => (event: { Records: readonly QueueRecord[] }, context: LambdaContext) => {
  const remaining = context.getRemainingTimeInMillis();
  const startedAt = deps.clock();
  return eachMessage(
    event,
    (body) => WriteJob.parse(body),
    deps,
    (ref) => {
      // What several tenants' shops have seen is no tenant's.
      const own = { ...deps, ...deps.ownedBy(ref.tenant), silences: deps.silences };
      return settled(own, () => workOff(ref, { startedAt, remaining }, own), ref);
    },
  );
};

/** How long the function has been at it, and has left, in milliseconds. */
interface Span {
  readonly startedAt: number;
  readonly remaining: number;
}

const workOff = async (ref: WriteJob, { startedAt, remaining }: Span, deps: Deps): Promise<void> => {
  const [found, halts] = await Promise.all([deps.shops.get(ref), deps.halts.read(deps.clock())]);
  if (!found) return;
  const shop = { ...found, resumedAt: Math.max(found.resumedAt ?? 0, haltEndedAt(halts, found)) };
  const isHalted = haltOfShop(halts, shop, deps.vendor(shop.vendor)) !== undefined;
  const again = (dueAt: number) => deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt });
  const stopsAt = shop.migration ? writersStop(shop.migration) : Number.POSITIVE_INFINITY;
  if (isHalted || CLOSED.includes(shop.health) || deps.clock() >= stopsAt) return again(deps.clock() + MINUTE);
  const breaker = createBreaker({ ...deps, patient: true });
  const job = {
    ref,
    open: async () => {
      await breaker.admit(shop);
      await sayWriting(shop, deps);
      return openAnswering(shop, { ...deps, send: breaker.send });
    },
    isSilent: breaker.isOpen,
    deadline: startedAt + Math.min(TURN, remaining * SHARE),
    leaseUntil: startedAt + remaining + GRACE,
    name: deps.randomId(),
  };
  const performDeps = {
    ...deps,
    listeners: () => deps.endpoints.list(ref.tenant),
    notify: (type: string, write: Write, listeners: readonly Endpoint[]) => tellOfWrite(type, write, listeners, deps),
  };
  try {
    const retryAt = await performWrites(job, performDeps);
    const silence = await breaker.settle();
    if (retryAt !== undefined) await again(silence?.probeAt ?? retryAt);
    // Its turn was over, not its work: `tick` would take a minute to notice.
    if (retryAt !== undefined && !silence && retryAt <= deps.clock()) await wake(ref, deps);
  } catch (error) {
    const silence = await breaker.settle().catch(() => undefined);
    // The lines are in the ledger: `tick` brings them up again when vendor, credentials or store are back.
    await again(silence?.probeAt ?? deps.clock() + 5 * SECOND);
    if (error instanceof SignInAgain) await needReauth(shop, error, jobDepsOf(deps));
    else if (!(error instanceof RetryLater)) throw error;
  }
};

/**
 * A server that has answered nothing is asked something harmless first: a write without an answer would be one of which
 * nobody knows what became of it.
 */
const openAnswering = async (shop: Shop, deps: Deps): Promise<OpenShop> => {
  const open = await openShop(shop, deps);
  if (shop.silence)
    await open.vendor.check(open.call("write")).catch((error: unknown) => {
      // Any word of the vendor's is an answer.
      if (!(error instanceof Rejected || error instanceof VendorChanged)) throw error;
    });
  return open;
};

export const handler = withDeps("write", createHandler, vendors);
