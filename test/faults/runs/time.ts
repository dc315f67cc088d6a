interface Due {
  readonly at: number;
  readonly place: number;
  readonly run: () => void;
}

/** Everything that the promises under way can do without time passing. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A clock that moves from event to event and never sleeps. Nothing in it depends on the machine: the same events in
 * the same order give the same run.
 */
export class VirtualTime {
  #now: number;
  #count = 0;
  /** Binary heap by time, then by order of arrival. */
  readonly #heap: Due[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  at(time: number, run: () => void): void {
    const due: Due = { at: Math.max(time, this.#now), place: this.#count, run };
    this.#count += 1;
    let index = this.#heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (before(this.#heap[parent]!, due)) break;
      this.#heap[index] = this.#heap[parent]!;
      index = parent;
    }
    this.#heap[index] = due;
  }

  after(milliseconds: number, run: () => void): void {
    this.at(this.#now + milliseconds, run);
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => this.after(Math.max(0, milliseconds), resolve));

  /** Lets `milliseconds` pass with all that becomes due meanwhile, or less: until `stop` holds. */
  async pass(milliseconds: number, stop?: () => boolean): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (;;) {
      if (stop?.()) return;
      const next = this.#heap[0];
      if (!next || next.at > end) break;
      this.#take();
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
  }

  /** Waits for a promise while time passes. */
  async until<Result>(promise: Promise<Result>, most = 86_400_000): Promise<Result> {
    let ended = false;
    const watched = promise.finally(() => {
      ended = true;
    });
    watched.catch(() => undefined);
    await this.pass(most, () => ended);
    if (!ended) throw new Error("the work did not end in time");
    return watched;
  }

  #take(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && before(this.#heap[child + 1]!, this.#heap[child]!)) child += 1;
      if (before(last, this.#heap[child]!)) break;
      this.#heap[index] = this.#heap[child]!;
      index = child;
    }
    this.#heap[index] = last;
  }
}

const before = (left: Due, right: Due): boolean =>
  left.at < right.at || (left.at === right.at && left.place < right.place);
