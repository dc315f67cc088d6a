import type { Dice } from "../../../infra/sandbox/simulator.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Secrets } from "../../../shared/core/ports.ts";
import type { Item, Table } from "../../../shared/core/table.ts";
import type { Send } from "../../../shared/core/vendor.ts";
import type { LaggingReplica } from "./replica.ts";
import type { VirtualTime } from "./time.ts";

/** What can befall a worker at an effect, as chances per effect. */
export interface FaultRates {
  /** The worker vanishes before or after the effect, with its leases. Nothing of it runs on, no `finally` either. */
  readonly kill: number;
  /** Refused before the effect: a throttle, an outage. */
  readonly throttle: number;
  /** The effect happened and the worker is told that it may not have. */
  readonly lost: number;
  /** A transaction on the same item was under way: nothing happened. */
  readonly conflict: number;
  /** The answer was lost and the SDK sent the request again: a condition that held the first time may now fail. */
  readonly repeated: number;
  /** The effect takes seconds, and others go on meanwhile. */
  readonly slow: number;
}

export const noFaults: FaultRates = { kill: 0, throttle: 0, lost: 0, conflict: 0, repeated: 0, slow: 0 };

/** What workers of one world share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly dice: Dice;
  rates: FaultRates;
  readonly replica: LaggingReplica;
  /** The engine takes many new items in one request. */
  readonly batches: boolean;
  count(fault: string): void;
  /** Called behind each write to the table. */
  wrote(): void;
}

/** A promise of its own each time: a shared one would keep everything that ever waited for it. */
const never = (): Promise<never> => new Promise(() => undefined);
const LONGEST_PAUSE = 20_000;
/** Effects of one worker at one instant: more is work that goes round in circles. */
const MOST_AT_ONCE = 20_000;

/** One invocation of one function. A dead worker's calls never come back, as in a container that is gone. */
export class Worker {
  readonly name: string;
  alive = true;
  readonly #around: Surroundings;
  readonly #ended = Promise.withResolvers<"killed">();
  #instant = 0;
  #effects = 0;

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.#around = around;
  }

  kill(): void {
    this.alive = false;
    this.#ended.resolve("killed");
  }

  /** Runs until the work ends or the worker is gone. */
  async run(work: () => Promise<void>): Promise<"done" | "failed" | "killed"> {
    const ended = await Promise.race([
      work().then(
        () => "done" as const,
        (error: unknown) => {
          this.failure = error;
          return "failed" as const;
        },
      ),
      this.#ended.promise,
    ]);
    this.alive = false;
    return ended;
  }

  failure: unknown;

  /** One effect, with whatever befalls it. */
  async effect<Result>(run: () => Promise<Result>, kind: "read" | "write" | "conditional" | "call"): Promise<Result> {
    if (!this.alive) return never();
    const { rates, dice, time } = this.#around;
    if (this.#instant !== time.now()) [this.#instant, this.#effects] = [time.now(), 0];
    this.#effects += 1;
    if (this.#effects > MOST_AT_ONCE) throw new Error(`${this.name} goes round in circles`);
    const { kill, throttle, lost, conflict, repeated, slow } = rates;
    const total = kill + throttle + lost + conflict + repeated + slow;
    if (total === 0 || kind === "call") return kind === "call" ? this.#call(run, kill) : this.#ifAlive(await run());
    let rest = dice.random();
    if (rest >= total) return this.#ifAlive(await run());
    rest -= kill;
    if (rest < 0) {
      if (dice.chance(0.5)) await run();
      return this.#vanish();
    }
    rest -= throttle;
    if (rest < 0) {
      this.#around.count("throttle");
      throw new RetryLater("throttled", { delivered: "no" });
    }
    rest -= lost;
    if (rest < 0) {
      this.#around.count("lost answer");
      await run();
      if (kind === "read") await time.sleep(dice.integer(1, 2_000));
      await this.#ifAlive(undefined);
      throw new RetryLater("no answer came", { delivered: "unknown" });
    }
    rest -= conflict;
    if (rest < 0) {
      if (kind === "read") return this.#ifAlive(await run());
      this.#around.count("conflict");
      throw new RetryLater("TransactionConflict", { delivered: "no" });
    }
    rest -= repeated;
    if (rest < 0) {
      if (kind !== "conditional") return this.#ifAlive(await run());
      this.#around.count("repeated");
      await run();
      await time.sleep(dice.integer(1, 500));
      return this.#ifAlive(await run());
    }
    this.#around.count("slow");
    const early = dice.chance(0.5);
    if (early) await time.sleep(dice.integer(1, LONGEST_PAUSE));
    const result = await run();
    if (!early) await time.sleep(dice.integer(1, LONGEST_PAUSE));
    return this.#ifAlive(result);
  }

  /** A call to a vendor: its troubles are the simulator's, but for the worker's own end. */
  async #call<Result>(run: () => Promise<Result>, kill: number): Promise<Result> {
    // The longest step of all: death finds the worker there more often.
    if (kill > 0 && this.#around.dice.chance(kill * 4)) {
      if (this.#around.dice.chance(0.5)) await run().catch(() => undefined);
      return this.#vanish();
    }
    return this.#ifAlive(await run());
  }

  #vanish(): Promise<never> {
    this.#around.count("kill");
    this.kill();
    return never();
  }

  #ifAlive<Result>(result: Result): Result | Promise<never> {
    return this.alive ? result : never();
  }

  table(inner: Table): Table {
    const { replica, batches } = this.#around;
    const read = <Result>(run: () => Promise<Result>) => this.effect(run, "read");
    const write = <Result>(run: () => Promise<Result>, kind: "write" | "conditional") =>
      this.effect(async () => {
        const result = await run();
        this.#around.wrote();
        return result;
      }, kind);
    return {
      get: (key, fields) => read(() => inner.get(key, fields)),
      getMany: (keys, fields, options) =>
        read(async () => {
          const items = await inner.getMany(keys, fields);
          return options?.eventual ? replica.seen(items) : items;
        }),
      query: (query) =>
        read(async () => {
          const result = await inner.query(query);
          return query.eventual ? { ...result, items: replica.seen(result.items) } : result;
        }),
      put: (item, when) => write(() => inner.put(item, when), when ? "conditional" : "write"),
      // Without a condition an update that adds is not repeated by the SDK unnoticed: it is told as lost instead.
      update: (key, change, when) => write(() => inner.update(key, change, when), when ? "conditional" : "write"),
      delete: (key, when) => write(() => inner.delete(key, when), when ? "conditional" : "write"),
      // The SDK gives every transaction a token, so its repetitions are one.
      transact: (writes) => write(() => inner.transact(writes), "write"),
      ...(batches ? { insert: (items: readonly Item[]) => this.#insert(inner, items, write) } : {}),
    };
  }

  /** Each item of a batch for itself: a batch may end in the middle. */
  async #insert(
    inner: Table,
    items: readonly Item[],
    write: <Result>(run: () => Promise<Result>, kind: "write" | "conditional") => Promise<Result>,
  ): Promise<boolean[]> {
    const stored: boolean[] = [];
    const halves = [items.slice(0, items.length >> 1), items.slice(items.length >> 1)];
    for (const half of halves) {
      await write(async () => {
        for (const item of half) stored.push(await inner.put(item, { absent: "pk" }));
      }, "write");
    }
    return stored;
  }

  secrets(inner: Secrets): Secrets {
    return {
      get: (name) => this.effect(() => inner.get(name), "read"),
      put: (name, access) => this.effect(() => inner.put(name, access), "write"),
      delete: (name) => this.effect(() => inner.delete(name), "write"),
    };
  }

  send(inner: Send): Send {
    return (request) => this.effect(() => inner(request), "call");
  }
}
