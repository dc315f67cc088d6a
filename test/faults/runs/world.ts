import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createHandler as createTick } from "../../../functions/tick.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { Dice, seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type {
  CreateSimulator,
  FaultKind,
  SimulatedDelivery,
  SimulatedOutcome,
  SimulatedRequest,
  VendorSimulator,
} from "../../../infra/sandbox/types.ts";
import type { DeadLetter, DeadLetters } from "../../../shared/core/dead-letters.ts";
import type { Metric, QueueName, Queues, Secrets } from "../../../shared/core/ports.ts";
import type { ResourceName } from "../../../shared/core/records.ts";
import type { Table } from "../../../shared/core/table.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Listing, Resource, Send, ShopAccess, Vendor, VendorId } from "../../../shared/core/vendor.ts";
import { guardPorts } from "../../../shared/lambda/guarded-ports.ts";
import type { Deps, LambdaContext } from "../../../shared/lambda/wiring.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { parseRecordKey, type ShopRef } from "../../../shared/stores/keys.ts";
import type { ActingFunction } from "../../../shared/stores/partitions.ts";
import { publishChanges } from "../../../shared/usecases/events/publish-changes.ts";
import { authorizeAgain, registerShop } from "../../../shared/usecases/shops/register-shop.ts";
import { createTallies } from "../../../shared/usecases/shops/tallies.ts";
import { ensureHookSecret, hookAddress } from "../../../shared/usecases/webhooks/hook-secret.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import type { Liar } from "./lies/liar.ts";
import { turnedAway } from "./lies/missing.ts";
import { noQueueFaults, type QueueFaultRates, queuesOf, type Received, SimulatedQueue } from "./queues.ts";
import { remembered } from "./remembered.ts";
import { LaggingReplica } from "./replica.ts";
import { VirtualTime } from "./time.ts";
import type { Watch } from "./watch.ts";
import { type FaultRates, noFaults, type Surroundings, Worker } from "./worker.ts";

const simulators: Readonly<Record<VendorId, CreateSimulator>> = {
  kiotviet: createKiotVietSimulator,
  "nhanh-v3": createNhanhV3Simulator,
  "nhanh-v2": createNhanhV2Simulator,
  pancake: createPancakeSimulator,
  isale: createIsaleSimulator,
};

export interface WorldOptions {
  readonly vendor: VendorId;
  readonly seed: number;
  /** Rows of each large resource at the start. */
  readonly size?: number;
  /** Rows per page at the vendor and in our asks. */
  readonly pageSize?: number;
  /** Only these resources are synced. Default: all. */
  readonly resources?: readonly ResourceName[] | undefined;
  /** Milliseconds by which the vendor's clock is ahead of ours. */
  readonly vendorSkew?: number;
  /** Milliseconds that an invocation may take. */
  readonly timeout?: number;
  /** Seconds between full cycles, so that some fall into a run. */
  readonly fullEverySeconds?: number;
  /** Seconds between cycles. Default: the vendor's. */
  readonly everySeconds?: number;
  /** Workers of the sync queue at the same time. */
  readonly workers?: number;
}

/** What goes wrong while the world is unkind. */
export interface Unkindness {
  readonly worker?: Partial<FaultRates>;
  readonly queue?: Partial<QueueFaultRates>;
  readonly vendor?: Partial<Record<FaultKind, number>>;
  /** Chance that a batch of the stream comes again after it was worked off. */
  readonly replay?: number;
  /** Chance that a read that need not be consistent sees a recently changed item as it was. */
  readonly oldReads?: number;
  /** Chance that somebody changes something right behind a call: between two pages of a listing. */
  readonly changeAfterCall?: number;
  /** Chances of a webhook to be lost, and to come twice. */
  readonly lostWebhook?: number;
  readonly doubledWebhook?: number;
  /** Chance that somebody who knows the address, but not the secret, sends a webhook of his own along with it. */
  readonly forgedWebhook?: number;
}

/** A change brings webhooks, these bring calls, and those would bring changes without end. */
const MOST_CHANGES = 25;
const START = Date.UTC(2026, 10, 20, 2, 0, 0);
const ORIGIN = "http://vendor.test";
const TENANT = "acme";
const SHOP = "shop";

/**
 * One tenant's shop in virtual time: the real use cases on a table in memory, queues and a vendor's simulator, under
 * faults that a seed decides. The same seed is the same run on every machine.
 */
export class World {
  readonly options: WorldOptions;
  readonly dice: Dice;
  readonly time = new VirtualTime(START);
  readonly memory = new MemoryTable();
  readonly vendor: Vendor;
  readonly simulator: VendorSimulator;
  readonly ref: ShopRef = { tenant: TENANT, shop: SHOP };
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  /** Injected so far, by kind. */
  readonly faults = new Map<string, number>();
  /** Errors with which invocations failed, by name; outages apart. */
  readonly failures = new Map<string, number>();
  /** Defects that surfaced as unknown errors. */
  readonly defects: unknown[] = [];
  /** Ports without faults: a tenant at the API, and the checks of a run. */
  readonly deps: Deps;
  readonly #around: Surroundings;
  readonly #secrets = new Map<string, ShopAccess>();
  readonly #send: Send;
  #unkind: Unkindness = {};
  #changesLeft = 0;
  /** How far the vendor's clock stands ahead of its own for one act, milliseconds. */
  #ahead = 0;
  #ticking = false;
  #quiet = false;
  #published = 0;
  /** When the shop was registered. */
  openedAt = START;
  #publishing = false;
  #reauthorizing = false;
  /** What a stored webhook starts; replaced by tests that want none. */
  onDelivery: (delivery: SimulatedDelivery) => void = (delivery) => this.#receive(delivery);
  /** What a test listens to, or replaces, of the ports of every worker. */
  adapt: (deps: Deps) => Deps = (deps) => deps;
  /** Stands between the connector and the vendor, where a run wants one. */
  liar: Liar | undefined;
  /** Stands between the connector and a vendor that is written to. */
  between: { answer(request: SimulatedRequest): SimulatedOutcome } | undefined;
  /** Looks on, where a run wants to know what was wrong on the way. */
  watch: Watch | undefined;
  /** Work of the `writes` and `deliveries` queues, where a test brings it. */
  writeWorker: ((deps: Deps, message: Received, context: LambdaContext) => Promise<void>) | undefined;
  deliverWorker: ((deps: Deps, message: Received, context: LambdaContext) => Promise<void>) | undefined;

  constructor(options: WorldOptions) {
    this.options = options;
    const random = seededRandom(options.seed);
    this.dice = new Dice(random);
    const around: Surroundings = {
      time: this.time,
      dice: this.dice,
      rates: noFaults,
      batches: options.seed % 2 === 0,
      replica: new LaggingReplica(this.memory, this.time, this.dice, () => this.count("old read")),
      count: (fault) => this.count(fault),
      wrote: () => {
        around.replica.note();
        this.watch?.noteWrites();
      },
    };
    this.#around = around;
    const simulator = simulators[options.vendor]({
      now: () => this.time.now() + (options.vendorSkew ?? 0) + this.#ahead,
      random: seededRandom(options.seed ^ 0x5eed),
      ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    });
    this.simulator = simulator;
    simulator.seed(options.size ?? 60);
    this.vendor = smaller(vendors[options.vendor], options, simulator);
    this.#send = simulatedSend(
      {
        [ORIGIN]: Object.create(simulator, { handle: { value: (request: SimulatedRequest) => this.#handle(request) } }),
      },
      {
        now: this.time.now,
        advance: this.time.sleep,
        latency: () => this.dice.integer(40, 900),
      },
    );
    const timeout = options.timeout ?? 300 * SECOND;
    const visibility = 6 * timeout;
    const rules = { fifo: false, visibility, maxReceives: 5, workers: options.workers ?? 4 };
    const syncQueue = (name: QueueName): SimulatedQueue =>
      new SimulatedQueue(name, rules, around, (message) => this.#syncWorker(message));
    this.queues = {
      sync: syncQueue("sync"),
      news: syncQueue("news"),
      slow: syncQueue("slow"),
      backfill: syncQueue("backfill"),
      writes: new SimulatedQueue(
        "writes",
        { fifo: true, visibility: 150 * SECOND, maxReceives: 10, workers: 4 },
        around,
        (message) =>
          this.invoke("write", 120 * SECOND, async (deps, context) => this.writeWorker?.(deps, message, context)),
      ),
      deliveries: new SimulatedQueue(
        "deliveries",
        { fifo: false, visibility: 180 * SECOND, maxReceives: 5, workers: 4 },
        around,
        (message) =>
          this.invoke("deliver", 30 * SECOND, async (deps, context) => this.deliverWorker?.(deps, message, context)),
      ),
    };
    this.deps = this.#depsOf(undefined);
  }

  /** Registers the simulated shop as a tenant would. */
  async open(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.time.until(
      registerShop(
        TENANT,
        {
          id: SHOP,
          vendor: this.vendor.id,
          name: "A shop",
          credentials: this.simulator.credentials,
          settings: { ...this.simulator.settings, ...settings },
          hosts: this.simulator.hosts(ORIGIN),
          ...(this.options.everySeconds === undefined ? {} : { schedule: { "*": this.options.everySeconds } }),
        },
        { ...this.deps, publicUrl: "https://connector.test", allowShopHosts: true },
      ),
    );
    await this.#typeInWebhooks();
  }

  /** At these vendors a person types the address and the token into a page of the app. */
  async #typeInWebhooks(): Promise<void> {
    if (this.vendor.webhooks?.scope !== "app") return;
    const access = await ensureHookSecret(await this.deps.shops.find(this.ref), this.deps);
    if (!access) return;
    const shop = await this.deps.shops.find(this.ref);
    const url = hookAddress(shop, this.vendor, access, this.deps.config.intakeUrl);
    this.simulator.handle({
      method: "POST",
      path: "/console/webhooks",
      query: new URLSearchParams(),
      headers: {},
      body: JSON.stringify({ url, verifyToken: access.hook?.secret }),
    });
  }

  /** What the vendor granted at the last signing in: normalizers read it. */
  async grants(): Promise<unknown> {
    return (await this.deps.secrets.get(this.deps.secretName(this.ref)))?.session?.grants ?? {};
  }

  count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  get faultCount(): number {
    let count = 0;
    for (const number of this.faults.values()) count += number;
    return count;
  }

  /** Everything that can go wrong does so from now on, at these rates. `{}`: nothing. */
  suffer(unkind: Unkindness): void {
    this.#unkind = unkind;
    this.#changesLeft = MOST_CHANGES;
    this.#around.rates = { ...noFaults, ...unkind.worker };
    this.#around.replica.rate = unkind.oldReads ?? 0;
    for (const queue of Object.values(this.queues)) queue.rates = { ...noQueueFaults, ...unkind.queue };
    this.simulator.faults.stop();
    if (unkind.vendor) this.simulator.faults.rates = unkind.vendor;
  }

  /** Lets time pass with ticks, jobs, webhooks and the stream going on. */
  async pass(milliseconds: number, stop?: () => boolean): Promise<void> {
    if (!this.#ticking) {
      this.#ticking = true;
      this.#tick();
    }
    await this.time.pass(milliseconds, stop);
  }

  /** A change at the vendor by its own staff. */
  change(after = 0): void {
    this.#ahead = after;
    this.simulator.change();
    this.#ahead = 0;
    this.takeDeliveries();
  }

  /** One invocation of a function: real use cases on ports that may fail, and an end at the timeout. */
  async invoke(
    name: string,
    timeout: number,
    work: (deps: Deps, context: LambdaContext) => Promise<unknown>,
  ): Promise<"done" | "failed" | "killed"> {
    const worker = new Worker(name, this.#around);
    const end = this.time.now() + timeout;
    this.time.at(end, () => {
      if (!worker.alive) return;
      this.count("timeout");
      worker.kill();
    });
    const context = { getRemainingTimeInMillis: () => end - this.time.now() };
    const outcome = await worker.run(async () => {
      await work(this.#depsOf(worker), context);
    });
    if (outcome === "failed") this.noteFailure(worker.failure);
    this.#publishSoon();
    return outcome;
  }

  noteFailure(error: unknown): void {
    const name = error instanceof Error ? error.name : String(error);
    this.failures.set(name, (this.failures.get(name) ?? 0) + 1);
    if (["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"].includes(name)) this.defects.push(error);
  }

  /** Work of which nothing is left: no message, no worker, no entry of the stream. */
  get idle(): boolean {
    return (
      !this.#publishing &&
      this.#published >= this.memory.stream.length &&
      Object.values(this.queues).every((queue) => queue.size === 0 && queue.working === 0)
    );
  }

  /** The queues that `sync` works on. */
  get #syncQueues(): readonly SimulatedQueue[] {
    return [this.queues.sync, this.queues.news, this.queues.slow, this.queues.backfill];
  }

  /** Somebody empties the queues of `sync`: the due index has to bring the work back. */
  loseSyncMessages(): void {
    for (const queue of this.#syncQueues) queue.purge();
  }

  get leftOver(): string {
    const queues = this.#syncQueues;
    const unpublished = this.memory.stream.length - this.#published;
    const count = (of: (queue: SimulatedQueue) => number): number => queues.reduce((sum, queue) => sum + of(queue), 0);
    const bodies = queues.flatMap((queue) => queue.bodies()).slice(0, 3);
    return `${count(({ size }) => size)} messages, ${count(({ working }) => working)} at work, ${unpublished} unpublished: ${bodies.join(" ")}`;
  }

  takeDeliveries(): void {
    for (const delivery of this.simulator.takeDeliveries()) {
      // Those of resources that this run does not sync would only cost time; a few show that they do no harm.
      if (!this.#concerns(delivery) && this.dice.chance(0.95)) continue;
      if (this.dice.chance(this.#unkind.lostWebhook ?? 0)) {
        this.count("lost webhook");
        continue;
      }
      if (this.dice.chance(this.#unkind.forgedWebhook ?? 0)) this.#forge(delivery);
      const times = this.dice.chance(this.#unkind.doubledWebhook ?? 0) ? 2 : 1;
      if (times > 1) this.count("doubled webhook");
      for (let time = 0; time < times; time += 1) {
        this.time.after(this.dice.integer(50, this.dice.chance(0.1) ? 300_000 : 4_000), () =>
          this.onDelivery(delivery),
        );
      }
    }
  }

  /** It says that everything is gone. The vendor's secret lies in a header, or in Nhanh v2's body. */
  #forge(delivery: SimulatedDelivery): void {
    this.count("forged webhook");
    const body = delivery.body.replace(/pdate/g, "elete").replace(/"webhooksVerifyToken":"[^"]*"/, '"x":1');
    const headers = { "content-type": "application/json", "x-hub-signature": `sha1=${"0".repeat(64)}` };
    this.time.after(this.dice.integer(50, 4_000), () => this.onDelivery({ ...delivery, headers, body }));
  }

  /** The vendor's own answer. */
  askVendor(request: SimulatedRequest): SimulatedOutcome {
    const outcome = this.simulator.handle(request);
    this.watch?.noteAnswer(this.simulator.log.at(-1)?.operation, outcome);
    return outcome;
  }

  #handle(request: SimulatedRequest): SimulatedOutcome {
    const outcome = (this.liar ?? this.between)?.answer(request) ?? this.askVendor(request);
    const logged = this.simulator.log.at(-1);
    this.watch?.noteCall(logged?.operation ?? "");
    this.#afterCall(logged?.fault);
    return outcome;
  }

  #afterCall(fault: FaultKind | undefined): void {
    if (fault !== undefined) this.count(`vendor: ${fault}`);
    if (this.#changesLeft > 0 && this.dice.chance(this.#unkind.changeAfterCall ?? 0)) {
      this.#changesLeft -= 1;
      this.change();
    }
  }

  #concerns(delivery: SimulatedDelivery): boolean {
    if (!this.options.resources) return true;
    try {
      const hints = this.vendor.webhooks?.hints(JSON.parse(delivery.body)) ?? [];
      return hints.length === 0 || hints.some(({ resource }) => this.options.resources?.includes(resource));
    } catch {
      return true;
    }
  }

  #receive(delivery: SimulatedDelivery): void {
    const url = new URL(delivery.url);
    let status: number | undefined;
    void this.invoke("intake", 5 * SECOND, async (deps) => {
      const result = await createIntake(deps)({
        rawPath: url.pathname,
        rawQueryString: url.search.slice(1),
        headers: { ...delivery.headers },
        body: delivery.body,
        requestContext: { http: { method: "POST" } },
      });
      status = result.statusCode;
    }).then(() => this.simulator.delivered?.(delivery, status));
  }

  async #syncWorker(message: Received): Promise<"done" | "failed" | "killed"> {
    let failed = false;
    const outcome = await this.invoke("sync", this.options.timeout ?? 300 * SECOND, async (deps, context) => {
      const { batchItemFailures } = await createSync(deps)({ Records: [message] }, context);
      failed = batchItemFailures.length > 0;
    });
    return outcome === "done" && failed ? "failed" : outcome;
  }

  /** Without ticks nothing new begins; what is queued goes on. */
  ticks(on: boolean): void {
    this.#quiet = !on;
  }

  #tick(): void {
    if (!this.#quiet)
      void this.invoke("tick", 55 * SECOND, (deps, context) => createTick(deps)({ part: 0, parts: 1 }, context));
    this.takeDeliveries();
    void this.#helpTenant();
    this.#publishSoon();
    this.time.after(MINUTE, () => this.#tick());
  }

  /** A tenant whose shop lost its access types the credentials in again, after a while. */
  async #helpTenant(): Promise<void> {
    const shop = await this.deps.shops.get(this.ref);
    if (shop?.health !== "needs-reauth" || this.#reauthorizing) return;
    this.#reauthorizing = true;
    // No help against a gateway: the access works, and nothing may have ended it.
    if (this.liar?.names.includes(turnedAway.name) && !this.faults.has("vendor: expired")) {
      this.defects.push(new Error(`an access has ended without the vendor's word: ${shop.reason}`));
      return;
    }
    this.time.after(this.dice.integer(1, 180) * SECOND, () => {
      authorizeAgain(shop, this.simulator.credentials, {
        ...this.deps,
        publicUrl: "https://connector.test",
        allowShopHosts: true,
      })
        .then(
          () => this.count("access given again"),
          // The simulated vendor may be down at that very moment: the next minute brings another attempt.
          () => undefined,
        )
        .finally(() => {
          this.#reauthorizing = false;
        });
    });
  }

  /** The stream's poller: batches in order, one at a time; a batch that failed comes again, and at times one that did not. */
  #publishSoon(): void {
    if (this.#publishing || this.#published >= this.memory.stream.length) return;
    this.#publishing = true;
    this.time.after(this.dice.integer(50, 3_000), () => {
      void this.#publish().finally(() => {
        this.#publishing = false;
        this.#publishSoon();
      });
    });
  }

  async #publish(): Promise<void> {
    const from = this.#published;
    const batch: { before: any; after: any }[] = [];
    let to = from;
    const most = this.dice.integer(1, 100);
    for (; to < this.memory.stream.length && batch.length < most; to += 1) {
      const entry = this.memory.stream[to]!;
      if (parseRecordKey(entry.key.pk)) batch.push({ before: entry.old, after: entry.new });
    }
    if (batch.length > 0) {
      const outcome = await this.invoke("publish", 60 * SECOND, (deps) =>
        publishChanges(batch, { ...deps, fanOut: async () => undefined }),
      );
      if (outcome !== "done") return;
      if (this.dice.chance(this.#unkind.replay ?? 0)) {
        this.count("replayed batch");
        // A poller that lost its place goes on from an older one.
        this.#published = Math.max(0, from - this.dice.integer(0, 50));
        return;
      }
    }
    this.#published = to;
  }

  readonly #deadLetters: DeadLetters = {
    count: async (queue) => this.queues[queue].dead.length,
    peek: async (queue, most) => this.#letters(queue).slice(0, most),
    redrive: async (queue, ids, most) => {
      const wanted = this.#letters(queue)
        .filter(({ id }) => ids?.includes(id) ?? true)
        .slice(0, most);
      for (const { body } of wanted) {
        this.queues[queue].dead.splice(this.queues[queue].dead.indexOf(body), 1);
        this.queues[queue].add({ body: JSON.parse(body), group: "redriven" });
      }
      return wanted;
    },
  };

  #letters(queue: QueueName): DeadLetter[] {
    return this.queues[queue].dead.map((body, index) => ({ id: `${queue}-${index}`, body, sentAt: this.openedAt }));
  }

  #depsOf(worker: Worker | undefined): Deps {
    const table: Table = worker ? worker.table(this.memory) : this.memory;
    const memorySecrets: Secrets = {
      get: async (name) => this.#secrets.get(name),
      put: async (name, access) => {
        this.#secrets.set(name, access);
      },
      delete: async (name) => {
        this.#secrets.delete(name);
      },
    };
    const queues: Queues = worker
      ? queuesOf(worker, this.queues)
      : {
          send: async (queue, messages) => {
            for (const message of messages) this.queues[queue].add(message);
          },
        };
    const metric: Metric = () => undefined;
    const secrets = worker ? worker.secrets(memorySecrets) : memorySecrets;
    const secretName = (ref: ShopRef): string => `${ref.tenant}/${ref.shop}`;
    // A tenant and the checks of a run are nobody's function: no policy holds for them.
    const ports = worker
      ? guardPorts(worker.name as ActingFunction, { table, secrets, secretName })
      : { table, secrets, ...createStores(table) };
    const deps = {
      config: { ...config },
      clock: this.time.now,
      random: this.dice.random,
      randomId: () => this.dice.uuid(),
      tallies: createTallies(),
      ...ports,
      queues,
      deadLetters: this.#deadLetters,
      send: worker ? worker.send(this.#send) : this.#send,
      vendor: () => this.vendor,
      sleep: this.time.sleep,
      secretName,
      readOperatorKey: async () => "operator",
      readPrivacyKey: async () => "privacy-key-of-the-fault-runs-0123",
      readSigningKey: async () => "signing-key-of-the-fault-runs-0123",
      metric,
      log: (level: string, _message: string, fields?: Readonly<Record<string, unknown>>) => {
        if (level === "error")
          this.noteFailure(Object.assign(new Error(String(fields?.reason)), { name: String(fields?.error) }));
      },
    };
    const own = "ownedBy" in ports ? ports.ownedBy : () => ports;
    const ownedBy = (tenant: string) => this.adapt({ ...deps, ...own(tenant) } as Deps);
    return this.adapt({ ...deps, ownedBy } as Deps);
  }
}

const config = {
  stage: "faults",
  tableName: "table",
  queueUrls: {
    sync: "http://queue/sync",
    news: "http://queue/news",
    slow: "http://queue/slow",
    backfill: "http://queue/backfill",
    writes: "http://queue/writes.fifo",
    deliveries: "http://queue/deliveries",
  },
  secretsPrefix: "",
  operatorKeySecret: "operator",
  tenantRole: "",
  signingKeySecret: "signing",
  privacyKeySecret: "privacy",
  secrets: "shop",
  egress: "fixed",
  publicUrl: "https://connector.test",
  intakeUrl: "https://hooks.test",
  vendorHosts: {},
  batchInserts: true,
  allowShopHosts: true,
  trialCallsPerMinute: 1_000,
  allowLocalEndpoints: true,
  corsOrigins: [],
};

/** The vendor with short pages, frequent full cycles and, if asked, few resources: a small shop shows what a large one would. */
const smaller = (vendor: Vendor, options: WorldOptions, simulator: VendorSimulator): Vendor => {
  const { pageSize, fullEverySeconds } = options;
  const shorten = (listing: Listing, oldest: number): Listing => ({
    ...listing,
    ...(pageSize === undefined || listing.paging === "none" ? {} : { pageSize: Math.min(listing.pageSize, pageSize) }),
    // A simulated past is short: month by month back to 2010 would only ask for empty months.
    ...(listing.maxWindowSeconds === undefined ? {} : { earliest: Math.floor((oldest - 3 * DAY) / SECOND) }),
  });
  const oldestOf = ({ name, listing }: Resource): number =>
    Math.min(START, ...simulator.rows(name).map((row) => listing.time?.(row) ?? START));
  const resources = vendor.resources
    .filter(({ name }) => !options.resources || options.resources.includes(name))
    .map(
      (resource): Resource => ({
        ...resource,
        listing: shorten(resource.listing, oldestOf(resource)),
        ...(resource.fullListing ? { fullListing: shorten(resource.fullListing, oldestOf(resource)) } : {}),
        ...(resource.looks
          ? {
              looks: resource.looks.map((look) => ({
                ...look,
                ...(look.listing ? { listing: shorten(look.listing, oldestOf(resource)) } : {}),
              })),
            }
          : {}),
        ...(resource.deletions?.listing
          ? { deletions: { ...resource.deletions, listing: shorten(resource.deletions.listing, oldestOf(resource)) } }
          : {}),
        ...(fullEverySeconds === undefined ? {} : { fullEverySeconds }),
        ...(fullEverySeconds === undefined || resource.listing.strategy !== "snapshot"
          ? {}
          : { everySeconds: Math.min(resource.everySeconds ?? fullEverySeconds, fullEverySeconds) }),
      }),
    );
  return { ...vendor, resources: resources.map(remembered) };
};
