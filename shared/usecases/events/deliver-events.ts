import { Webhook } from "standardwebhooks";
import type { OutgoingEvent } from "../../core/events.ts";
import { type Log, type Metric, MOST_DELAY_SECONDS, type Sleep } from "../../core/ports.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { PostAnswer, PostEvent } from "../../http/post-event.ts";
import type { Attempt, EndedEvent, Endpoint, EndpointHealth, Hold, PendingEvent } from "../../stores/endpoints.ts";
import type { RecordStore } from "../../stores/records.ts";
import { renewalAddress } from "../shops/renewal.ts";
import type { FanOutDeps } from "./fan-out-events.ts";
import { type ReadSigningKey, signingSecret } from "./signing-secret.ts";

export interface DeliverDeps extends FanOutDeps {
  readonly records: RecordStore;
  readonly random: () => number;
  readonly randomId: () => string;
  readonly metric: Metric;
  readonly log: Log;
  readonly post: PostEvent;
  readonly sleep: Sleep;
  readonly readSigningKey: ReadSigningKey;
  readonly config: { readonly publicUrl: string };
}

/** Waits between tries; the last one repeats. Together three days. */
export const RETRY_AFTER = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
];
export const GIVE_UP_AFTER = 3 * DAY;
export const DISABLE_AFTER = 5 * DAY;
/** Failures in a row, without a success, after which an endpoint is left alone for a while. */
const FAILURES_IN_A_ROW = 10;
const REST = [5 * SECOND, 15 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];
const LONGEST_RETRY_AFTER = 12 * HOUR;
const PAGE = 100;
/** Ends of events that are noted by one request, and how long the first of them waits for the others. */
const NOTED_TOGETHER = 25;
const NOTED_WITHIN = SECOND;
/** The endpoint is read again behind so many events, or after a second: its tenant may have removed it or moved it elsewhere. */
const SENT_BETWEEN_LOOKS = 10;
const LOOKS_APART = SECOND;

/**
 * Sends what is due to one endpoint: events of the same record one after the other, others side by side. The message
 * that woke us says only which endpoint; the line in the table is the truth.
 */
export const deliverEvents = async (
  job: { readonly tenant: string; readonly endpoint: string },
  options: { readonly deadline: number; readonly lease: number },
  deps: DeliverDeps,
): Promise<void> => {
  const { tenant } = job;
  const due = { kind: "endpoint" as const, tenant, id: job.endpoint };
  // Scheduled before it is held: if this worker dies, another one comes.
  const [endpoint, key] = await Promise.all([
    deps.endpoints.get(tenant, job.endpoint),
    deps.readSigningKey(),
    deps.shops.schedule({ ...due, dueAt: deps.clock() + MINUTE }),
  ]);
  if (endpoint?.state !== "enabled") return deps.shops.unschedule(due);
  const now = deps.clock();
  const hold = await deps.endpoints.hold(tenant, endpoint.id, deps.randomId(), { now, until: now + options.lease });
  // Another worker is on the line; it looks again before it goes.
  if (!hold) return;
  for (let more = hold.forward; more && deps.clock() < options.deadline; )
    more = !(await deps.endpoints.bringForward(tenant, endpoint.id, now, PAGE));
  const line = new Line({ endpoint, key, hold, options }, deps);
  while (await line.round());
};

/** The tenant is suspended: its events wait, and it is looked again whether they may go. */
export const waitForTenant = (
  { tenant, endpoint: id }: { readonly tenant: string; readonly endpoint: string },
  { shops, clock }: Pick<DeliverDeps, "shops" | "clock">,
): Promise<void> => shops.schedule({ kind: "endpoint", tenant, id, dueAt: clock() + MINUTE });

interface HeldLine {
  readonly endpoint: Endpoint;
  /** The deployment's signing key. */
  readonly key: string;
  readonly hold: Hold;
  readonly options: { readonly deadline: number; readonly lease: number };
}

/** One worker's time at an endpoint's line. */
class Line {
  #endpoint: Endpoint;
  readonly #key: string;
  readonly #options: { readonly deadline: number; readonly lease: number };
  readonly #deps: DeliverDeps;
  readonly #forgivenAt: number | undefined;
  #hold: Hold;
  #health: EndpointHealth;
  #failures = 0;
  /** Nothing more is sent: the endpoint is disabled or removed. */
  #stopped = false;
  /** Another worker sends what is left, to the address that the tenant has given meanwhile. */
  #moved = false;
  #lookedAt: number;
  #sentSinceLook = 0;
  #looking: Promise<void> | undefined;
  #sent = false;
  #nextStart = 0;
  readonly #ended: EndedEvent[] = [];

  constructor({ endpoint, key, hold, options }: HeldLine, deps: DeliverDeps) {
    this.#endpoint = endpoint;
    this.#key = key;
    this.#hold = hold;
    this.#forgivenAt = hold.forgivenAt;
    this.#health = hold.health;
    this.#options = options;
    this.#deps = deps;
    this.#lookedAt = deps.clock();
  }

  /** False: this worker is done. */
  async round(): Promise<boolean> {
    const { endpoints, clock } = this.#deps;
    const { tenant, id } = this.#endpoint;
    const now = clock();
    if (this.#isOver(now)) return this.#leave();
    const page = (await endpoints.due(tenant, id, now, PAGE)).map((one) => afresh(one, this.#hold.forgivenAt));
    this.#sent ||= page.length > 0;
    await this.#send(page);
    // Less than a page was all that was due: what came meanwhile shows when we let go.
    if (page.length < PAGE) return this.#leave();
    const hold = await endpoints.note(tenant, id, this.#hold, {
      health: this.#health,
      until: clock() + this.#options.lease,
    });
    if (!hold) return false;
    // What was queued while we sent is in the table already, so it counts as looked at only from here on.
    this.#hold = { ...hold, queued: this.#hold.queued };
    return true;
  }

  /** The tenant has enabled or repaired the endpoint since we read it: what we know of it is of the time before. */
  #isOutdated(): boolean {
    return this.#moved || this.#hold.forgivenAt !== this.#forgivenAt;
  }

  /** What the tenant has made of the endpoint meanwhile, now and then. Senders that come while it is read wait for it. */
  async #look(): Promise<void> {
    this.#sentSinceLook += 1;
    const isDue = this.#sentSinceLook > SENT_BETWEEN_LOOKS || this.#deps.clock() - this.#lookedAt >= LOOKS_APART;
    if (isDue)
      this.#looking ??= this.#readAgain().finally(() => {
        this.#looking = undefined;
      });
    await this.#looking;
  }

  async #readAgain(): Promise<void> {
    this.#sentSinceLook = 0;
    this.#lookedAt = this.#deps.clock();
    const { tenant, id, url } = this.#endpoint;
    const endpoint = await this.#deps.endpoints.get(tenant, id);
    if (endpoint?.state !== "enabled") this.#stopped = true;
    else if (endpoint.url !== url) this.#moved = true;
    else this.#endpoint = endpoint;
  }

  #isOver(now: number): boolean {
    return this.#stopped || this.#isOutdated() || now >= this.#options.deadline || (this.#health.notBefore ?? 0) > now;
  }

  /** Says when a worker has to come again, and goes; not if something is due, or came meanwhile. */
  async #leave(): Promise<boolean> {
    const { endpoints, clock } = this.#deps;
    const { tenant, id } = this.#endpoint;
    for (;;) {
      const [next] = (await endpoints.pending(tenant, id, undefined, 1)).events;
      const now = clock();
      if (this.#isDue(next, now)) return true;
      const at = this.#comeAgain(next, now);
      // A worker that has sent something leaves the entry of the next minute. The worker of that minute finds nothing to do and removes it.
      const settles = !this.#sent || this.#stopped;
      if (settles) await this.#settle(at, now);
      if (await endpoints.letGo(tenant, id, this.#hold, this.#healthNow())) {
        if (at !== undefined) await this.#callNext(at, now);
        return false;
      }
      const hold = await endpoints.lookAgain(tenant, id, this.#hold.holder);
      if (!hold) return false;
      this.#hold = hold;
      if (settles) await this.#noteDue(clock() + MINUTE);
    }
  }

  #isDue(next: PendingEvent | undefined, now: number): boolean {
    return next !== undefined && next.nextAt <= now && !this.#isOver(now);
  }

  #noteDue(dueAt: number): Promise<void> {
    const { tenant, id } = this.#endpoint;
    return this.#deps.shops.schedule({ kind: "endpoint", tenant, id, dueAt });
  }

  /** The due index holds when a worker has to come at the latest, where one has to. */
  async #settle(at: number | undefined, now: number): Promise<void> {
    const { tenant, id } = this.#endpoint;
    await this.#deps.shops.unschedule({ kind: "endpoint", tenant, id });
    if (at !== undefined) await this.#noteDue(Math.max(at, now + MINUTE));
  }

  /** The next worker. Later than a message can wait: the due index. */
  async #callNext(at: number, now: number): Promise<void> {
    const { tenant, id } = this.#endpoint;
    const delay = Math.ceil((at - now) / SECOND);
    if (delay > MOST_DELAY_SECONDS) return;
    await this.#deps.queues.send("deliveries", [
      { body: { tenant, endpoint: id }, group: tenant, ...(delay > 0 ? { delaySeconds: delay } : {}) },
    ]);
  }

  #healthNow(): EndpointHealth {
    return this.#isOutdated() ? { strikes: 0 } : this.#health;
  }

  /** When a worker has to look after the next event. */
  #comeAgain(next: PendingEvent | undefined, now: number): number | undefined {
    if (this.#isOutdated()) return now;
    return next && !this.#stopped ? Math.max(next.nextAt, this.#health.notBefore ?? 0) : undefined;
  }

  /** A page of events, as many at a time as the endpoint allows. Events of one record go one after the other. */
  async #send(page: readonly PendingEvent[]): Promise<void> {
    const records = this.#endpoint.payload === "full" ? await this.#readRecords(page) : undefined;
    const waiting = new Map<string, PendingEvent[]>();
    for (const pending of page) {
      const { shop = "", resource = "", record, id } = pending.event;
      const about = record === undefined ? id : `${shop}#${resource}#${record}`;
      waiting.set(about, [...(waiting.get(about) ?? []), pending]);
    }
    const series = [...waiting.values()];
    const worker = async (): Promise<void> => {
      for (let one = series.shift(); one; one = series.shift()) {
        for (const pending of one) {
          if (this.#isOver(this.#deps.clock())) return;
          await this.#pace();
          await this.#look();
          if (this.#stopped || this.#moved) return;
          await this.#sendOne(pending, records);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#endpoint.concurrency, series.length) }, worker)).finally(() =>
      this.#noteEnds(),
    );
  }

  /** Starts are spread evenly over each second. */
  async #pace(): Promise<void> {
    const now = this.#deps.clock();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + SECOND / this.#endpoint.ratePerSecond;
    if (start > now) await this.#deps.sleep(start - now);
  }

  async #sendOne(pending: PendingEvent, records: ReadonlyMap<string, unknown> | undefined): Promise<void> {
    const { post, clock, metric, config } = this.#deps;
    const { tenant } = this.#endpoint;
    const keys = { signingKey: this.#key, publicUrl: config.publicUrl };
    const body = JSON.stringify(payloadOf(pending.event, records, renewalAddress(tenant, pending.event, keys)));
    const at = clock();
    const headers = signedHeaders(this.#key, this.#endpoint, { id: pending.event.id, at, body });
    const answer = await post(this.#endpoint.url, headers, body);
    const { status, milliseconds, answer: text } = answer;
    const attempt: Attempt = { at, milliseconds, answer: text, ...(status === undefined ? {} : { status }) };
    const delivered = status !== undefined && status >= 200 && status < 300;
    metric(delivered ? "EventsDelivered" : "EventAttemptsFailed", 1);
    if (delivered) await this.#succeeded(pending, attempt);
    else await this.#failed(pending, attempt, answer);
  }

  async #succeeded(pending: PendingEvent, attempt: Attempt): Promise<void> {
    this.#failures = 0;
    this.#health = { strikes: 0, notBefore: this.#health.notBefore };
    await this.#end({ pending, state: "delivered", attempt });
  }

  /** Many are noted together, soon: a worker that dies before that has them sent once more. */
  async #end(event: EndedEvent): Promise<void> {
    this.#ended.push(event);
    const oldest = this.#ended[0]!.attempt.at;
    if (this.#ended.length >= NOTED_TOGETHER || this.#deps.clock() - oldest >= NOTED_WITHIN) await this.#noteEnds();
  }

  async #noteEnds(): Promise<void> {
    const ended = this.#ended.splice(0);
    if (ended.length > 0) await this.#deps.endpoints.finish(this.#endpoint.tenant, this.#endpoint.id, ended);
  }

  async #failed(pending: PendingEvent, attempt: Attempt, answer: PostAnswer): Promise<void> {
    const { clock, random, endpoints, metric } = this.#deps;
    const { tenant, id } = this.#endpoint;
    const now = clock();
    this.#failures += 1;
    const failingSince = this.#health.failingSince ?? now;
    this.#health = { ...this.#health, failingSince };
    if (answer.status === 410) await this.#disable("gone");
    else if (now - failingSince >= DISABLE_AFTER) await this.#disable("failing");
    // It says itself when it will have us again.
    const asked = Math.min(answer.retryAt ?? 0, now + LONGEST_RETRY_AFTER);
    if (asked > now && (answer.status === 429 || answer.status === 503)) this.#rest(asked);
    if (this.#failures >= FAILURES_IN_A_ROW) {
      const wait = REST[Math.min(this.#health.strikes, REST.length - 1)]!;
      this.#health = { ...this.#health, strikes: this.#health.strikes + 1 };
      this.#failures = 0;
      this.#rest(now + wait);
    }
    // An endpoint that is switched off keeps its events; they are due as soon as it is back.
    const tooOld = now - (pending.firstAt ?? now) >= GIVE_UP_AFTER && !this.#stopped;
    if (tooOld) {
      metric("EventsFailed", 1);
      await this.#end({ pending, state: "failed", attempt });
      return;
    }
    const wait = RETRY_AFTER[Math.min(pending.tries, RETRY_AFTER.length - 1)]! * (0.8 + random() * 0.4);
    // The last try is at the end of the three days, not somewhere before it.
    const nextAt = Math.min(now + wait, (pending.firstAt ?? now) + GIVE_UP_AFTER);
    await endpoints.retry(tenant, id, pending, { nextAt: Math.ceil(Math.max(nextAt, asked, now + SECOND)), attempt });
  }

  #rest(until: number): void {
    this.#health = { ...this.#health, notBefore: Math.max(this.#health.notBefore ?? 0, until) };
  }

  async #disable(by: "gone" | "failing"): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const { tenant, id, url } = this.#endpoint;
    // An answer of the old address says nothing about the one that the tenant has given meanwhile.
    const { state } = await this.#deps.endpoints.change(tenant, id, (current) =>
      current.url === url ? { state: "disabled", disabledBy: by } : {},
    );
    if (state === "enabled") return;
    this.#deps.metric("EndpointsDisabled", 1);
    this.#deps.log("warn", "endpoint-disabled", { tenant, endpoint: id, by });
  }

  /** The records as they are now: a newer version than the event's is what the receiver wants to know. */
  async #readRecords(page: readonly PendingEvent[]): Promise<ReadonlyMap<string, unknown>> {
    const wanted = new Map<string, { shop: string; resource: string; ids: string[] }>();
    for (const { event } of page) {
      if (event.shop === undefined || event.resource === undefined || event.record === undefined) continue;
      const name = `${event.shop}#${event.resource}`;
      const group = wanted.get(name) ?? { shop: event.shop, resource: event.resource, ids: [] };
      group.ids.push(event.record);
      wanted.set(name, group);
    }
    const found = new Map<string, unknown>();
    for (const { shop, resource, ids } of wanted.values()) {
      const ref = { tenant: this.#endpoint.tenant, shop };
      for (const { id, version, deleted, record } of await this.#deps.records.getMany(ref, resource, ids))
        found.set(`${shop}#${resource}#${id}`, { version, deleted, record });
    }
    return found;
  }
}

/**
 * What was tried before the endpoint was enabled again is like new: its three days begin anew. Counted and not
 * rewritten, because all that is held may have been tried.
 */
const afresh = (pending: PendingEvent, forgivenAt = 0): PendingEvent =>
  (pending.firstAt ?? forgivenAt) < forgivenAt ? { ...pending, firstAt: undefined, tries: 0 } : pending;

/**
 * Standard Webhooks, "Payload structure": type, timestamp, data.
 * @param reconnectUrl made when the event is sent: no table holds it
 */
export const payloadOf = (
  event: OutgoingEvent,
  records: ReadonlyMap<string, unknown> | undefined,
  reconnectUrl?: string,
) => {
  const { type, at, shop, resource, record, data } = event;
  const current = records?.get(`${shop}#${resource}#${record}`);
  return {
    type,
    timestamp: new Date(at).toISOString(),
    data: {
      ...(shop === undefined ? {} : { shop }),
      ...(resource === undefined ? {} : { resource }),
      ...data,
      ...(reconnectUrl === undefined ? {} : { reconnectUrl }),
      ...(current === undefined ? {} : { current }),
    },
  };
};

/** Standard Webhooks, "Signature scheme"; during a rotation with the new secret and the one before. */
const signedHeaders = (
  key: string,
  endpoint: Endpoint,
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Record<string, string> => ({
  "content-type": "application/json",
  "user-agent": "Tillbridge",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at / SECOND)),
  "webhook-signature": endpoint.secrets
    .filter(({ until }) => until === undefined || until > at)
    .map(({ generation }) => new Webhook(signingSecret(key, endpoint, generation)).sign(id, new Date(at), body))
    .join(" "),
});
