import { RetryLater } from "../../core/errors.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { type Line, laneOf, type Write } from "../../stores/ledger.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { advance } from "./advance.ts";
import { isPackable, performPack } from "./pack.ts";
import { waitFor } from "./waits.ts";
import { canonical, createWorker, type PerformDeps, type WriteWorker } from "./worker.ts";

interface WritesJob {
  readonly ref: ShopRef;
  /** Opens the shop when there is something to do. */
  readonly open: () => Promise<OpenShop>;
  /** The vendor's server answers nothing: no other call is worth its time. */
  readonly isSilent?: () => boolean;
  /** Our clock after which nothing new begins, unix milliseconds. */
  readonly deadline: number;
  /** Our clock at which this worker is certainly gone, unix milliseconds. */
  readonly leaseUntil: number;
  /** Unique for each worker. */
  readonly name: string;
}

/** Lines that are worked off side by side. */
const TOGETHER = 24;
/** Lines that are due looked for ahead of those, lines read together for that, and writes of each. */
const AHEAD = 400;
const AHEAD_IN_LINE = 8;
/** How often a busy worker looks for new writes; less and less often. */
const LOOK_AGAIN = [50, 100, 250, 500, 1_000];
/** Longer waits are left to `tick`; shorter ones are worth keeping the worker. */
const SHORT_WAIT = 1_500;
const AFTER_OUTAGE = 2 * SECOND;

interface Task {
  readonly lanes: readonly string[];
  readonly run: (worker: WriteWorker) => Promise<Map<string, number>>;
}

/**
 * Works off the lines of a shop: each strictly in order, all side by side. The message that woke us says only which
 * shop: the ledger is the truth, so a lost, repeated or late message changes nothing.
 * @returns when it is worth coming back, unix milliseconds; undefined: nobody is left in any line
 */
export const performWrites = async (job: WritesJob, deps: PerformDeps): Promise<number | undefined> => {
  const lines = new Lines(job, deps);
  return lines.workOff();
};

class Lines {
  readonly #job: WritesJob;
  readonly #deps: PerformDeps;
  readonly #running = new Map<string, Promise<void>>();
  /** Lines whose first one has to wait, and until when. */
  readonly #parked = new Map<string, number>();
  #ready: Task[] = [];
  #slots = 0;
  /** Looks in a row that have found nothing to begin. */
  #idle = 0;
  #worker: WriteWorker | undefined;
  #failure: unknown;

  constructor(job: WritesJob, deps: PerformDeps) {
    this.#job = job;
    this.#deps = deps;
  }

  async workOff(): Promise<number | undefined> {
    while (this.#goesOn()) {
      if (this.#ready.length === 0) this.#ready = await this.#lookOrFail();
      if (this.#failure !== undefined) break;
      if (this.#ready.length > 0) {
        this.#idle = 0;
        this.#worker ??= await this.#openShop();
        this.#startReady(this.#worker);
        if (this.#slots === TOGETHER) await Promise.race(this.#running.values());
      } else {
        const pause = this.#pause();
        if (!pause) break;
        await pause;
      }
    }
    await Promise.all(this.#running.values());
    if (this.#failure !== undefined) throw this.#failure;
    return this.#comeBackAt();
  }

  /** When it is worth coming back, unix milliseconds; undefined: nobody is left in any line. */
  #comeBackAt(): number | undefined {
    if (this.#isOver()) return this.#deps.clock();
    return this.#parked.size === 0 ? undefined : this.#soonest();
  }

  /** As many as go side by side. */
  #startReady(worker: WriteWorker): void {
    while (this.#slots < TOGETHER && this.#ready.length > 0) this.#start(this.#ready.shift()!, worker);
  }

  /** Until there may be more to do; undefined: nobody is due so soon that it is worth waiting for. */
  #pause(): Promise<unknown> | undefined {
    const { clock, sleep } = this.#deps;
    if (this.#running.size > 0) {
      const pause = LOOK_AGAIN[Math.min(this.#idle, LOOK_AGAIN.length - 1)]!;
      this.#idle += 1;
      return Promise.race([...this.#running.values(), sleep(pause)]);
    }
    const next = this.#soonest();
    const rest = next - clock();
    return rest > SHORT_WAIT || next >= this.#job.deadline ? undefined : sleep(Math.max(1, rest));
  }

  #goesOn(): boolean {
    return this.#failure === undefined && !this.#isOver();
  }

  /** Nothing new begins. */
  #isOver(): boolean {
    return this.#deps.clock() >= this.#job.deadline || (this.#job.isSilent?.() ?? false);
  }

  /** When the first of the parked lines is due. A loop: `Math.min(...)` fails above about 100,000 arguments. */
  #soonest(): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const until of this.#parked.values()) soonest = Math.min(soonest, until);
    return soonest;
  }

  async #openShop(): Promise<WriteWorker> {
    return createWorker(await this.#job.open(), this.#job, this.#deps);
  }

  /** A store that does not answer ends the turn, but no call that is under way: its outcome is known once only. */
  async #lookOrFail(): Promise<Task[]> {
    try {
      return await this.#look();
    } catch (error) {
      this.#failure ??= error;
      return [];
    }
  }

  /** Lines that can be worked on now, several of one batch as one task where the vendor takes them in one call. */
  async #look(): Promise<Task[]> {
    const { ledger, clock } = this.#deps;
    const now = clock();
    for (const [lane, until] of this.#parked) if (until <= now) this.#parked.delete(lane);
    const due = new Map<string, readonly Write[]>();
    let lines: Line[] = [];
    let most = AHEAD_IN_LINE;
    for await (const line of ledger.lines(this.#job.ref, AHEAD_IN_LINE)) {
      if (this.#running.has(line.lane) || this.#parked.has(line.lane)) continue;
      lines.push({ lane: line.lane, writes: line.writes.slice(0, most) });
      if (lines.length < AHEAD) continue;
      await this.#sort(lines, due, now);
      if (due.size >= AHEAD || clock() >= this.#job.deadline) return this.#tasksOf(due);
      lines = [];
      // With so many lines most have to wait, so only the first write of each further line is read.
      most = 1;
    }
    await this.#sort(lines, due, now);
    return this.#tasksOf(due);
  }

  /** Those whose first one is due, and parks the others. */
  async #sort(lines: readonly Line[], due: Map<string, readonly Write[]>, now: number): Promise<void> {
    const { ledger } = this.#deps;
    if (lines.length === 0) return;
    const found = await ledger.getMany(
      this.#job.ref,
      lines.flatMap(({ writes }) => writes),
    );
    for (const { lane, writes } of lines) {
      const row = foundInRow(writes, found);
      // Without its entry: `head` clears the place away.
      if (row.length === 0) await ledger.head(this.#job.ref, lane);
      // A write that has ended since the places were read has left the line.
      const [first, ...behind] = row.filter(({ closed }) => !closed);
      const until = first ? waitFor(first, now) : now;
      if (until !== undefined) this.#parked.set(lane, until);
      else if (first) due.set(lane, [first, ...behind]);
    }
  }

  async #tasksOf(due: ReadonlyMap<string, readonly Write[]>): Promise<Task[]> {
    const tasks: Task[] = [];
    const packs = new Map<string, Write[]>();
    if (due.size > 0) this.#worker ??= await this.#openShop();
    for (const [lane, writes] of due) {
      const write = writes[0]!;
      if (this.#worker && isPackable(write, this.#worker)) {
        const name = `${write.kind}#${write.batch}`;
        packs.set(name, [...(packs.get(name) ?? []), write]);
      } else tasks.push(this.#single(lane, writes));
    }
    for (const writes of packs.values()) tasks.push(...this.#packTasks(writes));
    return tasks;
  }

  /** As few calls as the vendor takes them in. */
  #packTasks(writes: readonly Write[]): Task[] {
    const tasks: Task[] = [];
    const { most } = canonical(writes[0]!, this.#worker!.shop)!.bulk!;
    for (let from = 0; from < writes.length; from += most) {
      const part = writes.slice(from, from + most);
      tasks.push(part.length === 1 ? this.#single(laneOf(part[0]!), part) : packTask(part));
    }
    return tasks;
  }

  /** Works one line, from the foremost writes that were read. When a write leaves, the next one is the first. */
  #single(lane: string, foremost: readonly Write[]): Task {
    return {
      lanes: [lane],
      run: (worker) => this.#workLine(lane, foremost, worker),
    };
  }

  /** @returns until when the line has to wait; empty: none of the writes that were read is left in it */
  async #workLine(lane: string, foremost: readonly Write[], worker: WriteWorker): Promise<Map<string, number>> {
    const { ledger, clock } = this.#deps;
    const ahead = [...foremost];
    for (let write = ahead.shift(); write; ) {
      const until = waitFor(write, clock());
      if (until !== undefined) return new Map([[lane, until]]);
      if (this.#failure !== undefined || this.#isOver()) return new Map([[lane, clock()]]);
      await advance(write, worker);
      const hasLeft = worker.ended.delete(write.id);
      // Writes that have come meanwhile are found at the next look.
      if (hasLeft && ahead.length === 0 && foremost.length < AHEAD_IN_LINE) break;
      write = (hasLeft ? ahead.shift() : undefined) ?? (await ledger.head(this.#job.ref, lane));
    }
    return new Map();
  }

  #start(task: Task, worker: WriteWorker): void {
    this.#slots += 1;
    const running = task.run(worker).then(
      (parked) => {
        for (const [lane, until] of parked) this.#parked.set(lane, until);
      },
      (error: unknown) => {
        // Our own store is in trouble: the line waits, the others may go on.
        if (error instanceof RetryLater) {
          for (const lane of task.lanes) this.#parked.set(lane, this.#deps.clock() + AFTER_OUTAGE);
        } else this.#failure ??= error;
      },
    );
    const ended = running.finally(() => {
      this.#slots -= 1;
      for (const lane of task.lanes) this.#running.delete(lane);
    });
    for (const lane of task.lanes) this.#running.set(lane, ended);
  }
}

const packTask = (part: readonly Write[]): Task => ({
  lanes: part.map(laneOf),
  run: async (worker) => {
    await performPack(part, worker);
    return new Map();
  },
});

/** Up to the first that has no entry. */
const foundInRow = (ids: readonly string[], found: ReadonlyMap<string, Write>): readonly Write[] => {
  const writes: Write[] = [];
  for (const id of ids) {
    const write = found.get(id);
    if (!write) break;
    writes.push(write);
  }
  return writes;
};
