import { minuteOf } from "../../core/grid.ts";
import type { PatientJob, SyncMessage } from "../../core/jobs.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Clock, QueueMessage, QueueName, Queues } from "../../core/ports.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import { DUE_SHARDS } from "../../stores/keys.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import type { DueWork, ShopStore } from "../../stores/shops.ts";
import { openDeliveries } from "../webhooks/process-delivery.ts";
import { wakeMessage } from "../writing/submit-write.ts";

export interface TickDeps {
  readonly shops: ShopStore;
  readonly ledger: LedgerStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly randomId: () => string;
}

/** A taken piece of work comes up again after this, in case its message is lost. */
const REPEAT = MINUTE;
/** A round of a shop whose server takes its time lasts for minutes; at its end the shop says itself when it is due. */
const SLOW_REPEAT = 5 * MINUTE;
/** Longer than a call of the API can take, pauses included. */
const SUBMITTER_LIVES = 10 * MINUTE;
/** The watchdog of a shop's webhooks. */
const WATCH_EVERY = 15 * MINUTE;

/** The shards are dealt out to so many parts that run side by side. */
export interface Part {
  readonly part: number;
  readonly parts: number;
}

/** Pieces of work that are taken one after the other; shops among them have their rounds in one worker, side by side. */
const TOGETHER = 20;
const PARALLEL = 24;

/**
 * Finds due work in a part's shards and enqueues it. Taken first, then sent: a tick that dies in between costs a minute,
 * never a piece of work.
 * @returns pieces of work sent, and whether all was done before the deadline; the next minute finds the rest
 */
export const findDueWork = async (
  { part, parts }: Part,
  deadline: number,
  deps: TickDeps,
): Promise<{ sent: number; finished: boolean }> => {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard).filter((shard) => shard % parts === part);
  const counts = await Promise.all(shards.map((shard) => workOffShard(shard, deadline, deps)));
  return { sent: counts.reduce((sum, count) => sum + count, 0), finished: deps.clock() < deadline };
};

const workOffShard = async (shard: number, deadline: number, deps: TickDeps): Promise<number> => {
  const now = deps.clock();
  let sent = 0;
  let after: string | undefined;
  do {
    const page = await deps.shops.due(shard, now, after);
    const portions: DueWork[][] = [];
    for (let at = 0; at < page.work.length; at += TOGETHER) portions.push(page.work.slice(at, at + TOGETHER));
    await inParallel(portions, PARALLEL, async (portion) => {
      if (deps.clock() >= deadline) return;
      const count = await takeAndSend(portion, now, deps);
      sent += count;
    });
    after = page.next;
  } while (after !== undefined && deps.clock() < deadline);
  return sent;
};

const takeAndSend = async (portion: readonly DueWork[], now: number, deps: TickDeps): Promise<number> => {
  const messages: Record<QueueName, QueueMessage[]> = {
    ...{ sync: [], news: [], slow: [], backfill: [], writes: [], deliveries: [] },
  };
  const parcel: Parcel = { messages, rounds: [], watches: [] };
  for (const work of portion) {
    const taken = { ...work, dueAt: nextTime(work, now) };
    if (!(await deps.shops.take(work, taken.dueAt))) continue;
    pack(taken, parcel);
    if (work.kind === "deliveries") {
      const found = await openDeliveries(work, deps);
      messages.news.push(...found);
      if (found.length === 0 || now - arrivalOf(work) > DAY) await deps.shops.settle(taken, now);
    }
    if (work.kind === "writes") messages.writes.push(...(await wakeUpLanes(taken, deps)));
  }
  const { rounds, watches } = parcel;
  const sent = Object.values(messages).reduce((sum, list) => sum + list.length, rounds.length + watches.length);
  messages.sync.push(...together("rounds", rounds), ...together("watches", watches));
  for (const queue of ["sync", "news", "slow", "writes", "deliveries"] as const)
    if (messages[queue].length > 0) await deps.queues.send(queue, messages[queue]);
  return sent;
};

/** What a portion comes to. */
interface Parcel {
  readonly messages: Readonly<Record<QueueName, QueueMessage[]>>;
  /** Shops that go together. */
  readonly rounds: DueWork[];
  readonly watches: DueWork[];
}

/** Of the work that was taken, what needs no further look. */
const pack = (taken: DueWork, { messages, rounds, watches }: Parcel): void => {
  const { kind, tenant, id } = taken;
  if (kind === "shop" && taken.slow) messages.slow.push(slowRound(taken));
  else if (kind === "shop") rounds.push(taken);
  if (kind === "watch") watches.push(taken);
  if (kind === "endpoint") messages.deliveries.push({ body: { tenant, endpoint: id }, group: tenant });
};

const slowRound = ({ tenant, id, dueAt }: DueWork): QueueMessage => ({
  body: { type: "cycle", tenant, shop: id, again: dueAt, patient: true } satisfies PatientJob,
  group: tenant,
});

/** Rounds of several tenants. */
const MIXED = "rounds";

/** A tenant with many shops has rounds of its own, so that they are its own turns at the queue. */
const together = (type: "rounds" | "watches", works: readonly DueWork[]): QueueMessage[] => {
  if (works.length === 0) return [];
  const shops = works.map(({ tenant, id, dueAt }) => ({ tenant, shop: id, again: dueAt }));
  const tenants = new Set(works.map(({ tenant }) => tenant));
  const [only = MIXED] = tenants;
  return [{ body: { type, shops } satisfies SyncMessage, group: tenants.size === 1 ? only : MIXED }];
};

/** When it comes up again by itself. Deliveries that stay open are asked for less and less often. */
const nextTime = (work: DueWork, now: number): number => {
  if (work.kind === "shop") return minuteOf(now) + (work.slow ? SLOW_REPEAT : REPEAT);
  if (work.kind === "watch") return now + WATCH_EVERY;
  if (work.kind === "deliveries") return now + Math.max(REPEAT, (now - arrivalOf(work)) / 2);
  return now + REPEAT;
};

/** The minute whose deliveries are meant, unix milliseconds. */
const arrivalOf = (work: DueWork): number => Number(work.id.split("#")[1]) * MINUTE;

/** A shop with a write in its lines, whatever became of the messages. */
const wakeUpLanes = async (work: DueWork, deps: TickDeps): Promise<QueueMessage[]> => {
  const ref = { tenant: work.tenant, shop: work.id };
  if (await deps.ledger.isWaiting(ref)) return [wakeMessage(ref, deps.randomId())];
  // A request that was reminded a moment ago may store its entry only now: the reminder outlives every call of the API.
  await deps.shops.settle(work, deps.clock() - SUBMITTER_LIVES);
  return [];
};
