import type { QueueMessage } from "../../shared/core/ports.ts";
import type { VirtualTime } from "../faults/time.ts";

/**
 * A Lambda in virtual time: each invocation has an instance to itself, with memory of its own, as on AWS. What one
 * computes slows no other one down. Beyond `most` at a time an invocation is refused.
 */
export class Lambda<Handler> {
  readonly #idle: Handler[] = [];
  readonly #create: () => Handler;
  readonly #most: number;
  #count = 0;
  refused = 0;

  constructor(create: () => Handler, most: number) {
    this.#create = create;
    this.#most = most;
  }

  /** Undefined: refused. */
  async run<Result>(work: (handler: Handler) => Promise<Result>): Promise<Result | undefined> {
    const idle = this.#idle.pop();
    if (!idle && this.#count >= this.#most) {
      this.refused += 1;
      return undefined;
    }
    if (!idle) this.#count += 1;
    const handler = idle ?? this.#create();
    try {
      return await work(handler);
    } finally {
      this.#idle.push(handler);
    }
  }
}

interface Waiting {
  readonly message: QueueMessage;
  readonly place: number;
  readonly visibleAt: number;
}

/**
 * SQS in virtual time, with a bounded number of workers. A standard queue is fair: the next message is one of the group with
 * the fewest in work. A FIFO queue has one message of a group in work at a time.
 */
export class FairQueue {
  readonly #waiting: Waiting[] = [];
  readonly #inWork = new Map<string, number>();
  readonly #time: VirtualTime;
  readonly #rules: { readonly fifo: boolean; readonly workers: number };
  readonly #work: (message: QueueMessage) => Promise<void>;
  #busy = 0;
  #count = 0;

  constructor(
    time: VirtualTime,
    rules: { readonly fifo: boolean; readonly workers: number },
    work: (message: QueueMessage) => Promise<void>,
  ) {
    this.#time = time;
    this.#rules = rules;
    this.#work = work;
  }

  add(message: QueueMessage): void {
    const visibleAt = this.#time.now() + (message.delaySeconds ?? 0) * 1_000 + 10;
    this.#count += 1;
    this.#waiting.push({ message, place: this.#count, visibleAt });
    this.#time.at(visibleAt, () => this.#poll());
  }

  #poll(): void {
    while (this.#busy < this.#rules.workers) {
      const next = this.#next();
      if (!next) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      const { group } = next.message;
      this.#busy += 1;
      this.#inWork.set(group, (this.#inWork.get(group) ?? 0) + 1);
      void this.#work(next.message).then(() => {
        this.#busy -= 1;
        this.#inWork.set(group, this.#inWork.get(group)! - 1);
        this.#poll();
      });
    }
  }

  #next(): Waiting | undefined {
    const now = this.#time.now();
    const ready = this.#waiting.filter(({ visibleAt }) => visibleAt <= now);
    const busyWith = ({ message }: Waiting): number => this.#inWork.get(message.group) ?? 0;
    const free = this.#rules.fifo ? ready.filter((one) => busyWith(one) === 0) : ready;
    const before = (one: Waiting, other: Waiting): boolean =>
      this.#rules.fifo || busyWith(one) === busyWith(other) ? one.place < other.place : busyWith(one) < busyWith(other);
    return free.reduce<Waiting | undefined>((best, one) => (!best || before(one, best) ? one : best), undefined);
  }
}
