import type { Clock, QueueMessage, QueueName, Queues } from "../core/ports.ts";
import { MINUTE } from "../core/time.ts";
import { DUE_SHARDS } from "../stores/keys.ts";
import type { LedgerStore } from "../stores/ledger.ts";
import type { DueWork, ShopStore } from "../stores/shops.ts";
import { wakeMessage } from "./submit-write.ts";

export interface TickDeps {
  readonly shops: ShopStore;
  readonly ledger: LedgerStore;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly randomId: () => string;
}

/** A taken piece of work comes up again after this, in case its message is lost. */
const REPEAT = MINUTE;

/**
 * Finds due work in all shards and enqueues it. Taken first, then sent: a tick that dies in between costs a minute,
 * never a piece of work.
 * @returns pieces of work sent
 */
export const findDueWork = async (deps: TickDeps): Promise<number> => {
  const counts = await Promise.all(Array.from({ length: DUE_SHARDS }, (_, shard) => workOffShard(shard, deps)));
  return counts.reduce((sum, count) => sum + count, 0);
};

const workOffShard = async (shard: number, deps: TickDeps): Promise<number> => {
  const now = deps.clock();
  let sent = 0;
  let after: string | undefined;
  do {
    const page = await deps.shops.due(shard, now, after);
    const messages: Record<QueueName, QueueMessage[]> = { sync: [], writes: [], deliveries: [] };
    for (const work of page.work) {
      if (!(await deps.shops.take(work, now + REPEAT))) continue;
      if (work.kind === "shop")
        messages.sync.push({ body: { type: "cycle", tenant: work.tenant, shop: work.id }, group: work.tenant });
      if (work.kind === "endpoint")
        messages.deliveries.push({ body: { tenant: work.tenant, endpoint: work.id }, group: work.tenant });
      if (work.kind === "writes") messages.writes.push(...(await wakeUpLanes({ ...work, dueAt: now + REPEAT }, deps)));
    }
    for (const queue of ["sync", "writes", "deliveries"] as const) {
      if (messages[queue].length > 0) await deps.queues.send(queue, messages[queue]);
      sent += messages[queue].length;
    }
    after = page.next;
  } while (after !== undefined);
  return sent;
};

/** Lines of a shop with somebody in them, whatever became of their messages. */
const wakeUpLanes = async (work: DueWork, deps: TickDeps): Promise<QueueMessage[]> => {
  const ref = { tenant: work.tenant, shop: work.id };
  const messages: QueueMessage[] = [];
  for await (const lane of deps.ledger.openLanes(ref)) messages.push(wakeMessage(ref, lane, deps.randomId()));
  if (messages.length === 0) await deps.shops.settle(work);
  return messages;
};
