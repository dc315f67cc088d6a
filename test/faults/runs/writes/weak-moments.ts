import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { SimulatedOutcome, SimulatedRequest } from "../../../../infra/sandbox/types.ts";
import { MINUTE } from "../../../../shared/core/time.ts";
import type { Resource } from "../../../../shared/core/vendor.ts";
import { changeRows } from "../lies/envelope.ts";
import { withBody } from "../lies/types.ts";
import { wires } from "../lies/wires.ts";
import type { World } from "../world.ts";

/** `counted`: lists are empty beside their totals. `plain`: their totals say so too. `stranger`: details are of another record. */
type Weakness = "counted" | "plain" | "stranger";

/** Chance of a moment to begin with an attempt, and of a detail to be another one while it lasts. */
const BEGINS = 0.3;
const STRANGE = 0.8;
/** Minutes. No copy loses a record by it, and no line of writes waits as long. */
const LONGEST = 10;

/** For some minutes behind an attempt, the vendor's reads show nothing, or something else. */
export class WeakMoments {
  isOn = false;
  readonly #world: World;
  readonly #dice: Dice;
  readonly #details: ReadonlyMap<string, Resource>;
  /** Of what the copy has nothing of, nobody can tell an empty list from a weak one. */
  readonly #lists: ReadonlySet<string>;
  #weakness: Weakness = "plain";
  #until = 0;

  constructor(world: World, dice: Dice) {
    this.#world = world;
    this.#dice = dice;
    const copied = world.options.resources;
    this.#lists = new Set(
      world.vendor.resources.flatMap(({ name, listing }) => (copied?.includes(name) ? [listing.operation] : [])),
    );
    this.#details = new Map(
      world.vendor.resources.flatMap((resource) =>
        resource.get && !resource.get.lists ? [[resource.get.operation, resource] as const] : [],
      ),
    );
  }

  /** Something was written, or was to be. */
  note(): void {
    if (!this.isOn || this.#isWeak() || !this.#dice.chance(BEGINS)) return;
    this.#weakness = this.#dice.pick(["counted", "plain", "stranger"] as const);
    this.#until = this.#world.time.now() + this.#dice.integer(1, LONGEST) * MINUTE;
  }

  read(operation: string, request: SimulatedRequest, outcome: SimulatedOutcome): SimulatedOutcome {
    if (!this.isOn || !this.#isWeak() || outcome.kind !== "answer" || outcome.status >= 300) return outcome;
    const wire = wires[this.#world.vendor.id];
    if (this.#weakness === "stranger")
      return this.#dice.chance(STRANGE) ? (this.#stranger(operation, request) ?? outcome) : outcome;
    if (!this.#lists.has(operation)) return outcome;
    const body = changeRows(outcome.body, wire, () => []);
    if (body === undefined) return outcome;
    this.#world.count(`vendor: empty lists, ${this.#weakness}`);
    return withBody(outcome, this.#weakness === "plain" ? withoutTotals(body, wire.totals) : body);
  }

  #isWeak(): boolean {
    return this.#world.time.now() < this.#until;
  }

  #stranger(operation: string, request: SimulatedRequest): SimulatedOutcome | undefined {
    const resource = this.#details.get(operation);
    const asked = request.path.slice(request.path.lastIndexOf("/") + 1);
    const others = resource ? this.#world.simulator.rows(resource.name).map((row) => resource.id(row)) : [];
    const strangers = others.filter((id) => id !== asked);
    if (strangers.length === 0 || !others.includes(asked)) return undefined;
    this.#world.count("vendor: another record");
    const path = request.path.slice(0, -asked.length) + this.#dice.pick(strangers);
    return this.#world.askVendor({ ...request, path });
  }
}

const withoutTotals = (text: string, totals: readonly (readonly string[])[]): string => {
  const json = JSON.parse(text);
  for (const path of totals) {
    const holder = path.slice(0, -1).reduce((part, name) => part?.[name], json);
    const name = path.at(-1)!;
    if (holder?.[name] !== undefined) holder[name] = 0;
  }
  return JSON.stringify(json);
};
