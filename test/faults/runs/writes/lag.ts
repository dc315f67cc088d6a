import type { SimulatedOutcome, SimulatedRequest } from "../../../../infra/sandbox/types.ts";
import type { Resource } from "../../../../shared/core/vendor.ts";
import { changeRows, rowsOf } from "../lies/envelope.ts";
import { type Answer, reply, withBody } from "../lies/types.ts";
import { wires } from "../lies/wires.ts";
import type { World } from "../world.ts";

/** Reads that are behind: a record that was written is shown as it was before, or not at all, for some time. */
export class Lag {
  readonly #world: World;
  /** By record: until when its old form is shown, unix milliseconds. */
  readonly #until = new Map<string, number>();
  /** By operation and record: the row as it was last shown. */
  readonly #shown = new Map<string, unknown>();
  /** Records that could be seen before they were written to once more. */
  readonly #seeable = new Set<string>();
  readonly #readers: ReadonlyMap<string, Resource>;

  constructor(world: World) {
    this.#world = world;
    this.#readers = new Map(
      world.vendor.resources.flatMap((resource) =>
        [resource.listing.operation, resource.fullListing?.operation, resource.get?.operation].flatMap((operation) =>
          operation === undefined ? [] : [[operation, resource] as const],
        ),
      ),
    );
  }

  hide(id: string, until: number): void {
    if ((this.#until.get(id) ?? Number.POSITIVE_INFINITY) <= this.#world.time.now()) this.#seeable.add(id);
    this.#until.set(id, until);
  }

  read(operation: string, request: SimulatedRequest, outcome: SimulatedOutcome): SimulatedOutcome {
    const resource = this.#readers.get(operation);
    if (!resource || outcome.kind !== "answer" || outcome.status >= 300) return outcome;
    const wire = wires[this.#world.vendor.id];
    if (rowsOf(outcome.body, wire))
      return withBody(
        outcome,
        changeRows(outcome.body, wire, (rows) => rows.flatMap((row) => this.#old(operation, resource, row))) ??
          outcome.body,
      );
    return wire.asksForOne(operation, request) ? this.#one(operation, resource, outcome) : outcome;
  }

  #one(operation: string, resource: Resource, answer: Answer): Answer {
    const json = parsed(answer.body);
    const data = isRow(json?.data) ? json.data : json;
    if (!isRow(data)) return answer;
    const [old] = this.#old(operation, resource, data);
    if (old === data) return answer;
    if (old === undefined) {
      const [status, body] = wires[this.#world.vendor.id].noRecord[0]!;
      return reply(status, body);
    }
    return withBody(answer, JSON.stringify(data === json ? old : { ...json, data: old }));
  }

  /** The row as it is to be shown; none: not yet. */
  #old(operation: string, resource: Resource, row: unknown): unknown[] {
    const id = idOf(resource, row);
    const key = `${operation} ${id}`;
    const isBehind = id !== undefined && (this.#until.get(id) ?? 0) > this.#world.time.now();
    if (!isBehind) {
      if (id !== undefined) this.#shown.set(key, row);
      return [row];
    }
    this.#world.count("vendor: shown late");
    if (this.#shown.has(key)) return [this.#shown.get(key)];
    // A replica that is half a minute behind shows what was made minutes ago.
    return this.#seeable.has(id) ? [row] : [];
  }
}

const isRow = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const parsed = (text: string): any => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const idOf = (resource: Resource, row: unknown): string | undefined => {
  try {
    return resource.id(row);
  } catch {
    return undefined;
  }
};
