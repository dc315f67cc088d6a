import type { QueueMessage, QueueName, Queues } from "../../../shared/core/ports.ts";
import type { Surroundings, Worker } from "./worker.ts";

export interface Received {
  readonly queue: QueueName;
  readonly messageId: string;
  readonly body: string;
  readonly receives: number;
}

interface Message {
  readonly id: number;
  readonly body: string;
  readonly group: string;
  visibleAt: number;
  receives: number;
}

export interface QueueRules {
  readonly fifo: boolean;
  /** Milliseconds that a received message stays hidden. */
  readonly visibility: number;
  readonly maxReceives: number;
  /** Workers at the same time. */
  readonly workers: number;
}

/** Chances per message. */
export interface QueueFaultRates {
  readonly duplicate: number;
  readonly delay: number;
  /** Received, and no worker ever began. */
  readonly dropped: number;
}

export const noQueueFaults: QueueFaultRates = { duplicate: 0, delay: 0, dropped: 0 };

const DEDUPLICATION = 300_000;

/**
 * SQS in virtual time. Standard queues deliver at least once and in any order; FIFO ones keep the order of a group and
 * hold it back while one of its messages is in work.
 */
export class SimulatedQueue {
  readonly name: QueueName;
  rules: QueueRules;
  rates: QueueFaultRates = noQueueFaults;
  /** Messages that came back too often. */
  readonly dead: string[] = [];
  #messages: Message[] = [];
  #count = 0;
  #working = 0;
  readonly #busyGroups = new Set<string>();
  readonly #sent = new Map<string, number>();
  readonly #around: Surroundings;
  readonly #work: (message: Received) => Promise<"done" | "failed" | "killed">;

  constructor(
    name: QueueName,
    rules: QueueRules,
    around: Surroundings,
    work: (message: Received) => Promise<"done" | "failed" | "killed">,
  ) {
    this.name = name;
    this.rules = rules;
    this.#around = around;
    this.#work = work;
  }

  get size(): number {
    return this.#messages.length;
  }

  get working(): number {
    return this.#working;
  }

  /** Bodies of all messages, visible or not. */
  bodies(): readonly string[] {
    return this.#messages.map(({ body }) => body);
  }

  /** Every message is lost (retention, a queue rebuilt by hand): what is due must be found again elsewhere. */
  purge(): void {
    this.#messages = [];
  }

  add(message: QueueMessage): void {
    const { time, dice } = this.#around;
    const now = time.now();
    if (this.rules.fifo && message.id !== undefined) {
      if ((this.#sent.get(message.id) ?? 0) > now) return;
      this.#sent.set(message.id, now + DEDUPLICATION);
    }
    const late = dice.chance(this.rates.delay) ? dice.integer(500, 120_000) : dice.integer(1, 200);
    if (late > 200) this.#around.count("late message");
    const visibleAt = now + (this.rules.fifo ? 1 : (message.delaySeconds ?? 0) * 1_000 + late);
    this.#push(JSON.stringify(message.body), message.group, visibleAt);
    if (!this.rules.fifo && dice.chance(this.rates.duplicate)) {
      this.#around.count("duplicate message");
      this.#push(JSON.stringify(message.body), message.group, visibleAt + dice.integer(0, 60_000));
    }
  }

  #push(body: string, group: string, visibleAt: number): void {
    this.#messages.push({ id: this.#count, body, group, visibleAt, receives: 0 });
    this.#count += 1;
    this.#around.time.at(visibleAt, () => this.poll());
  }

  poll(): void {
    while (this.#working < this.rules.workers) {
      const message = this.#next();
      if (!message) return;
      this.#receive(message);
    }
  }

  #next(): Message | undefined {
    const now = this.#around.time.now();
    if (this.rules.fifo) {
      const blocked = new Set(this.#busyGroups);
      for (const message of this.#messages) {
        if (blocked.has(message.group)) continue;
        if (message.visibleAt <= now) return message;
        blocked.add(message.group);
      }
      return undefined;
    }
    const visible = this.#messages.filter((message) => message.visibleAt <= now);
    return visible.length === 0 ? undefined : this.#around.dice.pick(visible);
  }

  #receive(message: Message): void {
    const { time, dice } = this.#around;
    const { visibility, maxReceives, fifo } = this.rules;
    message.receives += 1;
    if (message.receives > maxReceives) {
      this.dead.push(message.body);
      this.#remove(message);
      return;
    }
    message.visibleAt = time.now() + visibility;
    time.at(message.visibleAt, () => this.poll());
    if (dice.chance(this.rates.dropped)) {
      this.#around.count("dropped message");
      return;
    }
    this.#working += 1;
    if (fifo) this.#busyGroups.add(message.group);
    const { body, receives } = message;
    void this.#work({ queue: this.name, messageId: String(message.id), body, receives }).then((outcome) => {
      this.#working -= 1;
      this.#busyGroups.delete(message.group);
      if (outcome === "done") {
        // Deleted, unless that was lost on the way.
        if (!fifo && dice.chance(this.rates.duplicate)) this.#around.count("duplicate message");
        else this.#remove(message);
      }
      this.poll();
    });
  }

  #remove(message: Message): void {
    this.#messages = this.#messages.filter((one) => one !== message);
  }
}

/** The queue port of one worker. */
export const queuesOf = (worker: Worker, queues: Readonly<Record<QueueName, SimulatedQueue>>): Queues => ({
  // Batches are not all or nothing: each message is an effect of its own.
  send: async (queue, messages) => {
    for (const message of messages) await worker.effect(async () => queues[queue].add(message), "write");
  },
});
