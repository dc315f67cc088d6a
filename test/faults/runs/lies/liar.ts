import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { SimulatedOutcome, SimulatedRequest, VendorSimulator } from "../../../../infra/sandbox/types.ts";
import { MINUTE } from "../../../../shared/core/time.ts";
import type { Resource, Vendor } from "../../../../shared/core/vendor.ts";
import { clocks } from "./clocks.ts";
import { contents } from "./contents.ts";
import { missing, turnedAway } from "./missing.ts";
import { paging } from "./paging.ts";
import { rows } from "./rows.ts";
import type { Answer, Asked, Lie, LieCall, Scene, Tale } from "./types.ts";
import { wires } from "./wires.ts";

export const lies: readonly Lie[] = [...missing, ...paging, ...clocks, ...contents, ...rows, turnedAway];

/** A lie of one run, from and until when, unix milliseconds. */
interface Told {
  readonly lie: Lie;
  readonly from: number;
  readonly until: number;
  tale?: Tale;
}

interface Active {
  readonly lie: Lie;
  readonly tale: Tale;
}

export interface LiarOptions {
  readonly vendor: Vendor;
  readonly simulator: VendorSimulator;
  /** Asks the simulated vendor. */
  readonly ask: (request: SimulatedRequest) => SimulatedOutcome;
  readonly dice: Dice;
  readonly now: () => number;
  /** Kinds by name; absent: the dice decide. */
  readonly only?: readonly string[] | undefined;
}

/** Lasts as long as the run. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER;

/**
 * Stands around a simulated vendor and gives answers that are plausible and wrong. It draws some kinds of lies, each for
 * a bounded time, and knows nothing of the adapter but the names of the operations that it reads.
 */
export class Liar {
  readonly names: readonly string[];
  /** Answers that were not the vendor's, and habits taken up, by kind. */
  readonly counts = new Map<string, number>();
  readonly #told: readonly Told[];
  readonly #options: LiarOptions;
  readonly #lists: ReadonlyMap<string, readonly Resource[]>;
  readonly #ones: ReadonlyMap<string, readonly Resource[]>;
  readonly #deleted: ReadonlySet<string>;

  constructor(options: LiarOptions) {
    const { dice, vendor, now, only } = options;
    this.#options = options;
    const known = lies.filter(
      ({ vendors, name, byName }) => (only?.includes(name) ?? !byName) && (vendors?.includes(vendor.id) ?? true),
    );
    const chosen = only ? known : pickSome(known, dice);
    const start = now();
    this.#told = chosen.map((lie): Told => {
      if (!lie.minutes) return { lie, from: start, until: FOR_GOOD };
      const from = start + dice.integer(0, 12) * MINUTE;
      const [shortest, longest] = lie.minutes;
      // Mostly short: an hour of virtual time is a long run.
      const minutes = shortest + Math.round((longest - shortest) * dice.random() ** 2);
      return { lie, from, until: from + minutes * MINUTE };
    });
    this.names = chosen.map(({ name }) => name);
    const { resources } = vendor;
    this.#lists = grouped(resources, ({ listing }) => listing.operation);
    this.#ones = grouped(resources, ({ get }) => get?.operation);
    this.#deleted = new Set(resources.flatMap(({ deletions }) => deletions?.listing?.operation ?? []));
  }

  /** When the last lie with an end has ended, unix milliseconds. */
  get until(): number {
    return Math.max(0, ...this.#told.filter(({ until }) => until < FOR_GOOD).map(({ until }) => until));
  }

  /** Most minutes that the copy may need after the end of these lies. Undefined: as after any trouble. */
  get patience(): number | undefined {
    const known = this.#told.map(({ lie }) => lie.patience).filter((minutes) => minutes !== undefined);
    return known.length > 0 ? Math.max(...known) : undefined;
  }

  /** Fields that no copy can have. */
  get unshown(): readonly string[] {
    return this.#told.flatMap(({ lie }) => lie.unshown ?? []);
  }

  /** Some rows are odd for good, and the shop says so. */
  get isOddForGood(): boolean {
    return this.#told.some(({ lie }) => lie.minutes === undefined);
  }

  answer(request: SimulatedRequest): SimulatedOutcome {
    const { simulator } = this.#options;
    const tales = this.#activeTales();
    const outcome = this.#options.ask(this.#heard(tales, request));
    if (outcome.kind !== "answer" || tales.length === 0) return outcome;
    const operation = simulator.log.at(-1)?.operation ?? "";
    const call = this.#callOf(request, operation);
    const told = tales.filter(({ lie }) => call.asked !== "other" || lie.everywhere);
    return outcome.status < 400 ? this.#tell(told, call, outcome) : outcome;
  }

  #heard(tales: readonly Active[], request: SimulatedRequest): SimulatedRequest {
    let heard = request;
    for (const { lie, tale } of tales) {
      const before = heard;
      heard = tale.before?.(before) ?? before;
      if (heard !== before) this.#note(lie);
    }
    return heard;
  }

  #tell(tales: readonly Active[], call: LieCall, truth: Answer): Answer {
    let answer = truth;
    for (const { lie, tale } of tales) {
      const before = answer;
      answer = tale.after?.(call, answer) ?? answer;
      if (answer.body !== before.body || answer.status !== before.status) this.#note(lie);
    }
    return answer;
  }

  #note({ name }: Lie): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  #activeTales(): Active[] {
    const now = this.#options.now();
    const tales: Active[] = [];
    for (const told of this.#told) {
      if (now >= told.from && now < told.until) {
        tales.push({ lie: told.lie, tale: told.tale ?? this.#begin(told) });
      } else if (now >= told.until && told.tale) {
        told.tale.end?.();
        delete told.tale;
      }
    }
    return tales;
  }

  #begin(told: Told): Tale {
    told.tale = told.lie.tell(this.#scene);
    // A habit of the vendor shows in its rows, not in an answer that was changed.
    if (!told.tale.after && !told.tale.before) this.#note(told.lie);
    return told.tale;
  }

  /** Begins and ends what is due, without waiting for a call. */
  look(): void {
    this.#activeTales();
  }

  get #scene(): Scene {
    const { vendor, dice, simulator, now } = this.#options;
    return { vendor, wire: wires[vendor.id], dice, simulator, now };
  }

  #callOf(request: SimulatedRequest, operation: string): LieCall {
    const [lists, ones] = [this.#lists.get(operation), this.#ones.get(operation)];
    if (ones && wires[this.#options.vendor.id].asksForOne(operation, request))
      return { request, operation, asked: "one", resources: ones };
    if (lists) return { request, operation, asked: "list", resources: lists };
    const asked: Asked = this.#deleted.has(operation) ? "deleted" : "other";
    return { request, operation, asked, resources: [] };
  }
}

const pickSome = (known: readonly Lie[], dice: Dice): readonly Lie[] => {
  const chosen = new Set<Lie>();
  const few = Math.min(known.length, dice.integer(1, 3));
  while (chosen.size < few) chosen.add(dice.pick(known));
  return [...chosen];
};

const grouped = (
  resources: readonly Resource[],
  operationOf: (resource: Resource) => string | undefined,
): ReadonlyMap<string, readonly Resource[]> => {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const operation = operationOf(resource);
    if (operation !== undefined) groups.set(operation, [...(groups.get(operation) ?? []), resource]);
  }
  return groups;
};
