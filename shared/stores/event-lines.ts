import { eventIdAt, type OutgoingEvent } from "../core/events.ts";
import { inParallel } from "../core/parallel.ts";
import { type Item, type PlainWrite, type Table, writeMany } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys } from "./keys.ts";

/** One try. */
export interface Attempt {
  readonly at: number;
  /** Absent: no answer. */
  readonly status?: number | undefined;
  readonly milliseconds: number;
  /** First bytes of the answer, or why there was none. */
  readonly answer: string;
}

export interface PendingEvent {
  readonly key: string;
  readonly event: OutgoingEvent;
  readonly nextAt: number;
  readonly firstAt?: number | undefined;
  readonly tries: number;
  readonly attempts: readonly Attempt[];
}

export interface FinishedEvent {
  readonly event: OutgoingEvent;
  readonly state: "delivered" | "failed";
  readonly finishedAt: number;
  readonly tries: number;
  readonly attempts: readonly Attempt[];
}

/** The last try of an event. */
export interface EndedEvent {
  readonly pending: PendingEvent;
  readonly state: FinishedEvent["state"];
  readonly attempt: Attempt;
}

/** How an endpoint does. */
export interface EndpointHealth {
  /** Nothing is sent before this: it asked us to wait, or seems to be down. */
  readonly notBefore?: number | undefined;
  /** No try has succeeded since then. */
  readonly failingSince?: number | undefined;
  /** Rounds in a row that ended because nothing came through. */
  readonly strikes: number;
}

/** A worker's hold on an endpoint's line. */
export interface Hold {
  readonly holder: string;
  /** Events that were ever queued when the worker last looked. */
  readonly queued: number;
  readonly health: EndpointHealth;
  /** What waits for a later try is to be tried now: the endpoint is back. */
  readonly forward: boolean;
  /** The tenant has enabled or repaired it: what was tried before counts as never tried. */
  readonly forgivenAt?: number | undefined;
}

const KEPT = 30 * DAY;
const ATTEMPTS_KEPT = 10;
const HEAD = "!head";
const PARALLEL = 24;

const pad = (value: number, length: number): string => String(Math.max(0, Math.floor(value))).padStart(length, "0");
const pendingKey = (nextAt: number, event: OutgoingEvent): string =>
  `P#${pad(nextAt, 15)}#${pad(event.seq ?? 0, 12)}#${event.id}`;
const headOf = (tenant: string, id: string) => ({ pk: keys.events(tenant, id), sk: HEAD });

/**
 * The events on their way to an endpoint. What waits lies under `P#<when>`, so that a worker reads exactly what is due;
 * what is done lies under `L#<event>`, in the order of time.
 */
export const createEventLines = (table: Table) => ({
  /** Puts events in line. True: no worker is at the line now, so the caller must wake one. */
  async queue(
    tenant: string,
    id: string,
    events: readonly OutgoingEvent[],
    { dueAt, now }: { readonly dueAt: number; readonly now: number },
  ): Promise<boolean> {
    const pk = keys.events(tenant, id);
    const ttl = Math.ceil((now + KEPT) / 1_000);
    const items = new Map<string, PlainWrite>();
    for (const event of events) {
      const sk = pendingKey(dueAt, event);
      items.set(sk, { put: { pk, sk, event: JSON.stringify(event), tries: 0, ttl } });
    }
    await writeMany(table, [...items.values()]);
    // Behind the events: a worker that ends its round looks whether this has changed.
    const head = await table.update(headOf(tenant, id), { add: { queued: events.length } });
    return !head || Number(head.leaseUntil ?? 0) < now;
  },

  /** One worker at a time per endpoint. */
  async hold(
    tenant: string,
    id: string,
    holder: string,
    { now, until }: { readonly now: number; readonly until: number },
  ): Promise<Hold | undefined> {
    const head = await table.update(
      headOf(tenant, id),
      { set: { leaseUntil: until, holder } },
      { any: [{ absent: "leaseUntil" }, { below: ["leaseUntil", now] }] },
    );
    return head && toHold(head, holder);
  },

  /** Notes how the endpoint does; undefined when another worker has the line. */
  async note(
    tenant: string,
    id: string,
    hold: Hold,
    { health, until }: { readonly health: EndpointHealth; readonly until: number },
  ): Promise<Hold | undefined> {
    const { set, remove } = changeTo(health);
    const head = await table.update(
      headOf(tenant, id),
      { set: { ...set, leaseUntil: until }, remove },
      { equal: ["holder", hold.holder] },
    );
    return head && toHold(head, hold.holder);
  },

  /**
   * Notes how the endpoint does, and gives the line back.
   * @returns false when events came since the worker looked: it must look again
   */
  async letGo(tenant: string, id: string, hold: Hold, health: EndpointHealth): Promise<boolean> {
    const same = hold.queued === 0 ? ({ absent: "queued" } as const) : ({ equal: ["queued", hold.queued] } as const);
    const when = { all: [{ equal: ["holder", hold.holder] } as const, same] };
    const { set, remove } = changeTo(health);
    const change = { set, remove: [...remove, "leaseUntil", "holder"] };
    return (await table.update(headOf(tenant, id), change, when)) !== undefined;
  },

  /** The line as it is now, for a worker that was told to look again. */
  async lookAgain(tenant: string, id: string, holder: string): Promise<Hold | undefined> {
    const head = await table.get(headOf(tenant, id));
    return head?.holder === holder ? toHold(head, holder) : undefined;
  },

  async health(tenant: string, id: string): Promise<EndpointHealth> {
    const head = await table.get(headOf(tenant, id));
    return head ? toHold(head, "").health : { strikes: 0 };
  },

  /** A fresh start: the tenant has enabled or repaired it. */
  async forgive(tenant: string, id: string, now: number): Promise<void> {
    await table.update(headOf(tenant, id), {
      set: { forward: true, forgivenAt: now },
      add: { queued: 1 },
      remove: ["notBefore", "failingSince", "strikes"],
    });
  },

  /** Makes what waits for a later try due now. False: there is more of it. */
  async bringForward(tenant: string, id: string, now: number, limit: number): Promise<boolean> {
    const pk = keys.events(tenant, id);
    const page = await table.query({ pk, from: `P#${pad(now + 1, 15)}`, to: "P~", limit });
    await inParallel(page.items, PARALLEL, async (item) => {
      const moved = { ...item, sk: pendingKey(now, eventOf(item)) };
      await table.transact([{ put: moved }, { delete: { pk, sk: item.sk } }]);
    });
    if (page.next !== undefined) return false;
    await table.update(headOf(tenant, id), { remove: ["forward"] });
    return true;
  },

  async due(tenant: string, id: string, now: number, limit: number): Promise<PendingEvent[]> {
    const page = await table.query({ pk: keys.events(tenant, id), from: "P#", to: `P#${pad(now, 15)}~`, limit });
    return page.items.map(toPending);
  },

  /** Pending ones in the order in which they will be tried. */
  async pending(
    tenant: string,
    id: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ events: PendingEvent[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.events(tenant, id), prefix: "P#", after, limit });
    return { events: page.items.map(toPending), next: page.next };
  },

  /** Newest first. */
  async finished(
    tenant: string,
    id: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ events: FinishedEvent[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.events(tenant, id), prefix: "L#", descending: true, after, limit });
    return { events: page.items.map(toFinished), next: page.next };
  },

  /** Finished ones of a stretch of time, oldest first. */
  async finishedBetween(
    tenant: string,
    id: string,
    { from, to }: { readonly from: number; readonly to: number },
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<{ events: FinishedEvent[]; next: string | undefined }> {
    const bounds = { from: `L#${eventIdAt(from)}`, to: `L#${eventIdAt(to)}~` };
    const page = await table.query({ pk: keys.events(tenant, id), ...bounds, after, limit });
    return { events: page.items.map(toFinished), next: page.next };
  },

  async findFinished(tenant: string, id: string, event: string): Promise<FinishedEvent | undefined> {
    const item = await table.get({ pk: keys.events(tenant, id), sk: `L#${event}` });
    return item && toFinished(item);
  },

  async findManyFinished(tenant: string, id: string, events: readonly string[]): Promise<FinishedEvent[]> {
    const pk = keys.events(tenant, id);
    return (await table.getMany(events.map((event) => ({ pk, sk: `L#${event}` })))).map(toFinished);
  },

  /** Events have come to their end, each once in `ended`. */
  async finish(tenant: string, id: string, ended: readonly EndedEvent[]): Promise<void> {
    const pk = keys.events(tenant, id);
    const items = ended.map(({ pending, state, attempt }) => ({
      put: {
        pk,
        sk: `L#${pending.event.id}`,
        event: JSON.stringify(pending.event),
        state,
        finishedAt: attempt.at,
        tries: pending.tries + 1,
        attempts: JSON.stringify([...pending.attempts, attempt].slice(-ATTEMPTS_KEPT)),
        ttl: Math.ceil((attempt.at + KEPT) / 1_000),
      },
    }));
    // First what is known, then the end of the waiting: a crash in between sends twice and forgets nothing.
    await writeMany(table, [...new Map(items.map((item) => [item.put.sk, item])).values()]);
    await writeMany(
      table,
      ended.map(({ pending }) => ({ delete: { pk, sk: pending.key } })),
    );
  },

  async retry(
    tenant: string,
    id: string,
    pending: PendingEvent,
    { nextAt, attempt }: { readonly nextAt: number; readonly attempt: Attempt },
  ): Promise<void> {
    const pk = keys.events(tenant, id);
    const item: Item = {
      pk,
      sk: pendingKey(nextAt, pending.event),
      event: JSON.stringify(pending.event),
      tries: pending.tries + 1,
      firstAt: pending.firstAt ?? attempt.at,
      attempts: JSON.stringify([...pending.attempts, attempt].slice(-ATTEMPTS_KEPT)),
      ttl: Math.ceil((attempt.at + KEPT) / 1_000),
    };
    if (item.sk === pending.key) await table.put(item);
    else await table.transact([{ put: item }, { delete: { pk, sk: pending.key } }]);
  },

  /**
   * Events of a listener that are due, but for those that its owner has taken; these go.
   * @param limit most events of the answer
   */
  async pull(
    tenant: string,
    id: string,
    taken: ReadonlySet<string>,
    { now, limit }: { readonly now: number; readonly limit: number },
  ): Promise<readonly OutgoingEvent[]> {
    const pk = keys.events(tenant, id);
    const bounds = { from: "P#", to: `P#${pad(now, 15)}~` };
    const page = await table.query({ pk, ...bounds, limit: limit + taken.size });
    const waiting = page.items.map(toPending);
    await inParallel(
      waiting.filter(({ event }) => taken.has(event.id)),
      PARALLEL,
      async ({ key }) => {
        await table.delete({ pk, sk: key });
      },
    );
    return waiting.flatMap(({ event }) => (taken.has(event.id) ? [] : [event])).slice(0, limit);
  },
});

const changeTo = ({ notBefore, failingSince, strikes }: EndpointHealth) => ({
  set: { notBefore, failingSince, strikes },
  remove: [...(notBefore === undefined ? ["notBefore"] : []), ...(failingSince === undefined ? ["failingSince"] : [])],
});

const eventOf = (item: Item): OutgoingEvent => JSON.parse(String(item.event)) as OutgoingEvent;
const attemptsOf = (item: Item): Attempt[] => JSON.parse(String(item.attempts ?? "[]")) as Attempt[];

const toHold = (head: Item, holder: string): Hold => ({
  holder,
  queued: Number(head.queued ?? 0),
  health: {
    notBefore: head.notBefore as number | undefined,
    failingSince: head.failingSince as number | undefined,
    strikes: Number(head.strikes ?? 0),
  },
  forward: head.forward === true,
  forgivenAt: head.forgivenAt as number | undefined,
});

const toPending = (item: Item): PendingEvent => ({
  key: item.sk,
  event: eventOf(item),
  nextAt: Number(item.sk.split("#")[1]),
  firstAt: item.firstAt as number | undefined,
  tries: Number(item.tries ?? 0),
  attempts: attemptsOf(item),
});

const toFinished = (item: Item): FinishedEvent => ({
  event: eventOf(item),
  state: item.state as FinishedEvent["state"],
  finishedAt: Number(item.finishedAt),
  tries: Number(item.tries),
  attempts: attemptsOf(item),
});
