import { createRouter } from "../../../../infra/sandbox/router.ts";
import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { JournalEntry, SimulatedOutcome, SimulatedRequest } from "../../../../infra/sandbox/types.ts";
import { SECOND } from "../../../../shared/core/time.ts";
import type { Operation } from "../../../../shared/core/vendor.ts";
import type { Answer } from "../lies/types.ts";
import type { World } from "../world.ts";
import type { Books } from "./books.ts";
import { Lag } from "./lag.ts";
import { WeakMoments } from "./weak-moments.ts";
import { existsWords, otherDuplicates, reasons, refusals, shapes } from "./words.ts";

/** Chances, by attempt. */
export interface TroubleRates {
  /** The answer is lost, whether the vendor acted or not, and every repetition is refused with some reason. */
  readonly refusedRepetition: number;
  /** The answer to a committed write is lost, and its repetition is told that it exists. */
  readonly exists: number;
  /** Refused because something else exists. */
  readonly otherDuplicate: number;
  /** Answered in another shape. */
  readonly shape: number;
  /** Reads show the record as it was before for some seconds. */
  readonly lag: number;
  /** Staff changes the record right after an attempt. */
  readonly staff: number;
  /** The vendor rounds prices, or leaves a field out, without a word. */
  readonly computed: number;
}

export const noTroubles: TroubleRates = {
  refusedRepetition: 0,
  exists: 0,
  otherDuplicate: 0,
  shape: 0,
  lag: 0,
  staff: 0,
  computed: 0,
};

/** A few kinds at a time, and these often: what is rare never meets what else goes wrong. */
export const drawTroubles = (dice: Dice): TroubleRates => {
  const often = (most: number) => (dice.chance(0.5) ? 0 : dice.random() * most);
  return {
    refusedRepetition: often(0.5),
    exists: often(0.5),
    otherDuplicate: often(0.2),
    shape: often(0.6),
    lag: often(0.9),
    staff: often(0.5),
    computed: often(0.9),
  };
};

/** Below the shortest time after which a vendor's "not found" is believed: no client can outwait a longer lag. */
const LONGEST_LAG = 30;
/** A vendor that names our reference takes no second one, however late its lists show the first. */
const LONGEST_LAG_OF_KNOWN = 1_200;
/** Acts of the staff until one of them happens to touch the record. */
const MOST_ACTS = 40;

interface Attempt {
  /** The answer to every repetition; undefined: the vendor's own. */
  readonly repetition: Answer | undefined;
}

/**
 * Stands between the connector and the simulated vendor and makes of the vendor one that refuses repetitions, rounds,
 * lags and is edited by its staff. What it does to a request it does before the vendor's store sees it, so the store
 * holds the truth.
 */
export class Troubles {
  rates: TroubleRates = noTroubles;
  /** Off, unless a run wants it. */
  readonly weak: WeakMoments;
  /** Marks and references that the vendor was made to refuse. */
  readonly refused = new Set<string>();
  /** What the vendor carried out with values of its own. */
  readonly computed = new Set<JournalEntry>();
  readonly #world: World;
  readonly #dice: Dice;
  readonly #books: Books;
  readonly #lag: Lag;
  /** Records that nobody has named since they were made, and that lists show late. */
  readonly #hidden = new Set<string>();
  readonly #find: ReturnType<typeof createRouter<Operation>>;
  readonly #attempts = new Map<string, Attempt>();
  /** By reference: what the vendor says to a second write that carries it. */
  readonly #existing = new Map<string, Answer>();

  constructor(world: World, books: Books, dice: Dice, weakDice = dice) {
    this.#world = world;
    this.weak = new WeakMoments(world, weakDice);
    this.#books = books;
    this.#dice = dice;
    this.#lag = new Lag(world);
    const { vendor, simulator } = world;
    const hosts = simulator.hosts("");
    this.#find = createRouter(
      Object.fromEntries(
        vendor.operations.map((operation) => [
          `${operation.method} ${hosts[operation.host ?? "api"] ?? ""}${operation.path}`,
          operation,
        ]),
      ),
    );
  }

  /** The vendor has it, shows it later than any client waits, and tells of it by refusing a repetition alone. */
  isHidden(reference: string): boolean {
    return this.#existing.has(reference);
  }

  answer(request: SimulatedRequest): SimulatedOutcome {
    const operation = this.#find(request.method, request.path)?.handler.id ?? "";
    if (!this.#books.isWrite(operation) || isReadingAct(request))
      return this.weak.read(operation, request, this.#lag.read(operation, request, this.#world.askVendor(request)));
    this.#books.open(operation);
    const outcome = this.#write(operation, request);
    this.#books.close();
    this.weak.note();
    return outcome;
  }

  #write(operation: string, request: SimulatedRequest): SimulatedOutcome {
    const { rates } = this;
    const text = readable(request);
    this.#showNamed(`${request.path} ${text}`);
    const marks = marksIn(text);
    const key = `${operation} ${marks.length > 0 ? marks.join() : `${request.path} ${text}`}`;
    const known = this.#attempts.get(key);
    // An update repeats the reference of the record that it is about: that is no second create.
    const isCreate = /create|save|add/.test(operation);
    const existing = isCreate ? marks.map((mark) => this.#existing.get(mark)).find((answer) => answer) : undefined;
    const repetition = known?.repetition ?? existing;
    if (repetition) {
      this.#count("refused repetition");
      return repetition;
    }
    if (!known && this.#dice.chance(rates.otherDuplicate)) return this.#refuse(key, marks, otherDuplicates);
    if (!known && this.#dice.chance(rates.refusedRepetition)) {
      const isCommitted = this.#dice.chance(0.5);
      if (isCommitted) {
        // What would tell is changed before anybody looks.
        for (const { id } of this.#carryOut(operation, request).made)
          if (this.#dice.chance(0.5)) this.#editByStaff(operation, id);
      }
      this.#attempts.set(key, { repetition: this.#refusal(reasons) });
      for (const mark of marks) this.refused.add(mark);
      return this.#lose(isCommitted ? "committed, and refused again" : "lost, and refused again");
    }
    if (!known && isCreate && marks.some(isReference) && this.#dice.chance(rates.exists)) {
      const { outcome, isCommitted, made } = this.#carryOut(operation, request);
      // A refusal of the vendor's own is no existing record.
      if (!isCommitted) return outcome;
      // Also of one call for many: each of them goes alone afterwards.
      for (const mark of marks) if (isReference(mark)) this.#existing.set(mark, this.#refusal(existsWords(mark)));
      for (const { id } of made) {
        this.#hide(id, LONGEST_LAG_OF_KNOWN);
        this.#hidden.add(id);
      }
      return this.#lose("exists");
    }
    this.#attempts.set(key, { repetition: undefined });
    const { outcome, isCommitted } = this.#carryOut(operation, request);
    if (outcome.kind !== "answer" || !isCommitted || !this.#dice.chance(rates.shape)) return outcome;
    this.#count("another shape");
    return this.#dice.pick(Object.values(shapes))(outcome);
  }

  /** What the vendor does with it, and what happens to the record then. */
  #carryOut(
    operation: string,
    request: SimulatedRequest,
  ): { outcome: SimulatedOutcome; isCommitted: boolean; made: readonly JournalEntry[] } {
    const before = this.#world.simulator.journal.length;
    const taken = this.#dice.chance(this.rates.computed) ? this.#compute(request) : request;
    const outcome = this.#world.askVendor(taken);
    const made = this.#world.simulator.journal.slice(before);
    if (taken !== request) for (const entry of made) this.computed.add(entry);
    for (const { id } of made) {
      if (this.#dice.chance(this.rates.lag)) this.#hide(id, LONGEST_LAG);
      if (this.#dice.chance(this.rates.staff)) this.#editByStaff(operation, id);
    }
    return { outcome, isCommitted: made.length > 0 && outcome.kind === "answer" && outcome.status < 300, made };
  }

  /** The vendor's own reckoning: prices in whole thousands, or a field that it does not keep after all. */
  #compute(request: SimulatedRequest): SimulatedRequest {
    const rules: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
      [
        /("(?:price|basePrice|retail_price|retail)"|%22(?:price|retail)%22)(:|%3A)(\d{4,6})(?!\d)/g,
        (_all, name, colon, price) => `${name}${colon}${Math.round(Number(price) / 1_000) * 1_000}`,
      ],
      [/("(?:barcode|barCode|email)":")[^"]*"/g, (_all, name) => `${name}"`],
      [/("(?:discount|moneyDiscount|total_discount)":)\d+/g, (_all, name) => `${name}0`],
    ];
    const bodies = rules
      .map(([pattern, change]) => request.body.replace(pattern, change))
      .filter((body) => body !== request.body);
    if (bodies.length === 0) return request;
    this.#count("computed by the vendor");
    return { ...request, body: this.#dice.pick(bodies) };
  }

  #hide(id: string, longest: number): void {
    this.#count("lagging reads");
    this.#lag.hide(id, this.#world.time.now() + this.#dice.integer(1, longest) * SECOND);
  }

  /** What somebody writes to is no news to the vendor: whoever knows its id has seen it. */
  #showNamed(request: string): void {
    for (const id of this.#hidden) {
      if (!new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(request)) continue;
      this.#hidden.delete(id);
      this.#lag.hide(id, this.#world.time.now());
    }
  }

  /** Acts until one of them happens to rewrite what the write has brought: elsewhere the shop lives on. */
  #editByStaff(operation: string, id: string): void {
    this.#books.look();
    this.#count("staff edits");
    const resource = Object.values(this.#world.vendor.writes).find((write) => write.operation === operation)?.resource;
    if (!resource) return;
    const textOf = (): string => JSON.stringify(this.#books.row(resource, id)) ?? "";
    const before = textOf();
    const [mark] = marksIn(before).slice(-1);
    for (let act = 0; act < MOST_ACTS; act += 1) {
      // Nobody rewrites a record in the instant in which it is made.
      this.#world.change(SECOND);
      const now = textOf();
      if (now !== before && (mark === undefined || !now.includes(mark))) return;
    }
  }

  #refuse(key: string, marks: readonly string[], words: readonly (readonly [string, string])[]): Answer {
    this.#count("another duplicate");
    const answer = this.#refusal(words);
    this.#attempts.set(key, { repetition: answer });
    for (const mark of marks) this.refused.add(mark);
    return answer;
  }

  #refusal(words: readonly (readonly [string, string])[]): Answer {
    const [code, sentence] = this.#dice.pick(words);
    return refusals[this.#world.vendor.id](code, sentence);
  }

  #lose(name: string): SimulatedOutcome {
    this.#count(name);
    return this.#dice.chance(0.5) ? { kind: "timeout" } : { kind: "cut", delay: this.#dice.integer(0, 500) };
  }

  #count(name: string): void {
    this.#world.count(`vendor: ${name}`);
  }
}

/** Nhanh v2 sends forms. */
const readable = ({ body }: SimulatedRequest): string => {
  if (!body.includes("%22")) return body;
  try {
    return decodeURIComponent(body.replaceAll("+", " "));
  } catch {
    return body;
  }
};

/** Nhanh v2 reads and writes coupons by one call, which names the act. */
const isReadingAct = ({ query }: SimulatedRequest): boolean =>
  ["list", "codes", "products", "check"].includes(query.get("act") ?? "");

const isReference = (mark: string): boolean => mark.startsWith("TB-");
const marksIn = (text: string): string[] => [
  ...new Set(text.match(/zq\d+q|TB-[0-9A-Za-z]{16}|(?<=[^0-9])7[789]\d000(?=[^0-9])/g) ?? []),
];
