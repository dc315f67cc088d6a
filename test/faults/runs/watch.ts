import type { SimulatedOutcome } from "../../../infra/sandbox/types.ts";
import { promisedSecondsOf } from "../../../shared/core/promises.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { parseRecordKey } from "../../../shared/stores/keys.ts";
import { toStored } from "../../../shared/stores/records.ts";
import { readFreshness } from "../../../shared/usecases/shops/shop-freshness.ts";
import { tracksOf } from "../../../shared/usecases/sync/tracks.ts";
import { VendorHistory } from "./history.ts";
import type { World } from "./world.ts";

/** What was wrong while the run went on. */
export interface Wrongs {
  /** Told as deleted while the vendor had it. */
  falseDeletion: number;
  /** Told with a content that the vendor never held. */
  falseChange: number;
  /** Nothing came for longer than promised, and neither the resource nor the shop said so. */
  hiddenStandstill: number;
  /** Ten minutes with more calls of one operation than any shop of this size can need. */
  callsUnbounded: number;
}

export const noWrongs = (): Wrongs => ({ falseDeletion: 0, falseChange: 0, hiddenStandstill: 0, callsUnbounded: 0 });

const MOST_DETAILS = 12;
/** An answer that was true when it was asked for may be stored a little later. */
const IN_FLIGHT = MINUTE;
const LOOK_EVERY = 10 * MINUTE;
/** A worker that dies hides its message for as long as this. */
const SLACK = 40 * MINUTE;
const SPAN = 10 * MINUTE;

/** Looks on while a run goes on. */
export class Watch {
  readonly wrongs = noWrongs();
  readonly details: string[] = [];
  readonly history: VendorHistory;
  /** Most calls of one operation within ten minutes. */
  busiest = 0;
  readonly #world: World;
  readonly #calls = new Map<string, number[]>();
  #noted = 0;
  readonly #mostCalls: number;

  constructor(world: World, mostCalls: number) {
    this.#world = world;
    this.#mostCalls = mostCalls;
    this.history = new VendorHistory(world);
  }

  #tell(name: keyof Wrongs, line: string): void {
    this.wrongs[name] += 1;
    if (this.details.length < MOST_DETAILS)
      this.details.push(`${name}: ${line} at ${new Date(this.#world.time.now()).toISOString()}`);
  }

  /** What the vendor itself has answered. */
  noteAnswer(name: string | undefined, outcome: SimulatedOutcome): void {
    this.history.look();
    const operation = this.#world.vendor.operations.find(({ id }) => id === name);
    if (operation) this.history.noteDetail(operation, outcome);
  }

  /** Each call of the vendor. */
  noteCall(operation: string): void {
    const now = this.#world.time.now();
    const times = this.#calls.get(operation) ?? [];
    this.#calls.set(operation, times);
    times.push(now);
    while (times[0]! <= now - SPAN) times.shift();
    this.busiest = Math.max(this.busiest, times.length);
    if (times.length <= this.#mostCalls) return;
    this.#tell("callsUnbounded", `${times.length} calls of ${operation} within ten minutes`);
    times.length = 0;
  }

  /** Behind each write to the table. */
  noteWrites(): void {
    const { stream } = this.#world.memory;
    for (; this.#noted < stream.length; this.#noted += 1) {
      const { key, old, new: item } = stream[this.#noted]!;
      if (!item?.deleted || old?.deleted) continue;
      const place = parseRecordKey(key.pk);
      if (!place) continue;
      this.history.look();
      if (this.history.isAlive(place.resource, key.sk, IN_FLIGHT))
        this.#tell("falseDeletion", `${place.resource} ${key.sk}`);
    }
  }

  /** From now on, and for as long as the run lasts. */
  begin(): void {
    this.#world.time.after(LOOK_EVERY, () => {
      this.begin();
      void this.#lookForStandstill();
    });
  }

  /** Whatever the cause: where no reading was complete for much longer than promised, somebody must be told. */
  async #lookForStandstill(): Promise<void> {
    const { deps, ref, time, vendor } = this.#world;
    const stored = await deps.shops.get(ref);
    if (!stored) return;
    const { shop, resources, states } = await readFreshness(stored, deps);
    if (shop.health !== "healthy") return;
    for (const { resource: name, state, promisedSeconds } of resources) {
      const resource = vendor.resources.find((one) => one.name === name)!;
      const main = states.get(`${name}#${tracksOf(resource)[0]}`);
      if (state !== "current") continue;
      const lag = time.now() - (main?.lastCycle?.startedAt ?? this.#world.openedAt);
      if (lag > promisedSeconds * SECOND + 2 * promisedSecondsOf(resource, shop.schedule) * SECOND + SLACK)
        this.#tell(
          "hiddenStandstill",
          `${name} is called current ${Math.round(lag / MINUTE)} minutes after its last reading`,
        );
    }
  }

  /** At the end of a run: every version that was told must have been the vendor's at some time. */
  async compareVersions(): Promise<void> {
    const { memory, vendor } = this.#world;
    const grants = await this.#world.grants();
    for (const { key, new: item } of memory.stream) {
      if (!item || item.deleted) continue;
      const place = parseRecordKey(key.pk);
      const resource = place && vendor.resources.find(({ name }) => name === place.resource);
      if (!resource) continue;
      const { record, version } = toStored(item);
      const wrong = this.history.differs(resource, key.sk, record, grants);
      if (wrong) this.#tell("falseChange", `${resource.name} ${key.sk} version ${version}: ${wrong}`);
    }
  }
}
