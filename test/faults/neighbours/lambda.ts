import type { QueueMessage } from "../../../shared/core/ports.ts";
import type { VirtualTime } from "../runs/time.ts";

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
}

/** Visible messages of a group, the first that was sent foremost, and how many of the group are in work. */
interface Group {
  readonly ready: Waiting[];
  inWork: number;
}

/**
 * SQS in virtual time, with a bounded number of workers. A standard queue is fair: the next message is one of the group with
 * the fewest in work. A FIFO queue has one message of a group in work at a time.
 */
export class FairQueue {
  /** Those with visible messages, or with messages in work. */
  readonly #groups = new Map<string, Group>();
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
    this.#count += 1;
    const waiting = { message, place: this.#count };
    this.#time.after((message.delaySeconds ?? 0) * 1_000 + 10, () => {
      this.#show(waiting);
      this.#poll();
    });
  }

  #show(waiting: Waiting): void {
    const name = waiting.message.group;
    const group = this.#groups.get(name) ?? { ready: [], inWork: 0 };
    this.#groups.set(name, group);
    const behind = group.ready.findIndex(({ place }) => place > waiting.place);
    group.ready.splice(behind < 0 ? group.ready.length : behind, 0, waiting);
  }

  #poll(): void {
    while (this.#busy < this.#rules.workers) {
      const group = this.#next();
      if (!group) return;
      const { message } = group.ready.shift()!;
      this.#busy += 1;
      group.inWork += 1;
      void this.#work(message).then(() => {
        this.#busy -= 1;
        group.inWork -= 1;
        if (group.inWork === 0 && group.ready.length === 0) this.#groups.delete(message.group);
        this.#poll();
      });
    }
  }

  #next(): Group | undefined {
    let best: Group | undefined;
    for (const group of this.#groups.values()) {
      if (group.ready.length === 0 || (this.#rules.fifo && group.inWork > 0)) continue;
      if (best === undefined || this.#isBefore(group, best)) best = group;
    }
    return best;
  }

  #isBefore(one: Group, other: Group): boolean {
    if (this.#rules.fifo || one.inWork === other.inWork) return one.ready[0]!.place < other.ready[0]!.place;
    return one.inWork < other.inWork;
  }
}
