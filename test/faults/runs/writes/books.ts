import type { JournalEntry, VendorSimulator } from "../../../../infra/sandbox/types.ts";
import type { ResourceName } from "../../../../shared/core/records.ts";
import { type Vendor, type WriteKind, writeKinds } from "../../../../shared/core/vendor.ts";

/** A record in the vendor's own store, as its rows are. */
export type Row = Readonly<Record<string, any>>;

/** Where the store shows what a write makes; undefined: nowhere. */
const shownIn = ({ id, writes }: Vendor, kind: WriteKind): ResourceName | undefined =>
  writes[kind]?.resource ?? (id === "kiotviet" && kind.startsWith("vouchers.") ? "vouchers" : undefined);

interface Turn {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  /** It took effect long after it was sent: `before` may be older than what stood there right before. */
  readonly isLate: boolean;
}

/**
 * What stood in the simulated vendor's own store before and after each write that it committed. Nothing of it has
 * passed the connector: the rows are the vendor's, found by the id that the vendor wrote into its journal.
 */
export class Books {
  readonly #simulator: VendorSimulator;
  readonly #vendor: Vendor;
  readonly #resourcesOf: ReadonlyMap<string, readonly ResourceName[]>;
  readonly #rows = new Map<ResourceName, ReadonlyMap<string, Row>>();
  readonly #turns = new Map<JournalEntry, ReadonlyMap<ResourceName, Turn>>();
  #seen = 0;
  #isOpen = false;

  constructor(vendor: Vendor, simulator: VendorSimulator) {
    this.#vendor = vendor;
    this.#simulator = simulator;
    const resourcesOf = new Map<string, Set<ResourceName>>();
    for (const kind of writeKinds) {
      const write = vendor.writes[kind];
      const ways = write?.operationFor ? [1, -1].map((delta) => write.operationFor!({ delta })) : [];
      for (const operation of [write?.operation, write?.bulk?.operation, ...ways]) {
        if (operation === undefined) continue;
        const names = resourcesOf.get(operation) ?? new Set();
        const shown = write && shownIn(vendor, kind);
        resourcesOf.set(operation, shown ? names.add(shown) : names);
      }
    }
    this.#resourcesOf = new Map([...resourcesOf].map(([operation, names]) => [operation, [...names]]));
  }

  isWrite(operation: string): boolean {
    return this.#resourcesOf.has(operation);
  }

  /** Before a write is let through: the store as it stands. */
  open(operation: string): void {
    this.look();
    for (const resource of this.#resourcesOf.get(operation) ?? []) this.#read(resource);
    this.#isOpen = true;
  }

  /** After it: what the write has made of it. */
  close(): void {
    this.look();
    this.#isOpen = false;
  }

  /** Takes down what has been committed since the last look. */
  look(): void {
    // Late commits take effect when somebody looks at the rows.
    this.#simulator.rows("locations");
    const entries = this.#simulator.journal.slice(this.#seen);
    this.#seen += entries.length;
    const before = new Map(this.#rows);
    const names = new Set(entries.flatMap(({ operation }) => this.#resourcesOf.get(operation) ?? []));
    for (const resource of names) this.#read(resource);
    for (const entry of entries) {
      const resources = this.#resourcesOf.get(entry.operation) ?? [];
      this.#turns.set(
        entry,
        new Map(
          resources.map((resource) => [
            resource,
            {
              before: before.get(resource)?.get(entry.id),
              after: this.#rows.get(resource)?.get(entry.id),
              isLate: !this.#isOpen,
            },
          ]),
        ),
      );
    }
  }

  /** The record of a committed write, before and after it. */
  turn(entry: JournalEntry, kind: WriteKind): Turn | undefined {
    const resource = shownIn(this.#vendor, kind);
    return resource && this.#turns.get(entry)?.get(resource);
  }

  /** The words stood in the record already: the call repeated them, and another write had brought them. */
  isCarried(entry: JournalEntry, words: string): boolean {
    for (const { before } of this.#turns.get(entry)?.values() ?? [])
      if (JSON.stringify(before ?? null).includes(words)) return newestIn(entry) !== words || setsStock(entry);
    return false;
  }

  row(resource: ResourceName, id: string): Row | undefined {
    this.#read(resource);
    return this.#rows.get(resource)?.get(id);
  }

  #read(resource: ResourceName): void {
    const known = this.#vendor.resources.find(({ name }) => name === resource);
    if (!known) return;
    // A row may be changed in place by the next write.
    const rows = this.#simulator.rows(resource).map((row) => structuredClone(row) as Row);
    this.#rows.set(resource, new Map(rows.map((row) => [known.id(row), row])));
  }
}

/** KiotViet's stock goes in by the call that changes products, which repeats what the product has. */
const setsStock = ({ body }: JournalEntry): boolean => JSON.stringify(body ?? null).includes('"onHand":');

/** The latest intent's words in a body. */
const newestIn = ({ body }: JournalEntry): string | undefined => {
  const found = JSON.stringify(body ?? null).match(/zq\d+q/g) ?? [];
  return found.sort((one, other) => Number(other.slice(2, -1)) - Number(one.slice(2, -1)))[0];
};
