import type { SimulatedOutcome } from "../../../infra/sandbox/types.ts";
import { contentHash, withoutVolatile } from "../../../shared/core/content.ts";
import type { Operation, Resource } from "../../../shared/core/vendor.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { contentDifference } from "./compare.ts";
import type { World } from "./world.ts";

interface Life {
  /** Rows as JSON, oldest first. */
  readonly versions: string[];
  /** Unix milliseconds of our clock; undefined `to`: it exists. */
  from: number;
  to: number | undefined;
}

/** Everything that the simulated vendor ever held, for the resources of a run. */
export class VendorHistory {
  readonly #world: World;
  readonly #lives = new Map<string, Map<string, Life>>();
  readonly #hashes = new Map<string, string>();
  #acts = -1;

  constructor(world: World) {
    this.#world = world;
  }

  /** Notes what has changed since the last look. */
  look(): void {
    const { simulator, vendor, time } = this.#world;
    if (simulator.acts === this.#acts) return;
    this.#acts = simulator.acts;
    for (const resource of vendor.resources) {
      const lives = this.#lives.get(resource.name) ?? new Map<string, Life>();
      this.#lives.set(resource.name, lives);
      const present = new Set<string>();
      for (const row of simulator.rows(resource.name)) {
        const id = resource.id(row);
        present.add(id);
        const text = JSON.stringify(row);
        const life = lives.get(id);
        if (!life) lives.set(id, { versions: [text], from: time.now(), to: undefined });
        else {
          if (life.to !== undefined) Object.assign(life, { from: time.now(), to: undefined });
          if (!life.versions.includes(text)) life.versions.push(text);
        }
      }
      for (const [id, life] of lives) if (life.to === undefined && !present.has(id)) life.to = time.now();
    }
    // Late acts may have come to their end while the rows were read.
    this.#acts = simulator.acts;
  }

  /** A detail call draws a row in its own way: what it shows is held by the vendor as well. */
  noteDetail(operation: Operation, outcome: SimulatedOutcome): void {
    const { vendor, time } = this.#world;
    const readers = vendor.resources.filter(
      ({ get, listing }) => get?.operation === operation.id && listing.operation !== operation.id,
    );
    if (readers.length === 0 || outcome.kind !== "answer" || outcome.status !== 200) return;
    const { status, headers, body } = outcome;
    for (const resource of readers) {
      for (const [id, { versions }] of this.#lives.get(resource.name) ?? []) {
        if (!body.includes(id)) continue;
        try {
          const answer = vendor.judge({ status, headers, body, receivedAt: time.now() }, operation);
          // A pull takes over from the stored row what the detail does not show, where there is one.
          for (const current of [undefined, JSON.parse(versions.at(-1)!)]) {
            const text = JSON.stringify(resource.get!.read(answer, id, current));
            if (text !== undefined && !versions.includes(text)) versions.unshift(text);
          }
        } catch {
          // A simulated fault: nothing that the vendor holds.
        }
      }
    }
  }

  /** Whether the vendor holds the record, and has done so for at least so long. */
  isAlive(resource: string, id: string, milliseconds: number): boolean {
    const life = this.#lives.get(resource)?.get(id);
    return life !== undefined && life.to === undefined && this.#world.time.now() - life.from >= milliseconds;
  }

  /**
   * Undefined: the vendor held this record with this content at some time. Otherwise the first difference from its
   * newest version.
   */
  differs(resource: Resource, id: string, record: object, grants: unknown): string | undefined {
    const { versions = [] } = this.#lives.get(resource.name)?.get(id) ?? {};
    const hash = contentHash(withoutVolatile(record, resource.unlisted?.record));
    const newestFirst = [...versions].reverse();
    if (newestFirst.some((text) => this.#hashOf(resource, text, grants) === hash)) return undefined;
    let first: string | undefined;
    const unshown = this.#world.liar?.unshown ?? [];
    for (const text of newestFirst) {
      const found = contentDifference(resource, record, this.#recordOf(resource, text, grants), unshown);
      if (found === undefined) return undefined;
      first ??= found;
    }
    return first ?? "never seen at the vendor";
  }

  #hashOf(resource: Resource, text: string, grants: unknown): string {
    const key = `${resource.name} ${text}`;
    const known = this.#hashes.get(key);
    if (known !== undefined) return known;
    const hash = contentHash(withoutVolatile(this.#recordOf(resource, text, grants), resource.unlisted?.record));
    this.#hashes.set(key, hash);
    return hash;
  }

  #recordOf(resource: Resource, text: string, grants: unknown): object {
    return observationOf(resource, JSON.parse(text), { ...this.#world.simulator.settings, grants }).record;
  }
}
