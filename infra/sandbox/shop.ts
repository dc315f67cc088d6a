import { unlessRefused } from "./changes.ts";
import { Collection, type CollectionOptions } from "./collection.ts";
import type { Definition } from "./definition.ts";
import { FaultSource } from "./faults.ts";
import { openShop } from "./open.ts";
import { Dice } from "./random.ts";
import { Tokens } from "./tokens.ts";
import type { Habits, JournalEntry, SimulatedDelivery, SimulatorOptions, VendorSimulator } from "./types.ts";

const OUTBOX_BOUND = 10_000;

/** What handlers and changes of a vendor's simulator work with. */
export class Shop {
  readonly options: SimulatorOptions;
  readonly dice: Dice;
  readonly tokens: Tokens;
  readonly faults: FaultSource;
  readonly journal: JournalEntry[] = [];
  readonly habits: Habits = {};
  acts = 0;
  /** Set by `revoke(true)`: signing in must be refused. */
  signInRefused = false;
  private override: number | undefined;
  private readonly due: { at: number; clock: number; run: () => void }[] = [];
  private outbox: SimulatedDelivery[] = [];

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.dice = new Dice(options.random);
    this.tokens = new Tokens(options.now, this.dice);
    this.faults = new FaultSource(options.random);
  }

  /** The time to stamp with, unix milliseconds of the vendor's clock. */
  readonly now = (): number => this.override ?? this.options.now();

  collection<Row extends object>(options: Omit<CollectionOptions<Row>, "now"> = {}): Collection<Row> {
    return new Collection<Row>({ ...options, now: this.now, setsBack: () => this.habits.ahead !== undefined });
  }

  /** Runs with the clock set to `time`. */
  at<T>(time: number, run: () => T): T {
    const before = this.override;
    this.override = time;
    try {
      return run();
    } finally {
      this.override = before;
    }
  }

  /** Runs once the clock has passed `milliseconds` more; stamps are of then, or of now with `stampNow`. */
  later(milliseconds: number, run: () => void, options: { stampNow?: boolean } = {}): void {
    const at = this.options.now() + milliseconds;
    this.due.push({ at, clock: options.stampNow ? this.now() : at, run });
    this.due.sort((a, b) => a.at - b.at);
  }

  /** Does what has become due. Called by the core before anything that looks at rows. */
  settle(): void {
    while (this.due[0] && this.due[0].at <= this.options.now()) {
      const { clock, run } = this.due.shift() as (typeof this.due)[number];
      this.acts += 1;
      this.at(clock, () => unlessRefused(run));
    }
  }

  /** Most rows per page: the vendor's maximum (or what was asked, if less), lowered by `options.pageSize`. */
  pageSize(most: number, asked?: number): number {
    const wanted = asked && asked > 0 ? Math.min(asked, most) : most;
    return Math.min(wanted, this.options.pageSize ?? wanted);
  }

  /** A webhook on its way. The vendor's simulator decides who gets one. */
  deliver(delivery: Omit<SimulatedDelivery, "at">): void {
    if (this.outbox.length >= OUTBOX_BOUND) this.outbox.shift();
    this.outbox.push({ ...delivery, at: this.options.now() });
  }

  takeDeliveries(): readonly SimulatedDelivery[] {
    const taken = this.outbox;
    this.outbox = [];
    return taken;
  }

  open(definition: Definition): VendorSimulator {
    return openShop(this, definition);
  }
}
